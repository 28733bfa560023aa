import { readAlias } from "../../core/aliases.js";
import { ModelError } from "../../core/errors.js";
import type { ObjectStore } from "../../core/object-store.js";
import { dropModelVersion, fetchModelVersion } from "./fetch-version.js";
import { FollowingRewriter, type FollowOptions } from "./following.js";
import { createOnnxRewriter, type OnnxRewriterOptions } from "./pool.js";

export interface ServingOptions
  extends Pick<FollowOptions, "pollMs" | "onSwap" | "onRefused" | "onFault"> {
  readonly store: ObjectStore;
  readonly model: string;
  /** Folder for copies of model versions. */
  readonly cache: string;
  /** Folder of the model that serves until a version is promoted. */
  readonly base: string;
  readonly pool: Omit<OnnxRewriterOptions, "modelDir">;
}

/** A rewriter that serves what `models/<model>/aliases/serving.json` points to. */
export function serveAlias(options: ServingOptions): Promise<FollowingRewriter> {
  const { store, model, cache, base, pool } = options;
  return FollowingRewriter.start({
    ...options,
    target: async () => (await readAlias(store, model))?.value.version ?? null,
    load: async (version) => {
      if (version === null) return createOnnxRewriter({ modelDir: base, ...pool });
      const modelDir = await fetchModelVersion(store, model, version, cache);
      try {
        return await createOnnxRewriter({ modelDir, ...pool });
      } catch (error) {
        // The copy may be what is damaged: the next try reads the store again.
        if (error instanceof ModelError) await dropModelVersion(model, version, cache);
        throw error;
      }
    },
  });
}

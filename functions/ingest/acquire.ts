import { UnprocessableError } from "../../core/errors.js";
import type { Format } from "../../core/ingest/formats.js";
import type { IngestRequest, IngestSource } from "../../core/ingest/request.js";
import type { ObjectStore } from "../../core/object-store.js";
import type { IngestDeps, IngestRun } from "./deps.js";
import { collectFeedback } from "./feedback.js";
import { Landing, type SourceFile } from "./landing.js";

/** A file that came with the request. */
export interface Upload {
  readonly kind: "upload";
  readonly fileName: string;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface Acquired {
  readonly files: readonly SourceFile[];
  readonly format: Format;
}

/**
 * Brings a source's files into the store (under `folder`), whole or up to the row limit; those that
 * are there already stay where they are. Until this is done nothing of the source is used.
 */
export async function acquire(
  request: Pick<IngestRequest, "options"> & { readonly source: IngestSource | Upload },
  folder: string,
  deps: IngestDeps,
  run: IngestRun,
): Promise<Acquired> {
  const { source, options } = request;
  const format = source.kind === "feedback" ? "feedback" : options.format;
  const landing = new Landing(
    folder,
    { format, columns: options.columns, limit: options.limit },
    deps,
    run,
  );
  switch (source.kind) {
    case "upload":
      await landing.land({ name: source.fileName, open: () => source.body });
      break;
    case "https":
      await landUrl(source.url, landing, deps);
      break;
    case "hub":
      for (const url of await deps.hub.files(source.id, source.config, source.split)) {
        if (landing.full) break;
        await landUrl(url, landing, deps);
      }
      break;
    case "feedback":
      await landing.land({
        name: "feedback.jsonl",
        open: () => collectFeedback(deps.store, source.since),
      });
      break;
    case "object":
      await takeObjects(source.uri, landing, deps);
      break;
  }
  return landing.result();
}

async function landUrl(url: string, landing: Landing, deps: IngestDeps): Promise<void> {
  const file = await deps.web.open(url);
  try {
    await landing.land({ ...file, open: () => file.body });
  } finally {
    file.close();
  }
}

async function takeObjects(uri: string, landing: Landing, deps: IngestDeps): Promise<void> {
  const [, bucket, path = uri] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const own = bucket === undefined || bucket === deps.bucket;
  const store = own ? deps.store : await deps.openBucket?.(bucket);
  if (!store) {
    throw new UnprocessableError(
      `Bucket ${bucket} cannot be read here; copy the file into the store`,
    );
  }
  let found = 0;
  for await (const object of path.endsWith("/") ? store.list(path) : only(store, path)) {
    found++;
    if (landing.full) break;
    if (own && !landing.limited) await landing.takeInPlace(object);
    else await landing.land({ ...describe(object), open: () => store.read(object.path) });
  }
  if (found === 0) throw new UnprocessableError(`Nothing is stored at ${uri}; check the path`);
}

async function* only(store: ObjectStore, path: string) {
  const object = await store.stat(path);
  if (object) yield object;
}

function describe(object: { readonly path: string; readonly size: number }) {
  const name = object.path.slice(object.path.lastIndexOf("/") + 1);
  return { name, declaredBytes: object.size };
}

import { readFile } from "node:fs/promises";
import * as z from "zod";
import { correctText } from "../../core/correct.js";
import { ModelError } from "../../core/errors.js";
import { flattenScores, type Measurement, type ModelTrial } from "../../core/evaluation.js";
import type { ObjectStore } from "../../core/object-store.js";
import type { Rewriter } from "../../core/ports.js";
import { fetchModelVersion } from "./fetch-version.js";
import { readModelVersion } from "./model-version.js";
import { createOnnxRewriter } from "./pool.js";

const regressionSchema = z.object({ source: z.string(), targets: z.array(z.string()).min(1) });

export interface TrialOptions {
  readonly store: ObjectStore;
  /** Folder for copies of model versions. */
  readonly cache: string;
  /** Folder of the model that serves until a version is promoted. */
  readonly base: string;
  /** JSON lines of `source` and its right `targets`. */
  readonly regressions: string;
}

/** Measures model versions on this machine, one thread each. */
export class OnnxTrial implements ModelTrial {
  readonly #options: TrialOptions;

  constructor(options: TrialOptions) {
    this.#options = options;
  }

  async measure(model: string, version: string | null): Promise<Measurement> {
    const { store, cache, base } = this.#options;
    let rewriter: Rewriter | undefined;
    try {
      const modelDir =
        version === null ? base : await fetchModelVersion(store, model, version, cache);
      const manifest = await readModelVersion(modelDir);
      rewriter = await createOnnxRewriter({
        modelDir,
        workers: 1,
        threadsPerWorker: 1,
        maxQueue: 10_000,
      });
      const measured = await this.#run(rewriter);
      const scores = { ...flattenScores(manifest.scores), "measured.regressions": measured.right };
      const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
      return { version, scores, bytes, msPerSentence: measured.medianMs };
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      return { version, fault: error.message, scores: {}, bytes: 0, msPerSentence: 0 };
    } finally {
      await rewriter?.close();
    }
  }

  /** Percent of the regression list answered exactly, and the median time of one sentence. */
  async #run(rewriter: Rewriter): Promise<{ right: number; medianMs: number }> {
    const lines = (await readFile(this.#options.regressions, "utf8")).trim().split("\n");
    const rows = lines.map((line) => regressionSchema.parse(JSON.parse(line)));
    const times: number[] = [];
    let right = 0;
    for (const { source, targets } of rows) {
      const [started, used] = [performance.now(), process.cpuUsage()];
      const { corrected } = await correctText(source, {}, { rewriter });
      const { user, system } = process.cpuUsage(used);
      // A busy machine stretches the first, other requests of this process the second.
      times.push(Math.min(performance.now() - started, (user + system) / 1000));
      if (targets.includes(corrected)) right++;
    }
    times.sort((a, b) => a - b);
    const medianMs = Math.round((times[Math.floor(times.length / 2)] ?? 0) * 100) / 100;
    return { right: Math.round((right / rows.length) * 10_000) / 100, medianMs };
  }
}

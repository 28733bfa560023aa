import { readFile, rename, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { correctText } from "../core/correct.js";
import type { Rewriter } from "../core/ports.js";
import { packagePath } from "../infra/local/package-root.js";
import { createOnnxRewriter } from "../infra/onnx/pool.js";

/**
 * Of the right sentences of the sources that are `mined`, keeps those that the model served now would change without being
 * sure (hard negatives): `npm run mine -- PREPARED`, between `prepare.py` and `train.py`. Where it is surer, many
 * of the sentences do have a mistake. A second run changes nothing but what another model would.
 */
const DOUBT = { least: 0.3, most: 0.65 };
/** Sentences under way at once. */
const AT_ONCE = 64;
const LINE_EVERY_MS = 5000;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Expected the folder that prepare.py wrote: npm run mine -- PREPARED");
  process.exit(2);
}

interface Prepared {
  readonly experiment: { readonly data: { readonly sources: Record<string, { mined: boolean }> } };
}

const prepared = JSON.parse(await readFile(join(folder, "prepared.json"), "utf8")) as Prepared;
const rewriter = await createOnnxRewriter({
  modelDir: packagePath("models/embedded"),
  workers: availableParallelism(),
  threadsPerWorker: 1,
  maxQueue: 2 * AT_ONCE,
});
try {
  for (const [name, { mined }] of Object.entries(prepared.experiment.data.sources)) {
    if (mined) await keepDoubtful(rewriter, name, join(folder, `${name}.tsv`));
  }
} finally {
  await rewriter.close();
}

async function keepDoubtful(model: Rewriter, name: string, path: string): Promise<void> {
  const rows = (await readFile(path, "utf8")).split("\n").filter((row) => row !== "");
  const started = performance.now();
  let said = started;
  const kept: string[] = [];
  const report = (done: number): void => {
    const rate = Math.round((done / (performance.now() - started)) * 1000);
    console.log(
      `${name.padEnd(24)} ${done} of ${rows.length} rows, ${kept.length} kept, ${rate} rows/s`,
    );
  };
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const batch = rows.slice(at, at + AT_ONCE);
    const doubtful = await Promise.all(batch.map((row) => inDoubt(model, row)));
    kept.push(...batch.filter((_, index) => doubtful[index]));
    if (performance.now() - said > LINE_EVERY_MS) {
      said = performance.now();
      report(at + batch.length);
    }
  }
  await writeFile(`${path}.part`, kept.map((row) => `${row}\n`).join(""));
  await rename(`${path}.part`, path);
  report(rows.length);
}

async function inDoubt(model: Rewriter, row: string): Promise<boolean> {
  const [sentence = ""] = row.split("\t");
  const { edits } = await correctText(sentence, { minConfidence: 0 }, { rewriter: model });
  const surest = Math.max(0, ...edits.map(({ confidence }) => confidence));
  return surest >= DOUBT.least && surest < DOUBT.most;
}

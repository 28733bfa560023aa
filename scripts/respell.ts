import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Lexicon } from "../core/spelling/lexicon.js";
import { respell } from "../core/spelling/speller.js";
import { packagePath } from "../infra/local/package-root.js";

/**
 * Sends the wrong sides of the sources that are `respelt` through the spelling stage, so that a model
 * is trained on what it will be shown when it serves: `npm run respell -- PREPARED`, between
 * `prepare.py` and `train.py`. A second run changes nothing.
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Expected the folder that prepare.py wrote: npm run respell -- PREPARED");
  process.exit(2);
}

interface Prepared {
  readonly experiment: {
    readonly data: { readonly sources: Record<string, { respelt: boolean }> };
  };
}

const prepared = JSON.parse(await readFile(join(folder, "prepared.json"), "utf8")) as Prepared;
const lexicon = new Lexicon(await readFile(packagePath("models/embedded/lexicon.txt"), "utf8"));
for (const [name, { respelt: wanted }] of Object.entries(prepared.experiment.data.sources)) {
  if (!wanted) continue;
  for (const part of [name, `${name}.holdout`]) {
    const path = join(folder, `${part}.tsv`);
    const started = performance.now();
    const rows = (await readFile(path, "utf8")).split("\n");
    let changed = 0;
    const respelt = rows.map((row) => {
      const [source = "", target] = row.split("\t");
      if (target === undefined) return row;
      const { text, respellings } = respell(lexicon, source);
      if (respellings.length > 0) changed++;
      return `${text}\t${target}`;
    });
    await writeFile(`${path}.part`, respelt.join("\n"));
    await rename(`${path}.part`, path);
    const seconds = (performance.now() - started) / 1000;
    const rate = Math.round((rows.length - 1) / seconds).toLocaleString("en");
    console.log(
      `${part.padEnd(28)} ${String(rows.length - 1).padStart(8)} rows, ${changed} respelt, ${rate} rows/s`,
    );
  }
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../cli/tests/processes.js";
import { npmPackages, pythonPackages, readPage } from "./page.js";

const page = readPage(readFileSync(join(root, "docs/licences.md"), "utf8"));

/** Licences that let anybody use, change and pass on the whole, whatever they are called. */
const FREE =
  /^(MIT|MIT-0|MIT-CMU|ISC|0BSD|Zlib|Apache|BSD|(\d-Clause )?BSD( License)?|BSD-\d-Clause|(The )?(MIT|ISC|BSD|Apache)\b.*|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-\d\.0|PSF-2\.0|Python Software Foundation.*|Python-2\.0|CNRI-Python|Unlicense|The Unlicense.*|LLVM-exception|HPND)$/i;

/** Weaker copyleft, or an owner's own terms, each with the reason why it is fine here. */
const REASONED: Readonly<Record<string, string>> = {
  "MPL-2.0": "covers its own files only, and we change none",
  "Mozilla Public License 2.0 (MPL 2.0)": "covers its own files only, and we change none",
  "LGPL-3.0-or-later": "sharp's image library, on a laptop only: no bundle holds it",
  "NVIDIA Proprietary Software": "may be passed on inside an application",
  "NVIDIA proprietary": "may be passed on inside an application",
};

describe("docs/licences.md", () => {
  it("lists every package of the lockfiles, and no other", () => {
    expect(page.npm).toEqual(npmPackages(root));
    expect(Object.keys(page.python).toSorted()).toEqual(pythonPackages(root));
  });

  it("holds only licences that we may pass on", () => {
    const all = Object.entries({ ...page.npm, ...page.python });
    expect(all.length).toBeGreaterThan(300);
    const questionable = all.filter(([, licence]) =>
      licence
        .replaceAll(/[()]/g, (mark) => (licence in REASONED ? mark : ""))
        .split(/ AND | WITH /)
        .some(
          (part) =>
            !(part in REASONED) && !part.split(/ OR |;/).some((choice) => FREE.test(choice.trim())),
        ),
    );
    expect(questionable).toEqual([]);
  });
});

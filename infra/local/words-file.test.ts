import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readWordsFile } from "./words-file.js";

const folder = mkdtempSync(join(tmpdir(), "gramai-words-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("readWordsFile", () => {
  it("takes a word a line, without comments", () => {
    const path = join(folder, "words.txt");
    writeFileSync(path, "# ours\r\nkubelet\r\n\r\n  C++  \n#grep\n");
    const text = "Kubelets grep C++";
    const found = Array.from(readWordsFile(path).spans(text), ({ start, end }) =>
      text.slice(start, end),
    );
    expect(found).toEqual(["Kubelets", "C++"]);
  });

  it("names a file that it cannot read, and the setting", () => {
    expect(() => readWordsFile(join(folder, "none.txt"))).toThrow(
      /^GRAMAI_WORDS_FILE must be .*none\.txt" \(ENOENT\)$/,
    );
  });
});

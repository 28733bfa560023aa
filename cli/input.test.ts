import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InputError, readInputs } from "./input.js";

describe("readInputs", () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gramai-input-"));
    file = join(folder, "a.txt");
    writeFileSync(file, "\ufeffIn a file.\r\n");
    writeFileSync(join(folder, "latin1.txt"), Uint8Array.of(0x63, 0xe9));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const stdin = () => Readable.from([Buffer.from("On st"), Buffer.from("din 🙂.")]);

  it("takes words as the text, though one of them has a slash", async () => {
    expect(await readInputs(["he", "and/or", "she"], stdin())).toEqual([{ text: "he and/or she" }]);
  });

  it("reads files byte for byte, and standard input among them", async () => {
    expect(await readInputs([file, "-"], stdin())).toEqual([
      { file, text: "\ufeffIn a file.\r\n" },
      { text: "On stdin 🙂." },
    ]);
  });

  it("reads standard input without arguments", async () => {
    expect(await readInputs([], stdin())).toEqual([{ text: "On stdin 🙂." }]);
  });

  it.each([
    { name: "a missing file", input: "missing.txt", says: "missing.txt: no such file" },
    { name: "a pattern that fits nothing", input: "*.rst", says: "no file fits this pattern" },
    { name: "a missing path", input: "./missing", says: "missing: no such file" },
    { name: "another encoding", input: "latin1.txt", says: "latin1.txt: expected text in UTF-8" },
  ])("refuses $name", async ({ input, says }) => {
    const fault = readInputs([join(folder, input)], stdin());
    await expect(fault).rejects.toThrow(InputError);
    await expect(fault).rejects.toThrow(says);
  });
});

import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { type CorrectFlags, runCorrect } from "./correct.js";

const refused: readonly { args: string[]; flags: CorrectFlags; says: string }[] = [
  { args: ["docs/*.rst"], flags: {}, says: "no file fits this pattern" },
  { args: ["-"], flags: { write: true }, says: "--write needs files" },
  { args: ["README.md"], flags: { write: true, check: true }, says: "choose one" },
  { args: ["-"], flags: { ignoreFile: "gone.txt" }, says: "gone.txt" },
];
it.each(refused)(
  "refuses $args with $flags before it loads a model",
  async ({ args, flags, says }) => {
    let written = "";
    const host = {
      env: { GRAMAI_MODEL: "no/such/model" },
      stdin: Readable.from(["He have a car."]),
      colour: false,
      write: (text: string) => {
        written += text;
      },
    };
    await expect(runCorrect(args, flags, host)).rejects.toThrow(says);
    expect(written).toBe("");
  },
);

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyEdits } from "../../core/edits.js";
import { type RunOptions, root, runNode } from "./processes.js";

const BIN = join(root, "cli", "bin.mjs");
const gramai = (args: readonly string[], options?: RunOptions) =>
  runNode([BIN, "correct", ...args], options);

describe("gramai correct", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gramai-cli-"));
    writeFileSync(join(folder, "one.txt"), "12.5 %\r\n");
    writeFileSync(join(folder, "two.md"), "He have a car. She like it 🙂.\n");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("prints what it leaves alone byte for byte", async () => {
    const fromFile = await gramai(["one.txt"], { cwd: folder });
    expect(fromFile).toEqual({ status: 0, stdout: "12.5 %\r\n", stderr: "" });
    const fromStdin = await gramai(["-"], { input: "12.5 %\r\n\r\n" });
    expect(fromStdin).toEqual({ status: 0, stdout: "12.5 %\r\n\r\n", stderr: "" });
    const fromWords = await gramai(["12.5", "%"]);
    expect(fromWords).toEqual({ status: 0, stdout: "12.5 %\n", stderr: "" });
  });

  it("prints one JSON object per input, with edits that rebuild the text", async () => {
    const { status, stdout } = await gramai(
      ["--json", "--min-confidence", "0", "one.txt", "two.md"],
      {
        cwd: folder,
      },
    );
    expect(status).toBe(0);
    const [one, two] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(one).toEqual({ file: "one.txt", corrected: "12.5 %\r\n", edits: [] });
    expect(two.file).toBe("two.md");
    expect(applyEdits("He have a car. She like it 🙂.\n", two.edits)).toBe(two.corrected);
  });

  it("prints no diff where nothing changes", async () => {
    const { status, stdout } = await gramai(["--diff", "12.5 %"]);
    expect([status, stdout]).toEqual([0, ""]);
  });

  const mistakes: readonly { name: string; args: string[]; input?: Uint8Array; says: string }[] = [
    { name: "a missing file", args: ["missing.txt"], says: "missing.txt: no such file" },
    { name: "a folder", args: ["."], says: "cannot read ." },
    { name: "an unknown flag", args: ["--nope"], says: "--nope" },
    { name: "a confidence over 1", args: ["--min-confidence", "2", "a"], says: "from 0 to 1" },
    { name: "a wrong hub id", args: ["--model", "hub:", "a"], says: "GRAMAI_MODEL must be" },
    { name: "bytes that are not UTF-8", args: ["-"], input: Uint8Array.of(0xff), says: "UTF-8" },
  ];
  it.each(mistakes)("answers $name in one line, with 2", async ({ args, input, says }) => {
    const { status, stdout, stderr } = await gramai(args, { cwd: folder, ...(input && { input }) });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(says);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("answers a missing model in one line, with 1", async () => {
    const { status, stderr } = await gramai(["--model", "no/such/model", "a"]);
    expect(status).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

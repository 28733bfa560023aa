import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, runNode } from "./processes.js";

const BIN = join(root, "cli", "bin.mjs");
const MARKDOWN = "# The cat\n\nHe have a `red car` and a [blue one](http://x.y).\n";

// The model has random weights: with no threshold it changes most sentences, and how does not matter.
describe("gramai correct on files", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gramai-files-"));
    mkdirSync(join(folder, "docs", "more"), { recursive: true });
    writeFileSync(join(folder, "docs", "a.md"), MARKDOWN);
    writeFileSync(join(folder, "docs", "more", "b.md"), MARKDOWN);
    writeFileSync(join(folder, "right.txt"), "12.5 %\n");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const gramai = (...args: string[]) =>
    runNode([BIN, "correct", "--min-confidence", "0", ...args], { cwd: folder });

  it("--check lists what it finds in files of a quoted pattern and exits with 1", async () => {
    const { status, stdout, stderr } = await gramai("--check", "docs/**/*.md");
    expect([status, stderr]).toEqual([1, ""]);
    const places = stdout.trim().split("\n");
    expect(places.every((line) => /^docs\/(a|more\/b)\.md:\d+:\d+: .+ \([MRU]:/.test(line))).toBe(
      true,
    );
    expect(new Set(places.map((line) => line.split(":")[0])).size).toBe(2);
  });

  it("--check exits with 0 and says nothing where there is nothing to find", async () => {
    expect(await gramai("--check", "right.txt")).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("--write changes files and nothing of their mark-up", async () => {
    const { status } = await gramai("--write", "docs/a.md", "right.txt");
    expect(status).toBe(0);
    const written = readFileSync(join(folder, "docs", "a.md"), "utf8");
    expect(written).not.toBe(MARKDOWN);
    expect(written).toMatch(/^# .*\n\n.*`red car`.*\[.*\]\(http:\/\/x\.y\).*\n$/);
    expect(readFileSync(join(folder, "right.txt"), "utf8")).toBe("12.5 %\n");
  });

  it("leaves the words of .gramai-words alone, and those of --ignore-file", async () => {
    const words = "# ours\nhe\nhave\na\nthe\ncat\nand\nblue\none\nred\ncar\n";
    writeFileSync(join(folder, ".gramai-words"), words);
    const quiet = await gramai("--check", "docs/more/b.md");
    writeFileSync(join(folder, "none.txt"), "");
    const loud = await gramai("--check", "--ignore-file", "none.txt", "docs/more/b.md");
    rmSync(join(folder, ".gramai-words"));
    expect(quiet.stdout).not.toMatch(/“(?:he|have|cat)”/i);
    expect(loud.stdout.length).toBeGreaterThan(quiet.stdout.length);
  });

  it.each([
    { args: ["docs/*.rst"], says: "no file fits this pattern" },
    { args: ["--write", "-"], says: "--write needs files" },
    { args: ["--write", "--check", "right.txt"], says: "choose one" },
    { args: ["--format", "word", "right.txt"], says: "Allowed choices are plain" },
    { args: ["--ignore-file", "gone.txt", "right.txt"], says: "gone.txt" },
  ])("refuses $args with 2", async ({ args, says }) => {
    const { status, stdout, stderr } = await gramai(...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(says);
  });
});

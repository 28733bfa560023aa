import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, runNode } from "./processes.js";

const BIN = join(root, "cli", "bin.mjs");
const MARKDOWN = "# The cat\n\nI recieve a `recieve` and a [blue one](http://x.y) tommorow.\n";

// The embedded model: whatever else it knows, its spelling stage finds these words.
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
    runNode([BIN, "correct", "--min-confidence", "0", ...args], {
      cwd: folder,
      env: { GRAMAI_MODEL: join(root, "models", "embedded") },
    });

  it("--check lists what it finds in files of a quoted pattern and exits with 1", async () => {
    const { status, stdout, stderr } = await gramai("--check", "docs/**/*.md");
    expect([status, stderr]).toEqual([1, ""]);
    const places = stdout.trim().split("\n");
    expect(places.every((line) => /^docs\/(a|more\/b)\.md:\d+:\d+: .+ \([MRU]:/.test(line))).toBe(
      true,
    );
    expect(new Set(places.map((line) => line.split(":")[0])).size).toBe(2);
  });

  it("--write changes files and nothing of their mark-up", async () => {
    const { status } = await gramai("--write", "docs/a.md", "right.txt");
    expect(status).toBe(0);
    const written = readFileSync(join(folder, "docs", "a.md"), "utf8");
    expect(written).not.toBe(MARKDOWN);
    expect(written).toMatch(
      /^# .*\n\nI receive .*`recieve`.*\[.*\]\(http:\/\/x\.y\) tomorrow.*\n$/,
    );
    expect(readFileSync(join(folder, "right.txt"), "utf8")).toBe("12.5 %\n");
  });

  it("leaves the words of .gramai-words alone", async () => {
    const words = "# ours\nrecieve\n";
    writeFileSync(join(folder, ".gramai-words"), words);
    const quiet = await gramai("--check", "docs/more/b.md");
    rmSync(join(folder, ".gramai-words"));
    expect(quiet.stdout).not.toContain("receive");
    expect(quiet.stdout).toContain("tomorrow");
  });
});

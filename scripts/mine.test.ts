import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

const COMMAND = ["--import", "tsx", "scripts/mine.ts"];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mine-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("drops what the model leaves alone or surely corrects, keeps rows as they are, and leaves other sources", () => {
  const sources = { mined: { mined: true }, other: { mined: false } };
  writeFileSync(
    join(folder, "prepared.json"),
    JSON.stringify({ experiment: { data: { sources } } }),
  );
  const plain = ["The house is old.", "She reads a book every evening."];
  const sure = ["He have a car.", "I recieved you letter yestarday, she dont likes it."];
  const rows = [...plain, ...sure, ...DOUBTFUL].map((sentence) => `${sentence}\t${sentence}\n`);
  writeFileSync(join(folder, "mined.tsv"), rows.join(""));
  writeFileSync(join(folder, "other.tsv"), rows.join(""));
  const said = execFileSync(process.execPath, [...COMMAND, folder], { encoding: "utf8" });
  const kept = readFileSync(join(folder, "mined.tsv"), "utf8").split(/(?<=\n)/);
  expect(rows).toEqual(expect.arrayContaining(kept));
  expect(kept.length).toBeGreaterThan(0);
  for (const sentence of [...plain, ...sure]) expect(kept.join("")).not.toContain(sentence);
  expect(readFileSync(join(folder, "other.tsv"), "utf8")).toBe(rows.join(""));
  expect(said).toContain(`${rows.length} of ${rows.length} rows, ${kept.length} kept`);
  execFileSync(process.execPath, [...COMMAND, folder]);
  expect(readFileSync(join(folder, "mined.tsv"), "utf8")).toBe(kept.join(""));
});

it("says what it wants", () => {
  const { status, stderr } = spawnSync(process.execPath, COMMAND, { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toContain("Expected the folder that prepare.py wrote");
});

/** Rows that a model may well stumble over, one or another. */
const DOUBTFUL = [
  "The committee were divided among themselves on whether the bridge be closed.",
  "Metadata have been used as a means of cataloging archived information.",
  "The house the man the dog bit built fell down.",
  "Seldom has so hotly a debated matter met with so little an answer.",
  "He lit his pipe and sauntered along as a man on his own estate does.",
  "A number of sheep was counted, of which some were lame, some not.",
  "Were it not that the moon pulls, the tide were no tide.",
  "Ten dollars is what the two of them was to have been paid, he said.",
  "The old man the boats; the young, the oars.",
  "There was left but bread, salt, wine and the one cup.",
];

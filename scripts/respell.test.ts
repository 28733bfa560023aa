import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

const COMMAND = ["--import", "tsx", "scripts/respell.ts"];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "respell-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("respells the wrong side of pairs, leaves sentences without errors alone, and is done once", () => {
  const sources = { real: { respelt: true }, made: { respelt: true }, live: { respelt: false } };
  writeFileSync(
    join(folder, "prepared.json"),
    JSON.stringify({ experiment: { data: { sources } } }),
  );
  const files = {
    "real.tsv": [
      "I recieved you letter.\tI received your letter.\n",
      "I received you letter.\tI received your letter.\n",
    ],
    "real.holdout.tsv": ["", ""],
    "made.tsv": [
      "My freind are here.\tMy friend is here.\n",
      "My friend are here.\tMy friend is here.\n",
    ],
    "made.holdout.tsv": [
      "It is neccessary.\tIt is necessary.\n",
      "It is necessary.\tIt is necessary.\n",
    ],
    "live.tsv": ["My freind is here.\n", "My freind is here.\n"],
  };
  for (const [name, [before]] of Object.entries(files)) {
    writeFileSync(join(folder, name), before ?? "");
  }
  for (let run = 0; run < 2; run++) {
    execFileSync(process.execPath, [...COMMAND, folder]);
    for (const [name, [, after]] of Object.entries(files)) {
      expect(readFileSync(join(folder, name), "utf8"), name).toBe(after);
    }
  }
});

it("says what it wants", () => {
  const { status, stderr } = spawnSync(process.execPath, COMMAND, { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toContain("Expected the folder that prepare.py wrote");
});

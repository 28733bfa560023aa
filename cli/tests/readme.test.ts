import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningTwin, root, startTwin, TINY_TRAINER } from "./processes.js";

/** `npm test` names the trainer's own Python; without it a stand-in writes what the trainer would. */
const TRAINER = process.env.GRAMAI_TEST_PYTHON ?? TINY_TRAINER;

const WAIT = { timeout: 120_000, interval: 500 };
const SLOW_MS = 600_000;

/** The commands of the README's section, in order. */
function commands(): readonly string[] {
  const page = readFileSync(join(root, "README.md"), "utf8");
  const section = page.slice(page.indexOf("## A model's life on this machine"));
  const block = /```sh\n([\s\S]*?)```/.exec(section)?.[1] ?? "";
  return block
    .split("\n")
    .map((line) => line.replace(/\s+# .*$/, ""))
    .filter((line) => line !== "");
}

// The README's commands are for bash.
describe.skipIf(process.platform === "win32")("the README's script of a model's life", () => {
  let twin: RunningTwin;
  beforeAll(async () => {
    twin = await startTwin({ GRAMAI_TRAINER_PYTHON: TRAINER });
  }, SLOW_MS);
  afterAll(() => twin.stop(), SLOW_MS);

  /** Another store and port than a reader's, else the command as it stands. */
  const run = async (command: string): Promise<string> => {
    const text = command
      .replaceAll(" store/", ` ${twin.store}/`)
      .replaceAll("localhost:8080", `localhost:${twin.port}`);
    const env = { ...process.env, GRAMAI_STORE: twin.store };
    return (await promisify(execFile)("bash", ["-c", text], { cwd: root, env })).stdout;
  };

  it(
    "drops a file, trains on it, has the model served and takes it back",
    async () => {
      const [folder, drop, datasets, train, follow, ready, rollback, again, ...more] = commands();
      expect(more).toEqual([]);
      const serving = async (command: string | undefined) =>
        JSON.parse(await run(command ?? "")).model.version as string;
      const before = await serving(ready);
      await run(folder ?? "");
      await run(drop ?? "");
      expect(await run(datasets ?? "")).toMatch(/^pairs\/[0-9a-f]{12} +600 /);
      expect(await run(train ?? "")).toContain("Asked for run first");
      const followed = await run(follow ?? "");
      // The stand-in is done before anybody looks.
      if (TRAINER !== TINY_TRAINER) {
        expect(followed).toMatch(/first {2}submitted {2}quick {2}\d+\/120 {2}loss/);
      }
      const candidate = /candidate ([0-9a-f]{12}), serving embedded/.exec(followed)?.[1];
      expect(followed).toContain("Promoted: measured.regressions is");
      await expect.poll(() => serving(ready), WAIT).toBe(candidate);
      expect(await run(rollback ?? "")).toContain("(the embedded model) serves");
      await expect.poll(() => serving(again), WAIT).toBe(before);
    },
    SLOW_MS,
  );
});

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toConfig } from "../../functions/config.js";
import { localLife } from "../../functions/context.js";
import { runDatasets } from "../datasets.js";
import type { LifeHost } from "../life.js";
import { runModels, runPromote, runRollback } from "../models.js";
import { runReplay } from "../replay.js";
import { followRun, runRuns } from "../runs.js";
import { runTrain } from "../train.js";
import { type RunningTwin, startTwin, TINY_TRAINER } from "./processes.js";

const WAIT = { timeout: 120_000, interval: 500 };
/** Two models are loaded and measured on the way: a busy machine takes its time. */
const SLOW_MS = 600_000;

// The trainer's stand-in is started by its #! line, which Windows does not have.
describe.skipIf(process.platform === "win32")("a model's life on one machine", () => {
  let [store, url] = ["", ""];
  let twin: RunningTwin;
  let written = "";
  let host: LifeHost;
  /** What a command prints, run in this process: starting one for each takes long. */
  const print = async (work: (host: LifeHost) => Promise<void>) => {
    written = "";
    await work(host);
    return written;
  };
  const train = (id: string, ...overrides: string[]) =>
    print((to) => runTrain("quick", overrides, { id, dataset: "pairs", reason: "test" }, to));
  const serving = async () => {
    const ready = (await (await fetch(`${url}/readyz`)).json()) as Record<string, unknown>;
    return ready as { model: { version: string }; refused?: { version: string } };
  };

  beforeAll(async () => {
    twin = await startTwin({ GRAMAI_TRAINER_PYTHON: TINY_TRAINER });
    ({ store, url } = twin);
    const life = await localLife(toConfig({ GRAMAI_STORE: store }, { cores: 1 }));
    const write = (text: string) => {
      written += text;
    };
    host = { life, user: "tester", write };
  }, SLOW_MS);
  afterAll(() => twin.stop(), SLOW_MS);

  it(
    "goes from a file to a serving model and back, by commands",
    async () => {
      const first = (await serving()).model.version;
      mkdirSync(join(store, "incoming", "pairs"), { recursive: true });
      const [half, pairs] = [".pairs.csv", "pairs.csv"].map((name) =>
        join(store, "incoming", "pairs", name),
      ) as [string, string];
      const rows = Array.from(
        { length: 60 },
        (_, i) => `He have ${i} old cars.,He has ${i} old cars.`,
      );
      writeFileSync(half, `input,target\n${rows.join("\n")}\n`);
      renameSync(half, pairs);
      await expect.poll(() => print(runDatasets), WAIT).toMatch(/pairs\/[0-9a-f]{12}/);

      expect(await train("first")).toContain("Asked for run first");
      expect(await print((to) => followRun("first", to))).toContain("first  promoted");
      await expect.poll(async () => (await serving()).model.version, WAIT).not.toBe(first);
      const trained = (await serving()).model.version;
      const shown = await print((to) => runRuns("first", to));
      expect(shown).toContain("quick  120/120");
      expect(shown).toContain(`candidate ${trained}, serving embedded`);
      expect(await print(runModels)).toMatch(new RegExp(`\\*\\s+${trained}`));
      const page = await (await fetch(`${url}/runs`)).text();
      expect(page).toContain("Promoted: measured.regressions is");
      expect(page).toContain("<polyline");
      expect(readFileSync(join(store, "runs", "index.html"), "utf8")).toContain(
        '<article id="first">',
      );

      expect(await print((to) => runRollback("test", to))).toContain("(the embedded model) serves");
      await expect.poll(async () => (await serving()).model.version, WAIT).toBe(first);

      const promoted = await print((to) => runPromote(trained, "it was fine", to));
      expect(promoted).toContain(`${trained} serves within a minute`);
      await expect.poll(async () => (await serving()).model.version, WAIT).toBe(trained);
    },
    SLOW_MS,
  );

  it(
    "refuses a damaged version, says so, and serves on",
    async () => {
      const before = (await serving()).model.version;
      await train("second");
      expect(await print((to) => followRun("second", to))).toContain("second  promoted");
      await expect.poll(async () => (await serving()).model.version, WAIT).not.toBe(before);
      const second = (await serving()).model.version;
      await print((to) => runRollback("test", to));
      await expect.poll(async () => (await serving()).model.version, WAIT).toBe(before);

      // The copy the twin made is fine: the bucket's file is what gets damaged.
      rmSync(join(store, ".gramai", "models", "gramai", second), { recursive: true });
      writeFileSync(join(store, "models", "gramai", second, "encoder.onnx"), "damaged");
      await print((to) => runPromote(second, "by mistake", to));
      await expect.poll(async () => (await serving()).refused?.version, WAIT).toBe(second);
      expect((await serving()).model.version).toBe(before);
      const metrics = await (await fetch(`${url}/metrics`)).text();
      expect(metrics).toContain(`gramai_models_refused_total{version="${second}"} 1`);
      const text = await fetch(`${url}/text/?input_sentence=He%20have%20a%20car`, {
        method: "POST",
      });
      expect(text.status).toBe(200);
      await print((to) => runRollback("test", to));
      await expect.poll(async () => (await serving()).refused, WAIT).toBeUndefined();
    },
    SLOW_MS,
  );

  it(
    "gives up a dropped file that is no data, and says why",
    async () => {
      writeFileSync(join(store, "incoming", "pairs", "empty.csv"), "input,target\n");
      const topic = "ingest-requests" as const;
      await expect
        .poll(() => print((to) => runReplay({ topic }, to)), WAIT)
        .toContain("Expected rows to take, but the source has none");
      expect(await print((to) => runReplay({ topic, drop: true }, to))).toContain("dropped");
    },
    SLOW_MS,
  );

  it(
    "gives up a message that cannot work, with every fault, and replays it on demand",
    async () => {
      const bad = print((to) => runTrain("quick", ["seed2=1"], { reason: "x" }, to));
      await expect(bad).rejects.toThrow(/seed2.*must be given/);
      // Past the command's own check, as another publisher may.
      const waiting = join(store, ".gramai", "topics", "train-requests", "waiting");
      const data = JSON.stringify({ requestId: "Bad Id", experiment: "nope", colour: "red" });
      const message = { id: "m", data, attributes: {}, publishedAt: new Date().toISOString() };
      writeFileSync(join(waiting, "1-m.1.json"), JSON.stringify(message));
      const dead = join(store, ".gramai", "topics", "train-requests-dead", "waiting");
      await expect.poll(() => listFolder(dead).length, WAIT).toBe(1);
      const topic = "train-requests" as const;
      const shown = await print((to) => runReplay({ topic }, to));
      expect(shown).toContain("1 dead letters of train-requests, kept");
      for (const part of ["requestId", "reason", "colour"]) expect(shown).toContain(part);
      expect(await print((to) => runReplay({ topic, publish: true }, to))).toContain(
        "published again",
      );
      await expect.poll(() => listFolder(dead).length, WAIT).toBe(1);
      expect(await print((to) => runReplay({ topic, drop: true }, to))).toContain("dropped");
      expect(listFolder(dead)).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    "says why a run failed",
    async () => {
      await train("bad", "training.log_every=77");
      await expect(print((to) => followRun("bad", to))).rejects.toThrow(
        "Run bad has failed: The job failed: the loss is not a number",
      );
    },
    SLOW_MS,
  );
});

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

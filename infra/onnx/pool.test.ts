import { cp, mkdtemp, readdir, readFile, rm, truncate, unlink, writeFile } from "node:fs/promises";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { correctText } from "../../core/correct.js";
import { applyEdits } from "../../core/edits.js";
import { ModelError } from "../../core/errors.js";
import type { Rewriter } from "../../core/ports.js";
import { rewriteSentences } from "../../core/rewrite.js";
import { Random } from "../../core/test-support/random.js";
import { randomText } from "../../core/test-support/texts.js";
import { packagePath } from "../local/package-root.js";
import { COMPUTING_NICENESS } from "../worker/priority.js";
import { startSpare } from "../worker/spare.js";
import { loadEngine } from "./engine.js";
import { ONNX_ENTRY } from "./entry.js";
import { readModelVersion } from "./model-version.js";
import { createOnnxRewriter } from "./pool.js";

const MODEL = fileURLToPath(new URL("../../core/testdata/tiny-model", import.meta.url));
const POOL = { workers: 1, threadsPerWorker: 1, maxQueue: 1000 };
const OWN_PRIORITY = getPriority(process.pid);
const GREEDY = { numBeams: 1, alternatives: 0 };

/** A thread may end while it is asked about. */
function priorityOf(thread: number): number {
  try {
    return getPriority(thread);
  } catch {
    return 0;
  }
}

describe("createOnnxRewriter", () => {
  let rewriter: Rewriter;

  beforeAll(async () => {
    rewriter = await createOnnxRewriter({ modelDir: MODEL, ...POOL, workers: 2 });
  });

  afterAll(() => rewriter.close());

  it("says what its manifest says", async () => {
    const { name, version, decision } = await readModelVersion(MODEL);
    const { minConfidence, minSentenceConfidence } = decision;
    expect(rewriter.info).toEqual({ name, version, minConfidence, minSentenceConfidence });
  });

  it("answers from its threads what the engine answers here, alternatives and beams included", async () => {
    const engine = await loadEngine(MODEL, await readModelVersion(MODEL), 1);
    const sentences = ["He have a car.", "My brohter hasm oney at  school.", "\u{1f600}", "I  has"];
    for (const options of [GREEDY, { numBeams: 3, alternatives: 2 }]) {
      const [there, here] = [
        await rewriter.rewrite(sentences, options),
        await rewriteSentences(engine, sentences, options),
      ];
      expect(there.map(({ text }) => text)).toEqual(here.map(({ text }) => text));
      expect(
        there.map(({ tokens }) => tokens.map(({ alternatives }) => alternatives.length)),
      ).toEqual(here.map(({ tokens }) => tokens.map(({ alternatives }) => alternatives.length)));
    }
  });

  it.runIf(process.platform === "linux")(
    "computes in threads that let this one go first",
    async () => {
      await rewriter.rewrite(["One.", "Two."], GREEDY);
      const threads = (await readdir("/proc/self/task")).map(Number);
      const behind = threads.filter((thread) => priorityOf(thread) >= COMPUTING_NICENESS);
      expect(behind.length).toBeGreaterThanOrEqual(1);
      expect(getPriority(process.pid)).toBe(OWN_PRIORITY);
    },
  );

  it("corrects any text by edits that rebuild it, whatever a random model writes", async () => {
    const random = new Random(21);
    for (let n = 0; n < 60; n++) {
      const text = randomText(random, 60);
      const { corrected, edits } = await correctText(text, { minConfidence: 0 }, { rewriter });
      expect(applyEdits(text, edits)).toBe(corrected);
      for (const { start, end, original, confidence } of edits) {
        expect(text.slice(start, end)).toBe(original);
        expect(confidence).toBeGreaterThan(0);
      }
    }
  });
});

describe("a thread that opens a model ahead", () => {
  it.each([
    ["the one that is wanted", MODEL],
    ["another one", packagePath("models/embedded")],
    ["none there is", join(tmpdir(), "no-such-model")],
  ])("answers as any other: %s", async (_, modelDir) => {
    const engine = await loadEngine(MODEL, await readModelVersion(MODEL), 1);
    const sentences = ["He have a car.", "My brohter hasm oney at  school."];
    startSpare(ONNX_ENTRY, { modelDir, threads: 1 });
    const rewriter = await createOnnxRewriter({ modelDir: MODEL, ...POOL });
    try {
      const answers = await rewriter.rewrite(sentences, GREEDY);
      expect(answers).toEqual(await rewriteSentences(engine, sentences, GREEDY));
    } finally {
      await rewriter.close();
    }
  });
});

describe("a model version that is not whole", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gramai-model-"));
  });

  afterAll(() => rm(folder, { recursive: true }));

  const changeManifest = async (
    dir: string,
    change: (manifest: Record<string, unknown>) => void,
  ) => {
    const path = join(dir, "manifest.json");
    const manifest = JSON.parse(await readFile(path, "utf8"));
    change(manifest);
    await writeFile(path, JSON.stringify(manifest));
  };

  const CASES = [
    {
      name: "no manifest",
      harm: (dir: string) => unlink(join(dir, "manifest.json")),
      message: /No model at .*manifest\.json.*copy the whole model version/,
    },
    {
      name: "a manifest that is not JSON",
      harm: (dir: string) => writeFile(join(dir, "manifest.json"), "{"),
      message: /manifest\.json: not JSON/,
    },
    {
      name: "a manifest of another schema",
      harm: (dir: string) =>
        changeManifest(dir, (manifest) => Object.assign(manifest, { schema: 2 })),
      message: /manifest\.json is not understood \(schema: .*expected 1/,
    },
    {
      name: "a missing file",
      harm: (dir: string) => unlink(join(dir, "decoder.onnx")),
      message: /Missing model file .*decoder\.onnx/,
    },
    {
      name: "a file cut short",
      harm: (dir: string) => truncate(join(dir, "encoder.onnx"), 1000),
      message: /Damaged model file .*encoder\.onnx: its sha256/,
    },
    {
      name: "a graph that the runtime cannot read",
      harm: async (dir: string) => {
        await writeFile(join(dir, "encoder.onnx"), "");
        await changeManifest(dir, ({ files }) => {
          Object.assign((files as Record<string, object>)["encoder.onnx"] as object, {
            bytes: 0,
            sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          });
        });
      },
      message: /Cannot load model file .*encoder\.onnx/,
    },
    {
      name: "an encoder in the decoder's place",
      harm: async (dir: string) => {
        await cp(join(dir, "encoder.onnx"), join(dir, "decoder.onnx"));
        await changeManifest(dir, (manifest) => {
          const files = manifest.files as Record<string, object>;
          Object.assign(files["decoder.onnx"] as object, files["encoder.onnx"]);
        });
      },
      message: /decoder\.onnx has no input decoder_input_ids: .*export the model again/,
    },
    {
      name: "answers that are not its probes'",
      harm: (dir: string) =>
        changeManifest(dir, (manifest) => {
          manifest.probes = [{ source: "He have a car.", target: "Nobody would say so." }];
        }),
      message: /does not answer probe 1 of 1/,
    },
  ];

  it.each(CASES)(
    "is refused, saying which file and what to do: $name",
    async ({ name, harm, message }) => {
      const modelDir = join(folder, name.replaceAll(" ", "-"));
      await cp(MODEL, modelDir, { recursive: true });
      await harm(modelDir);
      startSpare(ONNX_ENTRY, { modelDir, threads: 1 });
      const start = createOnnxRewriter({ modelDir, ...POOL });
      await expect(start).rejects.toThrow(ModelError);
      await expect(start).rejects.toThrow(message);
      await expect(start).rejects.not.toThrow(/\n/);
    },
  );
});

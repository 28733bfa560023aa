import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InferenceSession } from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { SourceAligner } from "../../core/align.js";
import { decodeBeam } from "../../core/beam.js";
import { type DecodedSentence, type DecoderSource, decodeGreedy } from "../../core/decode.js";
import { type RewriteEngine, rewriteSentences } from "../../core/rewrite.js";
import { readTestData } from "../../core/test-support/oracle.js";
import { Random } from "../../core/test-support/random.js";
import { loadEngine } from "./engine.js";
import { OnnxGraph } from "./graph.js";
import { readModelVersion } from "./model-version.js";

interface DecodedCase {
  readonly ids: readonly number[];
  readonly logProbs: readonly number[];
  readonly endLogProb: number;
  readonly stop: string;
  /** Of the source's own tokens; a model that is not told of them has none. */
  readonly keepLogProbs?: readonly number[];
  readonly endKeepLogProb?: number;
}

interface DecodeOracle {
  readonly about: { readonly beams: number };
  readonly cases: readonly {
    readonly text: string;
    readonly source: readonly number[];
    readonly greedy: DecodedCase;
    readonly beam: DecodedCase;
  }[];
}

/** Log probabilities may differ by this much: the same sums in another order. */
const TOLERANCE = 1e-4;
/** Longest sentence tried, in tokens; a random model's targets run to 1.5 times that. */
const MAX_TOKENS = 24;
const BATCH = 50;
/** Sentences per model; GRAMAI_TEST_SENTENCES=2500 is the full count. */
const SENTENCES = Number(process.env.GRAMAI_TEST_SENTENCES ?? 400);

const MODELS = [
  { name: "tiny-model", oracle: "decode-oracle.json", tokens: "tokenizer-oracle.json" },
  { name: "tiny-t5", oracle: "decode-oracle-t5.json", tokens: "tokenizer-oracle-t5.json" },
];

describe.each(MODELS)("decoding with $name", ({ name, oracle, tokens }) => {
  const dir = fileURLToPath(new URL(`../../core/testdata/${name}`, import.meta.url));
  let engine: RewriteEngine;

  beforeAll(async () => {
    engine = await loadEngine(dir, await readModelVersion(dir), 1);
  });

  it("gives the trainer's greedy targets and probabilities", async () => {
    const { cases } = readTestData<DecodeOracle>(oracle);
    const sources = cases.map(({ text }) => engine.tokenizer.encode(text));
    expect(sources.map(({ source }) => source)).toEqual(cases.map(({ source }) => source));
    const found = await decodeGreedy(engine.model, sources, {
      strategy: "aggressive",
      alternatives: 0,
    });
    expectSame(
      found.map(plain),
      cases.map(({ greedy }) => greedy),
    );
  });

  it("holds keeping the source as likely as a token that is the source's own", async () => {
    const sources = randomSources(40);
    const greedy = { strategy: "aggressive", alternatives: 0 } as const;
    const searches = [
      await decodeGreedy(engine.model, sources, greedy),
      await decodeBeam(engine.model, sources, { numBeams: 3, alternatives: 0 }),
    ];
    const kept = searches.flatMap((decoded) =>
      decoded.flatMap(({ tokens }, i) => {
        const { copy } = sources[i] as DecoderSource;
        const aligner = new SourceAligner(copy, engine.model.costs);
        return tokens.map(({ id, logProb, keepLogProb }) => {
          const isOwn = copy[aligner.index] === id;
          aligner.push(id);
          return keepLogProb === undefined ? "untold" : (keepLogProb === logProb) === isOwn;
        });
      }),
    );
    expect(new Set(kept)).toEqual(new Set([name === "tiny-model" ? true : "untold"]));
  });

  it("carries to the rewrite how likely the source is kept", async () => {
    const { cases } = readTestData<DecodeOracle>(oracle);
    const ended = cases.filter(({ greedy }) => greedy.stop === "end");
    const texts = ended.map(({ text }) => text);
    const rewrites = await rewriteSentences(engine, texts, { numBeams: 1, alternatives: 0 });
    let told = 0;
    for (const [i, { tokens, endKeepLogProb }] of rewrites.entries()) {
      const { greedy } = ended[i] as DecodeOracle["cases"][number];
      if (tokens.length !== greedy.ids.length) continue; // what the tokens cannot write stays
      const found = [...tokens.map(({ keepLogProb }) => keepLogProb), endKeepLogProb];
      const wanted = [...(greedy.keepLogProbs ?? tokens.map(() => undefined))];
      for (const [at, keep] of [...wanted, greedy.endKeepLogProb].entries()) {
        if (keep === undefined) expect(found[at]).toBeUndefined();
        else expect(found[at]).toBeCloseTo(keep, 4);
        told += keep === undefined ? 0 : 1;
      }
    }
    expect(told > 100).toBe(name === "tiny-model");
  });

  it("serves a version that does not tell how likely the source is kept", async () => {
    const [encoder, decoder] = await Promise.all(
      ["encoder", "decoder"].map((part) => InferenceSession.create(join(dir, `${part}.onnx`))),
    );
    const older = new OnnxGraph(encoder as InferenceSession, withoutKeep(decoder), {
      pad: engine.model.tokens.pad,
      keepBias: 0,
    });
    const sources = randomSources(20);
    const model = { ...engine.model, graph: older };
    const options = { strategy: "aggressive", alternatives: 0 } as const;
    const found = await decodeGreedy(model, sources, options);
    const wanted = await decodeGreedy(engine.model, sources, options);
    const untold = wanted.map(plain).map(({ endKeepLogProb: _, ...rest }) => rest);
    expectSame(
      found.map(plain),
      untold.map((row) => ({ ...row, keepLogProbs: [] })),
    );
  });

  it("gives the trainer's beam search", async () => {
    const { about, cases } = readTestData<DecodeOracle>(oracle);
    const sources = cases.map(({ text }) => engine.tokenizer.encode(text));
    const options = { numBeams: about.beams, alternatives: 0 };
    const found = await decodeBeam(engine.model, sources, options);
    expectSame(
      found.map(plain),
      cases.map(({ beam }) => beam),
    );
  });

  it(`decodes ${SENTENCES} sentences aggressively as greedily, token for token`, async () => {
    const fixtures = fixtureSources(tokens).slice(0, SENTENCES / 2);
    const sources = [...fixtures, ...randomSources(SENTENCES - fixtures.length)].toSorted(
      (a, b) => a.copy.length - b.copy.length,
    );
    for (let at = 0; at < sources.length; at += BATCH) {
      const batch = sources.slice(at, at + BATCH);
      const options = { alternatives: 0 };
      const greedy = await decodeGreedy(engine.model, batch, { ...options, strategy: "greedy" });
      const fast = await decodeGreedy(engine.model, batch, { ...options, strategy: "aggressive" });
      expectSame(fast.map(plain), greedy.map(plain));
    }
  });

  it("gives a batch what its sentences get one by one", async () => {
    const sources = randomSources(60);
    for (const numBeams of [1, 3]) {
      const decode = (batch: readonly DecoderSource[]) =>
        numBeams === 1
          ? decodeGreedy(engine.model, batch, { strategy: "aggressive", alternatives: 2 })
          : decodeBeam(engine.model, batch, { numBeams, alternatives: 2 });
      const together = await decode(sources);
      const alone: DecodedSentence[] = [];
      for (const source of sources) alone.push(...(await decode([source])));
      expectSame(together.map(plain), alone.map(plain));
      expect(together.map(others)).toEqual(alone.map(others));
    }
  });

  function fixtureSources(file: string): DecoderSource[] {
    const { cases } = readTestData<{ cases: readonly { text: string }[] }>(file);
    return cases
      .map(({ text }) => engine.tokenizer.encode(text))
      .filter(({ copy }) => copy.length <= MAX_TOKENS);
  }

  function randomSources(count: number): DecoderSource[] {
    const random = new Random(7);
    return Array.from({ length: count }, () => {
      const length = random.int(0, MAX_TOKENS);
      const few = random.chance(0.2) ? 6 : engine.tokenizer.vocabulary.length;
      const copy = [...Array.from({ length }, () => random.int(3, few)), engine.model.tokens.eos];
      return { source: copy, copy };
    });
  }
});

/** A decoder session as those before `keep_log_probs` were. */
function withoutKeep(session: InferenceSession | undefined): InferenceSession {
  return {
    inputNames: session?.inputNames,
    inputMetadata: session?.inputMetadata,
    outputNames: session?.outputNames.filter((output) => output !== "keep_log_probs"),
    run: async (feeds: InferenceSession.FeedsType) => {
      const { keep_log_probs: _, ...outputs } = (await session?.run(feeds)) ?? {};
      return outputs;
    },
  } as unknown as InferenceSession;
}

function plain(sentence: DecodedSentence): DecodedCase {
  const { tokens, endLogProb, endKeepLogProb, stop } = sentence;
  const keepLogProbs = tokens.flatMap(({ keepLogProb = [] }) => keepLogProb);
  return {
    ids: tokens.map(({ id }) => id),
    logProbs: tokens.map(({ logProb }) => logProb),
    endLogProb,
    stop,
    keepLogProbs,
    ...(endKeepLogProb !== undefined && { endKeepLogProb }),
  };
}

const others = ({ tokens }: DecodedSentence) =>
  tokens.map(({ alternatives }) => alternatives.map(({ id }) => id));

function expectSame(found: readonly DecodedCase[], wanted: readonly DecodedCase[]): void {
  const exact = ({ ids, stop }: DecodedCase) => ({ ids, stop });
  expect(found.map(exact)).toEqual(wanted.map(exact));
  const logProbs = (cases: readonly DecodedCase[]) =>
    cases.flatMap(({ logProbs, endLogProb, keepLogProbs = [], endKeepLogProb = 0 }) => [
      ...[...logProbs, endLogProb],
      ...[...keepLogProbs, endKeepLogProb],
    ]);
  const [a, b] = [logProbs(found), logProbs(wanted)];
  expect(a).toHaveLength(b.length);
  expect(Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))))).toBeLessThan(
    TOLERANCE,
  );
}

import { describe, expect, it } from "vitest";
import type { Measurement } from "./evaluation.js";
import { promotionRuleSchema } from "./experiment-service.js";
import { decidePromotion } from "./promotion.js";

const METRIC = "sets.dev.gleu";
const rule = promotionRuleSchema.parse({
  metric: METRIC,
  margin: 0.5,
  max_drop: 1,
  min_regressions: 40,
  max_bytes: 1000,
  max_ms_per_sentence: 20,
});

const model = (version: string | null, changes: Partial<Measurement> = {}): Measurement => ({
  version,
  scores: { [METRIC]: 50, "sets.dev.f05": 40, "measured.regressions": 60 },
  bytes: 900,
  msPerSentence: 10,
  ...changes,
});
const scores = (gleu: number, more: Record<string, number> = {}) => ({
  scores: { [METRIC]: gleu, "sets.dev.f05": 40, "measured.regressions": 60, ...more },
});

const serving = model("aaaaaaaaaaaa");
const rows: readonly {
  name: string;
  candidate: Measurement;
  serving?: Measurement;
  margin?: number;
  refused?: string[];
  promote: boolean;
  says: string;
}[] = [
  {
    name: "better by more than the margin",
    candidate: model("b", scores(51)),
    promote: true,
    says: "Promoted: sets.dev.gleu is 51, serving 50: +1 where +0.5 is asked",
  },
  {
    name: "better by exactly the margin",
    candidate: model("b", scores(50.5)),
    promote: true,
    says: "+0.5",
  },
  {
    name: "better by less than the margin",
    candidate: model("b", scores(50.4)),
    promote: false,
    says: "Not promoted: sets.dev.gleu is 50.4, serving 50: +0.4 where +0.5 is asked",
  },
  { name: "equal", candidate: model("b", scores(50)), promote: false, says: "+0 where" },
  {
    name: "equal with no margin",
    candidate: model("b", scores(50)),
    margin: 0,
    promote: false,
    says: "+0 where 0",
  },
  {
    name: "hardly better with no margin",
    candidate: model("b", scores(50.01)),
    margin: 0,
    promote: true,
    says: "+0.01",
  },
  { name: "worse", candidate: model("b", scores(40)), promote: false, says: "-10 where" },
  {
    name: "worse, where a fall is allowed",
    candidate: model("b", scores(49)),
    margin: -2,
    promote: true,
    says: "-1 where -2",
  },
  {
    name: "the serving version itself",
    candidate: serving,
    promote: false,
    says: "serves already",
  },
  {
    name: "broken",
    candidate: model("b", { ...scores(60), fault: "damaged encoder.onnx" }),
    promote: false,
    says: "cannot serve: damaged encoder.onnx",
  },
  {
    name: "without the score",
    candidate: model("b", { scores: {} }),
    promote: false,
    says: "no score sets.dev.gleu",
  },
  {
    name: "nothing to compare with",
    candidate: model("b"),
    serving: model(null, { scores: {} }),
    promote: false,
    says: "no score sets.dev.gleu to compare",
  },
  {
    name: "a broken serving model",
    candidate: model("b", scores(10)),
    serving: model("a", { scores: {}, fault: "gone" }),
    promote: true,
    says: "the serving model is broken",
  },
  {
    name: "another score falls too far",
    candidate: model("b", scores(55, { "sets.dev.f05": 38.9 })),
    promote: false,
    says: "sets.dev.f05 is 38.9, serving 40",
  },
  {
    name: "another score falls as far as allowed",
    candidate: model("b", scores(55, { "sets.dev.f05": 39 })),
    promote: true,
    says: "+5",
  },
  {
    name: "too few regressions right",
    candidate: model("b", {
      ...scores(55),
      ...{ scores: { ...scores(55).scores, "measured.regressions": 39 } },
    }),
    serving: model("a", scores(50, { "measured.regressions": 39 })),
    promote: false,
    says: "39 % of the regression list",
  },
  {
    name: "too large",
    candidate: model("b", { ...scores(55), bytes: 1001 }),
    promote: false,
    says: "1001 bytes",
  },
  {
    name: "too slow",
    candidate: model("b", { ...scores(55), msPerSentence: 20.5 }),
    promote: false,
    says: "20.5 ms",
  },
  {
    name: "rolled back before",
    candidate: model("b", scores(55)),
    refused: ["b"],
    promote: false,
    says: "was rolled back",
  },
  {
    name: "the embedded model as the serving one",
    candidate: model("b", scores(55)),
    serving: model(null),
    promote: true,
    says: "+5",
  },
];

describe("the promotion rule", () => {
  it.each(rows)(
    "$name → $promote",
    ({ candidate, serving: other = serving, margin, refused, promote, says }) => {
      const asked = margin === undefined ? rule : { ...rule, margin };
      const decision = decidePromotion({ rule: asked, candidate, serving: other }, refused);
      expect(decision).toMatchObject({ promote });
      expect(decision.reason).toContain(says);
      expect(decision.checks.every((check) => check.passed)).toBe(promote);
    },
  );

  it("does not compare a model with itself when the two are swapped by mistake", () => {
    const candidate = model("bbbbbbbbbbbb", scores(55));
    const right = decidePromotion({ rule, candidate, serving });
    const swapped = decidePromotion({ rule, candidate: serving, serving: candidate });
    expect([right.promote, swapped.promote]).toEqual([true, false]);
  });

  it("names every broken limit", () => {
    const candidate = model("b", { scores: { [METRIC]: 1 }, bytes: 5000, msPerSentence: 99 });
    const { checks } = decidePromotion({ rule, candidate, serving });
    expect(checks.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual([
      "metric",
      "regressions",
      "size",
      "latency",
    ]);
  });
});

import type { Task } from "./contender.js";
import { NAMES } from "./names.js";
import type { ContenderProcess } from "./process.js";
import type { Point, Row } from "./result.js";
import { type Lane, measureRounds, type Rounds, warmUp } from "./rounds.js";
import { log, type Settings } from "./settings.js";
import { median, round, summarise } from "./stats.js";
import { mistakenSets, OWN_COUNT, sentenceOfLength } from "./texts.js";

const TOKENS = [8, 16, 32, 64, 128];
/** Sentences that go before those that count, and are none of them. */
const WARM_UP = 8;
/** Left out where sentences have stretches in common, which Harper would know, and where it would take too long. */
const MAIN_SET_ONLY: readonly string[] = [NAMES.harper, NAMES.torchBeam];

export interface SentenceResults {
  readonly rounds: Rounds;
  readonly byTokens: readonly Point[];
  readonly byMistakes: readonly Point[];
}

/** Single sentences through every contender: a main set, by length, by mistakes. */
export async function measureSentences(
  lanes: readonly Lane[],
  sentences: readonly string[],
  settings: Settings,
): Promise<SentenceResults> {
  const ours = (lanes[0] as Lane).contender;
  const end = Math.min(settings.sentences, sentences.length - WARM_UP);
  const tasks = await ours.tasks(sentences.slice(0, end));
  await warmUp(lanes, await ours.tasks(sentences.slice(end, end + WARM_UP)));
  log(`${tasks.length} sentences, ${lanes.length} contenders`);
  const rounds = await measureRounds(lanes, tasks);

  const count = Math.min(OWN_COUNT, settings.sentences);
  const numbers = Array.from({ length: count }, (_, i) => i);
  const byTokens: Point[] = [];
  for (const tokens of TOKENS) {
    log(`sentences of ${tokens} tokens`);
    const texts: string[] = [];
    for (const i of numbers) texts.push(await ofLength(ours, i, tokens));
    byTokens.push(await measurePoint(lanes, tokens, await ours.tasks(texts)));
  }
  const byMistakes: Point[] = [];
  for (const [mistakes, texts] of mistakenSets()) {
    log(`sentences with ${mistakes} mistakes`);
    byMistakes.push(await measurePoint(lanes, mistakes, await ours.tasks(texts.slice(0, count))));
  }
  return { rounds, byTokens, byMistakes };
}

async function ofLength(ours: ContenderProcess, first: number, tokens: number): Promise<string> {
  return sentenceOfLength(first, tokens, async (text) => {
    const [task] = await ours.tasks([text]);
    return (task as Task).source.length;
  });
}

/** Few sentences in at most two rounds. */
async function measurePoint(
  lanes: readonly Lane[],
  of: number,
  tasks: readonly Task[],
): Promise<Point> {
  const measured = lanes
    .filter(({ contender }) => !MAIN_SET_ONLY.includes(contender.name))
    .map((lane) => ({ ...lane, sentences: tasks.length, rounds: Math.min(2, lane.rounds) }));
  const rounds = await measureRounds(measured, tasks);
  const medians = measured.map(({ contender }) => [
    contender.name,
    rounds.summary(contender.name).median,
  ]);
  const greedy = summarise(greedyWhole(rounds, "greedy")).median;
  return { of, medians: { ...Object.fromEntries(medians), "GramAI without drafts": greedy } };
}

/**
 * Whole sentences as they would take with another way of decoding: all the rest is the same code,
 * so its time is what the whole sentence takes beside aggressive decoding.
 */
export function greedyWhole(rounds: Rounds, way: "greedy" | "greedyNoCache"): number[][] {
  const [whole, aggressive, other] = ["whole", "aggressive", way].map((what) =>
    rounds.of(NAMES.ours, what),
  ) as [Times, Times, Times];
  return whole.map((times, r) =>
    times.map((ms, i) => ms - (aggressive[r]?.[i] as number) + (other[r]?.[i] as number)),
  );
}

type Times = readonly (readonly number[])[];

/** The table of single sentences. */
export function toRows(rounds: Rounds, lanes: readonly Lane[]): Row[] {
  const ours = median(rounds.bySentence(NAMES.ours));
  const whole = (name: string, times: Times): Row => {
    const summary = summarise(times);
    return { name, ...summary, timesOurs: round(summary.median / ours) };
  };
  const part = (name: string, what: string): Row => ({
    name,
    ...rounds.summary(NAMES.ours, what),
  });
  return [
    whole("GramAI", rounds.of(NAMES.ours)),
    whole("GramAI, each of a batch of 16", rounds.of(NAMES.ours, "batched")),
    whole("GramAI without drafts (greedy with cache)", greedyWhole(rounds, "greedy")),
    whole("GramAI without drafts or cache", greedyWhole(rounds, "greedyNoCache")),
    ...lanes.slice(1).map(({ contender: { name } }) => ({
      name,
      ...rounds.summary(name),
      timesOurs: round(rounds.timesOurs(name)),
    })),
    part("part: encoder", "encoder"),
    part("part: decoding", "aggressive"),
    part("part: decoding without drafts (greedy with cache)", "greedy"),
    part("part: decoding without drafts or cache", "greedyNoCache"),
  ];
}

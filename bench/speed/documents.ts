import type { Clock } from "./contender.js";
import type { Server } from "./server.js";
import { growth, median, quantile, round } from "./stats.js";
import { document } from "./texts.js";

const LENGTHS = [500, 1000, 2000, 5000, 10_000, 20_000];
const LONGEST = 20_000;
/** Units of the text that is sent again with one word changed: about forty sentences. */
const EDITED_UNITS = 4000;
const HEALTH_PAUSE_MS = 5;

export interface Documents {
  /** Milliseconds by length in UTF-16 units. */
  readonly byLength: readonly { readonly units: number; readonly ms: number }[];
  /** Exponent of the time's growth with the length, from 1,000 units on: 1 is linear. */
  readonly exponent: number;
  /** Sentences a second of the longest. */
  readonly sentencesPerS: number;
}

/** What whole texts cost by their length. @param server without a cache of sentences. */
export async function measureDocuments(
  server: Server,
  sentences: readonly string[],
  clock: Clock,
  rounds: number,
): Promise<Documents> {
  const texts = LENGTHS.map((units) => document(sentences, units));
  const times = texts.map((): number[] => []);
  for (let turn = 0; turn < rounds; turn++) {
    for (const [i, { text }] of texts.entries()) {
      times[i]?.push(await timed(server, clock, () => server.correct({ text })));
    }
  }
  const byLength = texts.map(({ text }, i) => ({
    units: text.length,
    ms: round(median(times[i] ?? [])),
  }));
  const long = byLength.filter(({ units }) => units > 900);
  return {
    byLength,
    exponent: round(growth(long.map(({ units, ms }) => [units, ms] as const))),
    sentencesPerS: round((1000 * (texts.at(-1)?.count ?? 0)) / median(times.at(-1) ?? [])),
  };
}

/** Sentences a second of the longest text, by wall time, with the cores shared out in one way. */
export interface Split {
  readonly workers: number;
  /** Of each worker, inside an operator. */
  readonly threads: number;
  readonly sentencesPerS: number;
}

/** @param server without a cache of sentences. */
export async function measureRate(
  server: Server,
  sentences: readonly string[],
  rounds: number,
): Promise<number> {
  const { text, count } = document(sentences, LONGEST);
  await server.correct({ text: text.slice(0, EDITED_UNITS) });
  const times: number[] = [];
  for (let turn = 0; turn < rounds; turn++) {
    times.push(await timed(server, "wall", () => server.correct({ text })));
  }
  return round((1000 * count) / median(times));
}

/** Milliseconds of a text when it comes first, again, and again with a word changed. */
export interface Repeated {
  readonly firstMs: number;
  readonly againMs: number;
  readonly changedMs: number;
}

/** @param server with its cache of sentences, none of these in it. */
export async function measureRepeated(
  server: Server,
  sentences: readonly string[],
  clock: Clock,
): Promise<Repeated> {
  const { text } = document(sentences, EDITED_UNITS);
  const middle = text.indexOf(" ", EDITED_UNITS / 2);
  const changed = `${text.slice(0, middle)} really${text.slice(middle)}`;
  const time = async (sent: string) =>
    round(await timed(server, clock, () => server.correct({ text: sent })));
  return { firstMs: await time(text), againMs: await time(text), changedMs: await time(changed) };
}

/** Milliseconds of health checks one after the other while the longest text is corrected. */
export interface Health {
  readonly count: number;
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
}

export async function measureHealth(server: Server, sentences: readonly string[]): Promise<Health> {
  let corrected = false;
  const correcting = server.correct({ text: document(sentences, LONGEST).text }).finally(() => {
    corrected = true;
  });
  const times: number[] = [];
  while (!corrected) {
    const started = performance.now();
    await (await fetch(`${server.url}/healthz`)).arrayBuffer();
    times.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, HEALTH_PAUSE_MS));
  }
  await correcting;
  return {
    count: times.length,
    median: round(median(times)),
    p99: round(quantile(times, 0.99)),
    longest: round(Math.max(...times)),
  };
}

async function timed(server: Server, clock: Clock, call: () => Promise<void>): Promise<number> {
  const now = async () =>
    clock === "wall" ? performance.now() : (await server.resources()).processorMs;
  const started = await now();
  await call();
  return (await now()) - started;
}

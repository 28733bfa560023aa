import type { ContenderProcess } from "./process.js";
import type { Server } from "./server.js";
import { round } from "./stats.js";
import { different } from "./texts.js";

/** Resident memory in megabytes (10^6 bytes). */
export interface Memory {
  readonly loadedMb: number;
  readonly afterMb: number;
}

export interface ServedMemory extends Memory {
  /** Processor time a sentence, all threads of the process together. */
  readonly processorMs: number;
}

/** Sentences of one request, and of one piece of work. */
const PORTION = 8;

/** Memory of a library in a process of its own, once loaded and after many different sentences. */
export async function measureMemory(
  contender: ContenderProcess,
  sentences: readonly string[],
  count: number,
): Promise<Memory> {
  await contender.work(sentences.slice(0, PORTION));
  const loadedMb = toMb(await contender.memory());
  for (const portion of portions(sentences, count)) await contender.work(portion);
  return { loadedMb, afterMb: toMb(await contender.memory()) };
}

/** Memory and processor time of the service, all sentences sent over HTTP. */
export async function measureServedMemory(
  server: Server,
  sentences: readonly string[],
  count: number,
): Promise<ServedMemory> {
  await server.correct({ texts: sentences.slice(0, PORTION) });
  const before = await server.resources();
  for (const texts of portions(sentences, count)) await server.correct({ texts });
  const after = await server.resources();
  return {
    loadedMb: toMb(before.residentBytes),
    afterMb: toMb(after.residentBytes),
    processorMs: round((after.processorMs - before.processorMs) / count),
  };
}

function portions(sentences: readonly string[], count: number): string[][] {
  const all = different(sentences, count);
  return Array.from({ length: Math.ceil(count / PORTION) }, (_, i) =>
    all.slice(i * PORTION, (i + 1) * PORTION),
  );
}

function toMb(bytes: number): number {
  return Math.round(bytes / 1e6);
}

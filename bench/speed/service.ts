import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Documents,
  type Health,
  measureDocuments,
  measureHealth,
  measureRate,
  measureRepeated,
  type Repeated,
  type Split,
} from "./documents.js";
import { type Memory, measureMemory, measureServedMemory, type ServedMemory } from "./memory.js";
import { NAMES } from "./names.js";
import { ContenderProcess } from "./process.js";
import { Server } from "./server.js";
import { hasNodePeers, log, MODEL, ROOT, type Settings } from "./settings.js";
import { measureThroughput, type Throughput } from "./throughput.js";

const SECONDS_EACH = 2;
const DOCUMENT_ROUNDS = 3;
/** A sentence that comes again is to cost what it cost the first time. */
const NO_CACHE = { GRAMAI_SENTENCE_CACHE_MB: "0" };

/** A fresh bundle of `correct` in a folder of its own; `remove` when done. */
export function buildService(): { readonly folder: string; remove(): void } {
  log("building the service");
  execFileSync(process.execPath, ["--import", "tsx", "scripts/build.ts", "correct"], { cwd: ROOT });
  const folder = mkdtempSync(join(tmpdir(), "gramai-bench-"));
  cpSync(join(ROOT, "dist/correct"), folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface ServiceResults {
  readonly throughput: readonly Throughput[];
  readonly documents: Documents;
  readonly health: Health;
  readonly repeated: Repeated;
  readonly splits: readonly Split[];
}

/** The bundle of `correct` over HTTP, with as many workers as there are cores. */
export async function measureService(
  folder: string,
  sentences: readonly string[],
  settings: Settings,
): Promise<ServiceResults> {
  const { clock } = settings;
  const plain = await Server.start(folder, NO_CACHE);
  try {
    log("requests over HTTP");
    const throughput = hasNodePeers()
      ? await measureThroughput(plain, sentences, SECONDS_EACH)
      : [];
    log("long texts");
    const documents = await measureDocuments(plain, sentences, clock, DOCUMENT_ROUNDS);
    const health = await measureHealth(plain, sentences);
    const repeated = await withServer(folder, {}, (cached) =>
      measureRepeated(cached, sentences, clock),
    );
    const splits = await measureSplits(folder, sentences);
    return { throughput, documents, health, repeated, splits };
  } finally {
    await plain.stop();
  }
}

/** One worker, one worker with all cores inside its operators, one worker a core. */
async function measureSplits(folder: string, sentences: readonly string[]): Promise<Split[]> {
  const cores = availableParallelism();
  const ways = [{ workers: 1, threads: 1 }];
  if (cores > 1) ways.push({ workers: 1, threads: cores }, { workers: cores, threads: 1 });
  const splits: Split[] = [];
  for (const { workers, threads } of ways) {
    log(`long text: workers ${workers}, threads of each ${threads}`);
    const settings = {
      ...NO_CACHE,
      GRAMAI_WORKERS: String(workers),
      GRAMAI_THREADS_PER_WORKER: String(threads),
    };
    const sentencesPerS = await withServer(folder, settings, (server) =>
      measureRate(server, sentences, DOCUMENT_ROUNDS),
    );
    splits.push({ workers, threads, sentencesPerS });
  }
  return splits;
}

export interface MemoryResults {
  readonly sentences: number;
  readonly served: ServedMemory;
  readonly library: Memory;
  readonly harper: Memory | undefined;
}

/** Memory of the service on one worker, and of processes that hold only a library. */
export async function measureMemories(
  folder: string,
  sentences: readonly string[],
  { clock, memorySentences: count }: Settings,
): Promise<MemoryResults> {
  log(`memory after ${count} sentences`);
  const alone = async (name: string, modelDir?: string) => {
    const contender = await ContenderProcess.node(name, clock, modelDir);
    const memory = await measureMemory(contender, sentences, count);
    contender.close();
    return memory;
  };
  return {
    sentences: count,
    served: await withServer(folder, { GRAMAI_WORKERS: "1" }, (server) =>
      measureServedMemory(server, sentences, count),
    ),
    library: await alone(NAMES.ours, MODEL),
    harper: hasNodePeers() ? await alone(NAMES.harper) : undefined,
  };
}

async function withServer<T>(
  folder: string,
  settings: Record<string, string>,
  measure: (server: Server) => Promise<T>,
): Promise<T> {
  const server = await Server.start(folder, settings);
  try {
    return await measure(server);
  } finally {
    await server.stop();
  }
}

import type { Server } from "./server.js";
import { quantile, round } from "./stats.js";

/** What callers get who send one sentence a request, `connections` of them at once. */
export interface Throughput {
  readonly connections: number;
  readonly requestsPerS: number;
  /** Milliseconds from request to whole answer. */
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  /** Answers other than 200. */
  readonly failed: number;
}

const CONNECTIONS = [1, 2, 4, 8, 16, 32, 64];

/** Requests at rising concurrency by autocannon, which runs in this process and shares the cores. */
export async function measureThroughput(
  server: Server,
  sentences: readonly string[],
  secondsEach: number,
): Promise<Throughput[]> {
  // Named by a variable: the product lacks its types.
  const name = "autocannon";
  const { default: autocannon } = await import(name);
  const requests = sentences.map((text) => ({
    method: "POST",
    path: "/v1/correct",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
  }));
  const results: Throughput[] = [];
  for (const connections of [1, ...CONNECTIONS]) {
    const times: number[] = [];
    let failed = 0;
    const run = autocannon({ url: server.url, connections, duration: secondsEach, requests });
    run.on("response", (_client: unknown, status: number, _bytes: number, ms: number) => {
      if (status === 200) times.push(ms);
      else failed++;
    });
    const { duration } = (await run) as { duration: number };
    results.push({
      connections,
      requestsPerS: round(times.length / duration),
      median: round(quantile(times, 0.5)),
      p95: round(quantile(times, 0.95)),
      p99: round(quantile(times, 0.99)),
      failed,
    });
  }
  // The first run warmed up.
  return results.slice(1);
}

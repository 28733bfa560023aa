import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

/** A server of ours, as something to start with node. */
export interface Program {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Serves `correct`, so readiness and a corrected sentence are waited for. */
  readonly corrects: boolean;
}

/** Milliseconds from the start of the process. */
export interface Start {
  /** An answer to anything at all. */
  readonly answeredMs: number;
  /** `/readyz` says 200. */
  readonly readyMs?: number;
  /** The first sentence, asked for as soon as anything answers, is back corrected. */
  readonly correctedMs?: number;
  /** Processor time until then, all threads together; unlike the times above, others' work does not lengthen it. */
  readonly processorMs?: number;
  /** Resident memory then, in megabytes. */
  readonly residentMb?: number;
}

const POLL_MS = 10;
const LIMIT_MS = 60_000;

/** Starts the program once, measures, and stops it. @throws Error when it ends or takes over a minute. */
export async function timeStart(program: Program): Promise<Start> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const from = performance.now();
  const child = spawn(process.execPath, program.args, {
    cwd: program.cwd,
    env: { ...program.env, PORT: String(port) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const since = () => performance.now() - from;
  try {
    await until(child, () => fetch(`${url}/healthz`));
    const answeredMs = since();
    if (!program.corrects) return { answeredMs };
    const [correctedMs, readyMs] = await Promise.all([
      until(child, () => correct(url)).then(since),
      until(child, () => fetch(`${url}/readyz`), true).then(since),
    ]);
    return { answeredMs, readyMs, correctedMs, ...(await resources(url)) };
  } finally {
    child.kill("SIGKILL");
    await once(child, "close");
  }
}

/** Tries until there is an answer, a successful one where `ok` is asked for. */
async function until(
  child: ChildProcess,
  ask: () => Promise<Response>,
  ok = false,
): Promise<Response> {
  for (const from = performance.now(); performance.now() - from < LIMIT_MS; ) {
    if (child.exitCode !== null) throw new Error(`The program ended with ${child.exitCode}`);
    const answer = await ask().catch(() => undefined);
    if (answer && (answer.ok || !ok)) return answer;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`Expected an answer within ${LIMIT_MS / 1000} s`);
}

/** @throws Error when the sentence comes back as it was. */
async function correct(url: string): Promise<Response> {
  const answer = await fetch(`${url}/text/?input_sentence=He%20have%20a%20car.`, {
    method: "POST",
  });
  const { corrected } = (await answer.clone().json()) as { corrected?: string };
  if (corrected !== "He has a car.") throw new Error(`Expected a correction, got "${corrected}"`);
  return answer;
}

async function resources(url: string): Promise<Pick<Start, "processorMs" | "residentMb">> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(metrics)?.[1]);
  return {
    processorMs: read("process_cpu_seconds_total") * 1000,
    residentMb: read("process_resident_memory_bytes") / 1e6,
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

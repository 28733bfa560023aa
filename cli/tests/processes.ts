import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** A model with random weights: its answers mean nothing, but they take the whole way. */
export const TINY_MODEL = join(root, "core", "testdata", "tiny-model");

/** Writes what the trainer would, without training. */
export const TINY_TRAINER = join(root, "infra", "local", "testdata", "trainer.mjs");

/** Starts the local twin. */
export const TWIN = ["cli/start.mjs"];

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
}

/** Starts one of our programs with node; settings of the machine that runs the tests are left out. */
export function startNode(args: readonly string[], options: RunOptions = {}): ChildProcess {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(GRAMAI_|PORT$|NO_COLOR$|FORCE_COLOR$|NODE_OPTIONS$|VITEST)/.test(name),
  );
  return spawn(process.execPath, args, {
    cwd: options.cwd ?? root,
    env: { ...Object.fromEntries(inherited), GRAMAI_MODEL: TINY_MODEL, ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** Runs it to its end. */
export async function runNode(
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const child = startNode(args, options);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  // The program may be gone before it has read its input.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(options.input ?? "");
  const [status] = (await once(child, "close")) as [number | null];
  return { status, stdout: stdout(), stderr: stderr() };
}

/** Waits until the program prints `text`. @throws Error with what it printed when it ends before. */
export async function waitForOutput(child: ChildProcess, text: string): Promise<string> {
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", () => {
      if (stdout().includes(text)) resolve(stdout());
    });
    child.once("close", (status) => {
      reject(new Error(`Expected "${text}", got exit ${status}: ${stdout()}${stderr()}`));
    });
  });
}

/** A local twin that serves, with a store of its own. */
export interface RunningTwin {
  /** Its folder of datasets, runs and models. */
  readonly store: string;
  readonly port: number;
  readonly url: string;
  /** Ends it and removes the store. */
  stop(): Promise<void>;
}

/** Starts the twin with one worker and waits until it serves. */
export async function startTwin(env: RunOptions["env"]): Promise<RunningTwin> {
  const store = mkdtempSync(join(tmpdir(), "gramai-twin-"));
  const port = await freePort();
  const settings = { PORT: String(port), GRAMAI_STORE: store, GRAMAI_WORKERS: "1", ...env };
  const twin = startNode(TWIN, { env: settings });
  await waitForOutput(twin, "Try: curl");
  return {
    store,
    port,
    url: `http://localhost:${port}`,
    async stop() {
      const ended = once(twin, "close");
      twin.kill("SIGTERM");
      await ended;
      rmSync(store, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

/** A TCP port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

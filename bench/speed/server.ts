import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const FRAMEWORK = "node_modules/@google-cloud/functions-framework/build/src/main.js";
const LIMIT_MS = 60_000;
const POLL_MS = 50;

/** The bundle of `correct`, running as it is deployed, without a bucket: it serves the embedded model. */
export class Server {
  readonly url: string;
  readonly #child: ChildProcess;
  /** Bound to the benchmark's own end too, so that none is left behind. */
  readonly #kill = () => {
    this.#child.kill("SIGKILL");
  };

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
    process.once("exit", this.#kill);
  }

  /**
   * @param folder that holds the bundle.
   * @throws Error when it is not ready within a minute.
   */
  static async start(folder: string, settings: Record<string, string>): Promise<Server> {
    const port = await freePort();
    const child = spawn(process.execPath, [FRAMEWORK], {
      cwd: folder,
      env: {
        FUNCTION_TARGET: "correct",
        NODE_ENV: "production",
        GRAMAI_LOG_LEVEL: "silent",
        ...settings,
        PORT: String(port),
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const server = new Server(child, `http://127.0.0.1:${port}`);
    for (const from = performance.now(); performance.now() - from < LIMIT_MS; ) {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`);
      const answer = await fetch(`${server.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return server;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    await server.stop();
    throw new Error(`Expected the server to be ready within ${LIMIT_MS / 1000} s`);
  }

  /** @throws Error when the answer is not 200. */
  async correct(body: { text: string } | { texts: readonly string[] }): Promise<void> {
    const response = await fetch(`${this.url}/v1/correct`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`Expected 200 of /v1/correct, got ${response.status}`);
  }

  /** Processor time so far in milliseconds, and resident memory in bytes. */
  async resources(): Promise<{ processorMs: number; residentBytes: number }> {
    const metrics = await (await fetch(`${this.url}/metrics`)).text();
    const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(metrics)?.[1]);
    return {
      processorMs: read("process_cpu_seconds_total") * 1000,
      residentBytes: read("process_resident_memory_bytes"),
    };
  }

  /**
   * Processor time of its threads so far in milliseconds, asked of the kernel, which costs the
   * server nothing. Linux only.
   */
  processorMs(): number {
    const threads = `/proc/${this.#child.pid}/task`;
    const used = readdirSync(threads).map((thread) =>
      Number(readFileSync(join(threads, thread, "schedstat"), "utf8").split(" ", 1)[0]),
    );
    return used.reduce((sum, ns) => sum + ns, 0) / 1e6;
  }

  async stop(): Promise<void> {
    process.off("exit", this.#kill);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#kill();
    await once(this.#child, "close");
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Clock, Request, Task, Times } from "./contender.js";

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));
/** Lies where the peers' packages, and then ours, are found from. */
const BUNDLE = fileURLToPath(new URL("../node_modules/.cache/gramai/child.mjs", import.meta.url));
const MEASURE_PY = fileURLToPath(new URL("../peers/measure.py", import.meta.url));

/** One thread, whatever library a peer computes with. */
const ONE_THREAD = { OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1", TOKENIZERS_PARALLELISM: "false" };

/** A contender's process, started and warm-up still to do. */
export class ContenderProcess {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  private constructor(name: string, command: string, args: readonly string[]) {
    this.name = name;
    this.#child = spawn(command, args, {
      env: { ...process.env, ...ONE_THREAD },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const output = this.#child.stdout as NodeJS.ReadableStream;
    this.#reader = createInterface({ input: output });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** One of child.ts. @param folder of its model; empty for the contender's own. */
  static async node(name: string, clock: Clock, folder = ""): Promise<ContenderProcess> {
    const args = [await bundled(), name, folder, clock];
    return new ContenderProcess(name, process.execPath, args).#started();
  }

  /** One of measure.py. @param folder of `bench/peers/prepare.py`. */
  static python(
    name: string,
    clock: Clock,
    python: string,
    folder: string,
  ): Promise<ContenderProcess> {
    return new ContenderProcess(name, python, [MEASURE_PY, name, folder, clock]).#started();
  }

  tasks(texts: readonly string[]): Promise<Task[]> {
    return this.#ask({ ask: "tasks", texts });
  }

  time(tasks: readonly Task[]): Promise<Times> {
    return this.#ask({ ask: "time", tasks });
  }

  work(texts: readonly string[]): Promise<void> {
    return this.#ask({ ask: "work", texts });
  }

  /** Resident memory in bytes. */
  memory(): Promise<number> {
    return this.#ask({ ask: "memory" });
  }

  close(): void {
    this.#reader.close();
    this.#child.kill();
  }

  async #started(): Promise<this> {
    await this.#next();
    return this;
  }

  #ask<T>(request: Request): Promise<T> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    return this.#next();
  }

  async #next<T>(): Promise<T> {
    const line = await this.#lines.next();
    if (line.done) {
      throw new Error(`${this.name} ended with ${this.#child.exitCode}; its reason stands above`);
    }
    return JSON.parse(line.value) as T;
  }
}

let bundling: Promise<string> | undefined;

/** child.ts bundled, once a run: no compiler is in the memory that is measured. */
function bundled(): Promise<string> {
  bundling ??= build({
    entryPoints: [CHILD],
    outfile: BUNDLE,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  }).then(() => BUNDLE);
  return bundling;
}

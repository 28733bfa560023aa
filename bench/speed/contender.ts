/** One sentence to correct, with what peers that cannot load our model must be told of our answer. */
export interface Task {
  readonly text: string;
  /** The text's token ids, the end token last. */
  readonly source: readonly number[];
  /** Tokens to write, the end token included: as many as our answer has. */
  readonly targetTokens: number;
}

/** Milliseconds by what is timed, one a task. */
export type Times = Readonly<Record<string, readonly number[]>>;

/** What a process under measurement is asked, one JSON line each. */
export type Request =
  /** Facts of sentences that the peers need; ours alone can say. */
  | { readonly ask: "tasks"; readonly texts: readonly string[] }
  | { readonly ask: "time"; readonly tasks: readonly Task[] }
  /** Only corrects: for the memory that is left after many sentences. */
  | { readonly ask: "work"; readonly texts: readonly string[] }
  | { readonly ask: "memory" };

/** A corrector under measurement, in a process of its own. */
export interface Contender {
  time(tasks: readonly Task[]): Promise<Times>;
  /** Ours alone. */
  tasks?(texts: readonly string[]): Promise<readonly Task[]>;
  work?(texts: readonly string[]): Promise<void>;
}

/**
 * "wall": as a caller waits. "processor": time on the processor, all threads of the process
 * together; the one to use where other programs want the same cores.
 */
export type Clock = "wall" | "processor";

let clock: Clock = "wall";

export function useClock(wanted: Clock): void {
  clock = wanted;
}

/** Milliseconds on the clock in use. */
export function nowMs(): number {
  if (clock === "wall") return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Times one call after the other. */
export async function timeEach<T>(
  items: readonly T[],
  call: (item: T) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  for (const item of items) {
    const started = nowMs();
    await call(item);
    times.push(nowMs() - started);
  }
  return times;
}

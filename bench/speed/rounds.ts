import type { Task, Times } from "./contender.js";
import { NAMES } from "./names.js";
import type { ContenderProcess } from "./process.js";
import { bySentence, median, type Summary, summarise } from "./stats.js";

/** A contender and what it is to do: the first `sentences` of the tasks, `rounds` times. */
export interface Lane {
  readonly contender: ContenderProcess;
  readonly sentences: number;
  readonly rounds: number;
}

/** Sentences after which the next contender has its turn: whatever disturbs the machine disturbs all alike. */
const TURN = 16;

/** Every time of every contender: by round and name of what is timed, one a sentence. */
export class Rounds {
  readonly #times = new Map<string, Map<string, number[][]>>();

  /** Times by round, one a sentence, of what a contender calls `what`. */
  of(contender: string, what = "whole"): readonly (readonly number[])[] {
    return this.#times.get(contender)?.get(what) ?? [];
  }

  has(contender: string): boolean {
    return this.#times.has(contender);
  }

  summary(contender: string, what = "whole"): Summary {
    return summarise(this.of(contender, what));
  }

  /** Each sentence's median over the rounds. */
  bySentence(contender: string, what = "whole"): number[] {
    return bySentence(this.of(contender, what));
  }

  /** How many times as long as `whole` of ours a contender takes: medians, over the sentences that both had. */
  timesOurs(contender: string): number {
    const theirs = this.bySentence(contender);
    const ours = this.bySentence(NAMES.ours).slice(0, theirs.length);
    return median(theirs) / median(ours);
  }

  add(contender: string, round: number, times: Times): void {
    const all = this.#times.get(contender) ?? new Map<string, number[][]>();
    this.#times.set(contender, all);
    for (const [what, values] of Object.entries(times)) {
      const rounds = all.get(what) ?? [];
      all.set(what, rounds);
      rounds[round] = [...(rounds[round] ?? []), ...values];
    }
  }
}

/** Lets the contenders do their lanes in turns. */
export async function measureRounds(
  lanes: readonly Lane[],
  tasks: readonly Task[],
): Promise<Rounds> {
  const result = new Rounds();
  const most = Math.max(...lanes.map(({ rounds }) => rounds));
  for (let round = 0; round < most; round++) {
    for (let at = 0; at < tasks.length; at += TURN) {
      for (const { contender, sentences, rounds } of lanes) {
        const turn = tasks.slice(at, Math.min(at + TURN, sentences));
        if (turn.length === 0 || round >= rounds) continue;
        result.add(contender.name, round, await contender.time(turn));
      }
    }
  }
  return result;
}

/** Runs a few sentences through every contender, so that nothing is compiled or mapped under measurement. */
export async function warmUp(lanes: readonly Lane[], tasks: readonly Task[]): Promise<void> {
  for (const { contender, sentences } of lanes) await contender.time(tasks.slice(0, sentences));
}

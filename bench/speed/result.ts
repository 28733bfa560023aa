import type { Clock } from "./contender.js";
import type { Cost } from "./cost.js";
import type { Documents, Health, Repeated, Split } from "./documents.js";
import type { Memory, ServedMemory } from "./memory.js";
import type { Summary } from "./stats.js";
import type { Target } from "./targets.js";
import type { Throughput } from "./throughput.js";

/** A system's times of single sentences. */
export interface Row extends Summary {
  readonly name: string;
  /** Its median over that of GramAI's whole sentence, over the sentences that both had; parts of it have none. */
  readonly timesOurs?: number;
}

/** Median milliseconds by system of sentences that are alike in one thing. */
export interface Point {
  /** Tokens, or mistakes. */
  readonly of: number;
  readonly medians: Readonly<Record<string, number>>;
}

/** What `bench/results/speed.json` holds. */
export interface SpeedResult {
  readonly date: string;
  readonly commit: string;
  readonly model: string;
  readonly machine: {
    readonly cpu: string;
    /** That this run could use. */
    readonly cores: number;
    readonly node: string;
    /** Programs that wanted a processor just before: above zero, others were at work. */
    readonly load: number;
  };
  readonly clock: Clock;
  readonly set: { readonly name: string; readonly sentences: number };
  readonly rows: readonly Row[];
  /** Decoder calls a sentence. */
  readonly calls: { readonly aggressive: number; readonly greedy: number };
  /** Sentences for which the ways of decoding gave different tokens. */
  readonly differing: number;
  readonly byTokens: readonly Point[];
  readonly byMistakes: readonly Point[];
  readonly throughput: readonly Throughput[];
  readonly documents: Documents;
  readonly repeated: Repeated;
  readonly health: Health;
  readonly splits: readonly Split[];
  readonly memory: {
    readonly sentences: number;
    readonly served: ServedMemory;
    readonly library: Memory;
    readonly harper: Memory | undefined;
  };
  readonly cost: Cost;
  readonly targets: readonly Target[];
}

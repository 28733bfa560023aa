import { type Answer, type Correct, type Edit, ServiceError } from "./client.js";

type Model = Answer["model"];

/** How the checking goes, for the status line. */
export type CheckState =
  | { readonly kind: "idle" }
  | { readonly kind: "checking"; readonly left: number }
  | { readonly kind: "done"; readonly tookMs: number; readonly model: Model }
  | { readonly kind: "waiting"; readonly reason: string; readonly retryInS: number }
  | { readonly kind: "stopped"; readonly reason: string; readonly needsKey: boolean };

/** Sentences of one request: few enough that the first answer is soon there. */
const BATCH_SENTENCES = 16;
const BATCH_UNITS = 8000;

/** Requests under way at once, so that a sentence just typed does not wait behind a long text. */
const MAX_UNDER_WAY = 2;

/** Sentences remembered. */
const MAX_REMEMBERED = 20_000;

const FIRST_RETRY_S = 1;
const LONGEST_RETRY_S = 30;

export interface CheckerEvents {
  /** More sentences are known. */
  onAnswer(): void;
  onState(state: CheckState): void;
}

interface Batch {
  readonly texts: readonly string[];
  readonly controller: AbortController;
}

/**
 * Has sentences checked, each once: what was answered is remembered by the sentence's words. A
 * failure that may pass is tried again, ever more slowly. Knows nothing of the page.
 */
export class Checker {
  readonly #correct: Correct;
  readonly #events: CheckerEvents;
  readonly #known = new Map<string, readonly Edit[]>();
  #wanted: readonly string[] = [];
  #underWay: readonly Batch[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;
  #retryS = FIRST_RETRY_S;
  #needsKey = false;
  /** Why sentences of this run were left unchecked. */
  #skipped: string | undefined;
  #startedMs = 0;

  constructor(correct: Correct, events: CheckerEvents) {
    this.#correct = correct;
    this.#events = events;
  }

  /** Edits of a sentence, in its own units; undefined while it has not been checked. */
  find(sentence: string): readonly Edit[] | undefined {
    return this.#known.get(sentence);
  }

  /** Has these sentences checked, the most urgent first, and no others any more. */
  want(sentences: readonly string[]): void {
    const fresh = [...new Set(sentences)].filter((sentence) => !this.#known.has(sentence));
    if (fresh.length > 0 && this.#wanted.length === 0) {
      this.#startedMs = performance.now();
      this.#skipped = undefined;
    }
    this.#wanted = fresh;
    const wanted = new Set(fresh);
    for (const batch of this.#underWay) {
      if (!batch.texts.some((text) => wanted.has(text))) this.#abort(batch);
    }
    if (sentences.length === 0) this.#events.onState({ kind: "idle" });
    this.#pump();
  }

  /** Tries again now, for one whose waiting is over or who gave another key. */
  retryNow(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#needsKey = false;
    this.#pump();
  }

  /** Forgets answers, and drops questions under way, because something else would be asked now. */
  forget(which: (sentence: string) => boolean): void {
    for (const batch of this.#underWay) this.#abort(batch);
    for (const sentence of this.#known.keys()) {
      if (which(sentence)) this.#known.delete(sentence);
    }
    this.#wanted = [];
    this.retryNow();
  }

  #pump(): void {
    if (this.#retry !== undefined || this.#needsKey || this.#wanted.length === 0) return;
    while (this.#underWay.length < MAX_UNDER_WAY) {
      const texts = this.#nextTexts();
      if (texts.length === 0) break;
      void this.#send({ texts, controller: new AbortController() });
    }
    this.#events.onState({ kind: "checking", left: this.#wanted.length });
  }

  #nextTexts(): readonly string[] {
    const sent = new Set(this.#underWay.flatMap(({ texts }) => texts));
    const texts: string[] = [];
    let units = 0;
    for (const text of this.#wanted) {
      if (sent.has(text)) continue;
      units += text.length;
      if (texts.length > 0 && (texts.length === BATCH_SENTENCES || units > BATCH_UNITS)) break;
      texts.push(text);
    }
    return texts;
  }

  async #send(batch: Batch): Promise<void> {
    this.#underWay = [...this.#underWay, batch];
    try {
      const { edits, model } = await this.#correct(batch.texts, batch.controller.signal);
      if (batch.controller.signal.aborted) return;
      this.#retryS = FIRST_RETRY_S;
      this.#settle(batch, edits, model);
    } catch (error) {
      if (batch.controller.signal.aborted) return;
      this.#remove(batch);
      if (!(error instanceof ServiceError)) throw error;
      this.#fail(batch, error);
    }
  }

  #settle(batch: Batch, edits: readonly (readonly Edit[])[], model: Model | undefined): void {
    this.#remove(batch);
    for (const [i, text] of batch.texts.entries()) this.#known.set(text, edits[i] ?? []);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_REMEMBERED) break;
      this.#known.delete(oldest);
    }
    const settled = new Set(batch.texts);
    this.#wanted = this.#wanted.filter((text) => !settled.has(text));
    this.#events.onAnswer();
    if (this.#wanted.length > 0) this.#pump();
    else if (this.#skipped !== undefined || !model) {
      this.#events.onState({ kind: "stopped", reason: this.#skipped ?? "", needsKey: false });
    } else {
      this.#events.onState({ kind: "done", tookMs: performance.now() - this.#startedMs, model });
    }
  }

  #fail(batch: Batch, { message, remedy, retryAfterS }: ServiceError): void {
    if (remedy === "skip") {
      this.#skipped = message;
      this.#settle(batch, [], undefined);
    } else if (remedy === "key") {
      this.#needsKey = true;
      this.#events.onState({ kind: "stopped", reason: message, needsKey: true });
    } else {
      clearTimeout(this.#retry);
      const retryInS = Math.max(this.#retryS, retryAfterS ?? 0);
      this.#retryS = Math.min(this.#retryS * 2, LONGEST_RETRY_S);
      this.#retry = setTimeout(() => this.retryNow(), retryInS * 1000);
      this.#events.onState({ kind: "waiting", reason: message, retryInS });
    }
  }

  #abort(batch: Batch): void {
    batch.controller.abort();
    this.#remove(batch);
  }

  #remove(batch: Batch): void {
    this.#underWay = this.#underWay.filter((other) => other !== batch);
  }
}

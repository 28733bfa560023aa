import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Checker, type CheckState } from "./checker.js";
import { type Answer, ServiceError } from "./client.js";
import { suggest } from "./tests/suggest.js";

const model = { name: "test", version: "1" };
const answer = (texts: readonly string[]): Answer => ({
  edits: texts.map((text) => (text.includes("have") ? [suggest(3, "have", "has")] : [])),
  model,
});

interface Call {
  readonly texts: readonly string[];
  readonly signal: AbortSignal;
  answer(): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** A checker whose service answers when the test says so. */
function start() {
  const calls: Call[] = [];
  const states: CheckState[] = [];
  const checker = new Checker(
    (texts, signal) =>
      new Promise((resolve, reject) => {
        const settled = async (settle: () => void) => {
          settle();
          await vi.advanceTimersByTimeAsync(0);
        };
        calls.push({
          texts,
          signal,
          answer: () => settled(() => resolve(answer(texts))),
          fail: (error) => settled(() => reject(error)),
        });
      }),
    { onAnswer: () => undefined, onState: (state) => states.push(state) },
  );
  return { checker, calls, states, last: () => states.at(-1) };
}

const call = (calls: readonly Call[], at: number): Call => {
  const found = calls[at];
  if (!found) throw new Error(`Expected request ${at}, got ${calls.length} requests`);
  return found;
};

describe("Checker", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("asks about each sentence once", async () => {
    const { checker, calls, last } = start();
    checker.want(["He have.", "Fine.", "Fine."]);
    expect(calls.map(({ texts }) => texts)).toEqual([["He have.", "Fine."]]);
    await call(calls, 0).answer();
    expect(checker.find("He have.")).toEqual([suggest(3, "have", "has")]);
    expect(checker.find("Fine.")).toEqual([]);
    expect(last()).toMatchObject({ kind: "done", model });
    checker.want(["Fine.", "He have.", "New."]);
    expect(call(calls, 1).texts).toEqual(["New."]);
    expect(calls).toHaveLength(2);
  });

  it("sends a long text in parts, and what was just typed beside them", async () => {
    const { checker, calls } = start();
    const many = Array.from({ length: 40 }, (_, i) => `Sentence ${i}.`);
    checker.want(many);
    expect(calls.map(({ texts }) => texts.length)).toEqual([16, 16]);
    await call(calls, 0).answer();
    checker.want(["Typed.", ...many]);
    await call(calls, 1).answer();
    expect(call(calls, 3).texts).toEqual(["Typed."]);
  });

  it("drops a request whose sentences are no longer there", async () => {
    const { checker, calls } = start();
    checker.want(["He hav"]);
    checker.want(["He have"]);
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    await call(calls, 0).answer();
    expect(checker.find("He hav")).toBeUndefined();
  });

  it("tries again, ever more slowly, after a failure that may pass", async () => {
    const { checker, calls, last } = start();
    checker.want(["Fine."]);
    for (const [n, retryInS] of [1, 2, 4].entries()) {
      await call(calls, n).fail(new ServiceError("Away.", "retry"));
      expect(last()).toEqual({ kind: "waiting", reason: "Away.", retryInS });
      await vi.advanceTimersByTimeAsync(retryInS * 1000 - 1);
      expect(calls).toHaveLength(n + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(calls).toHaveLength(n + 2);
    }
    await call(calls, 3).answer();
    expect(last()).toMatchObject({ kind: "done" });
  });

  it("waits as long as it is told to, but not when told to try now", async () => {
    const { checker, calls, last } = start();
    checker.want(["Fine."]);
    await call(calls, 0).fail(new ServiceError("Busy.", "retry", 20));
    expect(last()).toMatchObject({ kind: "waiting", retryInS: 20 });
    checker.want(["Fine.", "More."]);
    expect(calls).toHaveLength(1);
    checker.retryNow();
    expect(call(calls, 1).texts).toEqual(["Fine.", "More."]);
  });

  it("stops for a key, and goes on once there may be one", async () => {
    const { checker, calls, last } = start();
    checker.want(["Fine."]);
    await call(calls, 0).fail(new ServiceError("Expected a key.", "key"));
    expect(last()).toEqual({ kind: "stopped", reason: "Expected a key.", needsKey: true });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(calls).toHaveLength(1);
    checker.forget(() => true);
    checker.want(["Fine."]);
    expect(calls).toHaveLength(2);
  });

  it("leaves alone what the service refuses, and says so", async () => {
    const { checker, calls, last } = start();
    checker.want(["Too long."]);
    await call(calls, 0).fail(new ServiceError("Too long.", "skip"));
    expect(last()).toEqual({ kind: "stopped", reason: "Too long.", needsKey: false });
    checker.want(["Too long."]);
    expect(calls).toHaveLength(1);
  });

  it("asks again about what it forgot", async () => {
    const { checker, calls } = start();
    checker.want(["One.", "Two."]);
    await call(calls, 0).answer();
    checker.forget((sentence) => sentence === "Two.");
    checker.want(["One.", "Two."]);
    expect(call(calls, 1).texts).toEqual(["Two."]);
  });
});

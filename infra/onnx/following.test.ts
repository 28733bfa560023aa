import { describe, expect, it } from "vitest";
import { ModelError } from "../../core/errors.js";
import type { Rewrite, Rewriter } from "../../core/ports.js";
import { FollowingRewriter } from "./following.js";

const OPTIONS = { numBeams: 1, alternatives: 0 };

/** Models that answer with their version; `gate` holds an answer back. */
function world() {
  const state = {
    target: "a" as string | null,
    broken: new Set<string | null>(),
    gate: Promise.resolve(),
  };
  const events: string[] = [];
  const load = async (version: string | null): Promise<Rewriter> => {
    if (state.broken.has(version)) throw new ModelError(`damaged ${version}`);
    const name = String(version);
    let open = true;
    return {
      info: { name: "test", version: name, minConfidence: 0, minSentenceConfidence: 0 },
      rewrite: async (sentences) => {
        await state.gate;
        if (!open) throw new Error("closed under a request");
        return sentences.map(() => ({ text: name }) as Rewrite);
      },
      close: async () => {
        open = false;
        events.push(`closed ${name}`);
      },
    };
  };
  const start = () =>
    FollowingRewriter.start({
      target: async () => state.target,
      load,
      pollMs: 5,
      onSwap: ({ version }) => events.push(`serves ${version}`),
      onRefused: (version, reason) => events.push(`refused ${version}: ${reason}`),
      onFault: (error) => events.push(`fault ${(error as Error).message}`),
    });
  return { state, events, start };
}

const answer = async (rewriter: Rewriter) => (await rewriter.rewrite(["x"], OPTIONS))[0]?.text;

describe("a rewriter that follows an alias", () => {
  it("swaps when the alias moves, while requests go on", async () => {
    const { state, events, start } = world();
    const rewriter = await start();
    expect(await answer(rewriter)).toBe("a");
    let open = () => {};
    state.gate = new Promise((resolve) => {
      open = resolve;
    });
    const [slow, pinned] = [answer(rewriter), rewriter.pin()];
    state.target = "b";
    await expect.poll(() => rewriter.info.version, { timeout: 5000 }).toBe("b");
    open();
    expect(await slow).toBe("a");
    expect(await answer(pinned)).toBe("a");
    expect(await answer(rewriter)).toBe("b");
    expect(events).toEqual(["serves b"]);
    await rewriter.close();
  });

  it("refuses a bad version once, says so, and takes the next good one", async () => {
    const { state, events, start } = world();
    const rewriter = await start();
    state.broken.add("bad");
    state.target = "bad";
    await expect.poll(() => rewriter.refused?.reason, { timeout: 5000 }).toBe("damaged bad");
    await rewriter.refresh();
    expect(await answer(rewriter)).toBe("a");
    state.target = null;
    await expect.poll(() => rewriter.info.version, { timeout: 5000 }).toBe("null");
    expect(rewriter.refused).toBeUndefined();
    expect(events).toEqual(["refused bad: damaged bad", "serves null"]);
    await rewriter.close();
  });

  it("forgets the refusal when the alias goes back", async () => {
    const { state, start } = world();
    const rewriter = await start();
    state.broken.add("bad");
    state.target = "bad";
    await expect.poll(() => rewriter.refused !== undefined, { timeout: 5000 }).toBe(true);
    state.target = "a";
    await expect.poll(() => rewriter.refused, { timeout: 5000 }).toBeUndefined();
    await rewriter.close();
  });

  it("starts with the model that comes with the product where the alias's version is bad", async () => {
    const { state, events, start } = world();
    state.broken.add("a");
    const rewriter = await start();
    expect(await answer(rewriter)).toBe("null");
    expect(rewriter.refused).toEqual({ version: "a", reason: "damaged a" });
    expect(events).toEqual(["refused a: damaged a"]);
    await rewriter.close();
    state.broken.add(null);
    await expect(start()).rejects.toThrow(ModelError);
    state.target = null;
    await expect(start()).rejects.toThrow(ModelError);
  });
});

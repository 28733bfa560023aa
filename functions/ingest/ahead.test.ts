import { describe, expect, it } from "vitest";
import { ahead } from "./ahead.js";

/** Chunks of one byte, 0 and up, then `fault` where there is one; tells what was done with it. */
function source(count: number, fault?: Error) {
  const seen = { asked: 0, closed: false };
  async function* chunks() {
    try {
      for (let i = 0; i < count; i++) {
        seen.asked++;
        yield Uint8Array.of(i);
      }
      if (fault) throw fault;
    } finally {
      seen.closed = true;
    }
  }
  return { seen, chunks: chunks() };
}

describe("ahead", () => {
  it("gives the same chunks, each asked for before the one before is done with", async () => {
    const { seen, chunks } = source(4);
    const found: number[][] = [];
    for await (const [value = -1] of ahead(chunks)) found.push([value, seen.asked]);
    expect(found).toEqual([
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 4],
    ]);
    expect(seen.closed).toBe(true);
  });

  it("throws the source's fault after what came before it", async () => {
    const found: number[] = [];
    const read = async () => {
      for await (const [value = -1] of ahead(source(2, new Error("gone")).chunks))
        found.push(value);
    };
    await expect(read()).rejects.toThrow("gone");
    expect(found).toEqual([0, 1]);
  });

  it.each([
    ["more chunks", undefined],
    ["a fault that nobody waits for", new Error("gone")],
  ])("closes the source of a reader who stops before %s", async (_, fault) => {
    const { seen, chunks } = source(fault ? 1 : 9, fault);
    for await (const _chunk of ahead(chunks)) break;
    expect(seen.closed).toBe(true);
  });
});

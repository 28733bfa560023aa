import { describe, expect, it } from "vitest";
import { Arrivals } from "./arrivals.js";

describe("Arrivals", () => {
  it("gives values by index, whenever they come", async () => {
    const arrivals = new Arrivals<string>();
    arrivals.add(1, "b");
    const first = arrivals.take(0);
    arrivals.add(0, "a");
    expect([await first, await arrivals.take(1)]).toEqual(["a", "b"]);
  });

  it("fails whoever waits, and those who come later", async () => {
    const arrivals = new Arrivals<string>();
    arrivals.add(1, "b");
    const waiting = arrivals.take(0);
    arrivals.fail(new Error("gone"));
    await expect(waiting).rejects.toThrow("gone");
    await expect(arrivals.take(1)).rejects.toThrow("gone");
  });
});

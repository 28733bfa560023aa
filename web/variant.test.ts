import { describe, expect, it } from "vitest";
import { isUnwantedRespelling } from "./variant.js";

describe("isUnwantedRespelling", () => {
  const rows = [
    ["colour", "color", "as-written", true],
    ["color", "colour", "as-written", true],
    ["colour", "color", "en-US", false],
    ["colour", "color", "en-GB", true],
    ["color", "colour", "en-GB", false],
    ["organise", "organize", "as-written", true],
    ["organised", "organized", "as-written", true],
    ["organised", "organized", "en-CA", false],
    ["colours", "colors", "en-CA", true],
    ["centre", "center", "en-AU", true],
    ["Travelled", "Traveled", "en-GB", true],
    ["defence", "defense", "en-GB", true],
    ["four", "for", "as-written", false],
    ["filled", "filed", "en-GB", false],
    ["recieve", "receive", "as-written", false],
    ["there", "their", "en-GB", false],
    ["", "colour", "en-US", false],
  ] as const;
  it.each(rows)("%s to %s where %s is wanted: %s", (original, replacement, variant, unwanted) => {
    expect(isUnwantedRespelling(original, replacement, variant)).toBe(unwanted);
  });
});

import { describe, expect, it } from "vitest";
import { toSettings } from "./settings.js";

const DEFAULTS = {
  theme: "system",
  variant: "as-written",
  minConfidence: undefined,
  words: [],
  apiKey: "",
  feedback: false,
};

describe("toSettings", () => {
  const rows = [
    { name: "nothing kept", value: undefined, differs: {} },
    { name: "no object", value: "dark", differs: {} },
    {
      name: "another age's choices",
      value: { theme: "sepia", variant: 3, apiKey: [], feedback: 1 },
      differs: {},
    },
    { name: "a threshold out of range", value: { minConfidence: 2 }, differs: {} },
    {
      name: "what was kept",
      value: { theme: "dark", variant: "en-GB", minConfidence: 0.5, apiKey: "k" },
      differs: { theme: "dark", variant: "en-GB", minConfidence: 0.5, apiKey: "k" },
    },
    {
      name: "words without blanks and doubles",
      value: { words: [" kubelet ", "", "kubelet", 7, "x".repeat(101)] },
      differs: { words: ["kubelet"] },
    },
  ];
  it.each(rows)("$name", ({ value, differs }) => {
    expect(toSettings(value)).toEqual({ ...DEFAULTS, ...differs });
  });
});

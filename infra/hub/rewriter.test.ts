import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ModelError } from "../../core/errors.js";
import { createHubRewriter } from "./rewriter.js";

const GREEDY = { numBeams: 1, alternatives: 0 };
const model = fileURLToPath(new URL("./testdata/tiny-hub", import.meta.url));

describe("createHubRewriter", () => {
  it("serves a folder in the hub's layout, with the prefix, as PyTorch does", async () => {
    const rewriter = await createHubRewriter({ model });
    try {
      // The second sentence makes this model run on without end.
      const rewrites = await rewriter.rewrite(["He have a car.", "I goes"], GREEDY);
      expect(rewrites.map(({ text }) => text)).toEqual(["atbougpp threanswe", "I goes"]);
      expect(rewriter.info).toEqual({
        name: model,
        version: "hub",
        minConfidence: 0,
        minSentenceConfidence: 0,
      });
    } finally {
      await rewriter.close();
    }
  });

  it("says what it needs when there is no such checkpoint", async () => {
    const start = createHubRewriter({ model: `${model}-that-is-not` });
    await expect(start).rejects.toThrow(ModelError);
    await expect(start).rejects.toThrow(/tiny-hub-that-is-not: expected the id or folder/);
  });
});

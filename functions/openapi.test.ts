import { describe, expect, it } from "vitest";
import { correctRoutes } from "./correct.js";
import { openApiDocument } from "./openapi.js";

describe("openApiDocument", () => {
  const document = openApiDocument();
  const text = JSON.stringify(document);
  const { paths, components } = document as {
    paths: Record<string, Record<string, unknown>>;
    components: { schemas: Record<string, unknown> };
  };

  it("describes routes that exist, with their methods", () => {
    for (const [path, operations] of Object.entries(paths)) {
      const methods = correctRoutes
        .filter((route) => route.path === path)
        .map((route) => route.method.toLowerCase());
      expect(Object.keys(operations), path).toEqual(methods);
    }
  });

  it("defines every schema it refers to, and no other", () => {
    const used = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(used)).toEqual(new Set(Object.keys(components.schemas)));
  });

  it("carries limits and descriptions of the schemas that requests are checked with", () => {
    expect(components.schemas.CorrectOptions).toMatchObject({
      additionalProperties: false,
      properties: { minConfidence: { type: "number", minimum: 0, maximum: 1 } },
    });
  });
});

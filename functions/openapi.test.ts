import { describe, expect, it } from "vitest";
import * as z from "zod";
import { feedbackRequestSchema } from "../core/feedback.js";
import { checkParametersSchema } from "../core/languagetool/request.js";
import {
  changeWordSchema,
  wordAddedSchema,
  wordDeletedSchema,
  wordsSchema,
} from "../core/languagetool/words.js";
import { correctRequestSchema, correctResponseSchema } from "../core/request.js";
import { correctRoutes } from "./correct.js";
import { openApiDocument } from "./openapi.js";
import { OPENAPI_EXAMPLES } from "./openapi-examples.js";
import { renderReference } from "./reference-html.js";
import { pageRoutes } from "./routes/page.js";
import { textBodySchema, textResponseSchema } from "./routes/text.js";

const changeWord = { request: changeWordSchema };

/** Schema of each example, by operation. */
const EXAMPLE_SCHEMAS: Readonly<Record<string, { request?: z.ZodType; response?: z.ZodType }>> = {
  correct: { request: correctRequestSchema, response: correctResponseSchema },
  feedback: { request: feedbackRequestSchema },
  text: { request: textBodySchema, response: textResponseSchema },
  LanguageToolCheck: { request: checkParametersSchema },
  LanguageToolShortCheck: { request: checkParametersSchema },
  LanguageToolAddWord: { ...changeWord, response: wordAddedSchema },
  LanguageToolDeleteWord: { ...changeWord, response: wordDeletedSchema },
  LanguageToolWords: { response: wordsSchema },
  LanguageToolLanguages: { response: z.array(z.object({ longCode: z.string() })) },
};

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

  it("describes every route but the page's files", () => {
    const files = new Set(pageRoutes.map((route) => route.path));
    const routes = correctRoutes.filter((route) => !files.has(route.path));
    expect(Object.keys(paths).toSorted()).toEqual(
      [...new Set(routes.map((route) => route.path))].toSorted(),
    );
  });

  it.each(Object.entries(EXAMPLE_SCHEMAS))("has right examples of %s", (operation, schemas) => {
    const { request, response } = OPENAPI_EXAMPLES[operation] ?? {};
    if (schemas.request) expect(schemas.request.safeParse(request).error).toBeUndefined();
    if (schemas.response) expect(schemas.response.safeParse(response).error).toBeUndefined();
    expect(text).toContain(JSON.stringify(request ?? response));
  });

  it("has an example of no other operation", () => {
    expect(Object.keys(OPENAPI_EXAMPLES).toSorted()).toEqual(
      Object.keys(EXAMPLE_SCHEMAS).toSorted(),
    );
  });

  it("is a page with every operation and schema, and without scripts", () => {
    const page = renderReference(document);
    for (const id of Object.keys(components.schemas)) expect(page).toContain(`id="schema-${id}"`);
    for (const path of Object.keys(paths)) expect(page).toContain(` ${path}</code></h2>`);
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    for (const id of targets) expect(page).toContain(`id="${id}"`);
    expect(page).not.toMatch(/<script|style="|https?:/);
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

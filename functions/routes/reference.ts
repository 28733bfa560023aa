import { createHash } from "node:crypto";
import { send } from "../http.js";
import { openApiDocument } from "../openapi.js";
import { REFERENCE_STYLE, renderReference } from "../reference-html.js";
import type { Route } from "../router.js";

const STYLE_HASH = createHash("sha256").update(REFERENCE_STYLE).digest("base64");

/** `GET /reference`: the OpenAPI description for people. */
export const referenceRoute: Route = {
  method: "GET",
  path: "/reference",
  open: true,
  async handle({ response }) {
    send(response, 200, "text/html; charset=utf-8", renderReference(openApiDocument()), {
      "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "Cache-Control": "no-cache",
    });
  },
};

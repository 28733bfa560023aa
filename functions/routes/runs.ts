import { createHash } from "node:crypto";
import { RUNS_STYLE } from "../../core/runs-style.js";
import { send } from "../http.js";
import type { Route } from "../router.js";
import { makeRunsPage } from "../runs-page.js";

const REFRESH_S = 3;

const STYLE_HASH = createHash("sha256").update(RUNS_STYLE).digest("base64");

/** `GET /runs`: runs and datasets; it loads itself again while a run is under way. */
export const runsRoute: Route = {
  method: "GET",
  path: "/runs",
  async handle({ context, response }) {
    const page = await makeRunsPage(await context.life(), REFRESH_S);
    send(response, 200, "text/html; charset=utf-8", page, {
      "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "Cache-Control": "no-store",
    });
  },
};

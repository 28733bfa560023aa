import { UnavailableError } from "../../core/errors.js";
import { send, sendJson } from "../http.js";
import type { Route } from "../router.js";

/** `GET /healthz`: the process answers. */
export const healthRoute: Route = {
  method: "GET",
  path: "/healthz",
  open: true,
  async handle({ response }) {
    sendJson(response, 200, { status: "ok" });
  },
};

const REFUSED = "It did not pass its checks; the operator's log says which";

/**
 * `GET /readyz`: 200 when a correction would be served at once, 503 while not; with what the
 * operator has switched on, for pages that offer it.
 */
export const readyRoute: Route = {
  method: "GET",
  path: "/readyz",
  open: true,
  async handle({ context, response }) {
    const readiness = context.readiness();
    if (readiness.state !== "ready") {
      const what = readiness.state === "loading" ? "loading" : "not usable";
      throw new UnavailableError(`The model is ${what}`);
    }
    const { name, version } = (await context.rewriter()).info;
    const { refused } = readiness;
    sendJson(response, 200, {
      status: "ready",
      model: { name, version },
      features: { feedback: context.config.feedback, words: context.config.life !== undefined },
      ...(refused && { refused: { version: refused, reason: REFUSED } }),
    });
  },
};

/** `GET /metrics`: Prometheus text. */
export const metricsRoute: Route = {
  method: "GET",
  path: "/metrics",
  async handle({ context, response }) {
    const { contentType, text } = await context.metrics.expose();
    send(response, 200, contentType, text, { "Cache-Control": "no-store" });
  },
};

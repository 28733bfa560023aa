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

/** `GET /readyz`: 200 when a correction would be served at once, 503 while not. */
export const readyRoute: Route = {
  method: "GET",
  path: "/readyz",
  open: true,
  async handle({ context, response }) {
    const { state } = context.readiness();
    if (state !== "ready") {
      throw new UnavailableError(`The model is ${state === "loading" ? "loading" : "not usable"}`);
    }
    const { name, version } = (await context.rewriter()).info;
    sendJson(response, 200, { status: "ready", model: { name, version } });
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

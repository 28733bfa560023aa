import { http } from "@google-cloud/functions-framework";
import { claimBodies } from "./body.js";
import { type Context, contextFromEnv } from "./context.js";
import { openApiRoute } from "./openapi.js";
import { createHandler, type Route } from "./router.js";
import { correctRoute } from "./routes/correct.js";
import { feedbackRoute } from "./routes/feedback.js";
import { languageToolRoutes } from "./routes/languagetool.js";
import { pageRoutes } from "./routes/page.js";
import { referenceRoute } from "./routes/reference.js";
import { healthRoute, metricsRoute, readyRoute } from "./routes/status.js";
import { textRoutes } from "./routes/text.js";

export const correctRoutes: readonly Route[] = [
  correctRoute,
  ...textRoutes,
  ...languageToolRoutes,
  feedbackRoute,
  healthRoute,
  readyRoute,
  openApiRoute,
  referenceRoute,
  metricsRoute,
  ...pageRoutes,
];

let context: Context | undefined;

/** This instance's context. @throws ConfigError when the environment is wrong. */
function instanceContext(): Context {
  context ??= contextFromEnv(process.env);
  return context;
}

/** Registers the HTTP function `correct` under a name of choice, with a context and more routes of choice. */
export function registerCorrect(
  name: string,
  getContext: () => Context,
  more: readonly Route[] = [],
): void {
  http(name, createHandler(getContext, [...correctRoutes, ...more]));
}

registerCorrect("correct", instanceContext);

// Set by the platform: this process serves this function and nothing else, so settings are checked
// and the model is loaded before the first request.
if (process.env.FUNCTION_TARGET === "correct") {
  claimBodies();
  instanceContext()
    .rewriter()
    .catch(() => undefined);
}

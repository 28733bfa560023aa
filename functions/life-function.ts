import { http } from "@google-cloud/functions-framework";
import type { Message } from "../core/topic.js";
import { claimBodies } from "./body.js";
import { type Context, contextFromEnv } from "./context.js";
import { describeFailure } from "./failure.js";
import type { LifeDeps } from "./life-events.js";
import { readPush } from "./push.js";
import { createHandler, type Route } from "./router.js";
import { healthRoute } from "./routes/status.js";

/**
 * A function that Pub/Sub pushes to: 204 acknowledges; every other status brings the message again
 * and, after the subscription's last attempt, to the dead letters.
 */
export function pushRoutes(
  handle: (message: Message, deps: LifeDeps, context: Context) => Promise<void>,
): readonly Route[] {
  const push: Route = {
    method: "POST",
    path: "/",
    open: true,
    async handle(exchange) {
      const { context, response } = exchange;
      const message = await readPush(exchange, context.verifyToken);
      try {
        const { log, ingest } = context;
        await handle(message, { life: await context.life(), log, ingest }, context);
      } catch (error) {
        const { id: messageId, attempt } = message;
        context.log.error({ messageId, attempt, ...describeFailure(error) }, "message not handled");
        throw error;
      }
      response.writeHead(204).end();
    },
  };
  return [push, healthRoute];
}

/** Registers a pushed function under its name, with this instance's context or one of choice. */
export function registerPush(
  name: string,
  routes: readonly Route[],
  getContext: () => Context = instanceContext,
): void {
  http(name, createHandler(getContext, routes));
  // Set by the platform: this process serves this function and nothing else.
  if (process.env.FUNCTION_TARGET === name) claimBodies();
}

let context: Context | undefined;

function instanceContext(): Context {
  context ??= contextFromEnv(process.env);
  return context;
}

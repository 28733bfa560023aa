import { NotFoundError } from "../../core/errors.js";
import { feedbackRequestSchema, keepFeedback } from "../../core/feedback.js";
import { readJson } from "../body.js";
import type { Route } from "../router.js";
import { validate } from "../validate.js";

/** `POST /v1/feedback`: what a writer who agreed accepted and dismissed; where it is switched on. */
export const feedbackRoute: Route = {
  method: "POST",
  path: "/v1/feedback",
  crossOrigin: true,
  async handle({ context, request, response, note }) {
    const { feedback, limits } = context.config;
    if (!feedback) {
      throw new NotFoundError("This instance takes no feedback; GRAMAI_FEEDBACK=on switches it on");
    }
    const body = await readJson(request, { maxBytes: limits.maxBodyBytes });
    const given = validate(feedbackRequestSchema, body, "The feedback");
    const { store, now } = await context.life();
    await keepFeedback(store, given, { at: now(), id: context.newId() });
    note({ edits: given.edits.length });
    response.writeHead(204).end();
  },
};

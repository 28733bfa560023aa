import * as z from "zod";
import { UnauthorizedError } from "../core/errors.js";
import type { Message } from "../core/topic.js";
import { readJson } from "./body.js";
import type { Exchange } from "./router.js";
import type { VerifyToken } from "./token.js";
import { validate } from "./validate.js";

/** What Pub/Sub's push posts, wrapped (https://cloud.google.com/pubsub/docs/push). */
const envelopeSchema = z.object({
  message: z.object({
    data: z.base64().default(""),
    attributes: z.record(z.string(), z.string()).default({}),
    messageId: z.string().min(1),
    publishTime: z.iso.datetime({ offset: true }),
  }),
  subscription: z.string().optional(),
  /** Only where the subscription has a dead-letter policy. */
  deliveryAttempt: z.int().min(1).default(1),
});

/**
 * Reads a pushed message.
 * @throws UnauthorizedError when `account` is given and the token is not its.
 * @throws InvalidRequestError when the body is not an envelope.
 */
export async function readPush(
  { request, context }: Exchange,
  verify: VerifyToken,
): Promise<Message> {
  const { pushAccount, limits } = context.config;
  if (pushAccount !== undefined) {
    await checkToken(request.headers.authorization, pushAccount, verify);
  }
  // A message has at most 10 MB; in base64 it is a third longer.
  const body = await readJson(request, { maxBytes: Math.max(limits.maxBodyBytes, 14_000_000) });
  const { message, deliveryAttempt } = validate(envelopeSchema, body, "The push");
  return {
    id: message.messageId,
    data: Buffer.from(message.data, "base64").toString("utf8"),
    attributes: message.attributes,
    publishedAt: new Date(message.publishTime),
    attempt: deliveryAttempt,
  };
}

async function checkToken(
  header: string | undefined,
  account: string,
  verify: VerifyToken,
): Promise<void> {
  const token = /^Bearer (\S+)$/.exec(header ?? "")?.[1];
  if (token === undefined) throw new UnauthorizedError("Expected a push with a bearer token");
  const claims = await verify(token).catch((cause: unknown) => {
    throw new UnauthorizedError("The push's token is not valid", { cause });
  });
  if (claims.email !== account) {
    throw new UnauthorizedError("The push's token is of another service account");
  }
}

import { rawRequest } from "../raw.js";
import type { TestServer } from "../util.js";

/** Word that attempts smuggle along; it must never come out in a log, a label or an error. */
export const MARKER = "xylophone";

export const KEY = "a-key-that-is-known";

/** The key of somebody else. */
export const OTHER_KEY = "a-key-of-another-caller";

/** What an attempt is answered with. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** One thing an attacker would try. `id` is its row in docs/security.md. */
export interface Attempt {
  readonly id: string;
  readonly name: string;
  readonly status: number;
  /** What the answer must say or carry beside its status. */
  readonly says?: RegExp;
  act(server: TestServer): Promise<Answer>;
}

type Init = RequestInit & { readonly key?: string | null };

export async function send({ url }: TestServer, path: string, init: Init = {}): Promise<Answer> {
  const { key = KEY, ...rest } = init;
  const headers = new Headers(rest.headers);
  if (key !== null) headers.set("X-Api-Key", key);
  const response = await fetch(url + path, { redirect: "manual", ...rest, headers });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

export const post = (server: TestServer, body: BodyInit, init: Init = {}) =>
  send(server, "/v1/correct", {
    method: "POST",
    body,
    ...init,
    headers: { "Content-Type": "application/json", ...init.headers },
  });

export const correct = (server: TestServer, request: unknown, init: Init = {}) =>
  post(server, JSON.stringify(request), init);

/** Bytes as they are, for requests that a well-behaved client does not make. */
export async function raw(
  { port }: TestServer,
  lines: readonly string[],
  body = "",
): Promise<Answer> {
  const head = [lines[0], "Host: x", "Connection: close", `X-Api-Key: ${KEY}`, ...lines.slice(1)];
  const answer = await rawRequest(port, `${head.join("\r\n")}\r\n\r\n`, body);
  const headers = new Headers(
    answer.head
      .split("\r\n")
      .slice(1)
      .map((line): [string, string] => [line.split(":")[0] ?? "", line.split(": ")[1] ?? ""]),
  );
  return { status: answer.status, headers, body: answer.body };
}

/** A text that is fine in itself. */
export const text = `Ring the ${MARKER}.`;

/** Headers and body as one text, for `says`. */
export function transcript({ headers, body }: Answer): string {
  return `${[...headers].map(([name, value]) => `${name}: ${value}\n`).join("")}\n${body}`;
}

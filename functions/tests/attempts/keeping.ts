import type { TestServer } from "../util.js";
import { type Attempt, MARKER, OTHER_KEY, send } from "./attempt.js";

/** The one origin whose pages may call. */
export const NAMED_ORIGIN = "https://app.example.org";

const NOT_READABLE = /^(?!.*access-control-allow-origin)/is;

const form = (
  server: TestServer,
  path: string,
  parameters: Record<string, string>,
  init: { key?: string | null; headers?: Record<string, string> } = {},
) => send(server, path, { method: "POST", body: new URLSearchParams(parameters), ...init });

const feedback = (server: TestServer, body: object, type = "application/json") =>
  send(server, "/v1/feedback", {
    method: "POST",
    headers: { "Content-Type": type },
    body: JSON.stringify(body),
  });

const edit = { start: 0, end: 4, replacement: "Hear", accepted: true };

/** What is kept of callers, and pages of other origins. */
export const KEEPING_ATTEMPTS: readonly Attempt[] = [
  {
    id: "F1",
    name: "a dictionary that leads out of its folder",
    status: 400,
    act: (s) => form(s, "/v2/words/add", { word: "a", dict: `../../models/${MARKER}` }),
  },
  {
    id: "F2",
    name: "a word as long as a book",
    status: 400,
    act: (s) => form(s, "/v2/words/add", { word: MARKER.repeat(1000) }),
  },
  {
    id: "F3",
    name: "words without a key",
    status: 401,
    act: (s) => send(s, "/v2/words", { key: null }),
  },
  {
    id: "F4",
    name: "the words of another key, by its name",
    status: 200,
    says: /"words":\[\]/,
    act: async (s) => {
      await form(s, "/v2/words/add", { word: MARKER }, { key: OTHER_KEY });
      return send(s, "/v2/words?username=other");
    },
  },
  {
    id: "F5",
    name: "a page of another origin that adds a word by a form",
    status: 403,
    act: (s) =>
      form(s, "/v2/words/add", { word: MARKER }, { headers: { Origin: "https://evil.example" } }),
  },
  {
    id: "F6",
    name: "the same from a sandboxed frame, by the query alone",
    status: 403,
    act: (s) =>
      send(s, `/v2/words/add?word=${MARKER}`, { method: "POST", headers: { Origin: "null" } }),
  },
  {
    id: "F7",
    name: "feedback without its writer's consent",
    status: 400,
    act: (s) => feedback(s, { text: `Here ${MARKER}`, edits: [edit] }),
  },
  {
    id: "F8",
    name: "feedback as plain text, which a page of another origin may send without asking",
    status: 415,
    act: (s) => feedback(s, { consent: true, text: `Here ${MARKER}`, edits: [edit] }, "text/plain"),
  },
  {
    id: "F9",
    name: "feedback whose edits run past its text",
    status: 422,
    act: (s) => feedback(s, { consent: true, text: MARKER, edits: [{ ...edit, end: 99 }] }),
  },
  {
    id: "F10",
    name: "an origin that begins like the one that is named",
    status: 200,
    says: NOT_READABLE,
    act: (s) => send(s, "/v2/words", { headers: { Origin: `${NAMED_ORIGIN}.evil.example` } }),
  },
  {
    id: "F11",
    name: "an origin that asks to send with a key of its reader's browser",
    status: 204,
    says: /^(?!.*access-control-allow-credentials)/is,
    act: (s) =>
      send(s, "/v1/correct", {
        method: "OPTIONS",
        headers: { Origin: NAMED_ORIGIN, "Access-Control-Request-Method": "POST" },
      }),
  },
];

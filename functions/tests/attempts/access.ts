import { type Attempt, correct, KEY, MARKER, raw, send, text } from "./attempt.js";

/** Who may call. The last one uses the key up. */
export const ACCESS_ATTEMPTS: readonly Attempt[] = [
  { id: "A1", name: "no key", status: 401, act: (s) => correct(s, { text }, { key: null }) },
  { id: "A2", name: "a wrong key", status: 401, act: (s) => correct(s, { text }, { key: MARKER }) },
  {
    id: "A3",
    name: "a key in the address, where logs would keep it",
    status: 401,
    act: (s) => send(s, `/text/?input_sentence=a&key=${KEY}`, { method: "POST", key: null }),
  },
  {
    id: "A4",
    name: "the metrics without a key",
    status: 401,
    act: (s) => send(s, "/metrics", { key: null }),
  },
  {
    id: "A5",
    name: "an open address as a way in: /healthz/../v1/correct",
    status: 404,
    act: (s) => raw(s, ["POST /healthz/../v1/correct HTTP/1.1", "Content-Length: 0"]),
  },
  {
    id: "A6",
    name: "a doubled slash before a guarded address",
    status: 404,
    act: (s) => raw(s, ["POST //v1/correct HTTP/1.1", "Content-Length: 0"]),
  },
  {
    id: "A7",
    name: "an encoded slash in a guarded address",
    status: 404,
    act: (s) => raw(s, ["POST /v1%2fcorrect HTTP/1.1", "Content-Length: 0"]),
  },
  {
    id: "A8",
    name: "another method by header",
    status: 405,
    act: (s) =>
      send(s, "/healthz", { method: "POST", headers: { "X-HTTP-Method-Override": "GET" } }),
  },
  {
    id: "A9",
    name: "a page of another origin that calls with its reader's rights",
    status: 405,
    says: /^(?!.*access-control-allow-origin)/is,
    act: (s) =>
      send(s, "/v1/correct", {
        method: "OPTIONS",
        headers: { Origin: "https://evil.example", "Access-Control-Request-Method": "POST" },
      }),
  },
  {
    id: "A10",
    name: "more requests than the key may send",
    status: 429,
    says: /retry-after: \d+/i,
    act: async (s) => {
      for (let tries = 0; tries < 200; tries++) {
        const answer = await send(s, "/metrics");
        if (answer.status !== 200) return answer;
      }
      return send(s, "/metrics");
    },
  },
];

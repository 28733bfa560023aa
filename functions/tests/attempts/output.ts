import { type Attempt, correct, MARKER, raw, send } from "./attempt.js";

/** What comes out. */
export const OUTPUT_ATTEMPTS: readonly Attempt[] = [
  {
    id: "D1",
    name: "a file beside the page",
    status: 404,
    act: (s) => raw(s, ["GET /../package.json HTTP/1.1"]),
  },
  {
    id: "D2",
    name: "a file beside the page, encoded",
    status: 404,
    act: (s) => raw(s, ["GET /..%2f..%2fpackage.json HTTP/1.1"]),
  },
  {
    id: "D3",
    name: "a script as text, for a browser that guesses types",
    status: 200,
    says: /content-type: application\/json.*x-content-type-options: nosniff/is,
    act: (s) => correct(s, { text: "<script>alert(1)</script>" }),
  },
  {
    id: "D4",
    name: "the page in a frame of another origin",
    status: 200,
    says: /frame-ancestors 'none'.*x-frame-options: deny/is,
    act: (s) => send(s, "/", { key: null }),
  },
  {
    id: "D5",
    name: "a script of one's own in the page",
    status: 200,
    says: /default-src 'none'; script-src 'self';(?!.*(unsafe-inline|unsafe-eval|<script>| on\w+=))/is,
    act: (s) => send(s, "/", { key: null }),
  },
  {
    id: "D6",
    name: "a request id that would end its header",
    status: 200,
    says: /x-request-id: [\da-f-]{36}\n/i,
    act: (s) => raw(s, ["GET /healthz HTTP/1.1", `X-Request-Id: <${MARKER}>`]),
  },
  {
    id: "D7",
    name: "a host name that an answer would repeat",
    status: 404,
    act: (s) =>
      send(s, "/nowhere", { headers: { "X-Forwarded-Host": MARKER, Forwarded: `host=${MARKER}` } }),
  },
  {
    id: "D8",
    name: "the framework's own name and version",
    status: 200,
    says: /^(?!.*(x-powered-by|\nserver:|express))/is,
    act: (s) => send(s, "/healthz"),
  },
];

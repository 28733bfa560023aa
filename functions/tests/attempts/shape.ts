import { type Attempt, MARKER, post, raw, send } from "./attempt.js";

/** Input that is not what it says. */
export const SHAPE_ATTEMPTS: readonly Attempt[] = [
  {
    id: "C1",
    name: "members that would change every object",
    status: 400,
    act: (s) => post(s, `{"text":"a","__proto__":{"polluted":"${MARKER}"}}`),
  },
  {
    id: "C2",
    name: "members that would change every object, among the options",
    status: 400,
    act: (s) => post(s, `{"text":"a","options":{"constructor":{"prototype":{"polluted":1}}}}`),
  },
  {
    id: "C3",
    name: "bytes that are not UTF-8",
    status: 400,
    act: (s) =>
      post(
        s,
        Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
      ),
  },
  {
    id: "C4",
    name: "broken JSON that holds a text",
    status: 400,
    act: (s) => post(s, `{"text": "${MARKER}`),
  },
  {
    id: "C5",
    name: "a form, which a page of another origin may send without asking",
    status: 415,
    act: (s) => post(s, `text=${MARKER}`, { headers: { "Content-Type": "text/plain" } }),
  },
  {
    id: "C6",
    name: "a body in UTF-7",
    status: 415,
    act: (s) => post(s, "{}", { headers: { "Content-Type": "application/json; charset=utf-7" } }),
  },
  {
    id: "C7",
    name: "a parameter given twice, of which two readers take different ones",
    status: 400,
    act: (s) => send(s, `/text/?input_sentence=${MARKER}&input_sentence=b`, { method: "POST" }),
  },
  {
    id: "C8",
    name: "a request hidden in another one's body",
    status: 400,
    act: (s) =>
      raw(
        s,
        ["POST /v1/correct HTTP/1.1", "Content-Length: 4", "Transfer-Encoding: chunked"],
        "0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n",
      ),
  },
  {
    id: "C9",
    name: "an address that cannot be decoded",
    status: 404,
    act: (s) => raw(s, [`GET /%ff${MARKER} HTTP/1.1`]),
  },
  {
    id: "C10",
    name: "TRACE, which echoes headers",
    status: 405,
    act: (s) => raw(s, ["TRACE /healthz HTTP/1.1"]),
  },
];

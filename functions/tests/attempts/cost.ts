import { gzipSync } from "node:zlib";
import { type Attempt, correct, post, raw, text } from "./attempt.js";

/** Input that costs more than it looks. */
export const COST_ATTEMPTS: readonly Attempt[] = [
  {
    id: "B1",
    name: "a compressed bomb",
    status: 415,
    act: (s) =>
      post(s, gzipSync(Buffer.alloc(20_000_000, 32)), { headers: { "Content-Encoding": "gzip" } }),
  },
  {
    id: "B2",
    name: "a body that claims a gigabyte",
    status: 413,
    act: (s) =>
      raw(s, [
        "POST /v1/correct HTTP/1.1",
        "Content-Type: application/json",
        "Content-Length: 1073741824",
      ]),
  },
  {
    id: "B3",
    name: "a body over the limit in chunks that claim nothing",
    status: 413,
    act: (s) =>
      raw(
        s,
        [
          "POST /v1/correct HTTP/1.1",
          "Content-Type: application/json",
          "Transfer-Encoding: chunked",
        ],
        `200000\r\n${" ".repeat(0x200000)}\r\n0\r\n\r\n`,
      ),
  },
  {
    id: "B4",
    name: "a text over the limit",
    status: 413,
    act: (s) => correct(s, { text: "a".repeat(60_000) }),
  },
  {
    id: "B5",
    name: "JSON nested a hundred thousand deep",
    status: 400,
    act: (s) => post(s, `{"text":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
  },
  {
    id: "B6",
    name: "1001 texts",
    status: 400,
    act: (s) => correct(s, { texts: Array(1001).fill("a") }),
  },
  {
    id: "B7",
    name: "a search a thousand beams wide",
    status: 400,
    act: (s) => correct(s, { text, options: { numBeams: 1000 } }),
  },
  {
    id: "B8",
    name: "more protected spans than anybody needs",
    status: 400,
    act: (s) => correct(s, { text, options: { protect: Array(1001).fill({ start: 0, end: 1 }) } }),
  },
  {
    id: "B9",
    name: "headers of a megabyte",
    status: 431,
    act: (s) => raw(s, ["GET /healthz HTTP/1.1", `X-Long: ${"a".repeat(1_000_000)}`]),
  },
  {
    id: "B10",
    name: "text made to send patterns astray",
    status: 200,
    act: (s) =>
      correct(s, { text: `${"<a ".repeat(5_000)}${"(".repeat(5_000)}${"a@".repeat(5_000)}` }),
  },
];

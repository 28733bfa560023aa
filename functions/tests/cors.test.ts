import { describe, expect, it } from "vitest";
import { startServer } from "./util.js";

const ORIGIN = "https://app.example.org";

/** Headers of an answer that tell a browser who may read it. */
function corsOf({ headers }: Response): Record<string, string> {
  const names = [...headers.keys()].filter((name) => name.startsWith("access-control-"));
  return Object.fromEntries(
    ["vary", "cross-origin-resource-policy", ...names].map((name) => [
      name.replace("access-control-", ""),
      headers.get(name) ?? "",
    ]),
  );
}

const READABLE = {
  "allow-origin": ORIGIN,
  "expose-headers": "Retry-After, X-Gramai-Model, X-Request-Id",
  "cross-origin-resource-policy": "cross-origin",
  vary: "Origin",
};
const CLOSED = { "cross-origin-resource-policy": "same-origin" };

describe("pages of other origins", () => {
  const rows: readonly {
    name: string;
    origins: string;
    origin?: string;
    path?: string;
    cors: Record<string, string>;
  }[] = [
    { name: "none unless asked for", origins: "", origin: ORIGIN, cors: { ...CLOSED, vary: "" } },
    {
      name: "one that is named",
      origins: `https://x.org,${ORIGIN}`,
      origin: ORIGIN,
      cors: READABLE,
    },
    { name: "all", origins: "*", origin: ORIGIN, cors: READABLE },
    {
      name: "one that is not named",
      origins: "https://x.org",
      origin: ORIGIN,
      cors: { ...CLOSED, vary: "Origin" },
    },
    {
      name: "one whose name begins alike",
      origins: ORIGIN,
      origin: `${ORIGIN}.evil.example`,
      cors: { ...CLOSED, vary: "Origin" },
    },
    { name: "no page at all", origins: "*", cors: { ...CLOSED, vary: "Origin" } },
    {
      name: "an address that is for machines",
      origins: "*",
      origin: ORIGIN,
      path: "/metrics",
      cors: { ...CLOSED, vary: "" },
    },
  ];
  it.each(rows)("may read answers: $name", async ({ origins, origin, path, cors }) => {
    const server = await startServer({ env: origins ? { GRAMAI_CORS_ORIGINS: origins } : {} });
    const headers = origin ? { Origin: origin } : {};
    const response = await fetch(server.url + (path ?? "/v2/languages"), { headers });
    await server.close();
    expect(response.status).toBe(200);
    expect(corsOf(response)).toEqual(cors);
  });

  it("are told what they may send, before they send it and without a key", async () => {
    const digest = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";
    const server = await startServer({
      env: { GRAMAI_CORS_ORIGINS: ORIGIN, GRAMAI_API_KEYS: `a:${digest}` },
    });
    const ask = (path: string, headers: Record<string, string>) =>
      fetch(server.url + path, { method: "OPTIONS", headers });
    const asking = { Origin: ORIGIN, "Access-Control-Request-Method": "POST" };
    const answers = {
      asked: await ask("/v1/correct", asking),
      elsewhere: await ask("/healthz", asking),
      stranger: await ask("/v1/correct", { ...asking, Origin: "https://x.org" }),
      plain: await ask("/v1/correct", { Origin: ORIGIN }),
      refused: await fetch(`${server.url}/v1/correct`, { method: "POST", headers: asking }),
    };
    await server.close();
    expect(answers.asked.status).toBe(204);
    expect(corsOf(answers.asked)).toEqual({
      ...READABLE,
      "allow-methods": "GET, POST",
      "allow-headers": "Authorization, Content-Type, X-Api-Key, X-Request-Id",
      "max-age": "86400",
    });
    for (const other of [answers.elsewhere, answers.stranger, answers.plain]) {
      expect(other.status).toBe(405);
    }
    // The page must be able to read why.
    expect(answers.refused.status).toBe(401);
    expect(corsOf(answers.refused)).toEqual(READABLE);
  });
});

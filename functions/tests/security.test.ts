import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHttpsFiles } from "../../infra/sources/https.js";
import { ACCESS_ATTEMPTS } from "./attempts/access.js";
import { type Attempt, KEY, MARKER, OTHER_KEY, transcript } from "./attempts/attempt.js";
import { COST_ATTEMPTS } from "./attempts/cost.js";
import { KEEPING_ATTEMPTS, NAMED_ORIGIN } from "./attempts/keeping.js";
import { OUTPUT_ATTEMPTS } from "./attempts/output.js";
import { SHAPE_ATTEMPTS } from "./attempts/shape.js";
import { startServer, type TestServer } from "./util.js";

const ATTEMPTS = [...COST_ATTEMPTS, ...SHAPE_ATTEMPTS, ...OUTPUT_ATTEMPTS, ...ACCESS_ATTEMPTS];

const digest = (key: string) => createHash("sha256").update(key).digest("hex");
const store = mkdtempSync(join(tmpdir(), "gramai-attempts-"));

let server: TestServer;
/** One that keeps words and feedback, and lets pages of one origin in. */
let keeping: TestServer;
beforeAll(async () => {
  const env = { GRAMAI_API_KEYS: `tester:${digest(KEY)}:100`, GRAMAI_LOG_LEVEL: "debug" };
  server = await startServer({ env });
  keeping = await startServer({
    env: {
      ...env,
      GRAMAI_API_KEYS: `${env.GRAMAI_API_KEYS} other:${digest(OTHER_KEY)}`,
      GRAMAI_STORE: store,
      GRAMAI_FEEDBACK: "on",
      GRAMAI_CORS_ORIGINS: NAMED_ORIGIN,
    },
  });
});
afterAll(async () => {
  await Promise.all([server.close(), keeping.close()]);
  rmSync(store, { recursive: true, force: true });
});

async function holds({ status, says, act }: Attempt, target: TestServer): Promise<void> {
  const answer = await act(target);
  expect(answer.status).toBe(status);
  const told = transcript(answer);
  if (says) expect(told).toMatch(says);
  if (status !== 200) expect(told).not.toContain(MARKER);
  expect(told).not.toMatch(/node_modules|\n +at |\.ts:\d/);
  expect(Object.prototype).not.toHaveProperty("polluted");
}

describe("attempts against the running function", () => {
  it.each(ATTEMPTS)("$id: $name is answered with $status", (attempt) => holds(attempt, server));

  it.each(KEEPING_ATTEMPTS)("$id: $name is answered with $status", (attempt) =>
    holds(attempt, keeping),
  );

  it("leave no text, key or address in the log, and every line is one JSON object", () => {
    const logged = server.logged() + keeping.logged();
    expect(logged).not.toContain(MARKER);
    expect(logged).not.toContain(KEY);
    expect(logged).not.toContain(OTHER_KEY);
    const lines = logged.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(ATTEMPTS.length / 2);
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty("severity");
  });
});

/** Ingestion reads addresses that people give it; none may lead inside (core of it: infra/sources/). */
const SOURCES: readonly { id: string; name: string; address: string; resolves?: string }[] = [
  { id: "E1", name: "an address without encryption", address: "http://allowed.example/a.csv" },
  { id: "E2", name: "a host that nobody allowed", address: "https://evil.example/a.csv" },
  { id: "E3", name: "an unusual port", address: "https://allowed.example:8443/a.csv" },
  { id: "E4", name: "a password in the address", address: "https://u:p@allowed.example/a.csv" },
  { id: "E5", name: "this machine by number", address: "https://127.0.0.1/a.csv" },
  { id: "E6", name: "this machine by another spelling", address: "https://2130706433/a.csv" },
  { id: "E7", name: "this machine in IPv6", address: "https://[::ffff:127.0.0.1]/a.csv" },
  {
    id: "E8",
    name: "the cloud's metadata",
    address: "https://169.254.169.254/computeMetadata/v1/",
  },
  {
    id: "E9",
    name: "an allowed name that leads to a private address",
    address: "https://allowed.example/a.csv",
    resolves: "10.0.0.1",
  },
  { id: "E10", name: "a file of this machine", address: "file:///etc/passwd" },
];

describe("attempts against ingestion", () => {
  it.each(SOURCES)("$id: $name is refused", async ({ address, resolves = "127.0.0.1" }) => {
    const files = createHttpsFiles({
      // With every public host allowed too, addresses inside stay closed.
      hosts: /^https:\/\/[\d[]/.test(address) ? ["*"] : ["allowed.example"],
      trustedOrigins: [],
      lookup: ((_name: string, options: { all?: boolean }, done: (...found: unknown[]) => void) =>
        options.all
          ? done(null, [{ address: resolves, family: 4 }])
          : done(null, resolves, 4)) as never,
    });
    await expect(files.open(address)).rejects.toMatchObject({ code: "unprocessable" });
  });
});

describe("docs/security.md", () => {
  it("lists every attempt and no other", () => {
    const page = readFileSync(new URL("../../docs/security.md", import.meta.url), "utf8");
    const listed = [...page.matchAll(/^\| ([A-F]\d+) \|/gm)].map(([, id]) => id);
    const tried = [...ATTEMPTS, ...SOURCES, ...KEEPING_ATTEMPTS].map(({ id }) => id);
    expect(listed.toSorted()).toEqual(tried.toSorted());
    expect(tried.length).toBeGreaterThanOrEqual(25);
  });
});

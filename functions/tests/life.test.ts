import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { afterEach, describe, expect, it } from "vitest";
import { readAlias } from "../../core/aliases.js";
import type { Life } from "../../core/life.js";
import { runPaths, runStatusSchema } from "../../core/run.js";
import { readJson } from "../../core/stored-json.js";
import { InstantJobs, MODEL, testLife, versionOf } from "../../core/test-support/life.js";
import { MemoryObjectStore } from "../../core/test-support/memory-store.js";
import { Random } from "../../core/test-support/random.js";
import { type PushedMessage, push } from "../../infra/fake-gcp/push.js";
import { packagePath } from "../../infra/local/package-root.js";
import { claimBodies } from "../body.js";
import { toConfig } from "../config.js";
import { createContext } from "../context.js";
import type { Env } from "../env.js";
import { evaluateRoutes } from "../evaluate.js";
import { createLog } from "../log.js";
import { promoteRoutes } from "../promote.js";
import { createHandler, type Route } from "../router.js";
import { trainRoutes } from "../train.js";

const lines: string[] = [];
const open: (() => void)[] = [];
afterEach(() => {
  lines.length = 0;
  for (const close of open.splice(0)) close();
});

let servers = 0;

/** A pushed function on the real framework. */
async function serve(routes: readonly Route[], life: Life, env: Env = {}): Promise<string> {
  const config = toConfig(env, { cores: 1 });
  const context = createContext(config, {
    log: createLog(config.log, { write: (line) => void lines.push(line) }),
    life,
    verifyToken: async (token) => {
      if (!token.endsWith("-token")) throw new Error("not signed by Google");
      return { email: `${token.slice(0, -"-token".length)}@p.iam.gserviceaccount.com` };
    },
  });
  const name = `life-${servers++}`;
  http(
    name,
    createHandler(() => context, routes),
  );
  const server = getTestServer(name);
  claimBodies(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const ask = (id: string, request: Record<string, unknown> = {}): PushedMessage => ({
  messageId: id,
  data: JSON.stringify({ requestId: "run-1", experiment: "small", reason: "test", ...request }),
  attributes: {},
});
const finalised = (objectId: string): PushedMessage => ({
  messageId: objectId,
  data: "{}",
  attributes: { eventType: "OBJECT_FINALIZE", objectId, bucketId: "data" },
});

describe("the functions of a model's life", () => {
  it("start one job for fifty deliveries in any order, with duplicates", async () => {
    const life = testLife(new MemoryObjectStore());
    const url = await serve(trainRoutes, life);
    const random = new Random(5);
    const messages = Array.from({ length: 50 }, (_, i) => ask(`m${i}`));
    const { statuses, deadLetters } = await push(messages, {
      url,
      random: () => random.next(),
      duplicates: 0.3,
    });
    expect(life.jobs.submitted).toHaveLength(1);
    expect(deadLetters).toEqual([]);
    expect([...statuses.values()].flat().every((status) => status === 204)).toBe(true);
  });

  it("take runs from message to serving alias, however events are ordered and repeated", async () => {
    const store = new MemoryObjectStore();
    const life = testLife(store);
    const random = new Random(9);
    const options = { random: () => random.next(), duplicates: 0.5 };
    const [train, evaluate, promote] = await Promise.all([
      serve(trainRoutes, life),
      serve(evaluateRoutes, life),
      serve(promoteRoutes, life),
    ]);
    const runs = ["run-1", "run-2", "run-3"];
    const requests = runs.map((run) => ask(run, { requestId: run }));
    await push(requests, { ...options, url: train });
    const events = runs.flatMap((run) => [
      finalised(runPaths(run).result),
      finalised(runPaths(run).metrics),
      finalised("models/gramai/0123456789ab/encoder.onnx"),
    ]);
    const first = await push(events, { ...options, url: evaluate });
    const decided = await push(
      runs.map((run) => finalised(runPaths(run).evaluation)),
      { ...options, url: promote },
    );
    expect([...first.deadLetters, ...decided.deadLetters]).toEqual([]);
    // All three are equally good: the first that is decided on serves, the others do not replace it.
    const alias = (await readAlias(store, MODEL))?.value;
    expect(runs.map(versionOf)).toContain(alias?.version);
    expect(alias?.previous).toBeNull();
    expect(await store.stat("runs/index.html")).toBeDefined();
    for (const line of ["run submitted", "run ended", "model promoted", "model kept back"]) {
      expect(lines.join("")).toContain(`"message":"${line}"`);
    }
  });

  it("look after runs when Cloud Scheduler's task comes", async () => {
    const store = new MemoryObjectStore();
    const life = testLife(store);
    const url = await serve(trainRoutes, life);
    await push([ask("m")], { url, random: () => 1 });
    // Its job has ended and left nothing.
    await store.delete(runPaths("run-1").result);
    await store.delete("runs/index.html");
    const task = { messageId: "t", data: '{"task":"check-runs"}', attributes: {} };
    const { statuses } = await push([task], { url, random: () => 1 });
    expect(statuses.get("t")).toEqual([204]);
    const status = await readJson(store, runPaths("run-1").status, runStatusSchema);
    expect(status?.value).toMatchObject({ state: "failed" });
    expect(lines.join("")).toContain('"status":"failed"');
    expect(await store.stat("runs/index.html")).toBeDefined();
    const terraform = readFileSync(packagePath("terraform/training.tf"), "utf8");
    expect(terraform).toContain('jsonencode({ task = "check-runs" })');
  });

  it("give a poison message up after five deliveries, with every fault in the log and no text", async () => {
    const url = await serve(trainRoutes, testLife(new MemoryObjectStore()));
    const poison = ask("poison", { requestId: "secret words!", colour: "red" });
    const { statuses, deadLetters } = await push([poison], { url, random: () => 0 });
    expect(statuses.get("poison")).toEqual([400, 400, 400, 400, 400]);
    expect(deadLetters).toEqual([poison]);
    const logged = lines.join("");
    expect(logged).toContain("requestId: expected 1 to 63 of a-z");
    expect(logged).toContain('Unrecognized key: \\"colour\\"');
    expect(logged).not.toContain("secret words");
  });

  it.each([
    {
      name: "a result nobody asked for",
      path: "runs/nobody/result.json",
      says: "belongs to no run",
    },
    {
      name: "an evaluation that is not there",
      path: "runs/nobody/evaluation.json",
      says: "evaluate the run first",
    },
  ])("do not acknowledge $name", async ({ path, says }) => {
    const routes = path.endsWith("result.json") ? evaluateRoutes : promoteRoutes;
    const url = await serve(routes, testLife(new MemoryObjectStore()));
    const { deadLetters } = await push([finalised(path)], { url, random: () => 0 });
    expect(deadLetters).toHaveLength(1);
    expect(lines.join("")).toContain(says);
  });

  it.each([
    { name: "no token", token: undefined, status: 401 },
    { name: "a token Google did not sign", token: "forged", status: 401 },
    { name: "another account's token", token: "other-token", status: 401 },
    { name: "the right token", token: "push-token", status: 204 },
  ])("answer $name with $status", async ({ token, status }) => {
    const life = testLife(new MemoryObjectStore());
    const env = { GRAMAI_PUSH_ACCOUNT: "push@p.iam.gserviceaccount.com" };
    const url = await serve(trainRoutes, life, env);
    const options = { url, random: () => 1, maxAttempts: 1, ...(token && { token }) };
    const { statuses } = await push([ask("m")], options);
    expect(statuses.get("m")).toEqual([status]);
    expect(life.jobs.submitted).toHaveLength(status === 204 ? 1 : 0);
  });

  it.each([
    { name: "not an envelope", body: "{}", status: 400 },
    { name: "not JSON", body: "{", status: 400 },
    { name: "nothing", body: "", status: 400 },
  ])("refuse $name", async ({ body, status }) => {
    const url = await serve(trainRoutes, testLife(new MemoryObjectStore()));
    const headers = { "Content-Type": "application/json" };
    expect((await fetch(url, { method: "POST", headers, body })).status).toBe(status);
  });

  it("have a job submitted on the next delivery after an outage of its service", async () => {
    const store = new MemoryObjectStore();
    class Flaky extends InstantJobs {
      left = 2;
      override async submit(spec: Parameters<InstantJobs["submit"]>[0]) {
        if (this.left-- > 0) throw new Error("socket hang up");
        return super.submit(spec);
      }
    }
    const jobs = new Flaky(store, 51);
    const url = await serve(trainRoutes, testLife(store, { jobs }));
    const { statuses } = await push([ask("m")], { url, random: () => 1 });
    expect(statuses.get("m")).toEqual([500, 500, 204]);
    expect(jobs.submitted).toEqual(["run-1#1"]);
  });
});

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { root } from "../../cli/tests/processes.js";
import { startServer, type TestServer } from "../../functions/tests/util.js";

const here = join(root, "scripts/release");
const work = mkdtempSync(join(tmpdir(), "gramai-release-"));
const calls = join(work, "calls");
let service: TestServer;

interface Finished {
  readonly status: number | null;
  readonly output: string;
  /** What gcloud was asked to do, without what it was only asked. */
  readonly changes: readonly string[];
}

/** Runs a script of the release in a folder as the build leaves it, with a stand-in for gcloud. */
async function run(
  script: string,
  args: readonly string[] = [],
  url = service.url,
): Promise<Finished> {
  writeFileSync(calls, "");
  const child = spawn("bash", [join(here, script), ...args], {
    cwd: work,
    env: {
      PATH: `${join(here, "testdata")}${delimiter}${process.env.PATH}`,
      CALLS: calls,
      COMMIT_SHA: "c0ffee",
      FUNCTIONS: "correct train",
      PREFIX: "gramai",
      PROJECT_ID: "p",
      REGION: "europe-west4",
      REPOSITORY: "registry/gramai-images",
      SERVICE_URL: url,
    },
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk));
  const [status] = (await once(child, "close")) as [number | null];
  const lines = readFileSync(calls, "utf8").trim().split("\n");
  const changes = lines.filter((line) => /run deploy|update-traffic|tags add|sbom/.test(line));
  return { status, output, changes };
}

const traffic = (name: string, revision: string) =>
  `gcloud run services update-traffic gramai-${name} --region=europe-west4 --quiet --to-revisions=${revision}=100`;

const bash = spawnSync("bash", ["--version"]).status === 0 && process.platform !== "win32";
if (!bash) console.log("Skipped: the release's scripts need bash on Linux or macOS");

describe.runIf(bash)("a release", () => {
  beforeAll(async () => {
    service = await startServer();
    await fetch(`${service.url}/v1/correct`, { method: "POST" });
    await fetch(`${service.url}/text/?input_sentence=a`, { method: "POST" });
  });
  beforeEach(() => {
    rmSync(join(work, "release"), { recursive: true, force: true });
    for (const folder of ["dist/correct", "dist/train", "release"]) {
      mkdirSync(join(work, folder), { recursive: true });
    }
    for (const name of ["correct", "train", "trainer"]) {
      writeFileSync(join(work, "release", name), `registry/gramai-images/${name}@sha256:${name}`);
    }
  });
  afterAll(async () => {
    await service.close();
    rmSync(work, { recursive: true });
  });

  it("deploys by digest, without traffic, and notes what served before", async () => {
    const { status, changes } = await run("deploy.sh");
    expect(status).toBe(0);
    expect(changes).toEqual(
      ["correct", "train"].map(
        (name) =>
          `gcloud run deploy gramai-${name} --region=europe-west4 --image=registry/gramai-images/${name}@sha256:${name} --no-traffic --tag=candidate --quiet`,
      ),
    );
    expect(readFileSync(join(work, "release/correct.previous"), "utf8").trim()).toBe("r1");
    expect(readFileSync(join(work, "release/correct.revision"), "utf8").trim()).toBe("r2");
  });

  it("gives traffic to the new revisions, callers' last", async () => {
    await run("deploy.sh");
    const { status, output, changes } = await run("shift.sh");
    expect([status, output]).toEqual([0, expect.not.stringContaining("FAILED")]);
    expect(changes).toEqual([traffic("train", "r2"), traffic("correct", "r2")]);
  });

  it("goes back when the service does not answer with the traffic on it", async () => {
    await run("deploy.sh");
    const { status, output, changes } = await run("shift.sh", [], "http://127.0.0.1:9");
    expect(status).toBe(1);
    expect(output).toContain("going back");
    expect(changes.slice(2)).toEqual([traffic("correct", "r1"), traffic("train", "r1")]);
  });

  it("is taken back by hand without any notes", async () => {
    rmSync(join(work, "release"), { recursive: true });
    const { changes } = await run("rollback.sh");
    expect(changes).toEqual([traffic("correct", "r1"), traffic("train", "r1")]);
  });

  it("marks what is released", async () => {
    const { changes } = await run("tag.sh");
    expect(changes).toContain(
      "gcloud artifacts docker tags add registry/gramai-images/trainer@sha256:trainer registry/gramai-images/trainer:current --quiet",
    );
  });

  it("finds nothing wrong with a running service, and everything with a missing one", async () => {
    const good = await run("smoke.sh", [service.url]);
    expect([good.status, good.output.match(/^ok:/gm)?.length]).toEqual([0, 5]);
    const bad = await run("smoke.sh", ["http://127.0.0.1:9"]);
    expect([bad.status, bad.output.match(/^FAILED:/gm)?.length]).toEqual([1, 5]);
  });

  it("says which step failed and where its log is", () => {
    const { status, stderr } = spawnSync("bash", [join(here, "step.sh"), "test", "false"], {
      encoding: "utf8",
      env: { ...process.env, BUILD_ID: "b-1", REGION: "r", PROJECT_ID: "p" },
    });
    expect(status).toBe(1);
    expect(stderr).toContain('Step "test" failed with status 1: false');
    expect(stderr).toContain("https://console.cloud.google.com/cloud-build/builds;region=r/b-1");
  });
});

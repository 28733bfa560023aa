import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, runNode } from "./processes.js";

const BIN = join(root, "cli", "bin.mjs");
const TSV = Array.from({ length: 40 }, (_, i) => `He go to room ${i}.\tHe goes to room ${i}.`).join(
  "\n",
);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gramai-cli-"));
  await writeFile(join(folder, "pairs.tsv"), `${TSV}\nhalf a row\n`);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const ingest = (...args: string[]) =>
  runNode([BIN, "ingest", ...args, "--store", "store"], { cwd: folder });

describe("gramai ingest", () => {
  it("makes a version of a file and prints its counts; again it finds it", async () => {
    const first = await ingest("pairs.tsv", "--name", "pairs");
    expect(first.status).toBe(0);
    expect(first.stdout).toMatch(/^rows +41\ntaken +40\n/);
    expect(first.stdout).toMatch(/left out +1\n {2}wrong columns +1\n/);
    expect(first.stdout).toMatch(/Made: store\/datasets\/pairs\/\w{12} /);
    const again = await ingest("pairs.tsv", "--name", "pairs");
    expect(again.stdout).toContain("Found (nothing to do): store/datasets/pairs/");
  });

  it("reads a hub's data set up to a limit", async () => {
    const server = createServer((request, response) => {
      const { url = "", headers } = request;
      if (url.startsWith("/api/datasets/o/d/parquet/")) response.writeHead(404).end();
      else if (url.startsWith("/api/")) response.end('[{"type":"file","path":"train.tsv"}]');
      else if (url === "/datasets/o/d/resolve/main/train.tsv") {
        response.writeHead(302, { Location: `http://${headers.host}/files/x` }).end();
      } else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const gone = await ingest("hf:o/d", "--name", "hub", "--hub", hub);
    expect(gone.status).toBe(1);
    expect(gone.stderr).toContain(`${hub}/files/x answers 404; check the address`);
    server.removeAllListeners("request");
    server.on("request", ({ url = "" }, response) => {
      if (url.includes("/parquet/")) response.writeHead(404).end();
      else response.end(url.startsWith("/api/") ? '[{"type":"file","path":"train.tsv"}]' : TSV);
    });
    const { status, stdout } = await ingest(
      "hf:o/d",
      "--name",
      "hub",
      "--hub",
      hub,
      "--limit",
      "7",
    );
    server.close();
    expect([status, /^rows +7\n/.test(stdout)]).toEqual([0, true]);
  });

  it.each([
    [["none.tsv", "--name", "x"], "cannot read none.tsv: no such file"],
    [["pairs.tsv", "--name", "X Y"], "expected a name of a-z"],
    [["pairs.tsv", "--name", "x", "--limit", "many"], "number"],
    [["pairs.tsv"], "--name"],
  ])("explains the mistake in %j", async (args, message) => {
    const { status, stderr } = await ingest(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

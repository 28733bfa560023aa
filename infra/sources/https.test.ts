import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UnavailableError, UnprocessableError } from "../../core/errors.js";
import { SourceNotFoundError } from "../../core/ingest/ports.js";
import { isPublicAddress } from "./addresses.js";
import { createHttpsFiles } from "./https.js";
import { chooseFiles, createDatasetHub } from "./hub.js";

describe("isPublicAddress", () => {
  it.each([
    ["93.184.216.34", true],
    ["8.8.8.8", true],
    ["2606:4700::1111", true],
    ["127.0.0.1", false],
    ["10.1.2.3", false],
    ["172.16.0.1", false],
    ["172.32.0.1", true],
    ["192.168.1.1", false],
    ["169.254.169.254", false],
    ["100.64.0.1", false],
    ["0.0.0.0", false],
    ["255.255.255.255", false],
    ["224.0.0.1", false],
    ["::1", false],
    ["::", false],
    ["::ffff:127.0.0.1", false],
    ["::ffff:8.8.8.8", false],
    ["64:ff9b::7f00:1", false],
    ["fe80::1", false],
    ["fd00::1", false],
    ["ff02::1", false],
    ["2002:7f00:1::", false],
    ["2001:db8::1", false],
    ["not an address", false],
  ])("%s", (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });
});

/** What the server answers, by path. */
const ANSWERS: Readonly<Record<string, RequestListener>> = {
  "/a.csv": (_, response) => response.end("input,target\n"),
  "/gone.csv": (_, response) => {
    response.writeHead(200, { "Content-Length": 1000 });
    response.write("input,target\n", () => response.destroy());
  },
  "/huge.csv": (_, response) => {
    response.writeHead(200, { "Content-Length": 10_000_000_000 });
    response.write("x");
  },
  "/silent.csv": () => undefined,
  "/stalls.csv": (_, response) => {
    response.writeHead(200);
    response.write("input");
  },
  "/broken.csv": (_, response) => response.writeHead(503).end(),
  "/private.csv": (_, response) => response.writeHead(401).end(),
  "/hop": (_, response) => response.writeHead(302, { Location: "/a.csv" }).end(),
  "/loop": (_, response) => response.writeHead(302, { Location: "/loop" }).end(),
  "/metadata": (_, response) =>
    response.writeHead(302, { Location: "http://169.254.169.254/token" }).end(),
  "/inside": (_, response) =>
    response.writeHead(307, { Location: "https://inside.example.org/x" }).end(),
  "/elsewhere": (_, response) => response.writeHead(301, { Location: "https://evil.test/x" }).end(),
  "/api/datasets/o/converted/parquet/default/train": (request, response) =>
    response.end(JSON.stringify([`http://${request.headers.host}/0.parquet`])),
  "/api/datasets/o/files/tree/main": (_, response) =>
    response.end(
      JSON.stringify([
        { type: "directory", path: "data" },
        { type: "file", path: "data/train-2.csv" },
        { type: "file", path: "data/train-1 a.csv" },
        { type: "file", path: "data/test-1.csv" },
        { type: "file", path: "README.md" },
      ]),
    ),
  "/api/datasets/o/odd/tree/main": (_, response) => response.end("<html>"),
};

let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = ANSWERS[(request.url ?? "").split("?", 1)[0] as string];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Our server is trusted; every other name leads into the private network. */
function files(changes: { idleMs?: number; totalMs?: number } = {}) {
  return createHttpsFiles({
    hosts: ["inside.example.org", "*.data.example.org", "169.254.169.254", "[::1]"],
    trustedOrigins: [base],
    idleMs: 5_000,
    lookup: ((_name: string, _options: object, callback: (...found: unknown[]) => void) =>
      callback(null, [
        { address: "93.184.216.34", family: 4 },
        { address: "10.0.0.7", family: 4 },
      ])) as never,
    ...changes,
  });
}

async function read(path: string, from = files()): Promise<string> {
  const file = await from.open(`${base}${path}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe("createHttpsFiles", () => {
  it("reads a file, over a redirect too", async () => {
    expect(await read("/a.csv")).toBe("input,target\n");
    expect(await read("/hop")).toBe("input,target\n");
    expect((await files().open(`${base}/hop`)).name).toBe("a.csv");
  });

  it.each([
    ["http://data.example.org/a.csv", /Expected an https:\/\/ address, got http:/],
    ["file:///etc/passwd", /Expected an https:\/\/ address, got file:/],
    ["https://evil.test/a.csv", /allows \(inside.example.org, .*got evil.test/],
    ["https://data.example.org.evil.test/a.csv", /got data.example.org.evil.test/],
    ["https://data.example.org/a.csv", /got data.example.org/],
    ["https://x.data.example.org:8443/a.csv", /usual HTTPS port, got port 8443/],
    ["https://me:pw@x.data.example.org/a.csv", /without user name and password/],
    ["https://169.254.169.254/computeMetadata", /private network/],
    ["https://[::1]/a.csv", /private network/],
    ["https://inside.example.org/a.csv", /inside.example.org is an address inside a private/],
    ["no address", /Expected an address such as/],
  ])("refuses %s", async (url, message) => {
    await expect(files().open(url)).rejects.toThrow(UnprocessableError);
    await expect(files().open(url)).rejects.toThrow(message);
  });

  it.each([
    ["/metadata", /Expected an https:\/\/ address/],
    ["/inside", /private network/],
    ["/elsewhere", /got evil.test/],
    ["/loop", /redirects more than 5 times/],
  ])("refuses the redirect of %s", async (path, message) => {
    await expect(files().open(`${base}${path}`)).rejects.toThrow(message);
  });

  it("says that a source went away, and after how much", async () => {
    await expect(read("/gone.csv")).rejects.toThrow(UnavailableError);
    await expect(read("/gone.csv")).rejects.toThrow(/went away after \d+ of 1000 bytes/);
  });

  it("tells the declared size before anything is read", async () => {
    const file = await files().open(`${base}/huge.csv`);
    expect(file.declaredBytes).toBe(10_000_000_000);
    file.close();
  });

  it.each([
    ["/silent.csv", { idleMs: 100 }],
    ["/stalls.csv", { totalMs: 300 }],
    ["/broken.csv", {}],
  ])("gives up %s for now", async (path, limits) => {
    await expect(read(path, files(limits))).rejects.toThrow(UnavailableError);
  });

  it.each(["/none.csv", "/private.csv"])("says that %s is not there", async (path) => {
    await expect(files().open(`${base}${path}`)).rejects.toThrow(SourceNotFoundError);
  });
});

describe("createDatasetHub", () => {
  const list = (id: string, split = "train") =>
    createDatasetHub(files(), base).files(id, "default", split);

  it("takes the Parquet files that the hub made", async () => {
    expect(await list("o/converted")).toEqual([`${base}/0.parquet`]);
  });

  it("takes the repository's own files where it made none", async () => {
    expect(await list("o/files")).toEqual([
      `${base}/datasets/o/files/resolve/main/data/train-1%20a.csv`,
      `${base}/datasets/o/files/resolve/main/data/train-2.csv`,
    ]);
  });

  it.each([
    ["o/none", "train", /no public data set o\/none/],
    ["o/files", "dev", /no split "dev"; it has data\/test-1.csv/],
    ["o/odd", "train", /answer is not what its API promises/],
  ])("refuses %s %s", async (id, split, message) => {
    await expect(list(id, split)).rejects.toThrow(message);
  });

  it("takes all files for train where none names a split", () => {
    expect(chooseFiles(["b.tsv.gz", "a.tsv.gz", "notes.md"], "o/x", "train")).toEqual([
      "a.tsv.gz",
      "b.tsv.gz",
    ]);
    expect(() => chooseFiles(["a.tsv"], "o/x", "test")).toThrow(/no split "test"/);
  });
});

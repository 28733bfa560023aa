import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { FakeBucket, type FakeObject } from "./bucket.js";
import { parseMultipart } from "./multipart.js";

/** A fault that the server answers with instead of doing what was asked. */
export interface StorageFault {
  readonly status: number;
  /** Whether the request was carried out before the answer got lost. */
  readonly done?: boolean;
}

export interface FakeStorage {
  /** What the official client takes as `apiEndpoint`. */
  readonly endpoint: string;
  readonly bucket: FakeBucket;
  /** Requests so far, as "METHOD path". */
  readonly requests: readonly string[];
  /** Faults for the next requests, in order. */
  readonly faults: StorageFault[];
  close(): Promise<void>;
}

/** Chunks of a resumable upload are multiples of this, but for the last. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Cloud Storage's JSON API in memory, as far as the official client uses it: media, multipart and
 * resumable uploads, generation preconditions, ranges, pages of listings, crc32c.
 * Source: https://cloud.google.com/storage/docs/json_api/v1
 */
export async function startFakeStorage(bucketName: string): Promise<FakeStorage> {
  const bucket = new FakeBucket(bucketName);
  const requests: string[] = [];
  const faults: StorageFault[] = [];
  const sessions = new Map<string, UploadSession>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://fake");
    requests.push(`${request.method} ${url.pathname}`);
    const fault = faults.shift();
    const done = async () => {
      const body = await readAll(request);
      if (fault && !fault.done) return sendError(response, fault.status);
      const reply = await answer({ request, url, body, bucket, sessions });
      if (fault) return sendError(response, fault.status);
      response.writeHead(reply.status, { "Content-Type": "application/json", ...reply.headers });
      response.end(reply.body);
    };
    done().catch((error: unknown) => sendError(response, 500, String(error)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    requests,
    faults,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface UploadSession {
  readonly name: string;
  readonly contentType: string | undefined;
  readonly ifGenerationMatch: string | undefined;
  bytes: Buffer;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
  readonly bucket: FakeBucket;
  readonly sessions: Map<string, UploadSession>;
}

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

async function answer(asked: Asked): Promise<Reply> {
  const { request, url, bucket } = asked;
  // Set STORAGE_EMULATOR_HOST and the client leaves the prefix out of metadata calls.
  const path = url.pathname.replace(/^\/(upload\/|download\/)?storage\/v1/, "");
  if (url.pathname.startsWith("/upload/")) return upload(asked);
  const match = new RegExp(`^/b/${bucket.name}/o(?:/(.+))?$`).exec(path);
  if (!match) return fail(404);
  if (match[1] === undefined) return list(asked);
  const name = decodeURIComponent(match[1]);
  const held = bucket.get(name);
  if (request.method === "DELETE") {
    if (!held) return fail(404);
    if (!bucket.matches(name, param(url, "ifGenerationMatch"))) return fail(412);
    bucket.delete(name);
    return { status: 204 };
  }
  if (!held) return fail(404);
  if (param(url, "alt") === "media") return media(request, held);
  return json(200, bucket.describe(held));
}

function upload({ request, url, body, bucket, sessions }: Asked): Reply {
  const uploadId = param(url, "upload_id");
  if (uploadId !== undefined) return resume(request, body, bucket, sessions, uploadId);
  const ifGenerationMatch = param(url, "ifGenerationMatch");
  if (param(url, "uploadType") === "resumable") {
    const metadata = body.length > 0 ? JSON.parse(body.toString()) : {};
    const name = param(url, "name") ?? metadata.name;
    const id = crypto.randomUUID();
    const contentType = metadata.contentType;
    sessions.set(id, { name, contentType, ifGenerationMatch, bytes: Buffer.alloc(0) });
    const location = `http://${request.headers.host}${url.pathname}?uploadType=resumable&upload_id=${id}`;
    return { status: 200, headers: { Location: location } };
  }
  const { metadata, content } = parseMultipart(request.headers["content-type"] ?? "", body);
  const name = param(url, "name") ?? String(metadata.name);
  return store(bucket, name, content, metadata.contentType, ifGenerationMatch);
}

function resume(
  request: IncomingMessage,
  body: Buffer,
  bucket: FakeBucket,
  sessions: Map<string, UploadSession>,
  id: string,
): Reply {
  const session = sessions.get(id);
  if (!session) return fail(404);
  if (request.method === "DELETE") {
    sessions.delete(id);
    return { status: 499 };
  }
  const range = /^bytes (?:(\d+)-(\d+|\*)|\*)\/(\d+|\*)$/.exec(
    request.headers["content-range"] ?? "",
  );
  if (range?.[1] !== undefined) {
    // Bytes that came before are sent again after a lost answer.
    const skip = session.bytes.length - Number(range[1]);
    if (skip < 0) return fail(400);
    session.bytes = Buffer.concat([session.bytes, body.subarray(skip)]);
  } else if (!range) session.bytes = body;
  // "bytes 0-*/*": everything comes in this one request, however long.
  const total = range?.[2] === "*" || !range ? session.bytes.length : range[3];
  if (total === "*" || session.bytes.length < Number(total)) {
    const kept = session.bytes.length - (session.bytes.length % CHUNK_BYTES);
    session.bytes = session.bytes.subarray(0, kept);
    return { status: 308, headers: kept > 0 ? { Range: `bytes=0-${kept - 1}` } : {} };
  }
  sessions.delete(id);
  const { name, bytes, contentType, ifGenerationMatch } = session;
  return store(bucket, name, bytes, contentType, ifGenerationMatch);
}

function store(
  bucket: FakeBucket,
  name: string,
  bytes: Buffer,
  contentType: string | undefined,
  ifGenerationMatch: string | undefined,
): Reply {
  if (!bucket.matches(name, ifGenerationMatch)) return fail(412);
  return json(200, bucket.describe(bucket.put(name, bytes, contentType)));
}

function list({ url, bucket }: Asked): Reply {
  const names = bucket.names(param(url, "prefix") ?? "");
  const after = param(url, "pageToken");
  const rest =
    after === undefined
      ? names
      : names.filter((name) => Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0);
  const page = rest.slice(0, Math.min(Number(param(url, "maxResults") ?? 1000), 1000));
  const more = rest.length > page.length ? { nextPageToken: page.at(-1) } : {};
  const items = page.map((name) => bucket.describe(bucket.get(name) as FakeObject));
  return json(200, { kind: "storage#objects", items, ...more });
}

function media(request: IncomingMessage, { bytes, crc32c, generation }: FakeObject): Reply {
  const headers = {
    "Content-Type": "application/octet-stream",
    "x-goog-hash": `crc32c=${crc32c}`,
    "x-goog-generation": generation,
    "x-goog-stored-content-encoding": "identity",
  };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  if (!range) return { status: 200, headers, body: bytes };
  const [start, end] = [Number(range[1]), range[2] ? Number(range[2]) + 1 : bytes.length];
  if (start >= bytes.length) return fail(416);
  const part = bytes.subarray(start, end);
  const contentRange = `bytes ${start}-${start + part.length - 1}/${bytes.length}`;
  return { status: 206, headers: { ...headers, "Content-Range": contentRange }, body: part };
}

function param(url: URL, name: string): string | undefined {
  return url.searchParams.get(name) ?? undefined;
}

function json(status: number, value: unknown): Reply {
  return { status, body: JSON.stringify(value) };
}

function fail(status: number): Reply {
  return json(status, { error: { code: status, message: `fake ${status}` } });
}

function sendError(response: ServerResponse, status: number, message = `fake ${status}`): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ error: { code: status, message } }));
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

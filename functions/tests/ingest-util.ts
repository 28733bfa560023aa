import { readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { DatasetManifest } from "../../core/dataset-manifest.js";
import type { IngestTask } from "../../core/ingest/plan.js";
import type { DatasetHub, WebFiles } from "../../core/ingest/ports.js";
import { ingestRequestSchema } from "../../core/ingest/request.js";
import type { ObjectStore } from "../../core/object-store.js";
import { FolderObjectStore } from "../../infra/local/object-store.js";
import { INGEST_LIMITS, type IngestDeps, type IngestLimits } from "../ingest/deps.js";
import type { Ingested } from "../ingest/finish.js";
import { createIngest, type IngestOrder } from "../ingest/ingest.js";

/** Three rows, and the same in the seed's own CSV. */
export const PAIRS = [
  { source: "She go to school every day.", target: "She goes to school every day." },
  { source: "They was late again yesterday.", target: "They were late again yesterday." },
  { source: "I has a na\u00efve idea about it.", target: "I have a na\u00efve idea about it." },
];
export const CSV = `input,target\r\n${PAIRS.map((p) => `"grammar: ${p.source}","${p.target}"`).join("\r\n")}\r\n`;

/** Options that keep every row in one split. */
export const ALL_TRAIN = { split: { validation: 0, test: 0 } };

/** The bytes of a file in testdata/. */
export function testdata(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`testdata/${name}`, import.meta.url)));
}

/** Sources that a test does not expect to be asked. */
const NO_WEB: WebFiles = {
  open: (url) => Promise.reject(new Error(`did not expect a request to ${url}`)),
};
const NO_HUB: DatasetHub = { files: () => Promise.resolve([]) };

export interface Bench {
  readonly folder: string;
  readonly store: ObjectStore;
  close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), "gramai-ingest-"));
  return {
    folder,
    store: new FolderObjectStore(folder),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

export function toDeps(
  store: ObjectStore,
  changes: Omit<Partial<IngestDeps>, "limits"> & { limits?: Partial<IngestLimits> } = {},
): IngestDeps {
  return {
    store,
    web: NO_WEB,
    hub: NO_HUB,
    now: () => new Date("2026-11-27T10:00:00Z"),
    newId: () => crypto.randomUUID(),
    ...changes,
    limits: { ...INGEST_LIMITS, ...changes.limits },
  };
}

/** An order for a file that is uploaded in chunks. */
export function upload(
  fileName: string,
  data: string | Uint8Array,
  options: object = {},
  chunkBytes = 1000,
): IngestOrder {
  const { source: _, ...request } = ingestRequestSchema.parse({
    name: "pairs",
    source: { kind: "feedback" },
    options,
  });
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  async function* body() {
    for (let at = 0; at < bytes.byteLength; at += chunkBytes) {
      yield bytes.subarray(at, at + chunkBytes);
    }
  }
  return { ...request, source: { kind: "upload", fileName, body: body() } };
}

/** Ingests in one process. */
export async function ingestHere(order: IngestOrder, deps: IngestDeps): Promise<Ingested> {
  const result = await createIngest(deps).ingest(order);
  if ("ranges" in result) throw new Error("expected the ingestion to be done here");
  return result;
}

/** Ingests in steps and returns how many ranges there were, 0 for a version that exists; `reorder` may repeat and shuffle the messages that wait. */
export async function ingestInSteps(
  order: IngestOrder,
  deps: IngestDeps,
  reorder: (tasks: IngestTask[]) => IngestTask[] = (tasks) => tasks,
): Promise<number> {
  let waiting: IngestTask[] = [];
  const ingest = createIngest({
    ...deps,
    publish: async (task) => {
      waiting.push(task);
    },
  });
  const result = await ingest.ingest(order);
  if (!("ranges" in result)) return 0;
  while (waiting.length > 0) {
    const now = reorder(waiting);
    waiting = [];
    for (const task of now) await ingest.step(task);
  }
  return result.ranges;
}

/** Every file of a folder with its content, packed ones unpacked; the store's own are left out. */
export async function readFolder(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (!entry.isFile() || name.startsWith(".gramai")) continue;
    const bytes = await readFile(path);
    found[name] = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  }
  return found;
}

/** Rows of one kind of file of a version ("train", "rejected"), of all shards. */
export async function readRows(
  bench: Bench,
  { name, version }: Pick<DatasetManifest, "name" | "version">,
  kind: string,
): Promise<Record<string, string>[]> {
  const files = await readFolder(join(bench.folder, "datasets", name, version));
  return Object.keys(files)
    .filter((file) => file.startsWith(kind))
    .sort()
    .flatMap((file) => (files[file] as string).split("\n").filter(Boolean))
    .map((line) => JSON.parse(line));
}

/** Distinct English pairs, the seed's way. */
export function seedCsv(rows: number, from = 0): string {
  const lines = ["input,target"];
  for (let i = from; i < from + rows; i++) {
    lines.push(
      `"grammar: She go to shop number ${i}, and buy ${i % 7} apple.","She goes to shop number ${i}, and buys ${i % 7} apples."`,
    );
  }
  return `${lines.join("\n")}\n`;
}

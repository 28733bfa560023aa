import { createReadStream, existsSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { InvalidRequestError } from "../core/errors.js";
import { FORMATS } from "../core/ingest/formats.js";
import { formatCount } from "../core/ingest/plots.js";
import { ingestRequestSchema } from "../core/ingest/request.js";
import { INGEST_LIMITS, type IngestProgress } from "../functions/ingest/deps.js";
import type { Ingested } from "../functions/ingest/finish.js";
import { createIngest, type IngestOrder } from "../functions/ingest/ingest.js";
import { validate } from "../functions/validate.js";
import { FolderObjectStore } from "../infra/local/object-store.js";
import { HUGGING_FACE } from "../infra/sources/hub.js";
import { createSources } from "../infra/sources/sources.js";
import { InputError } from "./input.js";

export interface IngestFlags {
  readonly name: string;
  readonly store: string;
  readonly format?: string;
  readonly columns?: string;
  readonly limit?: string;
  readonly shards?: string;
  readonly licence?: string;
  /** Address of the hub. */
  readonly hub: string;
}

const REPORT_MS = 2_000;

/** Adds `gramai ingest` to the program. */
export function addIngestCommand(program: Command): void {
  program
    .command("ingest")
    .description("Make a dataset version of a file, an https:// address or a hub's data set")
    .argument("<source>", "file; https://…; hf:<owner>/<name>[:<config>[:<split>]]")
    .requiredOption("--name <name>", "name of the dataset")
    .option(
      "--store <folder>",
      "folder that holds the datasets",
      process.env.GRAMAI_STORE || "store",
    )
    .option("--format <format>", `one of ${FORMATS.join(", ")} (default: by the file's name)`)
    .option("--columns <source,target>", "names of the two columns (default: well-known names)")
    .option("--limit <rows>", "read this many rows at most")
    .option("--shards <number>", "files per split (default: by size)")
    .option("--licence <text>", "licence of the data, kept in the manifest")
    .option("--hub <address>", "hub of hf: sources", HUGGING_FACE)
    .action(async (source: string, flags: IngestFlags) => {
      await runIngest(source, flags, {
        write: (text) => process.stdout.write(text),
        note: (text) => process.stderr.write(text),
      });
    });
}

/**
 * `gramai ingest SOURCE --name NAME`: makes a dataset version in a folder and prints its counts.
 * @throws InputError for the caller's mistakes; GramaiError with the reason for anything else.
 */
export async function runIngest(
  source: string,
  flags: IngestFlags,
  host: { write(text: string): void; note(text: string): void },
): Promise<void> {
  const order = toOrder(source, flags);
  const ingest = createIngest({
    store: new FolderObjectStore(flags.store),
    // A person at a command line may read what a browser may.
    ...createSources({ hosts: ["*"], hub: flags.hub, project: undefined }),
    limits: INGEST_LIMITS,
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
  });
  const result = await ingest.ingest(order, { onProgress: reporter(host) });
  if (!("manifest" in result)) throw new TypeError("One process makes the whole dataset");
  host.write(formatResult(result, flags.store));
}

function toOrder(source: string, flags: IngestFlags): IngestOrder {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  const [from, to] = flags.columns?.split(",") ?? [];
  const options = {
    format: flags.format,
    columns: flags.columns === undefined ? undefined : { source: from, target: to ?? "" },
    limit: number(flags.limit),
    shards: number(flags.shards),
  };
  const request = { name: flags.name, licence: flags.licence, options };
  try {
    if (source.startsWith("hf:")) {
      const [id = "", config, split] = source.slice("hf:".length).split(":");
      const hub = { kind: "hub", id, config, split };
      return validate(ingestRequestSchema, { ...request, source: hub }, "The command");
    }
    if (/^https?:\/\//.test(source)) {
      const web = { kind: "https", url: source };
      return validate(ingestRequestSchema, { ...request, source: web }, "The command");
    }
    const checked = validate(ingestRequestSchema.omit({ source: true }), request, "The command");
    if (!existsSync(source)) throw new InputError(`cannot read ${source}: no such file`);
    const body = createReadStream(source, { highWaterMark: 1 << 18 });
    return { ...checked, source: { kind: "upload", fileName: basename(source), body } };
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error;
    throw new InputError(error.message, { cause: error });
  }
}

function reporter(host: { note(text: string): void }): (progress: IngestProgress) => void {
  let lastMs = performance.now();
  return ({ step, bytes, totalBytes, rows, taken }) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < REPORT_MS) return;
    lastMs = nowMs;
    const share = totalBytes ? ` of ${formatMegabytes(totalBytes)}` : "";
    const counts = step === "read" ? `, ${formatCount(rows)} rows, ${formatCount(taken)} pass` : "";
    host.note(`${step} ${formatMegabytes(bytes)}${share}${counts}\n`);
  };
}

function formatMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The table that the command prints. */
export function formatResult({ manifest, created }: Ingested, store: string): string {
  const { name, version, counts, statistics } = manifest;
  const rejects = Object.entries(statistics.rejects).sort(([, a], [, b]) => b - a);
  const rows: [string, number][] = [
    ["rows", counts.rows],
    ["taken", counts.taken],
    ...Object.entries(statistics.taken).map(([split, n]): [string, number] => [`  ${split}`, n]),
    ["left out", counts.rejected],
    ...rejects.map(([reason, n]): [string, number] => [`  ${reason.replaceAll("_", " ")}`, n]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const digits = Math.max(...rows.map(([, n]) => formatCount(n).length));
  const lines = rows.map(
    ([label, n]) => `${label.padEnd(width)}  ${formatCount(n).padStart(digits)}`,
  );
  const state = created ? "Made" : "Found (nothing to do)";
  const folder = `${store.replace(/\/$/, "")}/datasets/${name}/${version}`;
  return `${lines.join("\n")}\n${state}: ${folder} (see report.html there)\n`;
}

import { ConfigError } from "../core/errors.js";
import { type ApiKey, parseApiKeys } from "./api-keys.js";
import type { Env, EnvName } from "./env.js";
import { type LifeConfig, toLifeConfig } from "./life-config.js";

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where the model comes from. */
export type ModelSource =
  | { readonly provider: "embedded" }
  | { readonly provider: "folder"; readonly path: string }
  | { readonly provider: "hub"; readonly id: string };

export interface Config {
  readonly model: ModelSource;
  /** Where datasets, runs and models lie; undefined for an instance that only serves. */
  readonly life: LifeConfig | undefined;
  /** Seconds between looks at the serving alias. */
  readonly aliasPollS: number;
  /** The only service account whose pushes are taken; undefined leaves that to the platform. */
  readonly pushAccount: string | undefined;
  /** Where data may come from. */
  readonly ingest: { readonly hosts: readonly string[]; readonly hub: string };
  readonly pool: {
    readonly workers: number;
    readonly threadsPerWorker: number;
    /** Sentences waiting for a worker. */
    readonly maxQueue: number;
  };
  /** Answers kept for sentences that come again; 0 keeps none. */
  readonly sentenceCacheBytes: number;
  readonly limits: {
    /** UTF-16 units of all texts of one request. */
    readonly maxTextChars: number;
    /** UTF-16 units of a text that is answered as a stream. */
    readonly maxStreamChars: number;
    /** Milliseconds after which a stream ends with what is ready. */
    readonly streamDeadlineMs: number;
    readonly maxBodyBytes: number;
  };
  /** Empty: no key is asked for. */
  readonly apiKeys: readonly ApiKey[];
  /** Origins whose pages may call; "*" stands for all. */
  readonly corsOrigins: readonly string[];
  /** File of words that are right for every caller. */
  readonly wordsFile: string | undefined;
  /** Whether feedback is kept. */
  readonly feedback: boolean;
  readonly log: { readonly level: LogLevel; readonly project?: string };
  /** Where spans of requests go; undefined: nowhere. */
  readonly tracing: { readonly endpoint: string; readonly service: string } | undefined;
}

/** What the configuration needs to know of the machine. */
export interface Machine {
  readonly cores: number;
}

/**
 * Turns the environment into a checked configuration.
 * @throws ConfigError listing every fault, each naming the variable, its value and the fix.
 */
export function toConfig(env: Env, machine: Machine): Config {
  const faults: string[] = [];

  const whole = (name: EnvName, fallback: number, least: number): number => {
    const value = env[name];
    if (value === undefined) return fallback;
    const number = Number(value);
    if (/^\d+$/.test(value) && Number.isSafeInteger(number) && number >= least) return number;
    faults.push(`${name} must be a whole number of at least ${least}, got "${value}"`);
    return fallback;
  };
  const positive = (name: EnvName, fallback: number): number => whole(name, fallback, 1);

  const config: Config = {
    model: toModelSource(env.GRAMAI_MODEL, faults),
    life: toLifeConfig(env, faults),
    aliasPollS: positive("GRAMAI_ALIAS_POLL_S", 30),
    pushAccount: env.GRAMAI_PUSH_ACCOUNT,
    ingest: toIngestConfig(env, faults),
    pool: {
      workers: positive("GRAMAI_WORKERS", Math.max(1, machine.cores)),
      threadsPerWorker: positive("GRAMAI_THREADS_PER_WORKER", 1),
      maxQueue: positive("GRAMAI_MAX_QUEUE", 2000),
    },
    sentenceCacheBytes: 1_000_000 * whole("GRAMAI_SENTENCE_CACHE_MB", 16, 0),
    limits: {
      maxTextChars: positive("GRAMAI_MAX_TEXT_CHARS", 50_000),
      maxStreamChars: positive("GRAMAI_MAX_STREAM_CHARS", 200_000),
      streamDeadlineMs: positive("GRAMAI_STREAM_DEADLINE_S", 50) * 1000,
      maxBodyBytes: positive("GRAMAI_MAX_BODY_BYTES", 1_048_576),
    },
    apiKeys: parseApiKeys(env.GRAMAI_API_KEYS, faults),
    corsOrigins: toOrigins(env.GRAMAI_CORS_ORIGINS, faults),
    wordsFile: env.GRAMAI_WORDS_FILE,
    feedback: toFeedback(env, faults),
    log: {
      level: toLogLevel(env.GRAMAI_LOG_LEVEL, faults),
      ...(env.GOOGLE_CLOUD_PROJECT && { project: env.GOOGLE_CLOUD_PROJECT }),
    },
    tracing: toTracingConfig(env, faults),
  };

  if (faults.length > 0) {
    throw new ConfigError(`Settings are wrong: ${faults.join("; ")}`, { issues: faults });
  }
  return config;
}

function toModelSource(value: string | undefined, faults: string[]): ModelSource {
  if (value === undefined) return { provider: "embedded" };
  if (!value.startsWith("hub:")) return { provider: "folder", path: value };
  const id = value.slice("hub:".length);
  if (!/^[\w.-]+(\/[\w.-]+)?$/.test(id)) {
    faults.push(`GRAMAI_MODEL must be a folder or hub:<owner>/<name>, got "${value}"`);
  }
  return { provider: "hub", id };
}

function toLogLevel(value: string | undefined, faults: string[]): LogLevel {
  if (value === undefined) return "info";
  const level = LOG_LEVELS.find((known) => known === value);
  if (level) return level;
  faults.push(`GRAMAI_LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}, got "${value}"`);
  return "info";
}

function toFeedback(env: Env, faults: string[]): boolean {
  const value = env.GRAMAI_FEEDBACK ?? "off";
  if (value !== "on" && value !== "off") {
    faults.push(`GRAMAI_FEEDBACK must be on or off, got "${value}"`);
  }
  if (value === "on" && !env.GRAMAI_BUCKET && !env.GRAMAI_STORE) {
    faults.push("GRAMAI_FEEDBACK must be off, or have a place to keep it in GRAMAI_BUCKET");
  }
  return value === "on";
}

/** Browsers' extensions have origins of other schemes than https: any scheme is taken. */
function toOrigins(value: string | undefined, faults: string[]): readonly string[] {
  const origins = value?.split(",").map((origin) => origin.trim()) ?? [];
  for (const origin of origins) {
    if (origin === "*" || /^[a-z][a-z+.-]*:\/\/[^\s/?#@]+$/.test(origin)) continue;
    faults.push(
      `GRAMAI_CORS_ORIGINS must be * or origins such as https://app.example.org, got "${origin}"`,
    );
  }
  return origins;
}

function toTracingConfig(env: Env, faults: string[]): Config["tracing"] {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  if (!/^https?:\/\/[^/]/.test(endpoint) || !URL.canParse(endpoint)) {
    faults.push(
      "OTEL_EXPORTER_OTLP_ENDPOINT must be an address such as http://localhost:4318, got another text",
    );
  }
  return { endpoint, service: env.OTEL_SERVICE_NAME ?? "gramai" };
}

const HUB = "https://huggingface.co";

/** The hub and the hosts that it sends readers on to. */
const HUB_HOSTS = ["huggingface.co", "*.huggingface.co", "*.hf.co"];

function toIngestConfig(env: Env, faults: string[]): Config["ingest"] {
  const hub = (env.GRAMAI_HUB ?? HUB).replace(/\/$/, "");
  if (!/^https?:\/\/[^/?#]+$/.test(hub) || !URL.canParse(hub)) {
    faults.push(`GRAMAI_HUB must be an address such as ${HUB}, got "${hub}"`);
  }
  const hosts = env.GRAMAI_INGEST_HOSTS?.split(",").map((host) => host.trim()) ?? HUB_HOSTS;
  for (const host of hosts.filter((name) => !/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name))) {
    faults.push(
      `GRAMAI_INGEST_HOSTS must be names such as data.example.org or *.example.org, got "${host}"`,
    );
  }
  return { hosts, hub };
}

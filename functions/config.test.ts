import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../core/errors.js";
import { type Config, toConfig } from "./config.js";
import { ENV_VARIABLES, type Env, readEnv } from "./env.js";

const machine = { cores: 4 };

const defaults: Config = {
  model: { provider: "embedded" },
  pool: { workers: 4, threadsPerWorker: 1, maxQueue: 2000 },
  sentenceCacheBytes: 16_000_000,
  limits: {
    maxTextChars: 50_000,
    maxStreamChars: 200_000,
    streamDeadlineMs: 50_000,
    maxBodyBytes: 1_048_576,
  },
  life: undefined,
  aliasPollS: 30,
  pushAccount: undefined,
  ingest: {
    hosts: ["huggingface.co", "*.huggingface.co", "*.hf.co"],
    hub: "https://huggingface.co",
  },
  apiKeys: [],
  corsOrigins: [],
  wordsFile: undefined,
  feedback: false,
  log: { level: "info" },
  tracing: undefined,
};

const digest = "ab".repeat(32);

describe("toConfig", () => {
  const good: readonly { name: string; env: Env; expected: Config }[] = [
    { name: "nothing set", env: {}, expected: defaults },
    {
      name: "a folder as model",
      env: { GRAMAI_MODEL: "models/other" },
      expected: { ...defaults, model: { provider: "folder", path: "models/other" } },
    },
    {
      name: "a hub model",
      env: { GRAMAI_MODEL: "hub:owner/name-1.0" },
      expected: { ...defaults, model: { provider: "hub", id: "owner/name-1.0" } },
    },
    {
      name: "numbers, level and project",
      env: {
        GRAMAI_INGEST_HOSTS: "data.example.org, *.example.net",
        GRAMAI_HUB: "http://mirror:9000/",
        GRAMAI_WORKERS: "1",
        GRAMAI_THREADS_PER_WORKER: "2",
        GRAMAI_MAX_QUEUE: "3",
        GRAMAI_SENTENCE_CACHE_MB: "0",
        GRAMAI_MAX_TEXT_CHARS: "4",
        GRAMAI_MAX_BODY_BYTES: "5",
        GRAMAI_CORS_ORIGINS: "https://app.example.org, moz-extension://1a-2b",
        GRAMAI_WORDS_FILE: "words.txt",
        GRAMAI_LOG_LEVEL: "warn",
        GOOGLE_CLOUD_PROJECT: "p",
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318",
        OTEL_SERVICE_NAME: "gramai-correct",
      },
      expected: {
        model: { provider: "embedded" },
        pool: { workers: 1, threadsPerWorker: 2, maxQueue: 3 },
        sentenceCacheBytes: 0,
        limits: {
          maxTextChars: 4,
          maxStreamChars: 200_000,
          streamDeadlineMs: 50_000,
          maxBodyBytes: 5,
        },
        ingest: { hosts: ["data.example.org", "*.example.net"], hub: "http://mirror:9000" },
        life: undefined,
        aliasPollS: 30,
        pushAccount: undefined,
        apiKeys: [],
        corsOrigins: ["https://app.example.org", "moz-extension://1a-2b"],
        wordsFile: "words.txt",
        feedback: false,
        log: { level: "warn", project: "p" },
        tracing: { endpoint: "http://collector:4318", service: "gramai-correct" },
      },
    },
    {
      name: "feedback into a store",
      env: { GRAMAI_FEEDBACK: "on", GRAMAI_STORE: "store" },
      expected: {
        ...defaults,
        feedback: true,
        life: { provider: "folder", root: "store", model: "gramai", trainerPython: undefined },
      },
    },
    {
      name: "keys with and without a rate",
      env: { GRAMAI_API_KEYS: `one:${digest}\n two:${"cd".repeat(32)}:30,` },
      expected: {
        ...defaults,
        apiKeys: [
          { id: "one", sha256: digest, requestsPerMinute: 600 },
          { id: "two", sha256: "cd".repeat(32), requestsPerMinute: 30 },
        ],
      },
    },
  ];
  it.each(good)("takes $name", ({ env, expected }) => {
    expect(toConfig(env, machine)).toEqual(expected);
  });

  const bad: readonly { name: string; env: Env; names: readonly string[] }[] = [
    { name: "zero", env: { GRAMAI_WORKERS: "0" }, names: ["GRAMAI_WORKERS"] },
    { name: "a fraction", env: { GRAMAI_MAX_QUEUE: "1.5" }, names: ["GRAMAI_MAX_QUEUE"] },
    { name: "hexadecimal", env: { GRAMAI_MAX_QUEUE: "0x10" }, names: ["GRAMAI_MAX_QUEUE"] },
    { name: "a key in clear", env: { GRAMAI_API_KEYS: "one:s3cret" }, names: ["GRAMAI_API_KEYS"] },
    {
      name: "a caller named twice",
      env: { GRAMAI_API_KEYS: `a:${digest} a:${"cd".repeat(32)}` },
      names: ["GRAMAI_API_KEYS"],
    },
    {
      name: "an origin with a path",
      env: { GRAMAI_CORS_ORIGINS: "https://a.example/b" },
      names: ["GRAMAI_CORS_ORIGINS"],
    },
    {
      name: "a switch neither on nor off",
      env: { GRAMAI_FEEDBACK: "true" },
      names: ["GRAMAI_FEEDBACK"],
    },
    {
      name: "feedback without a store",
      env: { GRAMAI_FEEDBACK: "on" },
      names: ["GRAMAI_FEEDBACK"],
    },
    {
      name: "a receiver of traces without a scheme",
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" },
      names: ["OTEL_EXPORTER_OTLP_ENDPOINT"],
    },
    { name: "an empty hub id", env: { GRAMAI_MODEL: "hub:" }, names: ["GRAMAI_MODEL"] },
    {
      name: "several faults at once",
      env: { GRAMAI_WORKERS: "many", GRAMAI_LOG_LEVEL: "loud", GRAMAI_MODEL: "hub:a b" },
      names: ["GRAMAI_MODEL", "GRAMAI_WORKERS", "GRAMAI_LOG_LEVEL"],
    },
  ];
  it.each(bad)("refuses $name and names every fault", ({ env, names }) => {
    const fault = catchError(() => toConfig(env, machine));
    expect(fault).toBeInstanceOf(ConfigError);
    expect(fault.issues.map((issue) => issue.split(" ")[0])).toEqual(names);
    expect(fault.message).not.toContain("s3cret");
    for (const name of names) expect(fault.message).toContain(`${name} must `);
  });
});

describe("readEnv", () => {
  it("keeps our variables, trimmed, and takes empty ones as unset", () => {
    const env = { PATH: "/bin", GRAMAI_MODEL: " m ", GRAMAI_WORKERS: "", GRAMAI_MAX_QUEUE: "  " };
    expect(readEnv(env)).toEqual({ GRAMAI_MODEL: "m" });
  });
});

function catchError(act: () => unknown): ConfigError {
  try {
    act();
  } catch (error) {
    return error as ConfigError;
  }
  throw new Error("Expected an error, got none");
}

describe("README.md", () => {
  it("lists every setting and no other", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const named = readme.match(/`(GRAMAI_[A-Z_]+|OTEL_[A-Z_]+|GOOGLE_CLOUD_PROJECT)`/g) ?? [];
    expect(new Set(named.map((name) => name.slice(1, -1)))).toEqual(
      new Set(Object.keys(ENV_VARIABLES)),
    );
  });
});

import { availableParallelism } from "node:os";
import { ModelError, UnavailableError } from "../core/errors.js";
import type { Rewriter } from "../core/ports.js";
import { packagePath } from "../infra/local/package-root.js";
import { loadPage, type PageFiles } from "../infra/local/page.js";
import { createOnnxRewriter } from "../infra/onnx/pool.js";
import { type Access, createAccess } from "./access.js";
import { type Config, type ModelSource, toConfig } from "./config.js";
import { countingRewriter } from "./counting-rewriter.js";
import { readEnv } from "./env.js";
import { createLog, type Log } from "./log.js";
import { createMetrics, type Metrics } from "./metrics.js";

/** How long a request waits for a model that is still loading. */
const LOAD_WAIT_MS = 10_000;

export type Readiness =
  | { readonly state: "loading" | "ready" }
  | { readonly state: "failed"; readonly reason: string };

/** Everything a handler needs, built once per instance. */
export interface Context {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  /** @throws UnauthorizedError, RateLimitedError where the instance asks for keys. */
  readonly access: Access;
  /**
   * The model, loaded once; a failed load is forgotten, so that the next call tries again.
   * @throws UnavailableError while loading takes long. @throws ModelError when it cannot be loaded.
   */
  rewriter(): Promise<Rewriter>;
  readiness(): Readiness;
  /** The web page's files by path. */
  page(): Promise<PageFiles>;
  newId(): string;
  close(): Promise<void>;
}

/** Replacements for single parts; tests and the local twin use them. */
export interface ContextOverrides {
  readonly log?: Log;
  readonly loadRewriter?: (config: Config) => Promise<Rewriter>;
  readonly loadPage?: () => Promise<PageFiles>;
  readonly loadWaitMs?: number;
}

/** @throws ConfigError naming every variable that is wrong. */
export function contextFromEnv(
  env: Readonly<Record<string, string | undefined>>,
  overrides: ContextOverrides = {},
): Context {
  return createContext(toConfig(readEnv(env), { cores: availableParallelism() }), overrides);
}

export function createContext(config: Config, overrides: ContextOverrides = {}): Context {
  const log = overrides.log ?? createLog(config.log);
  const metrics = createMetrics();
  const load = overrides.loadRewriter ?? loadRewriter;
  let readiness: Readiness = { state: "loading" };

  const rewriter = shared(async () => {
    const loaded = await load(config).catch((error: unknown) => {
      const reason = error instanceof ModelError ? error.message : "unexpected error";
      readiness = { state: "failed", reason };
      log.error({ reason }, "model not loaded");
      throw error;
    });
    readiness = { state: "ready" };
    metrics.model(loaded.info);
    log.info({ model: loaded.info.name, version: loaded.info.version }, "model loaded");
    return countingRewriter(loaded, metrics);
  });

  return {
    config,
    log,
    metrics,
    access: createAccess(config.apiKeys),
    rewriter: () => within(rewriter.get(), overrides.loadWaitMs ?? LOAD_WAIT_MS),
    readiness: () => readiness,
    page: shared(overrides.loadPage ?? loadPage).get,
    newId: () => crypto.randomUUID(),
    close: async () => (await rewriter.current())?.close(),
  };
}

/** The model that the configuration names. */
export async function loadRewriter(config: Config): Promise<Rewriter> {
  if (config.model.provider === "hub") {
    const { createHubRewriter } = await import("../infra/hub/rewriter.js");
    return createHubRewriter({ model: config.model.id, maxQueue: config.pool.maxQueue });
  }
  return createOnnxRewriter({ modelDir: modelDir(config.model), ...config.pool });
}

function modelDir(model: Exclude<ModelSource, { provider: "hub" }>): string {
  return model.provider === "folder" ? model.path : packagePath("models/embedded");
}

/** Builds a value once for all callers; forgets a failure. */
function shared<T>(build: () => Promise<T>) {
  let pending: Promise<T> | undefined;
  const get = (): Promise<T> => {
    pending ??= build().catch((error: unknown) => {
      pending = undefined;
      throw error;
    });
    return pending;
  };
  const current = async (): Promise<T | undefined> => pending?.catch(() => undefined);
  return { get, current };
}

async function within<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new UnavailableError("The model is still loading", { retryAfterS: 5 }));
    }, limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

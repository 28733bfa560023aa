import { availableParallelism } from "node:os";
import { ConfigError, ModelError, UnavailableError } from "../core/errors.js";
import type { IngestTask } from "../core/ingest/plan.js";
import type { Life } from "../core/life.js";
import { OwnWords } from "../core/own-words.js";
import type { Rewriter } from "../core/ports.js";
import { cachingRewriter, SentenceCache } from "../core/sentence-cache.js";
import type { Tracing } from "../core/tracing.js";
import { WordLists } from "../core/word-lists.js";
import { googleTokenVerifier } from "../infra/gcp/google-token.js";
import type { LocalLife } from "../infra/life/local.js";
import { type LifeFiles, lifeFiles } from "../infra/life/package-parts.js";
import { loadPage, type PageFiles } from "../infra/local/page.js";
import { trainerCommand } from "../infra/local/trainer.js";
import { readWordsFile } from "../infra/local/words-file.js";
import { embeddedModel } from "../infra/onnx/entry.js";
import { FollowingRewriter } from "../infra/onnx/following.js";
import { createOnnxRewriter } from "../infra/onnx/pool.js";
import { serveAlias } from "../infra/onnx/serving.js";
import { type Access, createAccess } from "./access.js";
import { type Config, type ModelSource, toConfig } from "./config.js";
import { countingRewriter } from "./counting-rewriter.js";
import { readEnv } from "./env.js";
import { describeFailure } from "./failure.js";
import type { Ingest } from "./ingest/ingest.js";
import { createLog, type Log } from "./log.js";
import { createMetrics, type Metrics } from "./metrics.js";
import type { VerifyToken } from "./token.js";

/** How long a request waits for a model that is still loading. */
const LOAD_WAIT_MS = 10_000;

export type Readiness =
  | { readonly state: "loading" }
  /** `refused`: the version that the alias points to and that did not pass its checks. */
  | { readonly state: "ready"; readonly refused?: string | undefined }
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
  /**
   * Datasets, runs, models and their jobs, built once.
   * @throws ConfigError when the instance has neither a bucket nor a store.
   */
  life(): Promise<Life>;
  /** Makes datasets in the store; built once. @throws ConfigError as `life`. */
  ingest(): Promise<Ingest>;
  /** Words that are right for every caller. */
  readonly commonWords: OwnWords;
  /** Words of single callers; undefined where the instance has neither a bucket nor a store. */
  wordLists(): Promise<WordLists | undefined>;
  readonly verifyToken: VerifyToken;
  /** Undefined where no receiver of traces is set; then nothing of it is loaded. */
  tracing(): Promise<Tracing | undefined>;
  /** The web page's files by path. */
  page(): Promise<PageFiles>;
  newId(): string;
  close(): Promise<void>;
}

/** Replacements for single parts; tests and the local twin use them. */
export interface ContextOverrides {
  readonly log?: Log;
  readonly loadRewriter?: (config: Config) => Promise<Rewriter>;
  readonly life?: Life;
  readonly ingest?: Ingest;
  readonly verifyToken?: VerifyToken;
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
  const sentences = new SentenceCache(config.sentenceCacheBytes);
  const metrics = createMetrics(() => sentences.stats);
  const life = shared(async () => overrides.life ?? (await loadLife(config)));
  const ingest = shared(async () => overrides.ingest ?? loadIngest(config, await life.get()));
  const load =
    overrides.loadRewriter ??
    ((given: Config) =>
      follows(given)
        ? followAlias(given, life.get, { log, metrics, sentences })
        : loadRewriter(given));
  let readiness: Readiness = { state: "loading" };
  let following: FollowingRewriter | undefined;
  const tracing = shared(async () => loadTracing(config));

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
    return loaded;
  });

  return {
    config,
    log,
    metrics,
    access: createAccess(config.apiKeys),
    rewriter: async () => {
      const loaded = await within(rewriter.get(), overrides.loadWaitMs ?? LOAD_WAIT_MS);
      following = loaded instanceof FollowingRewriter ? loaded : undefined;
      return cachingRewriter(countingRewriter(following?.pin() ?? loaded, metrics), sentences);
    },
    readiness: () => {
      const refused = following?.refused?.version ?? undefined;
      return readiness.state === "ready" && refused ? { ...readiness, refused } : readiness;
    },
    life: life.get,
    ingest: ingest.get,
    commonWords: config.wordsFile ? readWordsFile(config.wordsFile) : new OwnWords([]),
    wordLists: shared(async () =>
      overrides.life || config.life ? new WordLists((await life.get()).store) : undefined,
    ).get,
    verifyToken: overrides.verifyToken ?? googleTokenVerifier(),
    page: shared(overrides.loadPage ?? loadPage).get,
    newId: () => crypto.randomUUID(),
    tracing: tracing.get,
    close: async () => {
      await (await rewriter.current())?.close();
      await (await tracing.current())?.close();
    },
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
  return model.provider === "folder" ? model.path : embeddedModel();
}

/** Whether the instance serves what an alias points to. */
function follows({ model, life }: Config): boolean {
  return model.provider !== "hub" && life !== undefined;
}

async function followAlias(
  config: Config,
  getLife: () => Promise<Life>,
  {
    log,
    metrics,
    sentences,
  }: { readonly log: Log; readonly metrics: Metrics; readonly sentences: SentenceCache },
): Promise<Rewriter> {
  const { store, model } = await getLife();
  const { cache, base } = filesOf(config);
  return serveAlias({
    store,
    model,
    cache,
    base,
    pool: config.pool,
    pollMs: config.aliasPollS * 1000,
    onSwap: (info) => {
      sentences.clear();
      metrics.model(info);
      log.info({ model: info.name, version: info.version }, "model loaded");
    },
    onRefused: (version, reason) => {
      metrics.modelRefused(version ?? "embedded");
      log.error({ version, reason }, "model not loaded");
    },
    onFault: (error) => log.warn(describeFailure(error), "alias not followed"),
  });
}

async function loadTracing({ tracing }: Config): Promise<Tracing | undefined> {
  if (!tracing) return undefined;
  const { createOtlpTracing } = await import("../infra/otel/tracing.js");
  return createOtlpTracing(tracing);
}

/** The life that the configuration names. @throws ConfigError when it names none. */
async function loadLife(config: Config): Promise<Life> {
  if (config.life?.provider !== "gcp") return localLife(config);
  const { createGcpLife } = await import("../infra/life/gcp.js");
  return createGcpLife({ ...config.life, files: filesOf(config) });
}

/** Ingestion into the life's store; large sources in steps where the topic has subscribers. */
async function loadIngest(config: Config, life: Life): Promise<Ingest> {
  // Loaded here only: readers of Parquet and archives, which a start without ingestion need not pay for.
  const [{ createIngest }, { INGEST_LIMITS }, { createSources }, { LOCAL_BUCKET }] =
    await Promise.all([
      import("./ingest/ingest.js"),
      import("./ingest/deps.js"),
      import("../infra/sources/sources.js"),
      import("../infra/life/local.js"),
    ]);
  const gcp = config.life?.provider === "gcp" ? config.life : undefined;
  const publish = async (task: IngestTask) => {
    await life.topic("ingest-requests").publish(JSON.stringify(task));
  };
  return createIngest({
    ...createSources({ ...config.ingest, project: gcp?.project }),
    store: life.store,
    bucket: gcp?.bucket ?? LOCAL_BUCKET,
    publish: gcp && publish,
    limits: INGEST_LIMITS,
    now: life.now,
    newId: () => crypto.randomUUID(),
  });
}

/** A folder's life, with the parts that the twin drives. @throws ConfigError when there is no folder. */
export async function localLife(config: Config): Promise<LocalLife> {
  if (config.life?.provider !== "folder") {
    throw new ConfigError("Set GRAMAI_BUCKET to a bucket, or GRAMAI_STORE to a folder");
  }
  const { createLocalLife } = await import("../infra/life/local.js");
  const { root, model, trainerPython } = config.life;
  const trainer = (sweep: boolean) => trainerCommand(trainerPython, sweep);
  return createLocalLife({ root, model, files: filesOf(config), trainer });
}

function filesOf({ model, life }: Config): LifeFiles {
  const base = modelDir(model.provider === "hub" ? { provider: "embedded" } : model);
  return lifeFiles(base, life?.provider === "folder" ? life.root : undefined);
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

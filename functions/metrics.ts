import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Correction } from "../core/correct.js";
import type { DecodeStats, ModelInfo } from "../core/ports.js";
import type { SentenceCacheStats } from "../core/sentence-cache.js";

export interface Metrics {
  /** Prometheus text exposition of everything below. */
  expose(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** `route` is the path we serve or "other", so that callers cannot make labels. */
  request(route: string, method: string, status: number, seconds: number): void;
  /** `chars` in UTF-16 units. */
  correction(chars: number, edits: Correction["edits"]): void;
  model(info: ModelInfo): void;
  /** A version that the alias points to and that did not pass its checks. */
  modelRefused(version: string): void;
  /** A request we refused, by our error code. */
  refusal(code: string): void;
  /** Sentences handed to the model (positive) or answered by it (negative). */
  sentencesUnderWay(change: number): void;
  /** What one sentence cost. */
  decoding(stats: DecodeStats): void;
}

/**
 * Counters of one instance. Labels never hold text of a caller.
 * @param cacheStats of the sentence cache, asked at each exposition.
 */
export function createMetrics(cacheStats: () => SentenceCacheStats): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: "gramai_requests_total",
    help: "Requests answered",
    labelNames: ["route", "method", "status"],
    registers,
  });
  const duration = new Histogram({
    name: "gramai_request_duration_seconds",
    help: "Time from the request's head to the end of the answer",
    labelNames: ["route"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const chars = new Counter({
    name: "gramai_text_chars_total",
    help: "UTF-16 units of text corrected",
    registers,
  });
  const edits = new Counter({
    name: "gramai_edits_total",
    help: "Edits offered, by kind",
    labelNames: ["type"],
    registers,
  });
  const model = new Gauge({
    name: "gramai_model_info",
    help: "1 for the model that serves",
    labelNames: ["name", "version"],
    registers,
  });
  const modelsRefused = new Counter({
    name: "gramai_models_refused_total",
    help: "Model versions that did not pass their checks, by version",
    labelNames: ["version"],
    registers,
  });
  const refusals = new Counter({
    name: "gramai_refusals_total",
    help: "Requests refused, by error code",
    labelNames: ["code"],
    registers,
  });
  const underWay = new Gauge({
    name: "gramai_sentences_under_way",
    help: "Sentences queued for the model or in its hands",
    registers,
  });
  const tokens = new Counter({
    name: "gramai_tokens_total",
    help: "Tokens read (source) and written (target) by the model",
    labelNames: ["side"],
    registers,
  });
  const decoderCalls = new Counter({
    name: "gramai_decoder_calls_total",
    help: "Calls of the decoder graph",
    registers,
  });
  new Counter({
    name: "process_cpu_seconds_total",
    help: "Processor time of the process, all threads together",
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  new Gauge({
    name: "gramai_sentence_cache_sentences",
    help: "Sentences since the start that the cache answered (hit) and that went to the model (miss)",
    labelNames: ["result"],
    registers,
    collect() {
      const { hits, misses } = cacheStats();
      this.set({ result: "hit" }, hits);
      this.set({ result: "miss" }, misses);
    },
  });
  new Gauge({
    name: "gramai_sentence_cache_bytes",
    help: "About what the cache holds",
    registers,
    collect() {
      this.set(cacheStats().bytes);
    },
  });
  new Gauge({
    name: "process_resident_memory_bytes",
    help: "Resident memory of the process",
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });

  return {
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    request: (route, method, status, seconds) => {
      requests.inc({ route, method, status: String(status) });
      duration.observe({ route }, seconds);
    },
    correction: (length, found) => {
      chars.inc(length);
      for (const edit of found) edits.inc({ type: edit.type });
    },
    modelRefused: (version) => modelsRefused.inc({ version }),
    refusal: (code) => refusals.inc({ code }),
    sentencesUnderWay: (change) => underWay.inc(change),
    decoding: (stats) => {
      tokens.inc({ side: "source" }, stats.sourceTokens);
      tokens.inc({ side: "target" }, stats.targetTokens);
      decoderCalls.inc(stats.decoderCalls);
    },
    model: (info) => {
      model.reset();
      model.set({ name: info.name, version: info.version }, 1);
    },
  };
}

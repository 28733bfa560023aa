import type { DestinationStream, Logger } from "pino";
import { pino, stdTimeFunctions } from "pino";
import type { Config } from "./config.js";

export type Log = Logger;

const SEVERITIES: Readonly<Record<string, string>> = {
  debug: "DEBUG",
  info: "INFO",
  warn: "WARNING",
  error: "ERROR",
};

/**
 * One JSON object per line with the field names Cloud Logging reads (`severity`, `message`, `time`).
 * Callers pass lengths, counts and times, never text.
 */
export function createLog(config: Config["log"], destination?: DestinationStream): Log {
  const options = {
    level: config.level,
    base: null,
    messageKey: "message",
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ severity: SEVERITIES[label] ?? "DEFAULT" }) },
  };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * The trace a request belongs to, as a field that Cloud Logging joins lines by; empty without a project.
 * @param recorded id of the trace that the request was recorded in, where it was.
 */
export function traceFields(
  traceparent: string | undefined,
  project: string | undefined,
  recorded?: string,
): Readonly<Record<string, string>> {
  const traceId = recorded ?? /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-/.exec(traceparent ?? "")?.[1];
  if (!traceId || !project) return {};
  return { "logging.googleapis.com/trace": `projects/${project}/traces/${traceId}` };
}

import type { Server } from "node:http";
import { availableParallelism } from "node:os";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { ConfigError, GramaiError } from "../core/errors.js";
import type { Schedule } from "../core/schedule.js";
import { claimBodies } from "../functions/body.js";
import { toConfig } from "../functions/config.js";
import { createContext, localLife } from "../functions/context.js";
import { registerCorrect } from "../functions/correct.js";
import { readEnv } from "../functions/env.js";
import { datasetsRoute } from "../functions/routes/datasets.js";
import { runsRoute } from "../functions/routes/runs.js";
import { runLife } from "./twin-life.js";

const DEFAULT_PORT = 8080;

/** Where datasets, runs and models lie unless GRAMAI_STORE or GRAMAI_BUCKET says otherwise. */
const DEFAULT_STORE = "store";

/** On one machine a look at the alias costs nothing. */
const ALIAS_POLL_S = "1";

/** A start is not over before the model is loaded. */
const LOAD_WAIT_MS = 10 * 60_000;

const HOURS_MS = 3_600_000;

/** How long open requests may go on after a stop signal. */
const DRAIN_MS = 5_000;

/** The local twin (`npm start`): the functions in one process, on the same framework as deployed. */
async function main(): Promise<void> {
  const port = toPort(process.env.PORT);
  const env = { GRAMAI_STORE: DEFAULT_STORE, GRAMAI_ALIAS_POLL_S: ALIAS_POLL_S, ...process.env };
  const config = toConfig(readEnv(env), { cores: availableParallelism() });
  const life = config.life?.provider === "folder" ? await localLife(config) : undefined;
  const context = createContext(config, { ...(life && { life }), loadWaitMs: LOAD_WAIT_MS });
  const loading = context.rewriter();
  // Made while the model loads; asked for nothing before.
  registerCorrect("correct", () => context, life ? [runsRoute, datasetsRoute] : []);
  const server = getTestServer("correct");
  claimBodies(server);
  const rewriter = await loading;
  await listen(server, port);
  const stop = new AbortController();
  const living = life && runLife(life, context, toSchedule(process.env), stop.signal);
  stopOnSignal(server, async () => {
    stop.abort();
    await living;
    await context.close();
  });
  // Built from its sources: not what the first sentence should wait for. A failure is told to who asks for it.
  context.page().catch(() => undefined);
  const address = `http://localhost:${port}`;
  const { name, version } = rewriter.info;
  console.log(`GramAI serves ${name} ${version} on ${address} (the page, and the API)`);
  if (life) console.log(`Runs: ${address}/runs (store: ${env.GRAMAI_STORE})`);
  console.log(`Try: curl -X POST '${address}/text/?input_sentence=He%20have%20a%20car'`);
}

function toPort(value: string | undefined): number {
  if (!value) return DEFAULT_PORT;
  const port = Number(value);
  if (/^\d+$/.test(value) && port >= 1 && port <= 65_535) return port;
  throw new ConfigError(`PORT must be a number from 1 to 65535, got "${value}"`);
}

/** The weekly request of the cloud's scheduler, here a timer; off unless an experiment is named. */
function toSchedule(env: NodeJS.ProcessEnv): Schedule | undefined {
  const experiment = env.GRAMAI_SCHEDULE_EXPERIMENT;
  if (!experiment) return undefined;
  const hours = Number(env.GRAMAI_SCHEDULE_HOURS ?? 7 * 24);
  const feedback = toSwitch("GRAMAI_SCHEDULE_FEEDBACK", env.GRAMAI_SCHEDULE_FEEDBACK);
  if (hours >= 1) return { experiment, feedback, everyMs: hours * HOURS_MS };
  throw new ConfigError(
    `GRAMAI_SCHEDULE_HOURS must be a number of at least 1, got "${env.GRAMAI_SCHEDULE_HOURS}"`,
  );
}

function toSwitch(name: string, value: string | undefined): boolean {
  if (!value || value === "on" || value === "off") return value === "on";
  throw new ConfigError(`${name} must be on or off, got "${value}"`);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === "EADDRINUSE" ? "another program uses it" : (error.code ?? "unknown reason");
      const message = `Cannot listen on port ${port}: ${reason}. Choose another one, as in PORT=8081 npm start`;
      reject(new ConfigError(message, { cause: error }));
    });
    server.listen(port, resolve);
  });
}

function stopOnSignal(server: Server, close: () => Promise<void>): void {
  const stop = () => {
    server.close(() => {
      close().finally(() => process.exit(0));
    });
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), DRAIN_MS).unref();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof GramaiError)) throw error;
  console.error(error.message);
  process.exit(1);
}

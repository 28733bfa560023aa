import type { Server } from "node:http";
import { availableParallelism } from "node:os";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { ConfigError, GramaiError } from "../core/errors.js";
import { claimBodies } from "../functions/body.js";
import { toConfig } from "../functions/config.js";
import { type Context, createContext, loadRewriter } from "../functions/context.js";
import { registerCorrect } from "../functions/correct.js";
import { readEnv } from "../functions/env.js";

const DEFAULT_PORT = 8080;

/** How long open requests may go on after a stop signal. */
const DRAIN_MS = 5_000;

/** The local twin (`npm start`): the functions in one process, on the same framework as deployed. */
async function main(): Promise<void> {
  const port = toPort(process.env.PORT);
  const config = toConfig(readEnv(process.env), { cores: availableParallelism() });
  const rewriter = await loadRewriter(config);
  const context = createContext(config, { loadRewriter: async () => rewriter });
  await Promise.all([context.rewriter(), context.page()]);
  registerCorrect("correct", () => context);
  const server = getTestServer("correct");
  claimBodies(server);
  await listen(server, port);
  stopOnSignal(server, context);
  const address = `http://localhost:${port}`;
  const { name, version } = rewriter.info;
  console.log(`GramAI serves ${name} ${version} on ${address} (the page, and the API)`);
  console.log(`Try: curl -X POST '${address}/text/?input_sentence=He%20have%20a%20car'`);
}

function toPort(value: string | undefined): number {
  if (!value) return DEFAULT_PORT;
  const port = Number(value);
  if (/^\d+$/.test(value) && port >= 1 && port <= 65_535) return port;
  throw new ConfigError(`PORT must be a number from 1 to 65535, got "${value}"`);
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

function stopOnSignal(server: Server, context: Context): void {
  const stop = () => {
    server.close(() => {
      context.close().finally(() => process.exit(0));
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

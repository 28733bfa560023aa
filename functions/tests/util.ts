import type { AddressInfo } from "node:net";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import type { DestinationStream } from "pino";
import type { Rewrite, Rewriter } from "../../core/ports.js";
import { claimBodies } from "../body.js";
import { toConfig } from "../config.js";
import { type ContextOverrides, createContext } from "../context.js";
import { registerCorrect } from "../correct.js";
import type { Env } from "../env.js";
import { createLog } from "../log.js";

/** A model that knows a few substitutions: enough to see edits travel through the service. */
export function substitutingRewriter(
  substitutions: Readonly<Record<string, string>> = { "He have": "He has", recieve: "receive" },
): Rewriter {
  const rewrite = (sentence: string): Rewrite => {
    let text = sentence;
    for (const [from, to] of Object.entries(substitutions)) text = text.replaceAll(from, to);
    return {
      text,
      tokens: [{ start: 0, end: text.length, logProb: -0.01, alternatives: [] }],
      endLogProb: 0,
      stats: { decoderCalls: 1, sourceTokens: 1, targetTokens: 1 },
    };
  };
  return {
    info: {
      name: "substitutions",
      version: "000000000000",
      minConfidence: 0,
      minSentenceConfidence: 0,
    },
    rewrite: async (sentences) => sentences.map(rewrite),
    close: async () => undefined,
  };
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** Everything the service logged so far. */
  logged(): string;
  close(): Promise<void>;
}

let servers = 0;

/** The function `correct` on the real framework, on a free port of the loopback interface. */
export async function startServer(
  options: { readonly env?: Env; readonly overrides?: ContextOverrides } = {},
): Promise<TestServer> {
  const lines: string[] = [];
  const destination: DestinationStream = { write: (line) => void lines.push(line) };
  const config = toConfig(options.env ?? {}, { cores: 1 });
  const context = createContext(config, {
    log: createLog(config.log, destination),
    loadRewriter: async () => substitutingRewriter(),
    ...options.overrides,
  });
  const name = `correct-${servers++}`;
  registerCorrect(name, () => context);
  const server = getTestServer(name);
  claimBodies(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    logged: () => lines.join(""),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await context.close();
    },
  };
}

/** POST of a JSON value to `/v1/correct`. */
export function postJson(url: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${url}/v1/correct`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

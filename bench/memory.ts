/**
 * `npm run bench:memory -- [--requests N]`: resident memory of the deployed service while it answers N (10,000)
 * requests of one sentence each, all different, with one worker and one megabyte for its cache of sentences. Prints a
 * row for each thousand and writes bench/results/memory.json.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Server } from "./speed/server.js";
import { buildService } from "./speed/service.js";
import { ROOT } from "./speed/settings.js";
import { different, mainSet } from "./speed/texts.js";

/** Requests between looks. */
const STEP = 1000;

const { values } = parseArgs({ options: { requests: { type: "string", default: "10000" } } });
const requests = Number(values.requests);
if (!Number.isInteger(requests) || requests < 2 * STEP) {
  console.error(
    `Expected --requests to be a whole number from ${2 * STEP}, got "${values.requests}"`,
  );
  process.exit(2);
}

const { folder, remove } = buildService();
const server = await Server.start(folder, {
  GRAMAI_WORKERS: "1",
  GRAMAI_SENTENCE_CACHE_MB: "1",
});
try {
  const { sentences } = mainSet(undefined);
  const rows = [{ requests: 0, residentMb: await residentMb() }];
  for (const [i, text] of different(sentences, requests).entries()) {
    await server.correct({ text });
    if ((i + 1) % STEP !== 0) continue;
    rows.push({ requests: i + 1, residentMb: await residentMb() });
    console.log(`${i + 1} requests: ${rows.at(-1)?.residentMb} MB`);
  }
  const date = new Date().toISOString().slice(0, 10);
  const result = { date, node: process.version, rows };
  writeFileSync(join(ROOT, "bench/results/memory.json"), `${JSON.stringify(result, null, 1)}\n`);
} finally {
  await server.stop();
  remove();
}

async function residentMb(): Promise<number> {
  return Math.round((await server.resources()).residentBytes / 1e6);
}

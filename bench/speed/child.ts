/** A process under measurement: one JSON request a line on standard input, one JSON answer a line. */
import { createInterface } from "node:readline";
import { type Clock, type Contender, type Request, useClock } from "./contender.js";
import { NAMES } from "./names.js";
import { oursContender } from "./ours.js";
import { harperContender, transformersJsContender } from "./peers.js";

const MAKERS: Readonly<Record<string, (folder: string) => Promise<Contender>>> = {
  [NAMES.ours]: oursContender,
  [NAMES.harper]: harperContender,
  [NAMES.transformersJs]: transformersJsContender,
};

async function answer(contender: Contender, request: Request): Promise<unknown> {
  if (request.ask === "memory") return process.memoryUsage().rss;
  if (request.ask === "tasks") return contender.tasks?.(request.texts);
  if (request.ask === "time") return contender.time(request.tasks);
  await contender.work?.(request.texts);
  return null;
}

const [name = "", folder = "", clock = ""] = process.argv.slice(2);
useClock(clock as Clock);
const contender = await (MAKERS[name] as (typeof MAKERS)[string])(folder);
process.stdout.write("null\n");
for await (const line of createInterface({ input: process.stdin })) {
  const result = await answer(contender, JSON.parse(line) as Request);
  process.stdout.write(`${JSON.stringify(result ?? null)}\n`);
}

import { join } from "node:path";
import { NAMES } from "./names.js";
import { ContenderProcess } from "./process.js";
import type { Lane } from "./rounds.js";
import { hasNodePeers, log, MODEL, peersFolder, type Settings } from "./settings.js";

/**
 * Share of the sentences, and rounds. Slow peers do fewer of the same sentences; Harper does each only once, since it
 * keeps what it found in a stretch of text.
 */
const SHARES: Readonly<Record<string, readonly [share: number, rounds: number]>> = {
  [NAMES.harper]: [1, 1],
  [NAMES.transformersJs]: [1 / 3, 2],
  [NAMES.torch]: [1 / 6, 2],
  [NAMES.torchBeam]: [1 / 8, 1],
};
const ROUNDS = 3;

/** Starts every contender that this machine has what it takes for. GramAI is the first. */
export async function startLanes(settings: Settings): Promise<Lane[]> {
  const { clock, python, sentences } = settings;
  const started = [await ContenderProcess.node(NAMES.ours, clock, MODEL)];
  if (hasNodePeers()) started.push(await ContenderProcess.node(NAMES.harper, clock));
  else log("No harper.js, no requests over HTTP: run npm ci --prefix bench for them");
  if (python !== undefined) {
    const folder = peersFolder(python);
    started.push(
      await ContenderProcess.node(NAMES.transformersJs, clock, join(folder, "onnx")),
      await ContenderProcess.python(NAMES.ctranslate2, clock, python, folder),
      await ContenderProcess.python(NAMES.torch, clock, python, folder),
      await ContenderProcess.python(NAMES.torchBeam, clock, python, folder),
    );
  } else log("No peers with our weights: give --python for them (bench/README.md)");
  return started.map((contender) => {
    const [share, rounds] = SHARES[contender.name] ?? [1, ROUNDS];
    return { contender, sentences: Math.ceil(share * sentences), rounds };
  });
}

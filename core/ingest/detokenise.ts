const AUXILIARIES =
  "ca|wo|do|does|did|is|are|was|were|have|has|had|could|would|should|must|need|might|ai|sha";
const CLITICS = "s|re|ve|ll|d|m";

const JOIN: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`\\b(${AUXILIARIES}) n ?(['’]t)\\b`, "gi"), "$1n$2"],
  [new RegExp(` (['’](?:${CLITICS}))\\b`, "gi"), "$1"],
  [/ ([.,;:!?%)\]}…]+)(?= )/g, "$1"],
  [/(?<= )([([{$#]) /g, "$1"],
];

/**
 * The plain text of a tokenised benchmark line ("He does n't know ." is "He doesn't know."), by the
 * rules of the trainer's `gec/metrics/benchmark_text.py`.
 */
export function detokenise(line: string): string {
  let text = ` ${line.trim()} `.replaceAll("``", '"').replaceAll("''", '"');
  for (const [pattern, replacement] of JOIN) text = text.replace(pattern, replacement);
  return joinQuotes(text).split(/\s+/).filter(Boolean).join(" ");
}

/** Removes the spaces inside each pair of double quotes; the outer ones stay. */
function joinQuotes(text: string): string {
  const pieces = text.split('"');
  const joined = pieces.map((piece, index) => {
    if (index % 2 === 0) return piece;
    return index + 1 < pieces.length ? piece.trim() : piece.trimStart();
  });
  return joined.join('"');
}

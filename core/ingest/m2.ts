import { detokenise } from "./detokenise.js";
import type { Row } from "./rows.js";

interface TokenEdit {
  readonly start: number;
  readonly end: number;
  readonly replacement: readonly string[];
}

/**
 * The rows of one block of an M2 file (Dahlmeier and Ng 2012): a row per annotator, as plain text.
 * A sentence without edits is a row whose sides are equal. Undefined when the block is not M2.
 */
export function readM2Block(block: string): Row[] | undefined {
  const [first = "", ...lines] = block.split(/\r?\n/);
  if (!first.startsWith("S ")) return undefined;
  const tokens = first.slice(2).trim().split(/\s+/);
  const byAnnotator = new Map<string, TokenEdit[]>();
  for (const line of lines) {
    const edit = readEdit(line, tokens.length);
    if (!edit) return undefined;
    const edits = byAnnotator.get(edit.annotator) ?? [];
    if (edit.start >= 0) edits.push(edit);
    byAnnotator.set(edit.annotator, edits);
  }
  if (byAnnotator.size === 0) byAnnotator.set("0", []);
  const rows: Row[] = [];
  for (const edits of byAnnotator.values()) {
    const target = applyTokenEdits(tokens, edits);
    if (!target) return undefined;
    rows.push({ source: detokenise(tokens.join(" ")), target: detokenise(target.join(" ")) });
  }
  return rows;
}

/** `A 3 4|||R:VERB|||goes|||REQUIRED|||-NONE-|||0`; a start of -1 says "nothing to correct". */
function readEdit(line: string, length: number): (TokenEdit & { annotator: string }) | undefined {
  const place = /^A (-?\d+) (-?\d+)$/.exec(line.split("|||", 1)[0] ?? "");
  const fields = line.split("|||");
  if (!place || fields.length !== 6) return undefined;
  const [start, end] = [Number(place[1]), Number(place[2])];
  const [, , replacement = "", , , annotator = ""] = fields;
  if (start >= 0 && (end < start || end > length)) return undefined;
  const words = replacement === "-NONE-" ? [] : replacement.split(/\s+/).filter(Boolean);
  return { start, end, replacement: words, annotator: annotator.trim() };
}

/** Undefined when edits overlap. */
function applyTokenEdits(
  tokens: readonly string[],
  edits: readonly TokenEdit[],
): string[] | undefined {
  const result: string[] = [];
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at) return undefined;
    result.push(...tokens.slice(at, edit.start), ...edit.replacement);
    at = edit.end;
  }
  return [...result, ...tokens.slice(at)];
}

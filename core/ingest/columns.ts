import { UnprocessableError } from "../errors.js";

/** Names of the two columns. */
export interface ColumnNames {
  readonly source: string;
  readonly target: string;
}

/** Names that data sets in the field use, in the order in which they are looked for. */
const KNOWN: readonly ColumnNames[] = [
  { source: "source", target: "target" },
  { source: "input", target: "target" },
  { source: "input", target: "output" },
  { source: "incorrect", target: "correct" },
  { source: "original", target: "corrected" },
  { source: "sentence", target: "correction" },
  { source: "sentence", target: "corrected" },
  { source: "src", target: "tgt" },
];

/** A heading that can be shown in an error: no sentence of a user looks like this. */
const HEADING = /^[A-Za-z][\w-]{0,30}$/;

/** The known pair of names that is among `names`, case aside; undefined when none is. */
export function findColumns(names: readonly string[]): ColumnNames | undefined {
  const find = (wanted: string) => names.find((name) => name.trim().toLowerCase() === wanted);
  for (const known of KNOWN) {
    const [source, target] = [find(known.source), find(known.target)];
    if (source !== undefined && target !== undefined) return { source, target };
  }
  return undefined;
}

/**
 * The columns to read: those asked for, or else a known pair.
 * @throws UnprocessableError naming what is missing and what is there.
 */
export function chooseColumns(
  names: readonly string[],
  wanted: ColumnNames | undefined,
): ColumnNames {
  const found = wanted ?? findColumns(names);
  const missing = found && [found.source, found.target].filter((name) => !names.includes(name));
  if (found && missing?.length === 0) return found;
  const expected = wanted ? `columns "${wanted.source}" and "${wanted.target}"` : knownPairs();
  throw new UnprocessableError(
    `Expected ${expected}, found ${describe(names)}; name the two columns with \`columns\``,
  );
}

function knownPairs(): string {
  const pairs = KNOWN.map(({ source, target }) => `${source},${target}`).join(" or ");
  return `two columns named ${pairs}`;
}

function describe(names: readonly string[]): string {
  const shown = names
    .slice(0, 20)
    .map((name) => (HEADING.test(name) ? `"${name}"` : "(no heading)"));
  return `${names.length} column${names.length === 1 ? "" : "s"}: ${shown.join(", ")}`;
}

import { parse, postprocess, preprocess } from "micromark";
import { frontmatter } from "micromark-extension-frontmatter";
import { gfm } from "micromark-extension-gfm";
import { math } from "micromark-extension-math";
import { subtokenize } from "micromark-util-subtokenize";

export type Event = ReturnType<typeof postprocess>[number];

const EXTENSIONS = [gfm(), frontmatter(["yaml", "toml"])];
const MATHS = math();

/** UTF-16 units whose blocks are found in one go: a few milliseconds of work. */
const UNITS_A_TURN = 4000;
/** Events of blocks whose words are read in one go, so far as blocks are not longer. */
const EVENTS_A_TURN = 200;

/**
 * The events of micromark's parser for a text, whole blocks at a time: what its `postprocess` makes
 * of the text in one go, which for a long one takes half a second.
 * @param turn is waited for between two stretches of work.
 * @throws what `turn` throws.
 */
export async function* markdownEvents(
  source: string,
  turn: () => Promise<void>,
): AsyncGenerator<readonly Event[]> {
  const extensions = source.includes("$") ? [...EXTENSIONS, MATHS] : EXTENSIONS;
  const document = parse({ extensions }).document();
  const feed = preprocess();
  for (let at = 0; at < source.length; at += UNITS_A_TURN) {
    document.write(feed(source.slice(at, at + UNITS_A_TURN), "utf8"));
    await turn();
  }
  const events = document.write(feed("", "utf8", true));
  // Opens the document into its blocks, which share no words; link keys are known by now.
  subtokenize(events);
  for (const blocks of wholeBlocks(events)) {
    yield postprocess(blocks);
    await turn();
  }
}

/** The events in runs that end where no token is open. */
function* wholeBlocks(events: readonly Event[]): Generator<Event[]> {
  let from = 0;
  let depth = 0;
  for (const [i, [kind]] of events.entries()) {
    depth += kind === "enter" ? 1 : -1;
    if (depth === 0 && (i + 1 - from >= EVENTS_A_TURN || i + 1 === events.length)) {
      yield events.slice(from, i + 1);
      from = i + 1;
    }
  }
}

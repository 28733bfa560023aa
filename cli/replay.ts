import { type Command, InvalidArgumentError } from "commander";
import { TOPICS, type TopicName } from "../core/life.js";
import { DEAD_LETTER, originalAttributes, type PulledMessage } from "../core/topic.js";
import { type LifeHost, openLife, type StoreFlag, withStore } from "./life.js";

/** Messages of one pull. */
const BATCH = 100;

interface ReplayFlags extends StoreFlag {
  readonly topic: TopicName;
  readonly publish?: boolean;
  readonly drop?: boolean;
}

/** Adds `gramai replay` to the program. */
export function addReplayCommand(program: Command): void {
  withStore(program.command("replay"))
    .description("Show messages that were given up; with --publish, send them again")
    .option("--topic <name>", `one of ${TOPICS.join(", ")}`, toTopic, TOPICS[0])
    .option("--publish", "publish them again and take them out")
    .option("--drop", "take them out for good")
    .action(async (flags: ReplayFlags) => {
      await runReplay(flags, await openLife(flags));
    });
}

function toTopic(value: string): TopicName {
  const topic = TOPICS.find((name) => name === value);
  if (topic) return topic;
  throw new InvalidArgumentError(`Expected one of ${TOPICS.join(", ")}.`);
}

/** `gramai replay`: a message leaves the dead letters only after it has been published again. */
export async function runReplay(
  { topic, publish, drop }: ReplayFlags,
  { life, write }: Pick<LifeHost, "life" | "write">,
): Promise<void> {
  const letters = await pullAll(life.deadLetters(topic));
  for (const letter of letters) {
    write(`${describe(letter)}\n`);
    if (publish) await life.topic(topic).publish(letter.data, originalAttributes(letter));
    if (publish || drop) await letter.ack();
    else await letter.nack();
  }
  const done = publish ? "published again" : drop ? "dropped" : "kept";
  write(`${letters.length} dead letters of ${topic}, ${done}\n`);
}

async function pullAll(letters: ReturnType<LifeHost["life"]["deadLetters"]>) {
  const all: PulledMessage[] = [];
  for (;;) {
    const batch = await letters.pull(BATCH);
    if (batch.length === 0) return all;
    all.push(...batch);
  }
}

/** Train requests hold no user's text: they are shown whole. */
function describe({ id, data, attributes, publishedAt }: PulledMessage): string {
  const reason =
    attributes[DEAD_LETTER.faults] ?? attributes[DEAD_LETTER.reason] ?? "no reason kept";
  return `${publishedAt.toISOString()} ${id}\n  ${data}\n  ${reason}`;
}

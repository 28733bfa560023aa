import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { InvalidRequestError } from "../../core/errors.js";
import { StoreUnavailableError } from "../../core/object-store.js";
import { DEAD_LETTER } from "../../core/topic.js";
import { topicContract } from "../contract/topic.js";
import { deliver } from "./delivery.js";
import { OWNER } from "./owner.js";
import { FolderTopic } from "./topic.js";

const folder = mkdtempSync(join(tmpdir(), "gramai-topic-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

topicContract("a folder", async () => {
  const topic = new FolderTopic(folder, "contract");
  return { topic, subscription: topic, close: async () => undefined };
});

describe("a folder's topic", () => {
  it("takes back what a process that is gone held", async () => {
    const topic = new FolderTopic(folder, "crash");
    const id = await topic.publish("precious");
    await topic.pull(1);
    const held = join(folder, ".gramai", "topics", "crash", "held");
    // As if an earlier process with our pid had held it.
    const gone = join(held, `${process.pid}-gone`);
    mkdirSync(gone);
    for (const name of readdirSync(join(held, OWNER))) {
      renameSync(join(held, OWNER, name), join(gone, name));
    }
    expect(await topic.size()).toBe(1);
    expect(await topic.pull(5)).toMatchObject([{ id, data: "precious", attempt: 2 }]);
  });

  it("hands out a file that is no message as one of its text, and the others beside it", async () => {
    const topic = new FolderTopic(folder, "torn");
    const id = await topic.publish("whole");
    const waiting = join(folder, ".gramai", "topics", "torn", "waiting");
    writeFileSync(join(waiting, "0-torn.1.json"), '{"id": "to');
    writeFileSync(join(waiting, "by-hand.json"), '{"requestId": "r"}');
    const pulled = await topic.pull(5);
    expect(pulled.map(({ data, attempt }) => [data, attempt])).toEqual([
      ['{"id": "to', 1],
      ["whole", 1],
      ['{"requestId": "r"}', 1],
    ]);
    expect(pulled[1]?.id).toBe(id);
    for (const message of pulled) await message.nack();
    expect((await topic.pull(5)).map(({ attempt }) => attempt)).toEqual([2, 2, 2]);
  });

  it("removes what processes that are gone left beside their messages", async () => {
    const topic = new FolderTopic(folder, "left");
    const held = join(folder, ".gramai", "topics", "left", "held");
    const gone = join(held, `${process.pid}-0-gone`);
    mkdirSync(gone, { recursive: true });
    writeFileSync(join(gone, "x.partial"), "{");
    await topic.pull(1);
    expect(readdirSync(held)).toEqual([OWNER]);
  });

  it("keeps a message that it can neither acknowledge nor give up, and goes on", async () => {
    const topic = new FolderTopic(folder, "full");
    await topic.publish("poison");
    const stop = new AbortController();
    const faults: string[] = [];
    const seen: number[] = [];
    let full = true;
    const letters: string[] = [];
    const delivering = deliver(
      {
        name: "full",
        subscription: topic,
        deadLetters: {
          publish: async (data) => {
            if (full) throw new StoreUnavailableError("the disk is full");
            letters.push(data);
            return "id";
          },
        },
        handle: async ({ attempt }) => {
          seen.push(attempt);
          if (seen.length === 3) full = false;
          throw new InvalidRequestError("wrong");
        },
        isPassing: () => false,
        onFault: (_, error) => faults.push((error as Error).message),
        pollMs: 1,
        backOffMs: 0.1,
        concurrency: 1,
      },
      stop.signal,
    );
    await expect.poll(() => topic.size(), { timeout: 10_000 }).toBe(0);
    stop.abort();
    await delivering;
    expect(letters).toEqual(["poison"]);
    expect(seen).toEqual([1, 2, 3]);
    expect(faults.filter((fault) => fault === "the disk is full")).toHaveLength(2);
  });

  it("retries five times what may pass, then gives the message up with the reason", async () => {
    const topic = new FolderTopic(folder, "poison");
    const dead = new FolderTopic(folder, "poison-dead");
    const stop = new AbortController();
    const seen: string[] = [];
    const faults: number[] = [];
    const delivering = deliver(
      {
        name: "poison",
        subscription: topic,
        deadLetters: dead,
        handle: async ({ data, attempt }) => {
          seen.push(`${data} ${attempt}`);
          if (data === "broken") throw new InvalidRequestError("wrong", { issues: ["a", "b"] });
          if (data === "poison" || attempt === 1) throw new Error("cannot digest");
        },
        isPassing: (error) => !(error instanceof InvalidRequestError),
        onFault: (message) => faults.push(message?.attempt ?? 0),
        pollMs: 2,
        backOffMs: 1,
        concurrency: 4,
      },
      stop.signal,
    );
    await topic.publish("poison", { a: "b" });
    await topic.publish("fine");
    await topic.publish("broken");
    await expect.poll(() => dead.size(), { timeout: 10_000 }).toBe(2);
    await expect.poll(() => topic.size()).toBe(0);
    stop.abort();
    await delivering;
    expect(seen.sort()).toEqual([
      "broken 1",
      "fine 1",
      "fine 2",
      ...[1, 2, 3, 4, 5].map((attempt) => `poison ${attempt}`),
    ]);
    expect(faults).toHaveLength(7);
    const letters = await dead.pull(2);
    const find = (data: string) => letters.find((letter) => letter.data === data);
    expect(find("broken")?.attributes).toMatchObject({
      [DEAD_LETTER.reason]: "wrong",
      [DEAD_LETTER.faults]: "a; b",
      [DEAD_LETTER.attempts]: "1",
    });
    expect(find("poison")).toMatchObject({
      data: "poison",
      attributes: {
        a: "b",
        [DEAD_LETTER.from]: "poison",
        [DEAD_LETTER.reason]: "cannot digest",
        [DEAD_LETTER.attempts]: "5",
      },
    });
  });
});

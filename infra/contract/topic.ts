import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PulledMessage, Subscription, Topic } from "../../core/topic.js";

export interface TopicFixture {
  readonly topic: Topic;
  readonly subscription: Subscription;
  close(): Promise<void>;
}

/** Every topic with its subscription keeps these promises. */
export function topicContract(name: string, start: () => Promise<TopicFixture>): void {
  describe(`${name} as a topic`, () => {
    let fixture: TopicFixture;
    beforeAll(async () => {
      fixture = await start();
    });
    afterAll(() => fixture.close());

    it("delivers data and attributes, and forgets what is acknowledged", async () => {
      const id = await fixture.topic.publish('{"text":"é🙂"}', { kind: "test" });
      const [message] = await fixture.subscription.pull(10);
      expect(message).toMatchObject({ id, data: '{"text":"é🙂"}', attributes: { kind: "test" } });
      expect(message?.attempt).toBe(1);
      expect(message?.publishedAt).toBeInstanceOf(Date);
      await message?.ack();
      expect(await fixture.subscription.pull(10)).toEqual([]);
    });

    it("delivers again what is given back, with the same id", async () => {
      const id = await fixture.topic.publish("again");
      const [first] = await fixture.subscription.pull(1);
      expect(await fixture.subscription.pull(1)).toEqual([]);
      await first?.nack();
      const [second] = await fixture.subscription.pull(1);
      expect(second).toMatchObject({ id, data: "again", attempt: 2 });
      await second?.ack();
    });

    it("hands each message to one holder", async () => {
      const ids = await Promise.all(
        Array.from({ length: 20 }, (_, i) => fixture.topic.publish(String(i))),
      );
      const pulls = Array.from({ length: 6 }, () => fixture.subscription.pull(5));
      const messages = (await Promise.all(pulls)).flat();
      let rest: readonly PulledMessage[] = messages;
      while (rest.length > 0) {
        await Promise.all(rest.map((message) => message.ack()));
        rest = await fixture.subscription.pull(20);
        messages.push(...rest);
      }
      expect(messages.map(({ id }) => id).sort()).toEqual([...ids].sort());
    });
  });
}

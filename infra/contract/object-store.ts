import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InvalidRequestError } from "../../core/errors.js";
import {
  ObjectNotFoundError,
  type ObjectStore,
  PreconditionFailedError,
} from "../../core/object-store.js";

/** What the suite needs: stores over one and the same empty bucket, as different processes have them. */
export interface StoreFixture {
  open(): ObjectStore;
  close(): Promise<void>;
}

async function readText(
  store: ObjectStore,
  path: string,
  range?: { start: number; end?: number },
): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.read(path, range)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

async function listed(store: ObjectStore, prefix: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of store.list(prefix)) paths.push(path);
  return paths;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Every implementation of the object store port keeps these promises. */
export function objectStoreContract(name: string, start: () => Promise<StoreFixture>): void {
  describe(`${name} as an object store`, () => {
    let fixture: StoreFixture;
    let store: ObjectStore;
    beforeAll(async () => {
      fixture = await start();
      store = fixture.open();
    });
    afterAll(() => fixture.close());

    it("gives back what was written, whole and in ranges", async () => {
      const generation = await store.write("whole/a.txt", bytes("0123456789"));
      expect(await readText(store, "whole/a.txt")).toBe("0123456789");
      expect(await readText(store, "whole/a.txt", { start: 3 })).toBe("3456789");
      expect(await readText(store, "whole/a.txt", { start: 3, end: 5 })).toBe("34");
      expect(await readText(store, "whole/a.txt", { start: 8, end: 50 })).toBe("89");
      expect(await readText(store, "whole/a.txt", { start: 10 })).toBe("");
      const info = await store.stat("whole/a.txt");
      expect(info).toMatchObject({ path: "whole/a.txt", size: 10, generation });
      expect(info?.updatedAt).toBeInstanceOf(Date);
    });

    it("writes streams of many chunks, and empty objects", async () => {
      async function* chunks() {
        for (let i = 0; i < 40; i++) yield new Uint8Array(70_001).fill(i);
      }
      await store.write("stream/big", chunks());
      expect(await store.stat("stream/big")).toMatchObject({ size: 40 * 70_001 });
      const middle: number[] = [];
      for await (const chunk of store.read("stream/big", { start: 70_000, end: 70_003 })) {
        middle.push(...chunk);
      }
      expect(middle).toEqual([0, 1, 1]);
      await store.write("stream/empty", new Uint8Array(0));
      expect(await readText(store, "stream/empty")).toBe("");
    });

    it("leaves the old object alone when the new one's source fails", async () => {
      await store.write("torn/a", bytes("old"));
      async function* torn() {
        yield bytes("new, but ");
        throw new Error("the source is gone");
      }
      await expect(store.write("torn/a", torn())).rejects.toThrow("the source is gone");
      await expect(store.write("torn/b", torn())).rejects.toThrow("the source is gone");
      expect(await readText(store, "torn/a")).toBe("old");
      expect(await listed(store, "torn/")).toEqual(["torn/a"]);
    });

    it("says that nothing is there", async () => {
      expect(await store.stat("nothing/here")).toBeUndefined();
      await expect(readText(store, "nothing/here")).rejects.toThrow(ObjectNotFoundError);
      await store.delete("nothing/here");
      expect(await listed(store, "nothing/")).toEqual([]);
    });

    it("gives every write a new generation, equal content or not", async () => {
      const seen = new Set<string>();
      for (let i = 0; i < 5; i++) seen.add(await store.write("generation/a", bytes("same")));
      await store.delete("generation/a");
      seen.add(await store.write("generation/a", bytes("same")));
      expect(seen.size).toBe(6);
    });

    it("writes and deletes only over the generation asked for", async () => {
      const path = "guarded/a";
      const first = await store.write(path, bytes("1"), { ifGeneration: "absent" });
      await expect(store.write(path, bytes("2"), { ifGeneration: "absent" })).rejects.toThrow(
        PreconditionFailedError,
      );
      const second = await store.write(path, bytes("3"), { ifGeneration: first });
      await expect(store.write(path, bytes("4"), { ifGeneration: first })).rejects.toThrow(
        PreconditionFailedError,
      );
      await expect(store.delete(path, { ifGeneration: first })).rejects.toThrow(
        PreconditionFailedError,
      );
      expect(await readText(store, path)).toBe("3");
      await store.delete(path, { ifGeneration: second });
      expect(await store.stat(path)).toBeUndefined();
    });

    it("lets exactly one of many writers win", async () => {
      const stores = [store, fixture.open(), fixture.open()];
      const race = async (ifGeneration: string) => {
        const attempts = Array.from({ length: 30 }, (_, i) =>
          (stores[i % 3] as ObjectStore).write("race/a", bytes(String(i)), { ifGeneration }),
        );
        const settled = await Promise.allSettled(attempts);
        const lost = settled.filter((result) => result.status === "rejected");
        expect(lost.every(({ reason }) => reason instanceof PreconditionFailedError)).toBe(true);
        const winners = settled.flatMap((result, i) => (result.status === "fulfilled" ? [i] : []));
        expect(winners).toHaveLength(1);
        expect(await readText(store, "race/a")).toBe(String(winners[0]));
        return (await store.stat("race/a"))?.generation as string;
      };
      const generation = await race("absent");
      await race(generation);
    });

    it("lists in path order what starts with a prefix", async () => {
      const paths = ["list/a-b", "list/a/1", "list/a/2", "list/b/ü/🙂.txt", "list/é"];
      for (const path of [...paths].reverse()) await store.write(path, bytes(path));
      expect(await listed(store, "list/")).toEqual(paths);
      expect(await listed(store, "list/a/")).toEqual(["list/a/1", "list/a/2"]);
      expect(await listed(store, "list/b")).toEqual(["list/b/ü/🙂.txt"]);
      expect(await listed(store, "lis")).toEqual(await listed(store, "list/"));
    });

    it("lists more objects than one page holds", async () => {
      const paths = Array.from({ length: 25 }, (_, i) => `pages/${String(i).padStart(3, "0")}`);
      await Promise.all(paths.map((path) => store.write(path, bytes("x"))));
      expect(await listed(store, "pages/")).toEqual(paths);
    });

    it.each(["", "/a", "a//b", "a/../b", "./a", "a/", "a\\b", "a\u0000b", "x".repeat(1025)])(
      "refuses the path %j",
      async (path) => {
        await expect(store.write(path, bytes("x"))).rejects.toThrow(InvalidRequestError);
        await expect(store.stat(path)).rejects.toThrow(InvalidRequestError);
        await expect(readText(store, path)).rejects.toThrow(InvalidRequestError);
      },
    );
  });
}

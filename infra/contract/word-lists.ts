import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_DICTIONARY, MAX_WORDS, WordLists } from "../../core/word-lists.js";
import type { StoreFixture } from "./object-store.js";

const OWNER = "editor";

/** Word lists keep these promises over every object store. */
export function wordListsContract(name: string, start: () => Promise<StoreFixture>): void {
  describe(`word lists in ${name}`, () => {
    let fixture: StoreFixture;
    beforeAll(async () => {
      fixture = await start();
    });
    afterAll(() => fixture.close());

    it("keep what was added until it is deleted, and say whether anything changed", async () => {
      const lists = new WordLists(fixture.open());
      expect(await lists.words(OWNER, [DEFAULT_DICTIONARY, "work"])).toEqual([]);
      expect(await lists.delete(OWNER, DEFAULT_DICTIONARY, "kubelet")).toBe(false);
      expect(await lists.add(OWNER, DEFAULT_DICTIONARY, "kubelet")).toBe(true);
      expect(await lists.add(OWNER, DEFAULT_DICTIONARY, "kubelet")).toBe(false);
      expect(await lists.add(OWNER, "work", "Gr\u00fcnwald\u{1f642}")).toBe(true);
      const others = new WordLists(fixture.open());
      expect(await others.words(OWNER, [DEFAULT_DICTIONARY, "work"])).toEqual([
        "Gr\u00fcnwald\u{1f642}",
        "kubelet",
      ]);
      expect(await others.words(OWNER, ["work"])).toEqual(["Gr\u00fcnwald\u{1f642}"]);
      expect(await others.words(OWNER, ["constructor", "none"])).toEqual([]);
      expect(await others.delete(OWNER, "work", "kubelet")).toBe(false);
      expect(await others.delete(OWNER, DEFAULT_DICTIONARY, "kubelet")).toBe(true);
      expect(await lists.words(OWNER, [DEFAULT_DICTIONARY, "work"])).toEqual([
        "Gr\u00fcnwald\u{1f642}",
      ]);
    });

    it("are apart by owner, and from those of an instance without keys", async () => {
      const lists = new WordLists(fixture.open());
      await lists.add("first", DEFAULT_DICTIONARY, "one");
      await lists.add("everyone", DEFAULT_DICTIONARY, "two");
      await lists.add(undefined, DEFAULT_DICTIONARY, "three");
      expect(await lists.words("first", [DEFAULT_DICTIONARY])).toEqual(["one"]);
      expect(await lists.words("everyone", [DEFAULT_DICTIONARY])).toEqual(["two"]);
      expect(await lists.words(undefined, [DEFAULT_DICTIONARY])).toEqual(["three"]);
    });

    it("lose nothing when several instances change one list at once", async () => {
      const instances = Array.from({ length: 3 }, () => new WordLists(fixture.open()));
      const words = Array.from({ length: 12 }, (_, i) => `word${String(i).padStart(2, "0")}`);
      const added = await Promise.all(
        words.map((word, i) => (instances[i % 3] as WordLists).add("busy", "d", word)),
      );
      expect(added).toEqual(words.map(() => true));
      expect(await (instances[0] as WordLists).words("busy", ["d"])).toEqual(words);
    });

    it("are looked for in texts as they were a moment ago, own changes at once", async () => {
      let nowMs = 0;
      const lists = new WordLists(fixture.open(), () => nowMs);
      const spans = async () =>
        [...(await lists.ownWords("clock", ["d"])).spans("kubelets grep")].map(
          ({ start }) => start,
        );
      expect(await spans()).toEqual([]);
      await lists.add("clock", "d", "kubelet");
      expect(await spans()).toEqual([0]);
      await new WordLists(fixture.open()).add("clock", "d", "grep");
      expect(await spans()).toEqual([0]);
      nowMs = 10_000;
      expect(await spans()).toEqual([0, 9]);
    });

    it("hold no more than an owner may have", async () => {
      const store = fixture.open();
      const words = Array.from({ length: MAX_WORDS }, (_, i) => `w${i}`);
      const full = JSON.stringify({ schema: 1, dictionaries: { d: words } });
      await store.write("words/keys/full.json", new TextEncoder().encode(full));
      const lists = new WordLists(store);
      await expect(lists.add("full", "other", "more")).rejects.toThrow(`at most ${MAX_WORDS}`);
      expect(await lists.add("full", "d", "w0")).toBe(false);
    });
  });
}

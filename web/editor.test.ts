import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OwnWords } from "../core/own-words.js";
import { Checker } from "./checker.js";
import { Editor, PAUSE_MS } from "./editor.js";
import { suggest } from "./tests/suggest.js";

const ANSWER_MS = PAUSE_MS / 2;

/** An editor whose service finds "have" wrong, half a pause after it was asked. */
function start() {
  const asked: (readonly string[])[] = [];
  let caret = 0;
  const checker = new Checker(
    async (texts) => {
      asked.push(texts);
      await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
      const edits = texts.map((text) => {
        const at = text.indexOf("have");
        return at < 0 ? [] : [suggest(at, "have", "has")];
      });
      return { edits, model: { name: "test", version: "1" } };
    },
    { onAnswer: () => editor.takeAnswers(), onState: () => undefined },
  );
  const editor = new Editor(
    {
      checker,
      ownWords: () => new OwnWords([]),
      addWord: () => undefined,
      removeWord: () => undefined,
      write: (_text, at) => {
        caret = at;
      },
      caret: () => caret,
      decided: () => undefined,
      draw: () => undefined,
    },
    { text: "", dismissed: [] },
  );
  const type = (text: string) => {
    caret = text.length;
    editor.typed(text, performance.now());
  };
  return { editor, asked, type };
}

describe("Editor", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("asks about what was typed last, even if an answer comes while it waits", async () => {
    const { editor, asked, type } = start();
    type("All is well.");
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    type("All is well. We go");
    await vi.advanceTimersByTimeAsync(ANSWER_MS);
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(asked).toEqual([["All is well."], ["We go"]]);
    expect(editor.suggestions).toEqual([]);
  });

  it("leaves the word being written in peace for a moment", async () => {
    const { editor, type } = start();
    type("He have");
    await vi.advanceTimersByTimeAsync(PAUSE_MS + ANSWER_MS);
    expect(editor.suggestions).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(editor.suggestions).toEqual([suggest(3, "have", "has")]);
  });

  it("takes back accepting and dismissing in turn", async () => {
    const { editor, type } = start();
    type("He have it. We have it too, they say.");
    await vi.advanceTimersByTimeAsync(2000);
    const [first, second] = editor.suggestions;
    if (!first || !second) throw new Error("Expected two suggestions");
    editor.dismiss(second);
    editor.accept(first);
    expect([editor.text.slice(0, 6), editor.suggestions, editor.accepted]).toEqual([
      "He has",
      [],
      1,
    ]);
    editor.undo();
    editor.undo();
    await vi.advanceTimersByTimeAsync(2000);
    expect([editor.text.slice(0, 7), editor.suggestions.length, editor.accepted]).toEqual([
      "He have",
      2,
      0,
    ]);
  });
});

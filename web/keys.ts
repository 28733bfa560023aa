/** What a key does; the help panel lists them in this order. */
export const SHORTCUTS = [
  { keys: "F8", does: "go to the next suggestion and open its card" },
  { keys: "Shift F8", does: "go to the suggestion before" },
  { keys: "Mod Enter", does: "accept the suggestion at the caret" },
  { keys: "Mod Shift Enter", does: "accept all suggestions" },
  { keys: "Mod Z", does: "undo typing, accepting, dismissing or adding a word" },
  { keys: "Mod Shift Z", does: "do it again (also Mod Y)" },
  { keys: "Mod /", does: "open this help" },
] as const;

/** Keys while a card has the focus. */
export const CARD_SHORTCUTS = [
  { keys: "Enter", does: "accept the chosen replacement and go on to the next suggestion" },
  { keys: "← →", does: "choose among replacements and actions" },
  { keys: "D", does: "dismiss" },
  { keys: "W", does: "add the word to your own words" },
  { keys: "K", does: "accept all of this kind" },
  { keys: "Esc", does: "go back to the text" },
] as const;

export type Command = "next" | "previous" | "accept" | "acceptAll" | "undo" | "redo" | "help";

/** The modifier that commands go with on this machine. */
export const isApple = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? "");

/** The command of a key pressed anywhere in the page. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  if (event.isComposing || event.altKey) return undefined;
  if (event.key === "F8") return event.shiftKey ? "previous" : "next";
  if (!(isApple ? event.metaKey : event.ctrlKey)) return undefined;
  switch (event.key.toLowerCase()) {
    case "enter":
      return event.shiftKey ? "acceptAll" : "accept";
    case "z":
      return event.shiftKey ? "redo" : "undo";
    case "y":
      return "redo";
    case "/":
      return "help";
    default:
      return undefined;
  }
}

/** Keys as they are written on this machine: "Mod" is ⌘ or Ctrl. */
export function keysFor(keys: string): string {
  return keys.replace("Mod", isApple ? "⌘" : "Ctrl");
}

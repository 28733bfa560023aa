import type { CheckState } from "./checker.js";
import { counted, makeButton } from "./dom.js";

export interface StatusActions {
  retry(): void;
  openSettings(): void;
}

/** Says how the checking goes, and what the writer can do where it does not. */
export function drawStatus(root: HTMLElement, state: CheckState, actions: StatusActions): void {
  root.classList.toggle("failed", state.kind === "waiting" || state.kind === "stopped");
  root.replaceChildren(...parts(state, actions));
}

function parts(state: CheckState, actions: StatusActions): (string | Node)[] {
  switch (state.kind) {
    case "idle":
      return [""];
    case "checking":
      return [state.left > 1 ? `Checking, ${counted(state.left, "sentence")} to go…` : "Checking…"];
    case "done": {
      const { name, version } = state.model;
      return [`Checked in ${Math.round(state.tookMs)} ms by ${name} ${version}`];
    }
    case "waiting":
      return [
        navigator.onLine ? `${state.reason} ` : "You are offline. ",
        `Your text is kept in this browser; trying again in ${state.retryInS} s. `,
        makeButton("Try now", "link", actions.retry),
      ];
    case "stopped":
      return state.needsKey
        ? [`${state.reason} `, makeButton("Enter a key", "link", actions.openSettings)]
        : [`Some sentences were not checked: ${state.reason}`];
  }
}

/** Words as a reader counts them. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'\u2019-]*/gu)?.length ?? 0;
}

const WIDTH = 30;

/** A bar of how many inputs are done. */
export interface Progress {
  step(): void;
  /** Takes the bar away, so that a line can be printed in its place. */
  clear(): void;
}

/**
 * Draws a bar with `show`; nothing where there is no terminal, or just one input.
 * @param total inputs in all.
 */
export function progressBar(total: number, show?: (text: string) => unknown): Progress {
  if (!show || total < 2) return { step: () => undefined, clear: () => undefined };
  let done = 0;
  const draw = () => {
    const filled = Math.round((done / total) * WIDTH);
    show(`\r[${"#".repeat(filled)}${"-".repeat(WIDTH - filled)}] ${done}/${total}`);
  };
  draw();
  return {
    step: () => {
      done++;
      draw();
    },
    clear: () => show("\r\u001b[K"),
  };
}

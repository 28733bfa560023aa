/** The element of the page with an id. @throws Error when the page has none of that type. */
export function element<T extends Element>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`Expected #${id} in the page to be ${type.name}`);
  return found;
}

/** A new element with a class and text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  content = "",
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (content) node.textContent = content;
  return node;
}

/** A new button that does something. */
export function makeButton(label: string, className: string, act: () => void): HTMLButtonElement {
  const node = make("button", className, label);
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}

/** Words for a reader: without the spaces around them, unless spaces are all there is. */
export function shown(words: string): string {
  return words.trim() || words.replace(/\s/g, "␣");
}

/** "1 suggestion", "2 suggestions". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

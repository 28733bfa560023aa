/** A word as messages show it. */
export function quote(text: string): string {
  return `\u201c${text.trim()}\u201d`;
}

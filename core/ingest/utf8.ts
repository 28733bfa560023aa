const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text that bytes mean; undefined when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    return decoder.decode(bytes.subarray(start, end));
  } catch {
    return undefined;
  }
}

/** What can be shown of bytes: their text or, where they are not UTF-8, a character per byte. */
export function showBytes(bytes: Uint8Array, start: number, end: number): string {
  return decodeUtf8(bytes, start, end) ?? latin1(bytes.subarray(start, end));
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

const BOM_BYTES = 3;

/** Where the text starts: after the byte order mark that some programs put before UTF-8. */
export function afterBom(bytes: Uint8Array, start: number, end: number): number {
  const mark = end - start >= BOM_BYTES && bytes[start] === 0xef && bytes[start + 1] === 0xbb;
  return mark && bytes[start + 2] === 0xbf ? start + BOM_BYTES : start;
}

/** The name of the encoding that a file's first bytes announce when it is not UTF-8. */
export function foreignEncoding(firstBytes: Uint8Array): string | undefined {
  const head = latin1(firstBytes.subarray(0, 8));
  if (head.startsWith("\u00ff\u00fe") || head.startsWith("\u00fe\u00ff")) return "UTF-16";
  // UTF-16 without a mark: every other byte of English text is zero.
  return /^(?:[^\0]\0){4}|^(?:\0[^\0]){4}/.test(head) ? "UTF-16" : undefined;
}

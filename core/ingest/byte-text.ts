/**
 * Records are found and split in "byte text": strings whose every character is one byte (Latin-1).
 * In UTF-8 the bytes of line ends, commas and quotes occur nowhere else, so offsets are exact byte
 * offsets and text in ASCII needs no decoding at all.
 */

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
const ASCII = /^[\u0000-\u007f]*$/;

/** The UTF-8 text that the bytes mean; undefined when they are not UTF-8. */
export function decodeByteText(bytes: string): string | undefined {
  if (ASCII.test(bytes)) return bytes;
  const buffer = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) buffer[i] = bytes.charCodeAt(i);
  try {
    return decoder.decode(buffer);
  } catch {
    return undefined;
  }
}

const BOM = "\u00ef\u00bb\u00bf";

/** Without the byte order mark that some programs put before UTF-8. */
export function withoutBom(bytes: string): string {
  return bytes.startsWith(BOM) ? bytes.slice(BOM.length) : bytes;
}

/** The name of the encoding that a file's first bytes announce when it is not UTF-8. */
export function foreignEncoding(firstBytes: string): string | undefined {
  if (firstBytes.startsWith("\u00ff\u00fe") || firstBytes.startsWith("\u00fe\u00ff")) {
    return "UTF-16";
  }
  // UTF-16 without a mark: every other byte of English text is zero.
  return /^(?:[^\0]\0){4}|^(?:\0[^\0]){4}/.test(firstBytes) ? "UTF-16" : undefined;
}

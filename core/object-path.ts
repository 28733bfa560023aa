import { InvalidRequestError } from "./errors.js";

/** Longest path in UTF-8 bytes, as in Cloud Storage. */
const MAX_PATH_BYTES = 1024;

/** First part of paths that a store on a folder keeps for itself. */
export const RESERVED_PART = ".gramai";

/**
 * Returns the path when every store can hold an object there.
 * @throws InvalidRequestError saying which part is wrong.
 */
export function checkObjectPath(path: string): string {
  const fault = pathFault(path);
  if (fault === undefined) return path;
  throw new InvalidRequestError(
    `Expected an object path such as "datasets/name/manifest.json": ${fault}`,
  );
}

function pathFault(path: string): string | undefined {
  if (path === "") return "it is empty";
  if (new TextEncoder().encode(path).byteLength > MAX_PATH_BYTES) {
    return `it is longer than ${MAX_PATH_BYTES} bytes`;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u001f\u007f\\]/.test(path)) return "it has a control character or a backslash";
  const parts = path.split("/");
  if (parts.some((part) => part === "")) return 'it has an empty part (a "/" too many)';
  if (parts.some((part) => part === "." || part === "..")) return 'it has a part "." or ".."';
  if (parts[0] === RESERVED_PART) return `"${RESERVED_PART}" is the store's own folder`;
  return undefined;
}

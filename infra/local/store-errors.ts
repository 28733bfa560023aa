import { GramaiError, InvalidRequestError } from "../../core/errors.js";
import { StoreUnavailableError } from "../../core/object-store.js";

/** What to do about a system error; any other is a passing fault of the disk. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; free space and repeat",
  EDQUOT: "the disk quota is used up; free space and repeat",
  EACCES: "this user may not; change the folder's owner or mode",
  EPERM: "this user may not; change the folder's owner or mode",
  EROFS: "the disk is read-only",
  EMFILE: "too many files are open; repeat later",
};

/** True where a system error says that nothing is at a path. */
export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}

/** A system error of the file system as the object store's error; every other error as it is. */
export function toStoreError(error: unknown, verb: string, path: string): unknown {
  if (error instanceof GramaiError || !(error instanceof Error) || !("syscall" in error)) {
    return error;
  }
  const { code = "unknown" } = error as NodeJS.ErrnoException;
  if (code === "ENAMETOOLONG") {
    return new InvalidRequestError(`Cannot ${verb} ${path}: a part of the path is too long`, {
      cause: error,
    });
  }
  if (["EISDIR", "ENOTDIR", "EEXIST", "ENOTEMPTY"].includes(code)) {
    return new InvalidRequestError(
      `Cannot ${verb} ${path}: it is a folder, or a part of it is a file; choose another path`,
      { cause: error },
    );
  }
  return new StoreUnavailableError(`Cannot ${verb} ${path}: ${REMEDIES[code] ?? code}`, {
    cause: error,
  });
}

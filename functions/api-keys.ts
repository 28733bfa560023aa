/** One caller's key as an instance knows it. */
export interface ApiKey {
  /** The operator's name for the caller; it appears in logs. */
  readonly id: string;
  /** SHA-256 of the key in lower-case hexadecimal. */
  readonly sha256: string;
  /** Requests per minute and instance, at least 1. */
  readonly requestsPerMinute: number;
}

/** Requests per minute of a key that states none. */
export const DEFAULT_REQUESTS_PER_MINUTE = 600;

const LINE = /^(?<id>[a-z0-9][a-z0-9-]{0,62}):(?<sha256>[0-9a-f]{64})(?::(?<rate>[1-9]\d{0,6}))?$/;

/**
 * Reads keys written as `<name>:<sha256>[:<requests per minute>]`, separated by commas or white space.
 * Adds to `faults` what is wrong, by place: an entry may be a key that somebody forgot to hash.
 */
export function parseApiKeys(value: string | undefined, faults: string[]): readonly ApiKey[] {
  const entries = value?.split(/[\s,]+/).filter((entry) => entry !== "") ?? [];
  const keys = entries.flatMap((entry, index): readonly ApiKey[] => {
    const { id, sha256, rate } = LINE.exec(entry)?.groups ?? {};
    if (id === undefined || sha256 === undefined) {
      faults.push(
        `GRAMAI_API_KEYS must be entries <name>:<sha256>[:<requests per minute>] as npm run api-key prints them, entry ${index + 1} is not`,
      );
      return [];
    }
    return [{ id, sha256, requestsPerMinute: rate ? Number(rate) : DEFAULT_REQUESTS_PER_MINUTE }];
  });
  for (const field of ["id", "sha256"] as const) {
    if (new Set(keys.map((key) => key[field])).size < keys.length) {
      faults.push(`GRAMAI_API_KEYS must name each ${field} once`);
    }
  }
  return keys;
}

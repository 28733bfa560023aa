import { UnprocessableError } from "../../core/errors.js";

/** Which addresses may be read. */
export interface AllowedHosts {
  /** Host names; `*.example.org` stands for every host below example.org, `*` for every public one. HTTPS on its usual port only. */
  readonly hosts: readonly string[];
  /** Origins that the operator runs (a mirror, say): HTTP and private addresses are fine there. */
  readonly trustedOrigins: readonly string[];
}

/**
 * Judges an address before anything is sent to it.
 * @returns whether it is of a trusted origin.
 * @throws UnprocessableError saying what is allowed.
 */
export function checkAddress(url: URL, allowed: AllowedHosts): boolean {
  if (allowed.trustedOrigins.includes(url.origin)) return true;
  if (url.protocol !== "https:") {
    throw new UnprocessableError(`Expected an https:// address, got ${url.protocol}//`);
  }
  if (url.port !== "") {
    throw new UnprocessableError(`Expected the usual HTTPS port, got port ${url.port}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new UnprocessableError("Expected an address without user name and password");
  }
  const host = url.hostname.replace(/\.$/, "");
  if (!allowed.hosts.some((pattern) => matches(host, pattern))) {
    const list = allowed.hosts.length > 0 ? allowed.hosts.join(", ") : "none";
    throw new UnprocessableError(
      `Expected a host that the operator allows (${list}), got ${host}; upload the file instead, or have the host allowed`,
    );
  }
  return false;
}

function matches(host: string, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  if (wanted === "*") return true;
  return wanted.startsWith("*.") ? host.endsWith(wanted.slice(1)) : host === wanted;
}

export interface UploadParts {
  readonly metadata: { readonly name?: string; readonly contentType?: string };
  readonly content: Buffer;
}

/**
 * Reads a `multipart/related` upload: JSON metadata, then the content.
 * @throws Error when the body is not of that form.
 */
export function parseMultipart(contentType: string, body: Buffer): UploadParts {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) throw new Error("expected multipart/related with a boundary");
  const [first, second] = splitParts(body, `--${boundary}`);
  if (!first || !second) throw new Error("expected two parts");
  const type = /content-type:\s*(\S+)/i.exec(second.head)?.[1];
  const metadata = { ...(type && { contentType: type }), ...JSON.parse(first.content.toString()) };
  return { metadata, content: second.content };
}

function splitParts(body: Buffer, delimiter: string): { head: string; content: Buffer }[] {
  const parts: { head: string; content: Buffer }[] = [];
  let at = body.indexOf(delimiter);
  for (;;) {
    const start = at + delimiter.length;
    const next = body.indexOf(`\r\n${delimiter}`, start);
    if (at < 0 || next < 0) return parts;
    const headEnd = body.indexOf("\r\n\r\n", start);
    parts.push({
      head: body.toString("utf8", start, headEnd),
      content: body.subarray(headEnd + 4, next),
    });
    at = next + 2;
  }
}

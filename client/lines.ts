import { ConnectionError } from "./errors.js";

/**
 * The JSON values of an answer that has one a line, each as it arrives. Leaving early cancels the
 * answer, and with it the work on the other side.
 * @throws ConnectionError where the answer breaks off; the signal's reason when it fires.
 */
export async function* jsonLines(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    while (true) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        signal?.throwIfAborted();
        throw new ConnectionError("The answer broke off", { cause });
      });
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split("\n");
      rest = done ? "" : (lines.pop() ?? "");
      for (const line of lines) if (line !== "") yield JSON.parse(line);
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

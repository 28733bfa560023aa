import type { IncomingMessage, ServerResponse } from "node:http";
import { CancelledError } from "../core/errors.js";

/**
 * A signal that fires when the caller goes away before the answer is complete. A caller that closes
 * its sending side and nothing more looks the same until something is sent to it. It counts as gone,
 * unless `mayRead` says that it may still wait and it has not asked to keep the connection, as
 * browsers do. Relies on `claimBodies`, without which Node closes the other side too.
 */
export function callerGone(
  request: IncomingMessage,
  response: ServerResponse,
  mayRead: () => boolean,
): AbortSignal {
  const gone = new AbortController();
  const { socket, headers } = request;
  const onEnd = (): void => {
    if (/keep-alive/i.test(headers.connection ?? "") || !mayRead()) response.destroy();
  };
  socket.on("end", onEnd);
  response.on("close", () => {
    socket.off("end", onEnd);
    if (!response.writableFinished) gone.abort(new CancelledError("The caller went away"));
  });
  if (socket.readableEnded) onEnd();
  return gone.signal;
}

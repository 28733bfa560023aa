import { connect } from "node:net";

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends bytes as they are, for requests that a well-behaved client refuses to make. */
export function rawRequest(
  port: number,
  head: string,
  body: string | Uint8Array,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(head);
      socket.write(body);
    });
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => {
      const [answerHead = "", ...rest] = Buffer.concat(chunks).toString().split("\r\n\r\n");
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(answerHead)?.[1]);
      resolve({ status, head: answerHead, body: rest.join("\r\n\r\n") });
    });
  });
}

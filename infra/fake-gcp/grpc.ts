import { type handleUnaryCall, Server, ServerCredentials, status } from "@grpc/grpc-js";

/** A fault for one call: gRPC's code, before or after the call was carried out. */
export interface GrpcFault {
  readonly code: number;
  readonly message: string;
  readonly done?: boolean;
}

/** A request as decoded: the method and the message as plain data, enums by name. */
export interface GrpcRequest {
  readonly method: string;
  readonly request: Record<string, unknown>;
}

/** One of the classes that a Google package generates from its protos. */
interface MessageType {
  decode(bytes: Uint8Array): unknown;
  encode(message: unknown): { finish(): Uint8Array };
  toObject(message: unknown, options: object): Record<string, unknown>;
}

/**
 * A gRPC server whose requests are decoded with Google's own message classes: what does not decode
 * with them is not a request of that service.
 */
export class FakeGrpc {
  readonly requests: GrpcRequest[] = [];
  readonly #server = new Server();
  #port = 0;

  get port(): number {
    return this.#port;
  }

  /**
   * Adds a method. An answer of undefined is NOT_FOUND; one may also throw a `GrpcFault`.
   * @param fault what this call is to fail with.
   */
  method<Q, R>(
    service: string,
    name: string,
    types: { readonly query: unknown; readonly reply: unknown },
    answer: (request: Q) => R | undefined,
    fault: () => GrpcFault | undefined = () => undefined,
  ): void {
    const [query, reply] = [types.query as MessageType, types.reply as MessageType];
    const handle: handleUnaryCall<unknown, unknown> = (call, callback) => {
      const request = query.toObject(call.request, { enums: String, longs: String });
      this.requests.push({ method: name, request });
      const planned = fault();
      try {
        const result = planned && !planned.done ? undefined : answer(call.request as Q);
        if (planned) throw planned;
        if (result === undefined) throw { code: status.NOT_FOUND, message: "not there" };
        callback(null, result);
      } catch (thrown) {
        const { code, message } = thrown as GrpcFault;
        callback({ code: code ?? status.INTERNAL, details: message });
      }
    };
    this.#server.addService(
      {
        [name]: {
          path: `/${service}/${name}`,
          requestStream: false,
          responseStream: false,
          requestSerialize: (message: unknown) => Buffer.from(query.encode(message).finish()),
          requestDeserialize: (bytes: Buffer) => query.decode(bytes),
          responseSerialize: (message: unknown) => Buffer.from(reply.encode(message).finish()),
          responseDeserialize: (bytes: Buffer) => reply.decode(bytes),
        },
      },
      { [name]: handle },
    );
  }

  async listen(): Promise<void> {
    this.#port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
  }

  close(): void {
    this.#server.forceShutdown();
  }
}

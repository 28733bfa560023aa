/** A request that has been answered, as traces show it. Holds no text of the caller. */
export interface AnsweredRequest {
  /** The caller's W3C `traceparent` header: the request becomes part of that trace. */
  readonly traceparent: string | undefined;
  readonly method: string;
  /** The path we serve, or "other". */
  readonly route: string;
  readonly status: number;
  /** Milliseconds. */
  readonly durationMs: number;
  /** Further numbers, such as characters and edits. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** Records what the service did for whoever looks at traces. */
export interface Tracing {
  /** Records a request that has just ended. @returns its trace's id, 32 hexadecimal digits. */
  record(request: AnsweredRequest): string;
  /** Sends what has been recorded; then nothing more is. Does not throw when nobody takes it. */
  close(): Promise<void>;
}

/** The service refused a request; `message` is its own and says what it expected. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** HTTP status; 200 where a stream failed under way. */
  readonly status: number;
  /** The service's fixed code, such as `too_long`, `unauthorized` or `unavailable`. */
  readonly code: string;
  /** To be quoted to the operator. */
  readonly requestId: string | undefined;
  /** Further faults of the request, one line each. */
  readonly issues: readonly string[];

  constructor(status: number, body: ErrorBody | undefined, fallback: string) {
    super(body?.message ?? fallback);
    this.status = status;
    this.code = body?.code ?? "unknown";
    this.requestId = body?.requestId;
    this.issues = body?.issues ?? [];
  }
}

/** What the service says of an error. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
  readonly issues?: readonly string[];
}

/** The service could not be reached, or the connection broke; `cause` is fetch's error. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
}

/** A stream met the service's deadline; what it gave is right, and the text after `checkedTo` unchecked. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
  /** UTF-16 units of the text that were checked. */
  readonly checkedTo: number;

  constructor(message: string, checkedTo: number) {
    super(message);
    this.checkedTo = checkedTo;
  }
}

/** Base of every error we raise on purpose: `code` is fixed per class, `message` is safe to show to a caller. */
export abstract class GramaiError extends Error {
  abstract readonly code: string;
  /** Further faults, one line each, where several were found together. */
  readonly issues: readonly string[];

  constructor(message: string, options: { cause?: unknown; issues?: readonly string[] } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.issues = options.issues ?? [];
  }
}

/** The request is malformed: not the shape that the schema states. */
export class InvalidRequestError extends GramaiError {
  override readonly name = "InvalidRequestError";
  readonly code = "invalid_request";
}

/** The request is well formed but cannot be carried out as asked. */
export class UnprocessableError extends GramaiError {
  override readonly name = "UnprocessableError";
  readonly code = "unprocessable";
}

/** The text is longer than the limit; the message says the limit. */
export class TooLongError extends GramaiError {
  override readonly name = "TooLongError";
  readonly code = "too_long";
}

/** The body's content type is not one we read. */
export class UnsupportedMediaTypeError extends GramaiError {
  override readonly name = "UnsupportedMediaTypeError";
  readonly code = "unsupported_media_type";
}

/** The caller did not say who it is, or is not known. */
export class UnauthorizedError extends GramaiError {
  override readonly name = "UnauthorizedError";
  readonly code = "unauthorized";
}

/** The caller may not do this, whoever it is. */
export class ForbiddenError extends GramaiError {
  override readonly name = "ForbiddenError";
  readonly code = "forbidden";
}

/** The caller sends more than it may; `retryAfterS` is in seconds. */
export class RateLimitedError extends GramaiError {
  override readonly name = "RateLimitedError";
  readonly code = "rate_limited";
  readonly retryAfterS: number;

  constructor(message: string, options: { retryAfterS: number }) {
    super(message);
    this.retryAfterS = options.retryAfterS;
  }
}

/** Nothing is served at this address. */
export class NotFoundError extends GramaiError {
  override readonly name = "NotFoundError";
  readonly code = "not_found";
}

/** The address exists but not for this HTTP method. */
export class MethodNotAllowedError extends GramaiError {
  override readonly name = "MethodNotAllowedError";
  readonly code = "method_not_allowed";
}

/** The service is loading or has more work than it may hold; `retryAfterS` is in seconds. */
export class UnavailableError extends GramaiError {
  override readonly name = "UnavailableError";
  readonly code = "unavailable";
  readonly retryAfterS: number;

  constructor(
    message: string,
    options: { cause?: unknown; issues?: readonly string[]; retryAfterS?: number } = {},
  ) {
    super(message, options);
    this.retryAfterS = options.retryAfterS ?? 1;
  }
}

/** The caller went away or asked to stop. */
export class CancelledError extends GramaiError {
  override readonly name = "CancelledError";
  readonly code = "cancelled";
}

/** A model version is missing, damaged or not understood; the message names the file and what to do. */
export class ModelError extends GramaiError {
  override readonly name = "ModelError";
  readonly code = "model";
}

/** A setting (environment variable, flag, file) is wrong; the message names it and the fix. */
export class ConfigError extends GramaiError {
  override readonly name = "ConfigError";
  readonly code = "config";
}

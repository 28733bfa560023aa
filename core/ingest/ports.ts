import { UnprocessableError } from "../errors.js";

/** The source says that there is no such thing, or none that it shows to everybody. */
export class SourceNotFoundError extends UnprocessableError {}

/** A file on the web that is being read. */
export interface WebFile {
  /** Last part of its address. */
  readonly name: string;
  /** Bytes that the server announced. */
  readonly declaredBytes: number | undefined;
  /** @throws UnavailableError when the source goes away before its end. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Gives the rest up. */
  close(): void;
}

/** Reads files over HTTPS from hosts that the operator allows. */
export interface WebFiles {
  /**
   * @throws UnprocessableError for an address that is not allowed, SourceNotFoundError for nothing there.
   * @throws UnavailableError for a passing fault.
   */
  open(url: string): Promise<WebFile>;
}

/** A service that holds data sets as files. */
export interface DatasetHub {
  /**
   * Addresses of the files of one split, in order.
   * @throws UnprocessableError when there is no such data set, configuration or split.
   */
  files(id: string, config: string, split: string): Promise<readonly string[]>;
}

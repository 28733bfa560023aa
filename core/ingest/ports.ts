/** A file on the web that is being read. */
export interface WebFile {
  /** Last part of its address. */
  readonly name: string;
  /** Bytes that the server announced. */
  readonly declaredBytes: number | undefined;
  /** @throws UnavailableError when the source goes away before its end. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Reads files over HTTPS from hosts that the operator allows. */
export interface WebFiles {
  /**
   * @throws UnprocessableError for an address that is not allowed or not there.
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

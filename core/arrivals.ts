/** Values that arrive in any order, taken one by one in theirs. One reader at a time. */
export class Arrivals<T> {
  readonly #values = new Map<number, T>();
  #failure: { readonly error: unknown } | undefined;
  #wake: () => void = () => {};

  add(index: number, value: T): void {
    this.#values.set(index, value);
    this.#wake();
  }

  /** Ends all waiting, now and later, with this error. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }

  /** The value at an index, once it is there. */
  async take(index: number): Promise<T> {
    while (true) {
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#values.has(index)) {
        const value = this.#values.get(index) as T;
        this.#values.delete(index);
        return value;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

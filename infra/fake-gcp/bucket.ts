import { crc32c } from "./crc32c.js";

/** One object of the fake bucket. */
export interface FakeObject {
  readonly name: string;
  readonly bytes: Buffer;
  readonly contentType: string | undefined;
  readonly generation: string;
  /** Base64 of the big-endian checksum, as Cloud Storage writes it. */
  readonly crc32c: string;
  readonly updated: Date;
}

let generations = 1_700_000_000_000_000;

/** A bucket's objects with their generations. */
export class FakeBucket {
  readonly name: string;
  readonly #objects = new Map<string, FakeObject>();

  constructor(name: string) {
    this.name = name;
  }

  get(name: string): FakeObject | undefined {
    return this.#objects.get(name);
  }

  put(name: string, bytes: Buffer, contentType: string | undefined): FakeObject {
    const generation = String(++generations);
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32c(bytes));
    const updated = new Date();
    const object = {
      name,
      bytes,
      contentType,
      generation,
      crc32c: checksum.toString("base64"),
      updated,
    };
    this.#objects.set(name, object);
    return object;
  }

  delete(name: string): void {
    this.#objects.delete(name);
  }

  /** Whether the object's generation is the one asked for; "0" asks for no object. */
  matches(name: string, ifGenerationMatch: string | undefined): boolean {
    const found = this.#objects.get(name)?.generation ?? "0";
    return ifGenerationMatch === undefined || ifGenerationMatch === found;
  }

  /** In the order of their UTF-8 bytes. */
  names(prefix: string): string[] {
    return [...this.#objects.keys()]
      .filter((name) => name.startsWith(prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  /** The object's resource as the API shows it. */
  describe({ name, bytes, contentType, generation, crc32c: checksum, updated }: FakeObject) {
    return {
      kind: "storage#object",
      name,
      bucket: this.name,
      generation,
      metageneration: "1",
      size: String(bytes.length),
      crc32c: checksum,
      ...(contentType && { contentType }),
      updated: updated.toISOString(),
    };
  }
}

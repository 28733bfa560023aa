import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { MemoryObjectStore } from "../../core/test-support/memory-store.js";
import { GzipObject } from "./gzip-object.js";
import { MEMBER_BYTES, Packer } from "./packer.js";

const PATH = "datasets/a.jsonl.gz";

/** Writes with a packer of its own and gives what is stored and what was said of it. */
async function write(threaded: boolean, fill: (object: GzipObject) => Promise<void>) {
  const store = new MemoryObjectStore();
  const packer = new Packer(threaded);
  try {
    const object = new GzipObject(store, PATH, packer);
    await fill(object);
    const written = await object.close();
    const chunks: Uint8Array[] = [];
    for await (const chunk of store.read(PATH)) chunks.push(chunk);
    return { written, bytes: Buffer.concat(chunks) };
  } finally {
    await packer.close();
  }
}

function line(text: string) {
  const bytes = Buffer.from(`__{"source":"${text}","target":"${text}"}\n__`);
  return { bytes, start: 2, end: bytes.byteLength - 2 };
}

const toText = ({ bytes, start, end }: ReturnType<typeof line>) =>
  bytes.toString("utf8", start, end);

describe("GzipObject", () => {
  it("writes an empty file that is gzip, too", async () => {
    const { written, bytes } = await write(false, async () => undefined);
    expect(written.rows).toBe(0);
    expect(gunzipSync(bytes)).toHaveLength(0);
  });

  it.each([false, true])(
    "keeps lines of any length in order, in a thread: %s",
    async (threaded) => {
      const lengths = [1, 100, MEMBER_BYTES / 2, MEMBER_BYTES, 700_000, 3];
      const lines = lengths.map((length, index) =>
        line(String.fromCharCode(97 + index).repeat(length)),
      );
      const { written, bytes } = await write(threaded, async (object) => {
        for (const each of lines) {
          object.addLines(each, 1);
          await object.drain();
        }
        object.addRefused(lines[0] ?? line(""), "duplicate");
        object.add({ reason: "empty", text: "\u00e9" });
      });
      const expected = [
        ...lines.map(toText),
        '{"reason":"duplicate","source":"a","target":"a"}\n',
        '{"reason":"empty","text":"\u00e9"}\n',
      ].join("");
      expect(gunzipSync(bytes).toString()).toBe(expected);
      expect(written).toEqual({
        bytes: bytes.byteLength,
        sha256: createHash("sha256").update(bytes).digest("hex"),
        rows: lengths.length + 2,
      });
    },
  );

  it("gives the same bytes however lines come together", async () => {
    const some = Array.from({ length: 20_000 }, (_, i) => line(`Row ${i} is here.`));
    const all = Buffer.from(some.map(toText).join(""));
    const apart = await write(true, async (object) => {
      for (const each of some) object.addLines(each, 1);
    });
    const together = await write(false, async (object) => {
      object.addLines({ bytes: all, start: 0, end: all.byteLength }, some.length);
    });
    expect(apart.bytes.equals(together.bytes)).toBe(true);
    expect(apart.written).toEqual(together.written);
  });

  it("fails with the packer's fault", async () => {
    const packer = new Packer(true);
    const object = new GzipObject(new MemoryObjectStore(), PATH, packer);
    object.addLines(line("x".repeat(MEMBER_BYTES)), 1);
    await packer.close();
    await expect(object.close()).rejects.toThrow("The thread that packs ended");
  });
});

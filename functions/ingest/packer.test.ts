import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { Random } from "../../core/test-support/random.js";
import { MEMBER_BYTES, Packer } from "./packer.js";

const packers: Packer[] = [];

function packer(threaded: boolean): Packer {
  const made = new Packer(threaded);
  packers.push(made);
  return made;
}

afterEach(async () => {
  for (const made of packers.splice(0)) await made.close();
});

const WORDS = "the of and to in is that for was on as with by at from they were which".split(" ");

function lines(random: Random, bytes: number): Buffer {
  let text = "";
  while (text.length < bytes) {
    const words = Array.from({ length: random.int(3, 30) }, () => random.pick(WORDS));
    const source = words.join(" ");
    words[random.int(0, words.length)] = `x${random.int(0, 1000)}`;
    text += `${JSON.stringify({ source, target: words.join(" ") })}\n`;
  }
  return Buffer.from(text.slice(0, bytes));
}

function noise(random: Random, bytes: number, values = 256): Buffer {
  return Buffer.from(Array.from({ length: bytes }, () => random.int(0, values)));
}

/** Some bytes' counts grow as the Fibonacci numbers do, which makes codes long; noise keeps them apart. */
function skewed(random: Random): Buffer {
  const counts = [1, 1];
  while (counts.length < 22) counts.push((counts.at(-1) ?? 0) + (counts.at(-2) ?? 0));
  const bytes = counts.flatMap((count, value) => Array<number>(count).fill(64 + value));
  for (let i = bytes.length - 1; i > 0; i--) {
    const j = random.int(0, i + 1);
    [bytes[i], bytes[j]] = [bytes[j] ?? 0, bytes[i] ?? 0];
  }
  return Buffer.concat(bytes.map((byte) => Buffer.from([byte, ...noise(random, 3, 64)])));
}

/** The same words again after so many bytes. */
function repeated(random: Random, distance: number): Buffer {
  const words = noise(random, 400);
  return Buffer.concat([words, noise(random, distance - words.length), words]);
}

const random = new Random(3);
const CASES: Readonly<Record<string, Uint8Array>> = {
  nothing: Buffer.alloc(0),
  "one byte": Buffer.from("x"),
  "less than a match": Buffer.from("abc"),
  "one match": Buffer.from("abcdabcd"),
  "a run of one byte": Buffer.alloc(100_000, 7),
  "a full member of one byte": Buffer.alloc(MEMBER_BYTES, 255),
  noise: noise(random, MEMBER_BYTES),
  "noise of two values": noise(random, 50_000, 2),
  "codes longer than deflate allows": skewed(random),
  "a match as far as can be": repeated(random, 32_768),
  "a match too far": repeated(random, 32_769),
  lines: lines(random, MEMBER_BYTES - 1),
  "a full member of lines": lines(random, MEMBER_BYTES),
};

describe("Packer", () => {
  it.each(Object.entries(CASES))("packs %s as any inflater unpacks it", async (_, bytes) => {
    const member = await packer(false).pack(bytes);
    expect(gunzipSync(member).equals(bytes)).toBe(true);
    // A code of nine bits for every byte, and the codes themselves.
    expect(member.byteLength).toBeLessThan((bytes.byteLength / 8) * 9 + 200);
  });

  it("packs lengths of all kinds", async () => {
    const packs = packer(false);
    for (let round = 0; round < 200; round++) {
      const bytes = lines(random, random.int(0, 1 << random.int(1, 17)));
      expect(gunzipSync(await packs.pack(bytes)).equals(bytes)).toBe(true);
    }
  });

  it("makes lines no larger than zlib's fastest level", async () => {
    const bytes = lines(random, MEMBER_BYTES);
    const member = await packer(false).pack(bytes);
    expect(member.byteLength).toBeLessThanOrEqual(gzipSync(bytes, { level: 1 }).byteLength);
  });

  it("gives the same in a thread, in order, from bytes that change meanwhile", async () => {
    const here = packer(false);
    const there = packer(true);
    const open = Buffer.alloc(MEMBER_BYTES);
    const members: Promise<Uint8Array>[] = [];
    const expected: Uint8Array[] = [];
    for (let round = 0; round < 5; round++) {
      open.set(lines(random, MEMBER_BYTES));
      members.push(there.pack(open));
      expected.push(await here.pack(open));
    }
    const made = await Promise.all(members);
    expect(Buffer.concat(made).equals(Buffer.concat(expected))).toBe(true);
  });

  it("refuses what is more than a member", async () => {
    const bytes = new Uint8Array(MEMBER_BYTES + 1);
    await expect(packer(false).pack(bytes)).rejects.toThrow(RangeError);
  });

  it("fails what it has not packed when it is closed", async () => {
    const there = packer(true);
    const member = there.pack(new Uint8Array(MEMBER_BYTES));
    await Promise.all([there.close(), expect(member).rejects.toThrow("ended")]);
    await expect(there.pack(new Uint8Array(MEMBER_BYTES))).rejects.toThrow("ended");
  });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InvalidRequestError } from "../../core/errors.js";
import { StoreUnavailableError } from "../../core/object-store.js";
import { objectStoreContract } from "../contract/object-store.js";
import { FolderObjectStore } from "./object-store.js";
import { packagePath } from "./package-root.js";
import { toStoreError } from "./store-errors.js";

objectStoreContract("a folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gramai-store-"));
  return {
    open: () => new FolderObjectStore(folder),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
});

/** A pid that no process has: the one of a child that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "close");
  return child.pid as number;
}

describe("a folder that others use too", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gramai-store-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("finds files that another program put there", async () => {
    const store = new FolderObjectStore(folder);
    mkdirSync(join(folder, "incoming"));
    writeFileSync(join(folder, "incoming", "pairs.csv"), "input,target\n");
    const info = await store.stat("incoming/pairs.csv");
    expect(info).toMatchObject({ size: 13 });
    await store.write("incoming/pairs.csv", new Uint8Array(1), {
      ifGeneration: info?.generation as string,
    });
  });

  it("takes over the locks and removes the leftovers of a killed process", async () => {
    const pid = await deadPid();
    const store = new FolderObjectStore(folder);
    await store.write("killed/a", new Uint8Array(1));
    const [own, tmp] = [join(folder, ".gramai", "locks"), join(folder, ".gramai", "tmp")];
    // The lock of "killed/a" as a process that is gone left it.
    writeFileSync(join(own, "a75325c7f7d50d84d855d481f911eabd"), `${pid} gone`);
    writeFileSync(join(tmp, `${pid}-half-written`), "half");
    writeFileSync(join(tmp, `${process.pid}-of-a-namesake`), "half");
    await new FolderObjectStore(folder).write("killed/a", new Uint8Array(2));
    expect(readdirSync(tmp)).toEqual([]);
    expect((await store.stat("killed/a"))?.size).toBe(2);
  });

  it("keeps conditional writes apart among processes that are killed at any moment", async () => {
    const script = packagePath("infra/local/testdata/increment.ts");
    const start = () =>
      spawn(process.execPath, ["--import", "tsx", script, folder, "counter"], {
        stdio: ["ignore", "pipe", "inherit"],
      });
    const children = [start(), start()];
    const printed = ["", ""];
    children.forEach((child, i) => {
      child.stdout.on("data", (data: Buffer) => {
        printed[i] += data.toString();
      });
    });
    const ends = children.map((child) => once(child, "close"));
    await expect
      .poll(() => printed.every((text) => text.length > 40), { timeout: 30_000 })
      .toBe(true);
    for (const child of children) child.kill("SIGKILL");
    await Promise.all(ends);
    // Each increment that a process was told of happened once: no number was given out twice.
    const numbers = printed.flatMap((text) => text.split("\n").slice(0, -1).map(Number));
    expect(new Set(numbers).size).toBe(numbers.length);
    const store = new FolderObjectStore(folder);
    const chunks: Uint8Array[] = [];
    for await (const chunk of store.read("counter")) chunks.push(chunk);
    const last = Number(Buffer.concat(chunks).toString());
    // At most one per killed process was written and not told.
    expect(last).toBeGreaterThanOrEqual(Math.max(...numbers));
    expect(last).toBeLessThanOrEqual(numbers.length + 2);
    await store.write("counter", new TextEncoder().encode("0"));
  });

  it("refuses an object where a folder is, and below another object", async () => {
    const store = new FolderObjectStore(folder);
    await store.write("shape/a/b", new Uint8Array(1));
    await expect(store.write("shape/a", new Uint8Array(1))).rejects.toThrow(InvalidRequestError);
    await expect(store.write("shape/a/b/c", new Uint8Array(1))).rejects.toThrow(
      InvalidRequestError,
    );
    await expect(store.write(".gramai/x", new Uint8Array(1))).rejects.toThrow(InvalidRequestError);
  });

  it("tells the disk's faults from the source's", async () => {
    const store = new FolderObjectStore(folder);
    const gone = Object.assign(new Error("ENOENT"), { code: "ENOENT", syscall: "read" });
    // biome-ignore lint/correctness/useYield: a source that fails at once
    async function* source(): AsyncGenerator<Uint8Array> {
      throw gone;
    }
    await expect(store.write("fault/a", source())).rejects.toBe(gone);
    const full = Object.assign(new Error("ENOSPC"), { code: "ENOSPC", syscall: "write" });
    const fault = toStoreError(full, "write", "fault/a");
    expect(fault).toBeInstanceOf(StoreUnavailableError);
    expect((fault as Error).message).toBe(
      "Cannot write fault/a: the disk is full; free space and repeat",
    );
  });
});

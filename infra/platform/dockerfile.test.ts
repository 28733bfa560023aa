import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./module.js";

const folder = join(root, "training-job");
const dockerfile = readFileSync(join(folder, "Dockerfile"), "utf8");
const ignored = readFileSync(join(folder, ".dockerignore"), "utf8").split("\n");
const lock = readFileSync(join(folder, "requirements-cuda.lock"), "utf8");
const stages = dockerfile.split(/^(?=FROM )/m).slice(1);
const last = stages.at(-1) ?? "";

const locked = (name: string) => new RegExp(`^${name}==([\\d.]+)`, "m").exec(lock)?.[1] ?? "";

describe("training-job/Dockerfile", () => {
  it("takes only files that exist and that its context lets in", () => {
    const copies = [...dockerfile.matchAll(/^COPY (?!--from)(?:--\S+ )*(\S+) /gm)];
    const names = copies.map(([, name]) => name ?? "");
    expect(names.toSorted()).toEqual([
      "gec",
      "job.py",
      "requirements-cpu.lock",
      "requirements-cuda.lock",
    ]);
    for (const name of names) {
      expect(existsSync(join(folder, name)), name).toBe(true);
      expect(ignored, name).toContain(`!${name}`);
    }
  });

  it("stands on the CUDA release that the locked PyTorch is built for", () => {
    const [, base = ""] = /nvidia\/cuda:(\d+\.\d+)\.\d+-base-/.exec(dockerfile) ?? [];
    expect(locked("cuda-toolkit")).toMatch(new RegExp(`^${base.replace(".", "\\.")}\\.`));
  });

  it("installs the same PyTorch in both variants", () => {
    expect(/torch==([\d.]+)/.exec(dockerfile)?.[1]).toBe(locked("torch"));
  });

  it("installs from lock files with hashes, and nothing else from the index", () => {
    const installs = dockerfile.match(/pip install .*/g) ?? [];
    expect(installs.length).toBe(3);
    for (const install of installs) {
      expect(install).toMatch(
        /--require-hashes --no-deps --requirement|--index-url "\$TORCH_INDEX"/,
      );
    }
  });

  it("pins every base, and leaves no compiler and no root in the image", () => {
    for (const [, image] of dockerfile.matchAll(/^FROM (\S+)/gm)) {
      if (/^(base|packages|slim)/.test(image ?? "")) continue;
      expect(image).toMatch(/:[\w.-]*\d/);
    }
    expect(dockerfile).not.toMatch(/\b(gcc|g\+\+|build-essential|cuda:\S*devel)\b/);
    expect(last).not.toMatch(/\bRUN (apt|pip)/);
    expect(last).toMatch(/^USER [1-9]\d*$/m);
    expect(last).toMatch(/^ENTRYPOINT \["python", "\/app\/job.py"\]$/m);
  });
});

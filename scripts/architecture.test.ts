import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { listFiles } from "./list-files.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const MAX_LINES = 300;

/** Folder → folders it may import from, itself aside. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  infra: ["core"],
  functions: ["core"],
  cli: ["core", "infra", "functions"],
  client: ["core"],
  web: ["core"],
  bench: ["core", "infra", "functions", "scripts"],
  scripts: ["core", "infra", "functions"],
};

/** Single files that may import from further folders. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  "functions/context.ts": ["infra"],
  "functions/correct-start.ts": ["infra"],
};

/** Files that may be longer, each with its reason. */
const LONG_FILES: Readonly<Record<string, string>> = {
  "terraform/variables.tf": "one list in alphabetical order, where every module has it",
  "training-job/gec/model.py": "one network, read from top to bottom",
  "web/page.test.ts": "one browser, started once for all that a person does",
};

/** What core may import beside its own files: no files, no network, no clock. */
const CORE_PACKAGES = [
  "yaml",
  "zod",
  "@huggingface/tokenizers",
  "vitest",
  // Parsers of mark-up: text in, tokens out.
  "entities",
  "htmlparser2",
  "micromark",
  "micromark-extension-frontmatter",
  "micromark-extension-gfm",
  "micromark-extension-math",
  "micromark-util-subtokenize",
];

const sources = listFiles(root).filter((file) => /\.tsx?$/.test(file) && file.includes("/"));
const isTest = (file: string) => /\.test\.ts$|\/tests\/|\/test-support\//.test(file);

function importsOf(file: string): readonly string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), "utf8"), true, true);
  return importedFiles.map((imported) => imported.fileName);
}

/** The source file a relative import means, from the root with forward slashes. */
function resolve(file: string, specifier: string): string {
  const path = relative(root, join(root, dirname(file), specifier))
    .split(sep)
    .join("/");
  return path.replace(/\.js$/, ".ts");
}

const edges = sources.flatMap((from) =>
  importsOf(from)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => ({ from, to: resolve(from, specifier) })),
);

describe("the source tree", () => {
  it("is found", () => {
    expect(sources.length).toBeGreaterThan(40);
    expect(edges.length).toBeGreaterThan(80);
  });

  it("imports in one direction only", () => {
    const wrong = edges.filter(({ from, to }) => {
      if (isTest(from)) return false;
      const [folder = "", target = ""] = [from.split("/")[0], to.split("/")[0]];
      const allowed = [folder, ...(ALLOWED[folder] ?? []), ...(EXCEPTIONS[from] ?? [])];
      return !allowed.includes(target);
    });
    expect(wrong).toEqual([]);
  });

  it("keeps files, network, clock and environment out of core", () => {
    const core = sources.filter((file) => file.startsWith("core/") && !isTest(file));
    const packages = core.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => !specifier.startsWith("."))
        .filter((specifier) => !CORE_PACKAGES.includes(specifier))
        .map((specifier) => `${file} imports ${specifier}`),
    );
    const globals = core.filter((file) =>
      /\bprocess\.|\bDate\.now|\bnew Date\b|\bfetch\(|Math\.random/.test(
        readFileSync(join(root, file), "utf8"),
      ),
    );
    expect([...packages, ...globals]).toEqual([]);
  });

  it("has no import cycle", () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      if (done.has(file) || path.includes(file)) return;
      for (const to of next.get(file) ?? []) visit(to, [...path, file]);
      done.add(file);
    };
    for (const file of next.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it(`has no file over ${MAX_LINES} lines without a reason`, () => {
    const long = listFiles(root)
      .filter((file) => /\.(ts|mjs|py|css|html|tf|sh)$/.test(file))
      .filter((file) => readFileSync(join(root, file), "utf8").split("\n").length > MAX_LINES);
    expect(long).toEqual(Object.keys(LONG_FILES));
  });
});

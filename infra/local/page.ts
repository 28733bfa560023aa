import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { packagePath } from "./package-root.js";

export interface PageFile {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Files of the web page by the path they are served at. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Served as they are in `web/`. */
const STATIC_FILES = ["index.html", "icon.svg"];

/** Built from `web/`: a script and a style sheet, each with all that it imports. */
const BUILT_FILES = ["main.js", "style.css"];

/** The page as served: from a folder where it lies built, as in a deployed function, or built now. */
export async function loadPage(): Promise<PageFiles> {
  const folder = packagePath("web");
  const isBuilt = existsSync(`${folder}/${BUILT_FILES[0]}`);
  const files = isBuilt
    ? await readAll(folder, [...STATIC_FILES, ...BUILT_FILES])
    : await buildPage();
  return new Map(
    Array.from(files, ([name, body]) => [
      name === "index.html" ? "/" : `/${name}`,
      { contentType: CONTENT_TYPES[extname(name)] ?? "application/octet-stream", body },
    ]),
  );
}

/** Files of the page by name, built for browsers of the last few years. */
export async function buildPage(): Promise<ReadonlyMap<string, Uint8Array>> {
  const folder = packagePath("web");
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [`${folder}/main.ts`, `${folder}/style.css`],
    outdir: folder,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    write: false,
    logLevel: "silent",
  });
  const built = outputFiles.map(({ path, contents }) => [basename(path), contents] as const);
  return new Map([...(await readAll(folder, STATIC_FILES)), ...built]);
}

async function readAll(
  folder: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(`${folder}/${name}`)] as const),
    ),
  );
}

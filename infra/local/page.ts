import { readFile } from "node:fs/promises";
import { extname } from "node:path";
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
export const STATIC_FILES = ["index.html", "style.css", "icon.svg"];

/** The page as served: static files as they are, scripts built where the build has not been run. */
export async function loadPage(): Promise<PageFiles> {
  const folder = packagePath("web");
  const files = await Promise.all(
    STATIC_FILES.map(async (name) => [name, await readFile(`${folder}/${name}`)] as const),
  );
  const script = await readFile(`${folder}/main.js`).catch(() => buildScript());
  return new Map(
    [...files, ["main.js", script] as const].map(([name, body]) => [
      name === "index.html" ? "/" : `/${name}`,
      { contentType: CONTENT_TYPES[extname(name)] ?? "application/octet-stream", body },
    ]),
  );
}

/** Bundles `web/main.ts` for browsers of the last few years. */
export async function buildScript(): Promise<Uint8Array> {
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: [packagePath("web/main.ts")],
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    write: false,
    logLevel: "silent",
  });
  const [output] = result.outputFiles;
  if (!output) throw new Error("Expected one script from the build of web/main.ts, got none");
  return output.contents;
}

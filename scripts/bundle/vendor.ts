import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

interface LockedPackage {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

type Lock = Readonly<Record<string, LockedPackage>>;

/** Packages that only install scripts or type checkers use. */
const UNUSED = /^(adm-zip|global-agent|@types\/.*)$/;

/** Files that nothing reads at run time: types, source maps, documents, tests, browser builds. */
const LEFT_OUT =
  /\.(d\.[cm]?ts|ts|map|md|markdown|flow|yml)$|\/(test|tests|docs|example|examples|\.github|\.nycrc|script)(\/|$)/;

/** Of the ONNX runtime's 291 MB for all systems, the 46 MB that Cloud Run's Linux on x64 loads. */
const OTHER_SYSTEM = /onnxruntime-node\/bin\/napi-v\d+\/(?!linux(\/x64|$))/;
const OTHER_MODULES = /onnxruntime-common\/(dist\/esm|lib)(\/|$)/;

/**
 * Copies packages with all they need from `root`'s node_modules into `out`'s, as the lockfile has
 * them, without what a Linux x64 server never reads.
 * @returns Name and version of each package copied, sorted.
 * @throws Error when the lockfile names a package that is not installed.
 */
export function vendor(root: string, out: string, names: readonly string[]): readonly string[] {
  const lock: Lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const paths = closure(lock, names);
  for (const path of paths) {
    const from = join(root, path);
    if (!existsSync(from)) throw new Error(`Expected ${path} to be installed; run npm ci`);
    mkdirSync(dirname(join(out, path)), { recursive: true });
    cpSync(from, join(out, path), {
      recursive: true,
      filter: (file) => {
        const inside = file.slice(from.length).replaceAll("\\", "/");
        const whole = `${path}${inside}`;
        const nested = inside.includes("/node_modules");
        return !nested && ![LEFT_OUT, OTHER_SYSTEM, OTHER_MODULES].some((rule) => rule.test(whole));
      },
    });
    dropScripts(join(out, path, "package.json"));
  }
  return paths.map((path) => `${path.replace(/^.*node_modules\//, "")}@${lock[path]?.version}`);
}

/** Paths in the lockfile of `names` and everything they depend on, sorted. */
function closure(lock: Lock, names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string, from: string): void => {
    const path = locate(lock, name, from);
    if (path === undefined || found.has(path) || UNUSED.test(name)) return;
    found.add(path);
    for (const needed of Object.keys(lock[path]?.dependencies ?? {})) visit(needed, path);
  };
  for (const name of names) visit(name, "");
  return [...found].sort();
}

/** Where Node finds `name` when the package at `from` asks for it: its own folder first, then each above. */
function locate(lock: Lock, name: string, from: string): string | undefined {
  for (let base = from; ; ) {
    const path = `${base === "" ? "" : `${base}/`}node_modules/${name}`;
    if (lock[path]) return path;
    if (base === "") return undefined;
    base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")));
  }
}

/** Install scripts would run again on the platform (`npm rebuild`) and reach for the network. */
function dropScripts(path: string): void {
  const { scripts: _scripts, ...manifest } = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify(manifest));
}

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Licence by package name. */
export type Licences = Readonly<Record<string, string>>;

interface LockedPackage {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly license?: string;
}

/** Licences that a package's manifest states in a form of before 2014, which the lockfile leaves out. */
const OLD_FORM: Licences = { format: "MIT" };

/** Packages that the product runs on, out of the lockfile; a name has one line, with all its licences. */
export function npmPackages(root: string): Licences {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const found: Record<string, string> = {};
  for (const [path, entry] of Object.entries(lock.packages as Record<string, LockedPackage>)) {
    if (path === "" || entry.dev || entry.devOptional) continue;
    const name = path.replace(/^.*node_modules\//, "");
    const licences = new Set(
      [found[name], entry.license ?? OLD_FORM[name] ?? "unknown"].filter(Boolean),
    );
    found[name] = [...licences].toSorted().join(" AND ");
  }
  return found;
}

/** Packages of the training image, out of its lock. */
export function pythonPackages(root: string): readonly string[] {
  const lock = readFileSync(join(root, "training-job/requirements-cuda.lock"), "utf8");
  return [...lock.matchAll(/^([a-z0-9][\w.-]*)==/gm)].map(([, name]) => name ?? "").toSorted();
}

const NPM = "## npm packages";
const PYTHON = "## Python packages of the training image";

/** The page that lists both. */
export function licencePage(npm: Licences, python: Licences): string {
  const table = (licences: Licences) =>
    [
      "| package | licence |",
      "|---|---|",
      ...Object.entries(licences)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, licence]) => `| ${name} | ${licence} |`),
    ].join("\n");
  return [
    "# Licences of what we build on",
    "",
    "Ours is MIT. Written by `npm run licences` from the lockfiles; a test fails when the list is old, or",
    "when a licence is not one that lets anybody use, change and pass on the whole.",
    "",
    NPM,
    table(npm),
    "",
    PYTHON,
    "CUDA's libraries (`nvidia-*`, `cuda-*`) are NVIDIA's, free to use and to pass on inside an application.",
    "",
    table(python),
    "",
  ].join("\n");
}

/** Both lists of a page. */
export function readPage(page: string): { readonly npm: Licences; readonly python: Licences } {
  const [npm = "", python = ""] = page.split(PYTHON);
  const read = (text: string): Licences =>
    Object.fromEntries(
      [...text.matchAll(/^\| (\S+) \| (.+) \|$/gm)]
        .filter(([, name]) => name !== "package")
        .map(([, name, licence]) => [name ?? "", licence ?? ""]),
    );
  return { npm: read(npm), python: read(python) };
}

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "@cdktf/hcl2json";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** A block's attributes; expressions are strings of the form "${…}". */
export type Block = Readonly<Record<string, unknown>>;

export interface Variable {
  readonly name: string;
  readonly description: string;
  /** As written, on one line. */
  readonly type: string;
  /** As JSON; undefined where the variable is required. */
  readonly fallback: string | undefined;
}

export interface Module {
  readonly locals: Block;
  readonly variables: readonly Variable[];
  readonly outputs: readonly { readonly name: string; readonly description: string }[];
  /** Every resource as `type.name`. */
  readonly resources: Readonly<Record<string, Block>>;
}

/** Reads the `*.tf` files of a folder below the repository's root. */
export async function readModule(folder: string): Promise<Module> {
  const path = join(root, folder);
  const names = readdirSync(path).filter((name) => name.endsWith(".tf"));
  const files = await Promise.all(
    names.map((name) => parse(name, readFileSync(join(path, name), "utf8"))),
  );
  const all = <T>(kind: string): readonly [string, T][] =>
    files.flatMap((file) => Object.entries((file[kind] ?? {}) as Record<string, T>));
  return {
    locals: Object.assign({}, ...files.flatMap((file) => (file.locals as Block[]) ?? [])),
    variables: all<Block[]>("variable").map(([name, [block = {}]]) => ({
      name,
      description: String(block.description),
      type: typeText(String(block.type)),
      fallback: "default" in block ? JSON.stringify(block.default) : undefined,
    })),
    outputs: all<Block[]>("output").map(([name, [block = {}]]) => ({
      name,
      description: String(block.description),
    })),
    resources: Object.fromEntries(
      all<Record<string, Block[]>>("resource").flatMap(([type, named]) =>
        Object.entries(named).map(([name, [block = {}]]) => [`${type}.${name}`, block]),
      ),
    ),
  };
}

function typeText(expression: string): string {
  return expression
    .replace(/^\$\{(.*)\}$/s, "$1")
    .replaceAll(/\s*\n\s*/g, ", ")
    .replaceAll("({, ", "({ ")
    .replaceAll(", })", " })")
    .replaceAll(/ {2,}/g, " ");
}

import { parse, YAMLParseError } from "yaml";

/** One dotted override, as Hydra's command line takes them. */
export type Override =
  | { readonly kind: "set" | "add" | "force"; readonly key: string; readonly value: unknown }
  | { readonly kind: "delete"; readonly key: string };

const KEY = /^[A-Za-z_][\w-]*(\.[A-Za-z_0-9][\w-]*)*$/;

/** Keys that would reach into JavaScript's own objects. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Parses `key=value` (the key must be there), `+key=value` (must not be there), `++key=value`
 * (either) and `~key` (delete). Values are YAML in flow style: `1e-3`, `[a, b]`, `{a: 1}`, `"x"`.
 * Returns the fault as a string where it is not one of these.
 */
export function parseOverride(text: string): Override | string {
  const fault = (why: string) => `override "${text}": ${why}`;
  const match = /^(\+\+|\+|~)?([^=]*)(?:=([\s\S]*))?$/.exec(text);
  const [, sign = "", key = "", value] = match ?? [];
  if (!KEY.test(key)) return fault('expected a dotted key such as "training.learning_rate"');
  if (key.split(".").some((part) => FORBIDDEN.has(part))) return fault("this key is not allowed");
  if (sign === "~") {
    return value === undefined ? { kind: "delete", key } : fault("expected ~key without a value");
  }
  if (value === undefined) return fault("expected key=value");
  try {
    const kind = sign === "++" ? "force" : sign === "+" ? "add" : "set";
    return { kind, key, value: value === "" ? "" : parse(value, { maxAliasCount: 0 }) };
  } catch (error) {
    const reason = error instanceof YAMLParseError ? error.code : "not a value";
    return fault(`expected a YAML value after "=" (${reason})`);
  }
}

export type Tree = { [key: string]: unknown };

/** A mapping, as opposed to a list, text, number or nothing. */
export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Changes `tree` as the override says; returns a fault where it cannot. */
export function applyOverride(tree: Tree, override: Override): string | undefined {
  const parts = override.key.split(".");
  const last = parts.pop() as string;
  let at: Tree = tree;
  for (const part of parts) {
    if (!Object.hasOwn(at, part)) {
      if (override.kind !== "add" && override.kind !== "force")
        return unknownKey(override, at, part);
      at[part] = {};
    }
    const next = at[part];
    if (!isTree(next)) return `${override.key}: "${part}" is a value, not a mapping`;
    at = next;
  }
  const there = Object.hasOwn(at, last);
  if (override.kind === "delete") {
    if (!there) return unknownKey(override, at, last);
    delete at[last];
    return undefined;
  }
  if (override.kind === "set" && !there) return unknownKey(override, at, last);
  if (override.kind === "add" && there) {
    return `${override.key} is there already; write ${override.key}=… or ++${override.key}=…`;
  }
  at[last] = override.value;
  return undefined;
}

function unknownKey(override: Override, at: Tree, part: string): string {
  const known = Object.keys(at).sort().join(", ") || "nothing";
  return `${override.key}: no "${part}" here; known: ${known}`;
}

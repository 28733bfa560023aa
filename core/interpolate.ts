import { isTree, type Tree } from "./overrides.js";

const REFERENCE = /\$\{([A-Za-z_][\w.-]*)\}/g;

/**
 * Replaces `${a.b}` in every text of the tree by the value at that key, as OmegaConf does: a text
 * that is one reference takes the value as it is, others take it as text. Faults are added to the list.
 */
export function interpolate(tree: Tree, faults: string[]): void {
  const visit = (value: unknown, where: string): unknown => {
    if (typeof value === "string") return resolve(tree, value, where, faults, []);
    if (Array.isArray(value)) return value.map((item, i) => visit(item, `${where}.${i}`));
    if (!isTree(value)) return value;
    for (const [key, inner] of Object.entries(value)) {
      value[key] = visit(inner, where ? `${where}.${key}` : key);
    }
    return value;
  };
  visit(tree, "");
}

function resolve(
  tree: Tree,
  text: string,
  where: string,
  faults: string[],
  path: readonly string[],
): unknown {
  const lookUp = (key: string): unknown => {
    if (path.includes(key)) {
      faults.push(`${where}: \${${key}} refers to itself`);
      return undefined;
    }
    let value: unknown = tree;
    for (const part of key.split(".")) {
      value = isTree(value) && Object.hasOwn(value, part) ? value[part] : undefined;
    }
    if (value === undefined) {
      faults.push(`${where}: \${${key}} refers to nothing`);
      return undefined;
    }
    if (typeof value !== "string") return value;
    return resolve(tree, value, where, faults, [...path, key]);
  };
  const whole = new RegExp(`^${REFERENCE.source}$`).exec(text);
  if (whole) return lookUp(whole[1] as string);
  return text.replace(REFERENCE, (_, key: string) => String(lookUp(key)));
}

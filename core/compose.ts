import { parseDocument } from "yaml";
import { InvalidRequestError } from "./errors.js";
import { type Experiment, experimentSchema } from "./experiment.js";
import { interpolate } from "./interpolate.js";
import { applyOverride, isTree, type Override, parseOverride, type Tree } from "./overrides.js";

/** Text of `configs/<name>.yaml`; undefined when there is no such file. */
export type ReadConfig = (name: string) => Promise<string | undefined>;

/** Names of configuration files: no way out of their folder. */
const NAME = /^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9_-]*)*$/;

const MAX_DEPTH = 16;

/** Marks a value that must be given, as in OmegaConf. */
const MISSING = "???";

type Choices = ReadonlyMap<string, string>;

/**
 * Composes `configs/<name>.yaml` and dotted overrides into one checked experiment, as Hydra does:
 * `defaults:` lists (with `_self_`, `group: option`, `optional` and `override`), `group=option`,
 * `key=value`, `+key`, `++key`, `~key`, `${a.b}` interpolation and `???` for values to be given.
 * @throws InvalidRequestError listing every fault.
 */
export async function composeExperiment(
  name: string,
  overrides: readonly string[],
  read: ReadConfig,
): Promise<Experiment> {
  const faults: string[] = [];
  const parsed = overrides.flatMap((text) => {
    const override = parseOverride(text);
    if (typeof override !== "string") return [override];
    faults.push(override);
    return [];
  });
  const composer = new Composer(read, faults);
  const groups = await groupChoices(parsed, read);
  const tree = await composer.compose(name, groups);
  for (const override of parsed) {
    if (override.kind !== "delete" && groups.has(override.key)) continue;
    const fault = applyOverride(tree, override);
    if (fault !== undefined) faults.push(`override ${fault}`);
  }
  interpolate(tree, faults);
  listMissing(tree, "", faults);
  const checked = experimentSchema.safeParse(tree);
  if (!checked.success) {
    const seen = new Set(faults.map((fault) => fault.split(":")[0]));
    for (const { path, message } of checked.error.issues) {
      const where = path.join(".");
      if (!seen.has(where)) faults.push(`${where || "the experiment"}: ${message}`);
    }
  }
  if (faults.length > 0 || !checked.success) {
    throw new InvalidRequestError(`Experiment "${name}" cannot be composed: ${faults.join("; ")}`, {
      issues: faults,
    });
  }
  return checked.data;
}

/** Overrides of the form `group=option` where `configs/<group>/<option>.yaml` is a file. */
async function groupChoices(overrides: readonly Override[], read: ReadConfig): Promise<Choices> {
  const choices = new Map<string, string>();
  for (const override of overrides) {
    if (override.kind === "delete" || typeof override.value !== "string") continue;
    const file = `${override.key.replaceAll(".", "/")}/${override.value}`;
    if (NAME.test(file) && (await read(file)) !== undefined) {
      choices.set(override.key, override.value);
    }
  }
  return choices;
}

class Composer {
  readonly #read: ReadConfig;
  readonly #faults: string[];

  constructor(read: ReadConfig, faults: string[]) {
    this.#read = read;
    this.#faults = faults;
  }

  async compose(name: string, choices: Choices): Promise<Tree> {
    const chosen = new Map(choices);
    const tree = await this.#file(name, chosen, []);
    for (const [group, option] of chosen) {
      if (choices.has(group)) {
        // Chosen on the command line for a group that no defaults list names.
        place(tree, group, await this.#file(`${group.replaceAll(".", "/")}/${option}`, chosen, []));
      }
    }
    return tree;
  }

  /** One file with its defaults merged in. A group that has been placed leaves `chosen`. */
  async #file(name: string, chosen: Map<string, string>, path: readonly string[]): Promise<Tree> {
    if (!NAME.test(name)) {
      return this.#fault(`"${name}" is not the name of a configuration file`);
    }
    if (path.includes(name) || path.length >= MAX_DEPTH) {
      return this.#fault(`defaults go in a circle: ${[...path, name].join(" → ")}`);
    }
    const text = await this.#read(name);
    if (text === undefined) return this.#fault(`configs/${name}.yaml is not there`);
    const document = parseDocument(text);
    const [error] = document.errors;
    if (error) return this.#fault(`configs/${name}.yaml is not YAML (${error.code})`);
    const content: unknown = document.toJS({ maxAliasCount: 100 });
    if (!isTree(content)) return this.#fault(`configs/${name}.yaml must be a mapping`);
    const { defaults = [], ...own } = content;
    if (!Array.isArray(defaults))
      return this.#fault(`configs/${name}.yaml: defaults must be a list`);

    const entries = defaults.includes("_self_") ? defaults : [...defaults, "_self_"];
    this.#noteOverrides(entries, chosen);
    const folder = name.includes("/") ? name.slice(0, name.lastIndexOf("/") + 1) : "";
    const tree: Tree = {};
    for (const entry of entries) {
      if (entry === "_self_") merge(tree, own);
      else if (typeof entry === "string") {
        merge(tree, await this.#file(`${folder}${entry}`, chosen, [...path, name]));
      } else await this.#group(entry, name, chosen, [...path, name], tree);
    }
    return tree;
  }

  /** `override group: option` replaces a choice that a file further down makes. */
  #noteOverrides(entries: readonly unknown[], chosen: Map<string, string>): void {
    for (const [key, option] of entries.filter(isTree).flatMap((entry) => Object.entries(entry))) {
      if (!key.startsWith("override ")) continue;
      const group = key.slice("override ".length).replaceAll("/", ".");
      if (!chosen.has(group)) chosen.set(group, String(option));
    }
  }

  async #group(
    entry: unknown,
    name: string,
    chosen: Map<string, string>,
    path: readonly string[],
    tree: Tree,
  ): Promise<void> {
    const [pair, ...more] = isTree(entry) ? Object.entries(entry) : [];
    if (!pair || more.length > 0) {
      this.#fault(`configs/${name}.yaml: expected "file" or "group: option" in defaults`);
      return;
    }
    if (pair[0].startsWith("override ")) return;
    const optional = pair[0].startsWith("optional ");
    const group = pair[0].replace(/^optional /, "").replaceAll("/", ".");
    const option = chosen.get(group) ?? pair[1];
    chosen.delete(group);
    if (option === null) return;
    const file = `${group.replaceAll(".", "/")}/${String(option)}`;
    if (optional && NAME.test(file) && (await this.#read(file)) === undefined) return;
    place(tree, group, await this.#file(file, chosen, path));
  }

  #fault(message: string): Tree {
    this.#faults.push(message);
    return {};
  }
}

function place(tree: Tree, group: string, content: Tree): void {
  merge(
    tree,
    group.split(".").reduceRight<Tree>((inner, part) => ({ [part]: inner }), content),
  );
}

/** Later values win; mappings are merged, lists replaced. */
function merge(into: Tree, from: Tree): void {
  for (const [key, value] of Object.entries(from)) {
    const there = Object.hasOwn(into, key) ? into[key] : undefined;
    if (isTree(there) && isTree(value)) merge(there, value);
    else if (isTree(value)) {
      const copy: Tree = {};
      merge(copy, value);
      into[key] = copy;
    } else into[key] = value;
  }
}

function listMissing(value: unknown, where: string, faults: string[]): void {
  if (value === MISSING) faults.push(`${where}: must be given (it is ???)`);
  else if (Array.isArray(value)) {
    value.forEach((item, i) => {
      listMissing(item, `${where}.${i}`, faults);
    });
  } else if (isTree(value)) {
    for (const [key, inner] of Object.entries(value)) {
      listMissing(inner, where ? `${where}.${key}` : key, faults);
    }
  }
}

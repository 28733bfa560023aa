// npm run terraform-docs: writes the tables of variables and outputs into terraform/README.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readModule, root } from "../infra/platform/module.js";
import { moduleTables, replaceTables } from "../infra/platform/tables.js";

const path = join(root, "terraform", "README.md");
const page = readFileSync(path, "utf8");
writeFileSync(path, replaceTables(page, moduleTables(await readModule("terraform"))));

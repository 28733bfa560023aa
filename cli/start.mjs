// `npm start`: the local twin, from its bundle.
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundleTwin } from "./bundle.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
await import(pathToFileURL(await bundleTwin(root)).href);

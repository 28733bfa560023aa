// Writes configs/experiment.schema.json from core/experiment.ts, for editors and for the trainer's tests.
import { writeFileSync } from "node:fs";
import { packagePath } from "../infra/local/package-root.js";
import { experimentJsonSchema } from "./experiment-json-schema.js";

const path = packagePath("configs/experiment.schema.json");
writeFileSync(path, experimentJsonSchema());
console.log("Wrote configs/experiment.schema.json");

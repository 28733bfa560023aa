import * as z from "zod";
import { experimentSchema } from "../core/experiment.js";

/** The text of configs/experiment.schema.json: what an experiment file may say, defaults lists included. */
export function experimentJsonSchema(): string {
  const schema = z.toJSONSchema(experimentSchema, { io: "input" });
  const defaults = {
    description: "Files of configs/ merged in, as in Hydra: names, `group: option`, `_self_`",
    type: "array",
  };
  // A file may leave to its defaults what an experiment must have.
  const { required, ...rest } = schema;
  return `${JSON.stringify(
    {
      ...rest,
      properties: { defaults, ...schema.properties },
      if: { not: { required: ["defaults"] } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required },
    },
    null,
    2,
  )}\n`;
}

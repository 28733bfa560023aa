import * as z from "zod";
import { UnprocessableError } from "../../core/errors.js";
import { type DatasetHub, SourceNotFoundError, type WebFiles } from "../../core/ingest/ports.js";

/** Hub of data sets by default. */
export const HUGGING_FACE = "https://huggingface.co";

const MAX_LISTING_BYTES = 8 * 2 ** 20;
const DATA_FILE = /\.(parquet|csv|tsv|jsonl)(\.gz|\.zst)?$/i;

const treeSchema = z.array(z.looseObject({ type: z.string(), path: z.string() }));
const addressesSchema = z.array(z.string());

/**
 * Data sets on a hub that speaks Hugging Face's API: the Parquet files that the hub made of a split
 * or, where it made none, the repository's own data files.
 *
 * @param base Address of the hub, without a slash at the end.
 */
export function createDatasetHub(web: WebFiles, base: string): DatasetHub {
  return {
    async files(id, config, split) {
      const converted = `${base}/api/datasets/${id}/parquet/${config}/${split}`;
      const addresses = await readJson(web, converted, addressesSchema);
      if (addresses && addresses.length > 0) return addresses;
      const tree = await readJson(
        web,
        `${base}/api/datasets/${id}/tree/main?recursive=true`,
        treeSchema,
      );
      if (!tree) {
        throw new UnprocessableError(`There is no public data set ${id} at ${base}; check the id`);
      }
      const paths = tree.filter(({ type }) => type === "file").map(({ path }) => path);
      return chooseFiles(paths, id, split).map(
        (path) =>
          `${base}/datasets/${id}/resolve/main/${path.split("/").map(encodeURIComponent).join("/")}`,
      );
    },
  };
}

/**
 * The data files of a split by their names, in order: those with the split's name as a part of their
 * path; where no file names any split, all are "train".
 * @throws UnprocessableError naming the files that are there.
 */
export function chooseFiles(paths: readonly string[], id: string, split: string): string[] {
  const data = paths.filter((path) => DATA_FILE.test(path)).sort();
  const named = data.filter((path) => path.split(/[/._-]/).includes(split));
  if (named.length > 0) return named;
  const namesNone = !data.some((path) =>
    /(^|[/._-])(train|test|dev|valid|validation)[/._-]/.test(path),
  );
  if (split === "train" && namesNone && data.length > 0) return data;
  const found = data.length > 0 ? data.slice(0, 10).join(", ") : "no file of a format that is read";
  throw new UnprocessableError(`Data set ${id} has no split "${split}"; it has ${found}`);
}

/** Undefined when the hub says that nothing is there. */
async function readJson<S extends z.ZodType>(
  web: WebFiles,
  url: string,
  schema: S,
): Promise<z.infer<S> | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of (await web.open(url)).body) {
      bytes += chunk.byteLength;
      if (bytes > MAX_LISTING_BYTES) throw new UnprocessableError("The hub's list is too long");
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof SourceNotFoundError) return undefined;
    throw error;
  }
  const parsed = schema.safeParse(parseJson(Buffer.concat(chunks).toString("utf8")));
  if (parsed.success) return parsed.data;
  throw new UnprocessableError("The hub's answer is not what its API promises; check its address");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What goes into a function's bundle beside its code. */
export interface FunctionBundle {
  readonly name: string;
  /** Module that the platform loads. Default `functions/<name>.ts`. */
  readonly entry?: string;
  /** Runs the model: worker threads, the ONNX runtime and the embedded model. */
  readonly model: boolean;
  /** Files and folders of the repository that it reads at run time, at the same places. */
  readonly files: readonly string[];
  /** Serves the web page. */
  readonly page: boolean;
  /** Largest size of the whole folder in bytes, so that a start stays quick. */
  readonly maxBytes: number;
}

const MB = 1_000_000;

/** Every function that is deployed; `<name>` is its target. */
export const FUNCTIONS: readonly FunctionBundle[] = [
  {
    name: "correct",
    entry: "functions/correct-start.ts",
    model: true,
    page: true,
    files: [],
    maxBytes: 80 * MB,
  },
  {
    name: "evaluate",
    model: true,
    page: false,
    files: ["core/testdata/regressions.jsonl"],
    maxBytes: 80 * MB,
  },
  { name: "ingest", model: false, page: false, files: [], maxBytes: 40 * MB },
  {
    // Measures once more where another model has come to serve since the evaluation.
    name: "promote",
    model: true,
    page: false,
    files: ["core/testdata/regressions.jsonl"],
    maxBytes: 80 * MB,
  },
  { name: "train", model: false, page: false, files: ["configs"], maxBytes: 40 * MB },
];

/** Every environment variable the functions read, with what it means. Terraform sets these names. */
export const ENV_VARIABLES = {
  GRAMAI_MODEL:
    "Model to serve: a folder with a manifest.json, or `hub:<id>` for a Hugging Face text2text checkpoint. Default: the embedded model. With a bucket or a store, a folder's model serves until a version is promoted.",
  GRAMAI_BUCKET:
    "Cloud Storage bucket that holds datasets, runs and models. Default: the folder GRAMAI_STORE.",
  GRAMAI_STORE:
    "Folder that takes the bucket's place on one machine. Default: none for functions, `store` for the twin and the command line.",
  GRAMAI_MODEL_NAME:
    "Name of the model whose alias `serving` is followed, where there is a bucket or a store. Default gramai.",
  GRAMAI_ALIAS_POLL_S: "Seconds between looks at the alias, at least 1. Default 30.",
  GRAMAI_TRAINER_PYTHON:
    "Python that runs training jobs on this machine. Default: training-job/.venv, made on first use.",
  GRAMAI_TRAINER_IMAGE: "Container image of training jobs on Vertex AI.",
  GRAMAI_JOB_SERVICE_ACCOUNT: "Service account that training jobs run as.",
  GRAMAI_TENSORBOARD: "Vertex AI TensorBoard that jobs report to. Default: none.",
  GRAMAI_WANDB_SECRET:
    "Secret Manager's resource name of a key for Weights & Biases, which jobs read themselves. Default: none.",
  GRAMAI_REGION: "Region of the model registry. Default us-central1.",
  GRAMAI_TOPIC_PREFIX:
    "What the names of topics and dead-letter subscriptions start with, before a hyphen. Default gramai.",
  GRAMAI_PUSH_ACCOUNT:
    "Service account whose tokens Pub/Sub's pushes carry; others are refused. Default: whoever the platform lets in.",
  GRAMAI_INGEST_HOSTS:
    "Hosts that ingestion may read over HTTPS, separated by commas; *.example.org stands for all below. Default: Hugging Face's.",
  GRAMAI_HUB: "Address of the hub of data sets. Default https://huggingface.co.",
  GRAMAI_WORKERS: "Worker threads that run the model, at least 1. Default: one per core.",
  GRAMAI_THREADS_PER_WORKER: "Threads each worker gives one sentence, at least 1. Default 1.",
  GRAMAI_MAX_QUEUE:
    "Sentences that may wait for a worker before callers get 503, at least 1. Default 2000.",
  GRAMAI_SENTENCE_CACHE_MB:
    "Memory for answers to sentences that come again, in 1,000,000 bytes; 0 keeps none. Default 16.",
  GRAMAI_MAX_TEXT_CHARS: "Longest text of one request, in UTF-16 units. Default 50000.",
  GRAMAI_MAX_STREAM_CHARS:
    "Longest text that is answered as a stream, in UTF-16 units. Default 200000.",
  GRAMAI_STREAM_DEADLINE_S:
    "Seconds after which a streamed answer ends with what is ready, at least 1. Default 50.",
  GRAMAI_MAX_BODY_BYTES: "Longest request body in bytes. Default 1048576.",
  GRAMAI_API_KEYS:
    "Callers' keys as entries `<name>:<sha256>[:<requests per minute>]`, made by `npm run api-key`. Default: no key is asked for.",
  GRAMAI_CORS_ORIGINS:
    "Origins whose pages may call the API from a browser, separated by commas, such as https://app.example.org; * stands for all. Default: none but the instance's own page.",
  GRAMAI_WORDS_FILE:
    "Text file with words that no caller is to be corrected in, one a line. Default: none.",
  GRAMAI_FEEDBACK:
    "`on` to keep what writers who agree accept and dismiss, for training. Default off.",
  GRAMAI_LOG_LEVEL: "One of debug, info, warn, error, silent. Default info.",
  OTEL_EXPORTER_OTLP_ENDPOINT:
    "Address of an OpenTelemetry receiver (OTLP over HTTP, without /v1/traces) that gets a span of each request. Default: none.",
  OTEL_SERVICE_NAME: "Name of the service in traces. Default gramai.",
  GOOGLE_CLOUD_PROJECT: "Project whose traces the log lines point to. Default: no trace links.",
} as const;

export type EnvName = keyof typeof ENV_VARIABLES;

/** The variables that are set; an empty one counts as unset. */
export type Env = Readonly<Partial<Record<EnvName, string>>>;

/** Picks our variables out of an environment. Reads strings only; `toConfig` judges them. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const names = Object.keys(ENV_VARIABLES) as EnvName[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = source[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
}

/** A role that one of our identities has, and what it is for. */
export interface Grant {
  /** Key of `local.service_accounts` in terraform/iam.tf. */
  readonly account: string;
  readonly role: string;
  /** What the role is on. */
  readonly on: string;
  readonly why: string;
}

/**
 * Every grant to an identity of ours. terraform/ makes them and docs/security.md shows them; tests
 * compare all three, so a grant that nobody can explain does not get in.
 */
export const GRANTS: readonly Grant[] = [
  {
    account: "build",
    role: "roles/artifactregistry.writer",
    on: "the image repository",
    why: "pushes images and moves the tag `current`",
  },
  {
    account: "build",
    role: "roles/cloudbuild.builds.editor",
    on: "the project",
    why: "GitHub's runners, who act as it, submit builds",
  },
  {
    account: "build",
    role: "roles/iam.securityReviewer",
    on: "the project",
    why: "the plan reads IAM policies",
  },
  {
    account: "build",
    role: "roles/iam.serviceAccountUser",
    on: "itself and each function's identity",
    why: "a build runs as it; a revision runs as its function",
  },
  { account: "build", role: "roles/logging.logWriter", on: "the project", why: "builds log" },
  {
    account: "build",
    role: "roles/ondemandscanning.admin",
    on: "the project",
    why: "scans images before they are pushed",
  },
  {
    account: "build",
    role: "roles/run.developer",
    on: "the project",
    why: "makes revisions and moves traffic; it cannot change who may call",
  },
  {
    account: "build",
    role: "roles/run.invoker",
    on: "`correct`",
    why: "the smoke test calls it",
  },
  {
    account: "build",
    role: "roles/serviceusage.serviceUsageConsumer",
    on: "the project",
    why: "submitting a build counts as use of the project",
  },
  {
    account: "build",
    role: "roles/storage.objectUser",
    on: "the source bucket",
    why: "keeps what a build was made from",
  },
  {
    account: "build",
    role: "roles/storage.objectViewer",
    on: "the state bucket",
    why: "reads the state for the plan; it cannot write it",
  },
  {
    account: "build",
    role: "roles/viewer",
    on: "the project",
    why: "the plan reads every resource",
  },
  {
    account: "correct",
    role: "roles/secretmanager.secretAccessor",
    on: "the secret of API keys",
    why: "reads the hashes of keys at start",
  },
  {
    account: "correct",
    role: "roles/storage.objectUser",
    on: "feedback/ and words/ of the data bucket",
    why: "keeps callers' own words, and feedback where it is switched on",
  },
  {
    account: "correct",
    role: "roles/storage.objectViewer",
    on: "models/ of the data bucket",
    why: "reads the alias and the model's files; elsewhere it sees names only, so that a missing file is not a forbidden one",
  },
  {
    account: "evaluate",
    role: "roles/storage.objectUser",
    on: "runs/ of the data bucket",
    why: "writes evaluation.json, status.json and the page of runs",
  },
  {
    account: "evaluate",
    role: "roles/storage.objectViewer",
    on: "the data bucket",
    why: "reads models and results, lists runs",
  },
  {
    account: "ingest",
    role: "roles/pubsub.publisher",
    on: "the topic ingest-requests",
    why: "sends itself the parts of large files",
  },
  {
    account: "ingest",
    role: "roles/storage.objectUser",
    on: "datasets/ and incoming/ of the data bucket",
    why: "writes dataset versions, uploads and half-done work, and clears the latter",
  },
  {
    account: "ingest",
    role: "roles/storage.objectViewer",
    on: "the data bucket",
    why: "reads sources, lists versions",
  },
  {
    account: "job",
    role: "roles/aiplatform.user",
    on: "the project",
    why: "Vertex AI streams TensorBoard curves and sweep metrics as the job",
  },
  {
    account: "job",
    role: "roles/artifactregistry.reader",
    on: "the image repository",
    why: "the job's machine pulls the image",
  },
  { account: "job", role: "roles/logging.logWriter", on: "the project", why: "the job logs" },
  {
    account: "job",
    role: "roles/secretmanager.secretAccessor",
    on: "the secret of the Weights & Biases key",
    why: "reports to Weights & Biases where a key is set",
  },
  {
    account: "job",
    role: "roles/storage.objectUser",
    on: "models/ and runs/ of the data bucket",
    why: "writes checkpoints, the model version and result.json",
  },
  {
    account: "job",
    role: "roles/storage.objectViewer",
    on: "the data bucket",
    why: "reads datasets, lists checkpoints",
  },
  {
    account: "promote",
    role: "modelRegistrar",
    on: "the project",
    why: "registers versions in the model registry and moves their alias",
  },
  {
    account: "promote",
    role: "roles/storage.objectUser",
    on: "models/ and runs/ of the data bucket",
    why: "moves the serving alias, writes promotion.json and status.json",
  },
  {
    account: "promote",
    role: "roles/storage.objectViewer",
    on: "the data bucket",
    why: "reads evaluations, lists runs",
  },
  {
    account: "push",
    role: "roles/run.invoker",
    on: "evaluate, ingest, promote, train",
    why: "Pub/Sub calls the functions as it",
  },
  {
    account: "train",
    role: "jobSubmitter",
    on: "the project",
    why: "creates, finds and lists training jobs and sweeps",
  },
  {
    account: "train",
    role: "roles/iam.serviceAccountUser",
    on: "the job's identity",
    why: "the job it submits runs as that",
  },
  {
    account: "train",
    role: "roles/storage.objectUser",
    on: "datasets/feedback/, its staging and runs/ of the data bucket",
    why: "claims a run, writes its request, experiment and status; makes a dataset of feedback",
  },
  {
    account: "train",
    role: "roles/storage.objectViewer",
    on: "the data bucket",
    why: "finds the newest dataset version, lists runs",
  },
];

/** The grants as a Markdown table. */
export function grantTable(): string {
  const rows = GRANTS.map(
    ({ account, role, on, why }) => `| ${account} | \`${role}\` | ${on} | ${why} |`,
  );
  return ["| identity | role | on | why |", "|---|---|---|---|", ...rows].join("\n");
}

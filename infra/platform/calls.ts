/** A file that calls Google, and the permission that each of its calls needs. */
export interface Adapter {
  readonly path: string;
  /** Finds the calls in the file: group 1 is the method. */
  readonly pattern: RegExp;
  readonly calls: Readonly<Record<string, string>>;
  /** Identities that run it: keys of `local.service_accounts` in terraform/iam.tf. */
  readonly accounts: readonly string[];
}

const GET = "storage.objects.get";
const CREATE = "storage.objects.create";
const LIST = "storage.objects.list";
const DELETE = "storage.objects.delete";

/**
 * Every call to Google that runs as an identity of ours; a test compares it with the code and with
 * what the identity's roles hold. Permissions: https://cloud.google.com/iam/docs/permissions-reference
 */
export const ADAPTERS: readonly Adapter[] = [
  {
    path: "infra/gcp/vertex-jobs.ts",
    pattern: /client\.(\w+)\(/g,
    calls: {
      cancelCustomJob: "aiplatform.customJobs.cancel",
      cancelHyperparameterTuningJob: "aiplatform.hyperparameterTuningJobs.cancel",
      createCustomJob: "aiplatform.customJobs.create",
      createHyperparameterTuningJob: "aiplatform.hyperparameterTuningJobs.create",
      getCustomJob: "aiplatform.customJobs.get",
      getHyperparameterTuningJob: "aiplatform.hyperparameterTuningJobs.get",
      listCustomJobs: "aiplatform.customJobs.list",
      listHyperparameterTuningJobs: "aiplatform.hyperparameterTuningJobs.list",
    },
    accounts: ["train"],
  },
  {
    path: "infra/gcp/model-registry.ts",
    pattern: /client\.(\w+)\(/g,
    calls: {
      getModel: "aiplatform.models.get",
      mergeVersionAliases: "aiplatform.models.update",
      uploadModel: "aiplatform.models.upload",
    },
    accounts: ["promote"],
  },
  {
    path: "infra/gcp/object-store.ts",
    pattern: /\.(createReadStream|createWriteStream|getMetadata|getFiles|save|delete)\(/g,
    calls: {
      createReadStream: GET,
      createWriteStream: CREATE,
      delete: DELETE,
      getFiles: LIST,
      getMetadata: GET,
      save: CREATE,
    },
    accounts: ["correct", "evaluate", "ingest", "promote", "train"],
  },
  {
    // The rest of the file is for people: `gramai replay` takes dead letters as whoever runs it.
    path: "infra/gcp/topic.ts",
    pattern: /\.(publish\w*)\(\{/g,
    calls: { publishMessage: "pubsub.topics.publish" },
    accounts: ["ingest"],
  },
  {
    path: "training-job/gec/storage.py",
    pattern:
      /\.(download_as_bytes|download_to_filename|upload_\w+|list_blobs|exists|delete)\(.*timeout=/g,
    calls: {
      delete: DELETE,
      download_as_bytes: GET,
      download_to_filename: GET,
      exists: GET,
      list_blobs: LIST,
      upload_from_filename: CREATE,
      upload_from_string: CREATE,
    },
    accounts: ["job"],
  },
  {
    path: "training-job/gec/job/secrets.py",
    pattern: /\/v1\/\{name\}:(access)/g,
    calls: { access: "secretmanager.versions.access" },
    accounts: ["job"],
  },
];

/** Of Google's roles, what they hold of the permissions above. */
export const PREDEFINED_ROLES: Readonly<Record<string, readonly string[]>> = {
  "roles/pubsub.publisher": ["pubsub.topics.publish"],
  "roles/secretmanager.secretAccessor": ["secretmanager.versions.access"],
  "roles/storage.objectUser": [CREATE, DELETE, GET, LIST],
  "roles/storage.objectViewer": [GET, LIST],
};

import type { DatasetHub, WebFiles } from "../../core/ingest/ports.js";
import type { ObjectStore } from "../../core/object-store.js";
import { createHttpsFiles } from "./https.js";
import { createDatasetHub } from "./hub.js";

export interface SourceOptions {
  /** Hosts that may be read over HTTPS; see `AllowedHosts`. */
  readonly hosts: readonly string[];
  /** Address of the hub of data sets; trusted, since the operator named it. */
  readonly hub: string;
  /** Project whose account reads other buckets; without it none is read. */
  readonly project: string | undefined;
}

/** Everything that data comes from, beside the store. */
export interface Sources {
  readonly web: WebFiles;
  readonly hub: DatasetHub;
  readonly openBucket: ((bucket: string) => Promise<ObjectStore>) | undefined;
}

export function createSources({ hosts, hub, project }: SourceOptions): Sources {
  const web = createHttpsFiles({ hosts, trustedOrigins: [new URL(hub).origin] });
  return {
    web,
    hub: createDatasetHub(web, hub),
    openBucket: project === undefined ? undefined : (bucket) => openBucket(project, bucket),
  };
}

/** The client is loaded when it is first used: it is slow to load. */
async function openBucket(projectId: string, bucket: string): Promise<ObjectStore> {
  const [{ Storage }, { GcsObjectStore }] = await Promise.all([
    import("@google-cloud/storage"),
    import("../gcp/object-store.js"),
  ]);
  return new GcsObjectStore(new Storage({ projectId }).bucket(bucket));
}

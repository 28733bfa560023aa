import { createRequire } from "node:module";
import type { protos as Protos } from "@google-cloud/aiplatform";
import { FakeGrpc, type GrpcFault, type GrpcRequest } from "./grpc.js";

const { google } = createRequire(import.meta.url)(
  "@google-cloud/aiplatform/build/protos/protos.js",
) as typeof Protos;
const v1 = google.cloud.aiplatform.v1;
type V1 = typeof v1;
type CustomJob = InstanceType<V1["CustomJob"]>;
type TuningJob = InstanceType<V1["HyperparameterTuningJob"]>;
type Job = CustomJob | TuningJob;

const SERVICE = "google.cloud.aiplatform.v1.JobService";

/** How a job ends: the state's name after `JOB_STATE_`, its error, when it had started. */
export interface JobEnd {
  readonly state: string;
  readonly error: { readonly code: number } | null;
  readonly startTime: object | null;
}

export interface FakeVertex {
  readonly port: number;
  /** Every job there is, by name. */
  readonly jobs: Map<string, Job>;
  readonly requests: GrpcRequest[];
  /** For the next create calls, in order; undefined lets one pass. */
  readonly faults: (GrpcFault | undefined)[];
  /** Ends a job as Vertex AI reports it. */
  end(name: string, end: JobEnd): void;
  close(): Promise<void>;
}

/** Vertex AI's JobService over gRPC in memory: create, get, list and cancel, with faults on demand. */
export async function startFakeVertex(): Promise<FakeVertex> {
  const jobs: FakeVertex["jobs"] = new Map();
  const faults: FakeVertex["faults"] = [];
  const server = new FakeGrpc();
  const create = <T extends Job>(parent: string, kind: string, job: T): T => {
    job.name = `${parent}/${kind}/${jobs.size + 1}`;
    job.state = v1.JobState.JOB_STATE_QUEUED;
    jobs.set(job.name, job);
    return job;
  };
  const select = ({ parent, filter }: ListRequest, kind: string): Job[] => {
    const run = /^labels\.gramai_run="([^"]*)"$/.exec(filter)?.[1];
    return [...jobs.values()].filter(
      (job) => job.name.startsWith(`${parent}/${kind}/`) && job.labels?.gramai_run === run,
    );
  };

  server.method(
    SERVICE,
    "CreateCustomJob",
    { query: v1.CreateCustomJobRequest, reply: v1.CustomJob },
    ({ parent, customJob }: InstanceType<V1["CreateCustomJobRequest"]>) =>
      create(parent, "customJobs", v1.CustomJob.fromObject(customJob ?? {})),
    () => faults.shift(),
  );
  server.method(
    SERVICE,
    "CreateHyperparameterTuningJob",
    { query: v1.CreateHyperparameterTuningJobRequest, reply: v1.HyperparameterTuningJob },
    (query: InstanceType<V1["CreateHyperparameterTuningJobRequest"]>) => {
      const job = v1.HyperparameterTuningJob.fromObject(query.hyperparameterTuningJob ?? {});
      return create(query.parent, "hyperparameterTuningJobs", job);
    },
    () => faults.shift(),
  );
  server.method(
    SERVICE,
    "ListCustomJobs",
    { query: v1.ListCustomJobsRequest, reply: v1.ListCustomJobsResponse },
    (query: ListRequest) => ({ customJobs: select(query, "customJobs") }),
  );
  server.method(
    SERVICE,
    "ListHyperparameterTuningJobs",
    {
      query: v1.ListHyperparameterTuningJobsRequest,
      reply: v1.ListHyperparameterTuningJobsResponse,
    },
    (query: ListRequest) => ({
      hyperparameterTuningJobs: select(query, "hyperparameterTuningJobs"),
    }),
  );
  const kinds = [
    { kind: "CustomJob", get: v1.GetCustomJobRequest, cancel: v1.CancelCustomJobRequest },
    {
      kind: "HyperparameterTuningJob",
      get: v1.GetHyperparameterTuningJobRequest,
      cancel: v1.CancelHyperparameterTuningJobRequest,
    },
  ] as const;
  for (const { kind, get, cancel } of kinds) {
    server.method(SERVICE, `Get${kind}`, { query: get, reply: v1[kind] }, (query: Named) =>
      jobs.get(query.name),
    );
    const types = { query: cancel, reply: google.protobuf.Empty };
    server.method(SERVICE, `Cancel${kind}`, types, ({ name }: Named) => {
      const job = jobs.get(name);
      if (job) job.state = v1.JobState.JOB_STATE_CANCELLED;
      return job && {};
    });
  }
  await server.listen();
  return {
    port: server.port,
    jobs,
    requests: server.requests,
    faults,
    end: (name, { state, error, startTime }) => {
      const job = jobs.get(name);
      if (!job) throw new Error(`no job ${name}`);
      job.state = v1.JobState[`JOB_STATE_${state}` as keyof typeof v1.JobState];
      job.error = error && google.rpc.Status.fromObject(error);
      job.startTime = startTime && google.protobuf.Timestamp.fromObject({ seconds: 1 });
    },
    close: async () => server.close(),
  };
}

interface Named {
  readonly name: string;
}

interface ListRequest {
  readonly parent: string;
  readonly filter: string;
}

import { createRequire } from "node:module";
import type { protos as Protos } from "@google-cloud/aiplatform";
import { type handleUnaryCall, Server, ServerCredentials, status } from "@grpc/grpc-js";

// The package's own message classes: what does not decode with them is not a request of Vertex AI.
const { google } = createRequire(import.meta.url)(
  "@google-cloud/aiplatform/build/protos/protos.js",
) as typeof Protos;
const v1 = google.cloud.aiplatform.v1;
type V1 = typeof v1;

/** A fault for one call: gRPC's code, before or after the call was carried out. */
export interface VertexFault {
  readonly code: number;
  readonly message: string;
  readonly done?: boolean;
}

type Job = InstanceType<V1["CustomJob"]> | InstanceType<V1["HyperparameterTuningJob"]>;

export interface FakeVertex {
  readonly port: number;
  /** Every job there is, by name. */
  readonly jobs: Map<string, Job>;
  /** Requests as decoded: the method and the message as plain data, enums by name. */
  readonly requests: { readonly method: string; readonly request: Record<string, unknown> }[];
  /** For the next create calls, in order; undefined lets one pass. */
  readonly faults: (VertexFault | undefined)[];
  close(): Promise<void>;
}

interface MessageType<T> {
  decode(bytes: Uint8Array): T;
  encode(message: T): { finish(): Uint8Array };
  toObject(message: T, options: object): Record<string, unknown>;
}

/** Vertex AI's JobService over gRPC in memory: create, get, list and cancel, with faults on demand. */
export async function startFakeVertex(): Promise<FakeVertex> {
  const jobs: FakeVertex["jobs"] = new Map();
  const requests: FakeVertex["requests"] = [];
  const faults: FakeVertex["faults"] = [];
  const server = new Server();

  const method = <Q, R>(
    name: string,
    query: MessageType<Q>,
    reply: MessageType<R>,
    answer: (request: Q) => R,
  ) => {
    const handle: handleUnaryCall<Q, R> = (call, callback) => {
      const plain = query.toObject(call.request, { enums: String, longs: String });
      requests.push({ method: name, request: plain });
      const fault = name.startsWith("Create") ? faults.shift() : undefined;
      const result = fault && !fault.done ? undefined : answer(call.request);
      if (fault) callback({ code: fault.code, details: fault.message });
      else if (result === undefined) callback({ code: status.NOT_FOUND, details: "no such job" });
      else callback(null, result);
    };
    server.addService(
      {
        [name]: {
          path: `/google.cloud.aiplatform.v1.JobService/${name}`,
          requestStream: false,
          responseStream: false,
          requestSerialize: (message: Q) => Buffer.from(query.encode(message).finish()),
          requestDeserialize: (bytes: Buffer) => query.decode(bytes),
          responseSerialize: (message: R) => Buffer.from(reply.encode(message).finish()),
          responseDeserialize: (bytes: Buffer) => reply.decode(bytes),
        },
      },
      { [name]: handle },
    );
  };

  const create = <T extends Job>(parent: string, kind: string, job: T): T => {
    job.name = `${parent}/${kind}/${jobs.size + 1}`;
    job.state = v1.JobState.JOB_STATE_QUEUED;
    jobs.set(job.name, job);
    return job;
  };
  const select = <T extends Job>(parent: string, kind: string, filter: string): T[] => {
    const run = /^labels\.gramai_run="([^"]*)"$/.exec(filter)?.[1];
    return [...jobs.values()].filter(
      (job) => job.name.startsWith(`${parent}/${kind}/`) && job.labels?.gramai_run === run,
    ) as T[];
  };
  const cancel = (name: string) => {
    const job = jobs.get(name);
    if (job) job.state = v1.JobState.JOB_STATE_CANCELLED;
    return (job ? {} : undefined) as never;
  };

  const empty = google.protobuf.Empty as never;
  method(
    "CreateCustomJob",
    v1.CreateCustomJobRequest as never,
    v1.CustomJob as never,
    (q: never) => {
      const { parent, customJob } = q as InstanceType<V1["CreateCustomJobRequest"]>;
      return create(parent, "customJobs", v1.CustomJob.fromObject(customJob ?? {})) as never;
    },
  );
  method(
    "CreateHyperparameterTuningJob",
    v1.CreateHyperparameterTuningJobRequest as never,
    v1.HyperparameterTuningJob as never,
    (q: never) => {
      const { parent, hyperparameterTuningJob: job } = q as InstanceType<
        V1["CreateHyperparameterTuningJobRequest"]
      >;
      const made = v1.HyperparameterTuningJob.fromObject(job ?? {});
      return create(parent, "hyperparameterTuningJobs", made) as never;
    },
  );
  const byName = (q: never) => jobs.get((q as { name: string }).name) as never;
  method("GetCustomJob", v1.GetCustomJobRequest as never, v1.CustomJob as never, byName);
  method(
    "GetHyperparameterTuningJob",
    v1.GetHyperparameterTuningJobRequest as never,
    v1.HyperparameterTuningJob as never,
    byName,
  );
  method(
    "ListCustomJobs",
    v1.ListCustomJobsRequest as never,
    v1.ListCustomJobsResponse as never,
    (q: never) => {
      const { parent, filter } = q as InstanceType<V1["ListCustomJobsRequest"]>;
      return v1.ListCustomJobsResponse.create({
        customJobs: select(parent, "customJobs", filter),
      }) as never;
    },
  );
  method("CancelCustomJob", v1.CancelCustomJobRequest as never, empty, (q: never) =>
    cancel((q as { name: string }).name),
  );

  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port,
    jobs,
    requests,
    faults,
    close: async () => server.forceShutdown(),
  };
}

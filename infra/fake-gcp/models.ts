import { createRequire } from "node:module";
import type { protos as Protos } from "@google-cloud/aiplatform";
import { status } from "@grpc/grpc-js";
import { FakeGrpc, type GrpcFault, type GrpcRequest } from "./grpc.js";

const { google } = createRequire(import.meta.url)(
  "@google-cloud/aiplatform/build/protos/protos.js",
) as typeof Protos;
const v1 = google.cloud.aiplatform.v1;

const SERVICE = "google.cloud.aiplatform.v1.ModelService";

/** What an alias of a version may look like, by the API's reference. */
const ALIAS = /^[a-z][a-zA-Z0-9-]{0,126}[a-z0-9]$/;

export interface FakeModels {
  readonly port: number;
  readonly requests: GrpcRequest[];
  /** For the next upload or change of aliases. */
  readonly faults: GrpcFault[];
  /** Aliases of each version, by the model's name; version 1 comes first. */
  readonly versions: ReadonlyMap<string, readonly ReadonlySet<string>[]>;
  close(): Promise<void>;
}

/** Vertex AI's Model Registry over gRPC in memory: an alias belongs to one version of a model. */
export async function startFakeModels(): Promise<FakeModels> {
  const models = new Map<string, Set<string>[]>();
  const faults: GrpcFault[] = [];
  const server = new FakeGrpc();
  const take = (model: Set<string>[], version: Set<string>, aliases: readonly string[]) => {
    const wrong = aliases.find((alias) => !ALIAS.test(alias));
    if (wrong !== undefined) throw { code: status.INVALID_ARGUMENT, message: `alias ${wrong}` };
    for (const other of model) for (const alias of aliases) other.delete(alias);
    for (const alias of aliases) version.add(alias);
  };
  const find = (name: string) => {
    const [path = "", alias] = name.split("@");
    const model = models.get(path);
    const version = alias === undefined ? model?.[0] : model?.find((v) => v.has(alias));
    return model && version && { path, model, version };
  };

  server.method(
    SERVICE,
    "GetModel",
    { query: v1.GetModelRequest, reply: v1.Model },
    ({ name }: { name: string }) => {
      const found = find(name);
      return found && v1.Model.fromObject({ name: found.path });
    },
  );
  server.method(
    SERVICE,
    "UploadModel",
    { query: v1.UploadModelRequest, reply: google.longrunning.Operation },
    (query: InstanceType<typeof v1.UploadModelRequest>) => {
      const path = query.parentModel || `${query.parent}/models/${query.modelId}`;
      const there = models.get(path);
      if (query.parentModel && !there) return undefined;
      if (!query.parentModel && there) throw { code: status.ALREADY_EXISTS, message: path };
      const [model, version] = [there ?? [], new Set<string>()];
      take(model, version, query.model?.versionAliases ?? []);
      models.set(path, [...model, version]);
      const response = { model: path, modelVersionId: String(model.length + 1) };
      return google.longrunning.Operation.fromObject({
        name: `${query.parent}/operations/1`,
        done: true,
        response: {
          type_url: "type.googleapis.com/google.cloud.aiplatform.v1.UploadModelResponse",
          value: v1.UploadModelResponse.encode(response).finish(),
        },
      });
    },
    () => faults.shift(),
  );
  server.method(
    SERVICE,
    "MergeVersionAliases",
    { query: v1.MergeVersionAliasesRequest, reply: v1.Model },
    ({ name, versionAliases }: { name: string; versionAliases: string[] }) => {
      const found = find(name);
      if (!found) return undefined;
      take(found.model, found.version, versionAliases);
      return v1.Model.fromObject({ name: found.path });
    },
    () => faults.shift(),
  );
  await server.listen();
  return {
    port: server.port,
    requests: server.requests,
    faults,
    versions: models,
    close: async () => server.close(),
  };
}

import type { ModelServiceClient } from "@google-cloud/aiplatform/build/src/v1/model_service_client.js";
import { modelFolder, SERVING } from "../../core/aliases.js";
import { UnavailableError } from "../../core/errors.js";
import type { ModelRegistry } from "../../core/promote-run.js";

export interface VertexRegistryOptions {
  readonly project: string;
  readonly region: string;
  readonly bucket: string;
  /** Image named in the registry's entry; the functions serve the files themselves. */
  readonly image: string;
  client(): Promise<ModelServiceClient>;
}

const NOT_FOUND = 5;

/**
 * Vertex AI's Model Registry: each version that starts to serve is one version of the model
 * `<name>`, with the aliases `v-<version>` and `serving`.
 */
export class VertexRegistry implements ModelRegistry {
  readonly #options: VertexRegistryOptions;

  constructor(options: VertexRegistryOptions) {
    this.#options = options;
  }

  async announce(model: string, version: string): Promise<void> {
    const { project, region, bucket, image, client: load } = this.#options;
    const parent = `projects/${project}/locations/${region}`;
    const name = `${parent}/models/${modelId(model)}`;
    try {
      const client = await load();
      // An alias of the registry starts with a letter; a version may start with a digit.
      const alias = `v-${version}`;
      const there = await exists(client, `${name}@${alias}`);
      if (there) {
        // Moving it takes it from the version that had it.
        await client.mergeVersionAliases({ name: `${name}@${alias}`, versionAliases: [SERVING] });
        return;
      }
      const [operation] = await client.uploadModel({
        parent,
        ...((await exists(client, name)) ? { parentModel: name } : { modelId: modelId(model) }),
        model: {
          displayName: model,
          versionAliases: [alias, SERVING],
          artifactUri: `gs://${bucket}/${modelFolder(model, version)}`,
          containerSpec: { imageUri: image },
          labels: { gramai_version: version },
        },
      });
      await operation.promise();
    } catch (cause) {
      const { code, details } = cause as { code?: number; details?: string };
      throw new UnavailableError(
        `The model registry does not take ${model}/${version}: ${details ?? code ?? "no reason given"}`,
        { cause },
      );
    }
  }
}

function modelId(model: string): string {
  return `gramai-${model.replaceAll("_", "-")}`;
}

async function exists(client: ModelServiceClient, name: string): Promise<boolean> {
  try {
    await client.getModel({ name });
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === NOT_FOUND) return false;
    throw error;
  }
}

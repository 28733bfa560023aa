import { basename, dirname } from "node:path";
import { harper } from "../systems.js";
import { type Contender, timeEach } from "./contender.js";

/** Harper: findings of a sentence and the first suggestion of each carried out. */
export async function harperContender(): Promise<Contender> {
  const system = await harper();
  return {
    time: async (tasks) => ({ whole: await timeEach(tasks, ({ text }) => system.correct([text])) }),
    work: async (texts) => {
      await system.correct(texts);
    },
  };
}

/**
 * transformers.js' own text2text pipeline on the standard T5: tokenizer, encoder, a merged decoder
 * with its cache, text again. Made to write as many tokens as our answer has.
 * @param folder of `bench/peers/prepare.py`.
 */
export async function transformersJsContender(folder: string): Promise<Contender> {
  const { env, pipeline } = await import("@huggingface/transformers");
  env.allowRemoteModels = false;
  env.localModelPath = `${dirname(folder)}/`;
  const session_options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
  const options = { dtype: "q8", session_options } as const;
  const generate = await pipeline("text2text-generation", basename(folder), options);
  return {
    time: async (tasks) => ({
      whole: await timeEach(tasks, ({ text, targetTokens }) =>
        generate(` ${text}`, { max_new_tokens: targetTokens, min_new_tokens: targetTokens }),
      ),
    }),
  };
}

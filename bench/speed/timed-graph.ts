import type { DecoderOutput, DecoderRow, EncodedBatch, Seq2SeqGraph } from "../../core/graph.js";
import { nowMs } from "./contender.js";

/** A graph that keeps account of the time in the encoder, and of the decoder's calls. */
export class TimedGraph implements Seq2SeqGraph {
  encodeMs = 0;
  decodeCalls = 0;
  /** Has the decoder read every token again in each call, as without a cache of keys and values. */
  forgets = false;
  readonly #graph: Seq2SeqGraph;

  constructor(graph: Seq2SeqGraph) {
    this.#graph = graph;
  }

  async encode(sources: readonly (readonly number[])[]): Promise<EncodedBatch> {
    const started = nowMs();
    const encoded = await this.#graph.encode(sources);
    this.encodeMs += nowMs() - started;
    return encoded;
  }

  decode(encoded: EncodedBatch, rows: readonly DecoderRow[], topK: number): Promise<DecoderOutput> {
    this.decodeCalls++;
    const given = this.forgets ? rows.map((row) => ({ ...row, past: undefined })) : rows;
    return this.#graph.decode(encoded, given, topK);
  }
}

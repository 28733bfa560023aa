import { Tokenizer } from "@huggingface/tokenizers";
import { ModelError } from "./errors.js";
import type { Span } from "./span.js";

/** How sentences of one model are written as tokens; from its manifest. */
export interface TokenizerOptions {
  /** Task prefix put before the sentence; empty for none. */
  readonly prefix: string;
  /** Encode `" " + sentence` and strip one leading space after decoding. */
  readonly leadingSpace: boolean;
  /** Id of the token that ends a sequence. */
  readonly eos: number;
}

/** A sentence as ids, the end token last in both. */
export interface EncodedSentence {
  /** What the encoder reads: task prefix and sentence. */
  readonly source: readonly number[];
  /** The sentence alone: what a target that changes nothing looks like. */
  readonly copy: readonly number[];
}

export interface DecodedTokens {
  readonly text: string;
  /** UTF-16 span in `text` per token; empty where a token only completes a character. */
  readonly spans: readonly Span[];
}

interface TokenizerFile {
  readonly decoder?: { readonly type?: string; readonly decoders?: readonly { type?: string }[] };
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Sentence to ids and back, exactly as the trainer's tokenizer does. Knows nothing of models. */
export class SentenceTokenizer {
  /** Token strings by id, as the vocabulary writes them; "" for ids that are not used. */
  readonly vocabulary: readonly string[];
  readonly #tokenizer: Tokenizer;
  readonly #options: TokenizerOptions;
  readonly #prefixIds: readonly number[];
  /** UTF-8 bytes by id; empty for special tokens, which leave no text. */
  readonly #bytes: readonly Uint8Array[];

  /**
   * @param tokenizerJson, tokenizerConfig parsed tokenizer.json and tokenizer_config.json.
   * @throws ModelError when the file asks for a decoder that we do not have.
   */
  constructor(tokenizerJson: object, tokenizerConfig: object, options: TokenizerOptions) {
    const toBytes = bytesOf(tokenizerJson as TokenizerFile);
    this.#tokenizer = new Tokenizer(tokenizerJson, tokenizerConfig);
    this.#options = options;
    const vocabulary: string[] = [];
    for (const [token, id] of this.#tokenizer.get_vocab()) vocabulary[id] = token;
    this.vocabulary = Array.from(vocabulary, (token) => token ?? "");
    const added = this.#tokenizer.get_added_tokens_decoder();
    this.#bytes = this.vocabulary.map((token, id) =>
      added.get(id)?.special ? new Uint8Array() : toBytes(token),
    );
    this.#prefixIds = options.prefix === "" ? [] : this.#encode(options.prefix.trimEnd());
  }

  encode(sentence: string): EncodedSentence {
    const { eos, leadingSpace } = this.#options;
    const copy = [...this.#encode(leadingSpace ? ` ${sentence}` : sentence), eos];
    return { source: this.#prefixIds.length === 0 ? copy : [...this.#prefixIds, ...copy], copy };
  }

  /** Special tokens leave no text. Bytes that are not UTF-8 become U+FFFD, and spans are then loose. */
  decode(ids: readonly number[]): DecodedTokens {
    const pieces = ids.map((id) => this.#bytes[id] ?? new Uint8Array());
    const bytes = concatenate(pieces);
    const text = utf8.decode(bytes);
    const units = unitOffsets(bytes);
    // The leading space is ours, or SentencePiece's: either way it is not the sentence's.
    const skip = text.startsWith(" ") ? 1 : 0;
    const spans: Span[] = [];
    let at = 0;
    for (const piece of pieces) {
      const start = Math.max(0, (units[at] as number) - skip);
      at += piece.length;
      spans.push({ start, end: Math.max(0, (units[at] as number) - skip) });
    }
    return { text: text.slice(skip), spans };
  }

  /** Number of tokens of a text, nothing added. */
  count(text: string): number {
    return this.#encode(text).length;
  }

  /** What one token writes, leading space included; U+FFFD where it is part of a character. */
  tokenText(id: number): string {
    return utf8.decode(this.#bytes[id] ?? new Uint8Array());
  }

  /** False when the tokens cannot write this sentence: it holds characters they lack. */
  isLossless(sentence: string, encoded: EncodedSentence): boolean {
    const { text } = this.decode(encoded.copy);
    return this.#options.leadingSpace
      ? text === sentence
      : text.replace(/\s+/g, " ") === sentence.replace(/\s+/g, " ");
  }

  #encode(text: string): number[] {
    return this.#tokenizer.encode(text, { add_special_tokens: false }).ids;
  }
}

function bytesOf(file: TokenizerFile): (token: string) => Uint8Array {
  const decoder = file.decoder;
  const types = [decoder?.type, ...(decoder?.decoders ?? []).map((step) => step.type)];
  if (types.includes("ByteLevel")) return byteLevelBytes();
  if (types.includes("Metaspace")) {
    const encoder = new TextEncoder();
    return (token) => encoder.encode(token.replaceAll("\u2581", " "));
  }
  throw new ModelError(
    `Unknown decoder in tokenizer.json: ${decoder?.type}. Should be one of: ByteLevel, Metaspace`,
  );
}

/**
 * Byte-level vocabularies write each byte as one printable character: printable Latin-1 stands for
 * itself, the other bytes, in order, for U+0100 onwards (Radford et al. 2019, GPT-2).
 */
function byteLevelBytes(): (token: string) => Uint8Array {
  const byteOf = new Map<number, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const printable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    byteOf.set(printable ? byte : next++, byte);
  }
  return (token) => {
    const bytes = new Uint8Array(token.length);
    for (let i = 0; i < token.length; i++) bytes[i] = byteOf.get(token.charCodeAt(i)) ?? 0x3f;
    return bytes;
  };
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/**
 * UTF-16 units before each byte, each character counted at its first byte; one entry more than
 * bytes. Holds for valid UTF-8 only.
 */
function unitOffsets(bytes: Uint8Array): Int32Array {
  const offsets = new Int32Array(bytes.length + 1);
  let units = 0;
  for (const [at, byte] of bytes.entries()) {
    const continuation = (byte & 0xc0) === 0x80;
    if (!continuation) units += byte >= 0xf0 ? 2 : 1;
    offsets[at + 1] = units;
  }
  return offsets;
}

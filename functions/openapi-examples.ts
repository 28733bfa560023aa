const SENTENCE = "Did you recieve my letter?";

const EDIT = {
  start: 8,
  end: 15,
  original: "recieve",
  replacement: "receive",
  type: "R:SPELL",
  confidence: 0.97,
  message: "\u201crecieve\u201d looks misspelt: did you mean \u201creceive\u201d?",
  alternatives: [],
};

/** Bodies of requests and of answers with 200, by operation. */
export const OPENAPI_EXAMPLES: Readonly<
  Record<string, { readonly request?: unknown; readonly response?: unknown }>
> = {
  correct: {
    request: { text: SENTENCE, options: { alternatives: 3, ignoreWords: ["kubelet"] } },
    response: {
      corrected: "Did you receive my letter?",
      edits: [EDIT],
      model: { name: "embedded", version: "ff6a1b33daf4" },
      requestId: "6f2d1c9e-5b0a-4d1c-9a53-2f1f0c3f7a11",
    },
  },
  feedback: {
    request: {
      consent: true,
      text: SENTENCE,
      edits: [{ start: 8, end: 15, replacement: "receive", accepted: true }],
    },
  },
  text: { request: { num_beams: 1 }, response: { corrected: "He has a car." } },
  LanguageToolCheck: { request: { language: "en-US", text: SENTENCE } },
  LanguageToolShortCheck: { request: { language: "auto", text: SENTENCE } },
  LanguageToolAddWord: { request: { word: "kubelet" }, response: { added: true } },
  LanguageToolDeleteWord: { request: { word: "kubelet" }, response: { deleted: true } },
  LanguageToolWords: { response: { words: ["kubelet"] } },
  LanguageToolLanguages: { response: [{ name: "English (US)", code: "en", longCode: "en-US" }] },
};

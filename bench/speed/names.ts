/** Names of the contenders, as in all results. */
export const NAMES = {
  ours: "GramAI",
  harper: "harper.js",
  transformersJs: "transformers.js",
  ctranslate2: "CTranslate2",
  torch: "PyTorch greedy",
  torchBeam: "PyTorch t5-small beam 5",
} as const;

/** A right sentence and eight mistakes to make in it, each a stretch of it and what to write instead. */
export interface MistakenSentence {
  readonly right: string;
  readonly mistakes: readonly (readonly [right: string, wrong: string])[];
}

/** Written for this benchmark; about 45 tokens each. */
export const OWN_SENTENCES: readonly MistakenSentence[] = [
  {
    right:
      "When my sister moved to the city last year, she was looking for a small flat near the station, because her new office is only five minutes away and she does not like driving.",
    mistakes: [
      ["moved", "move"],
      ["she was looking", "she were looking"],
      ["a small flat", "an small flat"],
      ["because", "becuase"],
      ["her new office is", "her new office are"],
      ["five minutes", "five minute"],
      ["does not like", "do not like"],
      ["driving", "drive"],
    ],
  },
  {
    right:
      "The engineers have finished the first test of the engine, and they will send a report to the managers on Monday, so that everybody knows how much fuel it needs in winter.",
    mistakes: [
      ["have finished", "has finished"],
      ["the first test", "first test"],
      ["they will send", "they will sends"],
      ["a report", "an report"],
      ["on Monday", "in Monday"],
      ["everybody knows", "everybody know"],
      ["how much fuel", "how many fuel"],
      ["needs", "need"],
    ],
  },
  {
    right:
      "Many people believe that children learn faster when their teachers are patient, but it is difficult to say whether this is true for every subject that is taught at school.",
    mistakes: [
      ["believe", "beleive"],
      ["children learn", "childs learn"],
      ["faster", "more fast"],
      ["their teachers are", "there teachers are"],
      ["it is difficult", "is difficult"],
      ["to say", "to saying"],
      ["every subject", "every subjects"],
      ["taught", "teached"],
    ],
  },
  {
    right:
      "We would like to thank all of the visitors who came to the museum during the summer, and we hope that they enjoyed the paintings and will tell their friends about them.",
    mistakes: [
      ["would like to thank", "would like thank"],
      ["visitors", "visiters"],
      ["who came", "which came"],
      ["during the summer", "during summer the"],
      ["hope", "hopes"],
      ["enjoyed", "enjoied"],
      ["will tell", "will told"],
      ["their friends", "they friends"],
    ],
  },
  {
    right:
      "If the weather is good tomorrow, my brother and I are going to walk along the river to the old mill, where our grandparents used to meet their friends on Sundays.",
    mistakes: [
      ["is good", "are good"],
      ["tomorrow", "tommorow"],
      ["my brother and I", "me and my brother"],
      ["are going to walk", "are going to walking"],
      ["along the river", "along river"],
      ["where", "were"],
      ["used to meet", "use to met"],
      ["on Sundays", "at Sundays"],
    ],
  },
  {
    right:
      "This letter explains which documents you need, how long it takes to get an answer, and whom you should call if something has gone wrong with the form you sent us in March.",
    mistakes: [
      ["explains", "explain"],
      ["documents you need", "document you needs"],
      ["how long it takes", "how long takes it"],
      ["an answer", "a answer"],
      ["you should call", "should you calls"],
      ["has gone wrong", "has went wrong"],
      ["the form", "the from"],
      ["in March", "on March"],
    ],
  },
];

/** @param count mistakes to make, 0 to 8. */
export function withMistakes({ right, mistakes }: MistakenSentence, count: number): string {
  return mistakes
    .slice(0, count)
    .reduce((text, [stretch, wrong]) => text.replace(stretch, wrong), right);
}

"""Articles missing, added and confused."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import WORD, Sentence
from gec.synthesis.words import ABSTRACT_NOUNS, ARTICLES, CLOSED, DETERMINERS, PREPOSITIONS


def drop(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A, an or the is missing."""
    return s.replace_one(rng, [(i, "") for i in s.words() if s.low[i] in ARTICLES and s.word_at(i + 1)])


def add(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """ "The" (seldom "a") before a plural, mass, abstract or proper noun that has none."""
    proposals = []
    for i in s.words():
        word, before = s.low[i], s.word_at(i - 1)
        if word in CLOSED or before in DETERMINERS:
            continue
        forms = res.lexicon[word]
        opens = s.starts_sentence(i) or before in PREPOSITIONS or res.lexicon[before].verb_tags
        if not opens:
            continue
        if (
            word in ABSTRACT_NOUNS
            or (s.tok[i].islower() and forms.plural == word and forms.verb_share < 0.15)
            or (s.tok[i].islower() and forms.adjective and forms.verb_share < 0.15 and _plural_noun(s, i + 1, res))
        ):
            proposals.append((i, f"the {word}"))
        elif s.tok[i].islower() and forms.singular == word and not forms.plural and forms.verb_share < 0.15:
            proposals.append((i, f"{'an' if word[0] in 'aeiou' else 'a'} {word}"))
        elif not s.starts_sentence(i) and s.tok[i].istitle() and before in PREPOSITIONS:
            proposals.append((i, f"the {s.tok[i]}"))
    return s.replace_one(rng, proposals)


def _plural_noun(s: Sentence, i: int, res: Resources) -> bool:
    word = s.word_at(i)
    return word != "" and res.lexicon[word].plural == word


def a_an(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """ "A" for "an" and "an" for "a"."""
    other = {"a": "an", "an": "a"}
    return s.replace_one(rng, [(i, other[s.low[i]]) for i in s.words() if s.low[i] in other and s.word_at(i + 1)])


def swap(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A definite article for an indefinite one or the other way round."""
    proposals = []
    for i in s.words():
        if s.low[i] in ("a", "an"):
            proposals.append((i, "the"))
        elif s.low[i] == "the" and i + 1 < len(s.tok) and s.kind[i + 1] == WORD:
            following = s.low[i + 1]
            if res.lexicon[following].plural != following:
                proposals.append((i, "an" if following[0] in "aeiou" else "a"))
    return s.replace_one(rng, proposals)


def mass(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """ "A" before a plural or after "such"."""
    proposals = []
    for i in s.words():
        forms = res.lexicon[s.low[i]]
        if forms.plural == s.low[i] and forms.verb_share < 0.15 and s.word_at(i - 1) in PREPOSITIONS:
            proposals.append((i, f"{'an' if s.low[i][0] in 'aeiou' else 'a'} {s.low[i]}"))
    return s.replace_one(rng, proposals)

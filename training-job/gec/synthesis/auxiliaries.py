"""Auxiliary verbs missing or added."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.words import CLOSED, DO_FORMS, MODALS, SUBJECT_PRONOUNS

_PERSONS = frozenset("i we they you he she".split())


def drop(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """Be, have or do is missing before its verb; be before an adjective too."""
    proposals = []
    for i in s.words():
        word, following = s.low[i], s.word_at(i + 1)
        if s.starts_sentence(i) or not following:
            continue
        forms = res.lexicon[following]
        if word in ("is", "are", "was", "were", "am", "be", "been"):
            complement = following in ("a", "the", "not", "very") or forms.adjective
            droppable = complement or bool({"VBG", "VBN"} & forms.verb_tags)
        elif word in ("have", "has", "had"):
            droppable = "VBN" in forms.verb_tags
        else:
            droppable = word in ("do", "does", "did") and (following == "not" or following in SUBJECT_PRONOUNS)
        if droppable:
            proposals.append((i, ""))
    return s.replace_one(rng, proposals)


def add(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A form of be before a plain verb ("I am agree"), or "did" with a past form."""
    proposals = []
    for i in s.words():
        word, before = s.low[i], s.word_at(i - 1)
        if word in CLOSED or before not in _PERSONS or s.word_at(i - 2) in MODALS | DO_FORMS:
            continue
        forms = res.lexicon[word]
        singular = before in ("he", "she")
        if "VBP" in forms.verb_tags and not singular:
            proposals.append((i, f"{'am' if before == 'i' else 'are'} {word}"))
        elif "VBD" in forms.verb_tags:
            was = "was" if singular or before == "i" else "were"
            proposals.extend([(i, f"{was} {forms.verb['VB']}"), (i, f"did {word}")])
        elif "VBZ" in forms.verb_tags:
            proposals.append((i, f"is {word}"))
    return s.replace_one(rng, proposals)

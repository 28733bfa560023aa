"""Verb forms that the words around them rule out."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.tables import table
from gec.synthesis.words import (
    ADVERBS,
    BE_FORMS,
    CLOSED,
    DO_FORMS,
    HAVE_FORMS,
    MODALS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
)

_GERUND_VERBS = frozenset("enjoy finish avoid mind suggest keep practice consider miss stop admit imagine".split())
_INFINITIVE_VERBS = frozenset("want decide hope plan need agree promise learn refuse expect try wish manage".split())
_PARTICIPLES = {right: wrong for right, (wrong,) in table("participles.tsv").items()}
_PARTICIPLES |= {wrong: right for right, wrong in _PARTICIPLES.items()}


def governor(s: Sentence, i: int) -> str:
    """The word that governs the verb at `i`, one adverb or "not" skipped."""
    before = s.word_at(i - 1)
    if before in ADVERBS:
        before = s.word_at(i - 2)
    return before


def form(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A wrong form after to, a modal, do, have, be or a preposition."""
    proposals: list[tuple[int, str]] = []
    for i in s.words():
        word = s.low[i]
        forms = res.lexicon[word]
        tags = forms.verb_tags
        if not tags or (word in CLOSED and word not in ("be", "have", "do", "been")):
            continue
        before = governor(s, i)
        if "VB" in tags and before == "to":
            _offer(proposals, i, word, forms.verb, ("VBD", "VBG", "VBZ"))
        elif "VB" in tags and before in MODALS:
            _offer(proposals, i, word, forms.verb, ("VBD", "VBZ", "VBG", "VBN"))
            proposals.append((i, f"to {word}"))
        elif "VB" in tags and before in DO_FORMS:
            _offer(proposals, i, word, forms.verb, ("VBD", "VBZ", "VBD"))
        elif "VBN" in tags and (before in HAVE_FORMS or (before in BE_FORMS and not forms.adjective)):
            _offer(proposals, i, word, forms.verb, ("VB", "VBD", "VBG"))
        elif "VBG" in tags and before in BE_FORMS:
            _offer(proposals, i, word, forms.verb, ("VB",))
        elif "VBG" in tags and before in PREPOSITIONS:
            _offer(proposals, i, word, forms.verb, ("VB", "VB"))
            proposals.append((i, f"to {forms.verb['VB']}"))
        elif "VBG" in tags and res.lexicon[before].verb.get("VB") in _GERUND_VERBS:
            proposals.append((i, f"to {forms.verb['VB']}"))
    return s.replace_one(rng, proposals)


def infinitive(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """ "To" and a verb become an -ing form, or "to" is put before or taken from a verb."""
    proposals: list[tuple[int, str]] = []
    for i in s.words():
        if s.low[i] == "to" and "VB" in res.lexicon[s.word_at(i + 1)].verb_tags and s.word_at(i - 1):
            proposals.append((i, ""))
            if res.lexicon[s.low[i - 1]].verb.get("VB") in _INFINITIVE_VERBS:
                proposals.append((i, ""))
                proposals.append((i, "for"))
        elif s.low[i] in ("let", "make", "makes", "made", "lets") and "VB" in res.lexicon[s.word_at(i + 2)].verb_tags:
            proposals.append((i + 2, f"to {s.low[i + 2]}"))
    proposals = [(i, new) for i, new in proposals if not s.used[i]]
    return s.replace_one(rng, proposals)


def irregular(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """An irregular past built by rule, or past for participle ("goed", "have went")."""
    proposals = []
    for i in s.words():
        word = s.low[i]
        forms = res.lexicon[word]
        if not ({"VBD", "VBN"} & forms.verb_tags) or word.endswith("ed") or word in CLOSED or forms.verb["VB"] == word:
            continue
        if forms.adjective and governor(s, i) not in HAVE_FORMS | SUBJECT_PRONOUNS:
            continue
        proposals.append((i, regular_past(forms.verb["VB"])))
        other = forms.verb.get("VBD" if "VBN" in forms.verb_tags else "VBN", word)
        if other != word:
            proposals.append((i, other))
    return s.replace_one(rng, proposals)


def regular_past(base: str) -> str:
    """The past of `base` as if the verb were regular."""
    if base.endswith("e"):
        return base + "d"
    if len(base) > 2 and base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    if len(base) == 3 and base[-1] in "bdgmnpt" and base[-2] in "aeiou" and base[0] not in "aeiou":
        return base + base[-1] + "ed"
    return base + "ed"


def participle(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """ "Interested" for "interesting" and the like."""
    return s.replace_one(rng, [(i, _PARTICIPLES[s.low[i]]) for i in s.words() if s.low[i] in _PARTICIPLES])


def _offer(proposals: list[tuple[int, str]], i: int, word: str, verb: dict[str, str], tags: tuple[str, ...]) -> None:
    proposals.extend((i, verb[tag]) for tag in tags if verb.get(tag, word) != word)

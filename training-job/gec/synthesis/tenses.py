"""Tenses that contradict the time that other words tell."""

from __future__ import annotations

import random
import re

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.verbs import governor
from gec.synthesis.words import (
    BE_FORMS,
    CLOSED,
    DO_FORMS,
    HAVE_FORMS,
    MODALS,
    PAST_CUES,
    SUBJECT_PRONOUNS,
)

_PRESENT_CUES = frozenset("always usually often every now today nowadays currently sometimes".split())
_PAST_DATES = frozenset("yesterday ago last".split())
_YEAR = re.compile(r"1[5-9]\d\d|20[01]\d")
_TIME_CONJUNCTIONS = frozenset("if when until before after unless once".split())
_STATE_VERBS = frozenset("know want need like understand believe have think love live see".split())


def tense(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A past verb in the present, or the reverse, while other words tell the time."""
    past = [i for i in s.words() if _simple_past(s, i, res)]
    cues = sum(word in PAST_CUES for word in s.low)
    if len(past) + cues > 1 and past:
        i = rng.choice(past)
        if s.low[i] in ("was", "were"):
            s.replace(i, {"was": "is", "were": "are"}[s.low[i]])
            return True
        forms = res.lexicon[s.low[i]].verb
        singular = rng.random() < 0.3 and s.word_at(i - 1) not in ("i", "you", "we", "they")
        s.replace(i, forms.get("VBZ" if singular else "VB", forms["VB"]))
        return True
    if _PRESENT_CUES.isdisjoint(s.low):
        return False
    proposals = []
    for i in s.words():
        forms = res.lexicon[s.low[i]]
        if (
            "VBZ" in forms.verb_tags
            and "VBD" in forms.verb
            and (governor(s, i) in SUBJECT_PRONOUNS or forms.verb_share > 0.8)
        ):
            proposals.append((i, forms.verb["VBD"]))
    return s.replace_one(rng, proposals)


def perfect(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A perfect for a dated past ("I have seen him yesterday"), or a present for a perfect."""
    dated = not _PAST_DATES.isdisjoint(s.low) or any(_YEAR.fullmatch(token) for token in s.tok)
    proposals = []
    for i in s.words():
        word, forms = s.low[i], res.lexicon[s.low[i]]
        if dated and _simple_past(s, i, res) and forms.verb.get("VBN"):
            before = s.word_at(i - 1)
            plural = before in ("i", "you", "we", "they") or res.lexicon[before].plural == before
            proposals.append((i, f"{'have' if plural else 'has'} {forms.verb['VBN']}"))
        elif word == "been" and s.word_at(i - 1) in ("has", "have"):
            lasting = not {"since", "for"}.isdisjoint(s.low)
            if lasting or "VBG" in res.lexicon[s.word_at(i + 1)].verb_tags:
                have_been = {"has": "is", "have": "am" if s.word_at(i - 2) == "i" else "are"}
                proposals.append((i - 1, have_been[s.low[i - 1]]))
    if not proposals:
        return False
    i, new = rng.choice(proposals)
    if s.low[i] in ("has", "have") and s.word_at(i + 1) == "been":
        s.delete(i + 1)
    s.replace(i, new)
    return True


def future(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """ "Will" after if, when, until and the like ("when I will arrive"), "would" after if."""
    proposals = []
    for i in s.words():
        if s.word_at(i - 2) not in _TIME_CONJUNCTIONS or not s.word_at(i - 1):
            continue
        word, forms, subject = s.low[i], res.lexicon[s.low[i]], s.low[i - 1] in SUBJECT_PRONOUNS
        if not forms.verb or word in MODALS:
            continue
        if "VBD" in forms.verb_tags:
            if subject and s.low[i - 2] == "if":
                proposals.append((i, f"would {forms.verb['VB']}"))
        elif word in ("is", "are", "am") or (subject and {"VBP", "VBZ"} & forms.verb_tags):
            proposals.append((i, f"will {forms.verb['VB']}"))
    return s.replace_one(rng, proposals)


def progressive(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A simple present of a state verb made progressive ("I am knowing")."""
    proposals = []
    for i in s.words():
        forms, before = res.lexicon[s.low[i]], s.word_at(i - 1)
        if before not in ("i", "we", "they", "you") or s.word_at(i - 2) in MODALS | DO_FORMS:
            continue
        following = s.word_at(i + 1)
        auxiliary = "VBN" in res.lexicon[following].verb_tags or following == "to"
        if "VBP" in forms.verb_tags and forms.verb["VB"] in _STATE_VERBS and not auxiliary:
            be = "am" if before == "i" else "are"
            proposals.append((i, f"{be} {forms.verb['VBG']}"))
    return s.replace_one(rng, proposals)


def _simple_past(s: Sentence, i: int, res: Resources) -> bool:
    word = s.low[i]
    if word in ("was", "were"):
        return True
    forms = res.lexicon[word]
    if "VBD" not in forms.verb_tags or "VB" in forms.verb_tags or word in CLOSED:
        return False
    if forms.adjective and word.endswith("ed"):
        return False
    before = governor(s, i)
    return before not in BE_FORMS | HAVE_FORMS and (
        before in SUBJECT_PRONOUNS or (bool(before) and res.lexicon[before].known and before not in CLOSED)
    )

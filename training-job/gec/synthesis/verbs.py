"""Verb forms and tenses that the words around them rule out."""

from __future__ import annotations

import random
import re

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.words import (
    ADVERBS,
    BE_FORMS,
    CLOSED,
    DO_FORMS,
    HAVE_FORMS,
    MODALS,
    PAST_CUES,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
)

_GERUND_VERBS = frozenset(
    "enjoy finish avoid mind suggest keep practice consider miss stop admit imagine".split()
)
_INFINITIVE_VERBS = frozenset(
    "want decide hope plan need agree promise learn refuse expect try wish manage".split()
)
_PARTICIPLES = {
    "interested": "interesting",
    "bored": "boring",
    "excited": "exciting",
    "tired": "tiring",
    "surprised": "surprising",
    "confused": "confusing",
    "amazed": "amazing",
    "disappointed": "disappointing",
    "frightened": "frightening",
    "satisfied": "satisfying",
    "shocked": "shocking",
    "embarrassed": "embarrassing",
}
_PRESENT_CUES = frozenset(
    "always usually often every now today nowadays currently sometimes".split()
)
_PAST_DATES = frozenset("yesterday ago last".split())
_YEAR = re.compile(r"1[5-9]\d\d|20[01]\d")
_PARTICIPLES |= {right: wrong for wrong, right in _PARTICIPLES.items()}


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
        elif ("VBN" in tags and before in HAVE_FORMS) or ("VBN" in tags and before in BE_FORMS and not forms.adjective):
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
        if (
            s.low[i] == "to"
            and "VB" in res.lexicon[s.word_at(i + 1)].verb_tags
            and s.word_at(i - 1)
        ):
            proposals.append((i, ""))
            if res.lexicon[s.low[i - 1]].verb.get("VB") in _INFINITIVE_VERBS:
                proposals.append((i, ""))
                proposals.append((i, "for"))
        elif (
            s.low[i] in ("let", "make", "makes", "made", "lets")
            and "VB" in res.lexicon[s.word_at(i + 2)].verb_tags
        ):
            proposals.append((i + 2, f"to {s.low[i + 2]}"))
    proposals = [(i, new) for i, new in proposals if not s.used[i]]
    return s.replace_one(rng, proposals)


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
    """A perfect for a simple past that has its date ("I have seen him yesterday"), or the past for a perfect."""
    dated = not _PAST_DATES.isdisjoint(s.low) or any(_YEAR.fullmatch(token) for token in s.tok)
    proposals = []
    for i in s.words():
        word, forms = s.low[i], res.lexicon[s.low[i]]
        if dated and _simple_past(s, i, res) and forms.verb.get("VBN"):
            before = s.word_at(i - 1)
            plural = before in ("i", "you", "we", "they") or res.lexicon[before].plural == before
            proposals.append((i, f"{'have' if plural else 'has'} {forms.verb['VBN']}"))
        elif word == "been" and s.word_at(i - 1) in ("has", "have"):
            if "VBG" in res.lexicon[s.word_at(i + 1)].verb_tags or not {"since", "for"}.isdisjoint(
                s.low
            ):
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
        if s.word_at(i - 2) in (
            "if",
            "when",
            "until",
            "before",
            "after",
            "unless",
            "once",
        ) and s.word_at(i - 1):
            forms = res.lexicon[s.low[i]]
            subject = s.low[i - 1] in SUBJECT_PRONOUNS
            if forms.verb and (
                s.low[i] in ("is", "are", "am") or (subject and {"VBP", "VBZ"} & forms.verb_tags)
            ):
                if "VBD" not in forms.verb_tags and s.low[i] not in MODALS:
                    proposals.append((i, f"will {forms.verb['VB']}"))
            elif (
                subject
                and s.low[i - 2] == "if"
                and "VBD" in forms.verb_tags
                and s.low[i] not in MODALS
            ):
                proposals.append((i, f"would {forms.verb['VB']}"))
    return s.replace_one(rng, proposals)


def irregular(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """An irregular past built by rule, or past for participle ("goed", "have went")."""
    proposals = []
    for i in s.words():
        word = s.low[i]
        forms = res.lexicon[word]
        if (
            not ({"VBD", "VBN"} & forms.verb_tags)
            or word.endswith("ed")
            or word in CLOSED
            or forms.verb["VB"] == word
        ):
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


def auxiliary_drop(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """Be, have or will is missing before its verb; be before an adjective too."""
    proposals = []
    for i in s.words():
        word, following = s.low[i], s.word_at(i + 1)
        if s.starts_sentence(i) or not following:
            continue
        if word in ("is", "are", "was", "were", "am", "be", "been"):
            forms = res.lexicon[following]
            if (
                {"VBG", "VBN"} & forms.verb_tags
                or forms.adjective
                or following in ("a", "the", "not", "very")
            ):
                proposals.append((i, ""))
        elif (word in ("have", "has", "had") and "VBN" in res.lexicon[following].verb_tags) or (word in ("do", "does", "did") and following in (
            "not",
            "i",
            "you",
            "we",
            "they",
            "he",
            "she",
            "it",
        )):
            proposals.append((i, ""))
    return s.replace_one(rng, proposals)


def auxiliary_add(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A form of be before a plain verb ("I am agree"), or "did" with a past form."""
    proposals = []
    for i in s.words():
        if s.low[i] in CLOSED:
            continue
        before, forms = s.word_at(i - 1), res.lexicon[s.low[i]]
        if (
            before in ("i", "we", "they", "you", "he", "she")
            and s.word_at(i - 2) not in MODALS | DO_FORMS
        ):
            if "VBP" in forms.verb_tags and before not in ("he", "she"):
                proposals.append((i, f"{'am' if before == 'i' else 'are'} {s.low[i]}"))
            elif "VBD" in forms.verb_tags:
                proposals.append(
                    (
                        i,
                        f"{'were' if before in ('we', 'they', 'you') else 'was'} {forms.verb['VB']}",
                    )
                )
                proposals.append((i, f"did {s.low[i]}"))
            elif "VBZ" in forms.verb_tags:
                proposals.append((i, f"is {s.low[i]}"))
    return s.replace_one(rng, proposals)


def participle(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """ "Interested" for "interesting" and the like."""
    return s.replace_one(
        rng, [(i, _PARTICIPLES[s.low[i]]) for i in s.words() if s.low[i] in _PARTICIPLES]
    )


def progressive(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A simple present of a state verb made progressive ("I am knowing")."""
    states = (
        "know",
        "want",
        "need",
        "like",
        "understand",
        "believe",
        "have",
        "think",
        "love",
        "live",
        "see",
    )
    proposals = []
    for i in s.words():
        forms = res.lexicon[s.low[i]]
        if (
            forms.verb.get("VB") in states
            and s.word_at(i - 1) in ("i", "we", "they", "you")
            and "VBP" in forms.verb_tags
        ):
            perfect = "VBN" in res.lexicon[s.word_at(i + 1)].verb_tags or s.word_at(i + 1) in (
                "to",
                "been",
            )
            if s.word_at(i - 2) not in MODALS | DO_FORMS and not perfect:
                proposals.append(
                    (i, f"{'am' if s.low[i - 1] == 'i' else 'are'} {forms.verb['VBG']}")
                )
    return s.replace_one(rng, proposals)


def _simple_past(s: Sentence, i: int, res: Resources) -> bool:
    word = s.low[i]
    if word in ("was", "were"):
        return True
    forms = res.lexicon[word]
    if (
        "VBD" not in forms.verb_tags
        or "VB" in forms.verb_tags
        or word in CLOSED
        or (forms.adjective
        and word.endswith("ed"))
    ):
        return False
    before = governor(s, i)
    return before not in BE_FORMS | HAVE_FORMS and (
        before in SUBJECT_PRONOUNS
        or (bool(before) and res.lexicon[before].known and before not in CLOSED)
    )


def _offer(
    proposals: list[tuple[int, str]], i: int, word: str, verb: dict[str, str], tags: tuple[str, ...]
) -> None:
    proposals.extend((i, verb[tag]) for tag in tags if verb.get(tag, word) != word)

"""The right root in the wrong word class, and comparatives built twice or wrongly."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.tables import DATA_DIR, families, table
from gec.synthesis.words import CLOSED, DETERMINERS

FAMILIES = families(DATA_DIR / "word_families.txt")
_IRREGULAR = table("comparatives.tsv")


def family(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A noun for its adjective or verb, an adjective for its noun."""
    return s.replace_one(rng, [(i, w) for i in s.words() if s.low[i] in FAMILIES for w in FAMILIES[s.low[i]]])


def adverb(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """An adverb without its -ly, or an adjective with one before its noun."""
    proposals = []
    for i in s.words():
        word = s.low[i]
        if word in CLOSED or len(word) < 4:
            continue
        if word.endswith("ly"):
            base = _adjective_of(word)
            if base and res.lexicon[base].adjective:
                proposals.append((i, base))
        elif res.lexicon[word].adjective and not res.lexicon[word].verb_tags and not word.endswith(("er", "st")):
            made = _adverb_of(word)
            if res.lexicon[made].adverb and (s.word_at(i - 1) in DETERMINERS or rng.random() < 0.3):
                proposals.append((i, made))
    return s.replace_one(rng, proposals)


def comparative(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """ "More better", "more big", "gooder", "most fastest", "less then"."""
    proposals = []
    for i in s.words():
        word, following = s.low[i], s.word_at(i + 1)
        if word in _IRREGULAR:
            proposals.extend((i, wrong) for wrong in _IRREGULAR[word])
        elif word in ("more", "most") and s.gap[i + 1 : i + 2] == [" "] and not s.used[i + 1]:
            short = len(following) < 9 and following not in CLOSED
            if short and res.lexicon[following].adjective:
                stem = following.removesuffix("e")
                proposals.append((i + 1, stem + ("er" if word == "more" else "est")))
        elif word.endswith(("er", "est")) and word not in CLOSED:
            base = _base_of(word, res)
            if base:
                more = "more" if word.endswith("er") else "most"
                proposals.extend([(i, f"{more} {base}"), (i, f"{more} {word}")])
                if following == "than":
                    proposals.append((i, base))
        elif word == "than" and s.word_at(i - 1):
            proposals.append((i, "then"))
    return s.replace_one(rng, proposals)


def _base_of(word: str, res: Resources) -> str:
    if not res.lexicon[word].adjective or res.lexicon[word].verb_tags:
        return ""
    stem = word[:-2] if word.endswith("er") else word[:-3]
    for base in (stem, stem + "e", stem[:-1], stem[:-1] + "y"):
        forms = res.lexicon[base]
        if word in (forms.comparative, forms.superlative):
            return base
    return ""


def _adjective_of(word: str) -> str:
    if word.endswith("ily"):
        return word[:-3] + "y"
    if word.endswith("ically"):
        return word[:-4]
    return word[:-2] if not word.endswith("bly") else word[:-1] + "e"


def _adverb_of(word: str) -> str:
    if word.endswith("y"):
        return word[:-1] + "ily"
    if word.endswith("le"):
        return word[:-1] + "y"
    return word + ("ally" if word.endswith("ic") else "ly")

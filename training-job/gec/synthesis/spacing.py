"""Spaces missing, added or doubled."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import MARK, WORD, Sentence
from gec.synthesis.tables import table, word_set

# Words that people write in two, and pairs that they write in one.
SPLITS = table("splits.tsv")
MERGES = word_set("merges.txt")


def merge(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """Two words run together; habitual pairs ("alot", "infront") when there is one."""
    places = [
        i
        for i in s.words()
        if i > 0
        and s.kind[i - 1] == WORD
        and s.gap[i] == " "
        and not s.used[i - 1]
        and s.tok[i].islower()
        and s.tok[i - 1] != "I"
    ]
    habitual = [i for i in places if f"{s.low[i - 1]} {s.low[i]}" in MERGES]
    if habitual:
        places = habitual
    elif rng.random() < 0.5:
        return False
    if not places:
        return False
    i = rng.choice(places)
    s.gap[i] = ""
    s.used[i] = s.used[i - 1] = True
    return True


def split(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A word cut in two where its parts look like words."""
    proposals = [(i, wrong) for i in s.words() for wrong in SPLITS.get(s.low[i], ())]
    if not proposals and rng.random() < 0.35:
        for i in s.words():
            word = s.low[i]
            if len(word) > 6 and s.tok[i].islower() and word.isalpha():
                for cut in range(3, len(word) - 2):
                    if res.lexicon[word[:cut]].known and res.lexicon[word[cut:]].known:
                        proposals.append((i, f"{word[:cut]} {word[cut:]}"))
                        break
    return s.replace_one(rng, proposals)


def double(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """Two spaces in place of one."""
    places = [i for i, gap in enumerate(s.gap) if i > 0 and gap == " "]
    if not places:
        return False
    s.gap[rng.choice(places)] = "  "
    return True


def before_mark(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A space before a comma, stop, question or exclamation mark."""
    places = [i for i, t in enumerate(s.tok) if i > 0 and t in (",", ".", "?", "!") and not s.gap[i] and not s.used[i]]
    if not places:
        return False
    s.gap[rng.choice(places)] = " "
    return True


def after_mark(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """No space after a comma or a stop."""
    places = [
        i
        for i, gap in enumerate(s.gap)
        if i > 0 and gap == " " and s.kind[i - 1] == MARK and s.tok[i - 1] in ",.!?;" and s.kind[i] == WORD
    ]
    if not places:
        return False
    s.gap[rng.choice(places)] = ""
    return True

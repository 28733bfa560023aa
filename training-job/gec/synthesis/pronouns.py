"""Pronouns in the wrong case, number or form."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.words import MODALS, PREPOSITIONS

_WRONG = {
    "me": ["i", "my"], "my": ["me", "mine"], "him": ["he", "his"], "us": ["we", "our"], "them": ["they", "it", "their"],
    "their": ["they", "there", "his", "them", "theirs"], "our": ["ours", "us", "we"], "your": ["you", "yours", "you're"],
    "mine": ["my", "me"], "its": ["it's", "it", "their"], "themselves": ["theirselves", "them", "themself"],
    "himself": ["hisself", "him"], "myself": ["me", "my self"], "ourselves": ["ourself", "us"], "whom": ["who", "which"],
    "whose": ["who's", "who", "which"], "those": ["that", "them", "this"], "these": ["this", "that", "those"],
    "this": ["these"], "that": ["those"], "who": ["which", "whom", "that", "what"], "which": ["what", "that", "who"],
    "what": ["that", "which", "how"], "anything": ["nothing"], "anyone": ["no one", "everyone"], "each": ["every"],
    "other": ["others", "another"], "others": ["other"], "another": ["other", "an other"], "theirs": ["their", "their's"],
    "yours": ["your", "your's"], "hers": ["her's", "her"], "he": ["him", "his"], "she": ["her"], "they": ["them", "it", "their"],
    "i": ["me"], "we": ["us"], "where": ["which", "that"],
}  # fmt: skip
_SUBJECTS = frozenset("i he she we they".split())


def wrong(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A pronoun in the wrong case, number or kind; subjects seldom, as in real writing."""
    places = [i for i in s.words() if s.low[i] in _WRONG and (s.low[i] not in _SUBJECTS or rng.random() < 0.08)]
    if not places:
        return False
    i = rng.choice(places)
    if s.low[i] in ("this", "that") and not _determines(s, i, res):
        return False
    if s.tok[i] == "I":
        s.tok[i] = "i"  # so that the new word does not inherit a capital
    s.replace(i, rng.choice(_WRONG[s.low[i]]))
    return True


def drop(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A missing "it", "there" or object pronoun."""
    return s.replace_one(
        rng,
        [
            (i, "")
            for i in s.words()
            if s.low[i] in ("it", "there", "them", "they", "me", "one")
            and not s.starts_sentence(i)
            and (s.word_at(i - 1) or s.word_at(i + 1) in MODALS | {"is", "was"})
        ],
    )


def repeat(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A pronoun repeats the subject ("my brother he is")."""
    proposals = []
    for i in s.words():
        before = s.word_at(i - 1)
        if s.low[i] in ("is", "was", "has", "will", "can") and res.lexicon[before].singular == before != "" and i > 1:
            if s.word_at(i - 2) in ("my", "the", "his", "her", "our") and s.word_at(i - 3) not in PREPOSITIONS:
                proposals.append((i, f"it {s.low[i]}" if before not in _PERSONS else f"{_PERSONS[before]} {s.low[i]}"))
        elif s.low[i] in ("are", "were", "have") and res.lexicon[before].plural == before != "":
            proposals.append((i, f"they {s.low[i]}"))
    return s.replace_one(rng, proposals)


_PERSONS = {
    "brother": "he", "father": "he", "man": "he", "boy": "he", "son": "he", "uncle": "he", "husband": "he", "friend": "he",
    "sister": "she", "mother": "she", "woman": "she", "girl": "she", "daughter": "she", "aunt": "she", "wife": "she",
    "teacher": "she", "boss": "he", "doctor": "he",
}  # fmt: skip


def _determines(s: Sentence, i: int, res: Resources) -> bool:
    following = s.word_at(i + 1)
    return bool(following) and res.lexicon[following].singular == following and not res.lexicon[following].verb_tags

"""Misspelt words: from real lists, by sound, by slips of the fingers, and badly (two slips)."""

from __future__ import annotations

import random
import re

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.tables import DATA_DIR, read_lines
from gec.synthesis.words import CLOSED

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS: dict[str, str] = {}
for _r, _row in enumerate(_KEYS):
    for _c, _key in enumerate(_row):
        _near = _row[max(0, _c - 1) : _c] + _row[_c + 1 : _c + 2]
        for _other in (_r - 1, _r + 1):
            if 0 <= _other < len(_KEYS):
                _near += _KEYS[_other][max(0, _c - 1) : _c + 1]
        NEIGHBOURS[_key] = _near

# (sound, how it is misspelt, weight)
_PHONETIC = [
    (re.compile(pattern), new, int(weight))
    for pattern, new, weight in (line.split("\t") for line in read_lines(DATA_DIR / "phonetic.tsv"))
]


def listed(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A misspelling that people really wrote, from the lists."""
    candidates = [i for i in s.words() if s.low[i] in res.misspellings]
    if not candidates:
        return False
    i = rng.choices(candidates, [len(s.low[i]) for i in candidates])[0]
    wrong = _from_list(s.low[i], rng, res)
    if wrong is None:
        return False
    s.replace(i, wrong)
    return True


def phonetic(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A word written as it sounds."""
    return _misspell_one(s, rng, res, 4, by_sound)


def typo(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A slip of the fingers: neighbour key, swapped, doubled, missing or extra letter."""
    return _misspell_one(s, rng, res, 3, by_fingers)


def heavy(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A word misspelt twice, by sound or list first, then anything."""

    def twice(word: str, rng: random.Random) -> str:
        first = _from_list(word, rng, res) if rng.random() < 0.4 else None
        first = first or by_sound(word, rng)
        return by_sound(first, rng) if rng.random() < 0.6 else by_fingers(first, rng)

    return _misspell_one(s, rng, res, 6, twice)


def _misspell_one(s: Sentence, rng: random.Random, res: Resources, shortest: int, slip) -> bool:
    candidates = [i for i in s.words() if _spellable(s, i, shortest, res)]
    if not candidates:
        return False
    i = rng.choices(candidates, [len(s.low[i]) for i in candidates])[0]
    word = s.low[i]
    for _ in range(3):
        wrong = slip(word, rng)
        # A slip that makes another word is the business of the confusion kinds.
        if wrong != word and len(wrong) > 1 and not res.lexicon[wrong].known:
            s.replace(i, wrong)
            return True
    return False


def real_word(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A slip of the fingers that makes another frequent word ("form" for "from")."""
    candidates = [i for i in s.words() if _spellable(s, i, 3, res)]
    for i in rng.sample(candidates, min(len(candidates), 6)):
        for _ in range(4):
            wrong = by_fingers(s.low[i], rng)
            if wrong != s.low[i] and wrong in res.frequent:
                s.replace(i, wrong)
                return True
    return False


def _spellable(s: Sentence, i: int, shortest: int, res: Resources) -> bool:
    """Whether a reader could tell the word behind a slip: a known word, and no name."""
    word = s.tok[i]
    if len(word) < shortest or not (word.islower() or (word[1:].islower() and s.starts_sentence(i))):
        return False
    low = s.low[i]
    return low in CLOSED or low in res.frequent or res.lexicon[low].known


def _from_list(word: str, rng: random.Random, res: Resources) -> str | None:
    entry = res.misspellings.get(word)
    if entry is None:
        return None
    for _ in range(3):
        wrong = rng.choices(entry[0], cum_weights=entry[1])[0]
        if not res.lexicon[wrong].known:
            return wrong
    return None


_PHONETIC_INDICES = range(len(_PHONETIC))
_PHONETIC_CUMULATIVE: list[int] = []
for _, _, _weight in _PHONETIC:
    _PHONETIC_CUMULATIVE.append(_weight + (_PHONETIC_CUMULATIVE[-1] if _PHONETIC_CUMULATIVE else 0))


def by_sound(word: str, rng: random.Random) -> str:
    """`word` with one sound written otherwise; unchanged where no drawn rule fits."""
    for k in rng.choices(_PHONETIC_INDICES, cum_weights=_PHONETIC_CUMULATIVE, k=12):
        pattern, new, _ = _PHONETIC[k]
        places = list(pattern.finditer(word))
        if places:
            place = places[int(rng.random() * len(places))]
            wrong = word[: place.start()] + place.expand(new) + word[place.end() :]
            if wrong != word:
                return wrong
    return word


def by_fingers(word: str, rng: random.Random) -> str:
    """`word` with one typing slip; the first letter mostly stays right, as in real typing."""
    first = 0 if rng.random() < 0.06 else 1
    k = first + int(rng.random() * (len(word) - first))
    k = min(k, len(word) - 1)
    letter, draw = word[k], rng.random()
    if draw < 0.30 and k + 1 < len(word):
        return word[:k] + word[k + 1] + letter + word[k + 2 :]
    if draw < 0.58:
        return word[:k] + word[k + 1 :]
    near = NEIGHBOURS.get(letter)
    if draw < 0.74:
        return word[:k] + letter + word[k:]
    if near is None:
        return word
    key = near[int(rng.random() * len(near))]
    return word[:k] + key + word[k + (draw < 0.88) :]

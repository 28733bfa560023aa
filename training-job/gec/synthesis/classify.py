"""What an edit corrects: a light classifier in the manner of ERRANT (Bryant et al. 2017).

ERRANT reads part-of-speech tags; this one reads the inflection dictionary and closed word classes
only. It serves to compare distributions of errors, not to score single edits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from gec.synthesis.lexicon import Lexicon
from gec.synthesis.verbs import regular_past
from gec.synthesis.words import ARTICLES, AUXILIARIES, POSSESSIVES, PREPOSITIONS, PRONOUNS

_TOKEN = re.compile(r"\w+(?:'\w+)*|[^\w\s]")
_PRONOUNS = PRONOUNS | POSSESSIVES | frozenset("this that these those which what other others another".split())
_AGREEING = [
    frozenset(pair.split())
    for pair in (
        "is are",
        "is am",
        "am are",
        "was were",
        "has have",
        "does do",
        "doesn't don't",
        "isn't aren't",
        "wasn't weren't",
    )
]
LABELS = (
    "spelling",
    "case",
    "space",
    "apostrophe",
    "punctuation missing",
    "punctuation extra",
    "punctuation wrong",
    "article missing",
    "article extra",
    "article wrong",
    "preposition missing",
    "preposition extra",
    "preposition wrong",
    "noun number",
    "agreement",
    "verb form",
    "verb tense",
    "auxiliary missing",
    "auxiliary extra",
    "pronoun missing",
    "pronoun extra",
    "pronoun wrong",
    "word class",
    "comparative",
    "confusion",
    "word choice",
    "order",
    "word missing",
    "word extra",
)


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of the source, the words that replace them, and the correct word before."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    before: str


def edits(source: str, target: str) -> list[Edit]:
    """Minimal edits from source to target, from a weighted alignment of their tokens."""
    a, b = _TOKEN.findall(source), _TOKEN.findall(target)
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    a = a[head : len(a) - tail]
    b_before, b = ["", *b][: head + 1], b[head : len(b) - tail]
    found = [
        Edit(tuple(a[i0:i1]), tuple(b[j0:j1]), (b[j0 - 1] if j0 else b_before[-1]).lower())
        for i0, i1, j0, j1 in _align(a, b)
        if a[i0:i1] != b[j0:j1]
    ]
    if not found and source != target:
        found.append(Edit((" ",), ("",), ""))  # white space only
    return _moved(found)


def label(edit: Edit, lexicon: Lexicon) -> str:
    """One of `LABELS`."""
    wrong, right = " ".join(edit.source).lower(), " ".join(edit.target).lower()
    if edit.source == (" ",) or (wrong.replace(" ", "") == right.replace(" ", "") and wrong != right):
        return "space"
    if "…" in edit.source:
        return "order"
    if not edit.source or not edit.target:
        return _group(right or wrong) + (" missing" if right else " extra")
    if wrong == right:
        return "case"
    if not wrong[0].isalnum() and not right[0].isalnum():
        return "punctuation wrong"
    if wrong.replace("'", "") == right.replace("'", ""):
        return "apostrophe"
    return _replacement(wrong, right, edit.before, lexicon)


def _replacement(wrong: str, right: str, before: str, lexicon: Lexicon) -> str:
    if wrong in ARTICLES and right in ARTICLES:
        return "article wrong"
    if {wrong, right} in _AGREEING:
        return "agreement"
    if wrong in PREPOSITIONS and right in PREPOSITIONS:
        return "preposition wrong"
    if wrong in _PRONOUNS and right in _PRONOUNS:
        return "pronoun wrong"
    a, b = lexicon[wrong], lexicon[right]
    alike = SequenceMatcher(None, wrong, right, autojunk=False).ratio()
    if not a.known and not wrong.isdigit() and wrong not in AUXILIARIES | PREPOSITIONS | _PRONOUNS:
        if b.verb_tags and wrong == regular_past(b.verb["VB"]):
            return "verb form"  # "goed"
        return "spelling" if alike >= 0.5 else "word choice"
    same_noun = bool(a.singular) and a.singular == b.singular
    same_verb = bool(a.verb) and a.verb.get("VB") == b.verb.get("VB")
    if same_noun and not (same_verb and b.verb_share > 0.5):
        return "noun number"
    if same_verb:
        return _verb(a.verb_tags, b.verb_tags, before)
    if right in (a.comparative, a.superlative) or wrong in (b.comparative, b.superlative):
        return "comparative"
    if wrong[:4] == right[:4] and len(wrong) > 3 and (wrong[-2:] != right[-2:]) and alike > 0.6:
        return "word class"
    return "confusion" if alike >= 0.6 else "word choice"


def _verb(wrong: frozenset[str], right: frozenset[str], before: str) -> str:
    governed = before in AUXILIARIES or before == "to" or before in PREPOSITIONS
    if (
        not governed
        and ("VBZ" in wrong) != ("VBZ" in right)
        and {"VB", "VBP", "VBZ"} & wrong
        and {"VB", "VBP", "VBZ"} & right
    ):
        return "agreement"
    if not governed and "VBG" not in wrong | right and ("VBD" in wrong) != ("VBD" in right):
        return "verb tense"
    return "verb form"


def _group(words: str) -> str:
    first = words.partition(" ")[0]
    if not first[0].isalnum():
        return "punctuation"
    for name, members in (
        ("article", ARTICLES),
        ("preposition", PREPOSITIONS),
        ("auxiliary", AUXILIARIES),
        ("pronoun", _PRONOUNS),
    ):
        if first in members:
            return name
    return "word"


def _moved(found: list[Edit]) -> list[Edit]:
    """Join a deletion and a near insertion of the same word into one edit of order."""
    for i, first in enumerate(found):
        for j in range(i + 1, min(i + 3, len(found))):
            second = found[j]
            words = [*first.source, *first.target, *second.source, *second.target]
            sides = {(bool(edit.source), bool(edit.target)) for edit in (first, second)}
            one_each_way = len(words) == 2 and len(sides) == 2
            if one_each_way and words[0].isalpha() and words[0].lower() == words[1].lower():
                rest = found[:i] + found[i + 1 : j] + found[j + 1 :]
                return _moved([*rest, Edit((words[0], "…"), ("…", words[1]), "")])
    return found


def _align(a: list[str], b: list[str]) -> list[tuple[int, int, int, int]]:
    """Cheapest path through the table of token edits; one step a span pair."""
    cost = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    step: list[list[tuple[int, int]]] = [[(0, 0)] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            options = [
                (cost[i - di][j - dj] + _cost(a[i - di : i], b[j - dj : j]), (di, dj))
                for di, dj in ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2))
                if i >= di and j >= dj
            ]
            if options:
                cost[i][j], step[i][j] = min(options)
    path, i, j = [], len(a), len(b)
    while i or j:
        di, dj = step[i][j]
        path.append((i - di, i, j - dj, j))
        i, j = i - di, j - dj
    return path[::-1]


def _cost(x: list[str], y: list[str]) -> float:
    if x == y:
        return 0.0
    if len(x) + len(y) == 3:
        return 0.5 if "".join(x).lower() == "".join(y).lower() else 9.0
    if not x or not y:
        return 1.0
    one, other = x[0].lower(), y[0].lower()
    if one == other:
        return 0.1
    if one[0].isalnum() != other[0].isalnum():
        return 2.5
    if one[0] == other[0] and one[0].isalpha():
        return 0.8 if one[:2] == other[:2] else 1.2
    return 1.5

# ruff: noqa: E501  (rows of data)
"""Fixture strings, made by a seeded generator: ordinary and misspelt English, and what breaks tokenizers."""

from __future__ import annotations

import random
import unicodedata

_SUBJECTS = "I You He She We They The_teacher My_brother Our_company The_children Nobody".split()
_VERBS = "has have makes make wants went goes is are was did does likes thought bought".split()
_OBJECTS = "a_car two_informations the_answer many_friend an_apple homework money it advices".split()
_TAILS = "yesterday in_the_morning , because_of_the_rain at_school for_three_years to_the_city".split()
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

#: Written out: each has broken some tokenizer or some offset arithmetic.
ODD = [
    "", " ", "   ", "\t", "\n", "\r\n", "a\r\nb", "a\n\nb", " leading", "trailing ", "two  spaces",
    "tab\tbetween", "no-break\u00a0space", "thin\u2009space", "zero\u200bwidth", "\ufeffbyte order mark",
    "line\u2028separator", "soft\u00adhyphen", "word\u2060joiner", "nul\x00byte", "bell\x07", "escape\x1b[0m",
    "cafe\u0301 nai\u0308ve", "caf\u00e9 na\u00efve", "A\u030angstro\u0308m", "e\u0301\u0323\u0327", "\u0301alone",
    "\U0001f600", "I \u2764\ufe0f it", "\U0001f468\u200d\U0001f469\u200d\U0001f467 family", "\U0001f44d\U0001f3fd",
    "\U0001f1eb\U0001f1f7\U0001f1e9\U0001f1ea", "1\ufe0f\u20e3", "he has a \U0001f697.", "\U0001f600\U0001f600\U0001f600",
    "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440!", "\u4f60\u597d\uff0c\u4e16\u754c\u3002",
    "\u3053\u3093\u306b\u3061\u306f", "\uc548\ub155\ud558\uc138\uc694", "\u1112\u1161\u11ab", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645", "\u05e9\u05dc\u05d5\u05dd", "\u202eright to left\u202c",
    "\u03ba\u1f79\u03c3\u03bc\u03b5", "stra\u00dfe \u1e9e", "\ufb01ne \ufb02ow", "\u00bd \u00b2 \u2167 \u216f", "\u2460\u2461",
    "\u212bngstrom", "\u017feven", "\u0130stanbul \u0131", "\U0001d400\U0001d401", "\U000e0041tag", "\uffff", "\U0010ffff", "\ufffd",
    "<pad>", "</s>", "a</s>b", "<unk> here", "say <pad> twice <pad>", "<b>bold</b> &amp; <br/>", "<extra_id_0>",
    "{\"key\": [1, 2.5, null]}", "if (x != 0) { return y[i++]; }", "`code` and ```fence```", "SELECT * FROM t WHERE a='b';",
    "C:\\path\\file.txt", "/usr/bin/env", "a@b.example", "https://example.com/a?b=c&d=%20#e", "#tag @name", "--flag=value",
    "don't can't won't it's they're we've I'd he'll", "DON'T CAN'T", "don\u2019t", "rock 'n' roll", "'quoted'", "\"quoted\"",
    "\u201ccurly\u201d \u2018quotes\u2019", "the dogs' tails", "'s", "'", "''", "x's's", "...", "\u2026", "?!?!", "-- \u2014 \u2013 -",
    "$1,234.50", "\u20ac5", "3.14159", "10:30 a.m.", "2024-02-29", "+1 (555) 010-9999", "50%", "5kg 5 kg", "1st 2nd 3rd",
    "\u0661\u0662\u0663", "\uff11\uff12\uff13", "x=1;y=2", "I.B.M.", "U.S.A", "aaaaaaaaaaaaaaaaaaaaaaaa", "!!!!!!!!!!!!!!!!",
    "ALL CAPS SENTENCE.", "cAmElCaSe", "snake_case_name", "un-hyphen-ated", "\u2022 bullet", "\u25b6 \u2713 \u2717", "\u00a9\u00ae\u2122",
]  # fmt: skip

_RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x590, 0x6FF), (0x900, 0x97F),
    (0xE00, 0xE7F), (0x1100, 0x11FF), (0x1E00, 0x1FFF), (0x2000, 0x206F), (0x2100, 0x22FF), (0x3040, 0x30FF),
    (0x4E00, 0x4FFF), (0xAC00, 0xACFF), (0xFB00, 0xFB4F), (0xFE00, 0xFE0F), (0xFF00, 0xFF5E), (0x1F300, 0x1F64F),
]  # fmt: skip


def sentence(rng: random.Random) -> str:
    """An English sentence, right or wrong by chance."""
    parts = [rng.choice(_SUBJECTS), rng.choice(_VERBS), rng.choice(_OBJECTS)]
    parts += [rng.choice(_TAILS) for _ in range(rng.randrange(3))]
    text = " ".join(parts).replace("_", " ").replace(" ,", ",")
    return text + rng.choice([".", ".", ".", "!", "?", ""])


def misspell(text: str, rng: random.Random) -> str:
    """`text` with one to three letters dropped, doubled, swapped or exchanged."""
    letters = list(text)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(letters))
        change = rng.randrange(4)
        if change == 0 and len(letters) > 1:
            del letters[at]
        elif change == 1:
            letters.insert(at, letters[at])
        elif change == 2 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters[at] = rng.choice(_LETTERS)
    return "".join(letters)


def _number(rng: random.Random) -> str:
    whole = str(rng.randrange(10 ** rng.randint(1, 9)))
    shape = rng.choice(["{}", "{}%", "${}.99", "{}:{}", "{},{}", "-{}", "{}kg", "({})", "{}/{}/{}", "v{}.{}.{}"])
    return shape.format(whole, rng.randrange(60), rng.randrange(100))


def _code(rng: random.Random) -> str:
    name, other = ("".join(rng.choices(_LETTERS + "_", k=rng.randint(1, 8))) for _ in range(2))
    shape = rng.choice(
        [
            "{0}({1});",
            "{0} = {1} + 1",
            "<{0}>{1}</{0}>",
            "{0}.{1}()",
            '"{0}": "{1}",',
            "# {0}\n{1}:",
            "{0}->{1}",
        ]
    )
    return shape.format(name, other)


def _unicode(rng: random.Random) -> str:
    """Code points of one or several ranges; unassigned ones are left out, as their class differs by version."""
    points = []
    for _ in range(rng.randint(1, 8)):
        low, high = rng.choice(_RANGES)
        points.append(chr(rng.randint(low, high)))
    return "".join(p for p in points if unicodedata.category(p) != "Cn")


def _mixed(rng: random.Random) -> str:
    words = sentence(rng).split(" ")
    words.insert(rng.randrange(len(words) + 1), rng.choice(ODD))
    return rng.choice([" ", " ", "  ", "\n", "\r\n", "\t"]).join(words[:4])


_KINDS = [
    (sentence, 4), (lambda rng: misspell(sentence(rng), rng), 5), (_number, 2), (_code, 2), (_unicode, 4), (_mixed, 3),
    (lambda rng: unicodedata.normalize("NFD", _unicode(rng)), 1),
]  # fmt: skip


def fixture_strings(count: int, seed: int = 1) -> list[str]:
    """`count` different strings, the written-out ones first."""
    rng = random.Random(seed)
    makers, weights = zip(*_KINDS, strict=True)
    strings = dict.fromkeys(ODD)
    while len(strings) < count:
        strings[rng.choices(makers, weights)[0](rng)] = None
    return list(strings)[:count]


def sentences(count: int, seed: int) -> list[str]:
    """Different misspelt sentences of a few words each."""
    rng = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found[misspell(sentence(rng), rng)] = None
    return list(found)

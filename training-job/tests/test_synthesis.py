"""The whole synthesis: same seed, same errors; no text is harmed; settings are checked."""

import gzip
import pickle
import random
from collections import Counter
from pathlib import Path

import pytest
import yaml

from gec.synthesis import Corruptor
from gec.synthesis.kinds import KINDS
from gec.synthesis.sentence import Sentence
from gec.synthesis.settings import parse_settings

CONFIG = Path(__file__).parents[2] / "configs" / "synthesis" / "learner.yaml"
SENTENCES = [
    "The teacher has told the children that they should not run in the corridor.",
    "I don't know why he went there, but my sister's friends were really happy about it.",
    "In 2014, three thousand people visited the museum every day.",
    "She has always wanted to live in London because her parents used to work there.",
]
ODD = [
    "",
    " ",
    "\t\n",
    ".",
    "...",
    "'",
    "''''",
    "-",
    "--",
    "a",
    "I",
    "I.",
    "i'",
    "'s",
    "a-b-c",
    "\u200b",
    "\ud800",
    "\x00",
    "🙂",
    "👩‍👩‍👧 ok",
    "e\u0301te\u0301",
    "שלום עולם",
    "日本語です。",
    "Don’t “quote” me…",
    "x" * 3000,
    "a " * 500,
    "A. B. C.",
    "\r\nLine one.\r\nLine two.\r\n",
    "<p>Hello, <b>world</b>!</p>",
    '{"key": "value"}',
    "https://example.org/a?b=c#d",
    "me@example.org",
    "  leading and trailing  ",
    "NASA's U.S. (e.g. AT&T) iPhone 12.5%",
    "the the the",
    "to to to be be",
    "? ! ? !",
    '(())[]""',
]


@pytest.fixture(scope="module")
def corruptor() -> Corruptor:
    return Corruptor.from_resources(None, None)


def odd_strings() -> list[str]:
    rng = random.Random(0)
    alphabet = "abcdefgh TIHE'-.,!?\"()\t\n0123é–’漢🙂\u0301\u200d\x00"
    made = ["".join(rng.choices(alphabet, k=rng.randint(0, 60))) for _ in range(1500)]
    words = "the a I he goes don't to be London 42 , . - ' \" café it's 🙂 THE and".split()
    made += [rng.choice(["", " "]).join(rng.choices(words, k=rng.randint(1, 25))) for _ in range(500)]
    return ODD + made


def test_odd_strings_never_crash_and_a_sentence_rebuilds_itself(corruptor: Corruptor) -> None:
    rng = random.Random(1)
    for text in odd_strings():
        assert Sentence(text).text() == text
        source, kinds = corruptor.corrupt(text, rng)
        assert (source != text) == bool(kinds)
        assert set(kinds) <= set(KINDS)


def test_numbers_addresses_and_other_alphabets_stay(corruptor: Corruptor) -> None:
    text = "On 12.05.2014 we sent 3,500 files to https://example.org/a and me@example.org in Zürich (日本)."
    rng = random.Random(2)
    for _ in range(400):
        source, _ = corruptor.corrupt(text, rng)
        for part in (
            "12.05.2014",
            "3,500",
            "https://example.org/a",
            "me@example.org",
            "Zürich",
            "日本",
        ):
            assert part in source


def test_same_seed_gives_the_same_errors_also_after_pickling(corruptor: Corruptor) -> None:
    copy = pickle.loads(pickle.dumps(corruptor))
    runs = []
    for one in (corruptor, corruptor, copy):
        rng = random.Random(7)
        runs.append([one.corrupt(text, rng) for text in SENTENCES * 50])
    assert runs[0] == runs[1] == runs[2]
    assert runs[0] != [corruptor.corrupt(text, random.Random(8)) for text in SENTENCES * 50]


@pytest.mark.parametrize("share", [0.0, 0.2, 1.0])
def test_share_left_correct(share: float) -> None:
    corruptor = Corruptor.from_resources({"correct_share": share}, None)
    rng = random.Random(3)
    left = sum(not corruptor.corrupt(text, rng)[1] for text in SENTENCES * 500) / 2000
    assert left == pytest.approx(share, abs=0.035)


def test_number_of_errors_follows_the_counts() -> None:
    style = {"plain": {"share": 1.0}}
    corruptor = Corruptor.from_resources({"correct_share": 0.0, "counts": [0.5, 0.5], "styles": style}, None)
    rng = random.Random(4)
    made = Counter(len(corruptor.corrupt(text, rng)[1]) for text in SENTENCES * 500)
    assert set(made) <= {0, 1, 2}
    assert made[1] / 2000 == pytest.approx(0.5, abs=0.06)


def test_a_short_sentence_gets_few_errors() -> None:
    corruptor = Corruptor.from_resources({"correct_share": 0.0, "counts": [0, 0, 0, 1]}, None)
    rng = random.Random(5)
    assert max(len(corruptor.corrupt("He likes it.", rng)[1]) for _ in range(300)) == 1


def test_a_rate_of_zero_switches_a_kind_off() -> None:
    only = {kind: 0.0 for kind in KINDS if kind != "article.drop"}
    corruptor = Corruptor.from_resources({"correct_share": 0.0, "rates": only}, None)
    source, kinds = corruptor.corrupt("The dog barked.", random.Random(6))
    assert (source, kinds) == ("Dog barked.", ["article.drop"])


def test_misspelling_lists_are_read_from_the_folder(tmp_path: Path) -> None:
    (tmp_path / "misspellings").mkdir()
    with gzip.open(tmp_path / "misspellings" / "codespell.tsv.gz", "wt") as file:
        file.write("wierd\tweird\nalot\ta lot\nacess\taccess,axes\n")
    only = {kind: 0.0 for kind in KINDS if kind != "spelling.listed"}
    corruptor = Corruptor.from_resources({"correct_share": 0.0, "rates": only}, tmp_path)
    assert corruptor.corrupt("It is weird.", random.Random(0))[0] == "It is wierd."
    assert corruptor.corrupt("No access there.", random.Random(0))[0] == "No acess there."
    assert corruptor.corrupt("I like it a lot.", random.Random(0))[1] == []


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"rate": {}}, r"unknown synthesis settings \['rate'\]; expected some of"),
        ({"rates": {"speling": 1}}, r"unknown error kinds \['speling'\]; expected some of"),
        ({"rates": {"chat": -1}}, r"rates must be >= 0, got chat: -1"),
        ({"rates": dict.fromkeys(KINDS, 0)}, "at least one kind above 0"),
        ({"correct_share": 1.5}, "correct_share must be between 0 and 1, got 1.5"),
        ({"counts": []}, "counts must be one to four weights"),
        ({"words_per_error": 0}, "words_per_error must be > 0, got 0"),
        ({"styles": {}}, "styles must hold at least one style"),
        ({"styles": {"x": {"weight": 1}}}, r"unknown keys \['weight'\] in style 'x'"),
        (
            {"styles": {"x": {"share": 1, "factors": {"speling": 2}}}},
            r"unknown kinds or groups \['speling'\] in a style",
        ),
    ],
)
def test_bad_settings_say_what_is_wrong(config: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_settings(config)


def test_the_shipped_rates_are_the_defaults() -> None:
    settings = parse_settings(yaml.safe_load(CONFIG.read_text(encoding="utf-8")))
    default = parse_settings(None)
    assert {kind: settings.rate(kind) for kind in KINDS} == {kind: default.rate(kind) for kind in KINDS}
    assert (settings.correct_share, settings.counts, settings.words_per_error) == (
        default.correct_share, default.counts, default.words_per_error,
    )  # fmt: skip

"""Edits of a rewrite and their confidence: the least certain token that an edit rests on."""

import json
import math
import random
import shutil
from pathlib import Path

import onnx
import pytest

from gec.decision import text_edits
from gec.generate import Hypothesis
from gec.oracle.strings import sentences
from gec.rewriter import Rewrite, Rewriter, RewriteToken
from gec.rule import Rule, TextEdit, apply_text_edits, reaches_bar

TESTDATA = Path(__file__).parents[2] / "core" / "testdata"
BARS = (TESTDATA / "sentence-bars.jsonl").read_text(encoding="utf-8").splitlines()
ROWS = (TESTDATA / "edit-evidence.jsonl").read_text(encoding="utf-8").splitlines()


def rewrite(pieces: list[tuple[str, float]], end: float = 1.0) -> Rewrite:
    """From (text of a token, its probability), by a model that is not told of the source."""
    return scored_rewrite([(text, probability, None) for text, probability in pieces], (end, None))


def scored_rewrite(pieces, end: tuple[float, float | None]) -> Rewrite:
    """From (text of a token, its probability, that of the source's own token), and the last two of the end."""
    tokens, place = [], 0
    for text, *probabilities in pieces:
        tokens.append(RewriteToken(place, place + len(text), *map(logarithm, probabilities)))
        place += len(text)
    text = "".join(piece[0] for piece in pieces)
    return Rewrite(text, tuple(tokens), *map(logarithm, end), Hypothesis(stop="end"))


def logarithm(probability: float | None) -> float | None:
    return None if probability is None else math.log(probability)


def edit(start: int, end: int, replacement: str, confidence: float, spelling: bool = False) -> TextEdit:
    """One whose evidence is its confidence."""
    return TextEdit(start, end, replacement, confidence, confidence, spelling)


CASES = [
    (
        "a word exchanged: its own tokens",
        "He have it",
        rewrite([("He", 0.4), (" h", 0.9), ("as", 0.7), (" it", 0.2)]),
        [edit(3, 7, "has", 0.7)],
    ),
    (
        "a word put in",
        "He has car",
        rewrite([("He", 1), (" has", 1), (" a", 0.6), (" car", 0.3)]),
        [edit(7, 7, "a ", 0.6)],
    ),
    (
        "a word taken out: the token after it",
        "He has the it",
        rewrite([("He", 1), (" has", 0.9), (" it", 0.5)]),
        [edit(7, 11, "", 0.5)],
    ),
    (
        "the last word taken out: the end",
        "He has it it",
        rewrite([("He", 1), (" has", 0.9), (" it", 0.8)], end=0.25),
        [edit(9, 12, "", 0.25)],
    ),
    (
        "letters taken off the end count what follows",
        "He sees cats now",
        rewrite([("He", 1), (" sees", 1), (" cat", 0.9), (" now", 0.4)]),
        [edit(8, 12, "cat", 0.4)],
    ),
    (
        "a full stop added",
        "He is here",
        rewrite([("He", 1), (" is", 1), (" here", 1), (".", 0.8)], end=0.1),
        [edit(10, 10, ".", 0.8)],
    ),
    ("nothing changed", "He is", rewrite([("He", 0.1), (" is", 0.1)]), []),
    (
        "two edits",
        "he have it",
        rewrite([("He", 0.9), (" has", 0.8), (" it", 1)]),
        [edit(0, 2, "He", 0.9), edit(3, 7, "has", 0.8)],
    ),
]


@pytest.mark.parametrize(("source", "answer", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_edits(source, answer, expected):
    edits = text_edits(source, answer)
    assert [(e.start, e.end, e.replacement) for e in edits] == [(e.start, e.end, e.replacement) for e in expected]
    assert [e.confidence for e in edits] == pytest.approx([e.confidence for e in expected])
    assert [e.evidence for e in edits] == [e.confidence for e in edits]


@pytest.mark.parametrize("row", [json.loads(row) for row in ROWS], ids=lambda row: row["name"])
def test_evidence(row):
    """The table that `core/confidence.test.ts` reads too; two numbers: the token is the source's own."""
    pieces = [piece if len(piece) == 3 else [*piece, piece[1]] for piece in row["tokens"]]
    end = row["end"] if len(row["end"]) == 2 else row["end"] * 2
    edits = text_edits(row["source"], scored_rewrite(pieces, end))
    assert [e.replacement.strip() for e in edits] == [replacement for replacement, _, _ in row["edits"]]
    found = [number for e in edits for number in (e.confidence, e.evidence)]
    assert found == pytest.approx([number for _, *numbers in row["edits"] for number in numbers])


@pytest.mark.parametrize("row", [json.loads(row) for row in BARS], ids=lambda row: row["name"])
def test_the_bar_of_a_sentence(row):
    """The table that `core/sentence-bar.test.ts` reads too."""
    edits = list(zip(row["evidence"], row["bars"], strict=True))
    assert reaches_bar(edits) is reaches_bar(edits[::-1]) is row["made"]


def test_all_edits_rebuild_the_rewrite():
    rng = random.Random(3)
    words = ["the", "a", "cat's", "well-known", ",", ".", "\u2026", "snake_case", "\U0001f600", "caf\u00e9", "  ", "\n"]
    for _ in range(1000):
        source, target = (" ".join(rng.choices(words, k=rng.randrange(10))) for _ in range(2))
        edits = text_edits(source, rewrite([(target, 0.5)] if target else []))
        assert apply_text_edits(source, edits) == target


def test_a_threshold_drops_the_doubtful_ones():
    edits = [edit(0, 2, "He", 0.9), edit(3, 7, "has", 0.8)]
    outcomes = [apply_text_edits("he have it", Rule(least).keeps(edits)) for least in (0, 0.8, 0.85, 0.95)]
    assert outcomes == ["He has it", "He has it", "He have it", "he have it"]


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (Rule(), 2),
        (Rule(0.3, 0.9), 2),
        (Rule(0.3, 0.91), 2),
        (Rule(0.3, 0.97), 0),
        (Rule(0.85, 0.9), 1),
        (Rule(0.95, 0.9), 0),
    ],
)
def test_sure_edits_open_a_sentence(rule, kept):
    assert len(rule.keeps([edit(0, 2, "He", 0.9), edit(3, 7, "has", 0.8)])) == kept


def test_evidence_opens_a_sentence_and_confidence_keeps_an_edit():
    torn, sure = TextEdit(0, 2, "He", 0.5, 0.95), TextEdit(3, 7, "has", 0.8, 0.9)
    assert Rule(0.5, 0.95).keeps([torn, sure]) == [torn, sure]
    assert Rule(0.6, 0.95).keeps([torn, sure]) == [sure]
    assert Rule(0.5, 0.95).keeps([sure]) == []


@pytest.mark.parametrize(("spelling", "kept"), [(True, 1), (False, 0)])
def test_a_respelling_has_a_bar_of_its_own(spelling, kept):
    edits = [edit(0, 2, "He", 0.7, spelling)]
    assert len(Rule(0.3, 0.9, 0.6).keeps(edits)) == kept
    assert Rule(0.3, 0.6).keeps(edits) == edits and Rule(0.3, 0.9).keeps(edits) == []


def test_a_version_exported_before_keeping_was_told_judges_by_confidence_alone(tmp_path):
    """The tiny model tells; with the output taken away it answers the same, and evidence is confidence."""
    shutil.copytree(TESTDATA / "tiny-model", tmp_path / "older")
    decoder = onnx.load(tmp_path / "older/decoder.onnx")
    outputs = [output for output in decoder.graph.output if output.name != "keep_log_probs"]
    del decoder.graph.output[:]
    decoder.graph.output.extend(outputs)
    onnx.save(decoder, tmp_path / "older/decoder.onnx")
    lines = sentences(30, seed=2)
    newer, older = (Rewriter.load(folder).rewrite(lines) for folder in (TESTDATA / "tiny-model", tmp_path / "older"))
    assert [rewrite.text for rewrite in older] == [rewrite.text for rewrite in newer]
    pairs = [
        (edit, plain)
        for line, told, untold in zip(lines, newer, older, strict=True)
        for edit, plain in zip(text_edits(line, told), text_edits(line, untold), strict=True)
    ]
    assert all(plain.evidence == plain.confidence for _, plain in pairs)
    assert all(edit.confidence == pytest.approx(plain.confidence) for edit, plain in pairs)
    assert sum(edit.evidence > edit.confidence + 0.01 for edit, _ in pairs) > 10

"""Raw files to rows: every row is taken, held out or refused for a reason."""

from __future__ import annotations

import gzip
import json
import lzma
import random
from dataclasses import replace
from pathlib import Path

import pytest

from gec.config import Data, Source
from gec.corpus import excluded_keys, held_out, key, open_text, prepare, read_rows, sampled

CLEAN = Source(path="clean.txt", kind="clean", weight=1)
PAIRS = Source(path="pairs.tsv", kind="pairs", weight=1)


def keep(sentence: str, _: random.Random) -> tuple[str, list[str]]:
    return sentence, []


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("He has a cat.", "he has a CAT !", True),
        ("He has_a cat", "He has a cat", True),
        ("He has a cat", "He has a cut", False),
        ("Ça va", "ça va.", True),
        ("3.5 cats", "35 cats", True),
    ],
)
def test_keys_ignore_case_spaces_and_marks(first: str, second: str, same: bool) -> None:
    assert (key(first) == key(second)) is same


@pytest.mark.parametrize(
    ("name", "content", "source", "expected"),
    [
        ("clean.txt", "One two.\nThree.\n", CLEAN, [("", "One two."), ("", "Three.")]),
        ("clean.txt", "id\tOne two.\n", CLEAN, [("", "One two.")]),
        ("pairs.tsv", "a\tb\tc\nd\te\r\n", PAIRS, [("a", "b"), ("d", "e")]),
        ("pairs.tsv", "source\ttarget\na\tb\n", replace(PAIRS, header=True), [("a", "b")]),
        ("pairs.tsv", "a\tb\nc\td\ne\tf\n", replace(PAIRS, limit=2), [("a", "b"), ("c", "d")]),
        ("pairs.tsv", "a\tb\tMIT\nc\td\tCC-BY-SA 4\n", replace(PAIRS, exclude="CC-BY-SA"), [("a", "b")]),
        ("rows.jsonl", '{"source": "a", "target": "b\\tc"}\n', PAIRS, [("a", "b\tc")]),
        ("rows.jsonl", '{"target": "b"}\n', CLEAN, [("", "b")]),
    ],
)
@pytest.mark.parametrize("packed", ["", ".gz", ".xz"])
def test_rows_of_every_format(
    name: str, content: str, source: Source, expected: list[tuple[str, str]], packed: str, tmp_path: Path
) -> None:
    pack = {"": bytes, ".gz": gzip.compress, ".xz": lzma.compress}[packed]
    path = tmp_path / f"{name}{packed}"
    path.write_bytes(pack(content.encode()))
    assert list(read_rows(path, source)) == expected
    with open_text(path) as lines:
        assert lines.read() == content.replace("\r\n", "\n")


def test_a_pair_with_one_column_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text("a\tb\nalone\n")
    with pytest.raises(ValueError, match=r"pairs\.tsv:2: expected source<TAB>target"):
        list(read_rows(tmp_path / "pairs.tsv", PAIRS))


def test_evaluation_sentences_are_known_from_every_format(tmp_path: Path) -> None:
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "a.src").write_text("She have a cat .\n")
    (tmp_path / "eval" / "b.m2").write_text("S We has one .\nA 1 2|||R:VERB|||have|||REQUIRED|||-NONE-|||0\n")
    (tmp_path / "eval" / "c.tsv").write_text("Left side\tRight side\n")
    found = excluded_keys(tmp_path, ["eval/*"])
    assert {key("She have a cat."), key("We has one."), key("Left side"), key("Right side")} <= found
    with pytest.raises(FileNotFoundError, match="No file matches none/"):
        excluded_keys(tmp_path, ["none/*"])


def test_every_row_is_counted_and_nothing_is_in_two_parts(tmp_path: Path) -> None:
    clean = [f"Sentence number {n} is here." for n in range(400)]
    odd = ["", "word", "x " * 60, "Sentence number 3 is here.", "This one is measured on!"]
    (tmp_path / "clean.txt").write_text("\n".join([*clean, *odd]) + "\n")
    pairs = ["He have it.\tHe has it.", "\tHe has it.", "This one is measured on.\tIt is.", "He have it.\tHe has it."]
    (tmp_path / "pairs.tsv").write_text("\n".join(pairs) + "\n")
    (tmp_path / "eval.txt").write_text("This one is measured on.\n")
    data = Data(
        sources={"clean": replace(CLEAN, holdout=0.2), "pairs": PAIRS}, exclude_sets=["eval.txt"], max_words=40
    )
    report = prepare(data, tmp_path, tmp_path / "out", 1, keep)
    assert sum(report["clean"].values()) == 405
    refused = {reason: count for reason, count in report["clean"].items() if reason not in ("taken", "held out")}
    assert refused == {"empty": 1, "length": 2, "duplicate": 1, "evaluation sentence": 1}
    assert report["pairs"] == {"taken": 1, "empty": 1, "evaluation sentence": 1, "duplicate": 1}
    taken = (tmp_path / "out/clean.tsv").read_text().splitlines()
    aside = (tmp_path / "out/clean.holdout.tsv").read_text().splitlines()
    assert sorted(taken + aside) == sorted(clean)
    assert 40 <= len(aside) <= 120
    assert all(held_out(row, 0.2) for row in aside) and not any(held_out(row, 0.2) for row in taken)
    assert (tmp_path / "out/pairs.tsv").read_text() == "He have it.\tHe has it.\n"
    assert json.dumps(prepare(data, tmp_path, tmp_path / "again", 1, keep)) == json.dumps(report)


def test_text_is_composed_before_it_is_compared(tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text("The caf\u00e9 is open.\nThe cafe\u0301 is open.\n", encoding="utf-8")
    report = prepare(Data(sources={"clean": CLEAN}), tmp_path, tmp_path / "out", 1, keep)
    assert report["clean"] == {"taken": 1, "duplicate": 1}
    assert (tmp_path / "out/clean.tsv").read_text(encoding="utf-8") == "The caf\u00e9 is open.\n"


def test_synthetic_rows_get_their_errors_once_and_the_same_again(tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text("".join(f"Sentence number {n} is here.\n" for n in range(100)))
    source = replace(CLEAN, kind="synthetic", holdout=0.1)

    def number(sentence: str, rng: random.Random) -> tuple[str, list[str]]:
        return f"{rng.randint(0, 99)} {sentence}", ["number"]

    report = prepare(Data(sources={"made": source}), tmp_path, tmp_path / "out", 5, number)
    rows = [row.split("\t") for row in (tmp_path / "out/made.tsv").read_text().splitlines()]
    assert report["made"]["taken"] == len(rows) > 70
    assert all(wrong.partition(" ")[2] == right for wrong, right in rows)
    assert len({wrong.partition(" ")[0] for wrong, _ in rows}) > 20
    prepare(Data(sources={"made": source}), tmp_path, tmp_path / "again", 5, number)
    assert (tmp_path / "again/made.tsv").read_bytes() == (tmp_path / "out/made.tsv").read_bytes()
    prepare(Data(sources={"made": source}), tmp_path, tmp_path / "other", 6, number)
    assert (tmp_path / "other/made.tsv").read_bytes() != (tmp_path / "out/made.tsv").read_bytes()


def test_a_sample_is_spread_over_the_file(tmp_path: Path) -> None:
    lines = [f"Sentence number {n} is here." for n in range(1000)]
    (tmp_path / "clean.txt").write_text("\n".join(lines) + "\n")
    data = Data(sources={"clean": replace(CLEAN, sample=0.3)})
    report = prepare(data, tmp_path, tmp_path / "out", 1, keep)
    taken = (tmp_path / "out/clean.tsv").read_text().splitlines()
    assert taken == [line for line in lines if sampled(line, 0.3)]
    assert report["clean"] == {"taken": len(taken), "not sampled": 1000 - len(taken)}
    assert 230 < len(taken) < 370 and all(sum(lines.index(t) // 250 == q for t in taken) > 40 for q in range(4))


def test_right_rows_stay_as_they_are_and_a_skipped_share_is_left_to_another_source(tmp_path: Path) -> None:
    lines = [f"Sentence number {n} is here." for n in range(400)]
    (tmp_path / "clean.txt").write_text("\n".join(lines) + "\n")
    first, second = replace(CLEAN, sample=0.3), replace(CLEAN, kind="right", skip=0.3, sample=0.2)
    prepare(Data(sources={"first": first, "second": second}), tmp_path, tmp_path / "out", 1, keep)
    trained = (tmp_path / "out/first.tsv").read_text().splitlines()
    rows = [row.split("\t") for row in (tmp_path / "out/second.tsv").read_text().splitlines()]
    assert 50 < len(rows) < 110 and all(source == target for source, target in rows)
    assert not {target for _, target in rows} & set(trained)
    assert {target for _, target in rows} | set(trained) == {line for line in lines if sampled(line, 0.5)}

"""The smoke experiment learns, from a stated start to a stated end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import SMOKE, losses, run_verb, train_arguments
from plain_sentences import plain_sentences

from gec.rewriter import Rewriter


@pytest.fixture(scope="module")
def trained(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The run's folder and what it printed."""
    out = tmp_path_factory.mktemp("runs") / "smoke"
    done = run_verb("train", *train_arguments(SMOKE, prepared, out))
    return out, done.stdout


def test_held_out_scores_rise(trained: tuple[Path, str]) -> None:
    rows = [json.loads(line) for line in (trained[0] / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]
    held_out = [row for row in rows if row["group"] == "holdout"]
    first, last = held_out[0], held_out[-1]
    assert first["clean/changed"] < 0.1
    assert last["clean/changed"] > 0.5
    assert last["clean/copied"] > 0.97
    assert last["loss"] < first["loss"] / 5
    train = losses(trained[0])
    assert train[-1][1] < train[0][1] / 5


def test_ends_with_json_and_reports_progress(trained: tuple[Path, str]) -> None:
    lines = trained[1].strip().splitlines()
    summary = json.loads(lines[-1])
    assert summary["step"] == 240
    assert summary["tokens"] > 100_000
    progress = [line for line in lines if line.startswith("step ")]
    assert len(progress) == 12
    assert "tokens/s" in progress[0] and "left" in progress[0]


def test_mends_sentences_it_has_not_seen(trained: tuple[Path, str]) -> None:
    sources = [
        "My sister have a car at school.",
        "They has an apple in the morning.",
        "His brother likes an book at home.",
    ]
    answers = [rewrite.text for rewrite in Rewriter.load(trained[0] / "final").rewrite(sources)]
    assert answers == [
        "My sister has a car at school.",
        "They have an apple in the morning.",
        "His brother likes a book at home.",
    ]


def test_leaves_right_sentences_alone(trained: tuple[Path, str]) -> None:
    sentences = plain_sentences(100, seed=99)
    rewrites = Rewriter.load(trained[0] / "final").rewrite(sentences)
    same = sum(rewrite.text == sentence for rewrite, sentence in zip(rewrites, sentences, strict=True))
    assert same >= 90

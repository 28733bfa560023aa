"""Plots are SVG files with the right texts, and the same for the same numbers."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from gec.plots import learning_curves, parallel_coordinates

TRIALS = [
    ({"training.learning_rate": 0.001, "training.optimiser": "muon"}, 0.9),
    ({"training.learning_rate": 0.1, "training.optimiser": "adamw"}, 0.4),
    ({"training.learning_rate": 0.01, "training.optimiser": "muon"}, 0.6),
]
CURVES = {"aaaa": [(1, 2.0), (2, 1.0)], "bbbb": [(1, 2.0), (2, 0.5), (3, 0.25)]}


def texts(path: Path) -> list[str]:
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    return ["".join(element.itertext()).strip() for element in root.iter() if element.tag.endswith("}text")]


@pytest.mark.parametrize("trials", [TRIALS, TRIALS[:1]], ids=["three", "one"])
def test_parallel_coordinates_name_settings_and_ends(trials: list, tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        parallel_coordinates(trials, {"training.learning_rate"}, "eval_loss", "minimize", tmp_path / name)
    written = texts(tmp_path / "one.svg")
    assert {"training.learning_rate", "training.optimiser", "eval_loss", "0.001", "muon", "0.9"} <= set(written)
    assert f"{len(trials)} trials, minimize eval_loss" in written
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_learning_curves_have_a_legend(tmp_path: Path) -> None:
    learning_curves(CURVES, "bbbb", tmp_path / "curves.svg")
    written = texts(tmp_path / "curves.svg")
    assert {"aaaa", "bbbb", "step", "training loss, nats a token"} <= set(written)

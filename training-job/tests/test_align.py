"""The pointer into the source, against its definition and on cases that a person can check."""

from __future__ import annotations

import random

import numpy as np
import pytest

from gec.align import continues_word, source_index, token_weights

VOCABULARY = ["<pad>", "</s>", "<unk>", "ĠShe", "Ġhas", "Ġhave", "Ġa", "Ġcat", "s", ".", "Ġre", "ci", "ev", "ei", "ed"]
IDS = {token: index for index, token in enumerate(VOCABULARY)}
WEIGHTS = token_weights(IDS)


def by_definition(source: list[int], target: list[int], weights: np.ndarray) -> list[int]:
    """The largest j that minimises D[t][j], for each t; D row by row as the rule is written."""
    inner = source[:-1]
    row = [0]
    for token in inner:
        row.append(row[-1] + int(weights[token]))
    result = []
    for token in target:
        least = min(row)
        result.append(max(j for j, value in enumerate(row) if value == least))
        weight = int(weights[token])
        following = [row[0] + weight]
        for j, other in enumerate(inner, start=1):
            its = int(weights[other])
            change = 0 if token == other else weight if weight == its else weight + its
            following.append(min(row[j] + weight, row[j - 1] + change, following[j - 1] + its))
        row = following
    return result


def pointers(sources: list[list[int]], targets: list[list[int]]) -> np.ndarray:
    width, length = max(map(len, sources)), max(map(len, targets))
    source = np.array([s + [0] * (width - len(s)) for s in sources])
    target = np.array([t + [0] * (length - len(t)) for t in targets])
    return source_index(source, np.array([len(s) for s in sources]), target, WEIGHTS)


def test_equals_its_definition_in_padded_batches() -> None:
    rng = random.Random(3)
    for _ in range(60):
        size = rng.randint(1, 6)
        sources = [[rng.randint(2, 14) for _ in range(rng.randint(0, 12))] + [1] for _ in range(size)]
        targets = []
        for source in sources:
            kept = [t for t in source[:-1] if rng.random() > 0.2]
            for _ in range(rng.randint(0, 3)):
                kept.insert(rng.randint(0, len(kept)), rng.randint(2, 14))
            targets.append([*kept, 1])
        found = pointers(sources, targets)
        assert found.dtype == np.int64
        for row, source, target in zip(found, sources, targets, strict=True):
            assert row[: len(target)].tolist() == by_definition(source, target, WEIGHTS)


@pytest.mark.parametrize(
    ("name", "source", "target", "expected"),
    [
        ("a copy goes one on each time", "ĠShe Ġhas Ġa Ġcat .", "ĠShe Ġhas Ġa Ġcat . </s>", [0, 1, 2, 3, 4, 5]),
        ("a changed word", "ĠShe Ġhave Ġa Ġcat", "ĠShe Ġhas Ġa Ġcat </s>", [0, 1, 2, 3, 4]),
        ("a new word", "ĠShe Ġhas Ġcat", "ĠShe Ġhas Ġa Ġcat </s>", [0, 1, 2, 3, 3]),
        ("a word too many", "ĠShe Ġhas Ġhas Ġa Ġcat", "ĠShe Ġhas Ġa Ġcat </s>", [0, 1, 2, 4, 5]),
        ("a respelt word does not drag", "ĠShe Ġre ci ev ed Ġa", "ĠShe Ġre c ei ev ed Ġa", None),
    ],
)
def test_points_at_what_comes_next(name: str, source: str, target: str, expected: list[int] | None) -> None:
    ids = [[IDS.get(token, IDS["s"]) for token in text.split()] for text in (source, target)]
    found = pointers([[*ids[0], 1]], [ids[1]])[0].tolist()
    if expected is None:
        assert found[-1] == source.split().index("Ġa")
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("token", "continues"),
    [("ing", True), ("Ġhave", False), (",", False), ("'s", False), ("7", True), ("Ã©", True), ("", False)],
)
def test_which_tokens_continue_a_word(token: str, continues: bool) -> None:
    assert continues_word(token) is continues


def test_special_tokens_weigh_as_words() -> None:
    assert token_weights({"pad": 0, "eos": 1, "unk": 2, "ing": 3, "Ġa": 4}).tolist() == [4, 4, 4, 1, 4]

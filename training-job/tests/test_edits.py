import itertools
import random

import pytest

from gec.metrics.edits import Edit, apply_edits, extract_edits

CASES = [
    ("equal", "He has a car .", "He has a car .", []),
    ("word form", "He have a car .", "He has a car .", [Edit(1, 2, ("has",))]),
    ("insertion", "He has car .", "He has a car .", [Edit(2, 2, ("a",))]),
    ("deletion", "He has the a car .", "He has a car .", [Edit(2, 3, ())]),
    ("at the start", "is he here", "Is he here", [Edit(0, 1, ("Is",))]),
    ("at the end", "He is here", "He is here .", [Edit(3, 3, (".",))]),
    ("two for one", "He can not go", "He cannot go", [Edit(1, 3, ("cannot",))]),
    (
        "neighbouring word forms are two edits",
        "the informations are old",
        "the information is old",
        [Edit(1, 2, ("information",)), Edit(2, 3, ("is",))],
    ),
    ("all removed", "a b", "", [Edit(0, 2, ())]),
    ("from nothing", "", "a b", [Edit(0, 0, ("a", "b"))]),
]


@pytest.mark.parametrize(("source", "target", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_extract(source, target, expected):
    assert extract_edits(source.split(), target.split()) == expected


def test_edits_rebuild_the_target_and_are_disjoint():
    rng = random.Random(7)
    words = ["the", "a", "cat", "cats", "sat", ",", ".", "on"]
    for _ in range(2000):
        source = rng.choices(words, k=rng.randrange(12))
        target = rng.choices(words, k=rng.randrange(12))
        edits = extract_edits(source, target)
        assert apply_edits(source, edits) == target
        for left, right in itertools.pairwise(edits):
            assert left.end <= right.start
        assert all(source[e.start : e.end] != list(e.replacement) for e in edits)

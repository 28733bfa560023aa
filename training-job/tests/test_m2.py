import pytest

from gec.metrics.edits import Edit
from gec.metrics.m2 import Annotated, EditCounts, max_match, read_m2

M2 = """S He have a car and she have two .
A 1 2|||R:VERB:SVA|||has|||REQUIRED|||-NONE-|||0
A 6 7|||R:VERB:SVA|||has|||REQUIRED|||-NONE-|||0
A 4 4|||M:PUNCT|||,|||REQUIRED|||-NONE-|||1
A 1 2|||R:VERB:SVA|||has||had|||REQUIRED|||-NONE-|||1

S This sentence is already right .
A -1 -1|||noop|||-NONE-|||REQUIRED|||-NONE-|||0

S I am agree with with you .
A 1 2|||U:VERB|||-NONE-|||REQUIRED|||-NONE-|||0
A 3 4|||U:PREP|||-NONE-|||REQUIRED|||-NONE-|||0
"""


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "sample.m2"
    path.write_text(M2, encoding="utf-8")
    return list(read_m2(path))


def test_read(gold):
    assert gold[0].annotators[1] == (
        (Edit(4, 4, (",",)),),
        (Edit(1, 2, ("has",)), Edit(1, 2, ("had",))),
    )
    assert gold[1].annotators == ((),)
    assert gold[2].annotators[0][0] == (Edit(1, 2, ()),)


# (name, hypotheses, counts); by hand, and equal to an independent implementation.
CASES = [
    (
        "source",
        [
            "He have a car and she have two .",
            "This sentence is already right .",
            "I am agree with with you .",
        ],
        EditCounts(0, 0, 4),
    ),
    (
        "all right",
        [
            "He has a car and she has two .",
            "This sentence is already right .",
            "I agree with you .",
        ],
        EditCounts(4, 4, 4),
    ),
    (
        "second annotator, an alternative",
        [
            "He had a car , and she have two .",
            "This sentence is already right .",
            "I agree with you .",
        ],
        EditCounts(4, 4, 4),
    ),
    (
        "one wrong, one missing",
        [
            "He has a car and she have two .",
            "This sentence is already correct .",
            "I agree with with you .",
        ],
        EditCounts(2, 3, 4),
    ),
]


@pytest.mark.parametrize(("hypotheses", "counts"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_counts(gold, hypotheses, counts):
    assert max_match([h.split() for h in hypotheses], gold) == counts


def test_f05():
    counts = EditCounts(correct=2, proposed=3, gold=4)
    assert (counts.precision, counts.recall) == (2 / 3, 0.5)
    assert counts.f05 == pytest.approx(0.625)
    assert EditCounts(0, 0, 0).f05 == 1.0


def test_a_wide_gold_edit_is_met_by_a_merged_hypothesis():
    source = "He always is late".split()
    gold = [Annotated(tuple(source), (((Edit(1, 3, ("is", "always")),),),))]
    assert max_match(["He is always late".split()], gold) == EditCounts(1, 1, 1)


def test_an_odd_block_is_refused(tmp_path):
    path = tmp_path / "broken.m2"
    path.write_text("A 1 2|||x", encoding="utf-8")
    with pytest.raises(ValueError, match="expected a line that starts with 'S '"):
        list(read_m2(path))


def test_different_lengths_are_refused(gold):
    with pytest.raises(ValueError):
        max_match([["x"]], gold)

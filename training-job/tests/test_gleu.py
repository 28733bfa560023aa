import pytest

from gec.metrics.gleu import gleu

SOURCES = [
    "He have a car and she have two .",
    "I am agree with you on this point .",
    "There is many peoples in the street today .",
    "She is going to the school every day .",
    "This sentence is already right .",
]
REFERENCES = [
    [
        "He has a car and she has two .",
        "I agree with you on this point .",
        "There are many people in the street today .",
        "She goes to school every day .",
        "This sentence is already right .",
    ],
    [
        "He has a car , and she has two .",
        "I am in agreement with you on this .",
        "Many people are on the street today .",
        "She is going to school every day .",
        "This sentence is already right .",
    ],
]
HALF = [
    "He has a car and she have two .",
    "I agree with you on this point .",
    "There is many people in the street today .",
    "She goes to the school every day .",
    "This sentence is already correct .",
]


def words(lines):
    return [line.split() for line in lines]


# Computed by an independent implementation of the authors' script (500 draws, same seeds).
@pytest.mark.parametrize(
    ("hypotheses", "expected"),
    [(SOURCES, 24.5334), (HALF, 33.6817), (REFERENCES[0], 70.3179)],
    ids=["source", "half corrected", "first annotator"],
)
def test_reference_scores(hypotheses, expected):
    score = gleu(words(SOURCES), words(hypotheses), [words(r) for r in REFERENCES])
    assert score == pytest.approx(expected, abs=5e-4)


def test_one_reference_met_exactly_is_100():
    assert gleu(words(SOURCES), words(REFERENCES[0]), [words(REFERENCES[0])]) == pytest.approx(100)


def test_no_common_word_is_0():
    assert gleu([["a", "b"]], [["x", "y"]], [[["c", "d"]]]) == 0.0


def test_different_lengths_are_refused():
    with pytest.raises(ValueError, match="as many hypotheses and references as sources"):
        gleu(words(SOURCES), words(HALF[:2]), [words(REFERENCES[0])])


def test_no_reference_is_refused():
    with pytest.raises(ValueError, match="at least one reference"):
        gleu(words(SOURCES), words(HALF), [])

"""Text to the word list of the spelling stage."""

import gzip

import pytest

from gec.lexicon.choose import Thresholds, choose_words, read_counts, read_misspellings
from gec.lexicon.count import WordCounts, count_words
from gec.lexicon.file import format_lexicon, frequency_class, parse_lexicon


def counted(*sentences: str) -> WordCounts:
    counts = WordCounts()
    for sentence in sentences:
        counts.add(sentence)
    return counts


def chosen(sentences: list[str], listed=None, misspellings=(), **limits) -> dict[str, int]:
    return choose_words(counted(*sentences), listed or {}, misspellings, Thresholds(**limits))


def test_counts_apart_what_stands_first():
    counts = counted("The dog’s bone, in fact: not the-end.", "the x2 dogs")
    assert counts.first == {"The": 1, "the": 1}
    assert counts.inner == {"dog's": 1, "bone": 1, "in": 1, "fact": 1, "not": 1, "the-end": 1, "x": 1, "dogs": 1}


def test_counts_the_last_column(tmp_path):
    path = tmp_path / "pairs.tsv"
    path.write_text("He recieve it\tHe receives it\n", encoding="utf-8")
    assert set(count_words([path]).inner) == {"receives", "it"}


@pytest.mark.parametrize(
    ("text", "word", "taken"),
    [
        ("a zorble here", "zorble", True),
        ("we saw Zorblia there", "Zorblia", True),
        ("we saw Zorblia there", "zorblia", False),
        ("it is teh end", "teh", False),
        ("a zorblé here", "zorblé", False),
        ("it is far-off now", "far-off", False),
    ],
)
def test_takes_words_by_count_and_case(text, word, taken):
    assert (word in chosen([text] * 8, misspellings={"teh"})) == taken


def test_takes_a_dictionary_word_the_text_lacks():
    words = chosen(["nothing of that sort"])
    assert words["giraffes"] == 1
    assert "girafes" not in words


def test_adds_listed_words_scaled_to_the_text():
    words = chosen(["the zorble sat"] * 10, listed={"zorble": 300, "blorp": 100})
    assert (words["zorble"], words["blorp"]) == (25, 5)


def test_drops_a_contraction_without_its_apostrophe():
    words = chosen(["so don't go"] * 100 + ["so dont go"] * 3 + ["so cant go"] * 30 + ["so can't go"] * 60)
    assert words["don't"] == 100
    assert "dont" not in words
    assert "cant" in words


def test_takes_pairs_that_are_often_run_together():
    words = chosen(["like it a lot now", "very big houses"] * 5, pair=5)
    assert words["a lot"] == 5
    assert "big houses" not in words


def test_file_gives_back_what_it_was_given():
    words = {"a": 10**6, "a lot": 300, "an": 5, "Anna": 9, "annas": 1, "café": 20}
    text = format_lexicon(dict(reversed(words.items())))
    assert text == format_lexicon(words)
    assert dict(parse_lexicon(text)) == {word: frequency_class(count) for word, count in words.items()}
    assert text.splitlines()[1:4] == ["0az", "1 lote", "1n4"]


def test_refuses_a_file_of_another_kind():
    with pytest.raises(ValueError, match="gramai-lexicon 1"):
        list(parse_lexicon("hello\n"))


def test_reads_lists(tmp_path):
    (tmp_path / "words.txt").write_text("﻿the 100\no'clock 5\nof 50\n", encoding="utf-8")
    assert read_counts(tmp_path / "words.txt") == {"the": 100, "of": 50}
    with gzip.open(tmp_path / "typos.gz", "wt", encoding="utf-8") as file:
        file.write("Teh\tthe\nrecieve\treceive,relieve\n")
    assert read_misspellings(tmp_path / "typos.gz") == {"teh", "recieve"}

import pytest

from gec.metrics.benchmark_text import answer_tokens, detokenise, tokenise

ROUND_TRIPS = [
    ("contraction", "He does n't know , I think .", "He doesn't know, I think."),
    ("clitics", "It 's what they 've said we 'd do .", "It's what they've said we'd do."),
    ("quotes", '" Go home , " she said .', '"Go home," she said.'),
    ("two quotes", 'The " old " and the " new " way .', 'The "old" and the "new" way.'),
    ("brackets", "The plan ( see page 4 ) is ready .", "The plan (see page 4) is ready."),
    ("number", "It costs $ 1,000 at 10:30 .", "It costs $1,000 at 10:30."),
    ("abbreviation", "I met Mr. Brown .", "I met Mr. Brown."),
    ("ellipsis", "Well ... maybe ?", "Well... maybe?"),
    ("possessive plural", "My parents ' house is old .", "My parents' house is old."),
    ("accents", "The café is naïve .", "The café is naïve."),
]


@pytest.mark.parametrize(("tokens", "plain"), [row[1:] for row in ROUND_TRIPS])
def test_tokenise_undoes_detokenise(tokens, plain):
    assert tokenise(plain) == tokens
    assert tokenise(detokenise(tokens)) == tokens


@pytest.mark.parametrize(("tokens", "plain"), [row[1:] for row in ROUND_TRIPS if row[0] != "possessive plural"])
def test_detokenise(tokens, plain):
    assert detokenise(tokens) == plain


def test_an_unclosed_quote_takes_the_next_word():
    assert detokenise('He said " hello there .') == 'He said "hello there.'


def test_an_untouched_answer_keeps_the_benchmark_tokens():
    line = "Use R&D or H&M ."  # tokenise would split the ampersand
    assert answer_tokens(line, detokenise(line)) == line.split()
    assert answer_tokens(line, "Use R&D.") == ["Use", "R", "&", "D", "."]

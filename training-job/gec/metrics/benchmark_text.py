"""Between the tokenised lines of public benchmarks and the plain text a person types.

Benchmarks (JFLEG, GMEG, CoNLL, CWEB) hold lines such as `He does n't know .`; a corrector is given
`He doesn't know.` and its answer is tokenised again before scoring.
"""

import re

_AUXILIARIES = "ca|wo|do|does|did|is|are|was|were|have|has|had|could|would|should|must|need|might|ai|sha"
_CLITICS = "s|re|ve|ll|d|m"

_JOIN = (
    (re.compile(rf"(?i)\b({_AUXILIARIES}) n ?(['’]t)\b"), r"\1n\2"),
    (re.compile(rf"(?i) (['’](?:{_CLITICS}))\b"), r"\1"),
    (re.compile(r" ([.,;:!?%)\]}…]+)(?= )"), r"\1"),
    (re.compile(r"(?<= )([(\[{$#]) "), r"\1"),
)

_SPLIT = (
    (re.compile(r"([\"“”`()\[\]{}<>;!?…$%#&*@=+~|])"), r" \1 "),
    (re.compile(r"(?<!\.)\.{3}(?!\.)"), " ... "),
    # A colon or comma inside a number stays ("10:30", "1,000"); before a letter it does not.
    (re.compile(r"([:,])(?!\d)"), r" \1 "),
    (re.compile(r"(?<!\d),"), " , "),
    # The last full stop, unless it belongs to an abbreviation or an initial.
    (
        re.compile(
            r"(?<!\.[A-Za-z])(?<!\b(?:Mr|Ms|Dr|St|vs))(?<!\b(?:Mrs|etc))(?<!\.)"
            r"\.(?=[\s\"')\]]*$)"
        ),
        " . ",
    ),
    # A full stop between two sentences on one line.
    (re.compile(r"(?<=[a-z0-9]{2})\.(?= +[A-Z\"'])"), " . "),
    (re.compile(rf"(?i)\b({_AUXILIARIES})(n['’]t)\b"), r"\1 \2"),
    (re.compile(rf"(?i)(?<=\w)(['’](?:{_CLITICS}))\b"), r" \1"),
    (re.compile(r"(?<=\w)(['’]) "), r" \1 "),
    (re.compile(rf" (['‘])(?=\w)(?!(?:{_CLITICS}|t)\b)"), r" \1 "),
    (re.compile(r"(?i)\b(can)(not)\b"), r"\1 \2"),
    (re.compile(r"--"), " -- "),
)


def detokenise(line: str) -> str:
    """The plain text of one tokenised benchmark line."""
    text = f" {line.strip()} ".replace("``", '"').replace("''", '"')
    for pattern, replacement in _JOIN:
        text = pattern.sub(replacement, text)
    return " ".join(_join_quotes(text).split())


def _join_quotes(text: str) -> str:
    """Removes the spaces inside each pair of double quotes; the outer ones stay."""
    pieces = text.split('"')
    inside = range(1, len(pieces), 2)
    for index in inside:
        pieces[index] = pieces[index].lstrip()
        if index + 1 < len(pieces):  # the closing quote exists
            pieces[index] = pieces[index].rstrip()
    return '"'.join(pieces)


def tokenise(text: str) -> str:
    """One line of plain text as benchmark tokens with single spaces between them."""
    line = f" {text.strip()} "
    for pattern, replacement in _SPLIT:
        line = pattern.sub(replacement, line)
    return " ".join(line.split())


def answer_tokens(source_line: str, answer: str) -> list[str]:
    """Tokens of a corrector's plain-text `answer` to the tokenised `source_line`.

    An untouched sentence keeps the benchmark's own tokens, so that the few lines which do not
    survive `tokenise(detokenise(line))` are not counted as changes.
    """
    if answer == detokenise(source_line):
        return source_line.split()
    return tokenise(answer).split()

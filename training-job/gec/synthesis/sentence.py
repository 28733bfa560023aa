"""An editable sentence: tokens, the white space before each, and what has been changed already."""

from __future__ import annotations

import random
import re

WORD, FROZEN, MARK = 0, 1, 2

# A chunk with a digit, a symbol or a non-ASCII character (URL, number, code, accented name) is one
# frozen token that no error touches; closing punctuation stays outside it.
_PIECE = re.compile(
    r"(?P<gap>\s+)"
    r"|(?P<frozen>(?=[^\s]*[^\sA-Za-z.,;:!?()\[\]\"'-])\S*[^\s.,;:!?)\]\"'])"
    r"|(?P<word>[A-Za-z]+(?:'[A-Za-z]+)*)"
    r"|(?P<mark>\S)"
)
_KIND = {"word": WORD, "frozen": FROZEN, "mark": MARK}


class Sentence:
    """Parallel lists: `tok` (text), `low` (lower case), `gap` (white space before), `kind`, `used`.

    Words split at hyphens and keep their apostrophes ("don't" is one word). `"".join` of gaps and
    tokens and the `tail` is always the present text.
    """

    __slots__ = ("gap", "kind", "low", "tail", "tok", "used")

    def __init__(self, text: str) -> None:
        self.tok: list[str] = []
        self.gap: list[str] = []
        self.kind: list[int] = []
        gap = ""
        for match in _PIECE.finditer(text):
            name = match.lastgroup
            if name == "gap":
                gap = match.group()
                continue
            self.tok.append(match.group())
            self.gap.append(gap)
            self.kind.append(_KIND[name])
            gap = ""
        self.tail = gap
        self.low = [token.lower() for token in self.tok]
        self.used = [False] * len(self.tok)

    def text(self) -> str:
        """The sentence as it stands."""
        return "".join([part for pair in zip(self.gap, self.tok, strict=True) for part in pair]) + self.tail

    def words(self) -> list[int]:
        """Indices of the words that no error has touched yet."""
        return [i for i, kind in enumerate(self.kind) if kind == WORD and not self.used[i]]

    def word_at(self, i: int) -> str:
        """The lower-case word at `i`, or "" outside the sentence and for anything but a word."""
        return self.low[i] if 0 <= i < len(self.tok) and self.kind[i] == WORD else ""

    def starts_sentence(self, i: int) -> bool:
        """Whether token `i` is the first of the text or follows a mark that ends a sentence."""
        while i > 0 and self.kind[i - 1] == MARK and self.tok[i - 1] in "\"'([":
            i -= 1
        return i == 0 or self.tok[i - 1] in (".", "!", "?")

    def replace(self, i: int, new: str) -> None:
        """Put `new` (any number of words; "" deletes) in place of token `i`, keeping its case."""
        if not new:
            self.delete(i)
            return
        old = self.tok[i]
        if " " in new and old[0].isupper() and not self.starts_sentence(i):
            parts = [old if part == self.low[i] else part for part in new.split(" ")]
        else:
            parts = match_case(old, new).split(" ")
        self.tok[i : i + 1] = parts
        self.low[i : i + 1] = [part.lower() for part in parts]
        self.gap[i : i + 1] = [self.gap[i]] + [" "] * (len(parts) - 1)
        self.kind[i : i + 1] = [WORD] * len(parts)
        self.used[i : i + 1] = [True] * len(parts)

    def phrase_at(self, i: int, words: int) -> str:
        """The lower-case words i, i + 1, ... with single spaces, or "" where that is not the text."""
        end = i + words
        plain = end <= len(self.tok) and not any(self.kind[i:end]) and not any(self.used[i:end])
        if not plain or any(gap != " " for gap in self.gap[i + 1 : end]):
            return ""
        return " ".join(self.low[i:end])

    def delete(self, i: int) -> None:
        """Remove token `i`; the next word takes over its capital, and after a word its gap."""
        capital = self.kind[i] == WORD and self.tok[i][0].isupper() and self.starts_sentence(i)
        gap, was_word = self.gap[i], self.kind[i] == WORD
        for column in (self.tok, self.low, self.gap, self.kind, self.used):
            del column[i]
        if i < len(self.tok):
            if was_word and self.gap[i]:
                self.gap[i] = gap
            self.used[i] = True
            if capital and self.kind[i] == WORD:
                self.tok[i] = self.tok[i][0].upper() + self.tok[i][1:]
        if i > 0:
            self.used[i - 1] = True

    def swap(self, i: int, j: int) -> None:
        """Exchange words `i` < `j`; a sentence capital stays at the front."""
        first, second = self.tok[i], self.tok[j]
        if self.starts_sentence(i) and first[0].isupper():
            second = second[0].upper() + second[1:]
            first = first if first == "I" or first.startswith("I'") else first[0].lower() + first[1:]
        self.tok[i], self.tok[j] = second, first
        self.low[i], self.low[j] = second.lower(), first.lower()
        self.used[i] = self.used[j] = True

    def replace_one(self, rng: random.Random, proposals: list[tuple[int, str]]) -> bool:
        """Carry out one of the (token, new text) proposals; False where there is none."""
        if not proposals:
            return False
        i, new = proposals[int(rng.random() * len(proposals))]
        self.replace(i, new)
        return True


def match_case(old: str, new: str) -> str:
    """`new` written with the capital letters of `old` (first letter, or all of a longer word)."""
    if not old or not old[0].isupper() or not new:
        return new
    if len(old) > 1 and old.isupper():
        return new.upper()
    if old == "I" or old.startswith("I'"):
        return new
    return new[0].upper() + new[1:]

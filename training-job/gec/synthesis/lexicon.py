"""Inflections of English words, looked up in lemminflect's dictionary once per word."""

from __future__ import annotations

from dataclasses import dataclass, field

import lemminflect

# Words remembered at most (about 60 MB); names would fill memory otherwise.
CACHE_WORDS = 150_000
VERB_TAGS = ("VB", "VBP", "VBZ", "VBD", "VBN", "VBG")
_BE = {"VB": "be", "VBP": "are", "VBZ": "is", "VBD": "was", "VBN": "been", "VBG": "being"}


@dataclass(frozen=True, slots=True)
class Forms:
    """What one lower-case word can be, and its sister forms."""

    singular: str = ""  # the noun's singular, "" where the word is no noun
    plural: str = ""  # "" for mass nouns
    verb: dict[str, str] = field(default_factory=dict)  # Penn tag -> form
    verb_tags: frozenset[str] = frozenset()  # tags this very word can have
    adjective: bool = False
    adverb: bool = False
    comparative: str = ""
    superlative: str = ""
    verb_share: float = 0.0  # how often the word is a verb where it can be noun and verb, 0 to 1

    @property
    def known(self) -> bool:
        """Whether the dictionary has the word at all."""
        return bool(self.singular or self.verb or self.adjective or self.adverb)


_UNKNOWN = Forms()


class Lexicon:
    """Cached dictionary look-ups; picklable (the cache travels along)."""

    def __init__(self, verb_shares: dict[str, float] | None = None) -> None:
        self._cache: dict[str, Forms] = {}
        self._verb_shares = verb_shares or {}

    def __getitem__(self, word: str) -> Forms:
        """Forms of a lower-case word; an empty `Forms` for unknown words."""
        forms = self._cache.get(word)
        if forms is None:
            if len(self._cache) >= CACHE_WORDS:
                self._cache.clear()
            forms = self._cache[word] = _look_up(word, self._verb_shares.get(word))
        return forms


def _look_up(word: str, verb_share: float | None) -> Forms:
    lemmas = lemminflect.getAllLemmas(word) if word.isalpha() and word.isascii() else {}
    if not lemmas:
        return _UNKNOWN
    singular = plural = comparative = superlative = ""
    verb: dict[str, str] = {}
    if "NOUN" in lemmas:
        singular = lemmas["NOUN"][0]
        plurals = lemminflect.getAllInflections(singular, upos="NOUN").get("NNS", ())
        plural = next((form for form in plurals if form != singular), "")
        if word not in (singular, plural) and word in plurals:
            plural = word
    if "VERB" in lemmas or "AUX" in lemmas:
        lemma = lemmas.get("VERB", lemmas.get("AUX"))[0]
        table = lemminflect.getAllInflections(lemma, upos="VERB")
        if lemma == "be":
            verb = _BE
        else:
            verb = {tag: table[tag][0] for tag in VERB_TAGS if table.get(tag)}
            # The dictionary leaves out what repeats: regular participles, the plain present.
            verb.setdefault("VB", lemma)
            verb.setdefault("VBP", verb["VB"])
            if "VBD" in verb:
                verb.setdefault("VBN", verb["VBD"])
    if "ADJ" in lemmas:
        table = lemminflect.getAllInflections(lemmas["ADJ"][0], upos="ADJ")
        comparative = table.get("JJR", ("",))[0]
        superlative = table.get("JJS", ("",))[0]
    return Forms(
        singular=singular,
        plural=plural,
        verb=verb,
        verb_tags=frozenset(tag for tag, form in verb.items() if form == word),
        adjective="ADJ" in lemmas,
        adverb="ADV" in lemmas,
        comparative=comparative,
        superlative=superlative,
        verb_share=verb_share if verb_share is not None else float(not singular),
    )

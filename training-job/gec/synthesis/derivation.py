"""The right root in the wrong word class, and comparatives built twice or wrongly."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.words import CLOSED, DETERMINERS

_FAMILIES = """
different difference differently|important importance importantly|success successful succeed|safe safety safely
health healthy|economy economic economical|danger dangerous|beauty beautiful|happy happiness happily|easy easily
culture cultural|nature natural naturally|possible possibility possibly|necessary necessity|knowledge know
free freedom|difficult difficulty|strong strength|long length|wide width|high height|deep depth|true truth
confident confidence|independent independence|patient patience|intelligent intelligence|violent violence|absent absence
responsible responsibility|able ability|comfortable comfort|develop development|improve improvement|govern government
educate education educational|pollute pollution|communicate communication|decide decision|discuss discussion
choose choice|live life|die death dead|grow growth|lose loss|believe belief|advertise advertisement|compete competition
technology technological|science scientific scientist|politics political|tradition traditional|history historical
environment environmental|society social|person personal|person people|France French|Spain Spanish|China Chinese
use useful|help helpful|care careful carefully|harm harmful|stress stressful|wonder wonderful|peace peaceful|pain painful
interest interesting interested|effect effective|act active activity|create creative creation|attract attractive
friend friendly|day daily|cost costly|noise noisy|luck lucky|health healthier|wealth wealthy|sun sunny|rain rainy
fame famous|nerve nervous|poison poisonous|variety various|religion religious|mystery mysterious|anger angry|hunger hungry
convenient convenience|efficient efficiency|popular popularity|equal equality|real reality really|similar similarity
poor poverty|honest honesty|wise wisdom|bore boring bored|compare comparison|arrive arrival|explain explanation
invite invitation|produce product production|refuse refusal|solve solution|think thought|behave behavior|speak speech
agree agreement|argue argument|move movement|pay payment|treat treatment|employ employment|manage management
enjoy enjoyment enjoyable|work worker|teach teacher|travel traveler|own owner|especially special|recent recently
complete completely|final finally|general generally|usual usually|certain certainly|simple simply|serious seriously
quick quickly|slow slowly|careful carefully|real really|bad badly|good well|loud loudly|sudden suddenly|immediate immediately
"""
FAMILIES: dict[str, list[str]] = {}
for _family in _FAMILIES.lower().replace("\n", "|").split("|"):
    for _word in _family.split():
        FAMILIES.setdefault(_word, []).extend(other for other in _family.split() if other != _word)


def family(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A noun for its adjective or verb, an adjective for its noun."""
    return s.replace_one(rng, [(i, w) for i in s.words() if s.low[i] in FAMILIES for w in FAMILIES[s.low[i]]])


def adverb(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """An adverb without its -ly, or an adjective with one before its noun."""
    proposals = []
    for i in s.words():
        word = s.low[i]
        if word in CLOSED or len(word) < 4:
            continue
        if word.endswith("ly"):
            base = _adjective_of(word)
            if base and res.lexicon[base].adjective:
                proposals.append((i, base))
        elif res.lexicon[word].adjective and not res.lexicon[word].verb_tags and not word.endswith(("er", "st")):
            made = _adverb_of(word)
            if res.lexicon[made].adverb and (s.word_at(i - 1) in DETERMINERS or rng.random() < 0.3):
                proposals.append((i, made))
    return s.replace_one(rng, proposals)


def comparative(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """ "More better", "more big", "gooder", "most fastest"."""
    proposals = []
    for i in s.words():
        word = s.low[i]
        if word in _IRREGULAR:
            proposals.extend((i, wrong) for wrong in _IRREGULAR[word])
        elif word in ("more", "most") and res.lexicon[s.word_at(i + 1)].adjective and s.gap[i + 1] == " ":
            ending = "er" if word == "more" else "est"
            following = s.low[i + 1]
            if len(following) < 9:
                proposals.append((i + 1, following[:-1] + ending if following.endswith("e") else following + ending))
        elif word.endswith(("er", "est")) and len(word) > 4 and res.lexicon[word].adjective and not res.lexicon[word].verb_tags:
            base = _base_of(word, res)
            if base:
                more = "more" if word.endswith("er") else "most"
                proposals.extend([(i, f"{more} {base}"), (i, f"{more} {word}"), (i, base)])
        elif word == "than" and s.word_at(i - 1):
            proposals.append((i, "then"))
    return s.replace_one(rng, [(i, new) for i, new in proposals if not s.used[i]])


_IRREGULAR = {
    "better": ["more better", "more good", "gooder", "best"], "best": ["most best", "bestest", "better", "most good"],
    "worse": ["more worse", "worser", "more bad", "badder", "worst"], "worst": ["most worst", "worse", "baddest"],
    "further": ["more further"], "easier": ["more easier", "more easy", "easyer"], "happier": ["more happier", "more happy"],
}  # fmt: skip


def _base_of(word: str, res: Resources) -> str:
    stem = word[:-2] if word.endswith("er") else word[:-3]
    for base in (stem, stem + "e", stem[:-1], stem[:-1] + "y"):
        forms = res.lexicon[base]
        if word in (forms.comparative, forms.superlative):
            return base
    return ""


def _adjective_of(word: str) -> str:
    if word.endswith("ily"):
        return word[:-3] + "y"
    if word.endswith("ically"):
        return word[:-4]
    return word[:-2] if not word.endswith("bly") else word[:-1] + "e"


def _adverb_of(word: str) -> str:
    if word.endswith("y"):
        return word[:-1] + "ily"
    if word.endswith("le"):
        return word[:-1] + "y"
    return word + ("ally" if word.endswith("ic") else "ly")

"""Spaces missing, added or doubled."""

from __future__ import annotations

import random

from gec.synthesis.resources import Resources
from gec.synthesis.sentence import MARK, WORD, Sentence

# Words that people write in two, and pairs that they write in one.
SPLITS = {
    word: parts
    for word, parts in (
        pair.split(":")
        for pair in (
            "maybe:may be|everyone:every one|sometimes:some times|however:how ever|myself:my self|cannot:can not|"
            "another:an other|without:with out|everything:every thing|anything:any thing|everybody:every body|"
            "something:some thing|someone:some one|anyone:any one|nobody:no body|themselves:them selves|"
            "himself:him self|herself:her self|yourself:your self|ourselves:our selves|itself:it self|into:in to|"
            "instead:in stead|already:all ready|always:all ways|everywhere:every where|nowadays:now a days|"
            "whenever:when ever|whatever:what ever|within:with in|throughout:through out|although:all though|"
            "together:to gether|classroom:class room|homework:home work|weekend:week end|birthday:birth day|"
            "football:foot ball|newspaper:news paper|airport:air port|breakfast:break fast|afternoon:after noon|"
            "outside:out side|inside:in side|today:to day|tomorrow:to morrow|online:on line|website:web site|"
            "throughout:through out|therefore:there fore|furthermore:further more|somewhere:some where|apart:a part|"
            "anyway:any way|because:be cause|between:be tween|understand:under stand|grandmother:grand mother|"
            "bedroom:bed room|everyday:every day|highschool:high school|software:soft ware|background:back ground"
        ).split("|")
    )
}
MERGES = frozenset(
    "a lot|in front|each other|as well|at least|in fact|even though|every time|every day|high school|of course|"
    "in spite|no one|thank you|all right|up to|so that|at all|in order|ice cream|may be|any more|some time|"
    "in case|next to|in to|such as|other hand|more over|a few|a little|even if|living room|bus stop".split("|")
)


def merge(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """Two words run together; habitual pairs ("alot", "infront") when there is one."""
    places = [
        i for i in s.words()
        if i > 0 and s.kind[i - 1] == WORD and s.gap[i] == " " and not s.used[i - 1]
        and s.tok[i].islower() and s.tok[i - 1] != "I"
    ]
    habitual = [i for i in places if f"{s.low[i - 1]} {s.low[i]}" in MERGES]
    if habitual:
        places = habitual
    elif rng.random() < 0.5:
        return False
    if not places:
        return False
    i = rng.choice(places)
    s.gap[i] = ""
    s.used[i] = s.used[i - 1] = True
    return True


def split(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A word cut in two where its parts look like words."""
    proposals = [(i, SPLITS[s.low[i]]) for i in s.words() if s.low[i] in SPLITS]
    if not proposals and rng.random() < 0.35:
        for i in s.words():
            word = s.low[i]
            if len(word) > 6 and s.tok[i].islower() and word.isalpha():
                for cut in range(3, len(word) - 2):
                    if res.lexicon[word[:cut]].known and res.lexicon[word[cut:]].known:
                        proposals.append((i, f"{word[:cut]} {word[cut:]}"))
                        break
    return s.replace_one(rng, proposals)


def double(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """Two spaces in place of one."""
    places = [i for i, gap in enumerate(s.gap) if i > 0 and gap == " "]
    if not places:
        return False
    s.gap[rng.choice(places)] = "  "
    return True


def before_mark(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """A space before a comma, stop, question or exclamation mark."""
    places = [i for i, t in enumerate(s.tok) if i > 0 and t in (",", ".", "?", "!") and not s.gap[i] and not s.used[i]]
    if not places:
        return False
    s.gap[rng.choice(places)] = " "
    return True


def after_mark(s: Sentence, rng: random.Random, res: Resources) -> bool:
    """No space after a comma or a stop."""
    places = [
        i for i, gap in enumerate(s.gap)
        if i > 0 and gap == " " and s.kind[i - 1] == MARK and s.tok[i - 1] in ",.!?;" and s.kind[i] == WORD
    ]
    if not places:
        return False
    s.gap[rng.choice(places)] = ""
    return True

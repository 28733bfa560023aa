"""Turns a correct sentence into one that a learner or a hurried writer could have written."""

from __future__ import annotations

import random
from itertools import accumulate
from pathlib import Path

from gec.synthesis.kinds import KINDS
from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.settings import Settings, parse_settings

# Draws of a kind for one wanted error before the sentence is taken to have no place for more.
MAX_DRAWS = 14


class Corruptor:
    """Makes errors by the rates and styles of its settings. Picklable; holds no randomness."""

    def __init__(self, settings: Settings, resources: Resources) -> None:
        self.settings = settings
        self._resources = resources
        self._kinds = list(KINDS)
        self._styles = list(settings.styles.values())
        self._style_cumulative = list(accumulate(style.share for style in self._styles))
        self._kind_cumulative = [
            list(accumulate(settings.rate(kind) * style.factor(kind) for kind in self._kinds)) for style in self._styles
        ]

    @classmethod
    def from_resources(cls, config: dict | None, resources_dir: Path | None) -> Corruptor:
        """A corruptor by `config` (see `Settings`; None: defaults), lists under `resources_dir`.

        Missing lists are left out: rules alone still work. Raises ValueError at a bad config.
        """
        return cls(parse_settings(config), Resources.load(resources_dir))

    def corrupt(self, target: str, rng: random.Random) -> tuple[str, list[str]]:
        """The sentence with errors, and their kinds in the order made; ([] and the sentence itself)
        where it is left correct. Depends on `target` and the state of `rng` only."""
        if rng.random() < self.settings.correct_share:
            return target, []
        style = rng.choices(range(len(self._styles)), cum_weights=self._style_cumulative)[0]
        sentence = Sentence(target)
        wanted = self._count(style, sum(kind == 0 for kind in sentence.kind), rng)
        cumulative = self._kind_cumulative[style]
        made: list[str] = []
        for _ in range(wanted):
            for kind in rng.choices(self._kinds, cum_weights=cumulative, k=MAX_DRAWS):
                if KINDS[kind][0](sentence, rng, self._resources):
                    made.append(kind)
                    break
            else:
                break
        source = sentence.text()
        return (source, made) if source != target else (target, [])

    def _count(self, style: int, words: int, rng: random.Random) -> int:
        counts = self._styles[style].counts or self.settings.counts
        count = 1 + rng.choices(range(len(counts)), counts)[0]
        if count == 4:
            count = rng.randint(4, 6 if words < 30 else 8)
        return min(count, max(1, int(words / self.settings.words_per_error)))

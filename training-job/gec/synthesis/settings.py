"""How many errors a sentence gets, of which kinds, and in which style of writing."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from gec.synthesis.kinds import KINDS


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """A way of writing: its share among styles, factors on rates, and how many errors it makes."""

    share: float
    # Kind name or group ("spelling" for "spelling.*"; "*" for all others) -> factor on the rate.
    factors: dict[str, float] = field(default_factory=dict)
    # Weights of one, two, three and four or more errors; None takes the settings' own.
    counts: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        allowed = set(KINDS) | {kind.partition(".")[0] for kind in KINDS} | {"*"}
        if unknown := sorted(set(self.factors) - allowed):
            raise ValueError(f"unknown kinds or groups {unknown} in a style; expected some of {sorted(allowed)}")

    def factor(self, kind: str) -> float:
        """Factor on the rate of `kind`: by its full name, else its group, else "*", else 1."""
        for key in (kind, kind.partition(".")[0], "*"):
            if key in self.factors:
                return self.factors[key]
        return 1.0


STYLES = {
    "plain": Style(share=0.34),
    "learner": Style(
        share=0.30,
        factors={"spelling": 0.6, "case": 0.5, "contraction": 0.5, "space": 0.6, "chat": 0.0},
        counts=(0.28, 0.27, 0.23, 0.22),
    ),
    "speller": Style(share=0.14, factors={"spelling": 4.0, "space": 2.0}, counts=(0.25, 0.25, 0.25, 0.25)),
    "chat": Style(
        share=0.07,
        factors={
            "case.start": 4.0,
            "case.pronoun": 8.0,
            "case.lower": 10.0,
            "punctuation.final": 6.0,
            "contraction": 4.0,
            "chat": 4.0,
            "article": 0.5,
            "preposition": 0.4,
        },
        counts=(0.2, 0.3, 0.25, 0.25),
    ),
    "proofreading": Style(
        share=0.15,
        factors={"spelling.heavy": 0.0, "chat": 0.0, "case.lower": 0.0},
        counts=(1.0, 0.0, 0.0, 0.0),
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Every setting of the synthesis; an unknown key is an error that names the allowed ones."""

    # Share of sentences left as they are.
    correct_share: float = 0.2
    # Weights of one, two, three and four to six (eight from 30 words on) errors in a sentence that gets any.
    counts: tuple[float, ...] = (0.40, 0.25, 0.20, 0.15)
    # Words that a sentence must have for each error in it.
    words_per_error: float = 3.0
    # Kind name -> relative rate, over the defaults in `kinds.py`.
    rates: dict[str, float] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=lambda: dict(STYLES))

    def __post_init__(self) -> None:
        if not 0 <= self.correct_share <= 1:
            raise ValueError(f"correct_share must be between 0 and 1, got {self.correct_share}")
        if unknown := sorted(set(self.rates) - set(KINDS)):
            raise ValueError(f"unknown error kinds {unknown}; expected some of {sorted(KINDS)}")
        if negative := [f"{kind}: {rate}" for kind, rate in self.rates.items() if rate < 0]:
            raise ValueError(f"rates must be >= 0, got {', '.join(negative)}")
        for counts in [
            self.counts,
            *(style.counts for style in self.styles.values() if style.counts is not None),
        ]:
            if not 1 <= len(counts) <= 4 or sum(counts) <= 0:
                raise ValueError(f"counts must be one to four weights (of one, two, three, more), got {counts}")
        if not any(self.rate(kind) for kind in KINDS):
            raise ValueError("rates must leave at least one kind above 0, got 0 for all")
        if self.words_per_error <= 0:
            raise ValueError(f"words_per_error must be > 0, got {self.words_per_error}")
        if not self.styles or sum(style.share for style in self.styles.values()) <= 0:
            raise ValueError("styles must hold at least one style with a positive share")

    def rate(self, kind: str) -> float:
        """The relative rate of a kind before any style."""
        return self.rates.get(kind, KINDS[kind][1])


def parse_settings(config: dict | None) -> Settings:
    """Settings from plain data, as read from YAML. Raises ValueError at unknown or bad keys."""
    config = dict(config or {})
    allowed = {f.name for f in fields(Settings)}
    if unknown := sorted(set(config) - allowed):
        raise ValueError(f"unknown synthesis settings {unknown}; expected some of {sorted(allowed)}")
    if "counts" in config:
        config["counts"] = tuple(config["counts"])
    if "styles" in config:
        config["styles"] = {name: _style(name, style) for name, style in config["styles"].items()}
    return Settings(**config)


def _style(name: str, style: dict) -> Style:
    if unknown := sorted(set(style) - {"share", "factors", "counts"}):
        raise ValueError(f"unknown keys {unknown} in style {name!r}; expected share, factors, counts")
    style = dict(style)
    if style.get("counts") is not None:
        style["counts"] = tuple(style["counts"])
    return Style(**style)

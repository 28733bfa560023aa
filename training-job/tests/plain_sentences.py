"""Right sentences from a small grammar: enough for a tiny model to learn agreement, articles and spelling from."""

from __future__ import annotations

import random

_PEOPLE = ["The teacher", "My sister", "His brother", "The old man", "Our neighbour", "A doctor", "Her friend"]
_GROUPS = ["The teachers", "My sisters", "His brothers", "The old men", "Our neighbours", "Two doctors", "They", "We"]
_VERBS = [
    ("has", "have"), ("likes", "like"), ("buys", "buy"), ("sees", "see"), ("wants", "want"), ("needs", "need"),
    ("sells", "sell"), ("finds", "find"), ("makes", "make"), ("loves", "love"),
]  # fmt: skip
_THINGS = ["a car", "an apple", "a house", "an orange", "a book", "an umbrella", "a bicycle", "the garden", "a letter"]
_PLACES = ["at home", "in the morning", "at school", "in the city", "on Sundays", "every day", "near the river"]
_ENDS = ["", "", " and it is very good", " because it is cheap", " but they do not say why"]


def plain_sentences(count: int, seed: int) -> list[str]:
    """`count` sentences, all of them right, the same for the same seed."""
    rng = random.Random(seed)
    sentences = []
    for _ in range(count):
        singular = rng.random() < 0.5
        subject = rng.choice(_PEOPLE if singular else _GROUPS)
        verb = rng.choice(_VERBS)[0 if singular else 1]
        sentences.append(f"{subject} {verb} {rng.choice(_THINGS)} {rng.choice(_PLACES)}{rng.choice(_ENDS)}.")
    return sentences

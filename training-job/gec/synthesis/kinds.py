"""The table of error kinds: name, function, default rate. A new kind is one function and one row."""

from __future__ import annotations

import random
from collections.abc import Callable

from gec.synthesis import (
    agreement, articles, casing, confusions, derivation, informal, nouns, omission, order, prepositions, pronouns,
    punctuation, spacing, spelling, verbs,
)  # fmt: skip
from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence

# Makes one error of its kind in place; False (and nothing changed) where the sentence offers no place.
Kind = Callable[[Sentence, random.Random, Resources], bool]

# Rates are relative weights of a draw. A drawn kind that finds no place is drawn again.
KINDS: dict[str, tuple[Kind, float]] = {
    "spelling.listed": (spelling.listed, 2.5),
    "spelling.phonetic": (spelling.phonetic, 1.8),
    "spelling.typo": (spelling.typo, 1.4),
    "spelling.heavy": (spelling.heavy, 0.69),
    "spelling.real_word": (spelling.real_word, 0.4),
    "case.start": (casing.start, 0.64),
    "case.pronoun": (casing.pronoun_i, 0.39),
    "case.proper": (casing.proper, 0.39),
    "case.random": (casing.random_capital, 0.21),
    "case.lower": (casing.all_lower, 0.21),
    "case.upper": (casing.all_upper, 0.21),
    "punctuation.final": (punctuation.final, 0.78),
    "punctuation.terminal": (punctuation.terminal, 0.58),
    "punctuation.comma_drop": (punctuation.comma_drop, 1.6),
    "punctuation.comma_clause": (omission.clause_order, 0.59),
    "punctuation.comma_add": (punctuation.comma_add, 0.63),
    "punctuation.fragment": (punctuation.comma_to_stop, 0.57),
    "punctuation.apostrophe": (punctuation.apostrophe, 2.0),
    "punctuation.apostrophe_add": (punctuation.apostrophe_add, 0.66),
    "punctuation.hyphen": (punctuation.hyphen, 3.1),
    "punctuation.semicolon": (punctuation.semicolon, 1.2),
    "space.merge": (spacing.merge, 0.93),
    "space.split": (spacing.split, 1.4),
    "space.double": (spacing.double, 0.23),
    "space.before_mark": (spacing.before_mark, 0.47),
    "space.after_mark": (spacing.after_mark, 0.47),
    "article.drop": (articles.drop, 2.2),
    "article.add": (articles.add, 2.2),
    "article.a_an": (articles.a_an, 0.2),
    "article.swap": (articles.swap, 0.2),
    "article.mass": (articles.mass, 0.32),
    "preposition.swap": (prepositions.swap, 0.76),
    "preposition.drop": (prepositions.drop, 0.27),
    "preposition.add": (prepositions.add, 0.66),
    "noun.singular": (nouns.singular, 2.7),
    "noun.plural": (nouns.plural, 1.6),
    "noun.mass": (nouns.mass, 0.43),
    "noun.irregular": (nouns.irregular, 0.47),
    "agreement.auxiliary": (agreement.auxiliary, 3.3),
    "agreement.drop_s": (agreement.drop_s, 3.9),
    "agreement.add_s": (agreement.add_s, 1.8),
    "verb.form": (verbs.form, 3.8),
    "verb.infinitive": (verbs.infinitive, 0.2),
    "verb.tense": (verbs.tense, 7.5),
    "verb.perfect": (verbs.perfect, 1.1),
    "verb.future": (verbs.future, 1.1),
    "verb.irregular": (verbs.irregular, 1.6),
    "verb.auxiliary_drop": (verbs.auxiliary_drop, 0.71),
    "verb.auxiliary_add": (verbs.auxiliary_add, 2.1),
    "verb.participle": (verbs.participle, 0.33),
    "verb.progressive": (verbs.progressive, 0.43),
    "pronoun.wrong": (pronouns.wrong, 1.5),
    "pronoun.drop": (pronouns.drop, 1.2),
    "pronoun.repeat": (pronouns.repeat, 0.72),
    "pronoun.subject_drop": (informal.subject_drop, 0.2),
    "confusion.sets": (confusions.confuse, 1.8),
    "confusion.learner": (confusions.substitute, 3.1),
    "confusion.of_have": (confusions.of_have, 3.4),
    "derivation.family": (derivation.family, 1.3),
    "derivation.adverb": (derivation.adverb, 1.6),
    "comparative": (derivation.comparative, 1.9),
    "order.adverb": (order.adverb, 0.4),
    "order.adjective": (order.adjective, 0.2),
    "order.question": (order.question, 0.26),
    "order.adjacent": (order.adjacent, 0.23),
    "missing.word": (omission.drop, 1.7),
    "extra.word": (omission.add, 1.1),
    "extra.doubled": (omission.double, 1.0),
    "run_on.sentences": (omission.run_on, 1.3),
    "run_on.conjunction": (omission.conjunction, 5.6),
    "contraction.slip": (informal.contraction, 1.9),
    "contraction.all": (informal.apostrophes, 0.82),
    "quantifier": (informal.quantifier, 4.3),
    "chat": (informal.chat, 0.48),
}

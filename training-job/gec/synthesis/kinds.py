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
    "spelling.listed": (spelling.listed, 9.0),
    "spelling.phonetic": (spelling.phonetic, 7.0),
    "spelling.typo": (spelling.typo, 5.0),
    "spelling.heavy": (spelling.heavy, 2.5),
    "spelling.real_word": (spelling.real_word, 1.0),
    "case.start": (casing.start, 2.5),
    "case.pronoun": (casing.pronoun_i, 1.5),
    "case.proper": (casing.proper, 1.5),
    "case.random": (casing.random_capital, 0.6),
    "case.lower": (casing.all_lower, 0.6),
    "case.upper": (casing.all_upper, 0.1),
    "punctuation.final": (punctuation.final, 2.0),
    "punctuation.terminal": (punctuation.terminal, 0.6),
    "punctuation.comma_drop": (punctuation.comma_drop, 4.0),
    "punctuation.comma_clause": (omission.clause_order, 1.5),
    "punctuation.comma_add": (punctuation.comma_add, 1.2),
    "punctuation.fragment": (punctuation.comma_to_stop, 0.7),
    "punctuation.apostrophe": (punctuation.apostrophe, 1.5),
    "punctuation.apostrophe_add": (punctuation.apostrophe_add, 0.4),
    "punctuation.hyphen": (punctuation.hyphen, 1.0),
    "punctuation.semicolon": (punctuation.semicolon, 1.0),
    "space.merge": (spacing.merge, 1.2),
    "space.split": (spacing.split, 1.5),
    "space.double": (spacing.double, 0.3),
    "space.before_mark": (spacing.before_mark, 0.6),
    "space.after_mark": (spacing.after_mark, 0.6),
    "article.drop": (articles.drop, 6.0),
    "article.add": (articles.add, 3.5),
    "article.a_an": (articles.a_an, 1.5),
    "article.swap": (articles.swap, 1.0),
    "article.mass": (articles.mass, 0.5),
    "preposition.swap": (prepositions.swap, 5.5),
    "preposition.drop": (prepositions.drop, 2.0),
    "preposition.add": (prepositions.add, 1.5),
    "noun.singular": (nouns.singular, 4.5),
    "noun.plural": (nouns.plural, 2.5),
    "noun.mass": (nouns.mass, 0.8),
    "noun.irregular": (nouns.irregular, 0.8),
    "agreement.auxiliary": (agreement.auxiliary, 3.5),
    "agreement.drop_s": (agreement.drop_s, 4.5),
    "agreement.add_s": (agreement.add_s, 2.0),
    "verb.form": (verbs.form, 5.5),
    "verb.infinitive": (verbs.infinitive, 1.2),
    "verb.tense": (verbs.tense, 2.5),
    "verb.perfect": (verbs.perfect, 0.7),
    "verb.future": (verbs.future, 0.5),
    "verb.irregular": (verbs.irregular, 1.5),
    "verb.auxiliary_drop": (verbs.auxiliary_drop, 2.0),
    "verb.auxiliary_add": (verbs.auxiliary_add, 1.0),
    "verb.participle": (verbs.participle, 0.5),
    "verb.progressive": (verbs.progressive, 0.4),
    "pronoun.wrong": (pronouns.wrong, 2.2),
    "pronoun.drop": (pronouns.drop, 0.8),
    "pronoun.repeat": (pronouns.repeat, 0.4),
    "pronoun.subject_drop": (informal.subject_drop, 0.5),
    "confusion.sets": (confusions.confuse, 4.0),
    "confusion.learner": (confusions.substitute, 7.0),
    "confusion.of_have": (confusions.of_have, 0.4),
    "derivation.family": (derivation.family, 1.5),
    "derivation.adverb": (derivation.adverb, 2.0),
    "comparative": (derivation.comparative, 1.2),
    "order.adverb": (order.adverb, 1.0),
    "order.adjective": (order.adjective, 0.4),
    "order.question": (order.question, 0.8),
    "order.adjacent": (order.adjacent, 0.5),
    "missing.word": (omission.drop, 2.5),
    "extra.word": (omission.add, 1.2),
    "extra.doubled": (omission.double, 0.8),
    "run_on.sentences": (omission.run_on, 2.0),
    "run_on.conjunction": (omission.conjunction, 1.0),
    "contraction.slip": (informal.contraction, 1.5),
    "contraction.all": (informal.apostrophes, 0.5),
    "quantifier": (informal.quantifier, 1.0),
    "chat": (informal.chat, 0.15),
}

"""Each kind of error makes the change that its name says, and only where it has a place."""

import random

import pytest

from gec.synthesis.kinds import KINDS
from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence

RESOURCES = Resources.load(None)
RESOURCES.misspellings["because"] = (["becuase", "becouse"], [1, 2])

# kind, sentence, some of the texts it must be able to make
MADE = [
    (
        "spelling.listed",
        "I stayed because of rain.",
        {"I stayed becuase of rain.", "I stayed becouse of rain."},
    ),
    ("spelling.phonetic", "Friend.", {"Freind."}),
    ("spelling.typo", "Their.", {"Thier.", "Thir.", "Theirr."}),
    ("spelling.real_word", "From.", {"Form."}),
    ("case.start", "We left.", {"we left."}),
    ("case.pronoun", "I know I'm late.", {"i know i'm late."}),
    ("case.proper", "We met on Monday.", {"We met on monday."}),
    ("case.random", "We saw a house.", {"We saw a House."}),
    ("case.lower", "Anna and I met the BBC in London.", {"anna and i met the BBC in london."}),
    ("case.upper", "We left it.", {"We LEFT it."}),
    ("punctuation.final", "We left.", {"We left"}),
    ("punctuation.terminal", "Did you go?", {"Did you go."}),
    ("punctuation.terminal", "We left.", {"We left,", "We left.."}),
    ("punctuation.comma_drop", "Yes, we did.", {"Yes we did."}),
    ("punctuation.comma_clause", "When it rains, we stay.", {"When it rains we stay."}),
    ("punctuation.comma_add", "I think that he left.", {"I think, that he left."}),
    (
        "punctuation.fragment",
        "We stayed at home, because it rained hard.",
        {"We stayed at home. Because it rained hard."},
    ),
    ("punctuation.apostrophe", "My mother's car broke.", {"My mothers car broke."}),
    ("punctuation.apostrophe_add", "The cars stop.", {"The car's stop."}),
    ("punctuation.hyphen", "A well-known man.", {"A well known man.", "A wellknown man."}),
    ("punctuation.semicolon", "I went; he stayed.", {"I went, he stayed."}),
    ("space.merge", "I like it a lot.", {"I like it alot."}),
    ("space.split", "Maybe he left.", {"May be he left."}),
    ("space.double", "We left.", {"We  left."}),
    ("space.before_mark", "We left.", {"We left ."}),
    ("space.after_mark", "Yes, we did.", {"Yes,we did."}),
    ("article.drop", "The dog barked.", {"Dog barked."}),
    ("article.drop", "I have a car.", {"I have car."}),
    ("article.add", "He enjoys life.", {"He enjoys the life."}),
    ("article.add", "He lives in Paris.", {"He lives in the Paris."}),
    ("article.a_an", "I ate an apple.", {"I ate a apple."}),
    ("article.swap", "I saw a dog.", {"I saw the dog."}),
    ("article.mass", "He lives with dogs.", {"He lives with a dogs."}),
    ("preposition.swap", "We met at noon.", {"We met on noon.", "We met in noon."}),
    ("preposition.drop", "I listen to music.", {"I listen music."}),
    ("preposition.add", "We discussed the plan.", {"We discussed about the plan."}),
    ("noun.singular", "I have two dogs.", {"I have two dog."}),
    ("noun.plural", "This car is red.", {"This cars is red."}),
    ("noun.mass", "He gave me some information.", {"He gave me some informations."}),
    ("noun.irregular", "The children sang.", {"The childs sang.", "The childrens sang."}),
    ("agreement.auxiliary", "He has a car.", {"He have a car."}),
    ("agreement.drop_s", "She walks home.", {"She walk home."}),
    ("agreement.add_s", "They walk home.", {"They walks home."}),
    ("verb.form", "I want to go.", {"I want to went.", "I want to going."}),
    ("verb.form", "He can swim.", {"He can swims.", "He can to swim."}),
    ("verb.form", "She has eaten.", {"She has eat.", "She has ate."}),
    ("verb.infinitive", "I want to sleep.", {"I want sleep."}),
    ("verb.tense", "Yesterday I went home.", {"Yesterday I go home."}),
    ("verb.tense", "She always walks home.", {"She always walked home."}),
    ("verb.perfect", "I saw him yesterday.", {"I have seen him yesterday."}),
    ("verb.perfect", "I have been living here.", {"I am living here."}),
    ("verb.future", "When I arrive, I call.", {"When I will arrive, I call."}),
    ("verb.irregular", "He went home.", {"He goed home."}),
    ("verb.auxiliary_drop", "She is reading.", {"She reading."}),
    ("verb.auxiliary_add", "I agree.", {"I am agree."}),
    ("verb.participle", "I am interested.", {"I am interesting."}),
    ("verb.progressive", "I know him.", {"I am knowing him."}),
    ("pronoun.wrong", "I saw them.", {"I saw they."}),
    ("pronoun.drop", "I like it.", {"I like."}),
    ("pronoun.repeat", "The teacher is kind.", {"The teacher she is kind."}),
    ("pronoun.subject_drop", "I left because it was late.", {"I left because was late."}),
    ("confusion.sets", "Their dog barked.", {"There dog barked.", "They're dog barked."}),
    ("confusion.learner", "Since then.", {"For then.", "From then."}),
    ("confusion.phrase", "I thought of buying it.", {"I thought of to buy it."}),
    ("confusion.phrase", "He left even though it rained.", {"He left eventhough it rained."}),
    ("confusion.of_have", "I could have gone.", {"I could of gone."}),
    ("derivation.family", "It is different.", {"It is difference."}),
    ("derivation.adverb", "He ran quickly.", {"He ran quick."}),
    ("comparative", "This is better.", {"This is more better."}),
    ("order.adverb", "He always sings.", {"Always he sings.", "He sings always."}),
    ("order.adjective", "I saw a famous man.", {"I saw a man famous."}),
    ("order.question", "Where are you?", {"Where you are?"}),
    ("order.adjacent", "We sing the song.", {"Sing we the song."}),
    ("missing.word", "I think that he left.", {"I think he left."}),
    ("extra.word", "He must go.", {"He must to go."}),
    ("extra.doubled", "We saw the dog.", {"We saw the the dog."}),
    (
        "run_on.sentences",
        "He left early. She stayed there.",
        {"He left early, she stayed there.", "He left early she stayed there."},
    ),
    (
        "run_on.conjunction",
        "He left, but she stayed.",
        {"He left but she stayed.", "He left, she stayed."},
    ),
    ("contraction.slip", "I don't know.", {"I dont know."}),
    ("contraction.all", "I don't know what he's got.", {"I dont know what hes got."}),
    ("quantifier", "Many people left.", {"Much people left."}),
    ("chat", "See you.", {"See u."}),
]

# kind, sentence in which it must find no place
UNTOUCHED = [
    ("spelling.typo", "Tshwane 2014 http://example.org/a"),
    ("spelling.phonetic", "We met Zbigniew2 at x@example.org"),
    ("case.proper", "We left."),
    ("punctuation.final", "We left"),
    ("preposition.swap", "I want to go."),
    ("article.drop", "We left."),
    ("verb.tense", "He walks home."),
    ("noun.mass", "He tried to help."),
    ("noun.plural", "They run."),
    ("agreement.drop_s", "The houses stood."),
    ("run_on.sentences", "Mr. Smith left."),
    ("confusion.of_have", "I have gone."),
]


def outcomes(kind: str, text: str) -> set[str]:
    """Every text that 300 seeds make of `text`; a False outcome must leave it unchanged."""
    made = set()
    for seed in range(300):
        sentence = Sentence(text)
        if KINDS[kind][0](sentence, random.Random(seed), RESOURCES):
            made.add(sentence.text())
        else:
            assert sentence.text() == text, f"{kind} said it found no place but changed the text"
    return made


@pytest.mark.parametrize(("kind", "text", "expected"), MADE, ids=[f"{kind}: {text}" for kind, text, _ in MADE])
def test_kind_makes_its_error(kind: str, text: str, expected: set[str]) -> None:
    made = outcomes(kind, text)
    assert expected <= made, f"made {sorted(made)[:20]}"
    assert text not in made


@pytest.mark.parametrize(("kind", "text"), UNTOUCHED, ids=[f"{kind}: {text}" for kind, text in UNTOUCHED])
def test_kind_leaves_alone(kind: str, text: str) -> None:
    assert outcomes(kind, text) == set()


def test_every_kind_has_an_example() -> None:
    assert set(KINDS) - {kind for kind, _, _ in MADE} == {"spelling.heavy"}  # two random slips: see below


def test_heavy_misspelling_changes_more_than_one_letter() -> None:
    made = outcomes("spelling.heavy", "Necessary.")
    assert len(made) > 50
    assert sum(len(text) == len("Necessary.") for text in made) < len(made)

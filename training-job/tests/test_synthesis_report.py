"""Edits get the right label, the fit closes a gap, and the report holds every kind."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from gec.synthesis import Corruptor
from gec.synthesis.classify import LABELS, edits, label
from gec.synthesis.fit import distance, fit, goal, shares
from gec.synthesis.kinds import KINDS
from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.settings import parse_settings

RESOURCES = Resources.load(None)
CASES = [
    ("I recieve it.", "I receive it.", ["spelling"]),
    ("i went.", "I went.", ["case"]),
    ("I like it alot.", "I like it a lot.", ["space"]),
    ("We  left.", "We left.", ["space"]),
    ("I dont know.", "I don't know.", ["apostrophe"]),
    ("Yes we did.", "Yes, we did.", ["punctuation missing"]),
    ("I think, that he left.", "I think that he left.", ["punctuation extra"]),
    ("Did you go.", "Did you go?", ["punctuation wrong"]),
    ("I have car.", "I have a car.", ["article missing"]),
    ("I like the music.", "I like music.", ["article extra"]),
    ("I ate a apple.", "I ate an apple.", ["article wrong"]),
    ("I listen music.", "I listen to music.", ["preposition missing"]),
    ("We discussed about it.", "We discussed it.", ["preposition extra"]),
    ("We met in Monday.", "We met on Monday.", ["preposition wrong"]),
    ("I have two dog.", "I have two dogs.", ["noun number"]),
    ("He go home.", "He goes home.", ["agreement"]),
    ("They was late.", "They were late.", ["agreement"]),
    ("He can swims.", "He can swim.", ["verb form"]),
    ("He goed home.", "He went home.", ["verb form"]),
    ("Yesterday I go home.", "Yesterday I went home.", ["verb tense"]),
    ("She reading.", "She is reading.", ["auxiliary missing"]),
    ("I am agree.", "I agree.", ["auxiliary extra"]),
    ("I like.", "I like it.", ["pronoun missing"]),
    ("My dog he barks.", "My dog barks.", ["pronoun extra"]),
    ("I saw he.", "I saw him.", ["pronoun wrong"]),
    ("He ran quick.", "He ran quickly.", ["word class"]),
    ("He is more tall.", "He is taller.", ["word extra", "comparative"]),
    ("The hole day.", "The whole day.", ["confusion"]),
    ("He said me that.", "He told me that.", ["word choice"]),
    ("He sings always.", "He always sings.", ["order"]),
    ("He left, she stayed.", "He left, but she stayed.", ["word missing"]),
    ("He has has it and an car.", "He has it and a car.", ["auxiliary extra", "article wrong"]),
    ("Right already.", "Right already.", []),
]


@pytest.mark.parametrize(("source", "target", "expected"), CASES, ids=[c[0] for c in CASES])
def test_edit_labels(source: str, target: str, expected: list[str]) -> None:
    assert [label(edit, RESOURCES.lexicon) for edit in edits(source, target)] == expected


def test_every_label_has_a_case() -> None:
    assert {name for _, _, names in CASES for name in names} == set(LABELS)


def test_fit_moves_rates_towards_the_pairs() -> None:
    targets = [
        "The teacher has told the children that they should read a book every day.",
        "He goes to school because he wants to learn the language of his parents.",
        "Yesterday my sister bought two apples and a loaf of bread for our family.",
    ] * 40
    wanted = {name: 0.0 for name in LABELS} | {"article missing": 0.7, "agreement": 0.3}
    rng = random.Random(1)

    def gap(rates: dict[str, float]) -> float:
        settings = parse_settings({"correct_share": 0.0, "rates": rates})
        corruptor = Corruptor(settings, RESOURCES)
        made = [(corruptor.corrupt(target, rng)[0], target) for target in targets]
        return distance(shares(made, RESOURCES.lexicon), wanted)

    assert gap(fit(targets, wanted, RESOURCES, rounds=6)) < 0.6 * gap({})


def test_goal_is_a_distribution_within_its_bounds() -> None:
    rng = random.Random(0)
    made = []
    for kind, (function, _) in KINDS.items():
        sentence = Sentence("She always walks to school with her two friends, but he didn't.")
        if function(sentence, rng, RESOURCES):
            made.append((sentence.text(), kind))
    pairs = [(text, "She always walks to school with her two friends, but he didn't.") for text, _ in made]
    one = shares(pairs, RESOURCES.lexicon)
    wanted = goal([one], [1.0])
    assert sum(wanted.values()) == pytest.approx(1)
    assert wanted["spelling"] >= 0.2 and wanted["verb tense"] <= 0.035
    assert 0 < distance(one, wanted) < 1


def test_report_command_writes_table_samples_and_plot(tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text(
        "source\ttarget\n" + "".join(f"He have {n} car.\tHe has {n} cars.\n" for n in range(2, 200)),
        encoding="utf-8",
    )
    (tmp_path / "clean.txt").write_text(
        "The children were playing in the garden.\nI don't know where he is.\n" * 3,
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "gec.report", "--pairs", str(tmp_path / "pairs.tsv")]
    command += ["--clean", str(tmp_path / "clean.txt"), "--out", str(tmp_path / "out")]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[1], capture_output=True)
    report = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "| noun number | 50.0 |" in report and "| agreement | 50.0 |" in report
    assert all(f"### {kind}\n" in report for kind in KINDS)
    assert (tmp_path / "out" / "kinds.svg").read_text(encoding="utf-8").startswith("<?xml")

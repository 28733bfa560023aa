"""Any corrector is scored by its answers, each part of the plan by its own measure."""

import json

import pytest
from conftest import run_verb

from gec.evaluation.answers import untouched

FILES = {
    "plan.yaml": """
sets: {dev: {format: lines, source: dev.src, references: [dev.ref0]}}
clean: {plain: {path: clean.txt}}
regressions: {path: regressions.jsonl}
entities: {path: entities.jsonl}
synthesis: {path: many.txt}
""",
    "many.txt": "".join(f"The children have {n} old books at home.\n" for n in range(60)),
    "dev.src": "He have a car .\n",
    "dev.ref0": "He has a car .\n",
    "clean.txt": "It is late.\nShe is here.\n",
    "regressions.jsonl": '{"source": "He have it.", "targets": ["He has it."]}\n',
    "entities.jsonl": '{"text": "Ask Siobhan.", "keep": ["Siobhan"]}\n{"text": "It cost $5.", "keep": ["$5"]}\n',
}
PARTS = {"dev": 1, "clean": 2, "regressions": 1, "entities": 2}


def test_every_part_is_asked_for_and_scored(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    sets = ["--sets", str(tmp_path / "plan.yaml")]
    run_verb("score", *sets, "--texts", str(tmp_path / "texts.json"))
    texts = json.loads((tmp_path / "texts.json").read_text(encoding="utf-8"))
    assert {part: len(texts[part]) for part in PARTS} == PARTS
    assert len(texts["kinds"]) > 10
    answers = {
        "dev": ["He has a car."], "clean": ["It is late.", "She was here."], "regressions": ["He had it."],
        "entities": ["Ask Sean.", "It costs $5."],
        "kinds": ["The children have 0 old books at home."] * len(texts["kinds"]),
    }  # fmt: skip
    (tmp_path / "answers.json").write_text(json.dumps({"ours": answers}), encoding="utf-8")
    done = run_verb("score", *sets, "--answers", str(tmp_path / "answers.json"))
    scores = json.loads(done.stdout.strip().splitlines()[-1])["ours"]
    assert (scores["dev"]["gleu"], scores["dev"]["f05"]) == (100, 100)
    assert scores["clean"] == {"sentences": 2, "identity": 50}
    assert (scores["regressions"]["exact"], scores["regressions"]["missed"][0]["answer"]) == (0, "He had it.")
    kinds = scores["kinds"]["byKind"]
    assert sum(kind["sentences"] for kind in kinds.values()) == len(texts["kinds"])
    assert 0 <= scores["kinds"]["exact"] < 20
    assert f"| {next(iter(kinds))} " in done.stdout
    assert (scores["entities"]["untouched"], scores["entities"]["missed"]) == (
        50,
        [{"text": "Ask Siobhan.", "answer": "Ask Sean."}],
    )


@pytest.mark.parametrize(
    ("text", "keep", "answer", "expected"),
    [
        ("Ana met Ana.", ("Ana",), "Ana met Ana.", True),
        ("Ana met Ana.", ("Ana",), "Ana met her.", False),
        ("It has 12 rooms.", ("12",), "It has 12 rooms!", True),
        ("It has 12 rooms.", ("12",), "It has 12, 12 rooms.", False),
    ],
)
def test_strings_are_kept_as_often_as_they_are_there(text, keep, answer, expected):
    assert untouched(text, keep, answer) is expected

import json
import shutil
from pathlib import Path

import pytest
import torch
from conftest import run_verb

from gec.evaluation.measure import measure, tables
from gec.evaluation.sets import DevSet, PlanError, load_evaluation_plan
from gec.evaluation.threshold import Answers, Proposals, calibration, choose, rules, sweep
from gec.export.manifest import read_manifest, record_evaluation
from gec.metrics.edits import Edit
from gec.metrics.m2 import Annotated
from gec.model import AlignedT5, AlignedT5Config
from gec.oracle.strings import sentences
from gec.rewriter import Rewriter
from gec.rule import Rule, TextEdit
from gec.runtime import TorchRuntime
from gec.tokenizer import Text, train_tokenizer

TINY = Path(__file__).parents[2] / "core" / "testdata" / "tiny-model"
PLAN = """
sets:
  lines: {format: lines, source: dev.src, references: [dev.ref0, dev.ref1], decide: true}
  edits: {format: m2, source: dev.m2}
clean:
  plain: {path: clean.txt, limit: 3}
regressions: {path: regressions.jsonl}
entities: {path: entities.jsonl}
synthesis: {path: clean.txt}
"""
FILES = {
    "dev.src": "He have a car .\nThis is right .\n",
    "dev.ref0": "He has a car .\nThis is right .\n",
    "dev.ref1": "He had a car .\nThis is right .\n",
    "dev.m2": "S He have a car .\nA 1 2|||R:VERB|||has|||REQUIRED|||-NONE-|||0\n\nS This is right .\n",
    "clean.txt": "The children are at school.\nWe like the new house.\nShe has an answer for you.\nIt is late.\n",
    "regressions.jsonl": '{"source": "He have it.", "targets": ["He has it."]}\n'
    '{"source": "Good.", "targets": ["Well.", "Good."]}\n',
    "entities.jsonl": '{"text": "Ask Siobhan.", "keep": ["Siobhan"]}\n',
}


@pytest.fixture
def root(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def copier():
    """A model as it starts: copies what it reads."""
    torch.manual_seed(0)
    text = Text(train_tokenizer(sentences(500, seed=1), 400), "", True, 1)
    shape = {"d_model": 32, "d_ff": 48, "num_heads": 2, "num_layers": 1}
    model = AlignedT5(AlignedT5Config(vocab_size=text.tokenizer.get_vocab_size(), **shape)).eval()
    return Rewriter(TorchRuntime(model), text)


def test_doing_nothing_scores_as_doing_nothing(root, copier):
    result = measure(copier, load_evaluation_plan(root / "plan.yaml", root), None)
    lines = result["sets"]["lines"]
    assert lines["gleu"] == lines["gleuOfSource"] > 0
    assert (lines["precision"], lines["recall"], lines["f05"]) == (100, 0, 0)
    assert (lines["identity"], lines["exact"]) == (100, 50)
    assert result["sets"]["edits"] == {"sentences": 2, "precision": 100, "recall": 0, "f05": 0, "identity": 100}
    assert result["clean"] == {"sentences": 3, "identity": 100}
    assert result["regressions"] == {"sentences": 2, "exact": 50}
    assert result["entities"] == {"sentences": 1, "untouched": 100}
    assert all(kind["recall"] == 0 for kind in result["kinds"].values())
    assert result["minConfidence"] == 0
    table = tables(result)
    assert "| lines " in table and "| regressions " in table


def test_a_given_threshold_is_kept(root, copier):
    plan = load_evaluation_plan(root / "plan.yaml", root)
    result = measure(copier, plan, Rule(0.4, 0.6))
    assert (result["minConfidence"], result["minSentenceConfidence"]) == (0.4, 0.6)


def test_the_command_records_its_result(root):
    version = root / "model"
    shutil.copytree(TINY, version)
    plan = str(root / "plan.yaml")
    done = run_verb("evaluate", "--model", str(version), "--sets", plan, "--out", str(root / "out"), "--record")
    summary = json.loads(done.stdout.strip().splitlines()[-1])
    evaluation = json.loads((root / "out" / "evaluation.json").read_text(encoding="utf-8"))
    manifest = read_manifest(version)
    assert summary["minConfidence"] == evaluation["minConfidence"] == manifest["decision"]["minConfidence"]
    assert manifest["scores"]["sets"] == evaluation["sets"]
    assert "evaluation.json" in manifest["files"]
    assert manifest["version"] != read_manifest(TINY)["version"]


def test_without_a_set_that_decides_the_model_keeps_its_threshold(root):
    (root / "plan.yaml").write_text("regressions: {path: regressions.jsonl}", encoding="utf-8")
    version = root / "model"
    shutil.copytree(TINY, version)
    record_evaluation(version, {"minConfidence": 0.3, "minSentenceConfidence": 0.7, "sets": {}}, keep_bias=None)
    plan = load_evaluation_plan(root / "plan.yaml", root)
    result = measure(Rewriter.load(version), plan, None)
    assert (result["minConfidence"], result["minSentenceConfidence"]) == (0.3, 0.7)


BROKEN = [
    ("no mapping", "- a", "expected a mapping with the keys sets"),
    ("unknown part", "other: {}", "expected a mapping with the keys sets"),
    (
        "unknown key",
        "sets: {a: {format: m2, sauce: dev.m2}}",
        "sets a: expected a mapping with the keys decide, format",
    ),
    ("unknown format", "sets: {a: {format: csv, source: dev.src}}", "sets a: format must be lines or m2, got 'csv'"),
    (
        "references of another length",
        "sets: {a: {format: lines, source: dev.src, references: [clean.txt]}}",
        r"sets a: expected references of 2 lines each, got \[4\]",
    ),
    ("no pairs", "regressions: {path: clean.jsonl}", 'clean.jsonl:1: expected {"source": …, "targets"'),
    ("no strings", "entities: {path: clean.jsonl}", 'clean.jsonl:1: expected {"text": …, "keep"'),
]


@pytest.mark.parametrize(("text", "message"), [c[1:] for c in BROKEN], ids=[c[0] for c in BROKEN])
def test_a_wrong_plan_is_refused(root, text, message):
    (root / "clean.jsonl").write_text('{"source": "only"}\n', encoding="utf-8")
    (root / "plan.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PlanError, match=message):
        load_evaluation_plan(root / "plan.yaml", root)


def test_clean_lines_are_spread_over_the_file(root):
    (root / "clean.txt").write_text("".join(f"{k}\n" for k in range(100)), encoding="utf-8")
    assert load_evaluation_plan(root / "plan.yaml", root).clean == ["0", "33", "66"]


def test_the_thresholds_are_chosen_on_other_clean_lines_than_are_reported(root):
    (root / "clean.txt").write_text("".join(f"{k}\n" for k in range(100)), encoding="utf-8")
    more = "clean:\n  a: {path: clean.txt, limit: 3}\n  b: {path: clean.txt, limit: 2, offset: 60, decide: true}\n"
    (root / "plan.yaml").write_text(more, encoding="utf-8")
    plan = load_evaluation_plan(root / "plan.yaml", root)
    assert (plan.clean, plan.deciding_clean) == (["0", "33", "66"], ["60", "10"])


def edit(start, end, replacement, confidence, spelling=False):
    """One whose evidence is its confidence."""
    return TextEdit(start, end, replacement, confidence, confidence, spelling)


@pytest.fixture
def answers():
    """Four sentences whose wrong word is mended (sure), and one good word changed (doubtful)."""
    gold = [Annotated(("he", "have", "it", "."), (((Edit(1, 2, ("has",)),),),)) for _ in range(4)]
    gold.append(Annotated(("he", "has", "it", "."), ((),)))
    edits = [[edit(3, 7, "has", 0.92 - k / 100)] for k in range(4)] + [[edit(3, 6, "had", 0.42)]]
    texts = ["he have it."] * 4 + ["he has it."]
    return Answers(DevSet("dev", gold, [], True), Proposals(texts, edits))


def test_the_threshold_is_the_lowest_of_the_best(answers):
    rows = sweep([answers], None)
    assert rows[0].by_set["dev"].precision == 0.8
    chosen = choose(rows)
    assert (chosen.rule, chosen.f05) == (Rule(0.5), 1.0)


def test_sentences_are_judged_so_that_clean_ones_stay(answers):
    """Two doubtful edits in 100 clean sentences: one of them must go."""
    doubtful = [[edit(0, 2, "We", confidence)] for confidence in (0.3, 0.903)]
    clean = Proposals(["He is."] * 100, [*doubtful, *([[]] * 98)])
    chosen = choose(sweep([answers], clean))
    assert clean.identity(chosen.rule) == 0.99
    assert (chosen.rule, chosen.identity, chosen.f05) == (Rule(0.5, 0.5), 0.99, 1.0)
    respelt = Proposals(["He is."] * 100, [[edit(0, 2, "We", 0.95)]] * 50 + [[edit(0, 2, "Hi", 0.5, True)]] * 50)
    assert Rule(0.0, 0.9505, 0.6) in rules(respelt) and Rule(0.0, 0.9505, None) in rules(respelt)
    worse = Proposals(["He is."] * 100, [[edit(0, 2, "We", 0.95)]] * 100)
    rule = choose(sweep([answers], worse)).rule
    assert rule.min_sentence_confidence > 0.95 and answers.counts(rule).proposed == 0


def test_calibration(answers):
    assert calibration([answers]) == [
        {"from": 0.4, "edits": 1, "confidence": 0.42, "right": 0.0},
        {"from": 0.8, "edits": 1, "confidence": 0.89, "right": 1.0},
        {"from": 0.9, "edits": 3, "confidence": 0.91, "right": 1.0},
    ]


def test_a_threshold_needs_a_set():
    with pytest.raises(ValueError, match="at least one development set"):
        sweep([], None)

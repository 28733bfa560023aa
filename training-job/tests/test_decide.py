"""The thresholds are chosen by what any corrector proposes, and put into the model version."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import run_verb

from decide import read_proposals
from gec.export.manifest import read_manifest
from gec.rule import TextEdit

TINY = Path(__file__).parents[2] / "core/testdata/tiny-model"
PLAN = """
sets:
  dev: {format: m2, source: dev.m2, decide: true}
  told: {format: m2, source: dev.m2}
clean:
  told: {path: clean.txt, limit: 3}
  deciding: {path: clean.txt, limit: 100, decide: true}
"""
M2 = "S he have it .\nA 1 2|||R:VERB:SVA|||has|||REQUIRED|||-NONE-|||0\n\n"


def test_the_command_decides_and_records(tmp_path):
    (tmp_path / "dev.m2").write_text(M2 * 10, encoding="utf-8")
    (tmp_path / "clean.txt").write_text("".join(f"He is {n}.\n" for n in range(100)), encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    version = tmp_path / "model"
    shutil.copytree(TINY, version)
    sets = ["--sets", str(tmp_path / "plan.yaml")]
    run_verb("decide", *sets, "--texts", str(tmp_path / "texts.json"))
    texts = json.loads((tmp_path / "texts.json").read_text(encoding="utf-8"))
    assert texts["dev"] == ["he have it."] * 10 and "told" not in texts and len(texts["clean"]) == 100
    # Evidence in clean sentences is 0.6, in wrong ones 0.7 or more, and there is a second, wrong edit of 0.45.
    right = [[[3, 7, "has", 0.5, False, 0.7 + k / 100], [8, 10, "them", 0.45, False, 0.45]] for k in range(10)]
    wrong = [[[0, 2, "We", 0.55, False, 0.6]] if k < 4 else [] for k in range(100)]
    (tmp_path / "edits.json").write_text(json.dumps({"dev": right, "clean": wrong}), encoding="utf-8")
    out = tmp_path / "out"
    edits = ["--edits", str(tmp_path / "edits.json"), "--out", str(out), "--model", str(version)]
    done = run_verb("decide", *sets, *edits)
    chosen = json.loads(done.stdout.strip().splitlines()[-1])
    decision = json.loads((out / "decision.json").read_text(encoding="utf-8"))
    assert chosen == decision["chosen"] == {"minConfidence": 0.5, "minSentenceConfidence": 0.605}
    before, after = read_manifest(TINY), read_manifest(version)
    assert {k: after["decision"][k] for k in chosen} == chosen
    assert after["version"] == before["version"] and after["decision"]["keepBias"] == before["decision"]["keepBias"]
    assert "<svg" in (out / "calibration.svg").read_text(encoding="utf-8")


def test_offsets_are_utf16_units():
    texts = ["\U0001f600 he have it"]
    proposals = read_proposals("dev", texts, [[[6, 10, "has", 0.9, True, 0.95]]])
    assert proposals.edits == [[TextEdit(5, 9, "has", 0.9, 0.95, True)]]


def test_each_text_has_its_edits():
    with pytest.raises(ValueError, match="dev: expected the edits of 2 texts, got 1"):
        read_proposals("dev", ["a", "b"], [[]])

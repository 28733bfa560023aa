"""A checkpoint to a model version folder and back."""

import json
from pathlib import Path

import pytest
import torch

from gec.export import parity
from gec.export.manifest import content_version, read_manifest, record_evaluation
from gec.export.parity import Parity, ParityError, Tolerance
from gec.export.version import ExportOptions, assemble_version, export_version
from gec.model import AlignedT5, AlignedT5Config
from gec.oracle.strings import sentences
from gec.oracle.tiny import tiny_aligned
from gec.rewriter import Rewriter
from gec.tokenizer import Text, train_tokenizer

OPTIONS = ExportOptions(name="tiny")
TINY_GRAPHS = Path(__file__).parents[2] / "core" / "testdata" / "tiny-model"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory) -> Path:
    """A model as it starts: copies what it reads."""
    folder = tmp_path_factory.mktemp("run") / "final"
    torch.manual_seed(0)
    torch.set_num_threads(1)
    text = Text(train_tokenizer(sentences(500, seed=1), 400), "", True, 1)
    shape = {"d_model": 32, "d_ff": 48, "num_heads": 2, "num_layers": 1}
    AlignedT5(AlignedT5Config(vocab_size=text.tokenizer.get_vocab_size(), **shape)).save_pretrained(folder)
    text.save(folder)
    newest = folder.parent / "checkpoints" / "step-00000007"
    newest.mkdir(parents=True)
    (newest / "manifest.json").write_text('{"step": 7, "experiment": {"name": "tiny"}}', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def version(checkpoint, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("models") / "tiny"
    export_version(checkpoint, out, OPTIONS, sentences(30, seed=2))
    return out


def test_manifest(version):
    manifest = read_manifest(version)
    assert (manifest["schema"], manifest["name"], manifest["architecture"]) == (1, "tiny", "aligned-t5")
    assert (manifest["precision"], manifest["prefix"], manifest["leadingSpace"]) == ("int8", "", True)
    assert manifest["tokens"] == {"pad": 0, "eos": 1, "decoderStart": 0}
    assert set(manifest["files"]) == {p.name for p in version.iterdir()} - {"manifest.json"}
    assert manifest["version"] == content_version(f["sha256"] for f in manifest["files"].values())
    assert manifest["scores"]["parity"]["int8"]["identical"] == 1.0
    assert (manifest["training"]["step"], manifest["training"]["experiment"]) == (7, {"name": "tiny"})
    assert {"source": "The weather is nice today.", "target": "The weather is nice today."} in manifest["probes"]


def test_the_version_is_served_as_the_checkpoint(checkpoint, version):
    lines = sentences(20, seed=9)
    expected = [rewrite.text for rewrite in Rewriter.load(checkpoint).rewrite(lines)]
    assert [rewrite.text for rewrite in Rewriter.load(version).rewrite(lines)] == expected == lines


def test_beyond_the_tolerance_nothing_is_written(tmp_path, monkeypatch):
    model, text = tiny_aligned()
    out = tmp_path / "tiny"
    options = ExportOptions(name="tiny", precision="float32")
    arguments = (model, text, TINY_GRAPHS, out, options, sentences(5, seed=2), {})
    assemble_version(*arguments)
    before = (out / "manifest.json").read_bytes()
    monkeypatch.setitem(parity.TOLERANCES, "float32", Tolerance(min_identical=1.1, max_mean_difference=0))
    with pytest.raises(ParityError, match="float32: expected at least 110"):
        assemble_version(*arguments)
    assert (out / "manifest.json").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["tiny"]


def test_a_lexicon_becomes_a_file_of_the_version(tmp_path):
    lexicon = tmp_path / "words.txt"
    lexicon.write_text("gramai-lexicon 1\n0can5\n", encoding="utf-8")
    model, text = tiny_aligned()
    options = ExportOptions(name="tiny", precision="float32", lexicon=lexicon)
    manifest = assemble_version(model, text, TINY_GRAPHS, tmp_path / "tiny", options, sentences(2, seed=2), {})
    assert (tmp_path / "tiny" / "lexicon.txt").read_bytes() == lexicon.read_bytes()
    assert manifest["files"]["lexicon.txt"]["bytes"] == lexicon.stat().st_size


def test_recording_an_evaluation_makes_a_new_version(version):
    old = read_manifest(version)
    evaluation = {
        "minConfidence": 0.35,
        "minSentenceConfidence": 0.8,
        "sets": {"dev": {"gleu": 50.0}},
        "clean": {"identity": 99.0},
    }
    new = record_evaluation(version, evaluation, keep_bias=0.5)
    assert new == read_manifest(version)
    assert new["version"] != old["version"]
    assert new["decision"] == {"minConfidence": 0.35, "minSentenceConfidence": 0.8, "keepBias": 0.5}
    assert new["scores"] == {**old["scores"], "sets": evaluation["sets"], "clean": evaluation["clean"]}
    assert json.loads((version / "evaluation.json").read_text(encoding="utf-8")) == evaluation
    assert record_evaluation(version, evaluation, keep_bias=0.5)["version"] == new["version"]


@pytest.mark.parametrize(
    ("identical", "difference", "holds"), [(1.0, 0.0, True), (0.99, 0.0, False), (1.0, 2e-4, False)]
)
def test_float_tolerance(identical, difference, holds):
    row = Parity("float32", 100, identical, difference, difference)
    if holds:
        row.check()
    else:
        with pytest.raises(ParityError):
            row.check()


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [(None, FileNotFoundError, "not an exported model"), ('{"schema": 2}', ValueError, "expected schema 1, got 2")],
)
def test_unknown_manifests_are_refused(tmp_path, content, error, message):
    if content:
        (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(error, match=message):
        read_manifest(tmp_path)

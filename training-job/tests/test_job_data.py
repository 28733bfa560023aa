"""Dataset versions and files of a store become the rows that training reads, or one clear line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_bucket import serve_bucket
from job_store import FOLDER, make_store, tiny_experiment, write_dataset

from gec.config import Experiment, parse_experiment
from gec.job.errors import JobError
from gec.job.fetch import fetch_checkpoint
from gec.job.inputs import Inputs, make_inputs
from gec.job.scoring import make_plan
from gec.storage import Location, open_store
from gec.synthesis import Corruptor


def rows(start: int, count: int, bad: str = "have") -> list[dict[str, str]]:
    return [{"source": f"She {bad} {n} cats.", "target": f"She has {n} cats."} for n in range(start, start + count)]


SHARDS = {
    "train-00000-of-00002.jsonl.gz": rows(0, 30),
    "train-00001-of-00002.jsonl.gz": rows(30, 30),
    "validation-00000-of-00002.jsonl.gz": [*rows(100, 5), *rows(0, 1)],  # one that is in training as well
    "validation-00001-of-00002.jsonl.gz": [],
    "test-00000-of-00001.jsonl.gz": rows(200, 7),
    "rejected.jsonl.gz": [{"source": "x", "target": "y"}],
}


def experiment(path: str = FOLDER, **data: Any) -> Experiment:
    document = tiny_experiment()
    document["data"].update({"sources": {"dataset": {"path": path, "kind": "pairs", "weight": 1}}, **data})
    return parse_experiment(document, "experiment")


def edit_manifest(folder: Path, **fields: Any) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps({**manifest, **fields}), encoding="utf-8")


def inputs_of(wanted: Experiment, root: Path, rank: int = 0) -> Inputs:
    return make_inputs(wanted, open_store(str(root)), Location(open_store(str(root)), "run"), root / "scratch", rank, 0)


@pytest.mark.parametrize("path", [FOLDER, f"{FOLDER}/", f"{FOLDER}/train-*.jsonl.gz"])
def test_shards_are_rows_and_validation_is_held_out(path: str, tmp_path: Path) -> None:
    write_dataset(tmp_path, SHARDS)
    wanted = experiment(path)
    inputs = inputs_of(wanted, tmp_path)
    assert len((inputs.prepared / "dataset.tsv").read_text().splitlines()) == 60
    held_out = (inputs.prepared / "dataset.holdout.tsv").read_text().splitlines()
    assert held_out == [f"She have {n} cats.\tShe has {n} cats." for n in range(100, 105)]
    names = {path.name for path in inputs.prepared.iterdir()}
    assert names == {"dataset.tsv", "dataset.holdout.tsv", "dataset.test.jsonl.gz", "tokenizer"}
    plan = make_plan(wanted, inputs, Corruptor.from_resources(None, None))
    assert [(s.name, len(s.texts), s.decide) for s in plan.sets] == [
        ("dataset_holdout", 5, True),
        ("dataset_test", 7, False),
    ]
    assert plan.sets[1].texts[0] == "She have 200 cats."


def test_the_tokenizer_is_learnt_once_for_all_machines(tmp_path: Path) -> None:
    write_dataset(tmp_path, SHARDS)
    first = inputs_of(experiment(), tmp_path)
    learnt = (first.prepared / "tokenizer" / "tokenizer.json").read_bytes()
    assert (tmp_path / "run/tokenizer/tokenizer.json").read_bytes() == learnt
    for file in sorted(first.prepared.rglob("*"), reverse=True):  # as on a second machine
        file.rmdir() if file.is_dir() else file.unlink()
    first.prepared.rmdir()
    (tmp_path / "run/tokenizer/tokenizer.json").write_bytes(learnt + b"\n")
    second = inputs_of(experiment(), tmp_path, rank=1)
    assert (second.prepared / "tokenizer" / "tokenizer.json").read_bytes() == learnt + b"\n"


@pytest.mark.parametrize(
    ("name", "spoil", "path", "message"),
    [
        ("no such version", lambda f: None, "datasets/tiny/ffffffffffff", "ffffffffffff/manifest.json is not there"),
        ("torn manifest", lambda f: (f / "manifest.json").write_text('{"sch'), FOLDER, "is not whole JSON"),
        ("other schema", lambda f: (f / "manifest.json").write_text('{"schema": 2}'), FOLDER, "expected a dataset man"),
        ("clean text", lambda f: edit_manifest(f, kind="text"), FOLDER, "holds clean sentences: give its source"),
        ("changed shard", lambda f: (f / "train-00001-of-00002.jsonl.gz").write_bytes(b"x"), FOLDER, "expected sha256"),
        ("lost shard", lambda f: (f / "test-00000-of-00001.jsonl.gz").unlink(), FOLDER, "of-00001.jsonl.gz is not the"),
        ("no such split", lambda f: None, f"{FOLDER}/dev-*", "no such shard in the manifest; there are: rejected"),
        ("no such file", lambda f: None, "rows.tsv", "rows.tsv: the experiment names it, the store does not have it"),
    ],
)
def test_what_is_wrong_with_the_data_is_said(name: str, spoil: Any, path: str, message: str, tmp_path: Path) -> None:
    write_dataset(tmp_path, SHARDS)
    spoil(tmp_path / FOLDER)
    with pytest.raises(JobError, match=message) as fault:
        inputs_of(experiment(path), tmp_path)
    assert fault.value.code == "bad_data"
    assert str(tmp_path) not in str(fault.value)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("one column", b"Only one\n", r"rows.tsv:1: expected source<TAB>target"),
        ("Latin-1", "Cafés have\tCafés has\n".encode("latin-1"), r"cannot be read \(UnicodeDecodeError\)"),
        ("nothing that fits", b"a\tb\n", "no row is left to train on"),
    ],
)
def test_a_file_that_is_no_data_is_said(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "rows.tsv").write_bytes(content)
    with pytest.raises(JobError, match=message):
        inputs_of(experiment("rows.tsv"), tmp_path)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with serve_bucket() as server:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", server.address)
        yield server


def test_a_bucket_gives_the_same_inputs_as_a_folder(bucket: Any, tmp_path: Path) -> None:
    local = tmp_path / "local"
    make_store(local, tiny_experiment())
    write_dataset(local, SHARDS)
    others = {
        "eval/one/source": b"The cat have a dog.\n",
        "eval/one/deeper/source": b"She has 3 cats.\n",
        "lists/misspellings/codespell.tsv.gz": b"",
        "evaluation.yaml": b"sets: {dev: {format: lines, source: eval/one/source, references: [eval/one/source]}}",
        "runs/earlier/final/config.json": b"{}",
        "runs/earlier/final/model.safetensors": b"weights",
    }
    for name, data in others.items():
        (local / name).parent.mkdir(parents=True, exist_ok=True)
        (local / name).write_bytes(data)
    for file in local.rglob("*"):
        if file.is_file():
            bucket.objects[f"shelf/{file.relative_to(local).as_posix()}"] = file.read_bytes()
    document = tiny_experiment()
    document["data"]["sources"]["dataset"] = {"path": FOLDER, "kind": "pairs", "weight": 1}
    document["data"].update({"exclude_sets": ["eval/*/source"], "resources": "lists"})
    wanted = parse_experiment(document, "experiment")
    store = open_store("gs://shelf")
    far = make_inputs(wanted, store, Location(store, "runs/first"), tmp_path / "scratch", 0, 0)
    near = inputs_of(wanted, local)
    for name in ("clean.tsv", "clean.holdout.tsv", "dataset.tsv", "dataset.holdout.tsv", "tokenizer/tokenizer.json"):
        assert (far.prepared / name).read_bytes() == (near.prepared / name).read_bytes(), name
    root = tmp_path / "scratch" / "data"
    fetched = {file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file()}
    lists = "lists/misspellings/codespell.tsv.gz"
    assert fetched == {"clean.txt", "eval/one/source", "evaluation.yaml", lists}
    assert fetch_checkpoint(store, "t5-small", root) == "t5-small"
    assert fetch_checkpoint(store, "runs/earlier/final", root) == root / "runs/earlier/final"
    assert (root / "runs/earlier/final/model.safetensors").read_bytes() == b"weights"
    assert json.loads(bucket.objects["shelf/runs/first/tokenizer/tokenizer_config.json"])

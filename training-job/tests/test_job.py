"""A job from its experiment to its result: once, twice, stopped and gone on with, failed."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import losses
from fake_bucket import Bucket, serve_bucket
from job_store import make_store, run_in_process, tiny_experiment

from gec.export.manifest import content_version
from gec.report_log import MetricsLog
from gec.rewriter import Rewriter


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours catches it."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A store with a run that was killed just before its result and started again, and that result."""
    root = tmp_path_factory.mktemp("store")
    run = make_store(root, tiny_experiment())
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr("gec.job.run.write_result", _kill)
        run_in_process(root, run)
    before = files_of(root / "models")
    metrics = (run / "metrics.jsonl").read_bytes()
    code, result = run_in_process(root, run)
    assert code == 0, result
    assert files_of(root / "models") == before
    assert (run / "metrics.jsonl").read_bytes() == metrics
    return root, result


def _kill(*_: Any, **__: Any) -> None:
    raise Killed


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with serve_bucket() as server:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", server.address)
        yield server


def files_of(root: Path) -> dict[str, int]:
    return {p.relative_to(root).as_posix(): p.stat().st_mtime_ns for p in root.rglob("*") if p.is_file()}


def test_a_result_names_a_whole_model_version(finished: tuple[Path, dict[str, Any]]) -> None:
    root, result = finished
    assert (result["schema"], result["run"], result["status"]) == (1, "first", "succeeded")
    folder = root / "models" / "tiny" / result["model"]["version"]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["version"] == content_version(file["sha256"] for file in manifest["files"].values())
    assert set(manifest["files"]) | {"manifest.json"} == {path.name for path in folder.iterdir()}
    assert manifest["training"]["experiment"]["name"] == "tiny"
    assert result["scores"]["bytes"] == sum(file["bytes"] for file in manifest["files"].values())
    assert 0 < result["scores"]["eval_loss"] < 5
    assert set(result["scores"]["sets"]) == {"clean_holdout"}
    source = "My sister has a car at school."
    assert Rewriter.load(folder).rewrite([source])[0].text == source
    assert not (root / "runs/first/scratch").exists()


def test_a_second_start_does_nothing(finished: tuple[Path, dict[str, Any]]) -> None:
    root, result = finished
    before = files_of(root)
    assert run_in_process(root, root / "runs/first") == (0, result)
    assert files_of(root) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send to a process")
def test_a_preempted_job_goes_on_from_its_bucket_on_another_machine(
    bucket: Bucket, finished: tuple[Path, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, result = finished
    for name in ("clean.txt", "runs/first/experiment.json"):
        bucket.objects[f"shelf/{name}"] = (root / name).read_bytes()
    environ = {"AIP_CHECKPOINT_DIR": "gs://shelf/job/checkpoints/", "AIP_MODEL_DIR": "gs://shelf/job/model/",
               "AIP_TENSORBOARD_LOG_DIR": "gs://shelf/job/logs/"}  # fmt: skip
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "one"))
    monkeypatch.setenv("AIP_TENSORBOARD_LOG_DIR", "gs://shelf/job/logs/")
    _interrupt_after_step(5, monkeypatch)
    assert run_in_process("gs://shelf", "gs://shelf/runs/first", environ) == (143, {})
    saved = sorted({name.split("/")[3] for name in bucket.objects if name.startswith("shelf/job/checkpoints/")})
    assert saved[-1] == "step-00000005"
    assert b'"step": 5,' in bucket.objects["shelf/runs/first/metrics.jsonl"]

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "two"))
    code, again = run_in_process("gs://shelf", "gs://shelf/runs/first", environ)
    assert (code, again["model"], again["scores"]) == (0, result["model"], result["scores"])
    (tmp_path / "metrics.jsonl").write_bytes(bucket.objects["shelf/runs/first/metrics.jsonl"])
    assert losses(tmp_path) == losses(root / "runs/first")
    assert losses(tmp_path, "holdout") == losses(root / "runs/first", "holdout")
    place = f"shelf/models/tiny/{result['model']['version']}"
    assert bucket.objects[f"{place}/encoder.onnx"] == bucket.objects["shelf/job/model/encoder.onnx"]
    assert any(name.startswith("shelf/job/logs/events") for name in bucket.objects)
    assert bucket.writes[-1] == "shelf/runs/first/result.json"
    model_writes = [name for name in bucket.writes if name.startswith(place)]
    assert model_writes[-1] == f"{place}/manifest.json"


def _interrupt_after_step(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM to this process, as the platform sends it, once the step is in the metrics."""
    log_step = MetricsLog.step

    def log_and_stop(log: MetricsLog, number: int, *values: Any) -> None:
        log_step(log, number, *values)
        if number == step:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(MetricsLog, "step", log_and_stop)


@pytest.mark.parametrize(
    ("name", "experiment", "error"),
    [
        ("no JSON", "{", "bad_experiment: experiment.json: expected JSON"),
        ("wrong settings", {"name": "x", "training": {"max_step": 1}}, "bad_experiment: experiment.json:\n"),
        ("a name no folder has", {**tiny_experiment(), "name": "Tiny!"}, "bad_experiment: name must be 1 to 63"),
        ("no data", {**tiny_experiment(), "data": {"sources": {"a": {"path": "b", "kind": "clean", "weight": 1}}}},
         "bad_data: b: the experiment names it"),
        ("no checkpoint", {**tiny_experiment(), "model": {"init": "runs/none/final"}},
         "bad_experiment: model.init must be scratch, a checkpoint in the store such as runs/<run>/final, or a hub id"),
        ("infinite steps", tiny_experiment(max_steps=2, warmup_steps=1, learning_rate=1e30, optimiser="adamw"),
         "diverged: the loss is not a number"),
    ],
)  # fmt: skip
def test_a_failure_is_a_result_with_one_reason(
    name: str, experiment: Any, error: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = make_store(tmp_path, {})
    text = experiment if isinstance(experiment, str) else json.dumps(experiment)
    (run / "experiment.json").write_text(text, encoding="utf-8")
    code, result = run_in_process(tmp_path, run)
    assert (code, result["status"], result["run"]) == (1, "failed", "first")
    assert result["error"].startswith(error)
    assert "model" not in result
    assert f"job: {error}" in capsys.readouterr().err
    assert run_in_process(tmp_path, run) == (1, result)

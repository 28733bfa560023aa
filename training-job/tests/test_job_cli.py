"""job.py as the container starts it: settings of a trial, several machines, wrong arguments."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ENVIRONMENT, JOB, losses
from fake_bucket import serve_bucket
from job_store import make_store, run_in_process, tiny_experiment


def start(store: str, run: str, *settings: str, **environ: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(JOB / "job.py"), "--experiment", f"{run}/experiment.json", "--run", run]
    return subprocess.Popen(
        [*command, "--store", store, *settings], cwd=JOB, env={**ENVIRONMENT, **environ}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_a_trial_takes_its_settings_and_reports_its_metric(tmp_path: Path) -> None:
    experiment = tiny_experiment(eval_every=2)
    experiment["sweep"] = {"metric": "holdout.clean.copied", "parameters": {}}
    run = make_store(tmp_path, experiment)
    metric_file = tmp_path / "hypertune" / "output.metrics"
    process = start(
        str(tmp_path), str(run), "--training.max_steps=3.0", "--training.learning_rate=0.002",
        CLOUD_ML_TRIAL_ID="7", CLOUD_ML_HP_METRIC_FILE=str(metric_file), GRAMAI_WANDB_SECRET="no-name",
    )  # fmt: skip
    output, errors = process.communicate(timeout=900)
    assert process.returncode == 0, errors[-2000:]
    result = json.loads((run / "trials/7/result.json").read_text(encoding="utf-8"))
    assert json.loads(output.strip().splitlines()[-1])["version"] == result["model"]["version"]
    assert not (run / "result.json").exists()
    assert losses(run / "trials/7")[-1][0] == 3
    reported = [json.loads(line) for line in metric_file.read_text(encoding="utf-8").splitlines()]
    assert [(report["trial"], report["global_step"]) for report in reported] == [("7", "2"), ("7", "3")]
    assert float(reported[-1]["holdout.clean.copied"]) == result["scores"]["holdout"]["clean"]["copied"]
    assert "Weights & Biases is off: GRAMAI_WANDB_SECRET must be" in errors


def test_two_machines_of_a_cluster_train_as_one(tmp_path: Path) -> None:
    """Each has a disk of its own; only the bucket is shared. Batches are split instead of accumulated."""
    shared = {"max_steps": 4, "save_every": 4, "eval_every": 0, "batch_tokens": 512}
    alone = make_store(tmp_path / "alone", tiny_experiment(**shared, accumulation=2))
    assert run_in_process(tmp_path / "alone", alone)[0] == 0
    spread = make_store(tmp_path / "spread", tiny_experiment(**shared))
    with socket.socket() as free, serve_bucket() as bucket:
        free.bind(("127.0.0.1", 0))
        pools = {"workerpool0": [f"127.0.0.1:{free.getsockname()[1]}"], "workerpool1": ["127.0.0.1:2222"]}
        free.close()
        for name in ("clean.txt", "runs/first/experiment.json"):
            bucket.objects[f"shelf/{name}"] = (spread.parents[1] / name).read_bytes()
        machines = []
        for pool in pools:
            (tmp_path / pool).mkdir()
            spec = {"cluster": pools, "task": {"type": pool, "index": 0}}
            machines.append(
                start(
                    "gs://shelf", "gs://shelf/runs/first", CLUSTER_SPEC=json.dumps(spec), ACCELERATE_USE_CPU="true",
                    STORAGE_EMULATOR_HOST=bucket.address, TMPDIR=str(tmp_path / pool),
                )
            )
        ends = [machine.communicate(timeout=900) for machine in machines]
        assert [machine.returncode for machine in machines] == [0, 0], [end[1][-2000:] for end in ends]
        (tmp_path / "metrics.jsonl").write_bytes(bucket.objects["shelf/runs/first/metrics.jsonl"])
        result = json.loads(bucket.objects["shelf/runs/first/result.json"])
    for (step, one), (_, two) in zip(losses(alone), losses(tmp_path), strict=True):
        assert two == pytest.approx(one, rel=2e-3), f"step {step}"
    assert result["status"] == "succeeded"


@pytest.mark.parametrize(
    ("arguments", "environ", "message"),
    [
        (["--run", "Wrong_Name"], {}, "job: --run must end in a run's name"),
        (["--run", "gs://"], {}, "job: expected gs://BUCKET/PATH, got gs://"),
        (["--run", "x", "--fast"], {}, "job: expected overrides such as --training.max_steps=100, got --fast"),
        (["--run", "x"], {"CLUSTER_SPEC": "{"}, "job: CLUSTER_SPEC must be"),
    ],
)
def test_wrong_arguments_are_said_in_one_line(
    arguments: list[str], environ: dict[str, str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    import job

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["job.py", "--experiment", "e.json", "--store", str(tmp_path), *arguments])
    for name, value in environ.items():
        monkeypatch.setitem(os.environ, name, value)
    with pytest.raises(SystemExit) as ended:
        job.main()
    assert ended.value.code == 2
    captured = capsys.readouterr().err
    assert captured.startswith(message) and captured.count("\n") == 1
    assert not any(tmp_path.iterdir())

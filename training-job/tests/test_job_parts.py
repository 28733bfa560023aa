"""The small parts of a job: places, cluster, overrides, what a failure says."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from gec.config import ConfigError
from gec.export.parity import ParityError
from gec.job.cluster import Cluster, ClusterError, read_cluster, torchrun_arguments
from gec.job.errors import JobError, describe
from gec.job.overrides import apply_overrides, parse_overrides
from gec.job.places import PlaceError, find_places
from gec.job.scoring import all_scores, score_at

POOLS = {"workerpool0": ["first:2222"], "workerpool1": ["second:2222", "third:2222"]}


def spec(pool: str, index: int, pools: dict[str, list[str]] = POOLS) -> str:
    return json.dumps({"cluster": pools, "task": {"type": pool, "index": index, "cloud": "x"}, "environment": "cloud"})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, Cluster()),
        (spec("workerpool0", 0), Cluster(3, 0, "first", 2222)),
        (spec("workerpool1", 0), Cluster(3, 1, "first", 2222)),
        (spec("workerpool1", 1), Cluster(3, 2, "first", 2222)),
        (spec("workerpool0", 0, {"workerpool0": ["only:99"]}), Cluster(1, 0, "only", 99)),
    ],
)
def test_a_machine_finds_its_place(given: str | None, expected: Cluster) -> None:
    assert read_cluster(given) == expected


@pytest.mark.parametrize(
    "given", ["{", "[]", spec("workerpool1", 2), spec("workerpool9", 0), '{"cluster": {}, "task": {}}']
)
def test_a_strange_cluster_is_refused(given: str) -> None:
    with pytest.raises(ClusterError, match="CLUSTER_SPEC must be"):
        read_cluster(given)


@pytest.mark.parametrize(
    ("name", "environ", "devices", "expected"),
    [
        ("a CPU", {}, 0, None),
        ("one GPU", {}, 1, None),
        ("two GPUs", {}, 2, ["--standalone", "--nproc-per-node", "2"]),
        ("started by torchrun", {"LOCAL_RANK": "0", "CLUSTER_SPEC": spec("workerpool0", 0)}, 2, None),
        (
            "the second of three machines",
            {"CLUSTER_SPEC": spec("workerpool1", 0)},
            4,
            ["--nnodes", "3", "--node-rank", "1", "--master-addr", "first", "--master-port", "2222",
             "--nproc-per-node", "4"],
        ),
    ],
)  # fmt: skip
def test_torchrun_is_asked_for_when_needed(
    name: str, environ: dict[str, str], devices: int, expected: list[str] | None
) -> None:
    assert torchrun_arguments(environ, devices) == expected


def test_overrides_are_read_as_numbers_where_they_are() -> None:
    given = ["--training.learning_rate=3e-3", "--training.max_steps=64.0", "--training.optimiser=adamw"]
    overrides = parse_overrides([*given, "--data.synthesis.styles.plain.share=0.5"])
    assert overrides == {
        "training.learning_rate": 0.003,
        "training.max_steps": 64,
        "training.optimiser": "adamw",
        "data.synthesis.styles.plain.share": 0.5,
    }
    document = {"name": "x", "training": {"max_steps": 1}}
    assert apply_overrides(document, overrides) == {
        "name": "x",
        "training": {"max_steps": 64, "learning_rate": 0.003, "optimiser": "adamw"},
        "data": {"synthesis": {"styles": {"plain": {"share": 0.5}}}},
    }
    assert document == {"name": "x", "training": {"max_steps": 1}}


def test_odd_overrides_are_all_named() -> None:
    with pytest.raises(ConfigError, match=r"got --fast, training\.max_steps=3, --steps=3$"):
        parse_overrides(["--fast", "training.max_steps=3", "--steps=3", "--training.max_steps=3"])
    with pytest.raises(ConfigError, match=r"name\.x cannot be set: the experiment has no mapping name"):
        apply_overrides({"name": "x"}, {"name.x": 1})


def test_a_local_run_stays_where_it_is(tmp_path: Path) -> None:
    places = find_places(str(tmp_path / "e.json"), str(tmp_path / "runs" / "one"), str(tmp_path), {})
    assert places.run_name == "one"
    assert places.work == tmp_path / "runs" / "one"
    assert places.store.root == tmp_path
    assert (places.checkpoints, places.metrics, places.tensorboard, places.model) == (None, None, None, None)


def test_a_trial_has_a_folder_of_its_own_and_vertex_names_its_places(tmp_path: Path) -> None:
    environ = {
        "CLOUD_ML_TRIAL_ID": "3",
        "AIP_MODEL_DIR": str(tmp_path / "model"),
        "AIP_CHECKPOINT_DIR": str(tmp_path / "saved"),
        "AIP_TENSORBOARD_LOG_DIR": str(tmp_path / "logs"),
    }
    places = find_places("e.json", str(tmp_path / "one"), str(tmp_path), environ)
    assert (places.run_name, places.result.folder) == ("one", tmp_path / "one" / "trials" / "3" / "result.json")
    named = [places.model, places.checkpoints, places.tensorboard]
    assert [place and place.folder for place in named] == [tmp_path / n for n in ("model", "saved", "logs")]


@pytest.mark.parametrize("name", ["One", "-one", "a" * 64, "one_two"])
def test_a_run_must_have_a_name_that_labels_take(name: str, tmp_path: Path) -> None:
    with pytest.raises(PlaceError, match="--run must end in a run's name"):
        find_places("e.json", str(tmp_path / name), str(tmp_path), {})


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (JobError("bad_data", "rows.tsv is not there"), "bad_data: rows.tsv is not there"),
        (ConfigError("training.max_steps is missing"), "bad_experiment: training.max_steps is missing"),
        (ParityError("int8: 3 % differ"), "parity: int8: 3 % differ; train longer or with another learning rate"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "disk_full: no space left on the machine's disk; raise"
         " job.boot_disk_gb or free some space"),
        (ValueError("Dear John, I has a secret"), "internal: ValueError at start; the job's log has the stack"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)  # fmt: skip
def test_a_failure_is_one_line_without_texts(error: Exception, expected: str) -> None:
    assert describe(error) == expected


def test_scores_have_dotted_paths() -> None:
    summary: dict[str, Any] = {"step": 9, "loss": 0.5, "clean/loss": 0.4, "clean/changed": 0.9}
    measured = {"minConfidence": 0.2, "sets": {"jfleg": {"gleu": 54.1}}, "decision": {}, "regressions": {"exact": 60.0}}
    scores = all_scores(summary, measured)
    assert scores == {
        "eval_loss": 0.5,
        "holdout": {"clean": {"loss": 0.4, "changed": 0.9}},
        "sets": {"jfleg": {"gleu": 54.1}},
        "regressions": {"exact": 60.0},
    }
    paths = ["eval_loss", "holdout.clean.changed", "sets.jfleg.gleu", "sets.jfleg", "sets.x.f05", "sets.jfleg.gleu.x"]
    assert [score_at(scores, path) for path in paths] == [0.5, 0.9, 54.1, None, None, None]

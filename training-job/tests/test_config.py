"""Experiments are read strictly: every fault of a file is listed, each with its place."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from gec.config import ConfigError, load_experiment, parse_experiment, to_dict

CONFIGS = Path(__file__).resolve().parents[2] / "configs"
VALID: dict[str, Any] = {
    "name": "x",
    "data": {"sources": {"a": {"path": "a.txt", "kind": "clean", "weight": 1}}},
    "training": {"max_steps": 10},
}


def changed(place: str, value: Any) -> dict[str, Any]:
    document = copy.deepcopy(VALID)
    *parents, last = place.split(".")
    inner = document
    for parent in parents:
        inner = inner.setdefault(parent, {})
    inner[last] = value
    return document


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        ("nmae", "x", "nmae is unknown; known: "),
        ("name", 3, "name must be str, got 3"),
        ("training.max_steps", None, "training.max_steps must be int, got None"),
        ("training.max_steps", True, "training.max_steps must be int, got True"),
        ("training.max_steps", 1.5, "training.max_steps must be int, got 1.5"),
        ("training.max_steps", 0, "training: max_steps must be >= 1, got 0"),
        ("training.learning_rate", "fast", "training.learning_rate must be float, got 'fast'"),
        ("training.learning_rate", True, "training.learning_rate must be float, got True"),
        ("training.learning_rate", 0, "training: learning_rate must be > 0, got 0.0"),
        ("training.optimiser", "sgd", "training: optimiser must be muon or adamw, got 'sgd'"),
        ("training.precision", "fp16", "training: precision must be auto, bf16 or fp32, got 'fp16'"),
        ("training.copy_loss_rate", 0, "training: copy_loss_rate must be in (0, 1], got 0.0"),
        ("training.compile", "yes", "training.compile must be bool, got 'yes'"),
        ("data.sources", {}, "data: sources must name at least one file"),
        ("data.sources", ["a"], "data.sources must be a mapping, got ['a']"),
        (
            "data.sources.a.kind",
            "x",
            "data.sources.a: kind must be clean, right, synthetic, invented or pairs, got 'x'",
        ),
        ("data.sources.a.skip", 1, "data.sources.a: skip must be in [0, 1), got 1.0"),
        ("data.sources.a.weight", -1, "data.sources.a: weight must be >= 0, got -1.0"),
        ("data.sources.a.holdout", 1, "data.sources.a: holdout must be in [0, 1), got 1.0"),
        ("data.exclude_sets", "a", "data.exclude_sets must be a list, got 'a'"),
        ("data.exclude_sets", ["a", 2], "data.exclude_sets[1] must be str, got 2"),
        ("data.join_rate", 2, "data: join_rate must be in [0, 1], got 2.0"),
        ("model.architecture", "bert", "model: architecture must be aligned-t5 or t5, got 'bert'"),
        ("tokenizer", 8192, "tokenizer must be a mapping, got 8192"),
    ],
)
def test_a_fault_names_its_place(place: str, value: Any, fault: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_experiment(changed(place, value), "file")
    lines = str(caught.value).splitlines()
    assert lines[0] == "file:" and len(lines) == 2
    assert lines[1].startswith(f"  - {fault}")


def test_all_faults_are_listed_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_experiment({"training": {"optimiser": 3, "maxsteps": 1}, "data": {"sources": {"a": {}}}}, "file")
    faults = [line.removeprefix("  - ").partition(" ")[0] for line in str(caught.value).splitlines()[1:]]
    assert sorted(faults) == [
        "data.sources.a.kind", "data.sources.a.path", "data.sources.a.weight", "name", "training.max_steps",
        "training.maxsteps", "training.optimiser",
    ]  # fmt: skip


@pytest.mark.parametrize("document", [None, [], "text", 3])
def test_what_is_no_mapping_is_refused(document: Any) -> None:
    with pytest.raises(ConfigError, match="the file must be a mapping"):
        parse_experiment(document, "file")


@pytest.mark.parametrize(("name", "text"), [("a.json", "{"), ("a.yaml", "a: [")])
def test_a_file_of_another_form_is_refused(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ConfigError, match="expected JSON" if name.endswith("json") else "expected YAML"):
        load_experiment(tmp_path / name)


def test_exponents_are_numbers_and_yaml_and_json_mean_the_same(tmp_path: Path) -> None:
    document = changed("training.learning_rate", "1e-3")
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(document).replace("'1e-3'", "1e-3"))
    (tmp_path / "a.json").write_text(json.dumps(document))
    from_yaml = load_experiment(tmp_path / "a.yaml")
    assert from_yaml.training.learning_rate == 0.001
    assert from_yaml == load_experiment(tmp_path / "a.json")


def whole_experiments() -> list[Path]:
    """Those that do not need the service's composition; `???` is a text like any other here."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(CONFIGS.glob("*.yaml"))}
    return [p for p, text in texts.items() if "\ntraining:" in text and "\ndefaults:" not in text]


@pytest.mark.parametrize("path", whole_experiments(), ids=lambda path: path.name)
def test_every_committed_experiment_is_read_and_written_alike(path: Path) -> None:
    experiment = load_experiment(path)
    assert parse_experiment(json.loads(json.dumps(to_dict(experiment))), "again") == experiment

"""The trainer's dataclasses and configs/experiment.schema.json, which the service checks, say the same."""

from __future__ import annotations

import dataclasses
import json
import typing
from pathlib import Path

import pytest

from gec import config

SCHEMA = json.loads((Path(__file__).parents[2] / "configs/experiment.schema.json").read_text(encoding="utf-8"))
SERVICE_ONLY = {"job", "promotion", "sweep"}
CLASSES = [config.Source, config.Data, config.TokenizerConfig, config.Model, config.Training, config.Experiment]


def _schema_of(kind: type) -> dict[str, typing.Any]:
    return SCHEMA if kind is config.Experiment else SCHEMA["$defs"][kind.__name__]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_fields_and_defaults_are_the_schemas(kind: type) -> None:
    schema = _schema_of(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    assert set(fields) == set(schema["properties"]) - {"defaults"}
    for name, field in fields.items():
        if field.default is not dataclasses.MISSING and name not in SERVICE_ONLY:
            assert schema["properties"][name]["default"] == field.default, name
    required = {n for n, f in fields.items() if f.default is f.default_factory is dataclasses.MISSING}
    assert required == set(schema.get("required") or schema.get("then", {}).get("required", []))


def test_a_file_with_the_services_sections_is_read(tmp_path: Path) -> None:
    path = tmp_path / "experiment.json"
    experiment = {
        "name": "x",
        "data": {"sources": {"a": {"path": "a.txt", "kind": "clean", "weight": 1}}},
        "training": {"max_steps": 1},
        "job": {"spot": False},
        "promotion": {"margin": 0.2},
        "sweep": {"trials": 3},
    }
    path.write_text(json.dumps(experiment), encoding="utf-8")
    assert config.load_experiment(path).promotion == {"margin": 0.2}

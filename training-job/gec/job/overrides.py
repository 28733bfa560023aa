"""Settings given as arguments, as a sweep's trials get them: `--training.learning_rate=0.003`."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from gec.config import ConfigError


def parse_overrides(arguments: Sequence[str]) -> dict[str, Any]:
    """Dotted names to values, which are read as YAML. Raises ConfigError listing every odd argument."""
    odd = [a for a in arguments if not a.startswith("--") or "=" not in a or "." not in a.partition("=")[0]]
    if odd:
        raise ConfigError("expected overrides such as --training.max_steps=100, got " + ", ".join(odd))
    pairs = (argument[2:].partition("=") for argument in arguments)
    return {name: _value(text) for name, _, text in pairs}


def apply_overrides(document: Any, overrides: Mapping[str, Any]) -> Any:
    """A copy of the experiment's plain data with other values. Raises ConfigError for a name it cannot hold."""
    result = copy.deepcopy(document)
    for name, value in overrides.items():
        *parents, last = name.split(".")
        place = result
        for parent in parents:
            place = place.setdefault(parent, {}) if isinstance(place, dict) else None
        if not isinstance(place, dict):
            raise ConfigError(f"{name} cannot be set: the experiment has no mapping {'.'.join(parents)}")
        place[last] = value
    return result


def _value(text: str) -> Any:
    """Whole numbers lose their fraction: Vertex AI writes integers as 64.0, and a float field takes 64 as well."""
    try:
        value = yaml.safe_load(text)
        if isinstance(value, str):  # YAML 1.1 reads 1e-3 as text
            value = float(value)
    except (ValueError, yaml.YAMLError):
        return text
    return int(value) if isinstance(value, float) and value.is_integer() else value

"""An experiment: one file says everything about one run. Unknown keys are errors, all of them listed."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_Kind = typing.TypeVar("_Kind")

SOURCE_KINDS = ("clean", "right", "synthetic", "invented", "pairs")


class ConfigError(ValueError):
    """The experiment file is wrong; the message lists every fault."""


@dataclass(kw_only=True, slots=True, frozen=True)
class Source:
    """One file of sentences or pairs."""

    path: str
    """Relative to the data root; .txt or .tsv or .jsonl, plain or .gz or .xz."""
    kind: str
    """`clean`: right sentences, errors are synthesised while training; `right`: right sentences to leave alone;
    `synthetic`: right sentences, errors are synthesised once, in preparation; `invented`: right sentences, errors are
    written by a model (`invent.py`); `pairs`: source and target."""
    weight: float
    """Share of the examples drawn from here, relative to the other sources."""
    header: bool = False
    """The first line names the columns."""
    limit: int = 0
    """Rows read at most; 0 reads all."""
    exclude: str = ""
    """Rows whose third or fourth column contains this are left out."""
    holdout: float = 0.0
    """Share of rows kept for measuring, chosen by hash of the target."""
    sample: float = 1.0
    """Share of rows read, spread over the file; chosen by hash of the target."""
    skip: float = 0.0
    """Share of rows passed over before `sample` counts: what another source of the same file takes."""
    respelt: bool = False
    """The wrong sides go through the spelling stage, as when the model serves (`npm run respell`)."""
    mined: bool = False
    """Of `right` rows only those stay that the model served now would change without being sure (`npm run mine`)."""

    def __post_init__(self) -> None:
        expected = f"{', '.join(SOURCE_KINDS[:-1])} or {SOURCE_KINDS[-1]}"
        _check(self.kind in SOURCE_KINDS, f"kind must be {expected}, got {self.kind!r}")
        _check(self.weight >= 0, f"weight must be >= 0, got {self.weight}")
        _check(0 <= self.holdout < 1, f"holdout must be in [0, 1), got {self.holdout}")
        _check(0 < self.sample <= 1, f"sample must be in (0, 1], got {self.sample}")
        _check(0 <= self.skip < 1, f"skip must be in [0, 1), got {self.skip}")


@dataclass(kw_only=True, slots=True, frozen=True)
class Data:
    sources: dict[str, Source]
    exclude_sets: list[str] = field(default_factory=list)
    """Files whose lines must not be trained on (evaluation sentences), relative to the data root."""
    min_words: int = 2
    max_words: int = 40
    max_tokens: int = 96
    """Longest source or target, in tokens, end of sentence included; longer pairs are skipped."""
    synthesis: dict[str, Any] = field(default_factory=dict)
    """Rates of the error synthesis, see gec/synthesis."""
    resources: str = ""
    """Folder of misspelling and confusion lists, relative to the data root; empty: rules only."""
    join_rate: float = 0.0
    """Share of clean examples made of two sentences, so that run-ons occur."""
    superbatch: int = 3000
    """Examples drawn, sorted by length and cut into batches together."""
    reverse: bool = False
    """Right sentences are the source and wrong ones the target: the model learns to make errors."""

    def __post_init__(self) -> None:
        _check(bool(self.sources), "sources must name at least one file")
        _check(0 <= self.join_rate <= 1, f"join_rate must be in [0, 1], got {self.join_rate}")
        _check(self.superbatch >= 1, f"superbatch must be >= 1, got {self.superbatch}")


@dataclass(kw_only=True, slots=True, frozen=True)
class TokenizerConfig:
    vocab_size: int = 8192
    sample: int = 400_000
    """Sentences the merges are learnt from."""


@dataclass(kw_only=True, slots=True, frozen=True)
class Model:
    init: str = "scratch"
    """`scratch`, a checkpoint folder, or a hub id of a T5."""
    architecture: str = "aligned-t5"
    """With `scratch`: `aligned-t5` or `t5`."""
    shape: dict[str, Any] = field(default_factory=dict)
    """With `scratch`: fields of AlignedT5Config or T5Config."""
    prefix: str = ""
    """Task prefix in front of every source, e.g. `grammar: `."""

    def __post_init__(self) -> None:
        _check(
            self.architecture in ("aligned-t5", "t5"),
            f"architecture must be aligned-t5 or t5, got {self.architecture!r}",
        )


@dataclass(kw_only=True, slots=True, frozen=True)
class Training:
    max_steps: int
    """Optimiser steps of the whole run."""
    max_seconds: float = 0.0
    """Where a machine is lent for so long only: the run ends, and its schedule is stretched or shortened, so that it
    takes this time; `max_steps` are then an upper limit. 0 is off."""
    batch_tokens: int = 6144
    """Padded source tokens per step over all processes and accumulated batches."""
    accumulation: int = 1
    """Batches per optimiser step and process."""
    optimiser: str = "muon"
    """`muon` (hidden matrices, AdamW for the rest) or `adamw`."""
    learning_rate: float = 2e-3
    warmup_steps: int = 100
    decay_steps: int = 0
    """Last steps in which the rate falls to zero in a straight line; 0 keeps it constant."""
    weight_decay: float = 0.0
    clip: float = 1.0
    """Largest gradient norm."""
    label_smoothing: float = 0.0
    copy_loss_rate: float = 1.0
    """Share of the copied tokens whose loss is computed, weighted up in return; changed ones always are."""
    ema: float = 0.0
    """Decay of the averaged weights; 0 is off."""
    precision: str = "auto"
    """`auto` (bf16 where the device has it), `bf16` or `fp32`."""
    compile: bool = False
    log_every: int = 20
    eval_every: int = 500
    """Steps between evaluations on the held-out rows; 0 is never."""
    save_every: int = 500
    patience: int = 0
    """Evaluations without a better loss before stopping; 0 is off."""

    def __post_init__(self) -> None:
        for name in ("max_steps", "batch_tokens", "accumulation", "log_every", "save_every"):
            _check(getattr(self, name) >= 1, f"{name} must be >= 1, got {getattr(self, name)}")
        _check(self.max_seconds >= 0, f"max_seconds must be >= 0, got {self.max_seconds}")
        _check(self.learning_rate > 0, f"learning_rate must be > 0, got {self.learning_rate}")
        _check(
            self.optimiser in ("muon", "adamw"),
            f"optimiser must be muon or adamw, got {self.optimiser!r}",
        )
        _check(
            self.precision in ("auto", "bf16", "fp32"),
            f"precision must be auto, bf16 or fp32, got {self.precision!r}",
        )
        _check(
            0 < self.copy_loss_rate <= 1,
            f"copy_loss_rate must be in (0, 1], got {self.copy_loss_rate}",
        )


@dataclass(kw_only=True, slots=True, frozen=True)
class Experiment:
    name: str
    data: Data
    training: Training
    seed: int = 17
    tokenizer: TokenizerConfig = field(default_factory=TokenizerConfig)
    model: Model = field(default_factory=Model)
    job: dict[str, Any] = field(default_factory=dict)
    """Where the job runs; read by the service, not by the trainer (core/experiment-service.ts)."""
    promotion: dict[str, Any] = field(default_factory=dict)
    """When the result replaces the serving model; read by the service."""
    sweep: dict[str, Any] = field(default_factory=dict)
    """Settings to search over; read by the service and by sweep runs."""


def _check(condition: bool, message: str) -> None:
    if not condition:
        raise ConfigError(message)


def load_experiment(path: str | Path) -> Experiment:
    """Read a YAML or JSON experiment.

    Raises ConfigError listing every unknown key, missing key, wrong type and refused value.
    """
    return parse_experiment(read_document(Path(path).read_text(encoding="utf-8"), str(path)), str(path))


def read_document(text: str, label: str) -> Any:
    """The plain data of a YAML file, or of a JSON file by its name. Raises ConfigError for neither."""
    try:
        return json.loads(text) if label.endswith(".json") else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as error:
        kind = "JSON" if label.endswith(".json") else "YAML"
        raise ConfigError(f"{label}: expected {kind}, got text that is not: {error}") from error


def parse_experiment(document: Any, label: str) -> Experiment:
    """Plain data as an experiment; `label` names it in the message. Raises ConfigError listing every fault."""
    return parse(Experiment, document, label)


def parse(kind: type[_Kind], document: Any, label: str) -> _Kind:
    """Plain data as a dataclass of this form; as `parse_experiment`."""
    faults: list[str] = []
    built = _build(kind, document, "", faults)
    if faults:
        raise ConfigError(f"{label}:\n" + "\n".join(f"  - {fault}" for fault in faults))
    return built


def to_dict(experiment: Experiment) -> dict[str, Any]:
    """Plain data, ready for JSON."""
    return dataclasses.asdict(experiment)


def _build(kind: Any, value: Any, where: str, faults: list[str]) -> Any:
    origin = typing.get_origin(kind)
    if dataclasses.is_dataclass(kind):
        return _build_dataclass(kind, value, where, faults)
    if origin is dict:
        if not isinstance(value, dict):
            faults.append(f"{where} must be a mapping, got {value!r}")
            return {}
        inner = typing.get_args(kind)[1]
        return {k: _build(inner, v, f"{where}.{k}", faults) for k, v in value.items()}
    if origin is list:
        if not isinstance(value, list):
            faults.append(f"{where} must be a list, got {value!r}")
            return []
        inner = typing.get_args(kind)[0]
        return [_build(inner, v, f"{where}[{i}]", faults) for i, v in enumerate(value)]
    if kind is Any or isinstance(kind, types.GenericAlias):
        return value
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if kind is float and isinstance(value, str):  # YAML 1.1 reads 1e-3 as text
        try:
            return float(value)
        except ValueError:
            pass
    if type(value) is not kind:
        faults.append(f"{where} must be {kind.__name__}, got {value!r}")
    return value


def _build_dataclass(kind: Any, value: Any, where: str, faults: list[str]) -> Any:
    if not isinstance(value, dict):
        faults.append(f"{where or 'the file'} must be a mapping, got {value!r}")
        return None
    before = len(faults)
    hints = typing.get_type_hints(kind)
    known = {f.name: f for f in dataclasses.fields(kind)}
    prefix = f"{where}." if where else ""
    for key in value:
        if key not in known:
            faults.append(f"{prefix}{key} is unknown; known: {', '.join(sorted(known))}")
    for name, spec in known.items():
        required = (
            spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING
        )
        if required and name not in value:
            faults.append(f"{prefix}{name} is missing")
    built = {
        name: _build(hints[name], value[name], f"{prefix}{name}", faults)
        for name in known
        if name in value
    }
    if len(faults) > before:
        return None
    try:
        return kind(**built)
    except ConfigError as fault:
        faults.append(f"{prefix.rstrip('.') or 'the file'}: {fault}")
        return None

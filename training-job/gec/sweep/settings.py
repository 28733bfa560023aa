"""The `sweep` section of an experiment, in the form that Vertex AI's tuning jobs have as well."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gec.config import ConfigError, parse

TYPES = ("double", "integer", "categorical", "discrete")
ALGORITHMS = ("bayesian", "random", "grid")


@dataclass(kw_only=True, slots=True, frozen=True)
class Parameter:
    """The values that one setting may take."""

    type: str
    """`double` or `integer` between `min` and `max`; `categorical` or `discrete` (numbers) from `values`."""
    min: Any = None
    max: Any = None
    scale: str = "linear"
    """`linear` or `log`: what equal steps are taken on."""
    values: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise ConfigError(f"type must be one of {', '.join(TYPES)}, got {self.type!r}")
        if self.scale not in ("linear", "log"):
            raise ConfigError(f"scale must be linear or log, got {self.scale!r}")
        if self.type in ("categorical", "discrete"):
            if not self.values:
                raise ConfigError(f"{self.type} needs values, at least one")
            return
        kinds = (int,) if self.type == "integer" else (int, float)
        if type(self.min) not in kinds or type(self.max) not in kinds or self.min > self.max:
            raise ConfigError(f"{self.type} needs numbers min <= max, got {self.min!r} and {self.max!r}")
        if self.scale == "log" and self.min <= 0:
            raise ConfigError(f"min must be above 0 on a log scale, got {self.min}")

    def choices(self) -> list[Any]:
        """Every value, for a grid; empty for `double`."""
        if self.type == "integer":
            return list(range(self.min, self.max + 1))
        return self.values


@dataclass(kw_only=True, slots=True, frozen=True)
class Sweep:
    parameters: dict[str, Parameter]
    """By the dotted name of the setting."""
    metric: str = "eval_loss"
    """Dotted path among the scores of a result."""
    goal: str = "minimize"
    trials: int = 20
    parallel: int = 1
    """Trials at once on Vertex AI; on one machine they take turns."""
    algorithm: str = "bayesian"

    def __post_init__(self) -> None:
        if not self.parameters:
            raise ConfigError("parameters must name at least one setting")
        if self.goal not in ("minimize", "maximize"):
            raise ConfigError(f"goal must be minimize or maximize, got {self.goal!r}")
        if self.trials < 1:
            raise ConfigError(f"trials must be >= 1, got {self.trials}")
        if self.algorithm not in ALGORITHMS:
            raise ConfigError(f"algorithm must be one of {', '.join(ALGORITHMS)}, got {self.algorithm!r}")
        if self.algorithm == "grid" and not all(p.choices() for p in self.parameters.values()):
            raise ConfigError("a grid needs integer, categorical or discrete parameters; give double ones as discrete")


def parse_sweep(document: dict[str, Any]) -> Sweep:
    """Raises ConfigError listing every fault."""
    if not document:
        raise ConfigError("expected a sweep section with metric, goal, trials and parameters; the experiment has none")
    return parse(Sweep, document, "sweep")

"""When a target is given up: the same rule as `core/stopping.ts`, asked after each token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

#: Only "end" gives a correction; after any other the sentence stays as it was.
StopReason = Literal["end", "length", "repetition"]

_GROWTH = 1.5  # a target may grow to this times its source's tokens ...
_SPARE_TOKENS = 20  # ... plus these
_MAX_PERIOD = 8  # longest repeated unit looked for, in tokens
_MIN_REPEATS = 4  # a unit said this often in a row ...
_MIN_LOOP_TOKENS = 12  # ... over at least this many tokens is a loop, unless the source says it too


def stop_reason(
    target: Sequence[int], source: Sequence[int], max_tokens: int
) -> Literal["length", "repetition"] | None:
    """Why `target` should not go on; `source` includes the end of sentence."""
    if len(target) >= max_tokens or len(target) > _GROWTH * len(source) + _SPARE_TOKENS:
        return "length"
    return "repetition" if _loops(target, source) else None


def _loops(target: Sequence[int], source: Sequence[int]) -> bool:
    for period in range(1, _MAX_PERIOD + 1):
        span = max(_MIN_REPEATS * period, _MIN_LOOP_TOKENS)
        if span > len(target):
            return False
        tail = list(target[-span:])
        if tail[period:] == tail[:-period] and not _contains(source, tail):
            return True
    return False


def _contains(source: Sequence[int], run: list[int]) -> bool:
    width = len(run)
    return any(list(source[at : at + width]) == run for at in range(len(source) - width + 1))

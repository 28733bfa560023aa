"""`result.json`: what became of a run. Written last, once; whoever finds it does nothing more."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from gec.job.places import Places

SCHEMA = 1


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_result(places: Places) -> dict[str, Any] | None:
    """None when the run has not ended; a torn one counts as none and is written again."""
    try:
        result = json.loads(places.result.store.read(places.result.path))
    except (FileNotFoundError, ValueError):
        return None
    return result if isinstance(result, dict) and result.get("schema") == SCHEMA else None


def write_result(places: Places, started_at: str, **fields: Any) -> dict[str, Any]:
    """`status` and `model`, `scores` or `error`, as the service's core/run.ts reads them."""
    times = {"startedAt": started_at, "endedAt": now()}
    result = {"schema": SCHEMA, "run": places.run_name, **fields, **times}
    text = json.dumps(result, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    places.result.store.write(places.result.path, text.encode())
    return result

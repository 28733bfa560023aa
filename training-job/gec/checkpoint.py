"""Checkpoints: everything a run needs to go on with the same losses, in one folder written whole.

`<out>/checkpoints/step-00001200/` holds the model (transformers format), `state.pt` (optimisers,
averaged weights, position in the data, random states) and `manifest.json`, written last: a folder
without it does not exist. The folder is filled under a temporary name and renamed.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch

KEPT = 2


def random_states() -> dict[str, Any]:
    states = {"python": random.getstate(), "numpy": np.random.get_state(), "torch": torch.get_rng_state()}
    if torch.cuda.is_available():
        states["cuda"] = torch.cuda.get_rng_state_all()
    return states


def restore_random_states(states: dict[str, Any]) -> None:
    random.setstate(states["python"])
    np.random.set_state(states["numpy"])
    torch.set_rng_state(states["torch"].cpu())
    if "cuda" in states and torch.cuda.is_available():
        torch.cuda.set_rng_state_all([state.cpu() for state in states["cuda"]])


def save(folder: Path, step: int, model: Any, state: dict[str, Any], manifest: dict[str, Any]) -> Path:
    """Write the checkpoint of `step` and remove all but the newest `KEPT`."""
    final = folder / f"step-{step:08d}"
    partial = folder / f".partial-{step:08d}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    model.save_pretrained(str(partial))
    torch.save(state, partial / "state.pt")
    (partial / "manifest.json").write_text(json.dumps({"step": step, **manifest}, indent=1), encoding="utf-8")
    shutil.rmtree(final, ignore_errors=True)
    os.replace(partial, final)
    for old in complete(folder)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return final


def complete(folder: Path) -> list[Path]:
    """Checkpoints with a manifest, oldest first."""
    return sorted(p.parent for p in folder.glob("step-*/manifest.json"))


def newest(folder: Path) -> Path | None:
    found = complete(folder)
    return found[-1] if found else None

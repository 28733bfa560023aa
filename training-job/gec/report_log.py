"""Progress of a run: one line for people, `metrics.jsonl` for programs, TensorBoard, Weights & Biases."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def duration(seconds: float) -> str:
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}"


class MetricsLog:
    """Writes only in the main process. Logs numbers, never text."""

    def __init__(self, out: Path, main: bool, max_steps: int) -> None:
        self.main, self.max_steps = main, max_steps
        self.path = out / "metrics.jsonl"
        self.board: Any = None
        self.wandb: Any = None
        if not main:
            return
        out.mkdir(parents=True, exist_ok=True)
        folder = os.environ.get("AIP_TENSORBOARD_LOG_DIR", str(out / "tensorboard"))
        from torch.utils.tensorboard import SummaryWriter

        self.board = SummaryWriter(folder)
        if os.environ.get("WANDB_API_KEY"):
            self.wandb = _open_wandb(out.name)

    def truncate(self, step: int) -> None:
        """Drop rows after `step`: what a run killed after its last checkpoint wrote is written again."""
        if not self.main or not self.path.exists():
            return
        rows = [r for r in self.path.read_text(encoding="utf-8").splitlines() if _step(r) <= step]
        self.path.write_text("".join(r + "\n" for r in rows), encoding="utf-8")

    def step(self, step: int, loss: float, rate: float, tokens: int, seconds: float, steps: int) -> None:
        if not self.main:
            return
        left = (self.max_steps - step) * seconds / steps
        print(
            f"step {step:6d}/{self.max_steps} {100 * step / self.max_steps:5.1f}%  loss {loss:.4f}  lr {rate:.2e}  "
            f"{1000 * seconds / steps:6.0f} ms/step  {tokens / seconds:8,.0f} tokens/s  left {duration(left)}",
            flush=True,
        )
        row = {"loss": round(loss, 5), "lr": rate, "tokens_per_s": round(tokens / seconds)}
        self._write(step, "train", row)

    def evaluation(self, step: int, scores: dict[str, float]) -> None:
        if not self.main:
            return
        names = sorted({n.partition("/")[0] for n in scores if "/" in n})
        print(f"held out at step {step}: loss {scores['loss']:.4f}", flush=True)
        for name in names:
            values = "  ".join(f"{m} {scores[f'{name}/{m}']:.4f}" for m in ("loss", "changed", "copied"))
            print(f"  {name:22s} {values}", flush=True)
        self._write(step, "holdout", scores)

    def close(self) -> None:
        if self.board:
            self.board.close()
        if self.wandb:
            self.wandb.finish()

    def _write(self, step: int, group: str, values: dict[str, float]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"step": step, "group": group, **values}) + "\n")
        for name, value in values.items():
            self.board.add_scalar(f"{group}/{name}", value, step)
        if self.wandb:
            self.wandb.log({f"{group}/{k}": v for k, v in values.items()}, step=step)


def _open_wandb(name: str) -> Any:
    """A run there; None, with the reason printed, where the package is not installed (it is in the CUDA image)."""
    try:
        import wandb
    except ImportError:
        print("WANDB_API_KEY is set, but there is no package wandb: curves stay on this machine", flush=True)
        return None
    return wandb.init(project=os.environ.get("WANDB_PROJECT", "gramai"), name=name, resume="allow")


def _step(row: str) -> int:
    try:
        return json.loads(row)["step"]
    except (ValueError, KeyError):  # a line torn by a kill
        return 1 << 62

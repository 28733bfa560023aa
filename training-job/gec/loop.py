"""The training loop: batches in, checkpoints and metrics out. Knows no raw text files and no cloud storage."""

from __future__ import annotations

import json
import math
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from accelerate import Accelerator
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader

from gec import batch_process, checkpoint
from gec.config import Experiment, to_dict
from gec.data import Batch, BatchStream, Position, holdout_batches
from gec.model import IGNORED_LABEL, AlignedT5, Corrector
from gec.optimisers import make_optimisers, rate_at
from gec.report_log import MetricsLog
from gec.synthesis import Corruptor
from gec.tokenizer import Text

HOLDOUT_ROWS = 300


class Interrupted(Exception):
    """SIGTERM came; a checkpoint of `step` has been written."""

    def __init__(self, step: int) -> None:
        super().__init__(f"stopped by SIGTERM after step {step}; run the same command to go on")
        self.step = step


class Diverged(Exception):
    """The loss is not a number any more; further steps would be wasted."""

    def __init__(self, step: int) -> None:
        super().__init__(f"the loss is not a number by step {step}; lower training.learning_rate or training.clip")


@dataclass
class Progress:
    """What a checkpoint remembers of the run itself."""

    step: int = 0
    position: Position = field(default_factory=Position)
    tokens: int = 0
    best_loss: float = math.inf
    best_step: int = 0
    seconds: float = 0.0


def batch_loss(model: Any, batch: Batch, aligned: bool, label_smoothing: float) -> torch.Tensor:
    """Mean loss of a token, nats."""
    if aligned:
        names = ("input_ids", "attention_mask", "decoder_input_ids", "source_index", "labels", "loss_weight")
        return model(**{n: batch[n] for n in names}, label_smoothing=label_smoothing).loss
    logits = model(
        input_ids=batch["input_ids"],
        attention_mask=batch["attention_mask"],
        decoder_input_ids=batch["decoder_input_ids"],
    ).logits
    losses = F.cross_entropy(
        logits.flatten(0, 1).float(),
        batch["labels"].flatten(),
        ignore_index=IGNORED_LABEL,
        reduction="none",
        label_smoothing=label_smoothing,
    )
    total = (batch["labels"] != IGNORED_LABEL).sum()
    return (losses * batch["loss_weight"].flatten()).sum() / total


def _as_arrays(superbatch: list[tuple[Position, Batch]]) -> list[tuple[Position, dict[str, np.ndarray]]]:
    """Arrays go through a pipe; tensors would take shared memory, of which containers have 64 MiB."""
    return [(position, {n: t.numpy() for n, t in batch.items()}) for position, batch in superbatch]


class Loop:
    """One run. `run()` trains to `max_steps`, resuming from the newest checkpoint under `out`."""

    def __init__(
        self, experiment: Experiment, model: Corrector, text: Text, corruptor: Corruptor, prepared: Path, out: Path
    ) -> None:
        training = experiment.training
        self.experiment, self.training, self.text, self.corruptor = experiment, training, text, corruptor
        self.prepared, self.out = prepared, out
        bf16 = torch.cuda.is_available() and torch.cuda.is_bf16_supported()
        wanted = training.precision == "bf16" or (training.precision == "auto" and bf16)
        self.accelerator = Accelerator(mixed_precision="bf16" if wanted else "no")
        self.world, self.rank = self.accelerator.num_processes, self.accelerator.process_index
        self.aligned = isinstance(model, AlignedT5)
        self.progress = Progress()
        resumed = checkpoint.newest(out / "checkpoints")
        if resumed:
            model = type(model).from_pretrained(str(resumed))
        self.bare = model.to(self.accelerator.device)
        self.optimisers = make_optimisers(self.bare, training)
        self.average = (
            AveragedModel(self.bare, multi_avg_fn=get_ema_multi_avg_fn(training.ema)) if training.ema else None
        )
        if resumed:
            self._restore(resumed)
        prepared_parts = self.accelerator.prepare(self.bare, *self.optimisers)
        self.model, self.optimisers = prepared_parts[0], list(prepared_parts[1:])
        if training.compile:
            self.model = torch.compile(self.model, dynamic=True)
        self.stopping = False
        self.on_evaluation: Callable[[int, dict[str, float]], None] = lambda step, scores: None
        """Called in the main process with step and scores of each evaluation while training."""

    def run(self) -> dict[str, Any]:
        """Train; returns the summary that ends a run. Raises Interrupted after SIGTERM, Diverged."""
        previous = signal.signal(signal.SIGTERM, self._stop)
        try:
            return self._run()
        finally:
            signal.signal(signal.SIGTERM, previous)

    def _run(self) -> dict[str, Any]:
        training, progress = self.training, self.progress
        log = MetricsLog(self.out, self.accelerator.is_main_process, training.max_steps)
        log.truncate(progress.step)
        holdout = holdout_batches(
            self.experiment.data, self.prepared, self.text, self.corruptor, self.experiment.seed,
            training.batch_tokens, HOLDOUT_ROWS,
        )  # fmt: skip
        if progress.step == 0 and holdout:
            log.evaluation(0, self._evaluate(holdout))
        batches = (item for superbatch in self._loader() for item in superbatch)
        started = time.monotonic() - progress.seconds
        window_loss, window_tokens, window_start = torch.zeros((), device=self.accelerator.device), 0, time.monotonic()
        self.model.train()
        while progress.step < training.max_steps:
            if training.max_seconds and progress.seconds >= training.max_seconds:
                break
            loss, tokens = self._step(batches)
            progress.step += 1
            progress.seconds = time.monotonic() - started
            progress.tokens += tokens
            window_loss += loss
            window_tokens += tokens
            if progress.step % training.log_every == 0 or progress.step == training.max_steps:
                steps = (progress.step - 1) % training.log_every + 1
                elapsed = time.monotonic() - window_start
                mean = self.accelerator.reduce(window_loss / steps, reduction="mean").item()
                if not math.isfinite(mean):
                    raise Diverged(progress.step)
                rate = rate_at(progress.step, training, progress.seconds)
                log.step(progress.step, mean, rate, window_tokens, elapsed, steps)
                window_loss.zero_()
                window_tokens, window_start = 0, time.monotonic()
            if holdout and training.eval_every and progress.step % training.eval_every == 0:
                if self._judge(log, holdout):
                    break
                window_start = time.monotonic()
            if self._must_stop():
                self._save()
                raise Interrupted(progress.step)
            if progress.step % training.save_every == 0:
                self._save()
        self._save()
        scores = self._evaluate(holdout) if holdout else {}
        log.close()
        return {"step": progress.step, "tokens": progress.tokens, "seconds": round(progress.seconds, 1), **scores}

    def final_model(self) -> Corrector:
        """The averaged weights where there are any, else the last."""
        return self.average.module if self.average else self.bare

    def _loader(self) -> DataLoader:
        data, training = self.experiment.data, self.training
        per_batch = training.batch_tokens // (self.world * training.accumulation)
        stream = BatchStream(
            data, self.prepared, self.text, self.corruptor, self.experiment.seed, per_batch,
            training.copy_loss_rate, self.progress.position, self.rank, self.world,
        )  # fmt: skip
        cores = len(os.sched_getaffinity(0)) // self.world
        workers = max(1, cores - 1) if torch.cuda.is_available() else 1
        return DataLoader(
            stream, batch_size=None, num_workers=workers, prefetch_factor=2, collate_fn=_as_arrays,
            worker_init_fn=partial(batch_process.begin, os.getpid()),
        )  # fmt: skip

    def _step(self, batches: Any) -> tuple[torch.Tensor, int]:
        training = self.training
        total, tokens = torch.zeros((), device=self.accelerator.device), 0
        for _ in range(training.accumulation):
            position, batch = next(batches)
            self.progress.position = position
            batch = {name: torch.from_numpy(array).to(self.accelerator.device) for name, array in batch.items()}
            with self.accelerator.autocast():
                loss = batch_loss(self.model, batch, self.aligned, training.label_smoothing) / training.accumulation
            self.accelerator.backward(loss)
            total += loss.detach()
            tokens += batch["input_ids"].numel() * self.world
        self.accelerator.clip_grad_norm_(self.model.parameters(), training.clip)
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate_at(self.progress.step + 1, training, self.progress.seconds)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        if self.average:
            self.average.update_parameters(self.bare)
        return total, tokens

    @torch.no_grad()
    def _evaluate(self, holdout: dict[str, list[Batch]]) -> dict[str, float]:
        """Per source: loss, accuracy on changed tokens, accuracy on copied tokens; and the mean loss."""
        model = self.final_model().eval()
        scores: dict[str, float] = {}
        losses = []
        for name, batches in holdout.items():
            sums = torch.zeros(5)
            for batch in batches:
                batch = {n: t.to(self.accelerator.device) for n, t in batch.items()}
                names = ["input_ids", "attention_mask", "decoder_input_ids"]
                logits = model(**{n: batch[n] for n in names + ["source_index"] * self.aligned}).logits
                inside = batch["labels"] != IGNORED_LABEL
                loss = F.cross_entropy(logits[inside].float(), batch["labels"][inside], reduction="sum")
                right = (logits.argmax(-1) == batch["labels"])[inside]
                copied = batch["copied"][inside]
                sums += torch.stack(
                    [loss.cpu(), (right & ~copied).sum().cpu(), (~copied).sum().cpu(),
                     (right & copied).sum().cpu(), copied.sum().cpu()]
                )  # fmt: skip
            losses.append((sums[0] / (sums[2] + sums[4])).item())
            scores[f"{name}/loss"] = round(losses[-1], 4)
            scores[f"{name}/changed"] = round((sums[1] / sums[2].clamp(min=1)).item(), 4)
            scores[f"{name}/copied"] = round((sums[3] / sums[4].clamp(min=1)).item(), 4)
        model.train()
        scores["loss"] = round(sum(losses) / len(losses), 4)
        return scores

    def _judge(self, log: MetricsLog, holdout: dict[str, list[Batch]]) -> bool:
        """Evaluate; True when the run should stop early."""
        progress = self.progress
        scores = self._evaluate(holdout)
        log.evaluation(progress.step, scores)
        if self.accelerator.is_main_process:
            self.on_evaluation(progress.step, scores)
        if scores["loss"] < progress.best_loss:
            progress.best_loss, progress.best_step = scores["loss"], progress.step
        waited = (progress.step - progress.best_step) // self.training.eval_every
        return bool(self.training.patience) and waited >= self.training.patience

    def _save(self) -> None:
        self.accelerator.wait_for_everyone()
        if self.accelerator.is_main_process:
            state = {
                "progress": vars(self.progress),
                "optimisers": [o.state_dict() for o in self.optimisers],
                "average": self.average.state_dict() if self.average else None,
                "random": checkpoint.random_states(),
            }
            manifest = {"experiment": to_dict(self.experiment), "tokens": self.progress.tokens}
            checkpoint.save(self.out / "checkpoints", self.progress.step, self.bare, state, manifest)
        self.accelerator.wait_for_everyone()

    def _restore(self, folder: Path) -> None:
        state = torch.load(folder / "state.pt", weights_only=False, map_location=self.accelerator.device)
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        if self.average and state["average"]:
            self.average.load_state_dict(state["average"])
        self.progress = Progress(**state["progress"])
        checkpoint.restore_random_states(state["random"])
        print(json.dumps({"resumed": folder.name, "step": self.progress.step}), flush=True)

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _must_stop(self) -> bool:
        """True in every process once any of them has been told to stop."""
        if self.world == 1:
            return self.stopping
        flag = torch.tensor(float(self.stopping), device=self.accelerator.device)
        return self.accelerator.reduce(flag, reduction="sum").item() > 0

"""Why a job failed, as one line: a code, what was expected, what to do. Never a user's text."""

from __future__ import annotations

import errno
import sys
import traceback
from pathlib import Path

import torch

from gec.config import ConfigError
from gec.export.parity import ParityError
from gec.loop import Diverged
from gec.storage import StorageError

_SOURCES = Path(__file__).resolve().parents[2]


class JobError(RuntimeError):
    """A fault that its code and message explain in full."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def describe(error: BaseException) -> str:
    """`code: message` of a failure; for faults of the program itself the place instead of a message."""
    if isinstance(error, JobError):
        return f"{error.code}: {error}"
    if isinstance(error, ConfigError):
        return f"bad_experiment: {error}"
    if isinstance(error, ParityError):
        return f"parity: {error}; train longer or with another learning rate"
    if isinstance(error, Diverged):
        return f"diverged: {error}"
    if isinstance(error, StorageError):
        return f"storage: {error}"
    if isinstance(error, torch.cuda.OutOfMemoryError):
        return "out_of_memory: the device's memory is full; lower training.batch_tokens or raise training.accumulation"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "disk_full: no space left on the machine's disk; raise job.boot_disk_gb or free some space"
    return f"internal: {type(error).__name__} at {_place(error)}; the job's log has the stack"


def print_stack(error: BaseException) -> None:
    """The stack on stderr, without messages: those of libraries may quote the data."""
    print("".join(traceback.format_tb(error.__traceback__)), end="", file=sys.stderr, flush=True)


def _place(error: BaseException) -> str:
    """Our innermost line of the stack."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_SOURCES):
            return f"{path.relative_to(_SOURCES).as_posix()}:{frame.lineno}"
    return "start"

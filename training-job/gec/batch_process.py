"""How a process that makes batches beside the training begins."""

from __future__ import annotations

import os
import signal
import threading
import time

_CHECK_SECONDS = 1.0


def begin(training: int, _worker: int) -> None:
    """For `DataLoader(worker_init_fn=...)`, with the process id of the training: as long as it, the process lives."""
    # A SIGTERM to the whole process group must not take the data away before the checkpoint is written.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_after, args=(training,), daemon=True).start()


def _end_after(parent: int) -> None:
    """A killed training leaves a full pipe that nobody reads; PyTorch's own watch would wait for it to empty."""
    while os.getppid() == parent:
        time.sleep(_CHECK_SECONDS)
    os._exit(1)

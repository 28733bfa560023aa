"""The training container's entry: an experiment in, a model version and runs/<run>/result.json out.

    python job.py --experiment gs://BUCKET/runs/RUN/experiment.json --run gs://BUCKET/runs/RUN --store gs://BUCKET
    python job.py --experiment ../configs/smoke.yaml --run STORE/runs/smoke --store STORE      # a minute on a CPU

STORE holds what the experiment names: files, or datasets/<name>/<version>/. Settings may follow, as Vertex AI
gives them to the trials of a sweep: --training.learning_rate=0.003. The same command goes on where an earlier
one was stopped. Several GPUs, or several machines by CLUSTER_SPEC: it starts itself again under torchrun.
"""

from __future__ import annotations

import argparse
import os
import sys

import torch

from gec.config import ConfigError
from gec.job.cluster import ClusterError, torchrun_arguments
from gec.job.overrides import parse_overrides
from gec.job.places import PlaceError, find_places
from gec.job.run import Role, run_job
from gec.storage import StorageError


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--experiment", required=True, help="experiment as JSON or YAML, a file or gs://")
    parser.add_argument(
        "--run", required=True, help="folder of the run, local or gs://; its last part is the run's name"
    )
    parser.add_argument("--store", required=True, help="folder or gs://bucket that paths in the experiment start from")
    arguments, settings = parser.parse_known_args()
    try:
        spread = torchrun_arguments(os.environ, torch.cuda.device_count())
        if spread is not None:
            # "--": torchrun would take our --run for an abbreviation of one of its own options.
            command = [sys.executable, "-m", "torch.distributed.run", *spread, "--", *sys.argv]
            os.execv(sys.executable, command)
        places = find_places(arguments.experiment, arguments.run, arguments.store, os.environ)
        overrides = parse_overrides(settings)
    except (ClusterError, ConfigError, PlaceError, StorageError) as error:
        parser.exit(2, f"job: {error}\n")
    return run_job(places, overrides, Role.of(os.environ))


if __name__ == "__main__":
    sys.exit(main())

"""Search over an experiment's settings on this machine; the same command goes on where it was stopped.

    python sweep.py --experiment ../configs/embedded/1-errors.yaml --run STORE/runs/search --store STORE
    python sweep.py --experiment ../configs/smoke-sweep.yaml --run STORE/runs/smoke --store STORE   # minutes on a CPU

The experiment's `sweep` section is what a tuning job of Vertex AI is made from as well. Each trial is a job
(job.py) in RUN/trials. Writes sweep.json, learning-curves.svg, parallel-coordinates.svg and, last, result.json
with the best trial's model.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from gec.config import ConfigError
from gec.job.places import PlaceError
from gec.job.run import EXIT_INTERRUPTED
from gec.storage import StorageError
from gec.sweep.run import SweepStopped, run_sweep


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--experiment", required=True, help="experiment with a sweep section, JSON or YAML")
    parser.add_argument("--run", required=True, type=Path, help="local folder of the run; ends in its name")
    parser.add_argument("--store", required=True, help="folder or gs://bucket that paths in the experiment start from")
    arguments = parser.parse_args()
    try:
        result = run_sweep(arguments.experiment, arguments.run, arguments.store)
    except (ConfigError, FileNotFoundError, PlaceError, StorageError) as error:
        parser.exit(2, f"sweep: {error}\n")
    except SweepStopped:
        return EXIT_INTERRUPTED
    print(json.dumps({"run": result["run"], "status": result["status"], **result.get("model", {})}))
    return 0 if result["status"] == "succeeded" else 1


if __name__ == "__main__":
    sys.exit(main())

"""Draw the curves of runs that went on from each other: training loss, and held-out tokens right.

python curves.py --runs ../build/embedded/1 ../build/embedded/2 --out ../docs/images/learning.svg
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from gec.plots import stages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", required=True, nargs="+", type=Path, help="folders of runs, in order")
    parser.add_argument("--out", required=True, type=Path, help="SVG file to write")
    arguments = parser.parse_args()
    runs = [
        (run.name, [json.loads(row) for row in (run / "metrics.jsonl").read_text(encoding="utf-8").splitlines()])
        for run in arguments.runs
    ]
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    stages(runs, arguments.out)
    print(f"Wrote {arguments.out.name}: {len(runs)} runs")


if __name__ == "__main__":
    main()

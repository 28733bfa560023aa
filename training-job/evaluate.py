"""Score a corrector: GLEU and F0.5 on development sets, exact match, identity, recall by kind.

    python evaluate.py --model ../models/embedded --sets ../configs/evaluation.yaml --root DATA --out RUN
    python evaluate.py --model ../models/embedded --sets ../configs/evaluation-regressions.yaml --out OUT

The second needs no data and takes seconds on a CPU.

--model is an exported model version or a checkpoint. Prints tables, writes evaluation.json, and ends
with one line of JSON. --record puts scores and the chosen threshold into the model version's manifest.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from gec.evaluation.measure import measure, tables
from gec.evaluation.sets import load_evaluation_plan
from gec.export.manifest import record_evaluation
from gec.rewriter import Rewriter
from gec.rule import Rule


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--model", required=True, help="model version, checkpoint folder, or hub id")
    parser.add_argument("--sets", required=True, type=Path, help="YAML that names what to measure on")
    parser.add_argument("--root", type=Path, help="folder its paths start from; default: the YAML's")
    parser.add_argument("--out", required=True, type=Path, help="folder to write evaluation.json in")
    parser.add_argument("--prefix", default="", help="task prefix of a checkpoint")
    parser.add_argument(
        "--min-confidence",
        type=float,
        help="of edits, 0 to 1; default: chosen on the sets that decide, else the manifest's",
    )
    parser.add_argument("--keep-bias", type=float, help="logit added to copying on; default: the manifest's")
    parser.add_argument("--threads", type=int, default=1, help="cores of onnxruntime, at least 1")
    parser.add_argument("--record", action="store_true", help="write the result into the model version")
    arguments = parser.parse_args()
    plan = load_evaluation_plan(arguments.sets, arguments.root or arguments.sets.parent)
    rewriter = Rewriter.load(arguments.model, arguments.prefix, arguments.keep_bias, arguments.threads)
    rule = None if arguments.min_confidence is None else Rule(arguments.min_confidence)
    result = measure(rewriter, plan, rule)
    print(tables(result))
    arguments.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, indent=1) + "\n"
    (arguments.out / "evaluation.json").write_text(text, encoding="utf-8", newline="\n")
    if arguments.record:
        record_evaluation(Path(arguments.model), result, arguments.keep_bias)
    summary = {name: {k: s[k] for k in ("gleu", "f05") if k in s} for name, s in result["sets"].items()}
    print(
        json.dumps(
            {
                **{k: result[k] for k in ("minConfidence", "minSentenceConfidence")},
                "sets": summary,
                **result.get("clean", {}),
            }
        )
    )


if __name__ == "__main__":
    main()

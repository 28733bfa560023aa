"""Choose which edits to make by what a corrector proposes, whatever makes the proposals.

    python decide.py --sets ../configs/evaluation.yaml --root DATA --texts texts.json
    python decide.py --sets ../configs/evaluation.yaml --root DATA --edits edits.json --out OUT --model MODEL

The first writes the deciding texts, {set: [text, ...]}, clean ones under "clean". The second reads every edit
proposed, {set: [[[start, end, replacement, confidence, whether it spells the same words otherwise, evidence], ...],
...]} with UTF-16 offsets, prints what the rules give, writes decision.json and calibration.svg, and puts the chosen
thresholds into the model version.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from gec.evaluation.measure import decide, decision_tables
from gec.evaluation.sets import load_evaluation_plan
from gec.evaluation.threshold import Answers, Proposals
from gec.export.manifest import record_decision
from gec.plots import reliability
from gec.rule import TextEdit

CLEAN = "clean"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sets", required=True, type=Path, help="YAML that names what to measure on")
    parser.add_argument("--root", type=Path, help="folder its paths start from; default: the YAML's")
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--texts", type=Path, help="file to write the texts to")
    task.add_argument("--edits", type=Path, help="file to read the proposed edits from")
    parser.add_argument("--out", type=Path, help="folder for decision.json and calibration.svg; with --edits")
    parser.add_argument("--model", type=Path, help="model version to put the thresholds into; with --edits")
    arguments = parser.parse_args()
    plan = load_evaluation_plan(arguments.sets, arguments.root or arguments.sets.parent)
    deciding = [dev_set for dev_set in plan.sets if dev_set.decide]
    texts = {**{dev_set.name: dev_set.texts for dev_set in deciding}, CLEAN: plan.deciding_clean}
    if arguments.texts:
        arguments.texts.write_text(json.dumps(texts), encoding="utf-8")
        return
    if not arguments.out or not arguments.model:
        parser.error("--edits needs --out and --model")
    proposed: dict[str, list[list[Any]]] = json.loads(arguments.edits.read_text(encoding="utf-8"))
    proposals = {name: read_proposals(name, texts[name], proposed.get(name, [])) for name in texts}
    answers = [Answers(dev_set, proposals[dev_set.name]) for dev_set in deciding]
    rule, decision = decide(answers, proposals[CLEAN] if plan.deciding_clean else None)
    print("\n\n".join(decision_tables(decision)))
    arguments.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(decision, indent=1) + "\n"
    (arguments.out / "decision.json").write_text(text, encoding="utf-8", newline="\n")
    reliability(decision["calibration"], arguments.out / "calibration.svg")
    record_decision(arguments.model, rule)
    print(json.dumps(decision["chosen"]))


def read_proposals(name: str, texts: list[str], rows: list[list[Any]]) -> Proposals:
    """Edits in characters. Raises ValueError where there is not one row a text."""
    if len(rows) != len(texts):
        raise ValueError(f"{name}: expected the edits of {len(texts)} texts, got {len(rows)}")
    edits = []
    for text, row in zip(texts, rows, strict=True):
        place = {0: 0}
        units = 0
        for number, character in enumerate(text, 1):
            units += 2 if ord(character) > 0xFFFF else 1
            place[units] = number
        edits.append(
            [
                TextEdit(place[start], place[end], new, confidence, evidence, spelling)
                for start, end, new, confidence, spelling, evidence in row
            ]
        )
    return Proposals(texts, edits)


if __name__ == "__main__":
    main()

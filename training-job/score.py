"""Score any corrector by its answers: what `evaluate.py` measures, for systems that are not ours as well.

    python score.py --sets ../configs/evaluation.yaml --root DATA --texts texts.json
    python score.py --sets ../configs/evaluation.yaml --root DATA --answers answers.json   # last line: scores as JSON

The first writes the texts to correct, {set: [text, ...]}; the second reads {system: {set: [answer, ...]}}.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from gec.evaluation.answers import KINDS, score_system, texts_of
from gec.evaluation.sets import load_evaluation_plan
from gec.metrics.table import format_table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sets", required=True, type=Path, help="YAML that names what to measure on")
    parser.add_argument("--root", type=Path, help="folder its paths start from; default: the YAML's")
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--texts", type=Path, help="file to write the texts to")
    task.add_argument("--answers", type=Path, help="file to read the answers of the systems from")
    arguments = parser.parse_args()
    plan = load_evaluation_plan(arguments.sets, arguments.root or arguments.sets.parent)
    if arguments.texts:
        texts = texts_of(plan)
        arguments.texts.write_text(json.dumps(texts), encoding="utf-8")
        print(json.dumps({name: len(rows) for name, rows in texts.items()}))
        return
    systems: dict[str, dict[str, list[str]]] = json.loads(arguments.answers.read_text(encoding="utf-8"))
    scores: dict[str, dict[str, Any]] = {name: score_system(plan, answers) for name, answers in systems.items()}
    for part in texts_of(plan):
        rows = [{"system": system, **parts[part]} for system, parts in scores.items()]
        columns = ["system", *(key for key in rows[0] if key not in ("system", "missed", "byKind"))]
        print(f"{part}\n{format_table(tuple(columns), rows)}\n")
    if plan.synthesis:
        print(f"{kind_table(scores)}\n")
    print(json.dumps(scores))


def kind_table(scores: dict[str, dict[str, Any]]) -> str:
    """Sentences of each kind of error, and by system the share of them restored exactly."""
    tables = {system: parts[KINDS]["byKind"] for system, parts in scores.items() if KINDS in parts}
    rows = [
        {
            "kind": kind,
            "sentences": first["sentences"],
            **{name: table[kind]["recall"] for name, table in tables.items()},
        }
        for kind, first in next(iter(tables.values()), {}).items()
    ]
    return format_table(("kind", "sentences", *tables), rows)


if __name__ == "__main__":
    main()

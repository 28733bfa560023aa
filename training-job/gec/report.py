"""Shows what the error synthesis makes: samples of every kind, and its edits against real ones.

    python -m gec.report --pairs learner_style.tsv.gz doc_history_edits.tsv.gz \\
        --clean clean.txt.gz --resources DATA_FOLDER --out OUT_FOLDER
    python -m gec.report --pairs PAIRS.tsv --clean CLEAN.txt --sentences 100 --out OUT   # seconds

Writes report.md (table and samples) and kinds.svg. Errors are made in the held-out pairs' correct
sides, which no rate was fitted to, and in the clean text.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from pathlib import Path

import yaml

from gec.synthesis.classify import LABELS
from gec.synthesis.corruptor import Corruptor
from gec.synthesis.fit import distance, read_pairs, shares
from gec.synthesis.kinds import KINDS
from gec.synthesis.lexicon import Lexicon
from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.settings import parse_settings
from gec.synthesis.tables import read_lines

SAMPLES_PER_KIND = 10
# Of each pair file: what is kept from the fit, for this report.
HELD_OUT_SHARE = 0.05


def samples(targets: list[str], resources: Resources, rng: random.Random) -> dict[str, list[str]]:
    """For every kind, up to ten `wrong -> right` lines made by that kind alone."""
    made: dict[str, list[str]] = {}
    for kind, (function, _) in KINDS.items():
        lines: list[str] = []
        for target in rng.sample(targets, len(targets)):
            sentence = Sentence(target)
            if len(target) < 120 and function(sentence, rng, resources):
                lines.append(f"{sentence.text()} → {target}")
            if len(lines) == SAMPLES_PER_KIND:
                break
        made[kind] = lines
    return made


def distributions(
    files: dict[str, list[tuple[str, str]]],
    clean: list[str],
    corrupt: Callable[[str], str],
    lexicon: Lexicon,
) -> dict[str, dict[str, float]]:
    """Share of each label: in every file of pairs, and in errors made in them and in clean text."""
    columns = {name: shares(pairs, lexicon) for name, pairs in files.items()}
    targets = [target for pairs in files.values() for _, target in pairs]
    columns["made in the pairs"] = shares([(corrupt(t), t) for t in targets], lexicon)
    columns["made in clean text"] = shares([(corrupt(t), t) for t in clean], lexicon)
    return columns


def markdown(columns: dict[str, dict[str, float]], made: dict[str, list[str]]) -> str:
    """The report: shares in percent, then samples."""
    lines = ["# Synthetic errors against real ones", "", "Share of all edits in percent.", ""]
    lines.append("| edit | " + " | ".join(columns) + " |")
    lines.append("|---|" + "---:|" * len(columns))
    for name in LABELS:
        cells = " | ".join(f"{100 * column[name]:.1f}" for column in columns.values())
        lines.append(f"| {name} | {cells} |")
    real = list(columns)[:-2]
    lines += ["", "Total variation distance to the errors made in the pairs: "]
    lines[-1] += ", ".join(f"{name} {distance(columns[name], columns['made in the pairs']):.3f}" for name in real)
    lines += ["", "![Shares of edits](kinds.svg)", "", "## Samples", ""]
    for kind, examples in made.items():
        lines += [f"### {kind}", "", *(f"- {example}" for example in examples), ""]
    return "\n".join(lines)


def plot(columns: dict[str, dict[str, float]], path: Path) -> None:
    """Horizontal bars, one group a label; the same input gives the same file."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "gec"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 11), layout="constrained")
    height = 0.8 / len(columns)
    for k, (name, column) in enumerate(columns.items()):
        places = [row + k * height for row in range(len(LABELS))]
        axes.barh(places, [100 * column[label] for label in LABELS], height, label=name)
    axes.set_yticks([row + 0.4 - height / 2 for row in range(len(LABELS))], LABELS)
    axes.invert_yaxis()
    axes.set_xlabel("share of edits, %")
    axes.legend()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--pairs", type=Path, nargs="+", required=True, help="source<TAB>target, plain or packed")
    add("--clean", type=Path, required=True, help="correct sentences, one a line")
    add("--resources", type=Path, help="folder with misspellings/ and confusions/; off: rules only")
    add("--config", type=Path, help="YAML with synthesis settings; off: the defaults")
    add("--sentences", type=int, default=2000, help="rows read from each file")
    add("--out", type=Path, required=True, help="folder for report.md and kinds.svg")
    args = parser.parse_args()

    config = yaml.safe_load(args.config.read_text(encoding="utf-8")) if args.config else {}
    resources = Resources.load(args.resources)
    corruptor = Corruptor(parse_settings({**config, "correct_share": 0.0}), resources)
    rng = random.Random(0)
    files = {path.name.partition(".")[0]: read_pairs(path, args.sentences, True, HELD_OUT_SHARE) for path in args.pairs}
    clean = read_lines(args.clean)
    clean = rng.sample(clean, min(len(clean), args.sentences))
    columns = distributions(files, clean, lambda target: corruptor.corrupt(target, rng)[0], resources.lexicon)
    args.out.mkdir(parents=True, exist_ok=True)
    text = markdown(columns, samples(clean, resources, rng))
    (args.out / "report.md").write_text(text, encoding="utf-8")
    plot(columns, args.out / "kinds.svg")
    print(json.dumps({"report": str(args.out / "report.md"), "labels": columns}))


if __name__ == "__main__":
    main()

"""Fits the rates of the error kinds to real pairs and writes them as YAML.

Errors are made in the pairs' own correct sides, so that both distributions come from the same
sentences; rates are then moved, round by round, until the kinds of edits are as frequent as real.

    python -m gec.synthesis.fit --pairs learner_style.tsv.gz doc_history_edits.tsv.gz \\
        --weights 0.65 0.35 --resources DATA_FOLDER --out ../configs/synthesis/learner.yaml
    python -m gec.synthesis.fit --pairs PAIRS.tsv.gz --weights 1 --sentences 200 --rounds 2 \\
        --out rates.yaml   # ten seconds

The rates in `gec/synthesis/kinds.py` are where it starts from.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from pathlib import Path

from gec.corpus import held_out, open_text
from gec.synthesis.classify import LABELS, edits, label
from gec.synthesis.corruptor import Corruptor
from gec.synthesis.kinds import KINDS
from gec.synthesis.lexicon import Lexicon
from gec.synthesis.resources import Resources
from gec.synthesis.sentence import Sentence
from gec.synthesis.settings import parse_settings

# Least shares of edits where the pairs show too little: their writers were not in a hurry, and
# their editors looked at one thing. Spelling, capitals and marks are what callers get wrong most.
LEAST_SHARES = {
    "spelling": 0.20,
    "case": 0.045,
    "space": 0.025,
    "punctuation missing": 0.07,
    "article missing": 0.05,
    "word missing": 0.012,
    "word extra": 0.012,
    "order": 0.008,
    "apostrophe": 0.02,
    "noun number": 0.06,
}
# Largest shares of what often only the text around a sentence could correct: a model that sees
# too much of it starts to change right sentences.
MOST_SHARES = {
    "verb tense": 0.035,
    "word choice": 0.05,
    "auxiliary extra": 0.015,
    "pronoun extra": 0.006,
}
# Largest change of a rate in one round, and how much of the measured gap a round closes.
STEP_LIMIT, STEP_SHARE = 2.0, 0.7
# Rates are scaled to this sum, and none falls below the least: rare kinds must still be learnt.
RATE_SUM, LEAST_RATE = 100, 0.2


def read_pairs(path: Path, limit: int, held: bool = False, share: float = 0.05) -> list[tuple[str, str]]:
    """Shuffled (source, target) rows of a tab-separated file; the held-out ones or the others."""
    with open_text(path) as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    pairs = [(row[0], row[1]) for row in rows if len(row) > 1 and (row[0], row[1]) != ("source", "target")]
    pairs = [pair for pair in pairs if held_out(pair[1], share) == held]
    random.Random(0).shuffle(pairs)
    return pairs[:limit]


def shares(pairs: list[tuple[str, str]], lexicon: Lexicon) -> dict[str, float]:
    """Share of each label among all edits of the pairs."""
    counts = Counter(label(edit, lexicon) for source, target in pairs for edit in edits(source, target))
    total = sum(counts.values())
    return {name: counts[name] / total for name in LABELS}


def goal(each: list[dict[str, float]], weights: list[float]) -> dict[str, float]:
    """The weighted mean of several distributions, within `LEAST_SHARES` and `MOST_SHARES`."""
    mean = {name: sum(w * one[name] for w, one in zip(weights, each, strict=True)) / sum(weights) for name in LABELS}
    bound = {
        name: min(max(share, LEAST_SHARES.get(name, 0.0)), MOST_SHARES.get(name, 1.0)) for name, share in mean.items()
    }
    fixed = {name for name in LABELS if bound[name] != mean[name]}
    scale = (1 - sum(bound[name] for name in fixed)) / sum(mean[name] for name in LABELS if name not in fixed)
    return {name: bound[name] if name in fixed else share * scale for name, share in mean.items()}


def labels_of_kinds(targets: list[str], resources: Resources, rng: random.Random) -> dict[str, dict[str, float]]:
    """For each kind, the distribution of labels of its errors when it acts alone."""
    table = {}
    for kind, (function, _) in KINDS.items():
        made = []
        for target in targets:
            sentence = Sentence(target)
            if function(sentence, rng, resources):
                made.append((sentence.text(), target))
            if len(made) == 60:
                break
        table[kind] = shares(made, resources.lexicon) if made else {}
    return table


def fit(targets: list[str], wanted: dict[str, float], resources: Resources, rounds: int) -> dict[str, float]:
    """Rates under which the errors made in `targets` have the wanted shares of labels."""
    rng = random.Random(0)
    # Kinds without a place in these sentences keep their rates.
    table = {k: v for k, v in labels_of_kinds(targets, resources, rng).items() if v}
    rates = {kind: rate for kind, (_, rate) in KINDS.items()}
    for _ in range(rounds):
        corruptor = Corruptor(parse_settings({"correct_share": 0.0, "rates": rates}), resources)
        got = shares([(corruptor.corrupt(target, rng)[0], target) for target in targets], resources.lexicon)
        print(f"distance {distance(got, wanted):.3f}", flush=True)
        for kind, chances in table.items():
            step = sum(p * math.log((wanted[name] + 1e-4) / (got[name] + 1e-4)) for name, p in chances.items())
            limit = math.log(STEP_LIMIT)
            rates[kind] *= math.exp(max(-limit, min(limit, STEP_SHARE * step)))
        scale = RATE_SUM / sum(rates[kind] for kind in table)
        rates |= {kind: max(rates[kind] * scale, LEAST_RATE) for kind in table}
    return {kind: float(f"{rate:.2g}") for kind, rate in rates.items()}


def distance(one: dict[str, float], other: dict[str, float]) -> float:
    """Total variation distance of two distributions: 0 equal, 1 disjoint."""
    return sum(abs(one[name] - other[name]) for name in LABELS) / 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--pairs",
        type=Path,
        nargs="+",
        required=True,
        help="tab-separated source and target, plain or packed",
    )
    parser.add_argument("--weights", type=float, nargs="+", required=True, help="weight of each file's distribution")
    parser.add_argument(
        "--resources",
        type=Path,
        help="folder with misspellings/ and confusions/; without: rules only",
    )
    parser.add_argument("--sentences", type=int, default=2000, help="pairs read from each file")
    parser.add_argument("--rounds", type=int, default=8, help="rounds of moving the rates")
    parser.add_argument("--out", type=Path, required=True, help="YAML file to write")
    args = parser.parse_args()
    if len(args.weights) != len(args.pairs):
        parser.error(f"expected {len(args.pairs)} weights, one for each pair file, got {len(args.weights)}")
    resources = Resources.load(args.resources)
    files = [read_pairs(path, args.sentences) for path in args.pairs]
    wanted = goal([shares(pairs, resources.lexicon) for pairs in files], args.weights)
    targets = [target for pairs in files for _, target in pairs]
    rates = fit(targets, wanted, resources, args.rounds)
    lines = ["rates:", *(f"  {kind}: {rate:g}" for kind, rate in rates.items())]
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(json.dumps({"out": str(args.out), "kinds": len(rates)}))


if __name__ == "__main__":
    main()

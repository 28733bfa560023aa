"""Turn a checkpoint into the model version folder that is served.

    python export.py --model RUN/final --out ../models/embedded --sentences dev.txt
    python export.py --model RUN/final --out build/model --precision float32      # a minute on a CPU

Writes encoder.onnx, decoder.onnx, the tokenizer and manifest.json; first compares greedy answers of
checkpoint, float graphs and int8 graphs, and writes nothing when they differ too much.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from gec.export.parity import ParityError
from gec.export.version import ExportOptions, export_version
from gec.oracle.strings import sentences


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--model", required=True, type=Path, help="checkpoint folder, e.g. RUN/final")
    parser.add_argument("--out", required=True, type=Path, help="model version folder; replaced")
    parser.add_argument("--name", help="model name in the manifest; default: name of the folder")
    parser.add_argument("--precision", choices=["int8", "float32"], default="int8")
    parser.add_argument("--full-range", action="store_true", help="8-bit weights; saturates without VNNI")
    parser.add_argument("--prefix", default="", help="task prefix of the checkpoint, e.g. 'grammar: '")
    parser.add_argument("--tokenizer", type=Path, help="tokenizer folder; default: the checkpoint")
    parser.add_argument("--lexicon", type=Path, help="word list of lexicon.py; default: no spelling stage")
    parser.add_argument("--sentences", type=Path, help="text file, one a line; default: generated ones")
    parser.add_argument("--count", type=int, default=200, help="sentences to compare, at least 1")
    arguments = parser.parse_args()
    if arguments.sentences:
        lines = arguments.sentences.read_text(encoding="utf-8").splitlines()
        compared = [line for line in lines if line.strip()][: arguments.count]
    else:
        compared = sentences(arguments.count, seed=2)
    options = ExportOptions(
        name=arguments.name or arguments.out.name,
        precision=arguments.precision,
        reduce_range=not arguments.full_range,
        prefix=arguments.prefix,
        tokenizer=arguments.tokenizer,
        lexicon=arguments.lexicon,
    )
    try:
        manifest = export_version(arguments.model, arguments.out, options, compared)
    except ParityError as error:
        sys.exit(f"export: {error}")
    sizes = {name: entry["bytes"] for name, entry in manifest["files"].items()}
    for name, size in sizes.items():
        print(f"{name:24s} {size:12,} bytes")
    print(json.dumps({"version": manifest["version"], "bytes": sum(sizes.values()), **manifest["scores"]}))


if __name__ == "__main__":
    main()

"""Write a checkpoint's graphs in every precision that the benchmark compares: `npm run bench:graphs`.

    python export_variants.py --model ../models/checkpoints/released --out OUT      # half a minute on a CPU

Each folder in OUT has encoder.onnx, decoder.onnx and the tokenizer; OUT/variants.json names them in order.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import onnx

from gec.export.blocks import quantise_blocks
from gec.export.graphs import export_graphs
from gec.export.quantise import quantise
from gec.export.version import GRAPHS
from gec.model import load_model
from gec.tokenizer import Text

FLOAT = "float32"
VARIANTS: dict[str, Callable[[onnx.ModelProto], onnx.ModelProto]] = {
    "int8, 7 bits used": lambda graph: quantise(graph, reduce_range=True),
    "int8, 8 bits used": lambda graph: quantise(graph, reduce_range=False),
    "MatMulNBits, 8 bits": lambda graph: quantise_blocks(graph, 8),
    "MatMulNBits, 4 bits": lambda graph: quantise_blocks(graph, 4),
    FLOAT: lambda graph: graph,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--model", required=True, type=Path, help="checkpoint folder, e.g. RUN/final")
    parser.add_argument("--out", required=True, type=Path, help="folder to write to")
    arguments = parser.parse_args()
    model = load_model(arguments.model).float().eval()
    text = Text.load(arguments.model)
    exported = arguments.out / "exported"
    exported.mkdir(parents=True)
    export_graphs(model, exported)
    for number, variant in enumerate(VARIANTS.values()):
        folder = arguments.out / str(number)
        folder.mkdir()
        text.save(folder)
        for name in GRAPHS:
            onnx.save(variant(onnx.load(exported / name)), str(folder / name))
    (arguments.out / "variants.json").write_text(json.dumps(list(VARIANTS)), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Write what TypeScript must reproduce: tokens, alignment and decoding of the Python trainer.

    python make_oracle.py --out ../core/testdata
    python make_oracle.py --out ../core/testdata --tokenizer ../models/embedded --only tokenizer

Makes two tiny random models, exports them, and records their answers. The same code and library
versions give the same files. About half a minute on a CPU.
"""

from __future__ import annotations

import argparse
import json
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from gec.export.graphs import export_graphs
from gec.export.manifest import Description, write_manifest
from gec.model import AlignedT5, Corrector
from gec.oracle.cases import BEAMS, Case, alignment_cases, decode_cases, tokenizer_cases
from gec.oracle.strings import fixture_strings
from gec.oracle.tiny import tiny_aligned, tiny_t5
from gec.tokenizer import Text

_LIBRARIES = ("tokenizers", "torch", "transformers", "onnx", "onnxruntime", "numpy")
_STRINGS = 2200
_ALIGNMENTS = 300
_DECODINGS = 60
_SEED = 1
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)  # of the tiny models: fixed, so that files repeat


def write_oracle(path: Path, about: dict[str, Any], cases: list[Case]) -> None:
    """JSON with one case a line, so that a change shows as the lines it touches."""
    libraries = {name: version(name) for name in _LIBRARIES}
    head = {"about": about, "libraries": {"python": platform.python_version(), **libraries}}
    text = json.dumps(head, indent=1, ensure_ascii=True)[:-2] + ',\n "cases": [\n'
    lines = (json.dumps(case, ensure_ascii=True, separators=(",", ":")) for case in cases)
    path.write_text(text + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(cases)} cases, {path.stat().st_size:,} bytes")


def write_model(model: Corrector, text: Text, folder: Path) -> None:
    """A float model version of a tiny model."""
    folder.mkdir(parents=True, exist_ok=True)
    export_graphs(model, folder)
    text.save(folder)
    model.config.save_pretrained(folder)
    aligned = isinstance(model, AlignedT5)
    description = Description(
        name=folder.name,
        architecture="aligned-t5" if aligned else "t5",
        prefix=text.prefix,
        leading_space=text.leading_space,
        max_source_tokens=160,
        max_target_tokens=200,
        precision="float32",
    )
    write_manifest(folder, description, commit=None, created_at=_CREATED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", required=True, type=Path, help="folder to write")
    parser.add_argument("--tokenizer", type=Path, help="folder with tokenizer.json; default: the tiny model's")
    parser.add_argument("--only", choices=["tokenizer"], help="leave the tiny models and their oracles as they are")
    arguments = parser.parse_args()
    out: Path = arguments.out
    if arguments.only is None:
        write_model(*tiny_aligned(), out / "tiny-model")
        write_model(*tiny_t5(), out / "tiny-t5")
    strings = fixture_strings(_STRINGS)
    folder = arguments.tokenizer or out / "tiny-model"
    about = {
        "tokenizer": folder.name,
        "leadingSpace": True,
        "encoded": "text without special tokens",
    }
    write_oracle(out / "tokenizer-oracle.json", about, tokenizer_cases(Text.load(folder), strings))
    if arguments.only is not None:
        return
    about = {
        "tokenizer": "tiny-t5",
        "leadingSpace": False,
        "encoded": "text without special tokens",
    }
    cases = tokenizer_cases(Text.load(out / "tiny-t5"), strings)
    write_oracle(out / "tokenizer-oracle-t5.json", about, cases)
    text = Text.load(out / "tiny-model")
    about = {
        "tokenizer": "tiny-model",
        "sourceIndex": "before, between and after the prefix's tokens",
    }
    write_oracle(out / "alignment-oracle.json", about, alignment_cases(text, _ALIGNMENTS, _SEED))
    for name in ("tiny-model", "tiny-t5"):
        about = {"model": name, "beams": BEAMS, "logProbs": "natural logarithm"}
        path = out / ("decode-oracle.json" if name == "tiny-model" else "decode-oracle-t5.json")
        write_oracle(path, about, decode_cases(out / name, _DECODINGS, _SEED))
    print(json.dumps({"out": out.name, "files": sorted(p.name for p in out.glob("*-oracle*.json"))}))


if __name__ == "__main__":
    main()

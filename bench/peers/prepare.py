"""Writes what the peers of `npm run bench` load, once: about a minute on one core.

    python bench/peers/prepare.py --checkpoint models/checkpoints/released --out bench/.peers

- `onnx/`: the standard T5 as `optimum` exports it (encoder, decoder merged with its cached form) with
  the dynamic int8 that transformers.js' own converter applies (QInt8, one scale a tensor), tokenizer beside;
- `ctranslate2/`: the same T5 converted to CTranslate2 int8;
- `torch/`: the same T5 in float32.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import ctranslate2
from onnxruntime.quantization import QuantType, quantize_dynamic
from optimum.exporters.onnx import main_export
from standard_t5 import standard_t5
from transformers import PreTrainedTokenizerFast

TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json")
GRAPHS = ("encoder_model", "decoder_model_merged")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--checkpoint", required=True, type=Path, help="folder of an aligned T5 checkpoint")
    parser.add_argument("--out", required=True, type=Path, help="folder to write; replaced")
    arguments = parser.parse_args()
    out: Path = arguments.out
    shutil.rmtree(out, ignore_errors=True)
    torch_dir = out / "torch"
    standard_t5(arguments.checkpoint).save_pretrained(torch_dir)
    # The ids must be our tokenizer's, the classes those that optimum and CTranslate2 know.
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(arguments.checkpoint / "tokenizer.json"),
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
    )
    tokenizer.save_pretrained(torch_dir)
    export_onnx(torch_dir, out / "onnx")
    ctranslate2.converters.TransformersConverter(str(torch_dir)).convert(str(out / "ctranslate2"), quantization="int8")


def export_onnx(source: Path, out: Path) -> None:
    """The folder that transformers.js loads with `dtype: "q8"`."""
    float_dir = out / "float"
    main_export(str(source), output=float_dir, task="text2text-generation-with-past", do_validation=False)
    (out / "onnx").mkdir()
    for graph in GRAPHS:
        quantize_dynamic(
            str(float_dir / f"{graph}.onnx"),
            str(out / "onnx" / f"{graph}_quantized.onnx"),
            weight_type=QuantType.QInt8,
            extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True},
        )
    for name in (*TOKENIZER_FILES, "config.json", "generation_config.json"):
        shutil.copy(float_dir / name, out / name)
    shutil.rmtree(float_dir)


if __name__ == "__main__":
    main()

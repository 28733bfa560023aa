"""A checkpoint as a model version folder: graphs, tokenizer, manifest, checked against the checkpoint."""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import onnx

from gec import checkpoint as checkpoints
from gec.export.graphs import export_graphs
from gec.export.manifest import LEXICON, MANIFEST, Description, current_commit, write_manifest
from gec.export.parity import Parity, compare, parity_table
from gec.export.quantise import quantise
from gec.model import AlignedT5, Corrector, load_model
from gec.rewriter import MAX_SOURCE_TOKENS, MAX_TARGET_TOKENS, Rewrite, Rewriter
from gec.runtime import OnnxRuntime, TorchRuntime
from gec.tokenizer import Text

GRAPHS = ("encoder.onnx", "decoder.onnx")

#: Candidates for the sentences a loader checks before it serves. No word of them is misspelt: the
#: loader's spelling stage would show the model another sentence.
PROBES = (
    "She go to school every days.",
    "I has received you're letter yesterday.",
    "There is many people in the street",
    "He don't like apples.",
    "The weather is nice today.",
    "We was waiting for a hour.",
)


#: Least probability of every token of a probe's answer.
PROBE_PROBABILITY = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    name: str
    precision: str = "int8"
    """`int8` or `float32`."""
    reduce_range: bool = True
    """Weights of 7 bits, which no processor saturates on; False uses 8."""
    prefix: str = ""
    """Task prefix the checkpoint was trained with."""
    tokenizer: Path | None = None
    """Folder of the tokenizer where the checkpoint has none."""
    lexicon: Path | None = None
    """Word list of the spelling stage, as `lexicon.py` writes it; without it the version has none."""


def export_version(source: Path, out: Path, options: ExportOptions, sentences: Sequence[str]) -> dict[str, Any]:
    """Writes the model version of checkpoint `source` to `out` and returns its manifest.

    `sentences` are those that parity is measured on. `out` is replaced as a whole, and only when
    parity holds. Raises ParityError otherwise, OSError when `source` is no checkpoint.
    """
    model = load_model(source).float().eval()
    text = Text.load(options.tokenizer or source, options.prefix)
    with TemporaryDirectory() as folder:
        export_graphs(model, Path(folder))
        return assemble_version(model, text, Path(folder), out, options, sentences, training_record(source))


def assemble_version(
    model: Corrector,
    text: Text,
    graphs: Path,
    out: Path,
    options: ExportOptions,
    sentences: Sequence[str],
    training: dict[str, Any],
) -> dict[str, Any]:
    """`export_version` from the point where the model's float graphs lie in the folder `graphs`."""
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        parities, probes = _check_graphs(model, text, graphs, partial, options, sentences)
        text.save(partial)
        model.config.save_pretrained(partial)
        if options.lexicon is not None:
            shutil.copyfile(options.lexicon, partial / LEXICON)
        description = Description(
            name=options.name,
            architecture="aligned-t5" if isinstance(model, AlignedT5) else "t5",
            prefix=text.prefix,
            leading_space=text.leading_space,
            max_source_tokens=MAX_SOURCE_TOKENS,
            max_target_tokens=MAX_TARGET_TOKENS,
            precision=options.precision,
            probes=probes,
            scores={"parity": {p.precision: _parity_scores(p) for p in parities}},
            training={"parameters": sum(p.numel() for p in model.parameters()), **training},
        )
        manifest = write_manifest(partial, description, current_commit())
        shutil.rmtree(out, ignore_errors=True)
        os.replace(partial, out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return manifest


def _check_graphs(
    model: Corrector, text: Text, graphs: Path, folder: Path, options: ExportOptions, sentences: Sequence[str]
) -> tuple[list[Parity], list[dict[str, str]]]:
    """Writes the graphs of the wanted precision to `folder`; parity of all, and agreed probes."""
    exported = {"float32": Rewriter(OnnxRuntime(graphs), text)}
    for name in GRAPHS:
        if options.precision == "float32":
            shutil.copyfile(graphs / name, folder / name)
        else:
            onnx.save(quantise(onnx.load(graphs / name), options.reduce_range), str(folder / name))
    if options.precision != "float32":
        exported[options.precision] = Rewriter(OnnxRuntime(folder), text)
    checkpoint = Rewriter(TorchRuntime(model), text)
    parities, _ = compare(sentences, checkpoint, exported)
    print(parity_table(parities), flush=True)
    for parity in parities:
        parity.check()
    _, answers = compare(PROBES, checkpoint, exported)
    return parities, agreed_probes(PROBES, list(answers.values()))


def agreed_probes(sentences: Sequence[str], answers: Sequence[Sequence[Rewrite]]) -> list[dict[str, str]]:
    """Sentences on which all runtimes give the same ended answer, with it.

    Only where every token is likely: a near tie may go the other way on another processor.
    """
    probes = []
    for sentence, *rewrites in zip(sentences, *answers, strict=True):
        texts = {rewrite.text for rewrite in rewrites}
        if len(texts) == 1 and all(_is_sure(rewrite) for rewrite in rewrites):
            probes.append({"source": sentence, "target": texts.pop()})
    return probes


def _is_sure(rewrite: Rewrite) -> bool:
    hypothesis = rewrite.hypothesis
    least = min([*hypothesis.log_probs, hypothesis.end_log_prob])
    return hypothesis.stop == "end" and math.exp(least) >= PROBE_PROBABILITY


def training_record(source: Path) -> dict[str, Any]:
    """What the run wrote of itself: in the checkpoint, or beside `final/` in its newest checkpoint."""
    newest = checkpoints.newest(source.parent / "checkpoints")
    for folder in (source, newest):
        if folder is not None and (folder / MANIFEST).is_file():
            return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return {}


def _parity_scores(parity: Parity) -> dict[str, Any]:
    scores = asdict(parity)
    del scores["precision"]
    return {key: round(value, 6) for key, value in scores.items()}

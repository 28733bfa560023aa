"""A model as the searches see it, in PyTorch or in onnxruntime: ids in, likeliest ids out.

Shape suffixes: B sentences, S source tokens, R rows, T target tokens, K answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch

from gec.export.modules import split_model
from gec.export.tail import SOURCE_IDS
from gec.model import Corrector
from gec.tokenizer import PAD_ID


@dataclass(frozen=True, slots=True)
class Encoded:
    """Sentences that went through the encoder; `memory` belongs to the runtime that made it."""

    input_ids: np.ndarray
    """int64 (B, S), end of sentence included, right-padded."""
    attention_mask: np.ndarray
    """int64 (B, S), 1 for tokens."""
    memory: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Predictions:
    """What follows each position of some rows, likeliest first."""

    ids: np.ndarray
    """int64 (R, T, K)."""
    log_probs: np.ndarray
    """float32 (R, T, K), natural logarithm, over the whole vocabulary."""
    keep_log_probs: np.ndarray | None
    """float32 (R, T): of the source token that comes next if copied on; None where the model is told of none."""

    def keep(self, row: int) -> list[float | None]:
        """A row's `keep_log_probs`, one a position."""
        if self.keep_log_probs is None:
            return [None] * self.ids.shape[1]
        return self.keep_log_probs[row].tolist()


class Runtime(Protocol):
    def encode(self, sources: Sequence[Sequence[int]]) -> Encoded: ...

    def decode(
        self,
        encoded: Encoded,
        sentence: np.ndarray,
        decoder_input_ids: np.ndarray,
        source_index: np.ndarray,
        top_k: int,
    ) -> Predictions:
        """What follows each position.

        sentence: int (R,), which encoded sentence each row is of; decoder_input_ids: int (R, T),
        right-padded; source_index: int (R, T), see `gec.align`.
        """
        ...


class TorchRuntime:
    """Runs on the device of the model's parameters."""

    def __init__(self, model: Corrector, keep_bias: float = 0.0) -> None:
        self._device = next(model.parameters()).device
        self._pair = split_model(model)
        for part in (self._pair.encoder, self._pair.decoder):
            part.to(self._device)
        self._keep_bias = keep_bias

    @torch.inference_mode()
    def encode(self, sources: Sequence[Sequence[int]]) -> Encoded:
        ids, mask = pad(sources)
        return Encoded(ids, mask, self._pair.encoder(self._tensor(ids), self._tensor(mask)))

    @torch.inference_mode()
    def decode(self, encoded, sentence, decoder_input_ids, source_index, top_k):
        rows = self._tensor(sentence)
        inputs = {
            "decoder_input_ids": self._tensor(decoder_input_ids),
            "attention_mask": self._tensor(encoded.attention_mask)[rows],
            "input_ids": self._tensor(encoded.input_ids)[rows],
            "source_index": self._tensor(source_index),
            "keep_bias": torch.tensor([self._keep_bias], device=self._device),
            "past_length": torch.zeros(len(rows), dtype=torch.int64, device=self._device),
            "drafted_ids": self._tensor(np.full_like(decoder_input_ids, PAD_ID)),
        }
        memory = [tensor[rows] for tensor in encoded.memory]
        past = [memory[0].new_empty(len(rows), 0, self._pair.width) for _ in self._pair.past]
        taken = (inputs[name] for name in self._pair.decoder_inputs)
        outputs = dict(zip(self._pair.decoder_outputs, self._pair.decoder(*taken, *memory, *past), strict=False))
        log_probs = outputs["logits"].float().log_softmax(-1)
        best, ids = log_probs.topk(top_k)
        keep = None
        if SOURCE_IDS in outputs:
            keep = log_probs.gather(-1, outputs[SOURCE_IDS][..., None])[..., 0].cpu().numpy()
        return Predictions(ids.cpu().numpy(), best.cpu().numpy(), keep)

    def _tensor(self, array: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(array)).to(self._device)


class OnnxRuntime:
    """encoder.onnx and decoder.onnx of a folder."""

    def __init__(self, folder: Path, threads: int = 1, keep_bias: float = 0.0) -> None:
        """`threads`: cores per call. Raises OSError when a file is missing."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        for name in ("encoder.onnx", "decoder.onnx"):
            if not (folder / name).is_file():
                raise FileNotFoundError(f"expected {name} in {folder.name}/, found none: export first")
        providers = ["CPUExecutionProvider"]
        self._encoder, self._decoder = (
            onnxruntime.InferenceSession(folder / f"{name}.onnx", options, providers=providers)
            for name in ("encoder", "decoder")
        )
        self._memory = [output.name for output in self._encoder.get_outputs()]
        self._inputs = {value.name: value.shape for value in self._decoder.get_inputs()}
        answers = ("token_ids", "log_probs", "keep_log_probs")  # older versions lack the last
        given = {output.name for output in self._decoder.get_outputs()}
        self._outputs = [name for name in answers if name in given]
        self._keep_bias = np.array([keep_bias], dtype=np.float32)

    def encode(self, sources: Sequence[Sequence[int]]) -> Encoded:
        ids, mask = pad(sources)
        memory = self._encoder.run(self._memory, {"input_ids": ids, "attention_mask": mask})
        return Encoded(ids, mask, tuple(memory))

    def decode(self, encoded, sentence, decoder_input_ids, source_index, top_k):
        feeds = {
            "decoder_input_ids": np.ascontiguousarray(decoder_input_ids, dtype=np.int64),
            "attention_mask": encoded.attention_mask[sentence],
            "input_ids": encoded.input_ids[sentence],
            "source_index": np.ascontiguousarray(source_index, dtype=np.int64),
            "keep_bias": self._keep_bias,
            "top_k": np.array([top_k], dtype=np.int64),
            "past_length": np.zeros(len(sentence), dtype=np.int64),
            "drafted_ids": np.full(decoder_input_ids.shape, PAD_ID, dtype=np.int64),
        }
        feeds = {name: value for name, value in feeds.items() if name in self._inputs}
        memory = zip(self._memory, encoded.memory, strict=True)
        feeds |= {name: tensor[sentence] for name, tensor in memory}
        past = ((name, shape[2]) for name, shape in self._inputs.items() if name.startswith(("past_key", "past_value")))
        feeds |= {name: np.empty((len(sentence), 0, width), dtype=np.float32) for name, width in past}
        ids, log_probs, *keep = self._decoder.run(self._outputs, feeds)
        return Predictions(ids, log_probs, keep[0] if keep else None)


def pad(rows: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """int64 ids (B, longest), right-padded, and their 0/1 mask."""
    lengths = np.array([len(row) for row in rows])
    mask = (np.arange(lengths.max())[None, :] < lengths[:, None]).astype(np.int64)
    ids = np.full(mask.shape, PAD_ID, dtype=np.int64)
    ids[mask == 1] = [token for row in rows for token in row]
    return ids, mask

"""Sentences in, rewritten sentences out, with any checkpoint or exported model version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from gec.align import token_weights
from gec.export.manifest import MANIFEST, read_manifest
from gec.generate import Hypothesis, Sources, beam, greedy
from gec.model import load_model
from gec.rule import Rule
from gec.runtime import OnnxRuntime, Runtime, TorchRuntime
from gec.tokenizer import Text

MAX_SOURCE_TOKENS = 160
MAX_TARGET_TOKENS = 200
_BATCH = 48  # sentences


@dataclass(frozen=True, slots=True)
class RewriteToken:
    """`text[start:end]` of a rewrite, in characters, with its natural-log probability."""

    start: int
    end: int
    log_prob: float
    keep_log_prob: float | None
    """Of the source's own token in its place, the same number where it is that token; None where the model is not
    told of one."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A sentence as the model would write it; a search that did not end leaves it as it was."""

    text: str
    tokens: tuple[RewriteToken, ...]
    end_log_prob: float
    end_keep_log_prob: float | None
    hypothesis: Hypothesis


class Rewriter:
    def __init__(
        self,
        runtime: Runtime,
        text: Text,
        max_source_tokens: int = MAX_SOURCE_TOKENS,
        max_target_tokens: int = MAX_TARGET_TOKENS,
        rule: Rule | None = None,
    ) -> None:
        """Sentences of more than `max_source_tokens` tokens are left as they are."""
        self.text = text
        self.rule = rule or Rule()
        """Which edits are made when the model is served."""
        self._runtime = runtime
        self._weights = token_weights(text.tokenizer.get_vocab())
        self._max_source, self._max_target = max_source_tokens, max_target_tokens

    @classmethod
    def load(cls, path: str | Path, prefix: str = "", keep_bias: float | None = None, threads: int = 1) -> Rewriter:
        """An exported folder (it has a manifest and encoder.onnx), a checkpoint with its tokenizer, or a hub id.

        prefix: task prefix of a checkpoint; an exported model names its own. keep_bias: added to the
        logit of copying on; None takes the manifest's, 0 for a checkpoint.
        """
        folder = Path(path)
        if (folder / "encoder.onnx").is_file() and (folder / MANIFEST).is_file():
            manifest = read_manifest(folder)
            decision = manifest["decision"]
            bias = decision["keepBias"] if keep_bias is None else keep_bias
            limits = manifest["limits"]
            return cls(
                OnnxRuntime(folder, threads, bias),
                Text.load(folder, manifest["prefix"]),
                limits["maxSourceTokens"],
                limits["maxTargetTokens"],
                Rule(
                    decision["minConfidence"],
                    decision.get("minSentenceConfidence", 0.0),
                    decision.get("minSpellingConfidence"),
                ),
            )
        model = load_model(path).eval()
        model.to("cuda" if torch.cuda.is_available() else "cpu")
        return cls(TorchRuntime(model, keep_bias or 0.0), Text.load(path, prefix))

    def rewrite(self, sentences: Sequence[str], beams: int = 1) -> list[Rewrite]:
        """One rewrite a sentence, in order."""
        ids = self.text.encode_batch(list(sentences), source=True)
        copies = self.text.encode_batch(list(sentences), source=False)
        found: dict[int, Rewrite] = {}
        fitting = [k for k, row in enumerate(ids) if 1 < len(row) <= self._max_source]
        fitting.sort(key=lambda k: len(ids[k]))
        for at in range(0, len(fitting), _BATCH):
            part = fitting[at : at + _BATCH]
            sources = Sources(self._runtime, [ids[k] for k in part], [copies[k] for k in part], self._weights)
            if beams == 1:
                answers = greedy(self._runtime, sources, self._max_target)
            else:
                answers = beam(self._runtime, sources, self._max_target, beams)
            for k, hypothesis in zip(part, answers, strict=True):
                found[k] = self._finish(sentences[k], hypothesis)
        unread = Hypothesis(stop="length")
        return [found.get(k) or Rewrite(s, (), 0.0, None, unread) for k, s in enumerate(sentences)]

    def _finish(self, sentence: str, hypothesis: Hypothesis) -> Rewrite:
        if hypothesis.stop != "end":
            return Rewrite(sentence, (), 0.0, None, hypothesis)
        ids = hypothesis.tokens
        # Where each token ends: the length of the text up to it, half-written characters left out.
        beginnings = self.text.decode_batch([ids[: k + 1] for k in range(len(ids))])
        text = beginnings[-1] if beginnings else ""
        ends = [len(beginning.rstrip("\ufffd")) for beginning in beginnings[:-1]] + [len(text)] * bool(ids)
        starts = [0, *ends]
        tokens = tuple(
            RewriteToken(min(start, end), end, log_prob, keep)
            for start, end, log_prob, keep in zip(
                starts, ends, hypothesis.log_probs, hypothesis.keep_log_probs, strict=False
            )
        )
        return Rewrite(text, tokens, hypothesis.end_log_prob, hypothesis.end_keep_log_prob, hypothesis)

"""The expected outputs themselves: tokens, alignment and decoding, as plain data for JSON."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gec.align import source_index, token_weights
from gec.export.manifest import read_manifest
from gec.generate import Hypothesis, Sources, beam, greedy
from gec.oracle.strings import misspell, sentence, sentences
from gec.runtime import OnnxRuntime
from gec.tokenizer import EOS_ID, Text

Case = dict[str, Any]

BEAMS = 4
_DIGITS = 5  # of a log probability
_BATCH = 16


def tokenizer_cases(text: Text, strings: Sequence[str]) -> list[Case]:
    """Tokens are joined by single spaces; `decoded` only where it differs from the text."""
    ids = [row[:-1] for row in text.encode_batch(list(strings), source=False)]
    decoded = text.decode_batch(ids)
    cases = []
    for string, row, back in zip(strings, ids, decoded, strict=True):
        tokens = " ".join(text.tokenizer.id_to_token(token) for token in row)
        case = {"text": string, "ids": row, "tokens": tokens}
        cases.append(case if back == string else {**case, "decoded": back})
    return cases


def alignment_cases(text: Text, count: int, seed: int) -> list[Case]:
    """Sources with prefixes of their correction, of something else, and of random tokens."""
    rng = random.Random(seed)
    weights = token_weights(text.tokenizer.get_vocab())
    cases = []
    for number in range(count):
        right = sentence(rng)
        wrong = misspell(right, rng)
        source, target, other = text.encode_batch([wrong, right, sentence(rng)], source=False)
        written = [target[:-1], other[:-1], rng.choices(range(len(weights)), k=rng.randrange(20))]
        prefix = written[0 if number % 5 < 3 else number % 5 - 2]
        prefix = prefix[: rng.randint(0, len(prefix))]
        index = source_index(np.array([source]), np.array([len(source)]), np.array([[*prefix, EOS_ID]]), weights)
        cases.append({"source": source, "prefix": prefix, "sourceIndex": index[0].tolist()})
    return cases


def decode_cases(folder: Path, count: int, seed: int) -> list[Case]:
    """Greedy and beam answers of the exported model in `folder` to misspelt sentences."""
    manifest = read_manifest(folder)
    text = Text.load(folder, manifest["prefix"])
    runtime = OnnxRuntime(folder)
    weights = token_weights(text.tokenizer.get_vocab())
    limit = manifest["limits"]["maxTargetTokens"]
    texts = sentences(count, seed)
    ids = text.encode_batch(texts, source=True)
    copies = text.encode_batch(texts, source=False)
    cases = []
    for at in range(0, count, _BATCH):
        part = slice(at, at + _BATCH)
        sources = Sources(runtime, ids[part], copies[part], weights)
        plain = greedy(runtime, sources, limit)
        searched = beam(runtime, sources, limit, BEAMS)
        rows = zip(texts[part], ids[part], plain, searched, strict=True)
        cases += [{"text": t, "source": s, "greedy": _answer(g), "beam": _answer(b)} for t, s, g, b in rows]
    return cases


def _answer(hypothesis: Hypothesis) -> Case:
    answer: Case = {
        "ids": hypothesis.tokens,
        "logProbs": [round(value, _DIGITS) for value in hypothesis.log_probs],
        "endLogProb": round(hypothesis.end_log_prob, _DIGITS),
        "stop": hypothesis.stop,
    }
    keep = [round(value, _DIGITS) for value in hypothesis.keep_log_probs if value is not None]
    if keep:
        answer["keepLogProbs"] = keep
    if hypothesis.end_keep_log_prob is not None:
        answer["endKeepLogProb"] = round(hypothesis.end_keep_log_prob, _DIGITS)
    return answer

"""Prepared rows to padded batches, for ever, as a pure function of the seed and a position.

Examples are drawn in superbatches: drawn by the sources' weights, corrupted, encoded, sorted by
length, cut into batches of about `batch_tokens` padded tokens, and the batches shuffled. A position
is (superbatch, batch), so a run resumes anywhere by naming it, and process r of n takes every n-th batch.
Loader workers take turns with whole superbatches, so how many there are changes nothing but the speed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import IterableDataset, get_worker_info

from gec.align import source_index, token_weights
from gec.config import Data
from gec.model import IGNORED_LABEL
from gec.synthesis import Corruptor
from gec.tokenizer import PAD_ID, Text


@dataclass(frozen=True, slots=True)
class Position:
    """The next batch to be taken."""

    superbatch: int = 0
    batch: int = 0


Batch = dict[str, torch.Tensor]


class Rows:
    """The prepared rows of all sources, drawn by weight."""

    def __init__(self, data: Data, prepared: Path, part: str = "") -> None:
        self.names = [n for n, s in data.sources.items() if s.weight > 0]
        self.pairs = {n: data.sources[n].kind != "clean" for n in self.names}
        self.rows: dict[str, list[str]] = {}
        for name in list(self.names):
            path = prepared / f"{name}{part}.tsv"
            self.rows[name] = path.read_text(encoding="utf-8").splitlines()
            if not self.rows[name]:
                self.names.remove(name)
        if not self.names:
            raise ValueError(f"Expected rows under {prepared}; every source is empty. Run prepare.py.")
        self.join_rate = data.join_rate
        self._cumulative = list(accumulate(data.sources[n].weight for n in self.names))

    def draw(self, rng: random.Random) -> tuple[str, str]:
        """(source, target); the source is empty where errors are to be synthesised."""
        name = rng.choices(self.names, cum_weights=self._cumulative)[0]
        row = rng.choice(self.rows[name])
        if not self.pairs[name]:
            joined = self.join_rate > 0 and rng.random() < self.join_rate
            return "", f"{row} {rng.choice(self.rows[name])}" if joined else row
        source, _, target = row.partition("\t")
        return source, target


class Collator:
    """Encoded pairs to one padded batch, with alignment and the loss weight of every token."""

    def __init__(self, text: Text, copy_loss_rate: float, decoder_start: int = PAD_ID) -> None:
        self.weights = token_weights(text.tokenizer.get_vocab())
        self.copy_loss_rate = copy_loss_rate
        self.decoder_start = decoder_start

    def __call__(self, pairs: list[tuple[list[int], list[int]]], rng: np.random.Generator) -> Batch:
        source, source_lengths = _pad([s for s, _ in pairs])
        target, target_lengths = _pad([t for _, t in pairs])
        aligned = source_index(source, source_lengths, target, self.weights)
        inside = np.arange(target.shape[1])[None, :] < target_lengths[:, None]
        shifted = np.full_like(target, self.decoder_start)
        shifted[:, 1:] = target[:, :-1]
        copied = np.take_along_axis(source, aligned, axis=1) == target
        weight = inside.astype(np.float32)
        if self.copy_loss_rate < 1:
            chosen = rng.random(target.shape) < self.copy_loss_rate
            weight *= np.where(copied, chosen / self.copy_loss_rate, 1.0)
        batch = {
            "input_ids": source,
            "attention_mask": (np.arange(source.shape[1])[None, :] < source_lengths[:, None]).astype(np.int64),
            "decoder_input_ids": shifted,
            "source_index": aligned,
            "labels": np.where(inside, target, IGNORED_LABEL),
            "loss_weight": weight.astype(np.float32),
            "copied": copied & inside,
        }
        return {name: torch.from_numpy(array) for name, array in batch.items()}


def _pad(sequences: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    lengths = np.array([len(s) for s in sequences])
    padded = np.full((len(sequences), lengths.max()), PAD_ID, dtype=np.int64)
    for row, sequence in zip(padded, sequences, strict=True):
        row[: len(sequence)] = sequence
    return padded, lengths


def encode_pairs(text: Text, pairs: list[tuple[str, str]], max_tokens: int) -> list[tuple[list[int], list[int]]]:
    """Ids of source and target; pairs with a side over `max_tokens` are left out."""
    sources = text.encode_batch([s for s, _ in pairs], source=True)
    targets = text.encode_batch([t for _, t in pairs], source=False)
    return [(s, t) for s, t in zip(sources, targets, strict=True) if max(len(s), len(t)) <= max_tokens]


def cut(pairs: list[tuple[list[int], list[int]]], batch_tokens: int) -> list[list[tuple[list[int], list[int]]]]:
    """Batches of neighbours in length whose padded sources hold about `batch_tokens` tokens."""
    batches: list[list[tuple[list[int], list[int]]]] = []
    current: list[tuple[list[int], list[int]]] = []
    for pair in sorted(pairs, key=lambda p: (len(p[0]), len(p[1]))):
        if current and len(pair[0]) * (len(current) + 1) > batch_tokens:
            batches.append(current)
            current = []
        current.append(pair)
    return [*batches, current] if current else batches


class BatchStream(IterableDataset):
    """Superbatches without end, each a list of (position after the batch, batch), for process `rank` of `world`."""

    def __init__(
        self, data: Data, prepared: Path, text: Text, corruptor: Corruptor, seed: int, batch_tokens: int,
        copy_loss_rate: float, start: Position, rank: int = 0, world: int = 1,
    ) -> None:  # fmt: skip
        self.data, self.prepared, self.text, self.corruptor = data, prepared, text, corruptor
        self.seed, self.batch_tokens, self.start, self.rank, self.world = seed, batch_tokens, start, rank, world
        self.collate = Collator(text, copy_loss_rate)

    def superbatch(self, rows: Rows, index: int) -> list[tuple[list[tuple[list[int], list[int]]], int]]:
        """The shuffled batches of one superbatch, each with its own seed."""
        rng = random.Random(f"{self.seed}:{index}")
        pairs: list[tuple[str, str]] = []
        for _ in range(self.data.superbatch):
            source, target = rows.draw(rng)
            source = source or self.corruptor.corrupt(target, rng)[0]
            pairs.append((target, source) if self.data.reverse else (source, target))
        batches = cut(encode_pairs(self.text, pairs, self.data.max_tokens), self.batch_tokens)
        rng.shuffle(batches)
        whole = len(batches) - len(batches) % self.world
        return [(batch, rng.getrandbits(32)) for batch in batches[:whole]]

    def __iter__(self) -> Iterator[list[tuple[Position, Batch]]]:
        rows = Rows(self.data, self.prepared)
        worker = get_worker_info()
        index, step = (worker.id, worker.num_workers) if worker else (0, 1)
        while True:
            first = self.start.batch if index == 0 else 0
            yield self.collated(rows, self.start.superbatch + index, first)
            index += step

    def collated(self, rows: Rows, index: int, first: int) -> list[tuple[Position, Batch]]:
        """This process's batches of a superbatch, from number `first` on."""
        batches = self.superbatch(rows, index)
        taken = []
        for number in range(first + self.rank, len(batches), self.world):
            batch, seed = batches[number]
            position = Position(index, number - self.rank + self.world)
            taken.append((position, self.collate(batch, np.random.default_rng(seed))))
        return taken


def holdout_batches(
    data: Data, prepared: Path, text: Text, corruptor: Corruptor, seed: int, batch_tokens: int, limit: int
) -> dict[str, list[Batch]]:
    """Fixed batches per source from the rows held out; errors are synthesised with a seed of their own."""
    collate = Collator(text, 1.0)
    result: dict[str, list[Batch]] = {}
    for name, source in data.sources.items():
        if source.kind == "invented":
            continue
        path = prepared / f"{name}.holdout.tsv"
        rows = path.read_text(encoding="utf-8").splitlines()[:limit]
        rng = random.Random(f"{seed}:{name}")
        pairs = []
        for row in rows:
            left, _, right = row.rpartition("\t")
            left = left or corruptor.corrupt(right, rng)[0]
            pairs.append((right, left) if data.reverse else (left, right))
        encoded = encode_pairs(text, pairs, data.max_tokens) if pairs else []
        if encoded:
            result[name] = [collate(b, np.random.default_rng(0)) for b in cut(encoded, batch_tokens)]
    return result

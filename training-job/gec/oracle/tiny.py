"""Tiny models with random weights, chosen so that their answers are worth comparing.

A freshly initialised model repeats one token for ever. These have larger decoder weights, so that
what they say varies, changes at every few tokens, and often ends.
"""

from __future__ import annotations

import math
from collections import Counter

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from torch import nn
from transformers import T5Config, T5ForConditionalGeneration

from gec.model import AlignedT5, AlignedT5Config
from gec.oracle.strings import sentences
from gec.tokenizer import EOS, PAD, UNK, Text, train_tokenizer

VOCAB_SIZE = 600
_SEED = 1
_SPACE = "\u2581"  # how SentencePiece writes a space
_MAX_PIECE = 6


def tiny_aligned() -> tuple[AlignedT5, Text]:
    """An aligned T5 that mostly copies, with a byte-level BPE."""
    text = Text(train_tokenizer(sentences(2000, _SEED), VOCAB_SIZE), "", True, 1)
    torch.manual_seed(_SEED)
    shape = {"d_model": 32, "d_ff": 64, "num_heads": 2, "num_layers": 2, "num_decoder_layers": 1}
    model = AlignedT5(AlignedT5Config(vocab_size=text.tokenizer.get_vocab_size(), **shape)).eval()
    with torch.no_grad():
        for parameter in model.decoder.parameters():
            if parameter.dim() == 2:
                parameter *= 4
        model.copy_gate.weight *= 6
        model.copy_gate.bias[0] = 5.0
    return model, text


def tiny_t5() -> tuple[T5ForConditionalGeneration, Text]:
    """A stock T5 with two decoder layers, a task prefix and a tokenizer of the kind T5 has."""
    text = Text(_unigram(), "grammar: ", False, 1)
    torch.manual_seed(_SEED)
    config = T5Config(
        vocab_size=text.tokenizer.get_vocab_size(),
        d_model=32,
        d_ff=64,
        d_kv=16,
        num_heads=2,
        num_layers=2,
        num_decoder_layers=2,
        decoder_start_token_id=0,
    )
    model = T5ForConditionalGeneration(config).eval()
    head = torch.randn(config.vocab_size, config.d_model) * 3
    head[config.eos_token_id] *= 2.5
    model.lm_head.weight = nn.Parameter(head)
    return model, text


def _unigram() -> Tokenizer:
    """SentencePiece's unigram model (Kudo 2018) in the form that T5's tokenizer.json has.

    Its pieces are the substrings of words most seen, counted here because the library's trainer
    does not give the same vocabulary twice.
    """
    counts: Counter[str] = Counter()
    for line in sentences(2000, _SEED):
        for word in line.split():
            word = _SPACE + word
            counts.update(word[a:b] for a in range(len(word)) for b in range(a + 1, len(word) + 1))
    letters = [(piece, n) for piece, n in counts.items() if len(piece) == 1]
    longer = [(piece, n) for piece, n in counts.items() if 1 < len(piece) <= _MAX_PIECE]
    ranked = sorted(longer, key=lambda p: (-p[1] * len(p[0]), p[0]))[: VOCAB_SIZE - 3 - len(letters)]
    total = sum(counts.values())
    pieces = [(p, math.log(n / total)) for p, n in sorted([*letters, *ranked])]
    vocabulary = [(PAD, 0.0), (EOS, 0.0), (UNK, 0.0), *pieces]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=2))
    tokenizer.add_special_tokens([PAD, EOS, UNK])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement=_SPACE)]
    )
    tokenizer.decoder = decoders.Metaspace(replacement=_SPACE)
    tokenizer.post_processor = processors.TemplateProcessing(single=f"$A {EOS}", special_tokens=[(EOS, 1)])
    return tokenizer

"""Byte-level BPE (Sennrich et al. 2016; Radford et al. 2019): lossless for any Unicode text.

Every sentence is encoded with one space in front, so a word has the same tokens at the start of
a sentence as inside it; decoding takes that space off again. Digits are single tokens.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

PAD, EOS, UNK = "<pad>", "</s>", "<unk>"
PAD_ID, EOS_ID, UNK_ID = 0, 1, 2
# GPT-2's word pattern with digits one by one. Written out, not left to ByteLevel, so that every
# implementation of tokenizer.json splits alike.
_PATTERN = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


def train_tokenizer(sentences: Iterable[str], vocab_size: int) -> Tokenizer:
    """A tokenizer of exactly `vocab_size` tokens, or fewer where the text has too few pairs."""
    tokenizer = Tokenizer(models.BPE(unk_token=UNK))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=[PAD, EOS, UNK],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator((" " + s for s in sentences), trainer)
    return tokenizer


class Text:
    """Sentences to ids and back, for our tokenizers and for those of hub checkpoints."""

    def __init__(self, tokenizer: Tokenizer, prefix: str, leading_space: bool, eos: int) -> None:
        self.tokenizer = tokenizer
        self.prefix = prefix
        self.leading_space = leading_space
        self.eos = eos

    @classmethod
    def load(cls, folder: str | Path, prefix: str = "") -> Text:
        """From a folder with tokenizer.json, or a hub id of any fast T5 tokenizer."""
        path = Path(folder) / "tokenizer.json"
        if path.exists():
            tokenizer = Tokenizer.from_file(str(path))
        else:
            from transformers import AutoTokenizer

            tokenizer = AutoTokenizer.from_pretrained(str(folder)).backend_tokenizer
        tokenizer.no_padding()
        tokenizer.no_truncation()
        ours = isinstance(tokenizer.model, models.BPE)
        eos = tokenizer.token_to_id(EOS)
        if eos is None:
            raise ValueError(f"Expected a tokenizer with the token {EOS}; {folder} has none.")
        return cls(tokenizer, prefix, ours, eos)

    def encode_batch(self, sentences: list[str], source: bool) -> list[list[int]]:
        """Ids with eos at the end; the task prefix goes in front of sources only."""
        front = (self.prefix if source else "") + (" " if self.leading_space else "")
        encoded = self.tokenizer.encode_batch_fast(
            [front + s for s in sentences], add_special_tokens=False
        )
        return [[*e.ids, self.eos] for e in encoded]

    def decode_batch(self, ids: list[list[int]]) -> list[str]:
        texts = self.tokenizer.decode_batch(ids, skip_special_tokens=True)
        if not self.leading_space:
            return texts
        return [t[1:] if t.startswith(" ") else t for t in texts]

    def save(self, folder: Path) -> None:
        """tokenizer.json and tokenizer_config.json."""
        fast = PreTrainedTokenizerFast(
            tokenizer_object=self.tokenizer, pad_token=PAD, eos_token=EOS, unk_token=UNK
        )
        fast.save_pretrained(str(folder))

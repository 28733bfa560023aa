"""How much of a draft is projected to the vocabulary.

That product is most of a decoder call, and wasted behind the first draft token that the model would
not write: what is predicted there hangs on a token that is not taken. Where any of the commonest
tokens is likelier than the draft's, the draft has surely ended, and the commonest are nearly always
enough to see it: so the decoder compares with those alone, and projects no position behind. It may
end a draft too early or too late, which costs time; no prediction it gives depends on it.

Shape suffixes as in `gec.export.modules`.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

#: Tokens compared with: the first, which byte-level BPE and SentencePiece order by frequency. On
#: JFLEG's development sentences a model of 8,192 tokens then projects 25.1 positions a sentence,
#: where 47.7 are read and 22.7 are taken; with 512 tokens 28.0, with 2,048 24.2.
COMMON_TOKENS = 1024

#: By how much another logit must be larger: the two are sums in another order, or rounded to int8.
MARGIN = 0.25


def read_length(x: Tensor, ids: Tensor, first_wanted: Tensor, weight: Tensor, bonus: Tensor | float) -> Tensor:
    """Positions from the first on that are worth a projection for any row: an int64 scalar, 1 to T.

    x (B, T, D): what is projected; ids (B, T): the decoder's input, filled up with padding; first_wanted
    (B,): positions before are no draft; weight (V, D): the output layer; bonus (B, T): what the
    logit of the draft's token has beside.
    """
    length = ids.shape[1]
    following = functional.pad(ids[:, 1:], (0, 1))  # (B, T); padding ends every draft
    drafted = (x * functional.embedding(following, weight)).sum(-1) + bonus  # (B, T)
    likelier = functional.linear(x, weight[:COMMON_TOKENS]).amax(-1) > drafted + MARGIN  # (B, T)
    place = torch.arange(length, device=x.device)[None, :]
    ends = likelier & (place >= first_wanted[:, None])
    return torch.where(ends, place, length - 1).amin(1).amax() + 1

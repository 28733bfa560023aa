"""Which positions of a draft are projected to the vocabulary.

That product is most of a decoder call. Behind the first draft token that the model would not write it gives no
answer, because what is predicted there hangs on a token that is not taken; but where the model would go on to write
other tokens than the draft has, what it would write is a good guess of the next draft
(`core/draft.ts`). Where any of the commonest tokens is likelier than the draft's, the model surely
disagrees, and the commonest are nearly always enough to see it: so the decoder compares with those alone, and
projects the positions up to the first disagreement, and those of later ones. It may see too few or too
many, which costs time; no prediction it gives depends on it.

Shape suffixes as in `gec.export.modules`.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from gec.tokenizer import PAD_ID

#: Tokens compared with: the first, which byte-level BPE and SentencePiece order by frequency.
COMMON_TOKENS = 1024

#: By how much another logit must be larger: the two are sums in another order, or rounded to int8.
MARGIN = 0.25


def read_positions(x: Tensor, drafted_ids: Tensor, weight: Tensor, bonus: Tensor | float) -> Tensor:
    """Positions that are worth a projection, int64 (B, R), each row's in order.

    x (B, T, D): what is projected; drafted_ids (B, T): the token that the draft has after each position,
    padding where it has none; weight (V, D): the output layer; bonus (B, T): what the logit of that token has beside.
    A row's positions are those up to the first where the model disagrees with the draft, the last where it never
    does, then those where it disagrees again. R is the largest number of them; shorter rows go on with others.
    """
    length = x.shape[1]
    drafted = (x * functional.embedding(drafted_ids, weight)).sum(-1) + bonus  # (B, T)
    likelier = functional.linear(x, weight[:COMMON_TOKENS]).amax(-1) > drafted + MARGIN  # (B, T)
    disagrees = likelier & (drafted_ids != PAD_ID)
    place = torch.arange(length, device=x.device)[None, :]
    end = torch.where(disagrees, place, length - 1).amin(1, keepdim=True)
    wanted = disagrees | (place <= end)
    order = torch.where(wanted, -place, -length - place)
    return order.topk(wanted.sum(1).amax(), dim=1).indices

"""The two kinds of model we train: any T5 checkpoint, and our own aligned T5.

`AlignedT5` is a T5 encoder-decoder (Raffel et al. 2020: pre-norm, RMSNorm, no biases, bucketed
relative positions, tied embeddings) whose decoder knows which source token comes next
(`gec.align`). That token's encoder state is added to the decoder's input, cross-attention has a
relative-position bias around it, and gates may raise the logit of the source tokens next to it,
as in pointer networks (See et al. 2017) with the place given instead of searched. Copying, nine
tenths of correction, is there from the first step; training is spent on what to change.

Shape suffixes: B batch, S source tokens, T target tokens, D model width, H heads, V vocabulary.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoConfig, PreTrainedConfig, PreTrainedModel, T5ForConditionalGeneration
from transformers.utils import ModelOutput

#: Source tokens whose logits a gate may raise, as offsets from the aligned one.
COPY_OFFSETS = (0, -1, 1, 2)
#: First value of the gate at offset 0: copies with probability about 2/3 before any training.
INITIAL_COPY_LOGIT = 10.0
IGNORED_LABEL = -100


class AlignedT5Config(PreTrainedConfig):
    """Shape of an `AlignedT5`. All widths in units of one float."""

    model_type = "aligned-t5"

    vocab_size: int = 8192
    d_model: int = 256
    d_ff: int = 1024
    num_heads: int = 4
    num_layers: int = 6
    num_decoder_layers: int = 1
    relative_attention_num_buckets: int = 32
    relative_attention_max_distance: int = 128
    dropout_rate: float = 0.0
    layer_norm_epsilon: float = 1e-6
    is_encoder_decoder: bool = True
    tie_word_embeddings: bool = False  # one matrix, used twice by our own code
    pad_token_id: int | None = 0
    eos_token_id: int | None = 1
    decoder_start_token_id: int | None = 0


@dataclass
class AlignedT5Output(ModelOutput):
    loss: Tensor | None = None
    logits: Tensor | None = None


class RmsNorm(nn.Module):
    """Zhang and Sennrich 2019."""

    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, self.weight.shape, self.weight, self.epsilon)


def relative_bucket(distance: Tensor, buckets: int, max_distance: int, causal: bool) -> Tensor:
    """T5's bucket of `key position - query position`, any shape in, same shape out."""
    offset = torch.zeros_like(distance)
    if causal:
        magnitude = (-distance).clamp(min=0)
    else:
        buckets //= 2
        offset = (distance > 0).to(distance.dtype) * buckets
        magnitude = distance.abs()
    exact = buckets // 2
    scale = (buckets - exact) / math.log(max_distance / exact)
    far = exact + (torch.log(magnitude.clamp(min=exact).float() / exact) * scale).to(distance.dtype)
    return offset + torch.where(magnitude < exact, magnitude, far.clamp(max=buckets - 1))


class RelativeBias(nn.Module):
    """A learned bias per head and distance bucket."""

    def __init__(self, config: AlignedT5Config, causal: bool) -> None:
        super().__init__()
        self.buckets = config.relative_attention_num_buckets
        self.max_distance = config.relative_attention_max_distance
        self.causal = causal
        self.table = nn.Embedding(self.buckets, config.num_heads)

    def forward(self, distance: Tensor) -> Tensor:
        """(..., T, S) integer distances to (..., H, T, S)."""
        bucket = relative_bucket(distance, self.buckets, self.max_distance, self.causal)
        return self.table(bucket).movedim(-1, -3)


class Attention(nn.Module):
    """Multi-head attention with an additive bias; projections without bias terms."""

    def __init__(self, config: AlignedT5Config) -> None:
        super().__init__()
        self.heads = config.num_heads
        width = config.d_model
        self.query = nn.Linear(width, width, bias=False)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width, bias=False)
        self.output = nn.Linear(width, width, bias=False)

    def split(self, x: Tensor) -> Tensor:
        """(B, L, D) to (B, H, L, D/H)."""
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def keys_values(self, memory: Tensor) -> tuple[Tensor, Tensor]:
        return self.split(self.key(memory)), self.split(self.value(memory))

    def forward(self, x: Tensor, keys: Tensor, values: Tensor, bias: Tensor) -> Tensor:
        """x (B, T, D), keys and values (B, H, S, D/H), bias broadcastable to (B, H, T, S)."""
        query = self.split(self.query(x))
        scores = query @ keys.transpose(-1, -2) * (query.shape[-1] ** -0.5) + bias  # (B, H, T, S)
        mixed = scores.float().softmax(-1).to(values.dtype) @ values  # (B, H, T, D/H)
        return self.output(mixed.transpose(1, 2).flatten(2))


class FeedForward(nn.Module):
    def __init__(self, config: AlignedT5Config) -> None:
        super().__init__()
        self.inner = nn.Linear(config.d_model, config.d_ff, bias=False)
        self.outer = nn.Linear(config.d_ff, config.d_model, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.outer(torch.relu(self.inner(x)))


class EncoderLayer(nn.Module):
    def __init__(self, config: AlignedT5Config) -> None:
        super().__init__()
        self.attention_norm = RmsNorm(config.d_model, config.layer_norm_epsilon)
        self.attention = Attention(config)
        self.feed_forward_norm = RmsNorm(config.d_model, config.layer_norm_epsilon)
        self.feed_forward = FeedForward(config)
        self.dropout = nn.Dropout(config.dropout_rate)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        normed = self.attention_norm(x)
        x = x + self.dropout(self.attention(normed, *self.attention.keys_values(normed), bias))
        return x + self.dropout(self.feed_forward(self.feed_forward_norm(x)))


class DecoderLayer(nn.Module):
    def __init__(self, config: AlignedT5Config) -> None:
        super().__init__()
        self.attention_norm = RmsNorm(config.d_model, config.layer_norm_epsilon)
        self.attention = Attention(config)
        self.cross_norm = RmsNorm(config.d_model, config.layer_norm_epsilon)
        self.cross_attention = Attention(config)
        self.feed_forward_norm = RmsNorm(config.d_model, config.layer_norm_epsilon)
        self.feed_forward = FeedForward(config)
        self.dropout = nn.Dropout(config.dropout_rate)

    def forward(
        self, x: Tensor, self_bias: Tensor, keys: Tensor, values: Tensor, cross_bias: Tensor
    ) -> Tensor:
        normed = self.attention_norm(x)
        x = x + self.dropout(self.attention(normed, *self.attention.keys_values(normed), self_bias))
        x = x + self.dropout(
            self.cross_attention(self.cross_norm(x), keys, values, cross_bias)
        )
        return x + self.dropout(self.feed_forward(self.feed_forward_norm(x)))


class AlignedT5(PreTrainedModel):
    """See the module's docstring. Weights are saved and loaded as any transformers model."""

    config_class = AlignedT5Config
    base_model_prefix = "aligned_t5"
    main_input_name = "input_ids"

    def __init__(self, config: AlignedT5Config) -> None:
        super().__init__(config)
        self.embedding = nn.Embedding(config.vocab_size, config.d_model)
        self.encoder_bias = RelativeBias(config, causal=False)
        self.encoder = nn.ModuleList(EncoderLayer(config) for _ in range(config.num_layers))
        self.encoder_norm = RmsNorm(config.d_model, config.layer_norm_epsilon)
        self.aligned = nn.Linear(config.d_model, config.d_model, bias=False)
        self.decoder_bias = RelativeBias(config, causal=True)
        self.cross_bias = RelativeBias(config, causal=False)
        self.decoder = nn.ModuleList(DecoderLayer(config) for _ in range(config.num_decoder_layers))
        self.decoder_norm = RmsNorm(config.d_model, config.layer_norm_epsilon)
        self.copy_gate = nn.Linear(config.d_model, len(COPY_OFFSETS))
        self.dropout = nn.Dropout(config.dropout_rate)
        self.post_init()

    @torch.no_grad()
    def _init_weights(self, module: nn.Module) -> None:
        width = self.config.d_model
        if isinstance(module, nn.Embedding):
            small = module.num_embeddings != self.config.vocab_size
            nn.init.normal_(module.weight, std=0.02 if small else width**-0.5)
        elif isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=0.5 * module.in_features**-0.5)
            if module.bias is not None:  # the copy gate
                nn.init.zeros_(module.bias)
                module.bias[0] = INITIAL_COPY_LOGIT
        elif isinstance(module, RmsNorm):
            nn.init.ones_(module.weight)

    def embed(self, ids: Tensor) -> Tensor:
        return self.dropout(self.embedding(ids) * self.config.d_model**0.5)

    def encode(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """(B, S) ids and 0/1 mask to (B, S, D) states."""
        x = self.embed(input_ids)
        position = torch.arange(input_ids.shape[1], device=input_ids.device)
        bias = self.encoder_bias(position[None, :] - position[:, None])  # (H, S, S)
        bias = bias[None] + padding_bias(attention_mask, x.dtype)  # (B, H, S, S)
        for layer in self.encoder:
            x = layer(x, bias)
        return self.dropout(self.encoder_norm(x))

    def decoder_memory(self, states: Tensor) -> tuple[Tensor, list[tuple[Tensor, Tensor]]]:
        """What the decoder needs of the source: aligned states (B, S, D) and keys, values per layer."""
        memory = [layer.cross_attention.keys_values(states) for layer in self.decoder]
        return self.aligned(states), memory

    def decode(
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        aligned_states: Tensor,
        memory: list[tuple[Tensor, Tensor]],
        decoder_input_ids: Tensor,
        source_index: Tensor,
        keep_bias: Tensor | float = 0.0,
    ) -> Tensor:
        """Logits (B, T, V) for the token after each of decoder_input_ids (B, T).

        source_index (B, T): aligned source position of each prediction. keep_bias is added to the
        logit of the aligned source token: above zero the model changes less, below zero more.
        """
        x = self.decode_states(attention_mask, aligned_states, memory, decoder_input_ids, source_index)
        return self.project(x, input_ids, attention_mask, source_index, keep_bias)

    def decode_states(
        self,
        attention_mask: Tensor,
        aligned_states: Tensor,
        memory: list[tuple[Tensor, Tensor]],
        decoder_input_ids: Tensor,
        source_index: Tensor,
    ) -> Tensor:
        """The decoder's last states (B, T, D)."""
        width = aligned_states.shape[-1]
        following = aligned_states.gather(1, source_index[..., None].expand(-1, -1, width))
        x = self.embed(decoder_input_ids) + following
        position = torch.arange(decoder_input_ids.shape[1], device=x.device)
        distance = position[None, :] - position[:, None]  # (T, T): key - query
        future = (distance > 0).to(x.dtype) * torch.finfo(x.dtype).min
        self_bias = (self.decoder_bias(distance) + future)[None]  # (1, H, T, T)
        source_position = torch.arange(attention_mask.shape[1], device=x.device)
        cross_bias = self.cross_bias(source_position[None, None, :] - source_index[..., None])
        cross_bias = cross_bias + padding_bias(attention_mask, x.dtype)  # (B, H, T, S)
        for layer, (keys, values) in zip(self.decoder, memory, strict=True):
            x = layer(x, self_bias, keys, values, cross_bias)
        return self.dropout(self.decoder_norm(x))

    def project(
        self,
        x: Tensor,
        input_ids: Tensor,
        attention_mask: Tensor,
        source_index: Tensor,
        keep_bias: Tensor | float = 0.0,
    ) -> Tensor:
        """Decoder states (B, T, D) to logits (B, T, V), copy gates included."""
        logits = F.linear(x, self.embedding.weight)
        gates = self.copy_gate(x)  # (B, T, offsets)
        gates = torch.cat([gates[..., :1] + keep_bias, gates[..., 1:]], dim=-1)
        offsets = torch.tensor(COPY_OFFSETS, device=x.device)
        last = attention_mask.sum(1)[:, None, None] - 1  # (B, 1, 1)
        places = torch.minimum((source_index[..., None] + offsets).clamp(min=0), last)
        batch, length, count = places.shape
        copied = input_ids.gather(1, places.reshape(batch, length * count))
        return logits.scatter_add(2, copied.reshape(batch, length, count), gates.to(logits.dtype))

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        decoder_input_ids: Tensor,
        source_index: Tensor,
        labels: Tensor | None = None,
        loss_weight: Tensor | None = None,
        label_smoothing: float = 0.0,
    ) -> AlignedT5Output:
        """Logits of every position, or with `loss_weight` (B, T) only the loss.

        The loss is the weighted sum of the token losses over the number of labels; positions of weight
        zero cost no vocabulary projection, so leaving out some copied tokens and weighting up the rest
        keeps its expectation.
        """
        states = self.encode(input_ids, attention_mask)
        aligned_states, memory = self.decoder_memory(states)
        x = self.decode_states(attention_mask, aligned_states, memory, decoder_input_ids, source_index)
        if labels is None or loss_weight is None:
            return AlignedT5Output(logits=self.project(x, input_ids, attention_mask, source_index))
        row, column = loss_weight.nonzero(as_tuple=True)
        logits = self.project(
            x[row, column][:, None],
            input_ids[row],
            attention_mask[row],
            source_index[row, column][:, None],
        )
        losses = F.cross_entropy(
            logits[:, 0].float(), labels[row, column], reduction="none", label_smoothing=label_smoothing
        )
        total = (labels != IGNORED_LABEL).sum()
        return AlignedT5Output(loss=(losses * loss_weight[row, column]).sum() / total)


def padding_bias(attention_mask: Tensor, dtype: torch.dtype) -> Tensor:
    """0 for tokens, the dtype's lowest number for padding; (B, S) to (B, 1, 1, S)."""
    return ((1 - attention_mask).to(dtype) * torch.finfo(dtype).min)[:, None, None, :]


AutoConfig.register(AlignedT5Config.model_type, AlignedT5Config)

Corrector = AlignedT5 | T5ForConditionalGeneration


def load_model(path_or_id: str | Path) -> Corrector:
    """A checkpoint folder of either kind, or a T5 by its hub id, in float32 whatever it was saved in.

    Raises OSError when neither a folder with config.json nor a reachable id.
    """
    config = AutoConfig.from_pretrained(str(path_or_id))
    kind = AlignedT5 if config.model_type == AlignedT5Config.model_type else T5ForConditionalGeneration
    return kind.from_pretrained(str(path_or_id), dtype=torch.float32)

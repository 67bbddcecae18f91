"""The int8 model in Python: what the engine computes, in plain torch.

Takes a model folder; Int8Model has the methods of model.Cohere2 (hidden, logits), so that it stands wherever that does.
Integer parts are exact. Float parts are float32 in any order, so results agree with the engine's to float32 rounding, and
rarely to an activation that lies at the edge between two int8 values.

Shapes: B sequences, T tokens, C hidden, H query heads, K key and value heads, D head dimension, V vocabulary.
"""

import json
import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor

from model import Config, additive, rotate


def quantise(x: Tensor) -> tuple[Tensor, Tensor]:
    """x (…, K) -> whole numbers in [-127, 127] (…, K) and their scales (…, 1). A zero vector has scale 0."""
    largest = x.abs().amax(-1, keepdim=True)
    # Two tensors: torch makes a number over a tensor a product with the reciprocal, which is rounded twice.
    inverse = torch.where(largest > 0, torch.tensor(127.0) / largest, 0)
    return torch.round(x * inverse), largest / 127  # torch.round takes ties to the even number


def integer_product(q: Tensor, weight: Tensor) -> Tensor:
    """q (…, K) whole numbers, weight (R, K) int8 -> their integer dots (…, R), as float32."""
    # The largest sum is 127 * 127 * K. Below 2^24 every partial sum is exact in float32, above it in float64.
    exact = torch.float32 if 127 * 127 * weight.shape[1] < 2**24 else torch.float64
    return (q.to(exact) @ weight.to(exact).T).float()


class Int8Model:
    """An exported model folder."""

    def __init__(self, folder: pathlib.Path):
        values = json.loads((folder / "config.json").read_text())
        fields = {key: values[key] for key in Config.__dataclass_fields__}
        self.config = Config(**{**fields, "layer_types": tuple(fields["layer_types"])})
        self.tensors = load_file(folder / "model.safetensors")

    def hidden(self, tokens: Tensor, positions: Tensor, visible: Tensor, taps: list[Tensor] | None = None) -> Tensor:
        """As Cohere2.hidden: final hidden states (B, T, C), normed; `taps` receives the stream after each block."""
        config = self.config
        distance = positions[:, None, :, None] - positions[:, None, None, :]
        masks = {"full_attention": additive(visible), "sliding_attention": additive(visible & (distance < config.sliding_window))}
        rotary = self.rotary_tables(positions)
        embedding = self.tensors["model.embed_tokens.weight"][tokens].float()  # (B, T, C)
        scales = self.tensors["model.embed_tokens.weight_scale"][tokens]  # (B, T, groups)
        x = (embedding.unflatten(-1, (scales.shape[-1], -1)) * scales[..., None]).flatten(-2)
        for layer, kind in enumerate(config.layer_types):
            x = self.block(f"model.layers.{layer}", x, masks[kind], rotary if kind == "sliding_attention" else None)
            if taps is not None:
                taps.append(x)
        return self.norm("model.norm", x)

    def logits(self, hidden: Tensor) -> Tensor:
        """(…, C) -> (…, V). The groups' integer dots are scaled and added in ascending order."""
        q, scale = quantise(hidden)
        weight, scales = self.tensors["model.embed_tokens.weight"], self.tensors["model.embed_tokens.weight_scale"]
        groups = scales.shape[1]
        total = torch.zeros(*hidden.shape[:-1], len(weight))
        for group, (part, rows) in enumerate(zip(q.chunk(groups, -1), weight.chunk(groups, -1))):
            total += integer_product(part, rows) * scales[:, group]
        return total * scale * self.config.logit_scale

    def rotary_tables(self, positions: Tensor) -> tuple[Tensor, Tensor]:
        """cos and sin (B, 1, T, D/2) of positions (B, T)."""
        exponents = torch.arange(0, self.config.head_dim, 2).float() / self.config.head_dim
        angles = positions[:, None, :, None].float() * (1 / self.config.rope_theta**exponents)
        return angles.cos(), angles.sin()

    def norm(self, name: str, x: Tensor) -> Tensor:
        weight = self.tensors[f"{name}.weight"]
        return F.layer_norm(x, weight.shape, weight, None, self.config.layer_norm_eps)

    def linear(self, name: str, q: Tensor, scale: Tensor) -> Tensor:
        """A quantised vector (…, K) with its scale (…, 1) through a linear layer -> (…, R)."""
        dots = integer_product(q, self.tensors[f"{name}.weight"])
        return dots * (self.tensors[f"{name}.weight_scale"] * scale)

    def block(self, name: str, x: Tensor, mask: Tensor, rotary: tuple[Tensor, Tensor] | None) -> Tensor:
        """x (B, T, C) -> (B, T, C): all five matrices that read the norm read the same quantised vector."""
        normed = quantise(self.norm(f"{name}.input_layernorm", x))
        mixed = self.attention(f"{name}.self_attn", normed, mask, rotary)
        activated = F.silu(self.linear(f"{name}.mlp.gate_proj", *normed)) * self.linear(f"{name}.mlp.up_proj", *normed)
        return x + self.linear(f"{name}.self_attn.o_proj", *quantise(mixed)) + self.linear(f"{name}.mlp.down_proj", *quantise(activated))

    def attention(self, name: str, normed: tuple[Tensor, Tensor], mask: Tensor, rotary: tuple[Tensor, Tensor] | None) -> Tensor:
        """(B, T, C) quantised -> (B, T, H * D). Queries, keys and values are int8 for each token and head."""
        config = self.config
        q, k, v = (self.linear(f"{name}.{part}_proj", *normed).unflatten(-1, (-1, config.head_dim)).transpose(1, 2) for part in "qkv")
        if rotary is not None:
            q, k = rotate(q, *rotary), rotate(k, *rotary)
        (q, q_scale), (k, k_scale), (v, v_scale) = (quantise(y) for y in (q, k, v))
        groups = config.num_attention_heads // config.num_key_value_heads
        k, k_scale, v, v_scale = (y.repeat_interleave(groups, 1) for y in (k, k_scale, v, v_scale))
        scores = (q @ k.mT) * (q_scale * k_scale.mT) * config.head_dim**-0.5 + mask  # (B, H, T, T)
        weights = (scores - scores.amax(-1, keepdim=True)).exp()
        out = ((weights * v_scale.mT) @ v) / weights.sum(-1, keepdim=True)
        return out.transpose(1, 2).flatten(-2)

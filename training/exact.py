"""The int8 model in Python, to the last bit of the engine's float32: emulate.py with the kernels' order of every sum.

Float sums depend on their order, and a last bit decides now and then whether an activation rounds to one int8 value or
the next, after which two right programs differ visibly. So parity.py compares with this one, which may be slow. Each function names
the kernel (packages/kernels/assembly) whose order it follows; torch's elementwise float32 operations round as wasm's do.

Takes one sequence from position 0. Shapes as in emulate.py.
"""

import numpy as np
import torch
from torch import Tensor

from emulate import Int8Model, quantise
from model import rotate

LANES = 4  # of a SIMD register of float32


def lane_sum(lanes: Tensor) -> Tensor:
    """lanes.ts, sumOfFloats: (…, 4) -> (…, 1)."""
    return ((lanes[..., 0] + lanes[..., 1]) + (lanes[..., 2] + lanes[..., 3]))[..., None]


def running_sum(x: Tensor, lanes: int) -> Tensor:
    """Sums of x (…, K) in `lanes` lanes, each from its first element to its last -> (…, lanes)."""
    total = torch.zeros(*x.shape[:-1], lanes)
    for part in x.unflatten(-1, (-1, lanes)).unbind(-2):
        total = total + part
    return total


def row_sum(x: Tensor) -> Tensor:
    """layerNorm.ts: four registers, added in pairs, then their lanes. (…, K) -> (…, 1)"""
    a, b, c, d = running_sum(x, 4 * LANES).unflatten(-1, (4, LANES)).unbind(-2)
    return lane_sum((a + b) + (c + d))


def exp(x: Tensor) -> Tensor:
    """exp.ts, expFour."""
    bounded = x.clamp(-87, 88)
    n = torch.round(bounded * np.float32(1.4426950408889634))
    r = bounded - n * 0.693359375
    r = r - n * np.float32(-2.12194440054690583e-4)
    q = torch.full_like(r, 1.38145378937e-3)
    for coefficient in (8.36874532005e-3, 4.16683908313e-2, 1.66665203968e-1, 4.99999934319e-1):
        q = q * r + np.float32(coefficient)
    power = ((n.int() + 127) << 23).view(torch.float32)  # 2^n; torch.ldexp may be off by a bit
    return torch.where(x < -87, 0, (((r * r) * q + r) + 1) * power)


class ExactModel(Int8Model):
    def rotary_tables(self, positions: Tensor) -> tuple[Tensor, Tensor]:
        """rotary-table.ts: float64 functions of float32 angles."""
        exponents = (np.arange(0, self.config.head_dim, 2) / self.config.head_dim).astype(np.float32)
        powers = (self.config.rope_theta ** exponents.astype(np.float64)).astype(np.float32)
        frequencies = (1 / powers.astype(np.float64)).astype(np.float32)
        angles = (positions.numpy().astype(np.float64)[:, None, :, None] * frequencies).astype(np.float32).astype(np.float64)
        return torch.from_numpy(np.cos(angles).astype(np.float32)), torch.from_numpy(np.sin(angles).astype(np.float32))

    def norm(self, name: str, x: Tensor) -> Tensor:
        """layerNorm.ts."""
        centred = x - row_sum(x) / x.shape[-1]
        variance = row_sum(centred * centred) / x.shape[-1] + np.float32(self.config.layer_norm_eps)
        inverse = 1 / torch.from_numpy(np.sqrt(variance.numpy()))  # torch's own is now and then off by a bit
        return centred * inverse * self.tensors[f"{name}.weight"]

    def block(self, name: str, x: Tensor, mask: Tensor, rotary: tuple[Tensor, Tensor] | None) -> Tensor:
        normed = quantise(self.norm(f"{name}.input_layernorm", x))
        mixed = self.attention(f"{name}.self_attn", normed, mask, rotary)
        gate, up = (self.linear(f"{name}.mlp.{part}_proj", *normed) for part in ("gate", "up"))
        activated = gate / (1 + exp(-gate)) * up  # swiglu.ts
        return x + self.linear(f"{name}.self_attn.o_proj", *quantise(mixed)) + self.linear(f"{name}.mlp.down_proj", *quantise(activated))

    def attention(self, name: str, normed: tuple[Tensor, Tensor], mask: Tensor, rotary: tuple[Tensor, Tensor] | None) -> Tensor:
        """attention.ts: scores, their exponentials summed in four lanes, values weighed key by key."""
        config = self.config
        q, k, v = (self.linear(f"{name}.{part}_proj", *normed).unflatten(-1, (-1, config.head_dim)).transpose(1, 2) for part in "qkv")
        if rotary is not None:
            q, k = rotate(q, *rotary), rotate(k, *rotary)
        (q, q_scale), (k, k_scale), (v, v_scale) = (quantise(y) for y in (q, k, v))
        groups = config.num_attention_heads // config.num_key_value_heads
        k, k_scale, v, v_scale = (y.repeat_interleave(groups, 1) for y in (k, k_scale, v, v_scale))
        scores = (q @ k.mT) * (q_scale * k_scale.mT) * config.head_dim**-0.5 + mask  # (B, H, T, T)
        weights = exp(scores - scores.amax(-1, keepdim=True))
        window = config.sliding_window if rotary is not None else scores.shape[-1]
        sums = lane_sum(running_sum(from_first_key(weights, window), LANES))
        weights = weights * v_scale.mT
        out = torch.zeros_like(q)
        for key in range(weights.shape[-1]):
            # Later keys have no weight for earlier tokens, and adding nothing changes nothing.
            seen = slice(key, min(key + window, weights.shape[-1]))
            out[..., seen, :] += weights[..., seen, key : key + 1] * v[..., key : key + 1, :]
        return (out / sums).transpose(1, 2).flatten(-2)


def from_first_key(weights: Tensor, window: int) -> Tensor:
    """weights (B, H, T, T) of the keys each token sees, the first in the first column -> (B, H, T, L), L a multiple of four."""
    tokens = weights.shape[-1]
    length = -(-min(window, tokens) // LANES) * LANES
    first = (torch.arange(tokens) - window + 1).clamp(min=0)
    keys = first[:, None] + torch.arange(length)
    padded = torch.nn.functional.pad(weights, (0, length))  # beyond the last key: nothing
    return padded.gather(-1, keys.expand(*weights.shape[:2], tokens, length))

"""The model: Cohere2 as Hugging Face defines it, in plain torch.

A parallel block (attention and feed-forward read the same norm), LayerNorm without bias, SwiGLU, one KV
head, sliding-window layers with rotary positions, full layers without positions, tied embeddings. The
names of the tensors are those of transformers' Cohere2ForCausalLM, so the weights load there as they are.

Shapes: B sequences, T tokens, C hidden, H query heads, D head dimension, V vocabulary.
"""

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Config:
    vocab_size: int = 5120
    hidden_size: int = 256
    # 2.75 times the hidden size: SwiGLU has three matrices where a plain feed-forward has two of 4x.
    intermediate_size: int = 704
    num_hidden_layers: int = 4
    num_attention_heads: int = 4
    num_key_value_heads: int = 1  # one KV head: the cache of a long context stays small
    head_dim: int = 64
    # Every other layer sees everything: copying needs one layer to find and one to fetch, twice over.
    layer_types: tuple[str, ...] = ("sliding_attention", "full_attention") * 2
    sliding_window: int = 1024
    max_position_embeddings: int = 8192
    rope_theta: float = 10000.0
    layer_norm_eps: float = 1e-5
    logit_scale: float = 1.0

    def huggingface(self) -> dict:
        """config.json for transformers."""
        return {
            "architectures": ["Cohere2ForCausalLM"],
            "model_type": "cohere2",
            **asdict(self),
            "layer_types": list(self.layer_types),
            "hidden_act": "silu",
            "attention_bias": False,
            "attention_dropout": 0.0,
            "tie_word_embeddings": True,
            "use_cache": True,
            "pad_token_id": 0,
        }


# For run.sh --tiny: the same path in a minute, not a model of any use.
TINY = Config(vocab_size=1600, hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=2,
              head_dim=32, layer_types=("sliding_attention", "full_attention"))


class LayerNorm(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(config.hidden_size))
        self.eps = config.layer_norm_eps

    def forward(self, x: Tensor) -> Tensor:
        return F.layer_norm(x, self.weight.shape, self.weight, None, self.eps)


def rotary_tables(positions: Tensor, config: Config) -> tuple[Tensor, Tensor]:
    """cos and sin (B, 1, T, D/2) of positions (B, T)."""
    inverse = config.rope_theta ** (-torch.arange(0, config.head_dim, 2, device=positions.device).float() / config.head_dim)
    angles = positions[:, None, :, None].float() * inverse
    return angles.cos(), angles.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turns the pairs (0, 1), (2, 3), … of x (B, H, T, D) by the angles of their positions."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, odd * cos + even * sin), dim=-1).flatten(-2)


@dataclass
class Parts:
    """How one sequence is made up: a document, then requests that see the document and themselves only."""

    length: int  # tokens without the padding
    document: int  # tokens of the document
    grid: Tensor  # (R, L) int64: for each request its tokens, counted from the document's end; the last one repeated
    rows: Tensor  # (length - document,) int64: where in the flattened grid each request token stands
    own: Tensor  # (R, 1, L, L) float: 0 where a token of a request may see one of the same, else -inf
    window: int  # of the sliding layers, in tokens
    beyond: Tensor | None  # (length - document, document) float: -inf outside the sliding window; None where all is inside

    @staticmethod
    def of(segments: Tensor, window: int) -> "Parts":
        """segments (T,): 0 the document, 1.. the requests in order, -1 the padding."""
        length = int((segments >= 0).sum())
        document = int((segments == 0).sum())
        lengths = torch.bincount(segments[document:length])[1:]
        starts = lengths.cumsum(0) - lengths
        longest = int(lengths.max()) if len(lengths) else 0
        offset = torch.arange(longest)
        grid = starts[:, None] + torch.minimum(offset, lengths[:, None] - 1)
        real = offset < lengths[:, None]
        own = torch.zeros(longest, longest).masked_fill_(offset[:, None] < offset, float("-inf"))
        position = document + torch.arange(length - document) - torch.repeat_interleave(starts, lengths)
        far = position[:, None] - torch.arange(document) >= window
        beyond = torch.zeros(far.shape).masked_fill_(far, float("-inf")) if far.any() else None
        return Parts(length, document, grid, real.flatten().nonzero().flatten(), own[None, None], window, beyond)


def attend_in_parts(q: Tensor, k: Tensor, v: Tensor, parts: Parts, sliding: bool) -> Tensor:
    """Attention of one sequence, computed only where a query sees a key. On a CPU this saves a third of a step.

    q (H, T, D), k and v (T, D): all heads share them. Gives (H, T, D), the same as dense attention with a mask.
    """
    H, T, D = q.shape
    document, end = parts.document, parts.length
    beyond = parts.beyond if sliding else None
    shared = [y[:document].expand(1, H, document, D) for y in (k, v)]
    if beyond is not None and document > 1:
        order = torch.arange(document)
        distance = order[:, None] - order
        window = torch.zeros(document, document).masked_fill_((distance < 0) | (distance >= parts.window), float("-inf"))
        of_document = F.scaled_dot_product_attention(q[None, :, :document], *shared, attn_mask=window)[0]
    else:
        of_document = F.scaled_dot_product_attention(q[None, :, :document], *shared, is_causal=True)[0]
    R, L = parts.grid.shape
    asking, keys, values = q[:, document:end] * D**-0.5, k[document:end][parts.grid], v[document:end][parts.grid]
    to_document = asking @ k[:document].T  # (H, Tr, document)
    if beyond is not None:
        to_document = to_document + beyond
    in_grid = asking[:, parts.grid].transpose(0, 1)  # (R, H, L, D)
    to_own = (in_grid.reshape(R, H * L, D) @ keys.mT).view(R, H, L, L) + parts.own
    to_own = to_own.transpose(0, 1).reshape(H, R * L, L)[:, parts.rows]
    weights = torch.cat((to_document, to_own), dim=-1).softmax(-1)
    own = weights.new_zeros(H, R * L, L).index_copy(1, parts.rows, weights[..., document:])
    of_own = own.view(H, R, L, L).transpose(0, 1).reshape(R, H * L, L) @ values
    of_own = of_own.view(R, H, L, D).transpose(0, 1).reshape(H, R * L, D)[:, parts.rows]
    of_requests = weights[..., :document] @ v[:document] + of_own
    return F.pad(torch.cat((of_document, of_requests), dim=1), (0, 0, 0, T - end))


class Attention(nn.Module):
    def __init__(self, config: Config, layer: int):
        super().__init__()
        self.heads, self.kv_heads, self.dim = config.num_attention_heads, config.num_key_value_heads, config.head_dim
        self.sliding = config.layer_types[layer] == "sliding_attention"
        self.q_proj = nn.Linear(config.hidden_size, self.heads * self.dim, bias=False)
        self.k_proj = nn.Linear(config.hidden_size, self.kv_heads * self.dim, bias=False)
        self.v_proj = nn.Linear(config.hidden_size, self.kv_heads * self.dim, bias=False)
        self.o_proj = nn.Linear(self.heads * self.dim, config.hidden_size, bias=False)

    def forward(self, x: Tensor, rotary: tuple[Tensor, Tensor], masks: dict[bool, Tensor] | list[Parts]) -> Tensor:
        B, T, _ = x.shape
        split = lambda y, heads: y.view(B, T, heads, self.dim).transpose(1, 2)  # (B, heads, T, D)
        q, k, v = split(self.q_proj(x), self.heads), split(self.k_proj(x), self.kv_heads), split(self.v_proj(x), self.kv_heads)
        if self.sliding:
            q, k = rotate(q, *rotary), rotate(k, *rotary)
        if isinstance(masks, list):
            y = torch.stack([attend_in_parts(q[i], k[i, 0], v[i, 0], masks[i], self.sliding) for i in range(B)])
            return self.o_proj(y.transpose(1, 2).reshape(B, T, self.heads * self.dim))
        repeat = self.heads // self.kv_heads
        k, v = (y[:, :, None].expand(B, self.kv_heads, repeat, T, self.dim).reshape(B, self.heads, T, self.dim) for y in (k, v))
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=masks[self.sliding])
        return self.o_proj(y.transpose(1, 2).reshape(B, T, self.heads * self.dim))


class FeedForward(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.gate_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.up_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.down_proj = nn.Linear(config.intermediate_size, config.hidden_size, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Block(nn.Module):
    def __init__(self, config: Config, layer: int):
        super().__init__()
        self.input_layernorm = LayerNorm(config)
        self.self_attn = Attention(config, layer)
        self.mlp = FeedForward(config)

    def forward(self, x: Tensor, rotary: tuple[Tensor, Tensor], masks: dict[bool, Tensor] | list[Parts]) -> Tensor:
        n = self.input_layernorm(x)
        return x + self.self_attn(n, rotary, masks) + self.mlp(n)


class Decoder(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(Block(config, layer) for layer in range(config.num_hidden_layers))
        self.norm = LayerNorm(config)


class Cohere2(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        self.model = Decoder(config)
        for name, parameter in self.named_parameters():
            if "norm" in name:
                continue
            # The two matrices that write to the residual stream start at zero: each block begins as the identity.
            zero = name.endswith(("o_proj.weight", "down_proj.weight"))
            nn.init.zeros_(parameter) if zero else nn.init.normal_(parameter, std=0.02 if "embed" in name else parameter.shape[1] ** -0.5)

    def hidden(
        self, tokens: Tensor, positions: Tensor, visible: Tensor | list[Parts], taps: list[Tensor] | None = None
    ) -> Tensor:
        """Final hidden states (B, T, C), normed. visible (B, 1, T, T): which keys a query may see, or the sequences' parts.

        `taps`, where given, receives the residual stream after each block.
        """
        if isinstance(visible, list):
            return self.through(tokens, positions, visible, taps)
        distance = positions[:, None, :, None] - positions[:, None, None, :]
        window = visible & (distance < self.config.sliding_window)
        # As numbers to add, in the queries' type: the fused CPU kernel takes these fastest.
        return self.through(tokens, positions, {False: additive(visible), True: additive(window)}, taps)

    def through(
        self, tokens: Tensor, positions: Tensor, masks: dict[bool, Tensor] | list[Parts], taps: list[Tensor] | None
    ) -> Tensor:
        rotary = rotary_tables(positions, self.config)
        x = self.model.embed_tokens(tokens)
        for layer in self.model.layers:
            x = layer(x, rotary, masks)
            if taps is not None:
                taps.append(x)
        return self.model.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        """(…, C) -> (…, V)."""
        return F.linear(hidden, self.model.embed_tokens.weight) * self.config.logit_scale


def additive(visible: Tensor) -> Tensor:
    return torch.zeros(visible.shape, device=visible.device).masked_fill_(~visible, float("-inf"))


def causal(tokens: Tensor) -> tuple[Tensor, Tensor]:
    """Positions (B, T) and visibility (B, 1, T, T) of plain sequences."""
    B, T = tokens.shape
    positions = torch.arange(T, device=tokens.device).expand(B, T)
    return positions, torch.ones(B, 1, T, T, dtype=torch.bool, device=tokens.device).tril()

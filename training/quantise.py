"""Quantises weights to int8.

In:  float matrices. Out: int8 matrices with one scale for each row (linear layers) or for each row and group of 64
columns (the embedding, which is also the head), and each tensor's error.

Pair bound: |w[2k]| + |w[2k+1]| <= 128 in every row. With unsigned 8-bit activations the 16-bit sum of a pair is then at
most 255 * 128 = 32,640, so the processors' 16-bit multiply-add never saturates and the integer dot is exact everywhere.
"""

import numpy as np

HEAD_GROUP = 64  # columns of the embedding that share a scale: the head is where int8 costs most
LARGEST = 127
PAIR_BOUND = 128
# Scales tried for each row, as shares of the one that clips nothing: clipping a few outliers makes all others finer.
SHARES = np.linspace(0.6, 1.0, 21)


def quantise_rows(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """rows (R, K), K even -> int8 (R, K) and float32 scales (R,), those with the least squared error of SHARES."""
    rows = rows.astype(np.float64)
    pairs = np.abs(rows).reshape(len(rows), -1, 2).sum(-1)
    whole = np.maximum(np.abs(rows).max(1) / LARGEST, pairs.max(1) / PAIR_BOUND)
    whole[whole == 0] = 1.0  # a row of zeros: any scale will do
    best = np.full(len(rows), np.inf)
    chosen, scales = np.zeros(rows.shape, np.int8), np.zeros(len(rows), np.float32)
    for share in SHARES:
        scale = (whole * share).astype(np.float32)
        q = to_grid(rows / scale[:, None])
        error = ((q * scale[:, None].astype(np.float64) - rows) ** 2).sum(1)
        better = error < best
        best[better], scales[better], chosen[better] = error[better], scale[better], q[better].astype(np.int8)
    return chosen, scales


def to_grid(x: np.ndarray) -> np.ndarray:
    """The whole numbers nearest to x (R, K) within the bounds; a pair beyond its bound shrinks equally on both sides."""
    size = np.abs(x).reshape(len(x), -1, 2)
    excess = np.maximum(size.sum(-1, keepdims=True) - PAIR_BOUND, 0)
    # The nearest point within the bound: half the excess from each, all that is left from the larger.
    grid = np.rint(np.clip(size - excess / 2, 0, LARGEST))
    grid[..., 1] = np.minimum(grid[..., 1], PAIR_BOUND - grid[..., 0])  # where both were rounded up
    return np.copysign(grid.reshape(x.shape), x)


def quantise_tensor(name: str, weight: np.ndarray) -> dict[str, np.ndarray]:
    """The tensors of the int8 model file that stand for `weight`: itself where it is a norm, else int8 values and scales."""
    if weight.ndim == 1:
        return {name: weight.astype(np.float32)}
    if "embed_tokens" in name:
        groups = weight.shape[1] // HEAD_GROUP
        q, scales = quantise_rows(weight.reshape(-1, HEAD_GROUP))
        q, scales = q.reshape(weight.shape), scales.reshape(-1, groups)
    else:
        q, scales = quantise_rows(weight)
    return {name: q, f"{name}_scale": scales}


def dequantise(q: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """Float32 weights (R, K) of int8 q (R, K) with scales (R,) or (R, groups)."""
    scales = scales.reshape(len(q), -1)
    return q * np.repeat(scales, q.shape[1] // scales.shape[1], axis=1)


def check_pair_bound(name: str, q: np.ndarray) -> None:
    """Throws ValueError if a pair of the int8 matrix q breaks the bound."""
    worst = int(np.abs(q.astype(np.int32)).reshape(len(q), -1, 2).sum(-1).max())
    if worst > PAIR_BOUND or int(q.min()) < -LARGEST:
        raise ValueError(f"{name}: a pair of weights sums to {worst}, at most {PAIR_BOUND} is allowed")


def relative_error(weight: np.ndarray, q: np.ndarray, scales: np.ndarray) -> float:
    """Root mean square of the error over that of the weight."""
    return float(np.sqrt(((dequantise(q, scales) - weight) ** 2).mean() / (weight.astype(np.float64) ** 2).mean()))

"""Trains the model.

    python training/train.py --minutes 75                    from the beginning
    python training/train.py --minutes 75 --resume           goes on from the last checkpoint
    python training/train.py --initial model/master.safetensors   goes on from the released weights
    python training/train.py --tokens 500000 --tiny          the same path, small
    python training/train.py --set MUON_RATE=0.01 --set num_hidden_layers=6    other hyperparameters (sweep.py)

In:  training/work/data/{train,validation}.npz. Out: training/work/run/{checkpoint.pt,log.jsonl}.
The same script runs on CPU (float32) and CUDA (bfloat16 products). On a CPU there is one process for each
core, each with its share of the batch: they meet once a step, where threads would meet in every product.
With --tokens the result depends on the seed and the number of cores alone; with --minutes the schedule
follows the clock.
"""

import argparse
import dataclasses
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time

# Before torch starts: its threads must not spin where another process works beside them, and glibc must keep
# freed memory (each step would otherwise fault its pages in again, which doubles the time of a step).
ENVIRONMENT = {
    "OMP_WAIT_POLICY": "PASSIVE",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(8 << 30),
    "MALLOC_TOP_PAD_": str(256 << 20),
}
if __name__ == "__main__" and any(os.environ.get(key) != value for key, value in ENVIRONMENT.items()):
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ENVIRONMENT})

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from safetensors.torch import load_file  # noqa: E402

from data import ANSWER, COMPLETION, DOCUMENT, Batch, Examples  # noqa: E402
from model import TINY, Cohere2, Config, Parts  # noqa: E402

# Hyperparameters, each with its reason.
BATCH_TOKENS = 4096  # with Muon, larger batches learn no more for each step at this size
MUON_RATE = 0.02  # of the matrices; the trial's sweep (docs/model.md)
ADAM_RATE = 0.004  # of the embedding and the norms
CONSTANT = 0.4  # share of the budget at the full rate, then linear to zero; of weights trained before: --constant 0
WARM_UP_STEPS = 50
DOCUMENT_WEIGHT = 0.15  # documents teach code and copying, but the answers are what is wanted
DOCUMENT_SAMPLE = 0.25  # of a document's tokens bear loss: the head is a fifth of the cost of a token
COMPLETION_SAMPLE = 0.5  # of a completion's: it counts twice as much as a document, as it is asked for
CLIP = 1.0
# Short examples first: attention learns to look back over few tokens, then over many. (share of budget, tokens)
LENGTHS = ((0.10, 400), (0.25, 800), (1.01, 10_000))


def with_settings(config: Config, settings: list[str]) -> Config:
    """Sets hyperparameters of this file (MUON_RATE=0.01) and of the model (num_hidden_layers=6, its layers alternating)."""
    fields: dict = {}
    for setting in settings:
        name, _, value = setting.partition("=")
        where = globals() if name.isupper() else dataclasses.asdict(config)
        if name not in where:
            raise SystemExit(f"--set {setting}: there is no hyperparameter {name}")
        given = json.loads(value)
        if name.isupper():
            globals()[name] = given
        else:
            fields[name] = given
    layers = fields.get("num_hidden_layers", config.num_hidden_layers)
    return dataclasses.replace(config, layer_types=("sliding_attention", "full_attention") * (layers // 2), **fields)


def orthogonalise(g: torch.Tensor) -> torch.Tensor:
    """Newton-Schulz iteration of Muon (K. Jordan, 2024) for one matrix: its singular values go to about 1."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g.bfloat16() if g.is_cuda else g
    tall = x.shape[0] > x.shape[1]
    x = x.mT if tall else x
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        xx = x @ x.mT
        x = torch.addmm(x, torch.addmm(xx, xx, xx, beta=b, alpha=c), x, beta=a)
    return (x.mT if tall else x).to(g.dtype)


class Team:
    """The processes that train together. The first one starts the others, keeps the clock and writes the files."""

    def __init__(self, size: int):
        self.size, self.rank = size, int(os.environ.get("WICK_TRAINER", "0"))
        if size == 1:
            return
        os.environ["GLOO_SOCKET_IFNAME"] = "lo"
        meeting = os.environ.setdefault("WICK_TRAINERS_MEET", os.path.join(tempfile.mkdtemp(), "trainers"))
        if self.rank == 0:
            for rank in range(1, size):
                subprocess.Popen([sys.executable, *sys.argv], env={**os.environ, "WICK_TRAINER": str(rank)})
        torch.distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=self.rank, world_size=size)

    def sum(self, tensors: list[torch.Tensor], numbers: list[float]) -> list[float]:
        """Sums the tensors in place, and the numbers, over all processes."""
        if self.size == 1:
            return numbers
        flat = torch.cat([tensor.flatten() for tensor in tensors])
        sums = torch.tensor(numbers, dtype=torch.float64)
        torch.distributed.all_reduce(flat)
        torch.distributed.all_reduce(sums)
        for tensor, part in zip(tensors, flat.split([tensor.numel() for tensor in tensors])):
            tensor.copy_(part.view_as(tensor))
        return sums.tolist()

    def share(self, tensors: list[torch.Tensor]) -> None:
        """Gives all processes the tensors that each one has at its own places (i modulo the size is the rank)."""
        for rank in range(self.size if self.size > 1 else 0):
            own = tensors[rank :: self.size]
            flat = torch.cat([tensor.flatten() for tensor in own])
            torch.distributed.broadcast(flat, rank)
            for tensor, part in zip(own, flat.split([tensor.numel() for tensor in own])):
                tensor.copy_(part.view_as(tensor))


class Muon:
    """Momentum, orthogonalised, for the matrices of the blocks. Each process of the team does its part of them."""

    def __init__(self, parameters: list[torch.nn.Parameter], team: Team):
        self.parameters, self.team = parameters, team
        self.momenta = [torch.zeros_like(p) for p in parameters]

    @torch.no_grad()
    def step(self, rate: float) -> None:
        for number, (parameter, momentum) in enumerate(zip(self.parameters, self.momenta)):
            gradient = parameter.grad.float()
            momentum.lerp_(gradient, 0.05)
            if number % self.team.size != self.team.rank:
                continue
            rows, columns = parameter.shape
            scale = rate * max(1.0, rows / columns) ** 0.5
            parameter.add_(orthogonalise(gradient.lerp(momentum, 0.95)), alpha=-scale)
        self.team.share([parameter.data for parameter in self.parameters])


def schedule(progress: float, step: int, constant: float) -> float:
    """Share of the full learning rate at `progress` (0 to 1) of the budget."""
    warm = min(1.0, (step + 1) / WARM_UP_STEPS)
    return warm * min(1.0, max(0.0, (1.0 - progress) / max(1e-9, 1.0 - constant)))


def visibility(model: Cohere2, batch: Batch, device: str) -> torch.Tensor | list[Parts]:
    """What each token may see: one mask for the GPU's fused kernel; on a CPU only the parts that are seen are computed."""
    if device == "cuda":
        return batch.visible.to(device)
    return [Parts.of(segments, model.config.sliding_window) for segments in batch.segments]


def losses(model: Cohere2, batch: Batch, drawn: torch.Tensor, device: str) -> dict[str, torch.Tensor]:
    """Cross entropy on the answers, and on a sample of documents and completions; each one's count. `drawn`: (B, T) in [0, 1)."""
    target, role = batch.targets.to(device), batch.roles.to(device)
    answer = (target >= 0) & (role == ANSWER)
    drawn = drawn.to(device)
    sampled = (role == DOCUMENT) & (drawn < DOCUMENT_SAMPLE) | (role == COMPLETION) & (drawn < COMPLETION_SAMPLE)
    document = (target >= 0) & sampled
    chosen = answer | document
    with torch.autocast("cuda", torch.bfloat16, enabled=device == "cuda"):
        hidden = model.hidden(batch.tokens.to(device), batch.positions.to(device), visibility(model, batch, device))
        logits = model.logits(hidden[chosen])  # (N, V): only where the loss needs them
    each = F.cross_entropy(logits.float(), target[chosen], reduction="none")
    is_answer = answer[chosen]
    return {
        "answer": each[is_answer].sum(),
        "document": each[~is_answer].sum(),
        "answers": is_answer.sum(),
        "documents": (~is_answer).sum(),
    }


@torch.no_grad()
def validate(model: Cohere2, examples: Examples, requests: int, device: str) -> dict:
    """Loss and exactness of held-out answers by kind. Exact: every token is the likeliest, given the right ones before."""
    model.eval()
    by_kind: dict[str, list[float]] = {}
    seen = 0
    for numbers in examples.order(0, 0, 8192):
        batch = examples.batch(numbers)
        hidden = model.hidden(batch.tokens.to(device), batch.positions.to(device), visibility(model, batch, device))
        answer = (batch.targets >= 0) & (batch.roles == ANSWER)
        logits = model.logits(hidden[answer.to(device)]).float().cpu()
        targets = batch.targets[answer]
        right = logits.argmax(-1) == targets
        loss = F.cross_entropy(logits, targets, reduction="none")
        rows, _ = answer.nonzero(as_tuple=True)
        keys = rows * 256 + batch.segments[answer]
        for key in keys.unique().tolist():
            mine = keys == key
            kind = examples.kinds[numbers[key // 256]][key % 256 - 1]
            entry = by_kind.setdefault(kind, [0, 0, 0.0, 0])  # requests, exact ones, nats, tokens
            entry[0] += 1
            entry[1] += bool(right[mine].all())
            entry[2] += float(loss[mine].sum())
            entry[3] += int(mine.sum())
            seen += 1
        if seen >= requests:
            break
    model.train()
    total = [sum(column) for column in zip(*by_kind.values())]
    edits = [sum(column) for column in zip(*(e for kind, e in by_kind.items() if not kind.startswith(("plan-", "ask-", "complete-"))))]
    return {
        "requests": total[0],
        "exact": total[1] / total[0],
        "loss": total[2] / total[3],
        "nats": total[2] / total[0],  # of an answer, whatever its tokens are
        "edits": {"requests": edits[0], "exact": edits[1] / edits[0], "nats": edits[2] / edits[0]},
        "by_kind": {kind: f"{int(e[1])}/{int(e[0])}" for kind, e in sorted(by_kind.items())},
    }


def save(path: pathlib.Path, state: dict) -> None:
    """Beside it first, then renamed: a checkpoint is whole or the one before."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    os.replace(part, path)


def clock(seconds: float) -> str:
    return f"{int(seconds // 3600)}:{int(seconds // 60 % 60):02d}:{int(seconds % 60):02d}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("training/work/data"))
    parser.add_argument("--run", type=pathlib.Path, default=pathlib.Path("training/work/run"))
    budget = parser.add_mutually_exclusive_group()
    budget.add_argument("--minutes", type=float, help="budget of time, over all runs that --resume joins")
    budget.add_argument("--tokens", type=int, help="budget of tokens")
    parser.add_argument("--batch-tokens", type=int, default=BATCH_TOKENS)
    parser.add_argument("--checkpoint-every", type=float, default=2.0, help="minutes")
    parser.add_argument("--validate-every", type=float, default=8.0, help="minutes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--initial", type=pathlib.Path, help="float16 weights to begin with (model/master.safetensors)")
    parser.add_argument("--rate", type=float, default=1.0, help="highest learning rate, as a share of the full ones; less with --initial")
    parser.add_argument("--constant", type=float, default=CONSTANT, help="share of the budget at the highest rate")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="another value for a hyperparameter or a field of the model")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--tiny", action="store_true")
    arguments = parser.parse_args()
    minutes = arguments.minutes or (None if arguments.tokens else 75.0)

    device = "cuda" if torch.cuda.is_available() else "cpu"
    team = Team(1 if device == "cuda" else os.cpu_count() or 1)
    if device == "cpu":
        torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    train, held_out = Examples(arguments.data / "train.npz"), Examples(arguments.data / "validation.npz")
    config = with_settings(TINY if arguments.tiny else Config(), arguments.set)
    model = Cohere2(config).to(device)
    matrices = [p for name, p in model.named_parameters() if p.ndim == 2 and "embed" not in name]
    others = [p for name, p in model.named_parameters() if p.ndim != 2 or "embed" in name]
    muon = Muon(matrices, team)
    adam = torch.optim.AdamW(others, betas=(0.9, 0.95), weight_decay=0.0, fused=True)
    count = sum(p.numel() for p in model.parameters())
    if team.rank > 0:
        sys.stdout = open(os.devnull, "w")
    print(f"{count / 1e6:.2f} M parameters on {device}, {len(train)} documents, {int(train.starts[-1])} tokens", flush=True)

    arguments.run.mkdir(parents=True, exist_ok=True)
    checkpoint, log = arguments.run / "checkpoint.pt", arguments.run / "log.jsonl"
    step = tokens = epoch = position = 0
    elapsed = 0.0
    if arguments.resume and checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=False)
        model.load_state_dict(state["model"])
        adam.load_state_dict(state["adam"])
        muon.momenta = state["muon"]
        torch.set_rng_state(state["random"].cpu())
        step, tokens, epoch, position, elapsed = (state[k] for k in ("step", "tokens", "epoch", "position", "elapsed"))
        print(f"resumed at step {step}, {tokens} tokens, {clock(elapsed)}", flush=True)
    else:
        if arguments.initial:
            model.load_state_dict({name: t.float() for name, t in load_file(arguments.initial).items()})
            print(f"begins with {arguments.initial}", flush=True)
        if team.rank == 0:
            log.unlink(missing_ok=True)
    torch.manual_seed(hash((arguments.seed, step, team.rank)))  # which tokens bear loss

    def write_checkpoint() -> None:
        if team.rank > 0:
            return
        save(checkpoint, {
            "model": model.state_dict(), "adam": adam.state_dict(), "muon": muon.momenta, "config": config,
            "random": torch.get_rng_state(), "step": step, "tokens": tokens, "epoch": epoch, "position": position,
            "elapsed": elapsed, "seed": arguments.seed,
        })

    def note(entry: dict) -> None:
        if team.rank > 0:
            return
        with log.open("a") as file:
            file.write(json.dumps(entry) + "\n")

    def progress() -> float:
        return elapsed / 60 / minutes if minutes else tokens / arguments.tokens

    mean: dict[str, float] = {}
    printed = saved = validated = elapsed
    longest, batches = 0, []
    mark = time.monotonic()  # up to when `elapsed` counts
    while progress() < 1.0:
        # Weights that were trained before look back over many tokens already.
        limit = LENGTHS[-1][1] if arguments.initial else next(n for share, n in LENGTHS if progress() < share)
        if limit != longest or position >= len(batches):
            if limit == longest or longest == 0 and position >= len(batches) > 0:
                epoch += 1
            if longest != 0:
                position = 0
            longest, batches = limit, train.order(arguments.seed, epoch, arguments.batch_tokens // team.size, limit)
            position %= len(batches)
        batch = train.batch(batches[(position + team.rank) % len(batches)])
        parts = losses(model, batch, torch.rand(batch.targets.shape), device)
        weight = DOCUMENT_WEIGHT / DOCUMENT_SAMPLE
        (parts["answer"] + weight * parts["document"]).backward()
        now = time.monotonic()
        clock_now = elapsed + now - mark if team.rank == 0 else 0.0
        mark, before = now, elapsed
        gradients = [p.grad for p in model.parameters()]
        counts = [float(parts[name].detach()) for name in ("answer", "document", "answers", "documents")]
        used = int((batch.segments >= 0).sum())
        *counts, used, elapsed = team.sum(gradients, [*counts, used, clock_now])
        total = dict(zip(("answer", "document", "answers", "documents"), counts))
        torch._foreach_div_(gradients, total["answers"] + weight * total["documents"])
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        rate = arguments.rate * schedule(progress(), step, arguments.constant)
        for group in adam.param_groups:
            group["lr"] = ADAM_RATE * rate
        adam.step()
        muon.step(MUON_RATE * rate)
        model.zero_grad(set_to_none=True)

        step, position, used = step + 1, position + team.size, int(used)
        tokens += used
        for name in ("answer", "document"):
            value = total[name] / max(1.0, total[f"{name}s"])
            mean[name] = value if name not in mean else 0.98 * mean[name] + 0.02 * value
        if not math.isfinite(mean["answer"]):
            raise SystemExit(f"the loss is not finite at step {step}: lower the rates or look at the data")
        seconds = max(1e-9, elapsed - before)
        mean["speed"] = used / seconds if "speed" not in mean else 0.95 * mean["speed"] + 0.05 * used / seconds
        if elapsed - printed >= 10 or step == 1:
            printed = elapsed
            left = minutes * 60 - elapsed if minutes else (arguments.tokens - tokens) / mean["speed"]
            print(f"step {step} · {tokens / 1e6:.2f} M tokens · {mean['speed']:.0f} tok/s · answer {mean['answer']:.3f} "
                  f"· document {mean['document']:.3f} · rate {rate:.2f} · {clock(max(0, left))} left", flush=True)
            note({"step": step, "tokens": tokens, "seconds": round(elapsed, 1), "rate": round(rate, 4),
                  **{k: round(v, 4) for k, v in mean.items()}})
        if elapsed - saved >= arguments.checkpoint_every * 60:
            saved = elapsed
            write_checkpoint()
            mark = time.monotonic()
        if elapsed - validated >= arguments.validate_every * 60:
            validated = elapsed
            if team.rank > 0:
                continue
            torch.set_num_threads(team.size)
            result = validate(model, held_out, 600, device)
            print(f"validation: exact {result['exact']:.3f}, loss {result['loss']:.3f} · {result['by_kind']}", flush=True)
            note({"step": step, "tokens": tokens, "validation": result})
            torch.set_num_threads(1 if device == "cpu" else team.size)
            mark = time.monotonic()
    if team.size > 1:
        torch.distributed.destroy_process_group()
    if team.rank > 0:
        return
    torch.set_num_threads(os.cpu_count() or 1)
    write_checkpoint()
    result = validate(model, held_out, 2000, device)
    print(f"done: {tokens} tokens in {clock(elapsed)}, exact {result['exact']:.3f}, loss {result['loss']:.3f}")
    print(json.dumps(result["by_kind"], indent=1))
    note({"step": step, "tokens": tokens, "seconds": round(elapsed, 1), "validation": result, "done": True})


if __name__ == "__main__":
    main()

"""Measures a model on held-out examples: the answers' loss by kind, the documents' bits per byte, int8 beside float.

    python training/evaluate.py --model model --out training/work/evaluation.json

In:  validation.npz, the int8 model folder and the float16 master. Out: a table, and the same as JSON.
Answers are teacher-forced: exact means that every token of an answer is the likeliest one, given the right ones before it.
What a user gets, with the grammar and the operations, is measured by `wick eval edits` on the engine itself.
"""

import argparse
import json
import math
import pathlib
from collections import defaultdict

import torch
import torch.nn.functional as F
from torch import Tensor

from data import ANSWER, COMPLETION, DOCUMENT, Batch, Encoder, Examples
from emulate import Int8Model
from export import read_master
from model import Cohere2

BATCH_TOKENS = 4096


def token_bytes(encoder: Encoder) -> Tensor:
    """(V,) bytes of source text that each token stands for; a line id stands for its line end."""
    sizes = []
    for id in range(encoder.tokenizer.get_vocab_size()):
        token = encoder.tokenizer.id_to_token(id)
        # A text token has one character for each byte (ByteLevel's alphabet).
        special = token.startswith("<|") and token.endswith("|>") and encoder.text(token) != [id]
        line = token.startswith("<L") and encoder.text(token) != [id]
        sizes.append(1 if line else 0 if special else len(token))
    return torch.tensor(sizes)


def score(model: Cohere2 | Int8Model, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """For the tokens that have a target: where they are (M, 2), log probabilities (M, V), targets (M,)."""
    hidden = model.hidden(batch.tokens, batch.positions, batch.visible)
    chosen = batch.targets >= 0
    return chosen.nonzero(), F.log_softmax(model.logits(hidden[chosen]), -1), batch.targets[chosen]


class Tally:
    """Sums over one model's predictions."""

    def __init__(self):
        self.document_bits = self.document_bytes = 0.0
        self.kinds: dict[str, dict[str, float]] = defaultdict(lambda: {"requests": 0, "exact": 0, "loss": 0.0, "tokens": 0})

    def add(self, kinds: list[list[str]], batch: Batch, where: Tensor, loss: Tensor, right: Tensor, sizes: Tensor) -> None:
        """where (M, 2); loss, right and sizes (M,): of each target its negative log likelihood, whether it is the likeliest, its bytes."""
        roles, segments = (table[where[:, 0], where[:, 1]] for table in (batch.roles, batch.segments))
        document = roles == DOCUMENT
        self.document_bits += float(loss[document].sum()) / math.log(2)
        self.document_bytes += float(sizes[document].sum())
        for row, names in enumerate(kinds):
            for number, kind in enumerate(names, 1):
                answers = (roles == ANSWER) | (roles == COMPLETION)
                mine = answers & (where[:, 0] == row) & (segments == number)
                entry = self.kinds[kind]
                entry["requests"] += 1
                entry["exact"] += bool(right[mine].all())
                entry["loss"] += float(loss[mine].sum())
                entry["tokens"] += int(mine.sum())

    def summary(self) -> dict:
        total = {key: sum(entry[key] for entry in self.kinds.values()) for key in ("requests", "exact", "loss", "tokens")}
        return {
            "documentBitsPerByte": round(self.document_bits / self.document_bytes, 4),
            **rates(total),
            "byKind": {kind: rates(entry) for kind, entry in sorted(self.kinds.items())},
        }


def rates(entry: dict[str, float]) -> dict[str, float]:
    """Of the sums over some requests: how many, the share that is exact, the mean loss of an answer's token (nats)."""
    return {
        "requests": entry["requests"],
        "exactRate": round(entry["exact"] / entry["requests"], 4),
        "answerLoss": round(entry["loss"] / entry["tokens"], 4),
    }


@torch.no_grad()
def evaluate(examples: Examples, encoder: Encoder, models: dict[str, Cohere2 | Int8Model], limit: int) -> dict:
    """Summaries by model name, and how far the second model is from the first: agreement of the likeliest token, mean KL (nats)."""
    sizes, tallies = token_bytes(encoder), {name: Tally() for name in models}
    seen = agreed = compared = 0
    divergence = 0.0
    for numbers in examples.order(0, 0, BATCH_TOKENS):
        batch = examples.batch(numbers)
        kinds = [examples.kinds[number] for number in numbers]
        distributions = []
        for name, model in models.items():
            where, log_probabilities, targets = score(model, batch)
            best = log_probabilities.argmax(-1)
            loss = -log_probabilities.gather(1, targets[:, None])[:, 0]
            tallies[name].add(kinds, batch, where, loss, best == targets, sizes[targets])
            distributions.append((best, log_probabilities))
        (first_best, first), (second_best, second) = distributions
        agreed += int((first_best == second_best).sum())
        divergence += float(F.kl_div(second, first, reduction="sum", log_target=True))
        compared += len(first_best)
        seen += sum(map(len, kinds))
        if seen >= limit:
            break
    return {
        **{name: tally.summary() for name, tally in tallies.items()},
        "topTokenAgreement": round(agreed / compared, 5),
        "meanDivergence": round(divergence / compared, 6),
        "tokensCompared": compared,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("training/work/data"))
    parser.add_argument("--model", type=pathlib.Path, default=pathlib.Path("model"))
    parser.add_argument("--master", type=pathlib.Path, default=pathlib.Path("training/work/master"))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("training/work/evaluation.json"))
    parser.add_argument("--requests", type=int, default=1000, help="held-out requests to measure on")
    arguments = parser.parse_args()
    models = {"float": read_master(arguments.master), "int8": Int8Model(arguments.model)}
    encoder = Encoder(arguments.model / "tokenizer.json")
    result = evaluate(Examples(arguments.data / "validation.npz"), encoder, models, arguments.requests)
    arguments.out.write_text(json.dumps(result, indent=2) + "\n")
    print(f"{'kind':24}{'requests':>9}{'float':>9}{'int8':>9}   exact, teacher-forced")
    for kind, entry in [*result["float"]["byKind"].items(), ("all", result["float"])]:
        other = result["int8"] if kind == "all" else result["int8"]["byKind"][kind]
        print(f"{kind:24}{entry['requests']:>9}{entry['exactRate']:>9.1%}{other['exactRate']:>9.1%}")
    for name in models:
        print(f"{name}: answer loss {result[name]['answerLoss']}, document {result[name]['documentBitsPerByte']} bits/byte")
    print(f"int8 against float: same likeliest token {result['topTokenAgreement']:.2%}, mean divergence {result['meanDivergence']} nats")


if __name__ == "__main__":
    main()

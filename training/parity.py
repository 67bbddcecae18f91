"""How near the engine is to the model: its logits beside transformers' in float32, and beside the emulation of int8.

    python training/parity.py --model model --out evals/results/parity.json

In:  a model folder with its float16 master (model.safetensors, master.safetensors), and sources of this repository, read as the
     assistant shows them, each with several requests, each followed by what the float model answers.
Out: one JSON object: positions compared, the share with the same likeliest token, the mean KL divergence of the engine's
     distribution from the float model's (nats), in documents and in answers; and how far the engine's logits are from those of
     exact.py, relative to the largest.

The engine runs in Node (evals/engine-logits.ts) and is asked for every position on its own.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from transformers import Cohere2ForCausalLM

from data import Encoder
from exact import ExactModel
from goldens import prompt_ids
from model import causal

ROOT = pathlib.Path(__file__).parent.parent
ANSWER = 24  # tokens of the float model's answer that are compared
LINES = 24  # of a source
LONG_LINES = 90  # of the last one: it reaches over the window of the sliding layers
EVERY = 2  # so many positions of a document are compared
LAST = 100  # of the long document only so many, at its end, and one answer
EQUAL = 1e-4  # of the largest logit

SOURCES = [
    "packages/engine/src/json.ts",
    "packages/engine/src/stream-decoder.ts",
    "packages/engine/src/rotary-table.ts",
    "packages/engine/src/grammar.ts",
    "packages/kernels/src/bandwidth.ts",
    "packages/kernels/src/reference/matVec.reference.ts",
    "packages/cli/src/exit-codes.ts",
    "packages/edits/src/change.ts",
    "packages/edits/src/hunk.ts",
    "packages/workspace/src/index.ts",
    "examples/cart.ts",
    "examples/library.ts",
    "examples/retry.js",
    "packages/engine/src/safetensors.ts",
]
REQUESTS = [
    "add a todo above the first line",
    "delete the first comment",
    "make the first function async",
    "wrap the last function in try catch",
    "add a jsdoc to the first function",
    "export everything",
    "duplicate the third line",
    "remove the last line",
]


def read_prompts(encoder: Encoder) -> list[list[list[int]]]:
    """For each source its prompts, one for each request."""
    sources = []
    for number, name in enumerate(SOURCES):
        lines = (ROOT / name).read_text().rstrip("\n").split("\n")
        is_long = name == SOURCES[-1]
        shown, requests = (lines[:LONG_LINES], REQUESTS[:1]) if is_long else (lines[:LINES], REQUESTS)
        file = pathlib.Path(name).name
        sources.append([prompt_ids(encoder, file, shown, request, 7 * number) for request in requests])
    return sources


def read_float(folder: pathlib.Path) -> Cohere2ForCausalLM:
    """transformers' model of the float16 master, in float32. It wants the files under its own names."""
    with tempfile.TemporaryDirectory() as name:
        master = pathlib.Path(name)
        for file, target in (("config.json", "config.json"), ("master.safetensors", "model.safetensors")):
            (master / target).symlink_to((folder / file).resolve())
        return Cohere2ForCausalLM.from_pretrained(master, dtype=torch.float32).eval()


def to_compare(model: Cohere2ForCausalLM, prompts: list[list[int]]) -> list[dict]:
    """What the engine is asked: positions in the document, of the first prompt, and in the answers to all."""
    asked = []
    for number, prompt in enumerate(prompts):
        tokens, end = with_answer(model, prompt), len(prompt) - 1
        asked.append({"kind": "answer", "tokens": tokens, "positions": list(range(end, len(tokens) - 1))})
        if number == 0:
            asked.append({"kind": "document", "tokens": prompt, "positions": list(range(end))[::EVERY][-LAST * (end > 1024) :]})
    return asked


def with_answer(model: Cohere2ForCausalLM, prompt: list[int]) -> list[int]:
    """The prompt and what the model answers greedily, up to its end or ANSWER tokens."""
    tokens = model.generate(torch.tensor([prompt]), max_new_tokens=ANSWER, do_sample=False)
    return tokens[0].tolist()


def engine_logits(folder: pathlib.Path, asked: list[dict], vocabulary: int) -> list[Tensor]:
    """For each prompt the engine's logits (P, V) at its P positions."""
    with tempfile.TemporaryDirectory() as name:
        prompts, out = pathlib.Path(name, "prompts.json"), pathlib.Path(name, "logits.bin")
        prompts.write_text(json.dumps(asked))
        command = ["node", ROOT / "scripts" / "node24.mjs", ROOT / "evals" / "engine-logits.ts", folder, prompts, out]
        subprocess.run(command, check=True)
        rows = torch.from_numpy(np.fromfile(out, np.float32)).view(-1, vocabulary)
    return list(rows.split([len(prompt["positions"]) for prompt in asked]))


def divergence(engine: Tensor, truth: Tensor) -> Tensor:
    """KL(truth || engine) of each row (P, V) of logits -> (P,), in nats."""
    rows = F.kl_div(engine.double().log_softmax(-1), truth.double().log_softmax(-1), reduction="none", log_target=True)
    return rows.sum(-1)


def summary(same: Tensor, kl: Tensor) -> dict:
    return {"positions": len(same), "sameTopRate": float(same.float().mean()), "meanKl": float(kl.mean()), "largestKl": float(kl.max())}


def emulation_summary(error: Tensor) -> dict:
    """error (P,): the largest difference of a position's logits, as a share of its largest logit."""
    return {
        "positions": len(error),
        "sameBitsRate": float((error == 0).float().mean()),
        "equalRate": float((error <= EQUAL).float().mean()),
        "tolerance": EQUAL,
        "median": float(error.median()),
        "p99": float(error.quantile(0.99)),
        "largest": float(error.max()),
    }


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=pathlib.Path, default=ROOT / "model")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "evals" / "results" / "parity.json")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # many small operations, which threads would only wait for
    encoder, exact, rough = Encoder(arguments.model / "tokenizer.json"), ExactModel(arguments.model), read_float(arguments.model)
    asked = [ask for prompts in read_prompts(encoder) for ask in to_compare(rough, prompts)]
    same, kl, error = [], [], []
    for engine, prompt in zip(engine_logits(arguments.model, asked, exact.config.vocab_size), asked):
        tokens, positions = torch.tensor([prompt["tokens"]]), prompt["positions"]
        truth = rough(tokens).logits[0, positions]
        same.append(engine.argmax(-1) == truth.argmax(-1))
        kl.append(divergence(engine, truth))
        if prompt["kind"] == "document":  # the emulation takes seconds for each
            emulated = exact.logits(exact.hidden(tokens, *causal(tokens))[0, positions])
            error.append((engine - emulated).abs().amax(-1) / emulated.abs().amax(-1))
    in_answer = torch.cat([torch.full((len(prompt["positions"]),), prompt["kind"] == "answer") for prompt in asked])
    same, kl = torch.cat(same), torch.cat(kl)
    result = {
        "model": json.loads((arguments.model / "config.json").read_text())["wick"]["version"],
        "longestPrompt": max(len(prompt["tokens"]) for prompt in asked),
        "answers": summary(same[in_answer], kl[in_answer]),
        "documents": summary(same[~in_answer], kl[~in_answer]),
        "emulation": emulation_summary(torch.cat(error)),
    }
    arguments.out.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

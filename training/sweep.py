"""Compares hyperparameters, one at a time, each by a short training from the beginning.

    python training/sweep.py --data training/work/data --tokens 500000 --out evals/results/sweep.json

In:  a folder of the synthesis ({train-*,validation}.jsonl.gz, train.npz, validation.npz) and the tokenizer.
Out: a JSON file with one entry for each trial; it is written after every trial, and those it holds are not run again.

Measured is how well held-out answers are foretold: nats an answer (the sum over its tokens, so that vocabularies compare)
and how many answers would be right to the token. The same baseline with other seeds tells what is chance.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import data

BATCH_TOKENS = 2048  # half of a long training's: with so few tokens, steps are what is scarce
HERE = pathlib.Path(__file__).parent

# A trial: other settings of train.py, or other data.
SETTINGS: dict[str, list[str]] = {
    "baseline": [],
    "baseline, second seed": ["--seed", "2"],
    "half the learning rate": ["--rate", "0.5"],
    "twice the learning rate": ["--rate", "2"],
    "6 layers of 208": ["--set", "num_hidden_layers=6", "--set", "hidden_size=208", "--set", "intermediate_size=576"],
    "no loss on documents": ["--set", "DOCUMENT_WEIGHT=0"],
    "all lengths from the start": ["--set", "LENGTHS=[[1.01, 10000]]"],
}


def split(documents: Iterator[dict], requests: int) -> Iterator[dict]:
    """Each document again for every few requests: what one reading of it for all of them saves."""
    for document in documents:
        for at in range(0, len(document["requests"]), requests):
            yield {**document, "requests": document["requests"][at : at + requests]}


def from_line_zero(documents: Iterator[dict]) -> Iterator[dict]:
    """Line ids counted from 0 in every document."""
    for document in documents:
        first = document["lines"][0][0] if document["lines"] else 0

        def moved(parts: list) -> list:
            return [{"l": part["l"] - first} if isinstance(part, dict) and "l" in part else part for part in parts]

        yield {
            **document,
            "endId": document["endId"] - first,
            "lines": [[line_id - first, text] for line_id, text in document["lines"]],
            "requests": [{**r, "instruction": moved(r["instruction"]), "answer": moved(r["answer"])} for r in document["requests"]],
        }


def edits_only(documents: Iterator[dict]) -> Iterator[dict]:
    for document in documents:
        requests = [request for request in document["requests"] if request["task"] == "edit"]
        if requests:
            yield {**document, "requests": requests}


def request_first(document: dict, encoder: data.Encoder) -> tuple[list[int], list[int], list[int]]:
    """Like data.encode_example, for one request that stands before the document."""
    tokens, segments, roles = data.encode_example(document, encoder)
    read = segments.index(1) if 1 in segments else len(tokens)
    out = tokens.index(encoder.special("<|out|>"), read)
    tokens = tokens[read:out] + tokens[:read] + tokens[out:]
    roles = roles[read:out] + roles[:read] + roles[out:]
    return tokens, [0] * out + [1] * (len(tokens) - out), roles


# name: (what is done to the documents, how an example is laid out, entries of the vocabulary)
DATA: dict[str, tuple[Callable[[Iterator[dict]], Iterator[dict]], data.Layout, int]] = {
    "1 request a document": (lambda documents: split(documents, 1), data.encode_example, 5120),
    "1 request, before the document": (lambda documents: split(documents, 1), request_first, 5120),
    "line ids from 0": (from_line_zero, data.encode_example, 5120),
    "edits alone": (edits_only, data.encode_example, 5120),
    "vocabulary of 3,072": (lambda documents: documents, data.encode_example, 3072),
}


def prepare(name: str, source: pathlib.Path, tokenizer: pathlib.Path, tokens: int, out: pathlib.Path) -> None:
    """Writes the trial's train.npz and validation.npz; of the first no more than the trial can use. Line ids of held-out documents stay."""
    change, layout, vocabulary = DATA[name]
    out.mkdir(parents=True, exist_ok=True)
    if vocabulary != 5120:
        tokenizer = out / "tokenizer.json"
        command = [sys.executable, HERE / "tokenizer.py", "--data", source, "--out", tokenizer, "--size", str(vocabulary)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    encoder = data.Encoder(tokenizer)
    train, held_out = data.read(sorted(source.glob("train-*.jsonl.gz"))), data.read([source / "validation.jsonl.gz"])
    data.tokenise(change(train), encoder, out / "train.npz", layout, 3 * tokens)
    data.tokenise(split(held_out, 1) if layout is request_first else held_out, encoder, out / "validation.npz", layout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("training/work/data"))
    parser.add_argument("--tokenizer", type=pathlib.Path, default=pathlib.Path("training/work/tokenizer.json"))
    parser.add_argument("--tokens", type=int, default=500_000, help="of each trial")
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("training/work/sweep"))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("evals/results/sweep.json"))
    arguments = parser.parse_args()
    report = json.loads(arguments.out.read_text()) if arguments.out.exists() else {"tokens": arguments.tokens, "trials": {}}
    if report["tokens"] != arguments.tokens:
        raise SystemExit(f"{arguments.out} holds trials of {report['tokens']} tokens; give another --out")
    trials = [*SETTINGS, *DATA]
    for number, name in enumerate(trials, 1):
        if name in report["trials"]:
            continue
        print(f"{number}/{len(trials)} {name}", flush=True)
        folder, settings = arguments.data, SETTINGS.get(name, [])
        if name in DATA:
            folder = arguments.work / name.replace(" ", "-")
            prepare(name, arguments.data, arguments.tokenizer, arguments.tokens, folder)
            settings = ["--set", f"vocab_size={DATA[name][2]}"]
        run = arguments.work / "run"
        command = [sys.executable, HERE / "train.py", "--data", folder, "--run", run, "--tokens", str(arguments.tokens)]
        command += ["--batch-tokens", str(BATCH_TOKENS), *settings]
        started = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        *_, last = (json.loads(line) for line in (run / "log.jsonl").read_text().splitlines())
        result = last["validation"]
        del result["by_kind"]
        report["trials"][name] = {"trained": last["tokens"], "seconds": round(time.monotonic() - started), **result}
        arguments.out.write_text(json.dumps(report, indent=1) + "\n")
        print(f"    {result['nats']:.3f} nats an answer, {100 * result['exact']:.1f}% exact", flush=True)


if __name__ == "__main__":
    main()

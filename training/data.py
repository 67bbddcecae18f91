"""Tokenises the data once, and packs it into batches.

    python training/data.py --data training/work/data --tokenizer training/work/tokenizer.json

In:  {train-*,validation}.jsonl.gz (see synthesis/main.ts), tokenizer.json.
Out: train.npz, validation.npz beside them: all tokens in one row, and where examples begin; taught.json: the
     tasks of the training data, and the operations that its answers call.

One example is a document followed by independent requests. A request sees the document and itself,
not the other requests, and its positions go on from the document's end: to each request the sequence
looks as if it were the only one. So one reading of the document serves some ten requests.

Some documents are joined: two files or three, as the assistant shows them where it is not told which is meant, and now
and then so many that all of the context is read, far beyond the window of the sliding layers.
"""

import argparse
import gzip
import json
import pathlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

LONGEST = 2000  # tokens of one example; longer ones are left out
LINE_IDS = 1000
JOINED = 0.25  # of the files are shown with another
FAR = 0.05  # of the files are in a group that fills the context
FAR_TOKENS = 6200  # of such a group's lines
FAR_REQUESTS = 40
CONTEXT = 8192
CHUNK = 1024  # examples sorted by length together, so that a batch has little padding

# What a token is, for the loss. A completion is an answer of which the prompt says little: others bear more of the loss.
DOCUMENT, INSTRUCTION, ANSWER, COMPLETION = 0, 1, 2, 3


class Encoder:
    """Text to token ids; special tokens only where they are asked for."""

    def __init__(self, path: pathlib.Path):
        self.tokenizer = Tokenizer.from_file(str(path))
        self.tokenizer.encode_special_tokens = True  # "<|end|>" in a source file is just text
        self.cache: dict[str, list[int]] = {}

    def special(self, name: str) -> int:
        return self.tokenizer.token_to_id(name)

    def text(self, text: str) -> list[int]:
        ids = self.cache.get(text)
        if ids is None:
            ids = self.tokenizer.encode(text, add_special_tokens=False).ids
            if len(self.cache) < 400_000:
                self.cache[text] = ids
        return ids

    def parts(self, parts: list) -> list[int]:
        ids: list[int] = []
        for part in parts:
            if isinstance(part, str):
                ids += self.text(part)
            else:
                ids.append(self.special(part["s"] if "s" in part else f"<L{part['l']}>"))
        return ids


def encode_example(document: dict, encoder: Encoder) -> tuple[list[int], list[int], list[int]]:
    """Tokens, segments (0 the document, 1.. the requests) and roles of one example."""
    s = encoder.special
    tokens: list[int] = []
    for file in document.get("files", [document]):
        tokens += [s("<|file|>"), *encoder.text(file["path"]), s("<|doc|>")]
        for line_id, text in file["lines"]:
            tokens.append(s(f"<L{line_id}>"))
            tokens += encoder.text(text)
    tokens.append(s(f"<L{document['endId']}>"))
    segments, roles = [0] * len(tokens), [DOCUMENT] * len(tokens)
    for number, request in enumerate(document["requests"], 1):
        asked = [s("<|task|>"), *encoder.text(request["task"]), s("<|instr|>")]
        asked += [*encoder.parts(request["instruction"]), s("<|out|>")]
        answer = [*encoder.parts(request["answer"]), s("<|end|>")]
        tokens += asked + answer
        segments += [number] * (len(asked) + len(answer))
        role = COMPLETION if request["task"] == "complete" else ANSWER
        roles += [INSTRUCTION] * len(asked) + [role] * len(answer)
    return tokens, segments, roles


def read(shards: Iterable[pathlib.Path]) -> Iterator[dict]:
    """The documents of the synthesis, each with its requests."""
    for shard in shards:
        with gzip.open(shard, "rt", encoding="utf8") as lines:
            yield from map(json.loads, lines)


def tells_file(request: dict, end_id: int) -> bool:
    """Whether the answer is about something in the file; not about all of it, nor the place after its last line."""
    answer = request["answer"]
    whole = len(answer) == 2 and answer[0] == {"s": "<|op|>"}
    return not whole and {"l": end_id} not in answer + request["instruction"]


def join(documents: list[dict], first_id: int) -> dict | None:
    """One document of several files; their ids go on, with one left out between two. None where there are not enough ids."""
    files, requests, at = [], [], first_id
    for place, document in enumerate(documents):
        shift = at - document["lines"][0][0]
        at = document["endId"] + shift + 1
        moved = lambda parts, by=shift: [{"l": p["l"] + by} if isinstance(p, dict) and "l" in p else p for p in parts]
        files.append({"path": document["path"], "lines": [(line_id + shift, text) for line_id, text in document["lines"]]})
        last = place == len(documents) - 1
        requests += [
            {**request, "instruction": moved(request["instruction"]), "answer": moved(request["answer"])}
            for request in document["requests"]
            if tells_file(request, -1 if last else document["endId"])
        ]
    if at > LINE_IDS or not requests:
        return None
    return {"files": files, "endId": at - 1, "requests": requests}


def with_joined(documents: Iterable[dict], encoder: Encoder, seed: int = 1) -> Iterator[dict]:
    """The documents, some of those of code joined."""
    random = np.random.default_rng(seed)
    waiting: dict[int, list[dict]] = {LONGEST: [], FAR_TOKENS: []}
    sizes = dict.fromkeys(waiting, 0)

    def joined(group: list[dict]) -> list[dict]:
        document = join(group, int(random.integers(0, 40))) if len(group) > 1 else None
        if document is None:
            return group
        if len(document["requests"]) > FAR_REQUESTS:
            chosen = sorted(random.choice(len(document["requests"]), FAR_REQUESTS, replace=False))
            document["requests"] = [document["requests"][i] for i in chosen]
        return [document]

    for document in documents:
        drawn = random.random()
        if drawn > JOINED + FAR or not document["lines"] or any(request["task"] != "edit" for request in document["requests"]):
            yield document
            continue
        most = FAR_TOKENS if drawn < FAR else LONGEST
        size = len(encode_example({**document, "requests": []} if most == FAR_TOKENS else document, encoder)[0])
        if sizes[most] + size > most:
            yield from joined(waiting[most])
            waiting[most], sizes[most] = [], 0
        waiting[most].append(document)
        sizes[most] += size
    for group in waiting.values():
        yield from joined(group)


Layout = Callable[[dict, Encoder], tuple[list[int], list[int], list[int]]]


def tokenise(
    documents: Iterable[dict], encoder: Encoder, out: pathlib.Path, layout: Layout = encode_example, most: int | None = None
) -> dict[str, list[str]]:
    """Writes `out`, of at most about `most` tokens; gives the names of the tasks, and of the operations that answers call."""
    tokens, segments, roles, starts, kinds = [], [], [], [0], []
    operations: set[str] = set()
    tasks: set[str] = set()
    for document in documents:
        t, s, r = layout(document, encoder)
        if len(t) > (CONTEXT if "files" in document else LONGEST):
            continue
        tokens.append(np.array(t, np.uint16))
        segments.append(np.array(s, np.uint8))
        roles.append(np.array(r, np.uint8))
        starts.append(starts[-1] + len(t))
        kinds.append([request["kind"] for request in document["requests"]])
        for request in document["requests"]:
            tasks.add(request["task"])
            parts = request["answer"]
            operations |= {name for mark, name in zip(parts, parts[1:]) if mark == {"s": "<|op|>"}}
        if most and starts[-1] >= most:
            break
    roles_flat = np.concatenate(roles)
    np.savez(
        out,
        tokens=np.concatenate(tokens),
        segments=np.concatenate(segments),
        roles=roles_flat,
        starts=np.array(starts, np.int64),
        kinds=np.array(json.dumps(kinds)),
    )
    answers = int((roles_flat == ANSWER).sum())
    print(f"{out}: {len(kinds)} documents, {sum(map(len, kinds))} requests, {starts[-1]} tokens, {answers} in answers")
    return {"tasks": sorted(tasks), "operations": sorted(operations)}


@dataclass
class Batch:
    """B examples padded to T tokens."""

    tokens: torch.Tensor  # (B, T) int64
    positions: torch.Tensor  # (B, T) int64: a request's go on from the document's end
    visible: torch.Tensor  # (B, 1, T, T) bool: may query row see key column
    targets: torch.Tensor  # (B, T) int64: the next token of the same part, -1 where there is none
    roles: torch.Tensor  # (B, T) int64: role of the *target*
    segments: torch.Tensor  # (B, T) int64, -1 in the padding
    examples: list[int]


class Examples:
    """A tokenised split."""

    def __init__(self, path: pathlib.Path):
        with np.load(path) as arrays:
            self.tokens, self.segments, self.roles = arrays["tokens"], arrays["segments"], arrays["roles"]
            self.starts = arrays["starts"]
            self.kinds: list[list[str]] = json.loads(str(arrays["kinds"]))
        self.lengths = np.diff(self.starts)

    def __len__(self) -> int:
        return len(self.lengths)

    def batch(self, examples: list[int]) -> Batch:
        longest = int(self.lengths[examples].max())
        shape = (len(examples), longest)
        tokens, roles = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        segments, positions = np.full(shape, -1, np.int64), np.zeros(shape, np.int64)
        for row, example in enumerate(examples):
            begin, end = self.starts[example], self.starts[example + 1]
            n = int(end - begin)
            part = self.segments[begin:end].astype(np.int64)
            tokens[row, :n], roles[row, :n], segments[row, :n] = self.tokens[begin:end], self.roles[begin:end], part
            firsts = np.flatnonzero(np.diff(part, prepend=-1))  # where each part begins
            document = int(firsts[1]) if len(firsts) > 1 else n
            offset = np.arange(n) - np.repeat(firsts, np.diff(np.append(firsts, n)))
            positions[row, :n] = np.where(part == 0, offset, document + offset)
        same = np.zeros(shape, bool)
        same[:, :-1] = (segments[:, 1:] == segments[:, :-1]) & (segments[:, :-1] >= 0)
        targets = np.full(shape, -1, np.int64)
        targets[:, :-1] = np.where(same[:, :-1], tokens[:, 1:], -1)
        target_roles = np.zeros(shape, np.int64)
        target_roles[:, :-1] = roles[:, 1:]
        s = torch.from_numpy(segments)
        order = torch.arange(longest)
        visible = (s[:, None, :] == 0) | (s[:, None, :] == s[:, :, None])  # (B, query, key)
        visible &= order[None, :, None] >= order[None, None, :]
        visible &= s[:, :, None] >= 0
        visible |= torch.eye(longest, dtype=torch.bool)  # padding sees itself, so that softmax is defined
        return Batch(
            torch.from_numpy(tokens), torch.from_numpy(positions), visible[:, None], torch.from_numpy(targets),
            torch.from_numpy(target_roles), s, list(examples),
        )

    def order(self, seed: int, epoch: int, batch_tokens: int, longest: int = LONGEST) -> list[list[int]]:
        """Example numbers of an epoch's batches, each at most `batch_tokens` with its padding."""
        random = np.random.default_rng([seed, epoch])
        fitting = np.flatnonzero(self.lengths <= longest)
        shuffled = random.permutation(fitting)
        batches: list[list[int]] = []
        for at in range(0, len(shuffled), CHUNK):
            chunk = shuffled[at : at + CHUNK]
            current: list[int] = []
            for example in chunk[np.argsort(self.lengths[chunk], kind="stable")]:
                if current and (len(current) + 1) * int(self.lengths[example]) > batch_tokens:
                    batches.append(current)
                    current = []
                current.append(int(example))
            batches.append(current)
        return [batches[i] for i in random.permutation(len(batches))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("training/work/data"))
    parser.add_argument("--tokenizer", type=pathlib.Path, default=pathlib.Path("training/work/tokenizer.json"))
    arguments = parser.parse_args()
    encoder = Encoder(arguments.tokenizer)
    documents = read(sorted(arguments.data.glob("train-*.jsonl.gz")))
    taught = tokenise(with_joined(documents, encoder), encoder, arguments.data / "train.npz")
    tokenise(read([arguments.data / "validation.jsonl.gz"]), encoder, arguments.data / "validation.npz")
    (arguments.data / "taught.json").write_text(json.dumps(taught) + "\n")


if __name__ == "__main__":
    main()

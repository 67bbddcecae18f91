"""Trains the tokenizer: byte-level BPE whose pieces never straddle an identifier's edge.

    python training/tokenizer.py --data training/work/data --out training/work/tokenizer.json

In:  the training split (documents and requests). Out: tokenizer.json in Hugging Face's format.
Identifiers are split into the same pieces whatever stands around them, so that a name copied from an
instruction into code is the same tokens; single spaces merge into punctuation; digits stand alone.
"""

import argparse
import gzip
import json
import pathlib

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

PATTERN = r"\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|[\p{L}\p{M}]|\p{N}|[_$]| ?[^\s\p{L}\p{M}\p{N}_$]+ ?|\s+"
LINE_IDS = 1000
NAMED = ["pad", "file", "doc", "task", "instr", "out", "end", "nl", "op", "arg", "none", "delegate"]
NAMED += ["prefix", "suffix", "middle"] + [f"reserved{i}" for i in range(16)]
SPECIAL = [f"<|{name}|>" for name in NAMED] + [f"<L{i}>" for i in range(LINE_IDS)]
# 5,120 in all: 1,031 special ones, 256 bytes, and merges. A larger vocabulary would make the head, which is
# read whole for each token, outweigh the layers of a model this small.
VOCABULARY = 5120
TINY_VOCABULARY = 1600


def texts(folder: pathlib.Path, limit: int):
    """Every text the model will read or write: paths, lines, instructions, answers."""
    seen = 0
    for shard in sorted(folder.glob("train-*.jsonl.gz")):
        with gzip.open(shard, "rt", encoding="utf8") as lines:
            for line in lines:
                document = json.loads(line)
                yield document["path"]
                yield from (text for _, text in document["lines"])
                for request in document["requests"]:
                    yield from (p for p in request["instruction"] + request["answer"] if isinstance(p, str))
                seen += 1
                if seen >= limit:
                    return


def build() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("training/work/data"))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("training/work/tokenizer.json"))
    parser.add_argument("--documents", type=int, default=12000, help="documents to learn the merges from")
    parser.add_argument("--size", type=int, help=f"entries in all ({VOCABULARY})")
    parser.add_argument("--tiny", action="store_true")
    arguments = parser.parse_args()
    tokenizer = build()
    tokenizer.train_from_iterator(
        texts(arguments.data, arguments.documents),
        trainers.BpeTrainer(
            vocab_size=arguments.size or (TINY_VOCABULARY if arguments.tiny else VOCABULARY),
            special_tokens=[AddedToken(name, special=True, normalized=False) for name in SPECIAL],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(arguments.out))
    print(f"{arguments.out}: {tokenizer.get_vocab_size()} entries")


if __name__ == "__main__":
    main()

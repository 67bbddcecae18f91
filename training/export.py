"""Exports a checkpoint as two model folders.

    python training/export.py --run training/work/run --tokenizer training/work/tokenizer.json --out model

In:  the trainer's checkpoint, the tokenizer, the intent classifier (intent/train.ts), and what the data taught (data.py).
Out: --out, the int8 model that Wick loads (config.json, tokenizer.json, model.safetensors, intent.safetensors,
     checksums.json), and --master,
     the same model as float16 in Hugging Face's layout, which transformers loads and from which all else is measured.
"""

import argparse
import hashlib
import json
import pathlib
import shutil

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from model import Cohere2, Config
from quantise import HEAD_GROUP, check_pair_bound, quantise_tensor, relative_error

NAME, VERSION = "wick-nano", "0.10.0"
# Longest prompt the training data prepared the model for; more fits, and is read less well.
READING_TOKENS = 1024
INTENTS = "intent.safetensors"
CHECKED = ("config.json", "tokenizer.json", "model.safetensors", INTENTS)


def read_master(folder: pathlib.Path) -> Cohere2:
    """The float model of a master folder, in float32."""
    values = json.loads((folder / "config.json").read_text())
    fields = {key: values[key] for key in Config.__dataclass_fields__}
    model = Cohere2(Config(**{**fields, "layer_types": tuple(fields["layer_types"])}))
    tensors = load_file(folder / "model.safetensors")
    model.load_state_dict({name: torch.from_numpy(tensor.astype(np.float32)) for name, tensor in tensors.items()})
    return model.eval()


def write_master(folder: pathlib.Path, config: dict, weights: dict[str, np.ndarray], tokenizer: pathlib.Path) -> None:
    write_json(folder / "config.json", {**config, "dtype": "float16"})
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    write_tensors(folder / "model.safetensors", {name: w.astype(np.float16) for name, w in weights.items()})


def write_int8(
    folder: pathlib.Path, config: dict, weights: dict[str, np.ndarray], tokenizer: pathlib.Path, intents: pathlib.Path,
    taught: dict[str, list[str]]
) -> None:
    tensors: dict[str, np.ndarray] = {}
    for name, weight in weights.items():
        made = quantise_tensor(name, weight)
        tensors.update(made)
        if weight.ndim == 2:
            check_pair_bound(name, made[name])
            print(f"{name}: relative error {relative_error(weight, made[name], made[f'{name}_scale']):.4f}")
    write_tensors(folder / "model.safetensors", tensors)
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    shutil.copyfile(intents, folder / INTENTS)
    wick = {
        "version": VERSION,
        "name": NAME,
        "quantization": {"weights": "int8", "headGroup": HEAD_GROUP},
        "readingTokens": READING_TOKENS,
        **taught,  # tasks and operations; others exist, but the model has not seen them
    }
    write_json(folder / "config.json", {**config, "wick": wick})
    write_json(folder / "checksums.json", {name: sha256(folder / name) for name in CHECKED if (folder / name).exists()})


def write_tensors(path: pathlib.Path, tensors: dict[str, np.ndarray]) -> None:
    save_file(tensors, path, {"format": "pt"})  # transformers wants the format named
    path.chmod(0o644)  # safetensors makes it readable to its owner alone


def write_json(path: pathlib.Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")


def sha256(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=pathlib.Path, default=pathlib.Path("training/work/run"))
    parser.add_argument("--tokenizer", type=pathlib.Path, default=pathlib.Path("training/work/tokenizer.json"))
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("training/work/data"))
    parser.add_argument("--intents", type=pathlib.Path, default=pathlib.Path("training/work/intent.safetensors"))
    parser.add_argument("--master", type=pathlib.Path, default=pathlib.Path("training/work/master"))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("model"))
    arguments = parser.parse_args()
    state = torch.load(arguments.run / "checkpoint.pt", map_location="cpu", weights_only=False)
    weights = {name: tensor.float().numpy() for name, tensor in state["model"].items()}
    end = Tokenizer.from_file(str(arguments.tokenizer)).token_to_id("<|end|>")
    config = {**state["config"].huggingface(), "bos_token_id": None, "eos_token_id": end}
    taught = json.loads((arguments.data / "taught.json").read_text())
    for folder in (arguments.master, arguments.out):
        folder.mkdir(parents=True, exist_ok=True)
    write_master(arguments.master, config, weights, arguments.tokenizer)
    write_int8(arguments.out, config, weights, arguments.tokenizer, arguments.intents, taught)
    size = (arguments.out / "model.safetensors").stat().st_size
    print(f"{arguments.out}: {size / 1e6:.2f} MB, after {state['tokens'] / 1e6:.2f} M tokens; float16 in {arguments.master}")


if __name__ == "__main__":
    main()

"""Exports a model folder to GGUF, the format of llama.cpp, so that the same weights run there.

    python training/export_gguf.py --model model --type Q8_0 --out training/work/wick-nano-q8_0.gguf

In:  config.json, tokenizer.json, master.safetensors (float16) of a model folder.
Out: one .gguf file of architecture cohere2. Matrices have the type asked for (F32, F16, Q8_0, Q4_0, …), norms stay float32.

Needs the `gguf` package (evals/peers/requirements.txt). llama.cpp knows pre-tokenizers by name and has none that splits as
ours does, so the file names the nearest (PRE_TOKENIZER): a text gets nearly the same tokens there. Give it token ids where that
matters. All else (vocabulary, merges, special tokens, architecture) is exact.
"""

import argparse
import json
import pathlib

import gguf
import numpy as np
from safetensors.numpy import load_file

# Splits off digits alone. As no merge was learnt across a border of our pattern, few apply there: 84% of lines of code get the
# same tokens, with any other name at most 23%.
PRE_TOKENIZER = "superbpe"
BLOCK = 32  # elements that share a scale in Q8_0 and Q4_0


def write_architecture(writer: gguf.GGUFWriter, config: dict) -> None:
    writer.add_name(config["wick"]["name"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_key_length(config["head_dim"])
    writer.add_value_length(config["head_dim"])
    writer.add_rope_dimension_count(config["head_dim"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_layer_norm_eps(config["layer_norm_eps"])
    writer.add_logit_scale(config["logit_scale"])
    writer.add_vocab_size(config["vocab_size"])
    writer.add_sliding_window(config["sliding_window"])
    writer.add_uint32(gguf.Keys.Attention.SLIDING_WINDOW_PATTERN.format(arch=writer.arch), period(config["layer_types"]))


def period(layer_types: list[str]) -> int:
    """Layers from one global layer to the next. Throws ValueError where llama.cpp cannot express the order."""
    full = [layer for layer, kind in enumerate(layer_types) if kind == "full_attention"]
    length = full[0] + 1 if full else len(layer_types) + 1
    if any((layer % length == length - 1) != (layer in full) for layer in range(len(layer_types))):
        raise ValueError(f"layer_types {layer_types}: llama.cpp wants every n-th layer to be a full one, and no others")
    return length


def write_tokenizer(writer: gguf.GGUFWriter, tokenizer: dict, config: dict) -> None:
    size = config["vocab_size"]
    texts, types = [f"<|unused-{i}|>" for i in range(size)], [gguf.TokenType.UNUSED] * size
    for text, token in tokenizer["model"]["vocab"].items():
        texts[token], types[token] = text, gguf.TokenType.NORMAL
    for special in tokenizer["added_tokens"]:
        texts[special["id"]], types[special["id"]] = special["content"], gguf.TokenType.CONTROL
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(PRE_TOKENIZER)
    writer.add_token_list(texts)
    writer.add_token_types(types)
    writer.add_token_merges([" ".join(merge) for merge in tokenizer["model"]["merges"]])
    writer.add_eos_token_id(config["eos_token_id"])
    writer.add_pad_token_id(config["pad_token_id"])
    writer.add_add_bos_token(False)
    writer.add_add_space_prefix(False)


def write_tensors(writer: gguf.GGUFWriter, weights: dict[str, np.ndarray], layers: int, kind: gguf.GGMLQuantizationType) -> None:
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.COHERE2, layers)
    for name, weight in weights.items():
        target = names.get_name(name, try_suffixes=(".weight",))
        if target is None:
            raise ValueError(f"{name}: llama.cpp has no such tensor in {writer.arch}")
        tensor = weight.astype(np.float32)
        # A row that blocks do not fill stays float16.
        type_ = kind if tensor.ndim == 2 and tensor.shape[1] % BLOCK == 0 else gguf.GGMLQuantizationType.F16
        if tensor.ndim == 1:
            type_ = gguf.GGMLQuantizationType.F32
        writer.add_tensor(target, gguf.quants.quantize(tensor, type_), raw_dtype=type_)


def export(model: pathlib.Path, kind: gguf.GGMLQuantizationType, out: pathlib.Path) -> None:
    config = json.loads((model / "config.json").read_text())
    writer = gguf.GGUFWriter(out, gguf.MODEL_ARCH_NAMES[gguf.MODEL_ARCH.COHERE2])
    write_architecture(writer, config)
    writer.add_file_type(gguf.LlamaFileType[f"MOSTLY_{kind.name}" if kind.name != "F32" else "ALL_F32"])
    write_tokenizer(writer, json.loads((model / "tokenizer.json").read_text()), config)
    write_tensors(writer, load_file(model / "master.safetensors"), config["num_hidden_layers"], kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=pathlib.Path, default=pathlib.Path("model"))
    parser.add_argument("--type", default="F16", choices=["F32", "F16", "BF16", "Q8_0", "Q5_0", "Q4_0"])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    export(arguments.model, gguf.GGMLQuantizationType[arguments.type], arguments.out)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.2f} MB, {arguments.type}")


if __name__ == "__main__":
    main()

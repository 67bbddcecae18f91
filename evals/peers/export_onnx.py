"""Writes a model as ONNX in the layout that transformers.js reads: onnx/model.onnx (float32) and onnx/model_quantized.onnx (int8 weights).

    python evals/peers/export_onnx.py MASTER_FOLDER TOKENIZER_FOLDER OUT_FOLDER

Inputs of the graph: input_ids, attention_mask, position_ids and, for each layer, past_key_values.N.key and .value; outputs: logits and present.N.key
and .value. Sliding layers keep all positions and mask what is behind their window: a window that moves is not to be had in a graph whose shapes are its
only state.
"""

import json
import shutil
import sys
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import Cohere2ForCausalLM, DynamicCache


class Decoder(torch.nn.Module):
    """The model with its cache as plain tensors: the keys and values of a layer are (1, heads, past, head dimension)."""

    def __init__(self, model: Cohere2ForCausalLM):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, position_ids, *past):
        cache = DynamicCache()
        for layer in range(len(past) // 2):
            cache.update(past[2 * layer], past[2 * layer + 1], layer)
        masks = self.masks(attention_mask, position_ids)
        out = self.model(
            input_ids, attention_mask=masks, position_ids=position_ids, past_key_values=cache, use_cache=True, logits_to_keep=1
        )
        return out.logits, *(state for layer in cache.layers for state in (layer.keys, layer.values))

    def masks(self, attention_mask, position_ids):
        """(1, 1, new, past + new), added to the scores, for each kind of layer."""
        keys = torch.arange(attention_mask.shape[1])
        distance = position_ids[0, :, None] - keys[None, :]
        window = self.model.config.sliding_window
        seen = {"full_attention": distance >= 0, "sliding_attention": (distance >= 0) & (distance < window)}
        far = torch.finfo(torch.float32).min
        return {kind: torch.where(mask, 0.0, far)[None, None] for kind, mask in seen.items()}


def export(model: Cohere2ForCausalLM, file: Path) -> None:
    config = model.config
    new, past = 3, 5
    shape = (1, config.num_key_value_heads, past, config.head_dim)
    states = [torch.randn(shape) for _ in range(2 * config.num_hidden_layers)]
    inputs = (
        torch.ones((1, new), dtype=torch.int64),
        torch.ones((1, past + new), dtype=torch.int64),
        torch.arange(past, past + new)[None],
        *states,
    )
    names = [f"{layer}.{part}" for layer in range(config.num_hidden_layers) for part in ("key", "value")]
    new_length, past_length, length = (torch.export.Dim(name) for name in ("sequence_length", "past_sequence_length", "total_sequence_length"))
    torch.onnx.export(
        Decoder(model),
        inputs,
        str(file),
        input_names=["input_ids", "attention_mask", "position_ids", *(f"past_key_values.{name}" for name in names)],
        output_names=["logits", *(f"present.{name}" for name in names)],
        dynamic_shapes=({1: new_length}, {1: length}, {1: new_length}, tuple({2: past_length} for _ in states)),
        dynamo=True,
        external_data=False,
    )


def main() -> None:
    master, tokenizer, out = map(Path, sys.argv[1:])
    model = Cohere2ForCausalLM.from_pretrained(master, dtype=torch.float32, attn_implementation="eager").eval()
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    plain = out / "onnx" / "model.onnx"
    with torch.inference_mode():
        export(model, plain)
    quantize_dynamic(plain, out / "onnx" / "model_quantized.onnx", weight_type=QuantType.QInt8, per_channel=True)
    shutil.copy(master / "config.json", out / "config.json")
    shutil.copy(tokenizer / "tokenizer.json", out / "tokenizer.json")
    (out / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "PreTrainedTokenizerFast"}))


if __name__ == "__main__":
    main()

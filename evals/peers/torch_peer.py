"""transformers on the CPU as a peer of the benchmark: what protocol.ts asks, with torch in float32.

    python evals/peers/torch_peer.py MASTER_FOLDER THREADS

The forward pass is called directly, without generate() around it, which would only cost.
"""

import copy
import json
import sys
import time

import torch
from transformers import Cohere2ForCausalLM, DynamicCache
from transformers.utils import logging

CHUNK = 2048  # prompt tokens in one forward pass: longer ones need much memory for the mask


class Peer:
    def __init__(self, folder: str):
        self.model = Cohere2ForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="sdpa").eval()
        self.cache = DynamicCache(config=self.model.config)
        self.saved: tuple[list[int], DynamicCache] | None = None

    def run(self, request: dict) -> dict:
        prompt, keep, snapshot = request["prompt"], request["keep"], request.get("snapshot", False)
        self.rewind(prompt, keep)
        start = time.perf_counter()
        last = len(prompt) - 1
        if snapshot and keep < last:
            self.advance(prompt[keep:last])
            self.saved = (prompt[:last], copy.deepcopy(self.cache))
            keep = last
        token = int(self.advance(prompt[keep:]).argmax())
        before = time.perf_counter()
        prefill, gaps, tokens = before - start, [], [token]
        for _ in range(request["decode"]):
            token = int(self.advance([token]).argmax())
            now = time.perf_counter()
            gaps.append(1000 * (now - before))
            tokens.append(token)
            before = now
        return {"prefillMs": 1000 * prefill, "gapsMs": gaps, "tokens": tokens}

    def logits(self, request: dict) -> dict:
        self.rewind(request["prompt"], 0)
        return {"logits": self.advance(request["prompt"]).tolist()}

    def rewind(self, prompt: list[int], keep: int) -> None:
        if keep == 0:
            self.cache = DynamicCache(config=self.model.config)
        elif self.saved and self.saved[0] == prompt[:keep]:
            self.cache = copy.deepcopy(self.saved[1])
        else:
            self.cache.crop(keep - self.cache.get_seq_length())

    def advance(self, tokens: list[int]) -> torch.Tensor:
        """The logits (V,) after the last of `tokens`."""
        for begin in range(0, len(tokens), CHUNK):
            part = torch.tensor([tokens[begin : begin + CHUNK]])
            logits = self.model(part, past_key_values=self.cache, use_cache=True, logits_to_keep=1).logits
        return logits[0, -1]


def main() -> None:
    folder, threads = sys.argv[1:]
    torch.set_num_threads(int(threads))
    logging.disable_progress_bar()
    peer = Peer(folder)
    with torch.inference_mode():
        print(json.dumps({"ready": True}), flush=True)
        for line in sys.stdin:
            request = json.loads(line)
            print(json.dumps(getattr(peer, {"run": "run", "logits": "logits"}[request["op"]])(request)), flush=True)


if __name__ == "__main__":
    main()

"""Writes the golden values that the engine's tests compare with, and checks the Python models against each other.

    python training/goldens.py --model model --out packages/engine/test/golden

In:  the int8 model folder and the float16 master it was made from.
Out: tokenizer.json (texts and their tokens) and forward.json (for a few prompts: elements of every layer's output and the
     highest logits, by the emulated int8 model and by the float model), a few KB each.
Checks: the float model gives the logits of transformers' Cohere2ForCausalLM, to 3e-5 of the largest. Throws AssertionError.
"""

import argparse
import json
import pathlib

import torch
from torch import Tensor

from data import Encoder
from emulate import Int8Model
from export import read_master
from model import Cohere2, causal

ELEMENTS = 16  # of a layer's output
TOP = 20  # logits
LOGIT_TOLERANCE = 3e-5  # share of the largest logit: what float32 sums in another order come to
# An activation at the edge between two int8 values falls to either side by the last bit of a float sum, whose order is
# free. Golden prompts should have none that matters: shaking all scales by that much may move their golden values by at
# most UNSTABLE of the largest. Of several ids for the first line the steadiest is taken, or the first as steady as float32.
SHAKE, SHAKEN_MODELS, TRIES = 2.0**-23, 6, 120
STEADY, UNSTABLE = 3e-6, 3e-4

TEXTS = [
    "a", " ", "\t", "\r", "   leading and trailing   ", "two  spaces   three", "\t\tif (ready) {", "    return total;",
    "const total = items.reduce((sum, item) => sum + item.price, 0);", "export default async function* walk() {}",
    "XMLHttpRequest", "parseHTMLToJSON", "getURLForId", "HTTPServer2Config", "snake_case_name", "SCREAMING_SNAKE_CASE", "$scope._private$",
    "__proto__", "aVeryLongIdentifierThatGoesOnAndOnBecauseSomebodyLikedVeryDescriptiveNamesInTheirCodebase", "x1y22z333", "0xFF_FF",
    "1234567890", "3.14159e-10", "1_000_000n", "'single' \"double\" `template ${value}`", "'don\\'t'", "/^[\\w.-]+@[a-z]+\\.(?:com|org)$/giu",
    "a?.b?.[c] ?? d", "x => ({ ...x, [key]: !x[key] })", "i++ <= --j >>> 2", "a === b && c !== d || e", "<Component<T> key={`k${i}`} />",
    "type Pick2<T, K extends keyof T = keyof T> = { readonly [P in K]?: T[P] };", "// TODO: fix this!", "/** Adds two numbers. */", "/* eslint-disable */",
    "@decorator({ selector: 'app' })", "#private = 1;", "rename total to subtotal", "make the second function async please", "chnage 10 too 20",
    "line one\nline two", "carriage\r\nreturn\r\n", "\n\n\n", "mixed \t whitespace \n here", "grüßen, naïve café", "Straße ÄÖÜ", "Привет, мир", "ΑΒΓ αβγ",
    "日本語のテキスト", "한국어 식별자", "مرحبا بالعالم", "हिन्दी में", "e\u0301 combining", "👍 ok 👩‍👩‍👧‍👦 family 🇩🇪", "emoji🎉inside", "\u00a0no\u00a0break\u00a0", "thin\u2009space and \u3000 ideographic",
    "\ufeffbom first", "next\u0085line", "zero\u200bwidth\u200djoiner", "line\u2028separator\u2029end", "\u0000\u0001\u001f control", "½ ² Ⅷ ٣ digits", "ǅ titlecase ʰ modifier", "𝒳𝓎 math 𐐷 deseret",
    "<|end|> is text here", "<L12> and <|op|>rename", "price: 5€ ± 3 ÷ 2 × ½", "\\u00e9\\n\\t", "a" * 70, "=" * 40, " " * 33, "{}[]();,.:", "\"", "'", "`",
]

# (file's name, lines, instruction): read by the model as the assistant would write them. Short ones: with every token more activations can stand at an edge.
PROMPTS = [
    ("cart.ts", ["const total = 1;"], "rename total to subtotal"),
    ("fetch.js", ["function load(id) {}"], "make load async"),
    ("types.d.ts", ["export interface Options {", "  name: string;", "}"], "make the name optional"),
    ("größe.ts", ["const GRÖSSE = 10; // 👍"], "set the maximum to 25"),
]


def prompt_ids(encoder: Encoder, name: str, lines: list[str], instruction: str, first: int) -> list[int]:
    """The tokens of a prompt, up to where the answer begins. `first`: id of the first line."""
    ids = [encoder.special("<|file|>"), *encoder.text(name), encoder.special("<|doc|>")]
    for number, line in enumerate(lines):
        ids += [encoder.special(f"<L{first + number}>"), *encoder.text(line)]
    ids += [encoder.special(f"<L{first + len(lines)}>"), encoder.special("<|task|>"), *encoder.text("edit")]
    return [*ids, encoder.special("<|instr|>"), *encoder.text(instruction), encoder.special("<|out|>")]


def trace(model: Cohere2 | Int8Model, ids: list[int]) -> tuple[list[Tensor], Tensor]:
    """The last token's stream after each block, (C,) each, and its logits (V,)."""
    tokens, taps = torch.tensor([ids]), []
    hidden = model.hidden(tokens, *causal(tokens), taps)
    return [tap[0, -1] for tap in taps], model.logits(hidden[0, -1])


def shaken(folder: pathlib.Path, seed: int) -> Int8Model:
    """The model with every scale and norm weight off by about one rounding of float32."""
    model, random = Int8Model(folder), torch.Generator().manual_seed(seed)
    for name, tensor in model.tensors.items():
        if tensor.is_floating_point():
            model.tensors[name] = tensor * (1 + SHAKE * (2 * torch.rand(tensor.shape, generator=random) - 1))
    return model


def stable_prompt(encoder: Encoder, prompt: tuple[str, list[str], str], first: int, exact: Int8Model, others: list[Int8Model]) -> list[int]:
    """The prompt's tokens, with the line ids for which the other models differ least. Throws RuntimeError if all differ much."""
    name, lines, instruction = prompt
    steadiest, best = UNSTABLE, None
    for attempt in range(TRIES):
        ids = prompt_ids(encoder, name, lines, instruction, first + attempt)
        (layers, logits), worst = trace(exact, ids), 0.0
        for other in others:
            other_layers, other_logits = trace(other, ids)
            pairs = zip([*other_layers, other_logits], [*layers, logits])
            worst = max(worst, *(float((a - b).abs().max() / b.abs().max()) for a, b in pairs))
        if worst < steadiest:
            steadiest, best = worst, ids
        if worst < STEADY:
            break
    if best is None:
        raise RuntimeError(f"{name}: golden values depend on the order of float sums; say it in other words")
    print(f"{name}: {len(best)} tokens, steady to {steadiest:.0e}")
    return best


def golden_prompt(ids: list[int], exact: Int8Model, rough: Cohere2) -> dict:
    (emulated, emulated_logits), (floating, float_logits) = trace(exact, ids), trace(rough, ids)
    size = len(emulated[0])
    indices = [i * size // ELEMENTS for i in range(ELEMENTS)]
    top = emulated_logits.topk(TOP).indices.sort().values
    return {
        "ids": ids,
        "indices": indices,
        "layers": [
            {"name": f"layer{number}", "emulated": rounded(a[indices]), "float": rounded(b[indices])}
            for number, (a, b) in enumerate(zip(emulated, floating))
        ],
        "topLogitIds": top.tolist(),
        "emulatedLogits": rounded(emulated_logits[top]),
        "floatLogits": rounded(float_logits[top]),
    }


def rounded(values: Tensor) -> list[float]:
    """Seven digits: what float32 holds."""
    return [float(f"{value:.7g}") for value in values.tolist()]


def check_against_transformers(master: pathlib.Path, model: Cohere2, prompts: list[list[int]]) -> None:
    from transformers import Cohere2ForCausalLM

    theirs = Cohere2ForCausalLM.from_pretrained(master, dtype=torch.float32).eval()
    worst = 0.0
    for ids in prompts:
        tokens = torch.tensor([ids])
        ours = model.logits(model.hidden(tokens, *causal(tokens)))
        worst = max(worst, float((theirs(tokens).logits - ours).abs().max() / ours.abs().max()))
    assert worst < LOGIT_TOLERANCE, f"logits differ from transformers' by {worst} of the largest, allowed is {LOGIT_TOLERANCE}"
    print(f"float model against transformers: largest difference of a logit {worst:.1e} of the largest")


def write(path: pathlib.Path, value: dict) -> None:
    path.write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")
    print(f"{path}: {path.stat().st_size} bytes")


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=pathlib.Path, default=pathlib.Path("model"))
    parser.add_argument("--master", type=pathlib.Path, default=pathlib.Path("training/work/master"))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("packages/engine/test/golden"))
    arguments = parser.parse_args()
    encoder = Encoder(arguments.model / "tokenizer.json")
    exact, rough = Int8Model(arguments.model), read_master(arguments.master)
    others = [shaken(arguments.model, seed) for seed in range(SHAKEN_MODELS)]
    prompts = [stable_prompt(encoder, prompt, 37 * number, exact, others) for number, prompt in enumerate(PROMPTS)]
    check_against_transformers(arguments.master, rough, prompts)
    arguments.out.mkdir(parents=True, exist_ok=True)
    cases = [{"text": text, "ids": encoder.text(text)} for text in TEXTS]
    write(arguments.out / "tokenizer.json", {"tokenizer": (arguments.model / "tokenizer.json").as_posix(), "cases": cases})
    values = [golden_prompt(ids, exact, rough) for ids in prompts]
    write(arguments.out / "forward.json", {"model": arguments.model.as_posix(), "prompts": values})


if __name__ == "__main__":
    main()

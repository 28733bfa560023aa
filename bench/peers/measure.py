"""Python peers under measurement: one JSON request a line on standard input, one JSON answer a line.

    python bench/peers/measure.py NAME FOLDER CLOCK    # FOLDER as prepare.py wrote it; started by `npm run bench`

Token ids in, token ids out: the peers' tokenizers are not in their times.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

END = 1

Generate = Callable[[Sequence[int], int], object]


def ctranslate2_greedy(folder: Path) -> Generate:
    """CTranslate2 int8, one thread, as many tokens as asked for."""
    import ctranslate2

    translator = ctranslate2.Translator(
        str(folder / "ctranslate2"), device="cpu", compute_type="int8", inter_threads=1, intra_threads=1
    )
    names = json.loads((folder / "ctranslate2" / "shared_vocabulary.json").read_text(encoding="utf-8"))

    def generate(source: Sequence[int], tokens: int) -> object:
        text = [names[token] for token in source]
        return translator.translate_batch([text], beam_size=1, min_decoding_length=tokens, max_decoding_length=tokens)

    return generate


def torch_greedy(folder: Path) -> Generate:
    """PyTorch float32 on the same standard T5."""
    from transformers import T5ForConditionalGeneration

    return _torch(T5ForConditionalGeneration.from_pretrained(folder / "torch"), beams=1)


def torch_beam(_folder: Path) -> Generate:
    """The seed's way: a model of t5-small's shape (60 million parameters), beam search with 5 beams.

    Random weights: the same work, no answer worth reading.
    """
    import torch
    from transformers import T5Config, T5ForConditionalGeneration

    torch.manual_seed(1)
    # The defaults of T5Config are t5-small's shape, but for the decoder's first token.
    return _torch(T5ForConditionalGeneration(T5Config(decoder_start_token_id=0)), beams=5)


def _torch(model, beams: int) -> Generate:
    import torch

    torch.set_num_threads(1)
    model.eval()

    def generate(source: Sequence[int], tokens: int) -> object:
        with torch.inference_mode():
            return model.generate(
                input_ids=torch.tensor([source]),
                num_beams=beams,
                do_sample=False,
                min_new_tokens=tokens,
                max_new_tokens=tokens,
            )

    return generate


PEERS = {
    "CTranslate2": ctranslate2_greedy,
    "PyTorch greedy": torch_greedy,
    "PyTorch t5-small beam 5": torch_beam,
}


def main() -> None:
    name, folder, clock = sys.argv[1:]
    generate = PEERS[name](Path(folder))
    now = time.process_time if clock == "processor" else time.perf_counter
    print("null", flush=True)
    for line in sys.stdin:
        times = []
        for task in json.loads(line)["tasks"]:
            started = now()
            generate(task["source"], task["targetTokens"])
            times.append((now() - started) * 1000)
        print(json.dumps({"whole": times}), flush=True)


if __name__ == "__main__":
    main()

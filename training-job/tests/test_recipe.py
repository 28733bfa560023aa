"""The recipe of the embedded model, every stage at a hundredth of its length, small, on made-up files of its names."""

from __future__ import annotations

import gzip
import json
import lzma
import math
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import JOB, losses, run_verb
from plain_sentences import plain_sentences

from gec.oracle.strings import misspell

STAGES = sorted((JOB.parent / "configs/embedded").glob("*.yaml"))
ROWS = 400


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every file that a stage names, with sentences of our own."""
    folder = tmp_path_factory.mktemp("data")
    rng = random.Random(4)
    sources = [source for stage in STAGES for source in _read(stage)["data"]["sources"].values()]
    sources = [source for source in sources if source["kind"] != "invented"]
    for seed, path in enumerate(sorted({source["path"] for source in sources})):
        (folder / path).parent.mkdir(exist_ok=True)
        right = list(plain_sentences(ROWS, seed))
        pairs = path.startswith("pairs/")
        rows = [f"{misspell(row, rng)}\t{row}\tMIT\tMIT" if pairs else row for row in right]
        if any(source["path"] == path and source.get("header") for source in sources):
            rows.insert(0, "source\ttarget\tedits\tfile")
        data = "".join(f"{row}\n" for row in rows).encode()
        pack = {".gz": gzip.compress, ".xz": lzma.compress}.get(Path(path).suffix, bytes)
        (folder / path).write_bytes(pack(data))
    for name in ("lines/a.src", "lines/a.ref0", "sets/b/source", "sets/b/ref0", "m2/c.source", "m2/c.ann1", "m2/c.m2"):
        (folder / "eval_dev" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "eval_dev" / name).write_text(f"{plain_sentences(1, 0)[0]}\n", encoding="utf-8")
    return folder


def _read(stage: Path) -> dict[str, Any]:
    return yaml.safe_load(stage.read_text(encoding="utf-8"))


def _hundredth(stage: Path, runs: Path) -> Path:
    """The stage with a hundredth of its steps, a small model, small batches, going on from the small stage before."""
    experiment = _read(stage)
    training = experiment["training"]
    training["max_steps"] = math.ceil(training["max_steps"] / 100)
    training["decay_steps"] = math.ceil(training["decay_steps"] / 100)
    training.update(batch_tokens=256, warmup_steps=1, log_every=1, eval_every=training["max_steps"])
    experiment["data"].update(superbatch=200)
    experiment.setdefault("tokenizer", {})["vocab_size"] = 600
    if "shape" in experiment["model"]:
        experiment["model"]["shape"].update(d_model=64, d_ff=128, num_heads=2, num_layers=2)
    init = experiment["model"].get("init", "scratch")
    if init != "scratch":
        assert init.startswith("../build/embedded/")
        experiment["model"]["init"] = str(runs / init.removeprefix("../build/embedded/"))
    path = runs / f"{stage.stem}.yaml"
    path.write_text(yaml.safe_dump(experiment), encoding="utf-8")
    return path


def test_every_stage_runs_on_from_the_one_before(root: Path, tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node, "the spelling stage runs on Node.js"
    prepared = tmp_path / "prepared"
    for number, stage in enumerate(STAGES, 1):
        config = str(_hundredth(stage, tmp_path))
        if number >= 4:
            prepared = tmp_path / f"prepared-{number}"
        if number in (1, 4, 5):
            run_verb("prepare", "--config", config, "--root", str(root), "--out", str(prepared))
            for script in ("respell", "mine"):
                command = [node, "--import", "tsx", f"scripts/{script}.ts", str(prepared)]
                subprocess.run(command, cwd=JOB.parent, check=True, capture_output=True)
        if number == 1:
            real, respelt = ((prepared / f"learner_style{name}.tsv").read_text() for name in ("", "_respelt"))
            assert real != respelt and _targets(real) == _targets(respelt)
        if number == 2:
            run_verb("invent", "--config", config, "--model", str(tmp_path / "1/final"), "--prepared", str(prepared))
            invented = (prepared / "learner_targets_invented.tsv").read_text()
            assert set(_targets(invented)) <= set((prepared / "learner_targets.tsv").read_text().splitlines())
        if number == 5:
            parts = ["--from", str(tmp_path / "3/final"), "--to", str(tmp_path / "4/final"), "--share", "0.5"]
            run_verb("average", *parts, "--out", str(tmp_path / "4/average"))
        run = tmp_path / str(number)
        where = ["--prepared", str(prepared), "--root", str(root)]
        summary = json.loads(run_verb("train", "--config", config, *where, "--out", str(run)).stdout.splitlines()[-1])
        assert summary["step"] == math.ceil(_read(stage)["training"]["max_steps"] / 100)
        assert (run / "final/model.safetensors").is_file()
        assert all(math.isfinite(loss) for _, loss in losses(run))
    assert losses(tmp_path / "2")[-1][1] < losses(tmp_path / "2")[0][1]
    between, out = tmp_path / "average", tmp_path / "embedded"
    run_verb("average", "--from", str(tmp_path / "3/final"), "--to", str(tmp_path / "5/final"), "--out", str(between))
    run_verb("export", "--model", str(between), "--out", str(out), "--precision", "float32")
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["architecture"] == "aligned-t5"
    run_verb("curves", "--runs", *(str(tmp_path / str(n)) for n in range(1, 6)), "--out", str(tmp_path / "curves.svg"))
    drawn = (tmp_path / "curves.svg").read_text(encoding="utf-8")
    assert "held out" in drawn and drawn.count("stroke-dasharray") >= 10, "a line where each stage ends"


def _targets(rows: str) -> list[str]:
    return [row.partition("\t")[2] for row in rows.splitlines()]

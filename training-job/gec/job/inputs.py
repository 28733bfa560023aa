"""What training reads, made once per machine: rows, tokenizer, checkpoint to start from, test rows."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
import zlib
from dataclasses import asdict, dataclass, replace
from lzma import LZMAError
from pathlib import Path

from gec.config import Data, Experiment
from gec.corpus import prepare
from gec.job.datasets import dataset_of, fetch_dataset
from gec.job.errors import JobError
from gec.job.fetch import fetch_checkpoint, fetch_root
from gec.preparation import learn_tokenizer
from gec.storage import Location, Store
from gec.training import make_corruptor

_POLL_S = 0.5
_SHARDS = "shards"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    root: Path
    """The data root."""
    prepared: Path
    """Rows of each source and, for a new model, `tokenizer/`."""
    init: str | Path
    """`scratch`, a local checkpoint or a hub id."""

    def test_rows(self, source: str) -> Path:
        """The file of a dataset's test rows; it may be missing."""
        return self.prepared / f"{source}.test.jsonl.gz"


def make_inputs(
    experiment: Experiment, store: Store, run: Location, scratch: Path, rank: int, local_rank: int
) -> Inputs:
    """Makes them, or finds them made: by this process earlier, or by the first one of this machine.

    The first process of all learns the tokenizer and leaves it in the run's folder, so that every
    machine and every later start has the same one. Raises JobError `bad_data`.
    """
    key = {"data": asdict(experiment.data), "tokenizer": asdict(experiment.tokenizer), "init": experiment.model.init}
    mark = hashlib.sha256(json.dumps({**key, "seed": experiment.seed}).encode()).hexdigest()[:12]
    prepared = scratch / f"prepared-{mark}"
    fetched = scratch / "data"
    if local_rank == 0:
        root = fetch_root(store, experiment, fetched)
        init = fetch_checkpoint(store, experiment.model.init, fetched)
        if not prepared.exists():
            _prepare(experiment, store, root, prepared, Tokenizers(run.child("tokenizer"), learns=rank == 0))
    while not prepared.exists():
        time.sleep(_POLL_S)
    if local_rank:
        root = store.root or fetched
        init = fetch_checkpoint(store, experiment.model.init, fetched)
    return Inputs(root=root, prepared=prepared, init=init)


@dataclass(frozen=True, slots=True)
class Tokenizers:
    """The run's tokenizer: learnt by one process, taken from the run's folder by all others."""

    place: Location
    learns: bool

    def put(self, experiment: Experiment, prepared: Path) -> None:
        """Writes `tokenizer/` into the prepared folder."""
        folder, place = prepared / "tokenizer", self.place
        last = place.join("tokenizer.json")
        if self.learns and not place.store.exists(last):
            learn_tokenizer(experiment, prepared, folder)
            for file in sorted(folder.iterdir(), key=lambda file: file.name == "tokenizer.json"):
                place.store.upload(file, place.join(file.name))
            return
        while not place.store.exists(last):
            time.sleep(_POLL_S)
        for path in place.store.list(f"{place.path}/"):
            place.store.download(path, folder / path.rpartition("/")[2])


def _prepare(experiment: Experiment, store: Store, root: Path, out: Path, tokenizers: Tokenizers) -> None:
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    data, held_out = _local_data(experiment.data, store, partial)
    try:
        prepare(data, root, partial, experiment.seed, make_corruptor(experiment, root).corrupt)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise JobError("bad_data", _reading_fault(error)) from error
    except (EOFError, ValueError, KeyError, LZMAError, zlib.error) as error:
        raise JobError("bad_data", _reading_fault(error)) from error
    for name in held_out:
        _append(partial / f"{name}.validation.tsv", partial / f"{name}.holdout.tsv")
    shutil.rmtree(partial / _SHARDS, ignore_errors=True)
    if not any((partial / f"{name}.tsv").stat().st_size for name in experiment.data.sources):
        raise JobError("bad_data", "no row is left to train on; look at the counts above and at data.min_words")
    if experiment.model.init == "scratch":
        tokenizers.put(experiment, partial)
    os.replace(partial, out)


def _local_data(data: Data, store: Store, out: Path) -> tuple[Data, list[str]]:
    """The data with dataset versions as local files; validation shards become a source of their own.

    That source comes after its training rows, so a row that is in both is not measured on. Returns
    the names of the sources that have one.
    """
    sources, held_out = {}, []
    for name, source in data.sources.items():
        dataset = dataset_of(source.path)
        if not dataset:
            sources[name] = source
            continue
        files = fetch_dataset(Location(store, dataset[0]), dataset[1], source.kind, out / _SHARDS / name)
        sources[name] = replace(source, path=str(files.train.absolute()))
        if files.validation:
            sources[f"{name}.validation"] = replace(source, path=str(files.validation.absolute()), limit=0, holdout=0.0)
            held_out.append(name)
        if files.test:
            files.test.replace(out / f"{name}.test.jsonl.gz")
    return replace(data, sources=sources), held_out


def _append(part: Path, whole: Path) -> None:
    with part.open("rb") as source, whole.open("ab") as target:
        shutil.copyfileobj(source, target)
    part.unlink()
    part.with_name(part.name.replace(".tsv", ".holdout.tsv")).unlink()


def _reading_fault(error: Exception) -> str:
    """Our own messages name file and line; those of the libraries may quote the data."""
    if isinstance(error, FileNotFoundError) and error.filename:
        return f"{Path(error.filename).name}: the experiment names it, the store does not have it"
    if type(error) in (ValueError, FileNotFoundError):
        return str(error)
    return f"a file of data.sources cannot be read ({type(error).__name__}); is it whole and in UTF-8?"

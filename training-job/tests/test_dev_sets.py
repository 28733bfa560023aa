"""Published numbers on the real development sets, which may not be redistributed."""

import os
from pathlib import Path

import pytest

from gec.metrics.gleu import gleu

FOLDER = os.environ.get("GRAMAI_DEV_SETS", "")

pytestmark = pytest.mark.skipif(not FOLDER, reason="set GRAMAI_DEV_SETS to a folder that holds jfleg_dev/ to run these")


def words(path: Path) -> list[list[str]]:
    return [line.split() for line in path.read_text(encoding="utf-8").splitlines()]


# Napoles et al. (2017) print 38.21 for the source; the second is a spell checker's output.
@pytest.mark.parametrize(("hypothesis", "score"), [("dev.src", 38.20), ("dev.spellchecked.src", 43.43)])
def test_jfleg(hypothesis, score):
    folder = Path(FOLDER) / "jfleg_dev"
    references = [words(folder / f"dev.ref{k}") for k in range(4)]
    assert gleu(words(folder / "dev.src"), words(folder / hypothesis), references) == pytest.approx(score, abs=0.005)

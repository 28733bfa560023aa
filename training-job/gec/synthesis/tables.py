"""Word lists beside the code (`data/*.tsv`, `data/*.txt`); lines that begin with # are comments."""

from __future__ import annotations

from pathlib import Path

from gec.corpus import open_text

DATA_DIR = Path(__file__).parent / "data"


def read_lines(path: Path) -> list[str]:
    """Lines of a plain, .gz or .xz file without comments and blanks; none where it is missing."""
    if not path.exists():
        return []
    with open_text(path) as file:
        lines = [line.rstrip("\r\n") for line in file]
    return [line for line in lines if line.strip() and not line.startswith("#")]


def table(name: str) -> dict[str, tuple[str, ...]]:
    """A packaged list as first column -> other columns."""
    rows = (line.split("\t") for line in read_lines(DATA_DIR / name))
    return {first: tuple(others) for first, *others in rows}


def word_set(name: str) -> frozenset[str]:
    """A packaged list of one word or phrase a line."""
    return frozenset(read_lines(DATA_DIR / name))


def families(path: Path, only: frozenset[str] | None = None) -> dict[str, list[str]]:
    """A list of sets, one a line, as word -> the other members of its sets, all in `only`."""
    members: dict[str, list[str]] = {}
    for line in read_lines(path):
        words = [word for word in line.lower().split("\t") if only is None or word in only]
        for word in words:
            known = members.setdefault(word, [])
            known.extend(other for other in words if other != word and other not in known)
    return {word: others for word, others in members.items() if others}

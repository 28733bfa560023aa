"""Scores as a table for people (Markdown, aligned for a terminal)."""

from collections.abc import Mapping, Sequence

Cell = str | int | float | None


def format_table(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]]) -> str:
    """A Markdown table; floats show two decimals, what is missing shows as a dash.

    The first column is aligned left, all others right.
    """
    cells = [list(columns)] + [[_text(row.get(column)) for column in columns] for row in rows]
    widths = [max(len(line[k]) for line in cells) for k in range(len(columns))]
    lines = [_line(line, widths) for line in cells]
    rule = "|".join("-" * (width + 2) if k == 0 else "-" * (width + 1) + ":" for k, width in enumerate(widths))
    return "\n".join([lines[0], f"|{rule}|", *lines[1:]])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.ljust(width) if k == 0 else cell.rjust(width)
        for k, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"


def _text(value: Cell) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)

"""MaxMatch (M2) precision, recall and F0.5 (Dahlmeier & Ng 2012).

A hypothesis is split into edits in the way that matches the most annotated edits: all shortest
token alignments form a lattice, neighbouring steps may be merged across at most two unchanged
tokens, and the best path through it is taken. Of several annotators a sentence is scored against
the one who gives the best running F0.5.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gec.metrics.edits import Edit

MAX_UNCHANGED = 2
BETA = 0.5

Node = tuple[int, int]  # (source tokens passed, hypothesis tokens passed)


@dataclass(frozen=True, slots=True)
class Annotated:
    """A tokenised sentence with the edits of each annotator; no edits = "already right".

    Alternatives of one edit (`a||b` in the file) are several `Edit`s in the inner tuple.
    """

    source: tuple[str, ...]
    annotators: tuple[tuple[tuple[Edit, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class EditCounts:
    """Counts over a corpus: matched, proposed and annotated edits."""

    correct: int
    proposed: int
    gold: int

    @property
    def precision(self) -> float:
        return self.correct / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        return self.correct / self.gold if self.gold else 1.0

    @property
    def f05(self) -> float:
        p, r = self.precision, self.recall
        return (1 + BETA**2) * p * r / (BETA**2 * p + r) if p + r else 0.0


def max_match(hypotheses: Iterable[Sequence[str]], gold: Sequence[Annotated]) -> EditCounts:
    """Corpus counts of tokenised `hypotheses` against `gold`, sentence by sentence in order.

    Raises ValueError when the numbers of sentences differ.
    """
    total = EditCounts(0, 0, 0)
    for hypothesis, sentence in zip(hypotheses, gold, strict=True):
        lattice = _Lattice(sentence.source, tuple(hypothesis))
        candidates = []
        for edits in sentence.annotators:
            correct, proposed = lattice.match(edits)
            candidates.append(EditCounts(total.correct + correct, total.proposed + proposed, total.gold + len(edits)))
        total = max(candidates, key=lambda c: (c.f05, c.correct, -c.proposed))
    return total


def read_m2(path: Path) -> Iterator[Annotated]:
    """Sentences of an M2 file. Raises ValueError for a block that does not start with `S `."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        first, *lines = block.split("\n")
        if not first.startswith("S "):
            raise ValueError(f"{path.name}: expected a line that starts with 'S ', got {first[:1]!r}")
        annotators: dict[int, list[tuple[Edit, ...]]] = defaultdict(list)
        for line in lines:
            if line.startswith("A "):
                span, kind, correction, _, _, annotator = line[2:].split("|||")
                start, end = map(int, span.split())
                edits = annotators[int(annotator)]
                if kind != "noop" and start >= 0:
                    edits.append(tuple(Edit(start, end, c) for c in _corrections(correction)))
        yield Annotated(tuple(first[2:].split()), tuple(tuple(e) for e in annotators.values()) or ((),))


def _corrections(field: str) -> list[tuple[str, ...]]:
    return [() if option == "-NONE-" else tuple(option.split()) for option in field.split("||")]


class _Lattice:
    """Every way to read `hypothesis` as edits of `source`."""

    def __init__(self, source: tuple[str, ...], hypothesis: tuple[str, ...]) -> None:
        self._source, self._hypothesis = source, hypothesis
        self._edges = {} if source == hypothesis else _merge(_shortest_paths(source, hypothesis))

    def match(self, annotated: Sequence[Sequence[Edit]]) -> tuple[int, int]:
        """(matched, proposed) edits on the path with the most matches, then the fewest edits."""
        wanted = {edit for options in annotated for edit in options}
        best: dict[Node, tuple[int, int, int]] = {(0, 0): (0, 0, 0)}
        for node in sorted(self._edges):  # every edge leads to a later node
            if node not in best:
                continue
            matched, fewer, shorter = best[node]
            for after in self._edges[node]:
                (i, j), (k, n) = node, after
                replacement = self._hypothesis[j:n]
                unchanged = self._source[i:k] == replacement
                hit = not unchanged and Edit(i, k, replacement) in wanted
                tokens = 0 if unchanged or hit else (k - i) + (n - j)
                step = (matched + hit, fewer - (not unchanged), shorter - tokens)
                if after not in best or step > best[after]:
                    best[after] = step
        end = (len(self._source), len(self._hypothesis))
        matched, fewer, _ = best[end] if self._edges else (0, 0, 0)
        return matched, -fewer


def _shortest_paths(source, hypothesis) -> Mapping[Node, list[tuple[Node, bool]]]:
    """Steps (next node, tokens equal?) of every shortest Levenshtein path."""
    rows, columns = len(source), len(hypothesis)
    distance = [[i + j for j in range(columns + 1)] for i in range(rows + 1)]
    for i in range(1, rows + 1):
        above, row = distance[i - 1], distance[i]
        for j in range(1, columns + 1):
            change = source[i - 1] != hypothesis[j - 1]
            row[j] = min(above[j - 1] + change, above[j] + 1, row[j - 1] + 1)
    steps: dict[Node, list[tuple[Node, bool]]] = defaultdict(list)
    seen, stack = {(rows, columns)}, [(rows, columns)]
    while stack:
        i, j = node = stack.pop()
        for di, dj in ((1, 1), (1, 0), (0, 1)):
            if i < di or j < dj:
                continue
            same = di == dj and source[i - 1] == hypothesis[j - 1]
            before = (i - di, j - dj)
            if distance[i][j] == distance[i - di][j - dj] + (not same):
                steps[before].append((node, same))
                if before not in seen:
                    seen.add(before)
                    stack.append(before)
    return steps


def _merge(steps: Mapping[Node, list[tuple[Node, bool]]]) -> dict[Node, set[Node]]:
    """Single steps, and runs with a change and at most MAX_UNCHANGED unchanged tokens in them."""
    edges: dict[Node, set[Node]] = {}
    for start, first in steps.items():
        targets = {after for after, _ in first}
        seen: set[tuple[Node, int, bool]] = set()
        frontier = [(start, 0, False)]
        while frontier:
            node, unchanged, changed = frontier.pop()
            for after, same in steps.get(node, ()):
                state = (after, unchanged + same, changed or not same)
                if state[1] > MAX_UNCHANGED or state in seen:
                    continue
                seen.add(state)
                frontier.append(state)
                if state[2]:
                    targets.add(after)
        edges[start] = targets
    return edges

import pytest

from gec.stopping import stop_reason

SOURCE = [10, 11, 12, 13, 14, 1]

CASES = [
    ("goes on", [10, 11, 12], SOURCE, 50, None),
    ("at the model's limit", [10, 11, 12], SOURCE, 3, "length"),
    ("grown to the edge", list(range(100, 129)), SOURCE, 50, None),  # 1.5 * 6 + 20 = 29
    ("grown too far", list(range(100, 130)), SOURCE, 50, "length"),
    ("one token twelve times", [10, *[7] * 12], SOURCE, 50, "repetition"),
    ("one token eleven times", [10, *[7] * 11], SOURCE, 50, None),
    ("three tokens four times", [7, 8, 9] * 4, SOURCE, 50, "repetition"),
    ("four tokens three times", [6, 7, 8, 9] * 3, SOURCE, 50, None),
    ("the source says it too", [7] * 12, [5, *[7] * 12, 1], 50, None),
    ("more often than the source", [7] * 13, [*[7] * 11, 1], 50, "repetition"),
]


@pytest.mark.parametrize(("target", "source", "limit", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_stop_reason(target, source, limit, expected):
    assert stop_reason(target, source, limit) == expected

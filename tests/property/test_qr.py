"""QR codes: worked values of the standard, and every drawing read back by a reader of its own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from py_engine.business.qr import LONGEST, codewords, correction, format_bits, matrix, version_bits

BLOCKS = {  # version: codewords in all, those of correction, number of blocks (the standard, level M)
    1: (26, 10, 1),
    2: (44, 16, 1),
    3: (70, 26, 1),
    4: (100, 36, 2),
    5: (134, 48, 2),
    6: (172, 64, 4),
    7: (196, 72, 4),
    8: (242, 88, 4),
    9: (292, 110, 5),
    10: (346, 130, 5),
}
SMALL_SQUARES = {
    1: [],
    2: [18],
    3: [22],
    4: [26],
    5: [30],
    6: [34],
    7: [22, 38],
    8: [24, 42],
    9: [26, 46],
    10: [28, 50],
}
SPOILT = [
    "(i+j)%2",
    "i%2",
    "j%3",
    "(i+j)%3",
    "(i//2+j//3)%2",
    "(i*j)%2+(i*j)%3",
    "((i*j)%2+(i*j)%3)%2",
    "((i+j)%2+(i*j)%3)%2",
]


def test_the_worked_values_of_the_standard() -> None:
    data = [0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, *[0xEC, 0x11] * 5]
    assert bytes(correction(data, 10)).hex() == "a524d4c1ed36c787 2c55".replace(" ", "")
    assert f"{format_bits(5):015b}" == "100000011001110"
    assert f"{version_bits(7):018b}" == "000111110010010100"


def _times(a: int, b: int) -> int:
    made = 0
    while b:
        made ^= a if b & 1 else 0
        a = a << 1 ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return made


def _data_places(version: int) -> list[tuple[int, int]]:
    """The places of data in the order they are read: two columns at a time, from the right, up and down in turn."""
    size = 17 + 4 * version
    squares = {(6, at) for at in range(size)} | {(at, 6) for at in range(size)}
    squares |= {(y, x) for y in range(9) for x in range(9)}
    squares |= {(y, x) for y in range(9) for x in range(size - 8, size)}
    squares |= {(y, x) for y in range(size - 8, size) for x in range(9)}
    centres = [6, *SMALL_SQUARES[version]]
    for y in centres:
        for x in centres:
            if not (y < 9 and (x < 9 or x > size - 9)) and not (x < 9 and y > size - 9):
                squares |= {(y + dy, x + dx) for dy in range(-2, 3) for dx in range(-2, 3)}
    if version > 6:
        squares |= {(y, x) for y in range(6) for x in range(size - 11, size - 8)}
        squares |= {(y, x) for y in range(size - 11, size - 8) for x in range(6)}
    columns = [*range(size - 1, 6, -2), 5, 3, 1]
    places = []
    for turn, right in enumerate(columns):
        rows = range(size - 1, -1, -1) if turn % 2 == 0 else range(size)
        places += [(y, x) for y in rows for x in (right, right - 1) if (y, x) not in squares]
    return places


def read(grid: list[list[int]]) -> str:
    """Read a drawing: format twice, mask, blocks, correction, bytes."""
    size = len(grid)
    version = (size - 17) // 4
    first = [grid[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [grid[y][8] for y in (7, 5, 4, 3, 2, 1, 0)]
    second = [grid[size - 1 - at][8] for at in range(7)] + [grid[8][size - 8 + at] for at in range(8)]
    assert first == second
    assert grid[size - 8][8] == 1
    found = int("".join(map(str, first)), 2) ^ 0b101010000010010
    assert found >> 13 == 0  # level M
    spoilt = compile(SPOILT[found >> 10 & 7], "mask", "eval")
    bits = [grid[i][j] ^ (eval(spoilt, {"i": i, "j": j}) == 0) for i, j in _data_places(version)]  # noqa: S307  our own formulas
    total, checks, count = BLOCKS[version]
    assert 0 <= len(bits) - 8 * total < 8
    words = [int("".join(str(int(bit)) for bit in bits[8 * at : 8 * at + 8]), 2) for at in range(total)]
    short = (total - checks) // count
    longer = (total - checks) % count
    sizes = [short] * (count - longer) + [short + 1] * longer
    blocks: list[list[int]] = [[] for _ in sizes]
    rest = iter(words)
    for at in range(max(sizes)):
        for block, length in zip(blocks, sizes, strict=True):
            if at < length:
                block.append(next(rest))
    data = [word for block in blocks for word in block]
    for _ in range(checks // count):
        for block in blocks:
            block.append(next(rest))
    for block in blocks:
        root = 1
        for _ in range(checks // count):  # a block is right when it is zero at every root
            value = 0
            for word in block:
                value = _times(value, root) ^ word
            assert value == 0
            root = _times(root, 2)
    text = "".join(f"{word:08b}" for word in data)
    assert text[:4] == "0100"
    long = 16 if version > 9 else 8
    length = int(text[4 : 4 + long], 2)
    body = text[4 + long : 4 + long + 8 * length]
    return bytes(int(body[at : at + 8], 2) for at in range(0, len(body), 8)).decode()


@pytest.mark.parametrize("length", [0, 14, 15, 26, 42, 62, 84, 106, 122, 152, 180, 181, LONGEST])
def test_the_largest_text_of_every_version_is_read_back(length: int) -> None:
    text = ("https://example.org/" + "x" * LONGEST)[:length]
    assert read(matrix(text)) == text


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=53))
def test_any_text_is_read_back(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert read(matrix(text)) == text


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="214"):
        codewords(b"x" * (LONGEST + 1))

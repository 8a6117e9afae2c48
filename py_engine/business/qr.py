"""QR codes (ISO/IEC 18004): bytes, versions 1 to 10, error correction M. Gives the drawing as rows of dark and light.

Level M mends up to 15 percent of a damaged code: enough for a sheet of paper on a shop door.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LONGEST", "codewords", "correction", "format_bits", "matrix", "path", "version_bits"]

# Per version from 1: codewords of correction in a block, then the data codewords of each block.
BLOCKS = (
    (10, (16,)),
    (16, (28,)),
    (26, (44,)),
    (18, (32,) * 2),
    (24, (43,) * 2),
    (16, (27,) * 4),
    (18, (31,) * 4),
    (22, (38, 38, 39, 39)),
    (22, (36, 36, 36, 37, 37)),
    (26, (43, 43, 43, 43, 44)),
)
LONGEST = sum(BLOCKS[-1][1]) - 3  # bytes of text that fit into version 10
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, _: y % 2 == 0,
    lambda _, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)
_EXP = [1] * 255
for _at in range(1, 255):
    _EXP[_at] = _EXP[_at - 1] * 2 ^ (0x11D if _EXP[_at - 1] > 127 else 0)
_LOG = {value: at for at, value in enumerate(_EXP)}


def _times(a: int, b: int) -> int:
    return _EXP[(_LOG[a] + _LOG[b]) % 255] if a and b else 0


def correction(data: list[int], count: int) -> list[int]:
    """Reed-Solomon codewords over GF(256) with the polynomial 0x11D, first root 1.

    >>> data = [0x10, 0x20, 0x0C, 0x56, 0x61, 0x80] + [0xEC, 0x11] * 5
    >>> bytes(correction(data, 10)).hex(" ")
    'a5 24 d4 c1 ed 36 c7 87 2c 55'
    """
    generator = [1]
    for root in range(count):
        longer = [*generator, 0]
        for at, each in enumerate(generator):
            longer[at + 1] ^= _times(each, _EXP[root])
        generator = longer
    rest = data + [0] * count
    for at in range(len(data)):
        for place, each in enumerate(generator):
            rest[at + place] ^= _times(each, rest[at]) if place else 0
    return rest[len(data) :]


def _bch(value: int, polynomial: int) -> int:
    length = polynomial.bit_length() - 1
    rest = value << length
    while rest.bit_length() > length:
        rest ^= polynomial << (rest.bit_length() - length - 1)
    return value << length | rest


def format_bits(mask: int) -> int:
    """Level M (00) and the mask, with their correction.

    >>> f"{format_bits(5):015b}"
    '100000011001110'
    """
    return _bch(mask, 0b10100110111) ^ 0b101010000010010


def version_bits(version: int) -> int:
    """The version with its correction, drawn from version 7 on.

    >>> f"{version_bits(7):018b}"
    '000111110010010100'
    """
    return _bch(version, 0b1111100100101)


def codewords(text: bytes) -> tuple[int, list[int]]:
    """Give the smallest version that holds the text, and its data and correction codewords as they are drawn.

    Raises:
        ValueError: More than ``LONGEST`` bytes.
    """
    for version, (_, sizes) in enumerate(BLOCKS, 1):
        long = 16 if version > 9 else 8  # the standard: a longer count from version 10 on
        room = sum(sizes) * 8
        if 4 + long + 8 * len(text) <= room:
            break
    else:
        raise ValueError(len(text))
    bits = f"0100{len(text):0{long}b}" + "".join(f"{byte:08b}" for byte in text)
    bits += "0" * min(4, room - len(bits))
    bits += "0" * (-len(bits) % 8)
    data = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    data += [0xEC if at % 2 == 0 else 0x11 for at in range(room // 8 - len(data))]
    count = BLOCKS[version - 1][0]
    blocks, begin = [], 0
    for size in sizes:
        blocks.append(data[begin : begin + size])
        begin += size
    checks = [correction(block, count) for block in blocks]
    drawn = [block[at] for at in range(max(sizes)) for block in blocks if at < len(block)]
    return version, drawn + [check[at] for at in range(count) for check in checks]


def matrix(text: str) -> list[list[int]]:
    """Draw the code of a text (UTF-8): rows from the top, 1 is dark; the quiet border of 4 is left to the page.

    Raises:
        ValueError: The text is longer than ``LONGEST`` bytes.
    """
    version, words = codewords(text.encode())
    grid, taken = _fixed(version)
    size = len(grid)
    bits = [word >> bit & 1 for word in words for bit in range(7, -1, -1)]
    at, up, right = 0, True, size - 1
    while right > 0:
        right -= right == 6  # the column of the timing pattern
        for step in range(size):
            y = size - 1 - step if up else step
            for x in (right, right - 1):
                if not taken[y][x]:
                    grid[y][x] = bits[at] if at < len(bits) else 0
                    at += 1
        up, right = not up, right - 2
    best: list[list[int]] = []
    least = -1
    for mask, dark in enumerate(MASKS):
        made = [
            [grid[y][x] if taken[y][x] else grid[y][x] ^ dark(y, x) for x in range(size)] for y in range(size)
        ]
        _write_format(made, format_bits(mask))
        penalty = _penalty(made)
        if least < 0 or penalty < least:
            best, least = made, penalty
    return best


def _fixed(version: int) -> tuple[list[list[int]], list[list[bool]]]:
    """The patterns that are the same whatever the text, and which places they take."""
    size = 17 + 4 * version
    grid = [[0] * size for _ in range(size)]
    taken = [[False] * size for _ in range(size)]

    def put(y: int, x: int, dark: int) -> None:
        if 0 <= y < size and 0 <= x < size:
            grid[y][x], taken[y][x] = dark, True

    for at in range(size):
        put(6, at, 1 - at % 2)
        put(at, 6, 1 - at % 2)
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        for y in range(-1, 8):
            for x in range(-1, 8):
                put(top + y, left + x, int(max(abs(y - 3), abs(x - 3)) in {0, 1, 3}))
    last = size - 7
    centres = [6, last] if version < 7 else [6, (last + 6) // 2, last]  # of the small squares
    for y in centres if version > 1 else ():
        for x in centres:
            if (y, x) in {(6, 6), (6, last), (last, 6)}:
                continue  # a large square is there
            for dy in range(-2, 3):
                for dx in range(-2, 3):
                    put(y + dy, x + dx, int(max(abs(dy), abs(dx)) != 1))
    for at in range(9):  # room for the format, and the one module that is always dark
        for y, x in ((8, at), (at, 8)):
            if not taken[y][x]:
                put(y, x, 0)
    for at in range(8):
        put(8, size - 1 - at, 0)
        put(size - 1 - at, 8, 0)
    put(size - 8, 8, 1)
    if version >= 7:  # the standard: from version 7 on the version is drawn
        for at in range(18):
            bit = version_bits(version) >> at & 1
            put(at // 3, size - 11 + at % 3, bit)
            put(size - 11 + at % 3, at // 3, bit)
    return grid, taken


def _write_format(grid: list[list[int]], bits: int) -> None:
    size = len(grid)
    around = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    beside = [(size - 1 - at, 8) for at in range(7)] + [(8, size - 8 + at) for at in range(8)]
    for at in range(15):
        for y, x in (around[at], beside[at]):
            grid[y][x] = bits >> (14 - at) & 1


def _penalty(grid: list[list[int]]) -> int:
    """How hard a drawing is to read: long runs, squares of one colour, what looks like a corner, too dark or light."""
    size, points = len(grid), 0
    for lines in (grid, list(zip(*grid, strict=True))):
        for line in lines:
            text = "".join(map(str, line))
            runs = text.replace("01", "0 1").replace("10", "1 0").split()
            points += sum(len(run) - 2 for run in runs if len(run) >= 5)  # the standard's rule 1
            for look in ("10111010000", "00001011101"):
                points += 40 * sum(text.startswith(look, at) for at in range(size - 10))
    for y in range(size - 1):
        for x in range(size - 1):
            points += 3 * (grid[y][x] == grid[y][x + 1] == grid[y + 1][x] == grid[y + 1][x + 1])
    dark = sum(map(sum, grid)) * 20
    return points + 10 * (abs(dark - 10 * size * size) // (size * size))


def path(grid: list[list[int]]) -> str:
    """The dark places as the path of a drawing, run by run.

    >>> path([[1, 1, 0], [0, 0, 1]])
    'M0 0h2v1h-2zM2 1h1v1h-1z'
    """
    made = []
    for y, row in enumerate(grid):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                made.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = end + 1
    return "".join(made)

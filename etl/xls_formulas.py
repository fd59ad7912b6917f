"""What the records of an .xls tell of its formulas, as [MS-XLS] has them (Formula, ShrFmla, Ptg).

xlrd gives only what the writer stored as the result, and writers store a zero where there is none.
"""

import struct
from collections.abc import Iterator

BOF, EOF, BOUNDSHEET, UNCALCED = 0x0809, 0x000A, 0x0085, 0x005E
FORMULA, SHARED = 0x0006, 0x04BC
EMPTY_TEXT = (b"\x03", b"\xff\xff")  # first and last bytes of a result: what xlwt stores
CALC_ON_LOAD = 2  # with a zero: what Apache POI stores
# Tokens of a formula: what each is long, where that is fixed.
SIZES = dict.fromkeys(range(0x03, 0x17), 1) | {
    0x01: 5, 0x02: 5, 0x1C: 2, 0x1D: 2, 0x1E: 3, 0x1F: 9, 0x20: 8, 0x21: 3, 0x22: 4, 0x23: 5,
    0x24: 5, 0x25: 9, 0x26: 7, 0x27: 7, 0x28: 7, 0x29: 3, 0x2A: 5, 0x2B: 9, 0x2C: 5, 0x2D: 9,
    0x39: 7, 0x3A: 7, 0x3B: 11, 0x3C: 7, 0x3D: 11,
}  # fmt: skip
SHARES, TEXT, PAREN, ATTRIBUTE, FUNCTION, FUNCTION_OF_MANY = 0x01, 0x17, 0x15, 0x19, 0x21, 0x22
CHOOSE, SUM, SPACE = 0x04, 0x10, 0x40  # of an attribute
ARITHMETIC = {0x03, 0x04, 0x05, 0x06, 0x07, 0x13, 0x14}  # + − × ÷ ^, −x, x %
# COUNT, SUM, AVERAGE, MIN, MAX, SQRT, ABS, INT, ROUND, MOD, COUNTA, PRODUCT, ROUNDUP, ROUNDDOWN,
# SUMPRODUCT, SUBTOTAL, SUMIF, COUNTIF
NUMERIC = {0, 4, 5, 6, 7, 20, 24, 25, 27, 39, 169, 183, 212, 213, 228, 344, 345, 346}
Place = tuple[int, int]


def uncomputed(stream: bytes) -> Iterator[set[Place]]:
    """For each worksheet the formulas whose stored result is none, or may be none."""
    for type_, data in _records(stream, 0):
        if type_ == BOUNDSHEET and data[5] == 0:  # 0: cells, neither a chart nor macros
            yield _of_sheet(stream, int.from_bytes(data[:4], "little"))


def _of_sheet(stream: bytes, start: int) -> set[Place]:
    formulas, never, is_stale = set(), set(), False
    zeros: dict[Place, bytes] = {}
    shared: dict[Place, bytes] = {}
    place = (0, 0)
    for type_, data in _records(stream, start):
        is_stale |= type_ == UNCALCED
        if type_ == SHARED:  # follows the first of the cells that share it
            shared[place] = _tokens(data, 8)
        if type_ != FORMULA:
            continue
        row, column, _, result, flags = struct.unpack_from("<HHH8sH", data)
        place = (row + 1, column + 1)
        formulas.add(place)
        if (result[:1], result[6:]) == EMPTY_TEXT or (result == bytes(8) and flags & CALC_ON_LOAD):
            never.add(place)
        elif result == bytes(8):
            zeros[place] = _tokens(data, 20)
    if is_stale:
        return formulas
    return never | {at for at, tokens in zeros.items() if not _is_number(tokens, shared)}


def _tokens(data: bytes, at: int) -> bytes:
    size = int.from_bytes(data[at : at + 2], "little")
    return data[at + 2 : at + 2 + size]


def _is_number(tokens: bytes, shared: dict[Place, bytes]) -> bool:
    """Whether a formula gives a number whatever its cells hold: its last step is arithmetic.

    LibreOffice stores a zero for a text, so that a zero by itself proves nothing.
    """
    if tokens[:1] == bytes([SHARES]) and len(tokens) == SIZES[SHARES]:
        row, column = struct.unpack_from("<HH", tokens, 1)
        tokens = shared.get((row + 1, column + 1), b"")
    try:
        last = [t for t in _steps(tokens) if not _says_nothing(t)][-1]
        kind = _kind(last[0])
        if kind in (FUNCTION, FUNCTION_OF_MANY):
            return int.from_bytes(last[-2:], "little") in NUMERIC
        return kind in ARITHMETIC or (kind == ATTRIBUTE and bool(last[1] & SUM))
    except LookupError:
        return False


def _says_nothing(token: bytes) -> bool:
    return token[0] == PAREN or (token[0] == ATTRIBUTE and bool(token[1] & SPACE))


def _steps(tokens: bytes) -> Iterator[bytes]:
    """One token after the other; LookupError for what we do not know."""
    at = 0
    while at < len(tokens):
        kind = _kind(tokens[at])
        if kind == TEXT:
            size = 3 + tokens[at + 1] * (1 + (tokens[at + 2] & 1))
        elif kind == ATTRIBUTE:
            is_choose = tokens[at + 1] & CHOOSE
            size = 6 + 2 * int.from_bytes(tokens[at + 2 : at + 4], "little") if is_choose else 4
        else:
            size = SIZES[kind]
        yield tokens[at : at + size]
        at += size


def _kind(token: int) -> int:
    """References and functions come in three classes of 32 tokens each."""
    return token if token < 0x20 else 0x20 | token & 0x1F


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """(type, data) of one part of the stream: from its BOF to its EOF, charts inside it too."""
    depth = 0
    while start + 4 <= len(stream):
        type_, size = struct.unpack_from("<HH", stream, start)
        yield type_, stream[start + 4 : start + 4 + size]
        depth += (type_ == BOF) - (type_ == EOF)
        if depth <= 0:
            return
        start += 4 + size

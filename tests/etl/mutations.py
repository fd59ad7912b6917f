"""Forms damaged by chance in ways that must not change what they say: seeded, one after another."""

import random
import re
from collections.abc import Callable, Iterator

from tests.etl.bombs import entry, parts, written

# A cell with its column, row and the rest of it; what clerks type into is told by the column.
CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*?(?:/>|>.*?</c>)')
TEXT = re.compile(rb"<t(?: [^>]*)?>([^<]+)</t>")
STYLE = re.compile(rb' s="(\d+)"')
BOOK = "xl/workbook.xml"
ASIDE = [b"A", b"B", b"T", b"ZZ"]  # columns where nothing is typed on any sheet
WORDS = [b"", b"x", "Xã Cát".encode(), b"2022-Y", b"=1+1", b"9", "Số liệu khác".encode()]
Mutation = Callable[[random.Random, bytes, set[bytes]], bytes]


def _packed(found: dict[str, bytes]) -> bytes:
    return written([entry(name, content) for name, content in found.items()])


def _one_of(
    dice: random.Random, found: dict[str, bytes], pattern: re.Pattern[bytes],
    is_meant: Callable[[re.Match[bytes]], bool] = bool,
) -> tuple[str, re.Match[bytes], list[re.Match[bytes]]]:  # fmt: skip
    """A sheet, one place of those meant in it, and all of them."""
    places = {
        name: [m for m in pattern.finditer(content) if is_meant(m)]
        for name, content in found.items()
        if name.startswith("xl/worksheets/sheet")
    }
    name = dice.choice([n for n, all_ in places.items() if all_])
    return name, dice.choice(places[name]), places[name]


def flipped(dice: random.Random, book: bytes, _: set[bytes]) -> bytes:
    """A few bits turned, anywhere in the file."""
    whole = bytearray(book)
    for _n in range(dice.randint(1, 4)):
        whole[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
    return bytes(whole)


def cut(dice: random.Random, book: bytes, _: set[bytes]) -> bytes:
    """The end, the start or a piece in the middle is gone."""
    first, last = sorted(dice.sample(range(len(book)), 2))
    return dice.choice([book[:first], book[last:], book[:first] + book[last:], book[: last + 1]])


def swapped(dice: random.Random, book: bytes, _: set[bytes]) -> bytes:
    """Two parts under each other's names."""
    found = parts(book)
    one, two = dice.sample(sorted(found), 2)
    found[one], found[two] = found[two], found[one]
    return _packed(found)


def removed(dice: random.Random, book: bytes, _: set[bytes]) -> bytes:
    found = parts(book)
    del found[dice.choice(sorted(found))]
    return _packed(found)


def reworded(dice: random.Random, book: bytes, typed: set[bytes]) -> bytes:
    """A text that nobody typed is another one."""
    found = parts(book)
    name, at, texts = _one_of(dice, found, TEXT, lambda m: m[1] not in typed)
    others = [m[1] for m in texts] + WORDS
    found[name] = found[name][: at.start(1)] + dice.choice(others) + found[name][at.end(1) :]
    return _packed(found)


def restyled(dice: random.Random, book: bytes, _: set[bytes]) -> bytes:
    """A cell looks like another one, or like none that there is."""
    found = parts(book)
    name, at, styles = _one_of(dice, found, STYLE)
    other = dice.choice([m[1] for m in styles] + [b"999"])
    found[name] = found[name][: at.start(1)] + other + found[name][at.end(1) :]
    return _packed(found)


def renamed(dice: random.Random, book: bytes, _: set[bytes]) -> bytes:
    """A sheet bears another name, perhaps another sheet's."""
    found = parts(book)
    names = re.findall(rb'<sheet [^>]*?name="([^"]*)"', found[BOOK])
    old, new = dice.choice(names), dice.choice([*names, b"Sheet1", b"", "Kết quả ".encode()])
    found[BOOK] = found[BOOK].replace(b'name="%s"' % old, b'name="%s"' % new, 1)
    return _packed(found)


def moved(dice: random.Random, book: bytes, _: set[bytes]) -> bytes:
    """A label, a key or a head stands in another column, where nothing is typed."""
    found = parts(book)
    name, at, _places = _one_of(dice, found, CELL, lambda m: m[1] in ASIDE or int(m[2]) <= 4)
    found[name] = found[name][: at.start(1)] + dice.choice(ASIDE) + found[name][at.end(1) :]
    return _packed(found)


def reordered(dice: random.Random, book: bytes, _: set[bytes]) -> bytes:
    """Two whole lines of the results changed places."""
    found = parts(book)
    name = "xl/worksheets/sheet2.xml"
    rows = sorted({m[2] for m in CELL.finditer(found[name]) if int(m[2]) > 4}, key=int)
    one, two = dice.sample(rows, 2)
    places = {one: two, two: one}

    def exchanged(match: re.Match[bytes]) -> bytes:
        return match[1] + places.get(match[2], match[2]) + b'"'

    found[name] = re.sub(rb'(<(?:row|c) r="[A-Z]*)(\d+)"', exchanged, found[name])
    return _packed(found)


MUTATIONS: list[Mutation] = [
    flipped, cut, swapped, removed, reworded, restyled, renamed, moved, reordered,
]  # fmt: skip


def mutations(
    books: list[tuple[bytes, set[bytes]]], count: int
) -> Iterator[tuple[str, int, bytes]]:
    """(kind, which book, damaged bytes), the same every time."""
    for number in range(count):
        dice = random.Random(number)
        mutate = MUTATIONS[number % len(MUTATIONS)]
        which = number // len(MUTATIONS) % len(books)
        yield mutate.__name__, which, mutate(dice, *books[which])

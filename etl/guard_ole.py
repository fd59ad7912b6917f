"""The container of .xls: a file system of sectors whose header must fit the file it stands in.

After Microsoft's [MS-CFB]. Only the tables of sectors and the names in the directory are read;
what a workbook's stream says is its reader's business.
"""

import struct
from collections.abc import Iterator

from etl.guard_limits import Unsafe

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = struct.Struct("<8s16s5H6s9L")
HEADER_SIZE, HEADER_DIFAT = 512, 109
ENTRY_SIZE = 128
END_OF_CHAIN, FREE = 0xFFFFFFFE, 0xFFFFFFFF
SECTOR_SHIFTS = {3: 9, 4: 12}


def streams(content: bytes) -> set[str]:
    """Names of the streams and folders of a compound file; raise Unsafe where it is not sound."""
    return _Compound(content).names()


class _Compound:
    def __init__(self, content: bytes) -> None:
        self.content = content
        if len(content) < HEADER_SIZE:
            raise _damaged()
        head = HEADER.unpack_from(content)
        version, order, shift, mini_shift = head[3:7]
        self.fat_count, self.first_folder = head[9], head[10]
        self.mini_count, self.difat_first, self.difat_count = head[14], head[15], head[16]
        if order != 0xFFFE or SECTOR_SHIFTS.get(version) != shift or mini_shift != 6:
            raise _damaged()
        self.size = 1 << shift
        self.sectors = max(0, -(-len(content) // self.size) - 1)
        if max(self.fat_count, self.mini_count, self.difat_count) > self.sectors:
            raise _damaged()
        self.fat = self._fat()

    def _sector(self, number: int) -> bytes:
        if number >= self.sectors:
            raise _damaged()
        start = (number + 1) * self.size
        return self.content[start : start + self.size].ljust(self.size, b"\0")

    def _numbers(self, number: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self.size // 4}L", self._sector(number))

    def _fat(self) -> list[int]:
        """The next sector of each; as many sectors of it as the header says, none of them twice."""
        places = [n for n in self._places() if n != FREE]
        if len(places) != self.fat_count or len(set(places)) != len(places):
            raise _damaged()
        return [n for place in places for n in self._numbers(place)]

    def _places(self) -> Iterator[int]:
        yield from struct.unpack_from(f"<{HEADER_DIFAT}L", self.content, HEADER.size)
        number = self.difat_first
        for _ in range(self.difat_count):
            *places, following = self._numbers(number)
            yield from places
            number = following
        if number not in (END_OF_CHAIN, FREE):
            raise _damaged()

    def _chain(self, number: int) -> Iterator[int]:
        """The sectors of one stream; a chain longer than the file runs in a circle."""
        for _ in range(self.sectors + 1):
            if number == END_OF_CHAIN:
                return
            if number >= min(self.sectors, len(self.fat)):
                raise _damaged()
            yield number
            number = self.fat[number]
        raise _damaged()

    def names(self) -> set[str]:
        """Names in the directory; each big stream's sectors are followed to their end."""
        folder = b"".join(self._sector(n) for n in self._chain(self.first_folder))
        found: set[str] = set()
        steps = 0
        for start in range(0, len(folder), ENTRY_SIZE):
            entry = folder[start : start + ENTRY_SIZE]
            name_size, kind = struct.unpack_from("<HB", entry, 64)
            if kind == 0:
                continue
            first, size = struct.unpack_from("<LL", entry, 116)
            if name_size > 64 or (kind == 2 and size > len(self.content)):
                raise _damaged()
            if kind == 2 and size >= 4096:
                steps += sum(1 for _ in self._chain(first))
            if steps > 2 * self.sectors:  # streams that share their sectors
                raise _damaged()
            found.add(entry[: max(0, name_size - 2)].decode("utf-16-le", "replace"))
        return found


def _damaged() -> Unsafe:
    return Unsafe("ole-damaged")

"""The container of .xlsx and .ods: entries that are what they say, inflated piece by piece.

Whatever a header promises is only believed once the bytes have been counted, so that no other
reader can find another file in the same bytes.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from etl.guard_limits import (
    MAX_ENTRIES,
    MAX_INFLATED,
    MAX_RATIO,
    MB,
    PIECE,
    RATIO_FROM,
    Unsafe,
    count,
)

LOCAL = struct.Struct("<4s5H3L2H")
END = b"PK\x05\x06"
END_SIZE = 22
ENCRYPTED, UTF8 = 0x1, 0x800
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ODD = re.compile(r"^/|^[A-Za-z]:|\\|\0|(^|/)\.\.(/|$)")


class Container:
    """The entries of one file in the order of their bytes; raise Unsafe where they are not plain.

    `packed` holds the compressed bytes of each, by name.
    """

    def __init__(self, content: bytes) -> None:
        self.content = memoryview(content)
        self.entries = _directory(content)
        self.total = 0
        self.packed: dict[str, memoryview] = {}
        end = 0
        for entry in self.entries:
            if entry.header_offset < end:  # entries that overlap would be inflated many times
                raise _odd(entry, "nằm chồng lên thành phần khác")
            self.packed[entry.filename], end = _packed(self.content, entry)

    def pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """What one entry holds, in pieces; raise Unsafe as soon as it is too much, or not so."""
        packed = self.packed[entry.filename]
        is_stored = entry.compress_type == zipfile.ZIP_STORED
        size, crc = 0, 0
        for piece in _stored(packed) if is_stored else _deflated(packed):
            size += len(piece)
            self.total += len(piece)
            crc = zlib.crc32(piece, crc)
            self._limit(size, len(packed))
            yield piece
        if (size, crc) != (entry.file_size, entry.CRC):
            raise Unsafe("not-xlsx")

    def _limit(self, size: int, packed: int) -> None:
        if self.total > MAX_INFLATED:
            raise Unsafe("too-big-inside", what=f"hơn {MAX_INFLATED // MB} MB")
        if size > RATIO_FROM and size > MAX_RATIO * packed:
            raise Unsafe("too-big-inside", what=f"gấp hơn {MAX_RATIO} lần tệp gửi")


def _directory(content: bytes) -> list[zipfile.ZipInfo]:
    """What the directory at the end lists; names are judged as written, not as mended."""
    # Every entry has this mark: counted first, a directory of half a million is never built.
    if content.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise Unsafe("too-big-inside", what=f"hơn {count(MAX_ENTRIES)} thành phần")
    if content[-END_SIZE : 4 - END_SIZE] != END:  # cut off, or something was added behind
        raise Unsafe("not-xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            found = sorted(book.infolist(), key=lambda e: e.header_offset)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise Unsafe("not-xlsx") from error
    seen: set[str] = set()
    for entry in found:
        name = entry.orig_filename
        if ODD.search(name) or name != entry.filename:
            raise _odd(entry, "mang tên lạ")
        if name.lower() in seen:
            raise _odd(entry, "có hai bản")
        if entry.flag_bits & ENCRYPTED:
            raise _odd(entry, "bị mã hóa")
        seen.add(name.lower())
    return found


def _odd(entry: zipfile.ZipInfo, why: str) -> Unsafe:
    return Unsafe("zip-odd", what=f"thành phần «{entry.orig_filename[:60]}» {why}")


def _packed(content: memoryview, entry: zipfile.ZipInfo) -> tuple[memoryview, int]:
    """The bytes of one entry and where they end; its own header must agree with the directory."""
    start = entry.header_offset
    try:
        mark, _, flags, method, _, _, _, _, _, name_size, extra = LOCAL.unpack_from(content, start)
    except struct.error as error:
        raise Unsafe("not-xlsx") from error
    start += LOCAL.size
    name = bytes(content[start : start + name_size])
    start += name_size + extra
    packed = content[start : start + entry.compress_size]
    if mark != b"PK\x03\x04" or len(packed) != entry.compress_size:
        raise Unsafe("not-xlsx")
    encoding = "utf-8" if entry.flag_bits & UTF8 else "cp437"
    if name != entry.orig_filename.encode(encoding) or flags & ENCRYPTED:
        raise _odd(entry, "mang hai tên")
    if method != entry.compress_type or method not in METHODS:
        raise _odd(entry, "nén kiểu lạ")
    return packed, start + len(packed)


def _stored(packed: memoryview) -> Iterator[bytes]:
    for start in range(0, len(packed), PIECE):
        yield bytes(packed[start : start + PIECE])


def _deflated(packed: memoryview) -> Iterator[bytes]:
    """Inflate without ever holding more than a piece; raise Unsafe where bytes are left over."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    at = 0
    try:
        while not inflate.eof:
            if inflate.unconsumed_tail:
                given: bytes | memoryview = inflate.unconsumed_tail
            else:
                given = packed[at : at + PIECE]
                at += PIECE
            piece = inflate.decompress(given, PIECE)
            if not given and not piece and not inflate.eof:
                raise Unsafe("not-xlsx")
            yield piece
    except zlib.error as error:
        raise Unsafe("not-xlsx") from error
    if inflate.unused_data or at < len(packed):
        raise Unsafe("not-xlsx")

"""The guard: what a file is, and whether a spreadsheet library may parse it at all.

One function for the inbox, for files named to a command and for uploads. It runs in the child
before any reader. On Windows, where nothing limits a child's memory, it is what protects.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from etl import guard_ole
from etl.cells import letters_of
from etl.guard_limits import MAX_CELLS, MAX_COLUMNS, MAX_WORK, MB, Unsafe, count
from etl.guard_xml import Book, Part, is_xml
from etl.guard_zip import Container
from etl.inbox import MAX_BYTES
from etl.rules import Finding

KINDS = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".ods": "ods", ".csv": "csv"}
KINDS[".txt"] = "csv"
ZIP = b"PK\x03\x04"
MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument."  # of .ods, at 30, never compressed
START, ENOUGH = 4096, 64  # bytes that tell a file, a part
PACKED = {b"Rar!": ".rar", b"7z\xbc\xaf": ".7z", b"\x1f\x8b": ".gz", b"PK\x05\x06": ".zip"}
OTHERS = {
    b"%PDF": "tệp PDF", b"{\\rtf": "văn bản RTF", b"\x89PNG": "hình ảnh",
    b"\xff\xd8\xff": "hình ảnh", b"GIF8": "hình ảnh",
}  # fmt: skip
PACKAGES = {"word/": "văn bản Word (.docx)", "ppt/": "bài trình chiếu (.pptx)"}
COMPOUNDS = {
    "WordDocument": "văn bản Word (.doc)", "PowerPoint Document": "bài trình chiếu (.ppt)",
    "__properties_version1.0": "thư Outlook (.msg)",
}  # fmt: skip
OLD = re.compile(rb"\x09[\x00\x02\x04\x08][\x00-\x10]\x00")  # a workbook before containers
HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta)[\s>]", re.IGNORECASE)
XML_2003 = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|progid=\"Excel\.Sheet\"")
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
DELIMITERS = ",;\t"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
# How the sentence of `file-mismatch` calls what a file is.
CALLED = {
    "xlsx": "sổ tính .xlsx", "ods": "sổ tính .ods", "xls": "sổ tính .xls đời cũ",
    "csv": "văn bản như CSV", "html": "trang web (HTML)", "xml": "bảng tính XML 2003",
    "old": "sổ tính Excel 4 trở về trước", "text": "văn bản", "binary": "dữ liệu không rõ loại",
}  # fmt: skip


@dataclass
class Passed:
    """A file that may be parsed as a kind (xlsx, xls, ods, csv), and what is told of it."""

    kind: str
    notes: list[Finding] = field(default_factory=list)


def guard(content: bytes, suffix: str) -> Passed:
    """Decide what a file may be parsed as; raise Unsafe with the rule that refuses it.

    `suffix` is that of its name, with the dot.
    """
    if len(content) > MAX_BYTES:
        raise Unsafe("too-large", what=f"{MAX_BYTES // MB} MB")
    if not content:
        raise Unsafe("file-empty")
    suffix = suffix.lower()
    if suffix == ".xlsb":
        raise Unsafe("file-xlsb")
    container = Container(content) if content.startswith(ZIP) else None
    kind = _in_zip(container) if container else _kind(content)
    wanted = KINDS.get(suffix)
    if wanted == "csv" and kind in ("csv", "text"):
        _text(content)
        return Passed("csv")
    if kind != wanted:
        if wanted == "xlsx" and kind in ("text", "binary"):
            raise Unsafe("not-xlsx")
        raise Unsafe("file-mismatch", suffix or "(không có)", CALLED[kind])
    return Passed(kind, _parts(container) if container else [])


def _in_zip(container: Container) -> str:
    """xlsx or ods, by the names of the entries; raise Unsafe for other packages."""
    names = container.packed
    start = bytes(container.content[30:160])
    if start.startswith(MIMETYPE):
        if start.startswith(MIMETYPE + b"spreadsheet"):
            return "ods"
        raise Unsafe("not-workbook", what="văn bản hoặc bản vẽ của LibreOffice")
    if "[Content_Types].xml" in names:
        if "xl/workbook.bin" in names:
            raise Unsafe("file-xlsb")
        if any(n.lower().startswith("xl/") for n in names):
            return "xlsx"
        what = next((w for f, w in PACKAGES.items() if any(n.startswith(f) for n in names)), "")
        if what:
            raise Unsafe("not-workbook", what=what)
    raise Unsafe("file-packed", ".zip")


def _kind(content: bytes) -> str:
    """What a file without a container of ours is; raise Unsafe for what is no table at all."""
    if content.startswith(guard_ole.MAGIC):
        return _in_ole(content)
    for mark, packed in PACKED.items():
        if content.startswith(mark):
            raise Unsafe("file-packed", packed)
    for mark, other in OTHERS.items():
        if content.startswith(mark):
            raise Unsafe("not-workbook", what=other)
    if OLD.match(content):
        return "old"
    if CONTROL.search(content) and not content.startswith(UTF16):
        return "binary"
    return _kind_of_text(content[:START])


def _kind_of_text(start: bytes) -> str:
    if XML_2003.search(start):
        return "xml"
    if HTML.search(start):
        return "html"
    return "csv" if any(d in _decoded(start) for d in DELIMITERS) else "text"


def _in_ole(content: bytes) -> str:
    names = guard_ole.streams(content)
    if "EncryptedPackage" in names:
        raise Unsafe("password-locked")
    if names & {"Workbook", "Book"}:
        return "xls"
    what = next((w for n, w in COMPOUNDS.items() if n in names), "tệp Office khác")
    raise Unsafe("not-workbook", what=what)


def _parts(container: Container) -> list[Finding]:
    """Read every part once; notes of what is never run or followed. The list of sheets is first,
    so that a refusal can name the clerk's sheet instead of a part."""
    book = Book()
    for entry in sorted(container.entries, key=lambda e: not _is_list(e.filename)):
        try:
            _part(book, entry.filename, container.pieces(entry))
        except Unsafe as error:
            error.sheet = error.sheet or book.title(entry.filename)
            raise
    names = [n.lower() for n in container.packed]
    notes = []
    if any(n.endswith("vbaproject.bin") or "macrosheets/" in n for n in names) or any(
        n.startswith(("basic/", "scripts/")) for n in names
    ):
        notes.append(Finding("file-macros"))
    if any("/externallinks/" in n for n in names):
        notes.append(Finding("file-links"))
    return notes


def _is_list(name: str) -> bool:
    return name.endswith((".rels", "workbook.xml"))


def _part(book: Book, name: str, pieces: Iterable[bytes]) -> None:
    """Count all of a part, and look into it where it is XML, whatever its name."""
    part: Part | None = None
    start: bytes | None = b""  # pieces may be as short as one byte, or empty
    for piece in pieces:
        if start is not None:
            piece = start = start + piece
            if len(start) < ENOUGH:
                continue
            part, start = Part(book) if is_xml(start) else None, None
        if part is not None and not _fed(part, name, piece):
            part = None
    if start and is_xml(start):
        part = Part(book)
        _fed(part, name, start)
    if part is not None:
        _fed(part, name, b"", is_last=True)


def _fed(part: Part, name: str, piece: bytes, is_last: bool = False) -> bool:
    """Whether to go on; old drawings (VML) are HTML in all but name and may break off."""
    try:
        part.feed(piece, is_last)
    except Unsafe as error:
        if error.rule_id == "not-xlsx" and name.lower().endswith(".vml"):
            return False
        raise
    return True


def _decoded(content: bytes) -> str:
    """Enough to count delimiters, whatever 8-bit encoding it is."""
    if content.startswith(UTF16):
        return content.decode("utf-16", "replace")
    return content.decode("latin-1")


def _text(content: bytes) -> None:
    """Lines and columns of a CSV, as far as they can be told before its dialect is known."""
    lines = _decoded(content).split("\n")
    width = max(max(line.count(d) for line in lines) for d in DELIMITERS) + 1
    if width > MAX_COLUMNS or width * len(lines) > MAX_CELLS:
        what = f"dòng {count(len(lines))}, cột {letters_of(width)}"
        raise Unsafe("cells-too-far", what=what)
    if sum(max(line.count(d) for d in DELIMITERS) + 1 for line in lines) > MAX_WORK:
        raise Unsafe("too-big-inside", what=f"hơn {count(MAX_WORK)} ô")

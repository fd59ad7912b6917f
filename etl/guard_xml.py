"""The parts of a workbook, streamed through expat: counted, never built.

A part is known by what it holds, not by its name, since readers find parts by other parts. What
stands for more than it is long (a far cell, a range, a repeat, an entity) is added up here.
"""

import posixpath
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from etl.cells import column_of, letters_of
from etl.guard_limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_DEPTH,
    MAX_QUIET,
    MAX_WORK,
    Unsafe,
    count,
)

ENCODINGS = {None, "utf-8", "utf-16", "us-ascii"}  # what both formats may be written in
# A mark of the encoding, blanks of one or two bytes, then a tag; or blanks only, so far.
XML = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(\0?[ \t\r\n])*\0?(<|\Z)")
ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,9})")
RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,9})(?::\$?([A-Z]{1,3})\$?([0-9]{1,9}))?")
ROWS_REPEATED, COLUMNS_REPEATED = "number-rows-repeated", "number-columns-repeated"
FILLED = (":value-type", ":formula")
Attributes = dict[str, str]
Handler = Callable[[Attributes], None]


def is_xml(start: bytes) -> bool:
    """Whether an XML reader would get past these first bytes of a part, in any encoding."""
    return bool(start and XML.match(start))


class Book:
    """What the parts of one workbook amount to together."""

    def __init__(self) -> None:
        self.work = 0
        self.titles: dict[str, str] = {}  # of sheets, by their relation
        self.targets: dict[str, str] = {}  # sheets' parts, with their relation

    def title(self, part: str) -> str:
        """What the clerk calls the sheet in a part; empty for other parts."""
        return self.titles.get(self.targets.get(part.lower(), ""), "")

    def sheet(self, attributes: Attributes) -> None:
        """A line of the workbook's list: the same part twice would be read twice."""
        relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
        if relation in self.titles:
            raise Unsafe("xml-unsafe", what="một trang được nêu hai lần")
        self.titles[relation] = attributes.get("name", "")

    def relation(self, attributes: Attributes) -> None:
        """Where a sheet lies; a drawing of old, which alone may be malformed, is nothing else."""
        kind, target = attributes.get("Type", "").lower(), attributes.get("Target", "")
        if target.lower().endswith(".vml") and not kind.endswith("vmldrawing"):
            raise Unsafe("xml-unsafe", what="một trang là hình vẽ")
        if not kind.endswith("sheet"):
            return
        part = posixpath.normpath(posixpath.join("/xl", target))[1:].lower()
        if part in self.targets:
            raise Unsafe("xml-unsafe", what="một trang được nêu hai lần")
        self.targets[part] = attributes.get("Id", "")


class Part:
    """One part, read once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.row = self.column = self.last_row = self.last_column = 0
        self.far_row = self.far_column = 0
        self.elements = self.quiet = 0
        self.tables = self.table_ended = 0  # tables open, and how many ends were looked through
        self.ended: list[str] = []  # filled without a call into Python, which is half the time
        # In a table of .ods: the last row and column so far, for how many the present ones stand.
        self.table_row = self.table_column = 0
        self.repeated = self.repeated_rows = 1
        self.is_used = True
        self.said: Attributes = {}
        self.strings = 0
        self.title = ""
        self.by_tag = _Handlers({
            "sheet": book.sheet, "Relationship": book.relation,
            "row": self._row, "c": self._cell, "v": self._filled, "is": self._filled,
            "f": self._filled, "mergeCell": self._range, "hyperlink": self._range,
            "comment": self._range, "sst": self._strings, "si": self._string,
            "table": self._table, "table-row": self._table_row,
            "table-cell": self._table_cell, "covered-table-cell": self._table_cell,
            "p": self._table_filled, "encryption-data": self._locked,
        })  # fmt: skip
        self.parser = self._parser()

    def _parser(self) -> Any:
        parser = expat.ParserCreate()
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self.ended.append
        return parser

    def feed(self, piece: bytes, is_last: bool = False) -> None:
        """Read on; raise Unsafe where the part must not be read, or cannot be."""
        before = self.elements
        try:
            self.parser.Parse(piece, is_last)
        except expat.ExpatError as error:
            self._settle()
            raise Unsafe("not-xlsx") from error
        except (LookupError, ValueError) as error:  # an encoding that nobody knows
            raise Unsafe("xml-unsafe", what="bảng mã lạ") from error
        self.book.work += self.elements - before
        self.quiet = 0 if self.elements != before else self.quiet + len(piece)
        self._settle()
        if is_last and int(self.said.get("uniqueCount", 0)) > self.strings:
            raise Unsafe("xml-unsafe", what="số chuỗi ghi trong tệp không đúng")

    def _settle(self) -> None:
        """Compare with the limits; once a piece, which can hold only so much."""
        if self.far_column > MAX_COLUMNS or self.far_row * self.far_column > MAX_CELLS:
            where = f"dòng {count(self.far_row)}, cột {letters_of(self.far_column)}"
            raise Unsafe("cells-too-far", what=where, sheet=self.title)
        if self.book.work > MAX_WORK:
            what = f"hơn {count(MAX_WORK)} ô và định dạng"
            raise Unsafe("too-big-inside", what=what, sheet=self.title)
        if self.quiet > MAX_QUIET:
            raise Unsafe("too-big-inside", what="một ô dài hơn 1 MB", sheet=self.title)

    def _declaration(self, _: str, encoding: str | None, __: int) -> None:
        if (encoding.lower() if encoding else None) not in ENCODINGS:
            raise Unsafe("xml-unsafe", what=f"bảng mã «{str(encoding)[:30]}»")

    def _doctype(self, *_: Any) -> None:
        raise Unsafe("xml-unsafe", what="khai báo DOCTYPE hoặc ENTITY")

    def _start(self, tag: str, attributes: Attributes) -> None:
        self.elements += 1
        if self.elements - len(self.ended) > MAX_DEPTH:
            raise Unsafe("xml-unsafe", what=f"thẻ lồng nhau hơn {MAX_DEPTH} lớp")
        handler = self.by_tag[tag]
        if handler is not None:
            handler(attributes)

    # A sheet of .xlsx: rows and cells say where they stand, or follow the one before.

    def _row(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        self.row = self.row + 1 if place is None else _number(place)
        self.column = 0

    def _cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        if place is None:
            self.column += 1
            self.last_row = self.row
        else:
            self.column, self.last_row = _place(place)
        self.last_column = self.column

    def _filled(self, _: Attributes) -> None:
        """A cell that only has a colour is not used: LibreOffice writes such to the last column."""
        if self.last_row > self.far_row:
            self.far_row = self.last_row
        if self.last_column > self.far_column:
            self.far_column = self.last_column

    def _range(self, attributes: Attributes) -> None:
        """Readers make every cell of a merged, linked or annotated range."""
        found = RANGE.fullmatch(attributes.get("ref", "A1"))
        if found is None:
            raise Unsafe("not-xlsx")
        rows = abs(int(found[4] or found[2]) - int(found[2])) + 1
        columns = abs(column_of(found[3] or found[1]) - column_of(found[1])) + 1
        self.book.work += rows * columns

    def _strings(self, attributes: Attributes) -> None:
        self.said = {k: v for k, v in attributes.items() if k in ("count", "uniqueCount")}
        for number in self.said.values():
            if _number(number) > MAX_WORK:  # `count` is of cells, and there are no more than that
                raise Unsafe("xml-unsafe", what="số chuỗi ghi trong tệp không đúng")

    def _string(self, _: Attributes) -> None:
        self.strings += 1

    # A table of .ods: rows and cells follow one another and may stand for many.

    def _table(self, attributes: Attributes) -> None:
        ended = self.ended[self.table_ended :]
        self.table_ended += len(ended)
        self.tables += 1 - sum(tag.rpartition(":")[2] == "table" for tag in ended)
        if self.tables > 1:
            raise Unsafe("xml-unsafe", what="bảng lồng trong bảng")
        self.title = next((v for k, v in attributes.items() if k.endswith(":name")), "")
        self.table_row = self.table_column = 0

    def _locked(self, _: Attributes) -> None:
        """In the list of parts of an .ods: they are encrypted."""
        raise Unsafe("password-locked")

    def _table_row(self, attributes: Attributes) -> None:
        repeats = (_number(v) for k, v in attributes.items() if k.endswith(ROWS_REPEATED))
        self.repeated_rows = max(repeats, default=1)  # whatever prefixes say it more than once
        self.table_row += self.repeated_rows
        self.table_column = 0

    def _table_cell(self, attributes: Attributes) -> None:
        self.repeated, is_filled = 1, False
        for name, said in attributes.items():
            if name.endswith(COLUMNS_REPEATED):
                self.repeated = max(self.repeated, _number(said))
            elif name.endswith(FILLED):
                is_filled = True
        self.table_column += self.repeated
        self.is_used = False
        if is_filled:
            self._table_filled(attributes)

    def _table_filled(self, attributes: Attributes) -> None:
        """Empty cells may be repeated to the end of the sheet, and are in every file."""
        if self.is_used:
            return
        self.is_used = True
        self.last_row, self.last_column = self.table_row, self.table_column
        self._filled(attributes)
        self.book.work += self.repeated * self.repeated_rows


class _Handlers(dict[str, Handler | None]):
    """Handlers by tag, whatever prefix its namespace has in this part."""

    def __missing__(self, tag: str) -> Handler | None:
        self[tag] = found = self.get(tag.rpartition(":")[2])
        return found


@lru_cache(maxsize=4096)
def _place(address: str) -> tuple[int, int]:
    """(column, row) of an address as cells have it; those of forms recur in every file."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        raise Unsafe("not-xlsx")
    return column_of(found[1]), int(found[2])


def _number(text: str) -> int:
    """A count or place; raise Unsafe where it is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise Unsafe("xml-unsafe", what=f"số «{text[:20]}»")
    return int(text)

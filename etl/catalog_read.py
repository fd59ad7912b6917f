"""Reading the catalogue's CSV files: columns, types and references, every fault with its place."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from etl.catalog import NO, SPEC, YES, Catalog, CatalogError, Column, Fault, NoCatalog, Row
from etl.catalog_rules import check_meaning
from etl.catalog_spec import OPTIONAL

ID = re.compile(r"[A-Za-z0-9_.-]+$")
INT = re.compile(r"[+-]?[0-9]+$")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?$")
# What the published file's columns hold: more would stop the build.
MAX_INT, MAX_NUMBER = 2**31 - 1, 10**12
# The line by which some programs tell Excel the separator.
SEPARATOR = re.compile(r'"?sep=[;,]"?[;,]*', re.IGNORECASE)
Say = Callable[[str], None]


def read_catalog(folder: Path) -> Catalog:
    """Read and check all CSV files of a folder; raise CatalogError with every fault."""
    files = {p.name: p.read_bytes() for p in sorted(folder.glob("*.csv"))}
    if not files:
        raise NoCatalog(
            f"Không có danh mục nào trong {folder}; hãy chép thư mục data/catalog đi kèm phần mềm "
            "vào đó rồi sửa theo cơ quan mình, hoặc kiểm tra lại --data."
        )
    return parse_catalog(files)


def parse_catalog(files: dict[str, bytes], is_archived: bool = False) -> Catalog:
    """The same from bytes; what is archived passed the checks of its day, not ours."""
    faults: list[Fault] = []
    tables = read_tables(files, faults)
    if not faults:
        check_references(tables, faults)
    if not faults and not is_archived:
        check_meaning(tables, faults)
    if faults:
        raise CatalogError(faults)
    return Catalog(tables, files)


def read_tables(files: dict[str, bytes], faults: list[Fault]) -> dict[str, list[Row]]:
    """All tables of a catalogue; what is wrong is added to `faults`."""
    tables: dict[str, list[Row]] = {}
    for table in SPEC:
        name = f"{table}.csv"
        if name in files:
            tables[table] = list(_Table(table, files[name], faults).rows())
        elif table in OPTIONAL:
            tables[table] = []
        else:
            faults.append(Fault(name, 0, "-", "", "thiếu tệp; hãy tạo tệp với dòng tiêu đề đúng"))
    for name in files:
        if name.removesuffix(".csv") not in SPEC:
            message = "không phải tệp của danh mục; hãy chuyển đi nơi khác"
            faults.append(Fault(name, 0, "-", "", message))
    return tables


class _Table:
    """One CSV file: what Excel makes of it (BOM, semicolons, CRLF) is read as well."""

    def __init__(self, table: str, content: bytes, faults: list[Fault]) -> None:
        self.file = f"{table}.csv"
        self.spec = SPEC[table]
        self.content = content
        self.faults = faults
        self.above = 0  # lines before the header

    def fault(self, row: int, column: str, value: str, message: str) -> None:
        self.faults.append(Fault(self.file, row, column, value, message))

    def rows(self) -> Iterator[Row]:
        try:
            text = self.content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = self.content[: error.start].count(b"\n") + 1
            self.fault(line, "-", "", "không phải UTF-8; khi lưu hãy chọn «CSV UTF-8»")
            return
        lines = io.StringIO(text, newline="")
        head = lines.readline()
        delimiter = ";" if head.count(";") > head.count(",") else ","
        if SEPARATOR.fullmatch(head.strip()):
            self.above = 1
        else:
            lines.seek(0)
        reader = csv.reader(lines, delimiter=delimiter)
        header = _shortened([h.strip() for h in next(reader, [])], 0)
        if not self._header(header):
            return
        seen: dict[tuple[str, ...], int] = {}
        for number, values in self._lines(reader, len(header)):
            if not any(values):
                continue
            if len(values) != len(header):
                shown = delimiter.join(values)[:60]
                self.fault(number, "-", shown, f"có {len(values)} ô, cần {len(header)} ô")
                continue
            yield self._row(number, dict(zip(header, values, strict=True)), seen)

    def _lines(self, reader: Any, width: int) -> Iterator[tuple[int, list[str]]]:
        """Each line with its number as Excel counts."""
        try:
            for values in reader:
                stripped = [v.strip() for v in values]
                yield self.above + reader.line_num, _shortened(stripped, width)
        except csv.Error:
            number = self.above + reader.line_num
            self.fault(number, "-", "", "không đọc được; hãy xem dấu ngoặc kép")

    def _header(self, header: list[str]) -> bool:
        wanted = [c.name for c in self.spec]
        right = f"các cột đúng: {', '.join(wanted)}"
        for name in wanted:
            if name not in header:
                self.fault(1, name, "", f"thiếu cột; {right}")
        for name in header:
            if name not in wanted:
                self.fault(1, name, name, f"cột lạ; {right}")
            elif header.count(name) > 1:
                self.fault(1, name, name, f"cột lặp lại; {right}")
        return sorted(header) == sorted(wanted)

    def _row(self, number: int, raw: dict[str, str], seen: dict[tuple[str, ...], int]) -> Row:
        row: Row = {c.name: self._value(number, c, raw[c.name]) for c in self.spec}
        key = tuple(raw[c.name] for c in self.spec if c.is_key)
        if key in seen:
            self.fault(number, self.spec[0].name, " / ".join(key), f"trùng với dòng {seen[key]}")
        seen[key] = number
        row["_row"] = number
        return row

    def _value(self, number: int, column: Column, raw: str) -> Any:
        if raw:
            read = _READERS.get(column.type)
            if read is None:
                return raw
            return read(raw, column, lambda message: self.fault(number, column.name, raw, message))
        if column.must and column.type != "bool":
            self.fault(number, column.name, raw, "để trống; cột này bắt buộc")
        empty = _EMPTY.get(column.type)
        return empty() if empty else None


def _shortened(values: list[str], width: int) -> list[str]:
    """A line without the empty cells that stand beyond a width."""
    while len(values) > width and not values[-1]:
        values.pop()
    return values


def _id(raw: str, _: Column, say: Say) -> str:
    if not ID.match(raw):
        say("không phải mã; chỉ dùng chữ không dấu, số, dấu - _ .")
    return raw


def _number(raw: str, column: Column, say: Say) -> int | Decimal | None:
    is_int = column.type == "int"
    if not (INT if is_int else NUMBER).match(raw):
        say("không phải số; số thập phân viết với dấu chấm, không có dấu phân cách hàng nghìn")
        return None
    value = Decimal(raw)
    if is_int and abs(value) > MAX_INT:
        say(f"số quá lớn; cột này nhận số nguyên đến {MAX_INT}")
    elif abs(value) >= MAX_NUMBER or len(raw.partition(".")[2].rstrip("0")) > 6:
        say("số quá lớn hoặc quá sáu chữ số thập phân; hãy xem lại đơn vị tính")
    return int(value) if is_int else value


def _date(raw: str, _: Column, say: Say) -> dt.date | None:
    day = _day(raw)
    if day is None:
        say("không phải ngày; viết 2022-06-15 hoặc 15/06/2022")
    return day


@lru_cache(maxsize=1000)  # a catalogue says the same few days thousands of times
def _day(raw: str) -> dt.date | None:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(raw, pattern).date()
        except ValueError:
            continue
    return None


def _bool(raw: str, _: Column, say: Say) -> bool:
    if raw.lower() not in YES | NO:
        say("phải là 1 (có) hoặc 0 (không)")
    return raw.lower() in YES


def _list(raw: str, _: Column, __: Say) -> list[str]:
    return raw.split()


def _one(raw: str, column: Column, say: Say) -> str:
    if raw not in column.args:
        say(f"phải là một trong: {', '.join(column.args)}")
    return raw


_READERS: dict[str, Callable[[str, Column, Say], Any]] = {
    "id": _id, "int": _number, "number": _number, "date": _date,
    "bool": _bool, "list": _list, "refs": _list, "one": _one,
}  # fmt: skip


_EMPTY: dict[str, Callable[[], Any]] = {"list": list, "refs": list, "bool": bool}


def check_references(tables: dict[str, list[Row]], faults: list[Fault]) -> None:
    """Every reference names a row that is there."""
    known = {
        f"{table}.{column.name}": {r[column.name] for r in rows}
        for table, rows in tables.items()
        for column in SPEC[table]
        if column.type == "id"
    }
    for table, column in ((t, c) for t in tables for c in SPEC[t] if c.type in ("ref", "refs")):
        target = column.args[0]
        message = f"không có trong {target.split('.')[0]}.csv; hãy thêm vào đó hoặc sửa lại mã"
        for row in tables[table]:
            value = row[column.name]
            for each in value if isinstance(value, list) else [value]:
                if each is not None and each not in known[target]:
                    faults.append(Fault(f"{table}.csv", row["_row"], column.name, each, message))

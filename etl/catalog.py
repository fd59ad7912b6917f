"""The catalogue: CSV files that the office keeps by hand, read strictly and checked whole.

Every fault of every file is found in one pass; a faulty catalogue is refused (exit code 2).
"""

import csv
import datetime as dt
import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from etl.catalog_spec import TABLES

Row = dict[str, Any]
ID = re.compile(r"[A-Za-z0-9_.-]+$")
YES, NO = {"1", "true", "yes", "có"}, {"0", "false", "no", "không", ""}
SIGNS = {"+": 1, "-": -1}


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    args: tuple[str, ...]
    is_key: bool
    must: bool
    meaning: str


@dataclass(frozen=True)
class Fault:
    """One fault of the catalogue: where it stands and what would be right (Vietnamese)."""

    file: str
    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}, dòng {self.row}, cột {self.column}"
        return f"{place}: «{self.value}» {self.message}"


class CatalogError(Exception):
    """The catalogue has faults; `faults` lists them all."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def columns(table: str) -> list[Column]:
    """Columns of one table, from its lines in catalog_spec."""
    found = []
    for line in TABLES[table].strip().splitlines():
        head, meaning = line.strip().split(":", 1)
        name, type_, *flags = head.split()
        match = re.fullmatch(r"(\w+)\(([^)]*)\)", type_)
        kind, args = (match[1], tuple(match[2].split(","))) if match else (type_, ())
        found.append(Column(name, kind, args, "key" in flags, "must" in flags, meaning.strip()))
    return found


SPEC: dict[str, list[Column]] = {table: columns(table) for table in TABLES}


class Catalog:
    """A checked catalogue: `tables[name]` is a list of typed rows, in file order."""

    def __init__(self, tables: dict[str, list[Row]], files: dict[str, bytes]) -> None:
        self.tables = tables
        self.files = files
        self.settings: dict[str, str] = {r["setting"]: r["value"] for r in tables["setting"]}
        self.units = {r["unit_id"]: r for r in tables["unit"]}
        self.measures = {r["measure_id"]: r for r in tables["measure"]}
        self.periods = {r["period_id"]: r for r in tables["period"]}
        self.root: str = next(u for u, r in self.units.items() if r["role"] == "root")
        self.is_sample = self.settings.get("is_sample", "0") in YES

    @property
    def hash(self) -> str:
        """SHA-256 of all files in name order: one catalogue, one hash."""
        whole = hashlib.sha256()
        for name in sorted(self.files):
            whole.update(f"{name}\0{len(self.files[name])}\0".encode())
            whole.update(self.files[name])
        return whole.hexdigest()

    def valid(self, unit_id: str, day: dt.date) -> bool:
        """Whether the unit exists on that day."""
        unit = self.units[unit_id]
        return (unit["valid_from"] or dt.date.min) <= day <= (unit["valid_to"] or dt.date.max)

    def applies(self, measure: Row, unit_id: str) -> bool:
        """Whether the measure has a figure about this unit (the root counts by its own column)."""
        unit = self.units[unit_id]
        return unit["role"] != "root" and bool(
            set(measure["applies_to"]) & {unit["unit_group"], unit_id, *unit["tags"]}
        )

    def due_dates(self) -> dict[tuple[str, str, str], dt.date]:
        """(form, reporter, period) → due date: groups spelled out, a unit's own row wins."""
        found: dict[tuple[str, str, str], dt.date] = {}
        rows = sorted(self.tables["due"], key=lambda r: r["unit_group"] in self.units)
        for row in rows:
            period = self.periods[row["period_id"]]
            for unit_id, unit in self.units.items():
                named = row["unit_group"] in (unit_id, unit["unit_group"])
                if named and unit["role"] != "root" and self.valid(unit_id, period["to_date"]):
                    found[row["form_id"], unit_id, row["period_id"]] = row["due_date"]
        return found


def is_asked(kinds: list[str], period_kind: str) -> bool:
    """Whether a list such as `Q H1 Y` names this kind of period (Q any quarter, M any month)."""
    return period_kind in kinds or (period_kind[0] in "MQ" and period_kind[0] in kinds)


def terms(words: list[str]) -> list[tuple[int, str]]:
    """`a + b - c` as words → [(1, a), (1, b), (-1, c)]."""
    sign, found = 1, []
    for word in words:
        if word in SIGNS:
            sign = SIGNS[word]
        else:
            found.append((sign, word))
            sign = 1
    return found


def read_catalog(folder: Path) -> Catalog:
    """Read and check all CSV files of a folder; raise CatalogError with every fault."""
    files = {p.name: p.read_bytes() for p in sorted(folder.glob("*.csv"))}
    return parse_catalog(files)


def parse_catalog(files: dict[str, bytes]) -> Catalog:
    """The same from bytes, as the archive keeps them."""
    faults: list[Fault] = []
    tables: dict[str, list[Row]] = {}
    for table in SPEC:
        name = f"{table}.csv"
        if name not in files:
            faults.append(Fault(name, 0, "-", "", "thiếu tệp; hãy tạo tệp với dòng tiêu đề đúng"))
            continue
        tables[table] = list(_read_table(table, files[name], faults))
    for name in files:
        if name.removesuffix(".csv") not in SPEC:
            faults.append(
                Fault(name, 0, "-", "", "không phải tệp của danh mục; hãy chuyển đi nơi khác")
            )
    if not faults:
        _check_references(tables, faults)
    if not faults:
        from etl.catalog_rules import check_meaning

        check_meaning(tables, faults)
    if faults:
        raise CatalogError(faults)
    return Catalog(tables, files)


def _read_table(table: str, content: bytes, faults: list[Fault]) -> Iterator[Row]:
    file = f"{table}.csv"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.append(Fault(file, line, "-", "", "không phải UTF-8; khi lưu hãy chọn «CSV UTF-8»"))
        return
    head = text.split("\n", 1)[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    spec = SPEC[table]
    header = [h.strip() for h in next(reader, [])]
    wanted = [c.name for c in spec]
    for name in wanted:
        if name not in header:
            faults.append(Fault(file, 1, name, "", f"thiếu cột; các cột đúng: {', '.join(wanted)}"))
    for name in header:
        if name not in wanted:
            faults.append(Fault(file, 1, name, name, f"cột lạ; các cột đúng: {', '.join(wanted)}"))
    if set(header) != set(wanted):
        return
    seen: dict[tuple[str, ...], int] = {}
    for values in reader:
        number = reader.line_num
        if not any(v.strip() for v in values):
            continue
        if len(values) != len(header):
            message = f"có {len(values)} ô, cần {len(header)} ô"
            faults.append(Fault(file, number, "-", delimiter.join(values)[:60], message))
            continue
        raw = dict(zip(header, (v.strip() for v in values), strict=True))
        row: Row = {c.name: _value(file, number, c, raw[c.name], faults) for c in spec}
        key = tuple(raw[c.name] for c in spec if c.is_key)
        if key in seen:
            faults.append(
                Fault(file, number, spec[0].name, " / ".join(key), f"trùng với dòng {seen[key]}")
            )
        seen[key] = number
        row["_row"] = number
        yield row


def _value(file: str, number: int, column: Column, raw: str, faults: list[Fault]) -> Any:
    def fault(message: str) -> None:
        faults.append(Fault(file, number, column.name, raw, message))

    if not raw:
        if column.must and column.type != "bool":
            fault("để trống; cột này bắt buộc")
        return [] if column.type in ("list", "refs") else False if column.type == "bool" else None
    match column.type:
        case "id":
            if not ID.match(raw):
                fault("không phải mã; chỉ dùng chữ không dấu, số, dấu - _ .")
            return raw
        case "int" | "number":
            return _number(column.type, raw, fault)
        case "date":
            return _date(raw, fault)
        case "bool":
            if raw.lower() not in YES | NO:
                fault("phải là 1 (có) hoặc 0 (không)")
            return raw.lower() in YES
        case "list" | "refs":
            return raw.split()
        case "one":
            if raw not in column.args:
                fault(f"phải là một trong: {', '.join(column.args)}")
            return raw
    return raw


def _number(type_: str, raw: str, fault: Any) -> int | Decimal | None:
    try:
        return int(raw) if type_ == "int" else Decimal(raw)
    except (ValueError, InvalidOperation):
        fault("không phải số; số thập phân viết với dấu chấm, không có dấu phân cách hàng nghìn")
        return None


def _date(raw: str, fault: Any) -> dt.date | None:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(raw, pattern).date()
        except ValueError:
            continue
    fault("không phải ngày; viết 2022-06-15 hoặc 15/06/2022")
    return None


def _check_references(tables: dict[str, list[Row]], faults: list[Fault]) -> None:
    known: dict[str, set[Any]] = defaultdict(set)
    for table, rows in tables.items():
        for column in SPEC[table]:
            known[f"{table}.{column.name}"] = (
                {r[column.name] for r in rows} if column.type == "id" else set()
            )
    for table, rows in tables.items():
        for column in SPEC[table]:
            if column.type not in ("ref", "refs"):
                continue
            target = column.args[0]
            for row in rows:
                value = row[column.name]
                for each in value if isinstance(value, list) else [value]:
                    if each is not None and each not in known[target]:
                        file = target.split(".")[0] + ".csv"
                        message = f"không có trong {file}; hãy thêm vào đó hoặc sửa lại mã"
                        faults.append(
                            Fault(f"{table}.csv", row["_row"], column.name, each, message)
                        )

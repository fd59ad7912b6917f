"""The catalogue: CSV files that the office keeps by hand, read strictly and checked whole.

Every fault of every file is found in one pass; a faulty catalogue is refused (exit code 2).
"""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from etl.catalog_spec import TABLES

Row = dict[str, Any]
YES, NO = {"1", "true", "yes", "có"}, {"0", "false", "no", "không", ""}
SIGNS = {"+": 1, "-": -1}
# A word of asked_in: a kind of period, and from which year on where not always.
ASKED = re.compile(r"(M(?:0[1-9]|1[0-2])?|Q[1-4]?|H[12]|9M|Y|SY)(?:>=([0-9]{4}))?")


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


class NoCatalog(Exception):
    """The folder holds no catalogue at all; the sentence says which and what to do."""


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
        self.is_sample = self.settings.get("is_sample", "0").casefold() in YES

    @cached_property
    def hash(self) -> str:
        """One catalogue, one hash."""
        return hash_files(self.files)

    @cached_property
    def measures_in_order(self) -> list[Row]:
        """Measures as forms ask them."""
        return sorted(self.tables["measure"], key=lambda m: m["sort"])

    @cached_property
    def measures_by_reporter(self) -> dict[str, list[Row]]:
        """Measures that a unit may be asked, of itself or of others, as forms ask them."""
        found: dict[str, list[Row]] = {}
        for measure in self.measures_in_order:
            names = {measure["reporter"], measure["root_reporter"]} - {"self", None}
            if measure["reporter"] == "self":
                names.update(u for u in self.units if self.applies(measure, u))
            for name in names:
                found.setdefault(name, []).append(measure)
        return found

    @cached_property
    def units_in_order(self) -> list[Row]:
        """Units as lists show them."""
        return sorted(self.units.values(), key=lambda u: u["sort"])

    @cached_property
    def table_forms(self) -> dict[str, list[Row]]:
        """Forms that are tables of an office's own, with their layouts; no workbook is made."""
        found: dict[str, list[Row]] = {}
        for row in self.tables["layout"]:
            found.setdefault(row["form_id"], []).append(row)
        return found

    @cached_property
    def ratios(self) -> list[tuple[Row, list[tuple[int, str]], list[tuple[int, str]]]]:
        """Indicators that divide, each with what stands above the line and below it."""
        return [
            (row, terms(row["numerator"]), terms(row["denominator"]))
            for row in self.tables["indicator"]
            if row["rule"] == "ratio"
        ]

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        """What a measure may name to mean a unit: its group, its code, its tags."""
        return {
            u: {r["unit_group"], u, *r["tags"]}
            for u, r in self.units.items()
            if r["role"] != "root"
        }

    def valid(self, unit_id: str, day: dt.date) -> bool:
        """Whether the unit exists on that day."""
        unit = self.units[unit_id]
        return (unit["valid_from"] or dt.date.min) <= day <= (unit["valid_to"] or dt.date.max)

    def applies(self, measure: Row, unit_id: str) -> bool:
        """Whether the measure has a figure about this unit (the root counts by its own column)."""
        return unit_id in self._applies[measure["measure_id"]]

    @cached_property
    def _applies(self) -> dict[str, set[str]]:
        named = {m: set(row["applies_to"]) for m, row in self.measures.items()}
        return {
            m: {u for u, words in self._words.items() if not words.isdisjoint(names)}
            for m, names in named.items()
        }

    def asks(self, measure: Row, period: Row) -> bool:
        """Whether the measure is asked in this period."""
        return period["period_id"] in self._asked[measure["measure_id"]][0]

    def asks_root(self, measure: Row, period: Row) -> bool:
        """Whether the root's own figure of the measure is."""
        return period["period_id"] in self._asked[measure["measure_id"]][1]

    @cached_property
    def _asked(self) -> dict[str, tuple[set[str], set[str]]]:
        """Periods in which each measure is asked of units and of the root."""

        def when(kinds: list[str]) -> set[str]:
            return {p for p, period in self.periods.items() if is_asked(kinds, period)}

        return {
            m: (when(row["asked_in"]), when(row["root_asked_in"] or row["asked_in"]))
            for m, row in self.measures.items()
        }

    def due_dates(self) -> dict[tuple[str, str, str], dt.date]:
        """(form, reporter, period) → due date: groups spelled out, a unit's own row wins."""
        return self._due_dates

    @cached_property
    def _due_dates(self) -> dict[tuple[str, str, str], dt.date]:
        found: dict[tuple[str, str, str], dt.date] = {}
        rows = sorted(self.tables["due"], key=lambda r: r["unit_group"] in self.units)
        for row in rows:
            period = self.periods[row["period_id"]]
            for unit_id, unit in self.units.items():
                named = row["unit_group"] in (unit_id, unit["unit_group"])
                if named and unit["role"] != "root" and self.valid(unit_id, period["to_date"]):
                    found[row["form_id"], unit_id, row["period_id"]] = row["due_date"]
        return found


def names_kind(kinds: list[str], period_kind: str) -> bool:
    """Whether a list such as `Q H1 Y>=2022` names this kind, of any year (Q any quarter)."""
    plain = [found[1] for word in kinds if (found := ASKED.fullmatch(word))]
    return period_kind in plain or (period_kind[0] in "MQ" and period_kind[0] in plain)


def is_asked(kinds: list[str], period: Row) -> bool:
    """Whether such a list names a period: `Y>=2022` is asked in years that end in 2022 or later."""
    year = period["to_date"].year
    told = [found for word in kinds if (found := ASKED.fullmatch(word))]
    return names_kind([f[1] for f in told if int(f[2] or 0) <= year], period["kind"])


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


def hash_files(files: dict[str, bytes]) -> str:
    """SHA-256 of all files of a catalogue in name order."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(f"{name}\0{len(files[name])}\0".encode())
        whole.update(files[name])
    return whole.hexdigest()

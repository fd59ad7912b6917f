"""A correction of one cell: against what stands there now, by a report's own checks."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from etl.catalog import Catalog
from etl.check_values import in_range, parts_and_wholes
from etl.clean import STEP
from etl.form_layout import PARTS
from etl.journal import Entry
from etl.report import VALUE_COLUMNS, Report, Value, plain
from etl.rules import Finding

VALUE: Final = 4  # its place in VALUE_COLUMNS


class Wrong(Exception):
    """The correction cannot be entered; the sentence says why."""


def check_correction(
    parsed: Path, entries: Iterable[Entry], catalog: Catalog, given: dict[str, Any]
) -> None:
    """Raise Wrong where the cell is none of figures, holds something else, or may not hold this.

    `parsed` is the Parquet of the report, `entries` the journal so far.
    """
    number = given["report"]
    values = _standing(parsed, number, entries)
    place = given["sheet"], given["cell"]
    if place not in values:
        raise Wrong(f"Báo cáo số {number} không có ô số liệu {place[1]} trong trang «{place[0]}».")
    expected, new = _decimal(given["expected"]), _decimal(given["value"])
    old = values[place]
    stands = old[VALUE]
    if stands != expected:
        shown = "trống" if stands is None else f"là {plain(stands)}"
        raise Wrong(f"Ô {place[1]} đang {shown}, không phải {plain(expected)} (--expected).")
    found = _findings(catalog, values | {place: _with(old, new)}, place)
    before = _findings(catalog, values, place)
    for finding in found:
        if finding not in before:
            raise Wrong(f"{place[0]}, {finding.cell}: {finding.message()}")


def _standing(parsed: Path, number: int, entries: Iterable[Entry]) -> dict[tuple[str, str], Value]:
    """Figures of a report by sheet and cell, as earlier corrections left them."""
    rows = pq.read_table(parsed, columns=list(VALUE_COLUMNS)).to_pylist()
    values: dict[tuple[str, str], Value] = {
        (r["sheet"], r["cell"]): tuple(r[c] for c in VALUE_COLUMNS)  # type: ignore[misc]
        for r in rows
        if r["section"] in PARTS
    }
    for entry in entries:
        if entry.get("act") == "correct" and entry["report"] == number:
            place = entry["sheet"], entry["cell"]
            if place in values and values[place][VALUE] == _decimal(entry["expected"]):
                values[place] = _with(values[place], _decimal(entry["value"]))
    return values


def _with(old: Value, value: Decimal) -> Value:
    return (*old[:VALUE], value, *old[VALUE + 1 :])


def _decimal(text: str) -> Decimal:
    return Decimal(text).quantize(STEP)


def _findings(
    catalog: Catalog, values: dict[tuple[str, str], Value], place: tuple[str, str]
) -> list[Finding]:
    section, _, measure_id, _, value, *_ = values[place]
    report = Report(values=list(values.values()))
    if section == "criteria":
        if value not in (0, 1):
            report.findings.append(Finding("choice-unknown", *place, str(value), "0, 1"))
    elif value is not None and (finding := in_range(catalog.measures[measure_id], value, *place)):
        report.findings.append(finding)
    parts_and_wholes(catalog, report)
    return report.findings

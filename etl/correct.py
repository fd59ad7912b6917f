"""A correction of one cell: against what stands there now, by a report's own checks.

It belongs to its lần nộp; where a newer one takes its place, that is told.
"""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from etl.catalog import Catalog
from etl.check_values import in_range, parts_and_wholes, two_readings
from etl.clean import STEP, fold
from etl.form_layout import PARTS
from etl.journal import Entry
from etl.output import Output
from etl.place import today
from etl.report import VALUE_COLUMNS, Report, Value, plain
from etl.rules import Finding

VALUE: Final = 4  # its place in VALUE_COLUMNS
EMPTY: Final = ""  # what an act says of a cell in which nothing stands
# One row a cell whose figure in force is a correction's.
IN_FORCE = """
    select reporter_id, period_id, measure_id, subject_id, journal_no, correction_no, value
    from observation_known($day)
    where correction_no is not null
"""
# The same cells now: which lần nộp is in force, and what it says.
NOW = """
    select o.reporter_id, o.period_id, o.measure_id, o.subject_id,
        o.journal_no, o.correction_no, o.value,
        o.sheet, o.cell, u.name_vi as unit, m.title_vi as measure
    from observation_known($day) o
    join unit u on u.unit_id = o.subject_id
    join measure m using (measure_id)
    order by o.journal_no, o.sheet, o.cell
"""
Key = tuple[str, str, str, str]  # reporter, period, measure, subject


class Wrong(Exception):
    """The correction cannot be entered; the sentence says why."""


def given_figure(typed: str) -> str:
    """A figure as typed; EMPTY for nothing, or for the word that says so.

    Some Windows shells drop an empty argument, so the word is needed.
    """
    return EMPTY if fold(typed) in (EMPTY, "trống") else typed


def figure(text: str) -> Decimal | None:
    """A figure of an act; None where it names an empty cell."""
    return None if text == EMPTY else Decimal(text).quantize(STEP)


def shown(value: Decimal | None) -> str:
    """A figure as an office reads it, and the word for none."""
    return "trống" if value is None else plain(value)


def check_correction(
    parsed: Path, entries: Iterable[Entry], catalog: Catalog, given: dict[str, Any]
) -> list[Finding]:
    """Raise Wrong where the cell is none of figures, holds something else, or may not hold this.

    `parsed` is the Parquet of the report, `entries` the journal so far. What is only to be asked
    about the new figure is returned: it is published with that.
    """
    number = given["report"]
    values = _standing(parsed, number, entries)
    place = given["sheet"], given["cell"]
    if place not in values:
        raise Wrong(f"Báo cáo số {number} không có ô số liệu {place[1]} trong trang «{place[0]}».")
    expected, new = figure(given["expected"]), figure(given["value"])
    old = values[place]
    stands = old[VALUE]
    if stands != expected:
        is_now = shown(stands) if stands is None else f"là {shown(stands)}"
        raise Wrong(f"Ô {place[1]} đang {is_now}, không phải {shown(expected)} (--expected).")
    if new == stands:
        raise Wrong(f"Ô {place[1]} vốn đã như vậy ({shown(stands)}), không có gì để đính chính.")
    if new is None and _read(parsed)[place][VALUE] is not None:
        raise Wrong(f"Đơn vị có ghi số ở ô {place[1]}; chỉ ô đơn vị để trống mới trở lại trống.")
    found = _findings(catalog, values | {place: _with(old, new)}, place)
    before = _findings(catalog, values, place)
    for finding in found:
        if finding not in before:
            raise Wrong(f"{place[0]}, {finding.cell}: {finding.message()}")
    section, _, measure_id, *_ = old
    if new is None or section == "criteria":
        return []
    asked = two_readings(catalog.measures[measure_id], new, *place)
    return [asked] if asked else []


def _standing(parsed: Path, number: int, entries: Iterable[Entry]) -> dict[tuple[str, str], Value]:
    """Figures of a report by sheet and cell, as earlier corrections left them."""
    values = _read(parsed)
    for entry in entries:
        if entry.get("act") == "correct" and entry["report"] == number:
            place = entry["sheet"], entry["cell"]
            if place in values and values[place][VALUE] == figure(entry["expected"]):
                values[place] = _with(values[place], figure(entry["value"]))
    return values


def _read(parsed: Path) -> dict[tuple[str, str], Value]:
    """Figures of a report by sheet and cell, as they were read."""
    import pyarrow.parquet as pq  # here: no other act needs it

    rows = pq.ParquetFile(parsed).read(list(VALUE_COLUMNS)).to_pylist()
    return {
        (r["sheet"], r["cell"]): tuple(r[c] for c in VALUE_COLUMNS)  # type: ignore[misc]
        for r in rows
        if r["section"] in PARTS
    }


def _with(old: Value, value: Decimal | None) -> Value:
    return (*old[:VALUE], value, *old[VALUE + 1 :])


def _findings(
    catalog: Catalog, values: dict[tuple[str, str], Value], place: tuple[str, str]
) -> list[Finding]:
    section, _, measure_id, _, value, *_ = values[place]
    report = Report(values=list(values.values()))
    if section == "criteria":
        if value not in (None, 0, 1):
            report.findings.append(Finding("choice-unknown", *place, str(value), "0, 1"))
    elif value is not None and (finding := in_range(catalog.measures[measure_id], value, *place)):
        report.findings.append(finding)
    parts_and_wholes(catalog, report)
    return report.findings


def in_force(published: list[Path], entries: Iterable[Entry]) -> dict[Key, dict[str, Any]]:
    """Corrected cells of the newest of these builds, as known today; none where there is none."""
    if not any(e.get("act") == "correct" for e in entries):
        return {}
    import duckdb

    try:
        return _cells(published[-1], IN_FORCE) if published else {}
    except duckdb.Error:  # damaged: what is published next replaces it
        return {}


def tell_lapsed(before: dict[Key, dict[str, Any]], published: Path, out: Output) -> None:
    """Say which of the corrections in force `before` no longer are, where the figure is another."""
    now = _cells(published, NOW) if before else {}
    for key in (k for k in now if k in before):
        old, new = before[key], now[key]
        is_in_force = new["journal_no"] == old["journal_no"] and new["correction_no"] is not None
        if is_in_force or new["value"] == old["value"]:
            continue
        out.record(
            type="lapsed", act=old["correction_no"], period=key[1], corrected=old["value"],
            now=new["value"], report=new["journal_no"],
            **{n: new[n] for n in ("unit", "measure", "sheet", "cell")},
        )  # fmt: skip
        out.say(
            f"cảnh báo: đính chính số {old['correction_no']} ({new['unit']}, {key[1]}, "
            f"{new['measure']}: {shown(old['value'])}) thôi áp dụng; báo cáo số "
            f"{new['journal_no']} ở ô {new['cell']}, trang «{new['sheet']}», là "
            f"{shown(new['value'])}. Nếu vẫn cần, hãy đính chính lại."
        )


def _cells(published: Path, query: str) -> dict[Key, dict[str, Any]]:
    import duckdb  # here: the acts and the children that check need none

    with duckdb.connect(str(published), read_only=True) as con:
        found = con.execute(query, {"day": today()})
        names = [d[0] for d in found.description or []]
        return {row[:4]: dict(zip(names, row, strict=True)) for row in found.fetchall()}

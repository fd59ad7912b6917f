"""Checks of values: each in its measure's range, no part above its whole or of nothing."""

from collections.abc import Iterable
from decimal import Decimal

from etl.catalog import Catalog, Row
from etl.report import Report, Value, plain
from etl.rules import Finding

Terms = list[tuple[int, str]]
Cells = dict[tuple[str, str], Value]  # by (measure, subject)


def in_range(measure: Row, value: Decimal, sheet: str, cell: str) -> Finding | None:
    """Whether one figure can be one of its measure."""
    low = measure["min"] if measure["min"] is not None else Decimal(0)
    high, uom = measure["max"], measure["uom_vi"]
    if value < low or (high is not None and value > high):
        what = f"{plain(low)} – {plain(high)} ({uom})" if high is not None else f"≥ {plain(low)}"
        return Finding("out-of-range", sheet, cell, plain(value), what, (measure["measure_id"],))
    if measure["decimals"] == 0 and value != value.to_integral_value():
        return Finding("not-whole", sheet, cell, plain(value), uom, (measure["measure_id"],))
    return None


def two_readings(measure: Row, value: Decimal, sheet: str, cell: str) -> Finding | None:
    """More decimals than the measure shows may be thousands: 716.449 in an English Excel."""
    decimals = -int(value.normalize().as_tuple().exponent)
    if not measure["decimals"] < decimals <= 3 or not 1 <= abs(value) < 1000:
        return None
    told = (plain(value), plain(value * 1000))
    return Finding("decimals-odd", sheet, cell, *told, (measure["measure_id"],))


def parts_and_wholes(catalog: Catalog, report: Report) -> None:
    """Every ratio that this one report gives both sides of, for each subject unit."""
    at = {(v[2], v[3]): v for v in report.values if v[0] == "results" and v[4] is not None}
    subjects: dict[str, list[str]] = {}
    for measure, subject in sorted(at):
        subjects.setdefault(measure, []).append(subject)
    for row, above, below in catalog.ratios:
        for subject in subjects.get(above[0][1], ()):
            finding = _compare(row, above, below, at, subject)
            if finding is not None and finding not in report.findings:
                report.findings.append(finding)


def _compare(row: Row, above: Terms, below: Terms, at: Cells, subject: str) -> Finding | None:
    part, whole = _sum(at, above, subject), _sum(at, below, subject)
    if part is None or whole is None:
        return None
    here, there = at[above[0][1], subject], at[below[0][1], subject]
    measures = tuple(m for _, m in (*above, *below))
    if part > 0 and whole == 0:
        what = f"ô {there[9]}"
        return Finding("whole-is-zero", here[8], here[9], plain(part), what, measures)
    if row["is_share"] and part > whole:
        what = f"{plain(whole)} (ô {there[9]})"
        return Finding("part-exceeds-whole", here[8], here[9], plain(part), what, measures)
    return None


def _sum(at: Cells, used: Iterable[tuple[int, str]], subject: str) -> Decimal | None:
    total = Decimal(0)
    for sign, measure in used:
        value = at.get((measure, subject))
        if value is None or value[4] is None:
            return None
        total += sign * value[4]
    return total

"""What targets must be: of somebody whom the indicator is about, within what it can ever be."""

from decimal import Decimal
from typing import Any

from etl.catalog import Row, terms
from etl.catalog_check import Checker

SCOPES = {"unit": "đơn vị", "block": "khối", "root": "đơn vị gốc"}
Bounds = tuple[Decimal | None, Decimal | None]


def check_targets(c: Checker) -> None:
    """All checks of target.csv."""
    scopes = _scopes(c)
    indicators = {r["indicator_id"]: r for r in c.tables["indicator"]}
    measures = {r["measure_id"]: r for r in c.tables["measure"]}
    words = {
        r["unit_id"]: {r["unit_group"], r["unit_id"], *r["tags"]} - {None}
        for r in c.tables["unit"] if r["role"] != "root"
    }  # fmt: skip
    long_years = {r["plan_year_id"] for r in c.tables["plan_year"] if r["months"] > 12}
    for row in c.tables["target"]:
        indicator = indicators[row["indicator_id"]]
        used = _used(indicator)
        if not set(used) <= measures.keys():
            continue  # told where the indicator stands
        if row["scope_id"] not in scopes[row["scope_type"]]:
            what = SCOPES[row["scope_type"]]
            c.fault("target", row, "scope_id", f"không phải mã {what} trong danh mục")
        elif not _applies(row, indicator, [measures[m] for m in used], words):
            message = (
                f"chỉ tiêu {row['indicator_id']} không áp dụng cho {SCOPES[row['scope_type']]} này"
            )
            c.fault("target", row, "scope_id", message)
        if indicator["direction"] == "none":
            c.fault("target", row, "indicator_id", "chỉ tiêu không có hướng thì không có kế hoạch")
        is_flow = indicator["rule"] in ("sum", "office") and measures[used[0]]["kind"] == "flow"
        if row["plan_year_id"] in long_years and is_flow:
            message = "kế hoạch nhiều năm chỉ dùng cho số cuối kỳ và tỷ lệ"
            c.fault("target", row, "plan_year_id", message)
        _within(c, row, _bounds(c, row, indicator, measures[used[0]]))


def _scopes(c: Checker) -> dict[str, set[Any]]:
    units = c.tables["unit"]
    return {
        "unit": {r["unit_id"] for r in units},
        "block": {r["block_id"] for r in c.tables["block"]},
        "root": {r["unit_id"] for r in units if r["role"] == "root"},
    }


def _used(indicator: Row) -> list[str]:
    named = terms(indicator["numerator"]) + terms(indicator["denominator"])
    return [m for _, m in named] + indicator["weight"]


def _applies(row: Row, indicator: Row, used: list[Row], words: dict[str, set[str]]) -> bool:
    """Whether the indicator can have a figure there at all."""
    if row["scope_type"] == "root":
        return True
    if indicator["rule"] == "office":
        return False
    of_unit = words.get(row["scope_id"], set())
    return row["scope_type"] == "block" or all(of_unit & set(m["applies_to"]) for m in used)


def _bounds(c: Checker, row: Row, indicator: Row, measure: Row) -> Bounds:
    """What a figure can be at least and at most; None where nothing tells."""
    if indicator["is_share"]:
        return Decimal(0), indicator["factor"]
    is_unit = row["scope_type"] == "unit"
    if indicator["rule"] == "level" and is_unit:
        ranks = [Decimal(r["rank"]) for r in c.tables["level"]]
        return min(ranks, default=None), max(ranks, default=None)
    is_plain = indicator["rule"] in ("mean", "max", "office") or is_unit
    if indicator["rule"] != "ratio" and is_plain and len(indicator["numerator"]) == 1:
        return measure["min"], measure["max"]
    return None, None


def _within(c: Checker, row: Row, bounds: Bounds) -> None:
    least, most = bounds
    for column in ("value", "baseline"):
        value = row[column]
        if value is None:
            continue
        if least is not None and value < least:
            c.fault("target", row, column, f"nhỏ hơn mức thấp nhất có thể có ({least:f})")
        if most is not None and value > most:
            c.fault("target", row, column, f"lớn hơn mức cao nhất có thể có ({most:f})")

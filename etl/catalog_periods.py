"""What plan years, periods and due dates must be: id, kind and days say one and the same.

The share of the plan year expected by now is counted from these days: a period that ended a day
early would be judged by a month less.
"""

import datetime as dt
import re
from calendar import monthrange

from etl.catalog import Row
from etl.catalog_check import Checker

# First and last month of each kind of period; a school year has its plan year's own.
MONTHS = {
    **{f"M{m:02}": (m, m) for m in range(1, 13)},
    **{f"Q{q}": (3 * q - 2, 3 * q) for q in range(1, 5)},
    "H1": (1, 6), "H2": (7, 12), "9M": (1, 9), "Y": (1, 12),
}  # fmt: skip
PLAN_YEAR = re.compile(r"([12][0-9]{3})(?:-([12][0-9]{3})|-([0-9]{2})-SY)?")
LATEST = dt.timedelta(days=366)  # after a period's end: a cut-off or due date beyond is mistyped


def check_periods(c: Checker) -> None:
    """All checks of plan_year.csv, period.csv and the days of due.csv."""
    years = {r["plan_year_id"]: r for r in c.tables["plan_year"]}
    periods = {r["period_id"]: r for r in c.tables["period"]}
    for row in years.values():
        _plan_year(c, row)
    for row in periods.values():
        if row["kind"] == "SY":
            _school_year(c, row, years[row["plan_year_id"]])
        else:
            _period(c, row)
        _near(c, "period", row, "cutoff_date", row)
    for row in c.tables["due"]:
        _near(c, "due", row, "due_date", periods[row["period_id"]])


def _plan_year(c: Checker, row: Row) -> None:
    said = PLAN_YEAR.fullmatch(row["plan_year_id"])
    first = int(said[1]) if said else 0
    if said is None or (said[3] and int(said[3]) != (first + 1) % 100):
        message = "mã năm kế hoạch viết 2022, 2021-2025, hoặc 2021-22-SY cho năm học"
        c.fault("plan_year", row, "plan_year_id", message)
        return
    if said[3]:
        days = _days(first, row["from_date"].month, first + 1, row["to_date"].month)
    else:
        days = _days(first, 1, int(said[2] or first), 12)
    _same_days(c, "plan_year", row, days, f"theo mã năm kế hoạch «{row['plan_year_id']}»")
    if row["months"] != _months(row):
        right = f"từ from_date đến to_date là {_months(row)} tháng"
        c.fault("plan_year", row, "months", right)


def _school_year(c: Checker, row: Row, year: Row) -> None:
    if not row["plan_year_id"].endswith("-SY"):
        message = "kỳ loại SY thuộc năm kế hoạch của một năm học, như 2021-22-SY"
        c.fault("period", row, "plan_year_id", message)
    elif row["period_id"] != row["plan_year_id"]:
        message = f"mã kỳ loại SY là mã năm kế hoạch của nó: {row['plan_year_id']}"
        c.fault("period", row, "period_id", message)
    days = (year["from_date"], year["to_date"])
    _same_days(c, "period", row, days, f"theo năm kế hoạch «{row['plan_year_id']}»")


def _period(c: Checker, row: Row) -> None:
    kind = row["kind"]
    said = re.fullmatch(rf"([12][0-9]{{3}})-{kind}", row["period_id"])
    if said is None:
        like = f"{row['from_date'].year}-{kind}"
        message = f"mã kỳ loại {kind} là năm và loại kỳ, như {like}"
        c.fault("period", row, "period_id", message)
        return
    if row["plan_year_id"] != said[1]:
        message = f"kỳ «{row['period_id']}» thuộc năm kế hoạch {said[1]}"
        c.fault("period", row, "plan_year_id", message)
    first, last = MONTHS[kind]
    days = _days(int(said[1]), first, int(said[1]), last)
    _same_days(c, "period", row, days, f"theo mã kỳ «{row['period_id']}»")


def _days(year: int, month: int, last_year: int, last_month: int) -> tuple[dt.date, dt.date]:
    """The first day of one month and the last of another."""
    end = monthrange(last_year, last_month)[1]
    return dt.date(year, month, 1), dt.date(last_year, last_month, end)


def _months(row: Row) -> int:
    """Whole months from the first day to the last, both counted."""
    end = row["to_date"] + dt.timedelta(days=1)
    return 12 * (end.year - row["from_date"].year) + end.month - row["from_date"].month


def _same_days(c: Checker, table: str, row: Row, days: tuple[dt.date, dt.date], why: str) -> None:
    for column, right in zip(("from_date", "to_date"), days, strict=True):
        if row[column] != right:
            c.fault(table, row, column, f"phải là {right} {why}")


def _near(c: Checker, table: str, row: Row, column: str, period: Row) -> None:
    latest = period["to_date"] + LATEST
    if not period["from_date"] <= row[column] <= latest:
        message = f"phải từ {period['from_date']} đến {latest} (kỳ «{period['period_id']}»)"
        c.fault(table, row, column, message)

"""What settings must be: known by name, numbers within their range and in their order."""

import re
from difflib import get_close_matches

from etl.catalog import NO, YES, Row
from etl.catalog_check import Checker

REQUIRED = {
    "office_vi": "tên cơ quan",
    "office_en": "tên cơ quan bằng tiếng Anh",
    "is_sample": "1 nếu là số liệu mẫu",
    "pace_on": "ngưỡng đạt tiến độ, %",
    "pace_near": "ngưỡng gần đạt, %",
    "pace_slow": "ngưỡng chậm, %",
    "coverage_min": "ngưỡng đủ báo cáo, %",
}
# What a view opens with: a row of another table; where that has none there is nothing to choose.
DEFAULTS = {
    "default_scheme": ("scheme", "scheme_id", "mã hệ thống khối"),
    "default_set": ("indicator_set", "set_id", "mã bộ chỉ tiêu"),
    "default_period": ("period", "period_id", "mã kỳ báo cáo mở ra đầu tiên"),
}
SWITCHES = {
    "is_sample": "số liệu mẫu",
    "intake": "cho tiếp nhận báo cáo trên màn hình",
    "include_sensitive": "công bố số liệu quốc phòng, an ninh",
    "include_personal": "công bố tên người ký và số liệu cá nhân",
}
NUMBERS = {
    "pace_on": (1, 200), "pace_near": (1, 200), "pace_slow": (1, 200), "coverage_min": (1, 100),
    "answers_min": (0, 1_000_000), "early_days": (0, 3660), "late_days": (0, 3660),
    "change_percent": (1, 1_000_000), "change_floor": (0, 10**9), "jump_from": (1, 1_000_000),
    "jump_to": (1, 1_000_000), "copy_figures": (1, 10_000), "copy_percent": (1, 100),
    "peers_min": (1, 10_000),
}  # fmt: skip
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
# The first is never more than the second.
ORDERED = (("pace_slow", "pace_near"), ("pace_near", "pace_on"), ("jump_from", "jump_to"))


def check_settings(c: Checker) -> None:
    """All checks of setting.csv."""
    rows = {r["setting"]: r for r in c.tables["setting"]}
    for name, meaning in REQUIRED.items():
        _present(c, rows, name, meaning)
    for name, (table, column, meaning) in DEFAULTS.items():
        _default(c, rows, name, {r[column] for r in c.tables[table]}, f"{table}.csv", meaning)
    for row in c.tables["setting"]:
        _known(c, row)
    for name, meaning in SWITCHES.items():
        row = rows.get(name)
        if row and row["value"].casefold() not in YES | NO:
            c.fault("setting", row, "value", f"phải là 1 ({meaning}) hoặc 0")
    _numbers(c, rows)


def _present(c: Checker, rows: dict[str, Row], name: str, meaning: str) -> None:
    if name not in rows:
        c.fault("setting", {"setting": name}, "setting", f"thiếu dòng «{name}» ({meaning})")


def _default(
    c: Checker, rows: dict[str, Row], name: str, known: set[str], file: str, meaning: str
) -> None:
    if known:
        _present(c, rows, name, meaning)
    if name in rows and rows[name]["value"] not in known:
        cure = "" if known else "; tệp này chưa có dòng nào, hãy bỏ dòng này"
        c.fault("setting", rows[name], "value", f"không có trong {file}{cure}")


def _known(c: Checker, row: Row) -> None:
    """A misspelt name would be passed over in silence, and its default used."""
    names = [*REQUIRED, *DEFAULTS, *SWITCHES, *NUMBERS]
    if row["setting"] in names:
        return
    like = get_close_matches(row["setting"].lower(), names, n=1)
    cure = f"; có phải «{like[0]}»?" if like else f"; các tên đúng: {', '.join(names)}"
    c.fault("setting", row, "setting", f"không phải tên thiết lập{cure}")


def _numbers(c: Checker, rows: dict[str, Row]) -> None:
    said: dict[str, float] = {}
    for name, (least, most) in NUMBERS.items():
        row = rows.get(name)
        if row is None:
            continue
        if not NUMBER.fullmatch(row["value"]):
            c.fault("setting", row, "value", "không phải số")
        elif not least <= float(row["value"]) <= most:
            c.fault("setting", row, "value", f"phải từ {least} đến {most}")
        else:
            said[name] = float(row["value"])
    for low, high in ORDERED:
        if low in said and high in said and said[low] > said[high]:
            c.fault("setting", rows[high], "value", f"nhỏ hơn {low} ({rows[low]['value']})")

"""New rural areas: levels by decisions, criteria as told."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.app import drawn, written
from tests.app.figures.common import SET, Row, indicator_lines
from tests.witness.screens import Screen


def shown(app: AppTest) -> dict[str, Any]:
    charts, said = drawn.charts(app), drawn.prose(app)
    title = drawn.title(app)
    return {
        "standard": drawn.numbers(title, {"n": rf"{SET} xã đạt chuẩn"}),
        "left": title.split(", còn ")[1] if ", còn " in title else "",
        "told": next(p.split(" ")[0] for p in said if "đã báo cáo" in p or "không hỏi" in p),
        "levels": drawn.strip(charts["levels"]),
        "criteria": drawn.grid(charts["criteria"]) if "criteria" in charts else None,
        "near": drawn.under(app, "Gần đạt"),
        "differ": drawn.under(app, "Quyết định và tự đánh giá"),
        "progress": drawn.progress(charts["progress"]),
        "table": drawn.table(app.dataframe[0].value),
    }


def told(screen: Screen) -> dict[str, Any]:
    levels = screen.levels
    left = [u for u, r in levels.items() if not r["rank"]]
    assessed = {u: screen.assessed(u) for u in levels}
    asked = [a for a in assessed.values() if a[2]]
    told = f"{sum(bool(a[1]) for a in asked)}/{len(asked)}"
    return {
        "standard": {"n": f"{len(levels) - len(left)}/{len(levels)}"},
        "left": left_names(screen, left),
        "told": told if asked else "Kỳ",
        "levels": level_counts(levels),
        "criteria": criteria_map(screen, assessed) if asked else None,
        "near": near(screen, assessed),
        "differ": differ(screen, assessed),
        "progress": indicator_lines(screen, "ntm"),
        "table": [level_row(screen, u) for u in in_order(screen, levels)],
    }


def in_order(screen: Screen, units: Iterable[str]) -> list[str]:
    """The highest level first, then who meets most criteria, then the catalogue's order."""

    def place(unit: str) -> tuple[int, bool, int, int]:
        met = screen.assessed(unit)[0]
        sort = int(screen.office.units[unit]["sort"])
        return (-screen.levels[unit]["rank"], met is None, -(met or 0), sort)

    return sorted(units, key=place)


def level_row(screen: Screen, unit: str) -> tuple:
    row, name = screen.levels[unit], screen.office.units[unit]["name_vi"]
    met = screen.assessed(unit)[0]
    return (name, row["level"], row["year"], row["decision"], row["decided"], met)


def left_names(screen: Screen, left: list[str]) -> str:
    """Up to four are named, in the order in which the page lists them."""
    if len(left) > 4:
        return f"{len(left)} xã"
    return ", ".join(screen.office.units[u]["short_vi"] for u in in_order(screen, left))


def level_counts(levels: dict[str, Row]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in levels.values():
        found[row["level"]] = found.get(row["level"], 0) + 1
    return found


def criteria_map(
    screen: Screen, assessed: dict[str, tuple]
) -> tuple[list[str], list[str], drawn.Grid]:
    units = in_order(screen, assessed)
    cells = [[criterion(told, u) for u in units] for _, told in screen.criteria]
    heads = [drawn.short(screen.office.units[u]["short_vi"]) for u in units]
    return [drawn.short(m["title_vi"]) for m, _ in screen.criteria], heads, cells


def criterion(told: dict[str, Fraction | None], unit: str) -> tuple[str, bool]:
    if unit not in told:
        return written.NOTHING, False
    if told[unit] is None:
        return "?", True
    return ("✔" if told[unit] else "✖"), False


def near(screen: Screen, assessed: dict[str, tuple]) -> list[str]:
    """Who told of all criteria and lacks one to three, and which."""
    said = []
    for unit in in_order(screen, assessed):
        met, told, asked = assessed[unit]
        if asked and told == asked and 1 <= asked - met <= 3:
            lacking = [m["title_vi"] for m, values in screen.criteria if values.get(unit) == 0]
            name = screen.office.units[unit]["short_vi"]
            said.append(f"{name} đạt {met}/{asked}, còn: {', '.join(lacking)}.")
    return said or ["Không có xã nào còn thiếu 1–3 tiêu chí theo báo cáo kỳ này."]


def differ(screen: Screen, assessed: dict[str, tuple]) -> list[str]:
    """Recognised without all criteria, or all criteria without a decision."""
    said = []
    for unit in in_order(screen, assessed):
        (met, told, asked), row = assessed[unit], screen.levels[unit]
        name = screen.office.units[unit]["short_vi"]
        if asked and told == asked and row["rank"] and met < asked:
            said.append(
                f"{name} đã được công nhận {row['level']} nhưng tự đánh giá chỉ đạt "
                f"{met}/{asked} tiêu chí."
            )
        if asked and told == asked and not row["rank"] and met == asked:
            said.append(
                f"{name} tự đánh giá đạt đủ {asked} tiêu chí nhưng chưa có quyết định công nhận."
            )
    return said or ["Không có xã nào khác nhau."]

"""New rural areas: levels by decisions, criteria as told."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.app import drawn, written
from tests.app.figures.common import Row, indicator_lines
from tests.witness.screens import Screen

UNKNOWN = "Chưa rõ mức"


def shown(app: AppTest) -> dict[str, Any]:
    charts, said = drawn.charts(app), drawn.prose(app)
    return {
        "title": drawn.title(app),
        "told": next(p for p in said if "đã báo cáo" in p or "không hỏi" in p),
        "levels": list(drawn.strip(charts["levels"]).items()),
        "criteria": drawn.grid(charts["criteria"]) if "criteria" in charts else None,
        "hovers": drawn.hovers(charts["criteria"]) if "criteria" in charts else None,
        "near": drawn.under(app, "Gần đạt"),
        "differ": drawn.under(app, "Quyết định và tự đánh giá"),
        "progress": drawn.progress(charts["progress"]),
        "table": drawn.table(app.dataframe[0].value),
    }


def told(screen: Screen) -> dict[str, Any]:
    levels = screen.levels
    assessed = {u: screen.assessed(u) for u in levels}
    asked = [a for a in assessed.values() if a[2]]
    return {
        "title": title(screen, levels),
        "told": who_told(asked),
        "levels": level_counts(levels),
        "criteria": criteria_map(screen, assessed) if asked else None,
        "hovers": criteria_hovers(screen, assessed) if asked else None,
        "near": near(screen, assessed),
        "differ": differ(screen, assessed),
        "progress": indicator_lines(screen, "ntm"),
        "table": [level_row(screen, u) for u in in_order(screen, levels)],
    }


def in_order(screen: Screen, units: Iterable[str]) -> list[str]:
    """The highest level first, unknown ones last; who meets most criteria; as catalogued."""
    levels = screen.levels

    def place(unit: str) -> tuple[bool, int, bool, int, int]:
        met = screen.assessed(unit)[0]
        sort = int(screen.office.units[unit]["sort"])
        rank = levels[unit]["rank"]
        return (rank is None, -(rank or 0), met is None, -(met or 0), sort)

    return sorted(units, key=place)


def level_row(screen: Screen, unit: str) -> tuple:
    row, name = screen.levels[unit], screen.office.units[unit]["name_vi"]
    met = screen.assessed(unit)[0]
    level = row["level"] or UNKNOWN
    when = (
        (None, row["decision"], None)
        if row["rank"] == 0
        else (row["year"], row["decision"], row["decided"])
    )
    return (name, level, *when, met)


def title(screen: Screen, levels: dict[str, Row]) -> str:
    """Who is at standard, who is left, by name where they are few, and of whom nothing is known."""
    if not levels:
        return "Nông thôn mới"
    ranks = [row["rank"] for row in levels.values()]
    met, unknown = sum(bool(r) for r in ranks), ranks.count(None)
    if met == len(ranks):
        return f"Tất cả {met} xã đạt chuẩn nông thôn mới"
    left = [u for u in in_order(screen, levels) if levels[u]["rank"] == 0]
    names = ", ".join(screen.office.units[u]["short_vi"] for u in left)
    said = [f"{met}/{len(ranks)} xã đạt chuẩn nông thôn mới"]
    said += [f"còn {names if len(left) <= 4 else f'{len(left)} xã'}"] if left else []
    said += [f"{unknown} xã chưa có quyết định nào trong danh mục"] if unknown else []
    return ", ".join(said)


def who_told(asked: list[tuple]) -> str:
    if not asked:
        return "Kỳ này không hỏi tiêu chí nông thôn mới, hoặc chưa có xã nào báo cáo."
    told = sum(bool(a[1]) for a in asked)
    share = written.number(Fraction(100 * told, len(asked)), 0)
    return f"{told}/{len(asked)} đơn vị đã báo cáo ({share} %)"


def level_counts(levels: dict[str, Row]) -> list[tuple[str, int]]:
    """How many are at each level, the highest first, unknown ones last."""
    ranks = Counter(row["rank"] for row in levels.values())
    names = {row["rank"]: row["level"] for row in levels.values()}
    known = sorted((r for r in ranks if r is not None), reverse=True)
    unknown = [(UNKNOWN, ranks[None])] if ranks[None] else []
    return [*((names[r], ranks[r]) for r in known), *unknown]


def criteria_map(
    screen: Screen, assessed: dict[str, tuple]
) -> tuple[list[str], list[str], drawn.Grid]:
    units = in_order(screen, assessed)
    cells = [[criterion(screen, told, u) for u in units] for _, told in screen.criteria]
    heads = [drawn.short(screen.office.units[u]["short_vi"]) for u in units]
    return [drawn.short(m["title_vi"]) for m, _ in screen.criteria], heads, cells


def criterion(screen: Screen, told: dict[str, Fraction | None], unit: str) -> tuple[str, bool]:
    if unit not in told:
        return written.NOTHING, False
    if told[unit] is None:
        return "↩" if screen.is_returned(unit) else "?", True
    return ("✔" if told[unit] else "✖"), False


MEANING = {"✔": "đạt", "✖": "chưa đạt", "?": "chưa báo cáo", "↩": "báo cáo bị trả lại"}


def criteria_hovers(screen: Screen, assessed: dict[str, tuple]) -> list[list[str]]:
    """The same in words; nothing where a criterion is not asked of a commune."""
    names = [screen.office.units[u]["short_vi"] for u in in_order(screen, assessed)]
    return [
        [
            "" if text == written.NOTHING else f"{name}: {MEANING[text]}"
            for name, (text, _) in zip(names, row, strict=True)
        ]
        for row in criteria_map(screen, assessed)[2]
    ]


NEAR_NONE = "Trong các xã chưa đạt chuẩn, chưa có xã nào báo cáo đủ tiêu chí mà chỉ còn thiếu 1–3."


def is_assessed(counts: tuple) -> bool:
    """Whether a commune told of every criterion."""
    _, told, asked = counts
    return asked > 0 and told == asked


def near(screen: Screen, assessed: dict[str, tuple]) -> list[str]:
    """Who is known to be below, told of all criteria and lacks one to three, and which."""
    said, levels = [], screen.levels
    for unit in in_order(screen, assessed):
        met, _, asked = assessed[unit]
        if levels[unit]["rank"] == 0 and is_assessed(assessed[unit]) and 1 <= asked - met <= 3:
            lacking = [m["title_vi"] for m, values in screen.criteria if values.get(unit) == 0]
            name = screen.office.units[unit]["short_vi"]
            said.append(f"{name} đạt {met}/{asked}, còn: {', '.join(lacking)}.")
    return said or [NEAR_NONE]


def differ(screen: Screen, assessed: dict[str, tuple]) -> list[str]:
    """Recognised without all criteria, or all criteria without a decision."""
    said, levels = [], screen.levels
    for unit in filter(lambda u: is_assessed(assessed[u]), in_order(screen, assessed)):
        (met, _, asked), row = assessed[unit], levels[unit]
        name = screen.office.units[unit]["short_vi"]
        if row["rank"] and met < asked:
            said.append(
                f"{name} đã được công nhận {row['level']} nhưng tự đánh giá chỉ đạt "
                f"{met}/{asked} tiêu chí."
            )
        if row["rank"] == 0 and met == asked:
            said.append(
                f"{name} tự đánh giá đạt đủ {asked} tiêu chí nhưng chưa có quyết định công nhận."
            )
    if any(map(is_assessed, assessed.values())):
        return said or ["Không có xã nào khác nhau."]
    return ["Chưa có xã nào tự đánh giá đủ tiêu chí để so."]

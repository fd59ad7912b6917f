"""Poverty: the rate, how households moved, commune by commune, two sources."""

from fractions import Fraction
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.app import drawn, written
from tests.app.figures.common import (
    MOVEMENT_TITLE,
    behind,
    behind_of,
    indicator_lines,
    movement_title,
    rounded,
    sources,
    trust,
    trusted,
    unit_hovers,
    unit_map,
    who,
    whose,
)
from tests.witness.screens import Screen

FLOW = {
    "poor_start": 1, "poor_escaped": -1, "poor_to_near_poor": -1, "poor_other_decrease": -1,
    "poor_returned": 1, "poor_new": 1, "poor_from_near_poor": 1, "poor_other_increase": 1,
    "poor_households": 1,
}  # fmt: skip


def shown(app: AppTest) -> dict[str, Any]:
    charts, said = drawn.charts(app), drawn.prose(app)
    movement = next(p for p in said if "chỉ tiêu đạt " in p)
    return {
        "title": drawn.title(app),
        "movement": drawn.numbers(movement, MOVEMENT_TITLE),
        "behind": behind_of(movement),
        "trust": trusted(app),
        "progress": drawn.progress(charts["progress"]),
        "flow": drawn.waterfall(charts["flow"]) if "flow" in charts else None,
        "notes": [p for p in said if "Số liệu của" in p or "Cộng lại được" in p],
        "units": drawn.bars(charts["units"]) if "units" in charts else [],
        "empty": [drawn.plain(i.value) for i in app.info],
        "whose": whose(app),
        "by_unit": drawn.grid(charts["by_unit"]),
        "hovers": drawn.hovers(charts["by_unit"]),
        "sources": drawn.under(app, "Hai nguồn"),
    }


def told(screen: Screen) -> dict[str, Any]:
    flow, bars = flow_steps(screen), rate_bars(screen)
    return {
        "title": poverty_title(screen),
        "movement": movement_title(screen, "ngh"),
        "behind": behind(screen.lines("ngh"), 3),
        "trust": trust(screen),
        "progress": indicator_lines(screen, "ngh"),
        "flow": [step[:3] for step in flow] if flow else None,
        "notes": flow_notes(flow) if flow else [],
        "units": bars,
        "empty": empty(screen, bool(flow), bool(bars)),
        "whose": who(screen, "ngh"),
        "by_unit": unit_map(screen, "ngh"),
        "hovers": unit_hovers(screen, "ngh"),
        "sources": two_sources(screen),
    }


SURVEYED = "Tỷ lệ hộ nghèo được rà soát vào cuối năm"
UNTOLD = "Tỷ lệ hộ nghèo đa chiều: chưa có báo cáo đủ"
NO_FLOW = "Diễn biến hộ nghèo được rà soát vào cuối năm; kỳ này chưa có. Hãy chọn kỳ cả năm."
FLOW_UNTOLD = (
    "Chưa có báo cáo đủ về diễn biến hộ nghèo của kỳ này. Xem «Tình hình nộp báo cáo» để đôn đốc."
)


def no_rate(screen: Screen) -> str:
    """Not surveyed yet, or owed and not told."""
    line = screen.line("NGH-02", screen.root)
    return UNTOLD if line and line["status"] == "unreported" else SURVEYED


def poverty_title(screen: Screen) -> str:
    """The rate and its change on last year; before the survey, who escaped."""
    line = screen.line("NGH-02", screen.root)
    if line is None or line["value"] is None:
        escaped = screen.line("NGH-03", screen.root)
        if escaped is None or escaped["value"] is None:
            return no_rate(screen)
        count = written.number(escaped["value"], 0)
        return f"{count} hộ thoát nghèo{written.of_units(escaped)} · {no_rate(screen)}"
    rate = f"{written.number(line['value'], 2)} %{written.of_units(line)}"
    said = f"Tỷ lệ hộ nghèo đa chiều {rate}"
    if line["status"] in ("unreported", "incomplete"):
        return f"{said}, chưa đủ báo cáo để kết luận"
    change = line["last_year"]
    if change and change["is_broken"]:
        return f"{said}, không so được với năm trước vì đổi chuẩn nghèo"
    if change and change["difference"] is not None:
        points = written.number(abs(change["difference"]), 2)
        if points == "0,00":
            return f"{said}, không đổi so với cùng kỳ"
        word = "tăng" if change["difference"] > 0 else "giảm"
        return f"{said}, {word} {points} điểm phần trăm so với cùng kỳ"
    return said


def empty(screen: Screen, has_flow: bool, has_bars: bool) -> list[str]:
    """What stands in place of the figures that cannot be drawn."""
    is_owed = any(screen.is_owed(m) for m in ("poor_start", "poor_households"))
    flow = FLOW_UNTOLD if is_owed else NO_FLOW
    return [*([] if has_flow else [flow]), *([] if has_bars else [no_rate(screen)])]


def two_sources(screen: Screen) -> list[str]:
    """Measures of the movement that two sources tell differently."""
    said = [s for n, s in sources(screen).items() if screen.is_of(n, "ngh")]
    if said:
        return said
    if any(screen.is_of(n, "ngh") for n in screen.two_sources):
        return ["Không có số liệu nào hai nguồn báo khác nhau."]
    return ["Chưa có số liệu nào của hai nguồn để so sánh."]


def flow_steps(screen: Screen) -> list[tuple[str, float, str, int, int]]:
    """(label, signed households, text, n, N), empty before the survey."""
    names = {"poor_start": "Đầu kỳ", "poor_households": "Cuối kỳ"}
    found = []
    for measure, sign in FLOW.items():
        total = screen.total(measure)
        if total is None and measure in names:
            return []
        if total is not None:
            value, told, owed = total
            text = written.number(value, 0)
            if measure not in names:
                text = written.signed(sign * value, 0)
            label = names.get(measure, screen.office.measures[measure]["title_vi"])
            found.append((label, float(sign * value), text, told, owed))
    return found


def flow_notes(flow: list[tuple[str, float, str, int, int]]) -> list[str]:
    """Who is missing in it, and the gap where it does not add up."""
    said = []
    _, _, _, told, owed = min(flow, key=lambda step: step[3])
    if told < owed:
        said.append(f"Số liệu của {told}/{owed} đơn vị.")
    computed, reported = sum(step[1] for step in flow[:-1]), flow[-1][1]
    if computed != reported:
        shown = [written.number(Fraction(v), 0) for v in (computed, reported)]
        gap = written.number(Fraction(abs(computed - reported)), 0)
        said.append(f"Cộng lại được {shown[0]}, báo cáo cuối kỳ là {shown[1]}: chênh {gap} hộ.")
    return said


def rate_bars(screen: Screen) -> list[tuple[str, float, float | None, str]]:
    """The poverty rate of each unit that has one, with its own target, the highest first."""
    found = []
    for (type_, unit), scope in screen.scopes.items():
        line = screen.line("NGH-02", scope) if type_ == "unit" else None
        if line and line["value"] is not None:
            name, target = screen.office.units[unit]["short_vi"], line["target"]
            text = written.number(line["value"], 2)
            mark = None if target is None else rounded(target)
            found.append((name, rounded(line["value"]), mark, text))
    return sorted(found, key=lambda one: -one[1])

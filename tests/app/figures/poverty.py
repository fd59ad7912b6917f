"""Poverty: the rate, how households moved, commune by commune, two sources."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.app import drawn, written
from tests.app.figures.common import (
    MOVEMENT_TITLE,
    Row,
    behind,
    behind_of,
    dated,
    indicator_lines,
    last_asked,
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
from tests.witness.archive_facts import signed_terms
from tests.witness.screens import BEHIND, Screen

OURS, RATE = "poverty_movement", "poverty_rate"


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
        "empty": [drawn.plain(i.value).split(" Xem Năm ")[0] for i in app.info],
        "whose": whose(app),
        "by_unit": drawn.grid(charts["by_unit"]),
        "hovers": drawn.hovers(charts["by_unit"]),
        "sources": drawn.under(app, "Hai nguồn"),
        "lacking": drawn.bars(charts["lacking"]) if "lacking" in charts else [],
        "lacked": [drawn.plain(h.value) for h in app.header if "thiếu hụt" in h.value],
        "of": [p for p in said if p.startswith("% trong ")],
        "rates": drawn.lines(charts["rates"]) if "rates" in charts else None,
        "breaks": [p for p in said if p.startswith("Không so được")],
        "help": drawn.under(app, "Quỹ và nhà"),
    }


def told(screen: Screen) -> dict[str, Any]:
    flow, bars = flow_steps(last_asked(screen, of_flow)), rate_bars(last_asked(screen, of_rate))
    return {
        "title": poverty_title(screen),
        "movement": movement_title(screen, screen.item(OURS)),
        "behind": behind(screen.lines(screen.item(OURS)), 3),
        "trust": trust(screen, screen.item(OURS)),
        "progress": indicator_lines(screen, screen.item(OURS), screen.items("poverty_lacking")),
        "flow": [step[:3] for step in flow] if flow else None,
        "notes": flow_notes(flow) if flow else [],
        "units": bars,
        "empty": empty(screen, bool(flow), bool(bars)),
        "whose": who(screen, screen.item(OURS)),
        "by_unit": unit_map(screen, screen.item(OURS), screen.items("poverty_lacking")),
        "hovers": unit_hovers(screen, screen.item(OURS), screen.items("poverty_lacking")),
        "sources": two_sources(screen),
        **lacking(screen, last_asked(screen, of_twelve)),
        **rates(screen),
        "help": help_lines(screen),
    }


SURVEYED = "Tỷ lệ nghèo đa chiều được rà soát vào cuối năm"
UNTOLD = "Tỷ lệ nghèo đa chiều: chưa có báo cáo đủ"
NO_FLOW = "Diễn biến hộ nghèo được rà soát vào cuối năm; kỳ này chưa có. Hãy chọn kỳ cả năm."
FLOW_UNTOLD = (
    "Chưa có báo cáo đủ về diễn biến hộ nghèo của kỳ này. Xem «Tình hình nộp báo cáo» để đôn đốc."
)


def of_flow(screen: Screen) -> list[tuple[bool, Any]]:
    """Whether the start and the end of the flow are asked, and what they come to."""
    signs = list(flow_signs(screen))
    return [(screen.is_owed(m), screen.total(m)) for m in signs[:1] + signs[-1:]]


def of_rate(screen: Screen) -> list[tuple[bool, Any]]:
    units = [s for s in screen.scopes.values() if s.type == "unit"]
    return asked(screen.line(screen.item(RATE), s) for s in units)


def of_twelve(screen: Screen) -> list[tuple[bool, Any]]:
    return asked(twelve(screen))


def asked(lines: Iterable[Row | None]) -> list[tuple[bool, Any]]:
    return [(bool(line["expected_count"]), line["value"]) for line in lines if line]


def no_rate(screen: Screen) -> str:
    """Not surveyed yet, or owed and not told."""
    line = screen.line(screen.item(RATE), screen.root)
    return UNTOLD if line and line["status"] == "unreported" else SURVEYED


def poverty_title(screen: Screen) -> str:
    """The rate and its change on last year; before the survey, who escaped."""
    line = screen.line(screen.item(RATE), screen.root)
    if line is None or line["value"] is None:
        escaped = screen.line(screen.item("poverty_escaped"), screen.root)
        if escaped is None or escaped["value"] is None:
            return no_rate(screen)
        count = written.number(escaped["value"], 0)
        return f"{count} hộ thoát nghèo{written.of_units(escaped)} · {no_rate(screen)}"
    rate = f"{written.number(line['value'], 2)} %{written.of_units(line)}"
    said = f"Tỷ lệ nghèo đa chiều (hộ nghèo và cận nghèo) {rate}"
    if line["status"] in ("unreported", "incomplete"):
        return f"{said}, chưa đủ báo cáo để kết luận"
    change = line["last_year"]
    if change and change["is_broken"]:
        return f"{said}, không so được với năm trước vì đổi chuẩn nghèo"
    if change and change["difference"] is not None and change["is_wide"]:
        points = written.number(abs(change["difference"]), 2)
        if points == "0,00":
            return f"{said}, không đổi so với cùng kỳ"
        word = "tăng" if change["difference"] > 0 else "giảm"
        said = f"{said}, {word} {points} điểm phần trăm so với cùng kỳ"
        n, total = change["both_count"], line["expected_count"]
        return said if n == total else f"{said} (tính trên {n}/{total} đơn vị có số ở cả hai kỳ)"
    return said


NO_TWELVE = (
    "Kỳ này không hỏi mười hai chỉ số thiếu hụt. Các chỉ số này được rà soát vào cuối năm, "
    "từ năm 2022."
)
TWELVE_UNTOLD = (
    "Chưa có bảng rà soát mười hai chỉ số thiếu hụt của kỳ này. "
    "Xem «Tình hình nộp báo cáo» để đôn đốc."
)


def empty(screen: Screen, has_flow: bool, has_bars: bool) -> list[str]:
    """What stands in place of the figures that cannot be drawn."""
    signs = list(flow_signs(screen))
    is_owed = any(screen.is_owed(m) for m in signs[:1] + signs[-1:])
    flow = FLOW_UNTOLD if is_owed else NO_FLOW
    lines = twelve(last_asked(screen, of_twelve))
    said = [] if has_flow else [flow]
    said += [] if has_bars else [no_rate(screen)]
    if not any(line["value"] is not None for line in lines):
        said.append(TWELVE_UNTOLD if any(line["expected_count"] for line in lines) else NO_TWELVE)
    return said + ([] if measured(screen) else [no_rate(screen)])


def twelve(screen: Screen) -> list[Row]:
    """Lines of the twelve deprivations, in the order of the decree."""
    of, lacked = screen.lines(screen.item(OURS)), screen.items("poverty_lacking")
    return [line for line in of if line["indicator"]["indicator_id"] in lacked]


def is_wide(screen: Screen, line: Row) -> bool:
    least = Fraction(screen.office.settings["coverage_min"]) / 100
    return Fraction(line["reporting_count"], line["expected_count"]) >= least


def lacking(of: Screen, screen: Screen) -> dict[str, Any]:
    """Shares of the twelve with households beside, the largest first where enough is known."""
    lines = [line for line in twelve(screen) if line["value"] is not None]
    wide = all(is_wide(screen, line) for line in lines)
    if wide:
        lines.sort(key=lambda line: -line["value"])
    bars = []
    for line in lines:
        have, _ = households(screen, line)
        text, name = written.number(line["value"], 1), lacked(line).capitalize()
        bars.append((f"{name} · {have} hộ", rounded(line["value"]), None, text))
    if not lines:
        return {"lacking": [], "lacked": [ABOUT_TWELVE], "of": []}
    first = ", ".join(f"{lacked(v)} {written.number(v['value'], 1)} %" for v in lines[:3])
    row = min(lines, key=lambda line: line["reporting_count"])
    said = (
        f"% trong {households(screen, row)[1]} hộ nghèo và cận nghèo cuối kỳ, theo mười hai "
        f"chỉ số của Nghị định 07/2021/NĐ-CP ({written.units(row)})"
    )
    return {
        "lacking": bars,
        "lacked": [dated(of, screen, f"{MOST}: {first}" if wide else ABOUT_TWELVE)],
        "of": [said if wide else f"{said}, chưa đủ báo cáo để kết luận"],
    }


MOST = "Hộ nghèo, cận nghèo thiếu hụt nhiều nhất"
ABOUT_TWELVE = "Mười hai chỉ số thiếu hụt, % số hộ nghèo và cận nghèo"


def lacked(line: Row) -> str:
    return line["indicator"]["short_vi"].removeprefix("Thiếu hụt: ")


def households(screen: Screen, line: Row) -> tuple[str, str]:
    """(how many lack it, of how many), over the communes that told both."""
    parts = screen.witness.parts(line["indicator"]["indicator_id"], screen.period)
    known = [parts[u] for u in screen.root.members if parts.get(u)]
    have, of = (sum((p[i] for p in known), Fraction(0)) for i in (0, 1))
    return written.number(have, 0), written.number(of, 0)


def measured(screen: Screen) -> list[tuple[Row, Row, Row]]:
    """(period, line of the rate, scale) of every period up to this one that has a rate."""
    found = []
    for name, period in screen.office.periods.items():
        then = Screen(screen.witness, name)
        line = then.line(then.item(RATE), then.root)
        if period["to"] <= screen.about["to"] and line and line["value"] is not None:
            found.append(
                (period, line, screen.witness.scale_row(screen.item(RATE), period["to"]) or {})
            )
    return sorted(found, key=lambda one: (one[0]["to"], one[0]["period_id"]))


def rates(screen: Screen) -> dict[str, Any]:
    """The rate, a line a standard with its decision, and by which each stretch was measured."""
    told = measured(screen)
    if not told:
        return {"rates": None, "breaks": []}
    decisions = [scale.get("decision_number", "") for *_, scale in told]
    turns = [i for i in range(1, len(told)) if told[i][2] != told[i - 1][2]]
    texts, steps = [], []
    for start, end in pairwise([0, *turns, len(told)]):
        points = [
            f"{written.number(line['value'], 2)}{written.of_units(line)}"
            if is_wide(screen, line)
            else None
            for _, line, _ in told[start:end]
        ]
        about = filter(None, ["Hộ nghèo và cận nghèo, % tổng số hộ", decisions[start]])
        texts += [", ".join(about), *filter(None, points)]
        texts += [period["title_vi"] for period, *_ in told[start:end]]
        steps.append([point is not None for point in points])
    first = {d: told[decisions.index(d)][0]["title_vi"] for d in decisions}
    said = "; ".join(f"từ {title} theo {d or written.NOTHING}" for d, title in first.items())
    breaks = [f"Không so được qua chỗ đổi chuẩn nghèo: {said}."] if len(first) > 1 else []
    return {"rates": (texts, steps), "breaks": breaks}


def help_lines(screen: Screen) -> list[str]:
    """Fund and houses against plan, and which units are behind their own."""
    said = []
    for name in screen.items("poverty_help"):
        line = screen.line(name, screen.root)
        if line is None or line["value"] is None:
            continue
        about = line["indicator"]
        text = f"{about['short_vi']}: {written.figure(line)} {about['uom_vi']}"
        text += written.of_units(line)
        if line["done"] is not None:
            share = written.number(100 * line["done"], 1)
            text += f", bằng {share} % kế hoạch {written.plan_in_sentence(line)}"
        text += f" · {written.verdict_of(line)}" if line["status"] else ""
        said.append(f"{text}. {late(screen, name)}".strip())
    return said or ["Kỳ này chưa có số liệu về quỹ và nhà."]


def late(screen: Screen, indicator: str) -> str:
    units = [(s.id, screen.line(indicator, s)) for s in screen.scopes.values() if s.type == "unit"]
    behind = [(u, line) for u, line in units if line and line["status"] in BEHIND]
    if not behind:
        return ""
    behind.sort(key=lambda one: (one[1]["pace"] is None, one[1]["pace"] or 0))
    names = ", ".join(screen.office.units[u]["short_vi"] for u, _ in behind[:3])
    names += f" và {len(behind) - 3} đơn vị khác" if len(behind) > 3 else ""
    what = "kế hoạch" if screen.elapsed == 1 else "tiến độ"
    return f"{len(behind)} đơn vị chưa đạt {what} riêng: {names}."


def two_sources(screen: Screen) -> list[str]:
    """Measures of the movement that two sources tell differently."""
    said = [s for n, s in sources(screen).items() if screen.is_of(n, screen.item(OURS))]
    if said:
        return said
    if any(screen.is_of(n, screen.item(OURS)) for n in screen.two_sources):
        return ["Không có số liệu nào hai nguồn báo khác nhau."]
    return ["Chưa có số liệu nào của hai nguồn để so sánh."]


def flow_signs(screen: Screen) -> dict[str, int]:
    """Measure → sign: what there was, what changed it, what there is."""
    asked = screen.item("poverty_balance")
    for row in screen.office.tables.get("balance", []):
        if row["balance_id"] == asked:
            return {m: s for s, m in signed_terms(row["terms"])} | {row["measure_id"]: 1}
    return {}


def flow_steps(screen: Screen) -> list[tuple[str, float, str, int, int]]:
    """(label, signed households, text, n, N), empty before the survey."""
    flow = flow_signs(screen)
    names = {next(iter(flow), ""): "Đầu kỳ", next(reversed(flow), ""): "Cuối kỳ"}
    found = []
    for measure, sign in flow.items():
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
        line = screen.line(screen.item(RATE), scope) if type_ == "unit" else None
        if line and line["value"] is not None:
            name, target = screen.office.units[unit]["short_vi"], line["target"]
            sign = written.SIGNS.get(line["status"], "")
            text = f"{sign} {written.number(line['value'], 2)}".lstrip()
            mark = None if target is None else rounded(target)
            found.append((name, rounded(line["value"]), mark, text))
    return sorted(found, key=lambda one: -one[1])

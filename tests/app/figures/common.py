"""Parts that several screens have: as drawn, and as the witness tells them."""

from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.app import drawn, written
from tests.witness.screens import BEHIND, IN_HAND, Screen
from tests.witness.witness import ON_PACE

Row = dict[str, Any]
NUMBER, SET = r"(\d+)", r"(\d+/\d+)"
RETURNED = rf"\({NUMBER} đã gửi nhưng bị trả lại\)"


def progress_line(line: Row, title: str, subtitle: str, verdict: str, unit: str = "") -> drawn.Line:
    unit = unit or line["indicator"]["uom_vi"]
    done, due = bar(line)
    told = f"{line['reporting_count']}/{line['expected_count']}"
    return drawn.Line(
        written.cut(title, 44), written.cut(subtitle, 56), written.marked(line),
        unit, written.changes(line), verdict,
        told if line["expected_count"] else written.NOTHING, done, due,
    )  # fmt: skip


def last_asked(screen: Screen, told: Callable[[Screen], Iterable[tuple[bool, Any]]]) -> Screen:
    """The screen of the last whole year that told something the period does not ask at all.

    `told`: (is asked, value or None) of each figure that a section shows.
    """
    years = [
        p for p in screen.office.periods.values()
        if p["kind"] == "Y" and p["to"] < screen.about["from"]
    ]  # fmt: skip
    if not years or any(is_asked for is_asked, _ in told(screen)):
        return screen
    last = max(years, key=lambda p: p["to"])["period_id"]
    then = Screen(screen.witness, last, screen.scheme)
    return then if any(value is not None for _, value in told(then)) else screen


def dated(screen: Screen, then: Screen, title: str) -> str:
    """A title that begins with the period of its figures where it is not the page's."""
    return title if then is screen else f"{then.about['title_vi']} – {title}"


def bar(line: Row) -> tuple[float | None, float | None]:
    """(done, expected by now) as drawn, from 0 to 120 % of the way; nothing if not judged.

    A level that meets its plan with no way to go is drawn whole, and nothing is due of it by now.
    """
    if line["status"] in (None, "not_due", "unreported"):
        return None, None
    if line["done"] is None:
        is_whole = not line["is_flow"] and line["status"] in ON_PACE
        return (1.0 if is_whole else None), None
    share = line["share"]
    done = min(max(line["done"], Fraction(0)), Fraction(6, 5))
    return rounded(done), None if share is None else rounded(min(share, Fraction(6, 5)))


def rounded(value: Fraction) -> float:
    return round(float(value), 6)


def indicator_lines(screen: Screen, movement: str, apart: tuple[str, ...] = ()) -> list[drawn.Line]:
    """Lines of a movement, those of some indicators apart."""
    return [
        progress_line(r, r["indicator"]["short_vi"], written.plan(r), verdict(r))
        for r in screen.lines(movement)
        if r["indicator"]["indicator_id"] not in apart
    ]


def verdict(line: Row, *below: str) -> str:
    """Sign and word, and on a second line what else is to be said."""
    second = " ".join(filter(None, [*below, written.returned(line)]))
    first = written.verdict_of(line)
    return f"{first}<br>{second}" if second else first


MOVEMENT_TITLE = {
    "on_pace": rf"{SET} chỉ tiêu đạt tiến độ",
    "met": rf"{SET} chỉ tiêu đạt kế hoạch năm",
    "not_due": rf"{NUMBER} chưa đến kỳ",
    "unreported": rf"{NUMBER} chưa \(đủ\) báo cáo",
    "without_basis": rf"{NUMBER} chưa có kế hoạch hoặc căn cứ",
}


def movement_title(screen: Screen, movement: str) -> dict[str, str]:
    counts = screen.counts(movement, screen.root)
    behind = sum(r["status"] in BEHIND for r in screen.lines(movement))
    rest = counts.y - counts.x - behind - counts.not_due - counts.unreported
    return reached(screen, counts.x, counts.y) | {
        "not_due": str(counts.not_due),
        "unreported": str(counts.unreported),
        "without_basis": str(rest),
    }


def reached(screen: Screen, x: int, y: int) -> dict[str, str]:
    """x of y are on pace while the plan year runs; once it has gone, they have met their plan."""
    share, has_gone = f"{x}/{y}", screen.elapsed == 1
    return {"on_pace": "0" if has_gone else share, "met": share if has_gone else "0"}


def behind_of(text: str) -> str:
    """What a title says is behind: names or a number."""
    parts = [p for p in text.split(" · ") if "chưa đạt tiến độ" in p or "không đạt" in p]
    return parts[0].split(": ")[-1].split(" ")[0] if parts else ""


def behind(lines: list[Row], most: int) -> str:
    """The first word of those names, or the number where there are too many."""
    names = [r["indicator"]["short_vi"] for r in lines if r["status"] in BEHIND]
    if len(names) > most:
        return str(len(names))
    return names[0].split(" ")[0] if names else ""


def unit_map(
    screen: Screen, movement: str, apart: tuple[str, ...] = ()
) -> tuple[list[str], list[str], drawn.Grid]:
    """Indicators × units of the movement's group: each unit's own figure."""
    units = screen.members(screen.group_of(movement))
    rows = []
    for indicator in figures_of_units(screen, movement, apart):
        lines = [screen.line(indicator, screen.scopes["unit", u["unit_id"]]) for u in units]
        if any(lines):
            title = screen.witness.indicators[indicator]["short_vi"]
            rows.append((drawn.short(title), [written.cell(line) for line in lines]))
    heads, titles = [drawn.short(u["short_vi"]) for u in units], [title for title, _ in rows]
    cells = [cells for _, cells in rows]
    return (heads, titles, turned(cells)) if len(units) > 20 else (titles, heads, cells)


def figures_of_units(screen: Screen, movement: str, apart: tuple[str, ...] = ()) -> list[str]:
    """Indicators that a unit has a figure of: its level of recognition is a rank."""
    known = screen.witness.indicators
    mine = (i for i in screen.indicators_of(movement) if i not in apart)
    return [i for i in mine if known[i]["rule"] != "level"]


def turned(rows: list[list[Any]]) -> list[list[Any]]:
    """Units stand below each other where there are more than twenty."""
    return [list(column) for column in zip(*rows, strict=True)]


TRUST = {
    "reported": rf"{SET} báo cáo đã nộp",
    "share": r"báo cáo đã nộp \((\d+) %\)",
    "missing": rf"{NUMBER} chưa nộp",
    "missing_returned": rf"chưa nộp {RETURNED}",
    "not_due": rf"{NUMBER} chưa đến hạn",
    "not_due_returned": rf"chưa đến hạn {RETURNED}",
    "gone": rf"đến hết kỳ là {NUMBER} % thời gian",
}


def trust(screen: Screen, movement: str = "") -> dict[str, str]:
    """What is owed in the period; on a movement's page by the units it asks anything of, nothing
    where it asks nobody.
    """
    if movement and not is_asked(screen, movement):
        return {}
    reports = owed_for(screen, movement) if movement else screen.reports
    states, total = Counter(r["state"] for r in reports), len(reports)
    told = sum(states[s] for s in IN_HAND)
    return {
        "reported": f"{told}/{total}",
        "share": written.number(Fraction(100 * told, total), 0),
        "missing": str(states["missing"]),
        "not_due": str(states["not_due"]),
        **{f"{s}_returned": str(sent_back(reports, s)) for s in ("missing", "not_due")},
        "gone": written.number(100 * screen.elapsed, 0),
    }


def is_asked(screen: Screen, movement: str) -> bool:
    """Whether any figure of a movement is owed, by a unit or of the whole; levels are decided."""
    scopes = [s for (level, _), s in screen.scopes.items() if level in ("unit", "root")]
    return any(
        (line := screen.line(i, scope)) and line["expected_count"]
        for i in Screen.indicators_of(screen, movement)
        if screen.witness.indicators.get(i, {"rule": "level"})["rule"] != "level"
        for scope in scopes
    )


def owed_for(screen: Screen, movement: str) -> list[Row]:
    """Reports of units that any indicator of a movement asks; all where it asks none."""
    asked = {
        id_
        for (level, id_), scope in screen.scopes.items()
        if level == "unit"
        and any(
            (line := screen.line(i, scope)) and line["expected_count"]
            for i in Screen.indicators_of(screen, movement)
        )
    }
    return [r for r in screen.reports if r["unit"]["unit_id"] in asked] or screen.reports


def sent_back(reports: list[Row], state: str) -> int:
    """How many of the reports in a state were sent and returned."""
    return sum(r["state"] == state and r["is_returned"] for r in reports)


def trusted(app: AppTest) -> dict[str, str]:
    said = drawn.prose(app)
    if any("không hỏi đơn vị nào số liệu của phong trào" in p for p in said):
        return {}
    return drawn.numbers(next(p for p in said if "% thời gian" in p), TRUST)


def unit_hovers(screen: Screen, movement: str, apart: tuple[str, ...] = ()) -> list[list[str]]:
    """The status of each cell of that map in words, and whether the report was returned."""
    units = screen.members(screen.group_of(movement))
    rows = []
    for indicator in figures_of_units(screen, movement, apart):
        lines = [screen.line(indicator, screen.scopes["unit", u["unit_id"]]) for u in units]
        if any(lines):
            rows.append([unit_hover(u, r) for u, r in zip(units, lines, strict=True)])
    return turned(rows) if len(units) > 20 else rows


def unit_hover(unit: Row, line: Row | None) -> str:
    if line is None:
        return "không áp dụng"
    said = f"{unit['short_vi']}: {written.verdict_of(line)} {written.returned(line)}"
    has_plan = (line["target"], line["decided_target"]) != (None, None)
    return said.rstrip() + (f" · {written.plan(line)}" if has_plan else "")


def who(screen: Screen, movement: str) -> str:
    """What the units of a movement's map are called above it."""
    kinds = {u["kind"] for u in screen.members(screen.group_of(movement))}
    is_of_communes = bool(kinds) and kinds <= {"commune", "town"}
    return "xã, thị trấn" if is_of_communes else "đơn vị"


def whose(app: AppTest) -> str:
    note = next(p for p in drawn.prose(app) if p.startswith("Chỉ tiêu × "))
    return note.removeprefix("Chỉ tiêu × ").split(". ")[0]


def sources(screen: Screen) -> dict[str, str]:
    """Measure → the sentence about its two sources, where they are unlike."""
    found = {}
    for name, row in screen.two_that_differ.items():
        measure = screen.office.measures[name]
        decimals = int(measure["decimals"] or 0)
        units, root = (written.number(row[k], decimals) for k in ("units", "root"))
        if row["told"] < row["owed"]:
            units += f" ({row['told']}/{row['owed']} đơn vị)"
        reporter = screen.office.units[row["reporter"]]["short_vi"]
        found[name] = (
            f"{measure['title_vi']}: cộng theo từng đơn vị {units}, {reporter} báo {root}."
        )
    return found


def last(app: AppTest) -> str:
    """The last line of a page; those under its figures begin alike."""
    return [p for p in drawn.prose(app) if "Nguồn:" in p][-1]


def footer(app: AppTest) -> str:
    """The newest day received that the last line names."""
    line = last(app)
    return line.split("nhận đến ")[1].split(";")[0]


def waiting(app: AppTest) -> str:
    """How many open warnings the last line counts."""
    return last(app).split(" · ")[-1]


def newest(screen: Screen) -> str:
    """The newest day on which a report in force was received."""
    days = [r["received"] for r in screen.reports if r["received"]]
    return f"{max(days):%d/%m/%Y}" if days else written.NOTHING

"""Overview: movement by movement, in blocks, who is behind and who shines."""

from fractions import Fraction
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.app import drawn, written
from tests.app.figures.common import (
    NUMBER,
    SET,
    Row,
    progress_line,
    sources,
    trust,
    trusted,
    verdict,
)
from tests.app.figures.common import (
    reached as reached_of,
)
from tests.witness.screens import BEHIND, Counts, Screen
from tests.witness.witness import ON_PACE

Cell = tuple[str, bool, str]  # text, is hatched, what it says to who points at it
HEADLINE = {
    "on_pace": rf"{SET} chỉ tiêu đạt tiến độ",
    "met": rf"{SET} chỉ tiêu đạt kế hoạch năm",
    "m": rf"trong đó {NUMBER} đã đạt kế hoạch năm",
    "z": rf"{NUMBER} chưa đến kỳ đánh giá",
    "k": rf"{NUMBER} chưa \(đủ\) báo cáo",
    "behind": rf"{NUMBER} (?:chưa đạt tiến độ|không đạt)",
    "without_basis": rf"{NUMBER} chưa có kế hoạch hoặc căn cứ",
}


def shown(app: AppTest) -> dict[str, Any]:
    charts = drawn.charts(app)
    return {
        "headline": drawn.numbers(drawn.title(app), HEADLINE),
        "trust": trusted(app),
        "progress": drawn.progress(charts["progress"]),
        "map": drawn.grid(charts["map"]),
        "hovers": drawn.hovers(charts["map"]),
        "attention": drawn.under(app, "Cần chú ý"),
        "bright": drawn.under(app, "Điểm sáng"),
    }


def told(screen: Screen) -> dict[str, Any]:
    row = screen.headline
    m = 0 if screen.elapsed == 1 else row["m"]  # all of x have met it once the year has gone
    headline = reached_of(screen, row["x"], row["y"]) | {"m": str(m)}
    titles, heads, cells = movement_map(screen)
    return {
        "headline": headline | {k: str(row[k]) for k in ("z", "k", "behind", "without_basis")},
        "trust": trust(screen),
        "progress": movement_lines(screen),
        "map": (
            titles,
            heads,
            [[(text, is_hatched) for text, is_hatched, _ in row] for row in cells],
        ),
        "hovers": [[hover for _, _, hover in row] for row in cells],
        "attention": attention(screen),
        "bright": bright(screen),
    }


MOST = 4
CALM = "Không có chỉ tiêu nào chậm, không đơn vị nào quá hạn."
CALM_UNKNOWN = "Không đơn vị nào quá hạn; chưa có số liệu để đánh giá."
NONE_YET = "Chưa có chỉ tiêu nào đạt kế hoạch năm."


def pace(line: Row) -> Fraction:
    return line["pace"] or Fraction(0)


def attention(screen: Screen) -> list[str]:
    """Who is missing, the slowest indicators, the two farthest apart of two whole sources."""
    said = []
    missing = [r for r in screen.reports if r["state"] == "missing"]
    if missing:
        days = max(r["days"] for r in missing)
        worst = [r["unit"]["name_vi"] for r in missing if r["days"] == days]
        alone, alike = (
            f"lâu nhất là {worst[0]} (quá hạn {days} ngày)",
            f"quá hạn nhiều nhất {days} ngày",
        )
        said.append(
            f"{len(missing)} đơn vị chưa nộp báo cáo, {alike if len(worst) > 1 else alone}."
        )
    lines = screen.all_lines()
    slow = [r for r in lines if r["status"] in BEHIND - {"near"}]
    said += [slow_line(r) for r in sorted(slow, key=pace)[:MOST]]
    differ, told = screen.two_that_differ, sources(screen)
    said += [told[n] for n, r in differ.items() if r["told"] == r["owed"]][:2]
    is_judged = any(r["status"] in BEHIND | ON_PACE for r in lines)
    return said or [CALM if is_judged else CALM_UNKNOWN]


def reached(line: Row) -> str:
    return f"{written.figure(line)} {line['indicator']['uom_vi']}"


def is_ceiling(line: Row) -> bool:
    return line["is_flow"] and line["indicator"]["direction"] == "lower"


def slow_line(line: Row) -> str:
    title, target = line["indicator"]["short_vi"], written.plan_in_sentence(line)
    if is_ceiling(line):
        return f"{title} đã {reached(line)}, cả năm không quá {target}."
    return f"{title} {written.WORDS[line['status']]}: {reached(line)}, kế hoạch {target}."


def bright(screen: Screen) -> list[str]:
    """Who meets the year's plan, the farthest ahead first, ceilings that were kept last."""
    good = [r for r in screen.all_lines() if r["is_plan_met"]]
    ahead = sorted(good, key=lambda r: (is_ceiling(r), -pace(r)))
    return [bright_line(r) for r in ahead[:MOST]] or [NONE_YET]


def bright_line(line: Row) -> str:
    """A share of the plan is told of flows that are to be high, and of no other."""
    title, target = line["indicator"]["short_vi"], written.plan_in_sentence(line)
    if is_ceiling(line):
        return f"{title} cả năm {reached(line)}, không quá {target}."
    is_high = line["is_flow"] and line["indicator"]["direction"] == "higher"
    if is_high and line["done"] is not None:
        share, part = written.number(100 * line["done"], 1), written.of_units(line)
        of = f" của {written.units(line)}" if part else ""
        return f"{title} đã đạt {share} % kế hoạch năm{of} ({reached(line)})."
    return f"{title} đạt {reached(line)}, kế hoạch {target}."


def movement_lines(screen: Screen) -> list[drawn.Line]:
    """A line a movement: its lead indicator, and its own x/y under the verdict."""
    found = []
    for movement in screen.ordered("movement"):
        line = screen.line(movement["lead_indicator_id"], screen.root)
        counts = screen.counts(movement["movement_id"], screen.root)
        if line is not None:
            title, lead = movement["short_vi"], written.cut(line["indicator"]["short_vi"], 40)
            said = verdict(line, f"{counts.x}/{counts.y}")
            found.append(progress_line(line, title, lead, said))
    return found


def movement_map(screen: Screen) -> tuple[list[str], list[str], list[list[Cell]]]:
    rows = []
    for movement in screen.ordered("movement"):
        scopes = [screen.scopes["block", b["block_id"]] for b in screen.blocks]
        name = movement["movement_id"]
        has_row = any(
            screen.witness.counted(i, s) for i in screen.indicators_of(name) for s in scopes
        )
        if has_row:
            cells = [share_cell(screen.counts(name, s)) for s in scopes]
            rows.append((drawn.short(movement["short_vi"]), cells))
    heads = [drawn.short(b["short_vi"]) for b in screen.blocks]
    return [title for title, _ in rows], heads, [cells for _, cells in rows]


def share_cell(counts: Counts) -> Cell:
    if not counts.y:
        return written.NOTHING, False, "không áp dụng"
    if counts.not_due == counts.y:
        return "○", False, "chưa đến kỳ"
    if counts.not_due + counts.unreported == counts.y:
        returned = f" ({counts.returned} chỉ tiêu có báo cáo bị trả lại)" if counts.returned else ""
        return "?", True, f"chưa đủ báo cáo{returned}"
    share = f"{counts.x}/{counts.y}"
    return share, False, f"{share} chỉ tiêu đạt tiến độ"

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
)
from tests.witness.screens import BEHIND, Screen

HEADLINE = {
    "on_pace": rf"{SET} chỉ tiêu đạt tiến độ",
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
        "attention": drawn.under(app, "Cần chú ý"),
    }


def told(screen: Screen) -> dict[str, Any]:
    row = screen.headline
    headline = {"on_pace": f"{row['x']}/{row['y']}"}
    return {
        "headline": headline | {k: str(row[k]) for k in ("m", "z", "k", "behind", "without_basis")},
        "trust": trust(screen),
        "progress": movement_lines(screen),
        "map": movement_map(screen),
        "attention": attention(screen),
    }


MOST = 4
CALM = "Không có chỉ tiêu nào chậm, không đơn vị nào chưa nộp."
NONE_YET = "Chưa có chỉ tiêu nào đạt kế hoạch năm."


def pace(line: Row) -> Fraction:
    return line["pace"] or Fraction(0)


def attention(screen: Screen) -> list[str]:
    """Who is missing, the slowest indicators, the two farthest apart of two sources."""
    said = []
    missing = [r for r in screen.reports if r["state"] == "missing"]
    if missing:
        worst = max(missing, key=lambda r: r["days"])
        said.append(
            f"{len(missing)} đơn vị chưa nộp báo cáo, lâu nhất là {worst['unit']['name_vi']} "
            f"(quá hạn {worst['days']} ngày)."
        )
    slow = [r for r in screen.all_lines() if r["status"] in BEHIND - {"near"}]
    said += [slow_line(r) for r in sorted(slow, key=pace)[:MOST]]
    two = screen.two_sources
    apart = sorted(two, key=lambda n: -abs(two[n]["units"] - two[n]["root"]) / abs(two[n]["root"]))
    told = sources(screen)
    return [*said, *(told[name] for name in apart[:2])] or [CALM]


def reached(line: Row) -> str:
    return f"{written.figure(line)} {line['indicator']['uom_vi']}"


def slow_line(line: Row) -> str:
    indicator = line["indicator"]
    title = indicator["short_vi"]
    target = written.number(line["target"], written.decimals_of(indicator))
    if line["is_flow"] and indicator["direction"] == "lower":
        return f"{title} đã {reached(line)}, cả năm không quá {target}."
    return f"{title} {written.WORDS[line['status']]}: {reached(line)}, kế hoạch {target}."


def bright_shown(app: AppTest) -> list[str]:
    return drawn.under(app, "Điểm sáng")


def bright(screen: Screen) -> list[str]:
    """Who meets the year's plan, the farthest ahead first."""
    good = [r for r in screen.all_lines() if r["is_plan_met"]]
    return [bright_line(r) for r in sorted(good, key=lambda r: -pace(r))[:MOST]] or [NONE_YET]


def bright_line(line: Row) -> str:
    """A share of the plan is told of flows alone."""
    indicator = line["indicator"]
    title = indicator["short_vi"]
    if line["is_flow"] and line["done"] is not None:
        share = written.number(100 * line["done"], 1)
        return f"{title} đã đạt {share} % kế hoạch năm ({reached(line)})."
    target = written.number(line["target"], written.decimals_of(indicator))
    return f"{title} đạt {reached(line)}, kế hoạch {target}."


def movement_lines(screen: Screen) -> list[drawn.Line]:
    """A line a movement: its lead indicator, and its own x/y under the verdict."""
    found = []
    for movement in screen.ordered("movement"):
        line = screen.line(movement["lead_indicator_id"], screen.root)
        counts = screen.counts(movement["movement_id"], screen.root)
        if line is not None:
            verdict = f"{written.verdict(line['status'])}<br>{counts.x}/{counts.y}"
            title, lead = movement["short_vi"], line["indicator"]["short_vi"]
            found.append(progress_line(line, title, lead, verdict))
    return found


def movement_map(screen: Screen) -> tuple[list[str], list[str], drawn.Grid]:
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


def share_cell(counts: Any) -> tuple[str, bool]:
    if not counts.y:
        return written.NOTHING, False
    if counts.not_due == counts.y:
        return "○", False
    if counts.not_due + counts.unreported == counts.y:
        return "?", True
    return f"{counts.x}/{counts.y}", False

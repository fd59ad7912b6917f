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
    sent_back,
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
    "on_pace": rf": {SET} đạt tiến độ",
    "met": rf": {SET} đạt kế hoạch năm",
    "m": rf"trong đó {NUMBER} đã đạt kế hoạch năm",
    "z": rf"{NUMBER} chưa đến kỳ đánh giá",
    "k": rf"{NUMBER} chưa \(đủ\) báo cáo",
    "behind": rf"{NUMBER} (?:chưa đạt tiến độ|không đạt)",
    "without_basis": rf"{NUMBER} chưa có kế hoạch hoặc căn cứ",
}

# What the title counts where no set is in force; of a school year most movements are not judged.
WHOLE = {
    False: "Toàn bộ chỉ tiêu của các phong trào",
    True: "Các chỉ tiêu đánh giá theo năm học",
}


def shown(app: AppTest) -> dict[str, Any]:
    charts = drawn.charts(app)
    return {
        "set": drawn.title(app).split(": ")[0],
        "headline": drawn.numbers(drawn.title(app), HEADLINE),
        "whole": drawn.numbers(
            next((p for p in drawn.prose(app) if p.startswith("Toàn bộ chỉ tiêu")), ""), HEADLINE
        ),
        "trust": trusted(app),
        "progress": drawn.progress(charts["progress"]),
        "set_lines": drawn.progress(charts["set"]) if "set" in charts else [],
        "every": every_shown(app),
        "longer": drawn.progress(charts["plans"]) if "plans" in charts else [],
        "map": drawn.grid(charts["map"]) if "map" in charts else None,
        "hovers": drawn.hovers(charts["map"]) if "map" in charts else [],
        "attention": drawn.under(app, "Cần chú ý"),
        "bright": drawn.under(app, "Điểm sáng"),
    }


def told(screen: Screen) -> dict[str, Any]:
    titles, heads, cells = movement_map(screen)
    if all(text in ("○", written.NOTHING) for row in cells for text, _, _ in row):
        cells = []  # nothing is judged in any block: there is no map
    return {
        "set": next(
            (r["title_vi"] for r in screen.set_in_force), WHOLE[screen.about["kind"] == "SY"]
        ),
        "headline": counts(screen, screen.headline if screen.set_in_force else screen.whole),
        "whole": counts(screen, screen.whole)
        if screen.set_in_force
        else dict.fromkeys(HEADLINE, "0"),
        "trust": trust(screen),
        "progress": movement_lines(screen),
        "set_lines": set_lines(screen),
        "every": every(screen),
        "longer": [
            progress_line(r, r["indicator"]["short_vi"], written.plan(r), verdict(r))._replace(
                changes=""
            )  # the year's line tells them
            for r in screen.longer()
        ],
        "map": (
            titles,
            heads,
            [[(text, is_hatched) for text, is_hatched, _ in row] for row in cells],
        )
        if cells
        else None,
        "hovers": [[hover for _, _, hover in row] for row in cells],
        "attention": attention(screen),
        "bright": bright(screen),
    }


def counts(screen: Screen, row: dict[str, int]) -> dict[str, str]:
    m = 0 if screen.elapsed == 1 else row["m"]  # all of x have met it once the year has gone
    rest = {k: str(row[k]) for k in ("z", "k", "behind", "without_basis")}
    return reached_of(screen, row["x"], row["y"]) | {"m": str(m)} | rest


def set_lines(screen: Screen) -> list[drawn.Line]:
    """A line an indicator of the set, in its order."""
    ordered = sorted(screen.set_in_force, key=lambda r: int(r["sort"]))
    lines = (screen.line(r["indicator_id"], screen.root) for r in ordered)
    return [
        progress_line(r, r["indicator"]["short_vi"], written.plan(r), verdict(r))
        for r in lines
        if r
    ]


def every_shown(app: AppTest) -> list[tuple[str, ...]]:
    """The list of all indicators, whatever its order, without the movement's name."""
    rows = app.table[-1].value.itertuples(index=False)
    told = [tuple(drawn.plain(str(v)) for v in row) for row in rows]
    return sorted((row[0], *row[2:]) for row in told)


def every(screen: Screen) -> list[tuple[str, ...]]:
    return sorted(
        (
            r["indicator"]["short_vi"],
            ("⚠ " if r["is_warned"] and r["value"] is not None else "")
            + f"{written.with_due(r)[0]} {r['indicator']['uom_vi']}",
            *written.with_due(r)[1 : 1 if screen.elapsed == 1 else 2], written.plan_in_table(r),
            verdict_and_pace(r), written.change(r, "last_year"),
            f"{r['reporting_count']}/{r['expected_count']}" if r["expected_count"] else "–",
        )
        for r in screen.all_lines()
        if r["status"]
    )  # fmt: skip


def verdict_and_pace(line: Row) -> str:
    verdict = written.verdict_of(line)
    if line["due"] is None or line["pace"] is None or is_ceiling(line):
        return verdict
    return f"{verdict} ({written.number(100 * line['pace'], 1)} %)"


MOST, SOURCES = 4, 2
CALM_UNKNOWN = "Không đơn vị nào quá hạn; chưa có số liệu để đánh giá."
NONE_YET = "Chưa có chỉ tiêu nào đạt kế hoạch năm."


def pace(line: Row) -> Fraction:
    return line["pace"] or Fraction(0)


def attention(screen: Screen) -> list[str]:
    """Who is missing, the slowest indicators, the two farthest apart of two whole sources."""
    said = []
    missing = [r for r in screen.reports if r["state"] == "missing"]
    if missing:
        due = min(r["due"] for r in missing)
        worst = [r["unit"]["name_vi"] for r in missing if r["due"] == due]
        alone, alike = (
            f"lâu nhất là của {worst[0]} (hạn nộp {due:%d/%m/%Y})",
            f"hạn nộp sớm nhất {due:%d/%m/%Y}",
        )
        back = sent_back(screen.reports, "missing")
        returned = f" ({back} đã gửi nhưng bị trả lại)" if back else ""
        who = alike if len(worst) > 1 else alone
        if len(missing) == 1:
            who = f"của {worst[0]} (hạn nộp {due:%d/%m/%Y})"
        said.append(f"{len(missing)} báo cáo chưa nộp{returned}, {who}.")
    lines = screen.all_lines()
    counted = {r["indicator_id"] for r in screen.set_in_force}
    ours = [r for r in lines if r["indicator"]["indicator_id"] in counted]
    mine = sorted((r for r in ours if r["status"] in BEHIND), key=pace)
    rest = [r for r in lines if r not in ours and r["status"] in BEHIND]
    slow = mine + sorted(rest, key=pace)
    said += [slow_line(r) for r in slow[:MOST]]
    said += others(
        slow, MOST, f"chỉ tiêu khác {'không đạt' if screen.elapsed == 1 else 'chưa đạt tiến độ'}"
    )
    said += behind_of_years(screen)
    said += worse_lines(lines, slow[:MOST])
    if falls := len(screen.falls):
        said.append(f"{falls} số lũy kế giảm so với kỳ trước: một trong hai báo cáo có sai sót.")
    differ, told = screen.two_that_differ, sources(screen)
    apart = [told[n] for n, r in differ.items() if r["told"] == r["owed"]]
    said += apart[:SOURCES] + others(apart, SOURCES, "số liệu khác hai nguồn báo khác nhau")
    if waiting := len(screen.warnings.of(screen.period)):
        said.append(
            f"{waiting} cảnh báo chưa xử lý trong kỳ: số liệu vẫn được công bố, chờ xác nhận hoặc "
            "đính chính."
        )
    return said or [calm(lines)]


def behind_of_years(screen: Screen) -> list[str]:
    """What is behind a plan of several years."""
    told: dict[str, list[str]] = {}
    for row in screen.longer():
        if row["status"] in BEHIND:
            told.setdefault(row["plan_year"], []).append(row["indicator"]["short_vi"])
    return [
        f"{_of_years(screen, plan)} {plan.replace('-', '–')}: {', '.join(names)}."
        for plan, names in sorted(told.items())
    ]


def _of_years(screen: Screen, plan: str) -> str:
    is_over = screen.office.plans[plan]["to"] <= screen.about["to"]
    return "Không đạt kế hoạch" if is_over else "Chưa đạt tiến độ kế hoạch"


def worse_lines(lines: list[Row], named: list[Row]) -> list[str]:
    """The two amounts that went a tenth or more the wrong way since last year's same period."""
    wrong = {"higher": -1, "lower": 1}

    def gone(line: Row) -> Fraction:
        told = line["last_year"]
        percent = told["percent"] if told and not told["is_broken"] and told["is_wide"] else None
        return (percent or Fraction(0)) * wrong.get(line["indicator"]["direction"], 0)

    far = sorted((r for r in lines if r not in named and gone(r) >= 10), key=gone, reverse=True)
    return [
        f"{r['indicator']['short_vi']} {reached(r)}, {written.change(r, 'last_year')} so cùng kỳ"
        f"{most_by_now(r)}."
        for r in far[:2]
    ]


def most_by_now(line: Row) -> str:
    """Of what is to be low and is not: how much there may be."""
    due = written.with_due(line)[1]
    if line["status"] not in BEHIND or not due.startswith("≤ "):
        return ""
    return f"; đến nay không quá {due.removeprefix('≤ ')}"


def others(found: list[Any], most: int, what: str) -> list[str]:
    return [f"Và {len(found) - most} {what}."] if len(found) > most else []


def calm(lines: list[Row]) -> str:
    judged = sum(r["status"] in BEHIND | ON_PACE for r in lines)
    total = sum(r["status"] is not None for r in lines)
    return (
        f"Trong {judged}/{total} chỉ tiêu đã đánh giá được, không có chỉ tiêu nào chậm; "
        "không đơn vị nào quá hạn."
        if judged
        else CALM_UNKNOWN
    )


def reached(line: Row) -> str:
    return f"{written.figure(line)} {line['indicator']['uom_vi']}"


def is_ceiling(line: Row) -> bool:
    return line["is_accumulated"] and line["indicator"]["direction"] == "lower"


def slow_line(line: Row) -> str:
    title, target = line["indicator"]["short_vi"], written.plan_in_table(line)
    value, due = written.with_due(line)
    value, is_least = f"{value} {line['indicator']['uom_vi']}", not due.startswith("≤ ")
    by_now = f"đến nay {'cần' if is_least else 'không quá'} {due.removeprefix('≤ ')}"
    is_told = due != written.NOTHING
    if is_ceiling(line):
        least = target.removeprefix("≤ ")
        return f"{title} đã {value}{'; ' + by_now if is_told else ''}, cả năm không quá {least}."
    needed = f"{by_now}, " if is_told else ""
    return f"{title} {written.WORDS[line['status']]}: {value}, {needed}kế hoạch {target}."


def bright(screen: Screen) -> list[str]:
    """Who meets the year's plan, the farthest ahead first, ceilings that were kept last."""
    good = [r for r in screen.all_lines() if r["is_plan_met"]]
    ahead = sorted(good, key=lambda r: (is_ceiling(r), -pace(r)))
    rest = others(ahead, MOST, "chỉ tiêu khác đã đạt kế hoạch năm")
    return [bright_line(r) for r in ahead[:MOST]] + rest or [NONE_YET]


def bright_line(line: Row) -> str:
    """A share of the plan is told of flows that are to be high, and of no other."""
    title, target = line["indicator"]["short_vi"], written.plan_in_table(line)
    if is_ceiling(line):
        return f"{title} cả năm {reached(line)}, không quá {target.removeprefix('≤ ')}."
    is_high = line["is_flow"] and line["indicator"]["direction"] == "higher"
    if is_high and line["done"] is not None:
        share, part = written.number(100 * line["done"], 1), written.of_units(line)
        of = f" của {written.units(line)}" if part else ""
        return f"{title} đã đạt {share} % kế hoạch năm{of} ({reached(line)})."
    return f"{title}: {reached(line)}, kế hoạch {target}."


def movement_lines(screen: Screen) -> list[drawn.Line]:
    """A line a movement: its lead indicator, and its own x/y under the verdict."""
    found = []
    for movement in screen.ordered("movement"):
        line = screen.line(movement["lead_indicator_id"], screen.root)
        counts = screen.counts(movement["movement_id"], screen.root)
        if line is not None:
            (decided, part), unit = written.plan_parts(line), line["indicator"]["uom_vi"]
            if " cho " in part:  # "(324 cho 116/127 đơn vị)"
                decided = f"{part[1:].split(' ')[0]} của {decided}"
            name = "KH mới" if written.is_revised(line) and not part else "KH"
            below = f"{name} {written.at_most(line)}{decided} {unit}" if decided else unit
            title, lead = movement["short_vi"], line["indicator"]["short_vi"]
            said = verdict(line, f"{counts.x}/{counts.y} chỉ tiêu")
            lead = written.cut(lead, 44 - len(below))
            found.append(progress_line(line, title, lead, said, below))
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
            cells = [share_cell(screen.counts(name, s), screen.elapsed == 1) for s in scopes]
            rows.append((drawn.short(movement["short_vi"]), cells))
    heads = [drawn.short(b["short_vi"]) for b in screen.blocks]
    return [title for title, _ in rows], heads, [cells for _, cells in rows]


def share_cell(counts: Counts, is_over: bool) -> Cell:
    if not counts.y:
        return written.NOTHING, False, "không áp dụng"
    if counts.not_due == counts.y:
        return "○", False, "chưa đến kỳ"
    share = f"{counts.x}/{counts.y}"
    said = [f"{share} chỉ tiêu đạt {'kế hoạch' if is_over else 'tiến độ'}"]
    if counts.not_due:
        said.append(f"{counts.not_due} chưa đến kỳ")
    if counts.unreported:
        back = f" ({counts.returned} chỉ tiêu có báo cáo bị trả lại)" if counts.returned else ""
        said.append(f"{counts.unreported} chưa (đủ) báo cáo{back}")
    is_missing = counts.not_due + counts.unreported == counts.y
    return "?" if is_missing else share, is_missing, " · ".join(said)

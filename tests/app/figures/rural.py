"""New rural areas: levels by decisions, criteria as told."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.app import drawn, written
from tests.app.figures.common import Row, dated, indicator_lines, last_asked, rounded
from tests.witness.screens import Screen

UNKNOWN = "Chưa rõ mức"


def shown(app: AppTest) -> dict[str, Any]:
    charts, said = drawn.charts(app), drawn.prose(app)
    heads = [h.value for h in app.header]
    return {
        "title": drawn.title(app),
        "told": next(p for p in said if "đã báo cáo" in p or "không hỏi" in p),
        "levels": list(drawn.strip(charts["levels"]).items()),
        "criteria": drawn.grid(charts["criteria"]) if "criteria" in charts else None,
        "hovers": drawn.hovers(charts["criteria"]) if "criteria" in charts else None,
        "tiles": tiles_drawn(charts.get("tiles")),
        "near": drawn.under(app, "Gần đạt"),
        "scale": [p for p in said if p.startswith("Xét theo")],
        "town": [p for p in said if "không thuộc diện" in p],
        "years": drawn.grid(charts["years"]) if "years" in charts else None,
        "income": drawn.bars(charts["income"]) if "income" in charts else [],
        "income_of": [h for h in map(drawn.plain, heads) if "Thu nhập bình quân" in h],
        "capital": drawn.bars(charts["capital"]) if "capital" in charts else [],
        "sums": [p for p in said if p.startswith(("Các nguồn", "Bằng tổng", "Tổng vốn"))],
        "given": drawn.bars(charts["given"]) if "given" in charts else [],
        "received": drawn.bars(charts["received"]) if "received" in charts else [],
        "sponsor": [p for p in said if p.startswith(("Các đơn vị báo", "Số đã hỗ trợ"))],
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
        "tiles": tiles(screen),
        "near": near(screen, assessed),
        "differ": differ(screen, assessed),
        "scale": scale(screen),
        "town": town(screen),
        "years": years(screen),
        **income(screen),
        **capital(screen),
        "given": given(screen),
        "received": unit_bars(screen, screen.item("rural_received")),
        "sponsor": sponsor(screen),
        "progress": [
            line
            for line in indicator_lines(
                screen, screen.item("rural_movement"), screen.items("rural_capital_source")
            )
            if line.title != "Tiêu chí đô thị văn minh"
        ],
        "table": level_table([level_row(screen, u) for u in in_order(screen, levels)]),
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


NUMBER = 3  # where a row has the decision's number


def level_table(rows: list[tuple]) -> list[tuple]:
    """Rows; without the numbers of decisions where the catalogue has none at all."""
    if any(row[NUMBER] for row in rows):
        return rows
    return [row[:NUMBER] + row[NUMBER + 1 :] for row in rows]


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
    names = ", ".join(screen.office.units[u]["short_vi"] for u in left[:6])
    many = f"{len(left)} xã: {names} và {len(left) - 6} xã khác"
    said = [f"{met}/{len(ranks)} xã đạt chuẩn nông thôn mới"]
    said += [f"còn {names if len(left) <= 6 else many}"] if left else []
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


def tiles_drawn(spec: dict[str, Any] | None) -> set[tuple]:
    """(column, row, name, level, is unknown) of each tile."""
    found = set()
    for trace in spec["data"] if spec else []:
        is_unknown = "pattern" in trace["marker"]
        for base, column, text in zip(trace["base"], trace["x"], trace["text"], strict=True):
            name, *level = text.split("<br>")
            found.add((column, int(base), name, " ".join(level), is_unknown))
    return found


def tiles(screen: Screen) -> set[tuple]:
    """Where the catalogue puts the units there are; towns without a level."""
    day, levels, found = screen.about["to"], screen.levels, set()
    placed = [
        (u, row)
        for u, row in screen.office.units.items()
        if row["tile_x"] and (row["valid_from"] or "0") <= str(day) <= (row["valid_to"] or "9")
    ]
    if not any(u in levels for u, _ in placed):
        return set()
    left, top = (min(int(row[k]) for _, row in placed) for k in ("tile_x", "tile_y"))
    for unit, row in placed:
        at = int(row["tile_x"]) - left, int(row["tile_y"]) - top
        is_unknown = unit in levels and levels[unit]["rank"] is None
        level = levels[unit]["level"] if unit in levels else "không xét xã nông thôn mới"
        name = f"{'? ' if is_unknown else ''}{row['short_vi']}"
        found.add((*at, name, UNKNOWN if is_unknown else level, is_unknown))
    return found


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


NEAR_NONE = "Trong các xã chưa đạt chuẩn, chưa có xã nào báo cáo đủ tiêu chí mà chỉ còn thiếu 1–2."


def is_assessed(counts: tuple) -> bool:
    """Whether a commune told of every criterion."""
    _, told, asked = counts
    return asked > 0 and told == asked


def near(screen: Screen, assessed: dict[str, tuple]) -> list[str]:
    """Who is known to be below, told of all criteria and lacks one or two, and which."""
    said, levels = [], screen.levels
    for unit in in_order(screen, assessed):
        met, _, asked = assessed[unit]
        if levels[unit]["rank"] == 0 and is_assessed(assessed[unit]) and 1 <= asked - met <= 2:
            lacking = [m["title_vi"] for m, values in screen.criteria if values.get(unit) == 0]
            name = screen.office.units[unit]["short_vi"]
            said.append(
                f"{name} còn thiếu {asked - met} tiêu chí (đạt {met}/{asked}): "
                f"{', '.join(lacking)}."
            )
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


def scale(screen: Screen) -> list[str]:
    """By which version of the scale the period's criteria are judged."""
    if screen.item("rural_criteria") not in screen.witness.indicators:
        return []
    row = screen.witness.scale_row(screen.item("rural_criteria"), screen.about["to"])
    return [f"Xét theo {row['title_vi']} ({row['decision_number']})"] if row else []


def town(screen: Screen) -> list[str]:
    """Towns by their own measure."""
    said = []
    if screen.item("rural_town") not in screen.witness.indicators:
        return []
    row = screen.witness.scale_row(screen.item("rural_town"), screen.about["to"])
    for unit in of_units(screen, screen.item("rural_town")):
        name, line = unit[0]["name_vi"], unit[1]
        if not line["expected_count"]:
            continue
        head = f"{name} không thuộc diện xét xã nông thôn mới"
        decision = f"tiêu chí đô thị văn minh ({row['decision_number']})"
        if line["value"] is None:
            said.append(f"{head}; kỳ này chưa báo cáo {decision}")
        else:
            said.append(f"{head}: đạt {line['value']}/{row['maximum']} {decision}")
    return said


def of_units(screen: Screen, indicator: str) -> list[tuple[Row, Row]]:
    """(unit, its line) of the units an indicator is about, as they stand."""
    if indicator not in screen.witness.indicators:
        return []
    units = sorted(screen.root.members, key=screen.place)
    lines = [(u, screen.line(indicator, screen.scopes["unit", u])) for u in units]
    return [(screen.office.units[u], line) for u, line in lines if line]


def unit_bars(screen: Screen, indicator: str) -> list[tuple[str, float, float | None, str]]:
    """(unit, value, own target, text) of one indicator, the highest first."""
    told = [(u, line) for u, line in of_units(screen, indicator) if line["value"] is not None]
    bars = []
    for unit, line in sorted(told, key=lambda one: (-one[1]["value"], one[0]["unit_id"])):
        mark = None if line["target"] is None else rounded(line["target"])
        places = int(line["indicator"]["decimals"] or 0)
        sign = written.SIGNS.get(line["status"], "")
        text = f"{sign} {written.number(line['value'], places)}".lstrip()
        bars.append((unit["short_vi"], rounded(line["value"]), mark, text))
    return bars


def income(screen: Screen) -> dict[str, Any]:
    """Told once a year: between the years that of the last one, which is named."""

    def asked(seen: Screen) -> list[tuple[bool, Any]]:
        told = of_units(seen, seen.item("rural_income"))
        return [(bool(line["expected_count"]), line["value"]) for _, line in told]

    then = last_asked(screen, asked)
    title = dated(screen, then, "Thu nhập bình quân đầu người, triệu đồng/người/năm")
    return {"income": unit_bars(then, then.item("rural_income")), "income_of": [title]}


def years(screen: Screen) -> tuple[list[str], list[str], drawn.Grid] | None:
    """Communes at each level at the ends of six years: by year reached, then by day decided."""
    levels = {r["level_id"]: r for r in screen.office.tables["level"]}
    known = []
    for row in screen.office.tables["recognition"]:
        decided = dt.date.fromisoformat(row["decision_date"])
        if decided <= screen.witness.as_of:
            rank = int(levels[row["level_id"]]["rank"])
            known.append((row["unit_id"], int(row["year_achieved"]), decided, rank))
    last = (screen.about["to"] + dt.timedelta(1)).year - 1  # the last year that had ended
    first = min((min(year, decided.year) for _, year, decided, _ in known), default=last + 1)
    # what stood stands on in a year that is over, if nothing was decided in it
    end = max((max(year, decided.year) for _, year, decided, _ in known), default=0)
    end = max(end, (screen.witness.as_of + dt.timedelta(1)).year - 1)
    shown = range(max(first, last - 5), min(last, end) + 1)
    reached, decreed = {}, {}
    for year in shown:
        reached[year] = latest([k for k in known if k[1] <= year])
        decreed[year] = latest([k for k in known if k[2].year <= year])
    ranks = sorted({r for of in (reached, decreed) for y in of for r in of[y].values()})[::-1]
    if not ranks:
        return None
    names = {int(r["rank"]): r["title_vi"] for r in levels.values()}
    whole = len(screen.levels)
    rows = [[str(list(reached[y].values()).count(rank)) for y in shown] for rank in ranks]
    rows += [
        [f"{sum(r >= 1 for r in of[y].values())}/{whole}" for y in shown]
        for of in (reached, decreed)
    ]
    titles = [names[r] for r in ranks]
    titles += ["Đạt chuẩn trở lên, theo năm đạt", "Đạt chuẩn trở lên, theo ngày quyết định"]
    return (
        [drawn.short(t) for t in titles],
        [str(y) for y in shown],
        [[(text, False) for text in row] for row in rows],
    )


def latest(known: list[tuple[str, int, dt.date, int]]) -> dict[str, int]:
    """Unit → rank by the latest of these decisions."""
    ordered = sorted(known, key=lambda k: (k[2], k[1], k[3]))
    return {unit: rank for unit, _, _, rank in ordered}


def capital(screen: Screen) -> dict[str, Any]:
    """Sources of capital with their share, the largest first, and what they add up to."""
    lines = [
        v
        for v in screen.lines(screen.item("rural_movement"))
        if v["indicator"]["indicator_id"] in screen.items("rural_capital_source")
    ]
    told = [line for line in lines if line["value"] is not None]
    if not told:
        return {"capital": [], "sums": []}
    bars, whole = [], Fraction(0)
    for line in sorted(told, key=lambda v: -v["value"]):
        name = line["indicator"]["indicator_id"]
        amount, whole, _ = screen.witness.parts(name, screen.period)[screen.office.root]
        source = line["indicator"]["short_vi"].removeprefix("Nguồn vốn: ")
        label = f"{source} · {written.number(line['value'], 1)} %"
        bars.append((label, rounded(amount), None, written.number(amount, 0)))
    said = [f"Các nguồn cộng lại {written.number(whole, 0)} triệu đồng."]
    of = screen.line(screen.item("rural_capital"), screen.root)
    if of and of["value"] is not None:
        other, units = written.number(of["value"], 0), written.units(of)
        gap = whole != of["value"] and written.number(abs(whole - of["value"]), 0)
        said.append(
            f"Tổng vốn theo từng xã là {other} triệu đồng ({units}): chênh {gap}."
            if gap
            else f"Bằng tổng vốn theo từng xã {other} triệu đồng ({units})."
        )
    return {"capital": bars, "sums": said}


def given(screen: Screen) -> list[tuple[str, float, None, str]]:
    """What units of each block say they gave, in the blocks' order; then those of no block."""
    name = screen.item("rural_given")
    if name not in screen.witness.indicators:
        return []
    at = [(b["short_vi"], ("block", b["block_id"])) for b in screen.blocks]
    groups = [(title, [screen.line(name, screen.scopes[where])]) for title, where in at]
    inside = {u for b in screen.blocks for u in screen.scopes["block", b["block_id"]].members}
    alone = [u for u in screen.root.members if u not in inside]
    groups.append(("Ngoài khối", [screen.line(name, screen.scopes["unit", u]) for u in alone]))
    bars = []
    for title, lines in groups:
        asked = [r for r in lines if r and r["expected_count"]]
        told = [r["value"] for r in asked if r["value"] is not None]
        if told:
            n, of = (sum(r[f"{k}_count"] for r in asked) for k in ("reporting", "expected"))
            label = f"{title} ({n}/{of})"
            bars.append((label, rounded(sum(told)), None, written.number(sum(told), 1)))
    return bars


def sponsor(screen: Screen) -> list[str]:
    """What was given against what was received."""
    gave, got = (
        screen.line(name, screen.root) if name in screen.witness.indicators else None
        for name in (screen.item("rural_given"), screen.item("rural_received"))
    )
    if not gave or not got or None in (gave["value"], got["value"]):
        return []
    told, other = (written.number(line["value"], 1) for line in (gave, got))
    gap = abs(gave["value"] - got["value"])
    said = f"Các đơn vị báo đã hỗ trợ {told}, "
    if gap:
        said += f"các xã báo đã nhận {other} ({written.units(got)}): "
        said += f"chênh {written.number(gap, 1)} triệu đồng."
    else:
        said += f"bằng các xã báo đã nhận {other} ({written.units(got)})."
    return [said, f"Số đã hỗ trợ là của {written.units(gave)} được hỏi."]

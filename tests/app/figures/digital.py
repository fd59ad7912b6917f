"""Digital transformation and reform: the root's figures, its neighbours, every commune's own."""

import re
from collections.abc import Callable
from fractions import Fraction
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
    progress_line,
    trust,
    trusted,
    unit_hovers,
    unit_map,
    verdict,
    who,
    whose,
)
from tests.witness.screens import Screen


def shown(app: AppTest) -> dict[str, Any]:
    charts = drawn.charts(app)
    heads = [drawn.plain(h.value) for h in app.header]
    reform = next(h for h in heads if h.startswith("Cải cách hành chính: "))
    return figures_shown(app) | {
        "reform": drawn.numbers(reform, MOVEMENT_TITLE),
        "reform_lines": drawn.progress(charts["reform"]) if "reform" in charts else [],
        "neighbours": drawn.bars(charts["neighbours"]) if "neighbours" in charts else [],
        "places": [h for h in heads if "PAR Index" in h and "lĩnh vực" not in h and h != reform],
        "satisfaction": [h for h in heads if "SIPAS" in h],
        "answers": [drawn.table(d.value) for d in app.dataframe],
        "pillars": drawn.grid(charts["pillars"]) if "pillars" in charts else None,
        "fields": drawn.grid(charts["fields"]) if "fields" in charts else None,
        "parts": [re.sub(PART, "", h) for h in heads if re.search(PART, h)],
    }


def figures_shown(app: AppTest) -> dict[str, Any]:
    """What the page of any movement shows."""
    charts = drawn.charts(app)
    return {
        "movement": drawn.numbers(drawn.title(app), MOVEMENT_TITLE),
        "behind": behind_of(drawn.title(app)),
        "trust": trusted(app),
        "progress": drawn.progress(charts["progress"]),
        "whose": whose(app),
        "by_unit": drawn.grid(charts["by_unit"]),
        "hovers": drawn.hovers(charts["by_unit"]),
    }


def told(screen: Screen) -> dict[str, Any]:
    has_reform = screen.counts(screen.item("reform_movement"), screen.root).y
    nothing = dict.fromkeys(MOVEMENT_TITLE, "0")
    without = Whole(screen.witness, screen.period, screen.scheme)
    pillars, fields = (last_asked(screen, part_of(screen.items(p))) for p in (PILLARS, FIELDS))
    index, content = (
        last_asked(screen, lambda seen, m=m: [(True, value) for _, value in scored(seen, m)])
        for m in ("par_index_district", "sipas_score")
    )
    return figures_of(without, screen.item("digital_movement")) | {
        "pillars": part_map(pillars, screen.items(PILLARS)),
        "fields": part_map(fields, screen.items(FIELDS)),
        "parts": [
            dated(screen, then, parts_title(then, screen.items(p)))
            for then, p in ((pillars, PILLARS), (fields, FIELDS))
        ],
        "reform": movement_title(screen, screen.item("reform_movement")) if has_reform else nothing,
        "reform_lines": reform_lines(screen),
        "neighbours": neighbours(index),
        "places": [dated(screen, index, neighbours_title(index))],
        "satisfaction": [dated(screen, content, satisfaction_title(content))],
        "answers": satisfaction(content),
    }


PILLARS, FIELDS = "digital_pillar", "reform_field"


PART = "Ba trụ cột: |Tám lĩnh vực của PAR Index cấp xã: "


def part_of(parts: tuple[str, ...]) -> Callable[[Screen], list[tuple[bool, Any]]]:
    """Whether units are asked some parts in the period of a screen, and what they said."""

    def told(seen: Screen) -> list[tuple[bool, Any]]:
        known = [p for p in parts if p in seen.witness.indicators]
        lines = [seen.line(p, s) for p in known for s in seen.scopes.values() if s.type == "unit"]
        return [(bool(line["expected_count"]), line["value"]) for line in lines if line]

    return told


class Whole(Screen):
    """The same screen without scores of parts, which stand by themselves."""

    def indicators_of(self, movement: str) -> list[str]:
        parts = {*self.items(PILLARS), *self.items(FIELDS)}
        return [i for i in super().indicators_of(movement) if i not in parts]


def most(screen: Screen, indicator: str) -> Fraction:
    """The most points: of all measures that are added up."""
    used = screen.witness.measures_of(indicator)
    return sum((Fraction(m["max"]) for m in used), Fraction(0))


def part_map(screen: Screen, parts: tuple[str, ...]) -> Any:
    without = Whole(screen.witness, screen.period, screen.scheme)
    units = without.members(without.group_of(without.item("digital_movement")))
    titles, rows = [], []
    for name in parts:
        if name not in screen.witness.indicators:
            continue
        lines = [screen.line(name, screen.scopes["unit", u["unit_id"]]) for u in units]
        lines = [line if line and line["expected_count"] else None for line in lines]
        if any(lines):
            short = screen.witness.indicators[name]["short_vi"]
            points = written.number(most(screen, name), 0)
            titles.append(drawn.short(f"{short} (tối đa {points})"))
            rows.append([part_cell(line) for line in lines])
    return (titles, [drawn.short(u["short_vi"]) for u in units], rows) if rows else None


def part_cell(line: Row | None) -> tuple[str, bool]:
    if line is None:
        return written.NOTHING, False
    if line["value"] is None:
        return "↩" if line["refused_count"] else "?", True
    return written.number(line["value"], 2), False


def parts_title(screen: Screen, parts: tuple[str, ...]) -> str:
    lines = {
        name: line
        for name in parts
        if name in screen.witness.indicators
        and (line := screen.line(name, screen.root))
        and line["expected_count"]
    }
    told = {n: r for n, r in lines.items() if r["value"] is not None}
    if not told:
        return "chưa có số liệu"
    n = min(r["reporting_count"] for r in told.values())
    total = max(r["expected_count"] for r in told.values())
    least = Fraction(screen.office.settings["coverage_min"]) / 100
    if len(told) < len(lines) or Fraction(n, total) < least:
        return f"chưa đủ đơn vị để kết luận ({n}/{total})"
    shares = {name: told[name]["value"] / most(screen, name) for name in told}
    low, high = min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)
    names = {name: screen.witness.indicators[name]["short_vi"] for name in (low, high)}
    worst, best = (written.number(100 * shares[name], 1) for name in (low, high))
    row = told[low]
    return (
        f"thấp nhất {names[low]} {worst} % điểm tối đa ({written.number(row['value'], 2)}/"
        f"{written.number(most(screen, low), 0)}); cao nhất {names[high]} {best} % "
        f"({row['reporting_count']}/{row['expected_count']} đơn vị)"
    )


REFORM = ("CCHC-03", "CCHC-04", "CCHC-05", "CCHC-06", "CCHC-01", "CCHC-01b", "CCHC-02")


def reform_lines(screen: Screen) -> list[drawn.Line]:
    at = {line["indicator"]["indicator_id"]: line for line in screen.lines("cchc")}
    return [
        progress_line(r, r["indicator"]["short_vi"], written.plan(r), verdict(r))
        for r in (at[i] for i in REFORM if i in at)
    ]


def scored(screen: Screen, measure: str) -> list[tuple[Row, Fraction | None]]:
    """Whom a score is asked of and what it is, the best first, as they stand where alike."""
    told = screen.witness.known.get((measure, screen.period), {})
    rows = [(screen.office.units[u], value) for u, value in told.items()]

    def place(one: tuple[Row, Fraction | None]) -> tuple[bool, Fraction, int]:
        unit, value = one
        return (value is None, -(value or Fraction(0)), int(unit["sort"]))

    return sorted(rows, key=place)


def is_wide(screen: Screen, rows: list[tuple[Row, Fraction | None]]) -> bool:
    known = sum(value is not None for _, value in rows)
    least = Fraction(screen.office.settings["coverage_min"]) / 100
    return bool(rows) and Fraction(known, len(rows)) >= least


def place_of(value: Fraction, all_of_them: list[Fraction]) -> int:
    """One more than are better, as two decimals tell."""
    return 1 + sum(round(100 * v) > round(100 * value) for v in all_of_them)


def neighbours(screen: Screen) -> list[tuple[str, float, float | None, str]]:
    rows = scored(screen, "par_index_district")
    known = [v for _, v in rows if v is not None]
    bars = []
    for unit, value in rows:
        label, target = unit["short_vi"], None
        if value is not None and is_wide(screen, rows):
            label = f"{place_of(value, known)} · {label}"
        if unit["unit_id"] == screen.office.root:
            label = f"► {label}"
            target = screen.witness.target("CCHC-01b", screen.root, screen.plan, screen.period)
            target = None if target.value is None else round(float(target.value), 6)
        text = "?" if value is None else written.number(value, 2)
        bars.append((label, round(float(value or 0), 6), target, text))
    return bars


def neighbours_title(screen: Screen) -> str:
    rows = scored(screen, "par_index_district")
    own = next((v for u, v in rows if u["unit_id"] == screen.office.root), None)
    known = [v for _, v in rows if v is not None]
    if own is None:
        return "Chưa có PAR Index do tỉnh công bố cho kỳ này"
    name, said = screen.office.units[screen.office.root]["name_vi"], written.number(own, 2)
    if not is_wide(screen, rows):
        return (
            f"{name} đạt {said} % PAR Index; mới biết {len(known)}/{len(rows)} đơn vị cùng cấp "
            "nên chưa xếp hạng"
        )
    place = place_of(own, known)
    alike = [place_of(v, known) for v in known].count(place) > 1
    way = "đồng hạng" if alike else "xếp"
    title = f"{name} {way} {place}/{len(known)} về PAR Index với {said} %"
    if place > 1:
        best, value = rows[0]
        top, gap = (written.number(v, 2) for v in (value, (value or 0) - own))
        title += f"; cao nhất {best['name_vi']} {top} %, hơn {gap} điểm"
    return title


def answers(screen: Screen) -> dict[str, Fraction | None]:
    return screen.witness.known.get(("sipas_questionnaires", screen.period), {})


def satisfaction_title(screen: Screen) -> str:
    """The mean weighed by questionnaires of the units that told both."""
    rows, counts = scored(screen, "sipas_score"), answers(screen)
    pairs = [(v, n) for u, v in rows if v is not None and (n := counts.get(u["unit_id"]))]
    whole = sum(n for _, n in pairs)
    if not whole:
        return "Chưa có Chỉ số hài lòng (SIPAS) cho kỳ này"
    mean = written.number(sum(v * n for v, n in pairs) / whole, 2)
    few = sum(v is not None and (counts.get(u["unit_id"]) or 0) < 30 for u, v in rows)
    said = f"SIPAS {mean} % trên {written.number(whole, 0)} phiếu hợp lệ "
    said += f"({len(pairs)}/{len(rows)} đơn vị)"
    return said + (f"; {few} đơn vị dưới 30 phiếu không xếp hạng" if few else "")


def satisfaction(screen: Screen) -> list[list[tuple]]:
    rows, counts = scored(screen, "sipas_score"), answers(screen)
    enough = [v for u, v in rows if v is not None and (counts.get(u["unit_id"]) or 0) >= 30]
    lines = []
    for unit, value in rows:
        count = counts.get(unit["unit_id"])
        said = written.NOTHING if value is None else written.number(value, 2)
        place = "chưa báo cáo"
        if value is not None and (count or 0) < 30:
            place = "dưới 30 phiếu"
        elif value is not None:
            wide = is_wide(screen, rows)
            place = f"{place_of(value, enough)}/{len(enough)}" if wide else written.NOTHING
        lines.append((unit["name_vi"], said, None if count is None else int(count), place))
    return [lines] if lines else []


def figures_of(screen: Screen, movement: str) -> dict[str, Any]:
    return {
        "movement": movement_title(screen, movement),
        "behind": behind(screen.lines(movement), 3),
        "trust": trust(screen, movement),
        "progress": indicator_lines(screen, movement),
        "whose": who(screen, movement),
        "by_unit": unit_map(screen, movement),
        "hovers": unit_hovers(screen, movement),
    }

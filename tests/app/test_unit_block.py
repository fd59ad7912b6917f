"""A unit's place, median and quartiles in its block are the second witness's."""

import datetime as dt
import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import pytest

from app import queries, unit_block
from app.compare import Compared
from app.unit_block import BOTTOM, MIDDLE, TOP, InBlock, Place
from tests.app import drawn, written
from tests.app.conftest import Made
from tests.app.test_pages import ROOT, opened
from tests.witness.archive_facts import Office
from tests.witness.screens import Screen
from tests.witness.witness import Witness

PAGE = "pages/emulation/unit.py"
JUDGED = {"exceeded", "met", "on_pace", "held", "near", "slow", "very_slow", "not_met"}
ON_PACE = {"exceeded", "met", "on_pace", "held"}


class Line(NamedTuple):
    """One line of the figure; places and reasons without their signs."""

    title: str
    value: str
    spread: str
    verdict: str
    count: str
    units: list[float]
    is_total: bool = False


@pytest.fixture(scope="module")
def witness(demo: Path) -> Callable[[str], Witness]:
    """What was known on a day, worked out once."""
    office = Office(demo)
    return cache(lambda day: Witness(office, dt.date.fromisoformat(day)))


@pytest.fixture
def at_demo(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))


def quantile(values: list[Fraction], part: Fraction) -> Fraction:
    """Between the two figures beside the place (n − 1) × part, by its share."""
    at = (len(values) - 1) * part
    below = int(at)
    above = min(below + 1, len(values) - 1)
    return values[below] + (at - below) * (values[above] - values[below])


def expected_line(screen: Screen, indicator: dict[str, Any], unit: str, told: dict) -> Line:
    """What archive and catalogue say of a unit among those told: unit → figure, none if missing."""
    places = int(indicator["decimals"] or 0)
    values = sorted(v for v in told.values() if v is not None)
    own = told[unit]
    count = f"{len(values)}/{len(told)}"
    value = written.number(own, places)
    if own is None:
        value = "↩" if indicator.get("returned") else "?"
    is_total = indicator["rule"] == "sum" and not written.is_score(indicator)
    line = Line(indicator["short_vi"], value, "", "", count, [], is_total)
    if 10 * len(values) < 9 * len(told):
        return line._replace(verdict="chưa đủ báo cáo")
    spread = ""
    if len(values) > 2:
        low, high = (quantile(values, Fraction(n, 4)) for n in (1, 3))
        low, middle, high = (written.number(v, places) for v in (low, median(values), high))
        spread = f"{middle} ({low} – {high})"
    return line._replace(spread=spread, verdict=verdict(indicator, own, values, places))


def verdict(indicator: dict[str, Any], own: Any, values: list[Fraction], places: int) -> str:
    if own is None:
        return "đơn vị chưa (đủ) báo cáo"
    if len(values) < 3:
        return "quá ít đơn vị để xếp"
    if indicator["direction"] not in ("higher", "lower"):
        return "không xếp hạng"
    sign = 1 if indicator["direction"] == "higher" else -1
    said = [sign * Fraction(shown_number(v, places)) for v in values]
    mine = sign * Fraction(shown_number(own, places))
    place, sharing = 1 + sum(v > mine for v in said), said.count(mine)
    shared = f" (đồng hạng {sharing})" if sharing > 1 else ""
    return f"thứ {place}/{len(said)}{shared}"


def shown_number(value: Fraction, places: int) -> str:
    text = written.number(value, places).replace(".", "").replace(",", ".")
    return text.replace("−", "-")


def expected(screen: Screen, unit: str) -> list[Line]:
    members = [u for u, b in screen.block_of.items() if b is screen.block_of[unit]]
    members = [u for u in members if ("unit", u) in screen.scopes]
    found = [_on_time(screen, members, unit), _on_pace(screen, members, unit)]
    for movement in screen.ordered("movement"):
        for name in screen.indicators_of(movement["movement_id"]):
            indicator = screen.witness.indicators[name]
            if indicator["rule"] in ("level", "office"):
                continue
            lines = {u: screen.line(name, screen.scopes["unit", u]) for u in members}
            rows = {u: r for u, r in lines.items() if r}
            told = {u: r["value"] for u, r in rows.items() if r["expected_count"]}
            if unit not in rows or len(rows) < 2 or not told:
                continue
            about = indicator | {"returned": rows[unit]["refused_count"]}
            found.append(expected_line(screen, about, unit, {unit: None} | told))
    return found


SHARE = {"decimals": "1", "rule": "ratio", "direction": "higher", "is_score": ""}


def _on_time(screen: Screen, members: list[str], unit: str) -> Line:
    told: dict[str, Fraction | None] = {}
    for u in members:
        owed = [r["state"] for r in screen.reports if r["unit"]["unit_id"] == u]
        if not owed:
            continue
        due = [state for state in owed if state != "not_due"]
        told[u] = Fraction(100 * due.count("on_time"), len(due)) if due else None
    about = SHARE | {"short_vi": "Báo cáo đúng hạn"}
    return expected_line(screen, about, unit, told)


def _on_pace(screen: Screen, members: list[str], unit: str) -> Line:
    told: dict[str, Fraction | None] = {}
    for u in members:
        lines = (screen.line(i, screen.scopes["unit", u]) for i in screen.witness.indicators)
        known = [line for line in lines if line]
        said = [line["status"] for line in known if line["status"] in JUDGED]
        reporting, owed = (
            sum(line[c] for line in known) for c in ("reporting_count", "expected_count")
        )
        if not owed:
            continue
        reached = sum(s in ON_PACE for s in said)
        enough = said and 10 * reporting >= 9 * owed
        told[u] = Fraction(100 * reached, len(said)) if enough else None
    kept = "đạt kế hoạch" if screen.elapsed == 1 else "đạt tiến độ"
    about = SHARE | {"short_vi": f"Chỉ tiêu {kept} trên số có đánh giá"}
    return expected_line(screen, about, unit, told)


def shown(spec: dict[str, Any]) -> list[Line]:
    """The figure read back: texts by their line and column, dots by their line."""
    texts: dict[tuple[int, float], str] = {}
    for each in spec["layout"]["annotations"]:
        if each["y"] > 0:
            texts[int(each["y"]), round(each["x"] + each["y"] % 1 / 100, 4)] = each["text"]
    lines, others = {i for i, _ in texts}, spec["data"][0]

    def at(i: int, x: float, y: float) -> str:
        return re.sub("</?b>", "", texts[i, round(x + y / 100, 4)])

    found = []
    for i in sorted(lines):
        verdict = at(i, 0.775, 0.5).split("<br>")[0]
        dots = [x for x, y in zip(others["x"], others["y"], strict=True) if int(y) == i]
        found.append(
            Line(
                at(i, 0, 0.32), at(i, 0.36, 0.5).removeprefix("⚠ "), at(i, 0.59, 0.5),
                re.sub("^[▲●▼] ", "", verdict), at(i, 1, 0.5), dots,
            )
        )  # fmt: skip
    return found


VIEWS = [
    {"period": "2022-H1"},
    {"period": "2022-Y"},
    {"period": "2022-H1", "as_of": "2022-06-14"},
    {"period": "2022-Y", "scheme": "cum-cong-doan"},
]


@pytest.mark.parametrize("view", VIEWS, ids=lambda v: " ".join(v.values()))
@pytest.mark.parametrize("unit", ["xa-an-co", "phong-noi-vu", "mn-hoa-thanh", "thpt-chau-thanh"])
@pytest.mark.usefixtures("at_demo")
def test_a_unit_s_place_in_its_block_is_the_witness_s(
    witness: Callable[[str], Witness], unit: str, view: dict[str, str]
) -> None:
    day = view.get("as_of", "2026-11-24")
    screen = Screen(witness(day), view["period"], view.get("scheme", ""))
    app = opened(PAGE, unit=unit, **view)
    if unit not in screen.block_of:
        assert "không thuộc khối nào" in app.info[0].value
        return
    seen = shown(drawn.charts(app)["block"])
    whole = expected(screen, unit)
    told = [line for line in whole if not line.is_total]
    folded = [t.value for t in app.table if "Trung vị" in t.value.columns]
    assert [
        (drawn.plain(r[1]), drawn.plain(r[2]).split(" ")[0], r[4]) for t in folded for r in t.values
    ] == [(line.title, line.value, line.count) for line in whole if line.is_total]
    cut = [line._replace(title=written.cut(line.title, 45 - len(line.value))) for line in told]
    assert [s._replace(units=[]) for s in seen] == cut
    assert [f"{len(s.units)}" for s in seen] == [s.count.split("/")[0] for s in seen]
    ranked = [s for s in seen if s.verdict.startswith("thứ ")]
    if ranked:
        assert f"/{len(ranked)} " in drawn.title(app) or f" {len(ranked)} " in drawn.title(app)


def place(own: float, *others: float, better: int = 1) -> Place:
    about = Compared(indicator_id="I", title="I", uom="%", decimals=1, better=better, cells=())
    values = {str(i): v for i, v in enumerate((own, *others))}
    ranks = about.ranked(list(values.values()))
    return Place(about, own, values, len(values), True, ranks[0], ranks.count(ranks[0]), False)


def test_groups_are_beyond_a_quartile_and_unlike_the_median_as_written() -> None:
    assert place(9, 1, 2, 3, 4).group == TOP
    assert place(9, 1, 2, 3, 4, better=-1).group == BOTTOM
    assert place(3, 1, 2, 4, 5).group == MIDDLE
    assert place(5, 5, 5, 5, 1).group == MIDDLE  # most are as good
    assert place(1, 5, 5, 5, 5).group == BOTTOM
    assert place(5.04, 5, 5, 5, 1).group == MIDDLE  # written alike
    assert place(9, 1, 2, 3, 4, better=0).group is None


def test_below_the_threshold_nothing_is_compared(of_demo: Made) -> None:
    early = InBlock(of_demo("2022-H1", as_of="2022-06-10"), "xa-an-co")
    short = [p for p in early.places if not p.is_covered]
    assert short
    assert all(p.rank is None and p.quartiles is None and p.group is None for p in short)
    assert all(s.spread == "" for s in unit_block.standings(early) if not s.is_covered)


def test_who_has_not_reported_is_not_ranked_by_what_others_tell_of_it(of_demo: Made) -> None:
    early = InBlock(of_demo("2022-H1", as_of="2022-06-14"), "xa-an-co")
    on_pace = next(p for p in early.places if p.about.indicator_id == "on_pace")
    by_then = {r.reporter_id for r in queries.timeliness(early.view) if r.current_no}
    assert 0 < len(on_pace.values) < on_pace.expected
    assert set(on_pace.values) <= by_then


def test_a_first_place_that_all_share_is_no_news(of_demo: Made) -> None:
    found = InBlock(of_demo("2022-H1"), "xa-an-co")
    alone, shared, level = ({p.about.indicator_id for p in each} for each in found.firsts)
    alike = [p for p in found.ranked if p.rank == 1 and p.sharing == len(p.values)]
    assert alike
    assert {p.about.indicator_id for p in alike} <= level
    assert alone | shared <= {p.about.indicator_id for p in found.of_group(unit_block.TOP)}
    assert (
        f"ngang phần lớn đơn vị trong khối: {len(level)}" in unit_block.best_and_last(found)[0][0]
    )


def test_totals_have_no_place_and_each_is_counted(of_demo: Made) -> None:
    found = InBlock(of_demo("2022-H1"), "xa-an-co")
    totals = [p for p in found.places if p.about.is_total]
    assert totals
    assert all(p.rank is None for p in totals)
    assert f"{len(totals)} chỉ tiêu là số tổng" in unit_block.trust(found)
    assert len(unit_block.table(found)) == len(found.places)


SCHOOL_YEAR, TRAINING, OFFICE = "2021-22-SY", "tt-gdnn-gdtx", "phong-ldtbxh"


def test_the_only_one_asked_of_its_block_is_alone_and_lacks_nobody_s_report(of_demo: Made) -> None:
    found = InBlock(of_demo(SCHOOL_YEAR), TRAINING)
    assert [(p.about.indicator_id, p.count) for p in found.places] == [
        ("on_time", "1/1"), ("on_pace", "1/1")
    ]  # fmt: skip
    assert {s.verdict for s in unit_block.standings(found)} == {"chỉ đơn vị này có"}
    said = unit_block.trust(found)
    assert said.endswith(": 8 đơn vị · 7 chỉ tiêu không đơn vị nào khác trong khối có")
    half = InBlock(of_demo("2022-H1"), TRAINING)
    assert [p.expected for p in half.places[:2]] == [8, 8]


def test_what_a_unit_does_not_owe_is_not_said_to_be_missing(of_demo: Made) -> None:
    """In nine months offices report of communes, and of themselves are asked nothing."""
    office, commune = (InBlock(of_demo("2022-9M"), u) for u in (OFFICE, "xa-an-co"))
    assert [p.about.indicator_id for p in office.places] == ["on_time"]
    assert "on_time" not in {p.about.indicator_id for p in commune.places}
    assert "on_pace" in {p.about.indicator_id for p in commune.places}


@pytest.mark.usefixtures("at_demo")
def test_in_its_block_stands_what_its_page_says() -> None:
    app = opened(PAGE, period=SCHOOL_YEAR, unit=TRAINING)
    assert " · 1/1 đơn vị · " in drawn.bases(app)["block"]
    nobody = opened(PAGE, period=SCHOOL_YEAR, unit=OFFICE)
    assert "không có chỉ tiêu nào áp dụng cho đơn vị" in nobody.info[0].value


@pytest.mark.parametrize("unit_id", ["xa-phuoc-vinh", "xa-ninh-dien", "phong-noi-vu"])
def test_a_share_of_the_unit_s_plans_says_of_how_many(of_demo: Made, unit_id: str) -> None:
    """85,7 % stood beside 58/68 on another tab: the one counts levels of recognition, too."""
    view = of_demo("2022-Y")
    place = next(p for p in InBlock(view, unit_id).places if p.about.indicator_id == "on_pace")
    mine = [r for r in queries.progress(view, "unit") if r.scope_id == unit_id]
    judged = [r for r in mine if r.status in JUDGED]
    levels = sum(r.rule == "level" for r in judged)
    good = sum(r.status in ON_PACE for r in judged)
    more = f", cả {levels} mức công nhận" if levels else " có đánh giá"
    assert place.counted == f"{good}/{len(judged)} chỉ tiêu{more}"
    assert place.own == pytest.approx(100 * good / len(judged))

"""What is compared is what the second witness computes of the same units, whoever is chosen."""

import datetime as dt
import io
import re
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from app import (
    charts_dots,
    charts_trend,
    compare,
    compare_blocks,
    compare_ranks,
    compare_shown,
    compare_tables,
    compare_titles,
    download,
    picture,
    scorecard,
)
from app.compare import Comparison
from app.compared import Cell, Compared
from app.palette import LIGHT
from tests.app import drawn, written
from tests.app.conftest import Made
from tests.app.test_pages import ROOT, opened
from tests.witness.archive_facts import Office
from tests.witness.screens import Screen
from tests.witness.witness import Scope, Witness

PAGE = "pages/emulation/compare.py"
LAST_YEAR = {"2022-H1": "2021-H1", "2022-Y": "2021-Y"}
PAIRS = [("block:K01", "block:K02"), ("block:K10A", "block:K12"), ("block:K02", "unit:xa-an-co")]
JUDGED = {"exceeded", "met", "on_pace", "held", "near", "slow", "very_slow", "not_met"}
ON_PACE = {"exceeded", "met", "on_pace", "held"}


def comparison(
    of_demo: Made, period: str, keys: tuple[str, ...], way: str, **seen: str
) -> Comparison:
    view = of_demo(period, **seen)
    return Comparison(view, compare.scopes(view, keys), LAST_YEAR[period], way)


@pytest.fixture(scope="module")
def witness(demo: Path) -> Witness:
    return Witness(Office(demo), dt.date(2026, 11, 24))


@pytest.mark.parametrize("period", LAST_YEAR)
def test_a_change_is_the_same_on_every_page_whatever_its_coverage(
    of_demo: Made, period: str
) -> None:
    """The overview once blanked over too few units what was shown here."""
    found = comparison(of_demo, period, ("block:K01", "block:K02"), compare.CHANGE)
    rows = [r for r in found.now.values() if r.year_difference is not None]
    assert {r.year_wide for r in rows} == {True, False}
    for row in rows:
        told = row.year_percent if row.is_amount else row.year_difference
        assert found.change(row) == pytest.approx(told), row.indicator_id
        pair = found.pairs[row.indicator_id, row.scope_type, row.scope_id]
        assert pair.both_count == row.year_both
        said = scorecard.change_text(row, "year", found.view)
        assert ("mới" in said) is not row.year_wide


def scope_of(screen: Screen, key: str) -> Scope:
    level, _, id_ = key.partition(":")
    return screen.scopes[level, id_]


@pytest.mark.parametrize("period", LAST_YEAR)
@pytest.mark.parametrize("keys", PAIRS)
def test_levels_are_the_witness_s(
    of_demo: Made, witness: Witness, keys: tuple[str, ...], period: str
) -> None:
    found = comparison(of_demo, period, keys, compare.LEVEL)
    screen, rows = Screen(witness, period), found.compared(found.known)
    assert rows
    for row in rows:
        rule = witness.indicators[row.indicator_id]["rule"]
        parts = witness.parts(row.indicator_id, period)
        for key, cell in zip(keys, row.cells, strict=True):
            scope = scope_of(screen, key)
            owed = [u for u in witness.counted(row.indicator_id, scope) if u in parts]
            told = [t for u in owed if (t := parts[u])]
            value = witness.figure(row.indicator_id, scope, told)
            if value is not None and rule == "sum" and scope.type == "block":
                value /= len(told)
            assert (cell.reporting, cell.expected) == (len(told), len(owed))
            assert cell.is_covered == (bool(owed) and 10 * len(told) >= 9 * len(owed))
            assert cell.value == (None if value is None else pytest.approx(float(value)))
            of_units = {
                u: float(alone)
                for u in owed
                if (t := parts[u])
                and (alone := witness.figure(row.indicator_id, screen.scopes["unit", u], [t]))
                is not None
            }
            assert cell.units == pytest.approx(of_units)
            assert cell.median == (pytest.approx(median(of_units.values())) if of_units else None)


@pytest.mark.parametrize("period", LAST_YEAR)
@pytest.mark.parametrize("keys", PAIRS)
def test_changes_are_over_the_units_that_have_both_periods(
    of_demo: Made, witness: Witness, keys: tuple[str, ...], period: str
) -> None:
    found = comparison(of_demo, period, keys, compare.CHANGE)
    screen, seen = Screen(witness, period), 0
    for row in found.compared(found.known):
        for key, cell in zip(keys, row.cells, strict=True):
            scope = scope_of(screen, key)
            pairs = [
                pair
                for u in witness.counted(row.indicator_id, scope)
                if (pair := witness.pair("last_year", row.indicator_id, u, period))
            ]
            assert cell.reporting == len(pairs)
            if not pairs:
                assert cell.value is None
                continue
            told = witness.change_row("last_year", row.indicator_id, scope, period, pairs)
            change = told["percent" if witness.is_amount(row.indicator_id) else "difference"]
            assert cell.value == (None if change is None else pytest.approx(float(change)))
            seen += change is not None
    assert seen


def test_discipline_and_pace_are_counted_over_units(of_demo: Made, witness: Witness) -> None:
    keys = ("block:K03", "block:K10A", "block:K13")
    found = comparison(of_demo, "2022-H1", keys, compare.LEVEL)
    in_time, on_pace = found.compared(compare.DISCIPLINE)
    screen = Screen(witness, "2022-H1")
    reports = [r for r in screen.reports if r["state"] != "not_due"]
    for key, time, pace in zip(keys, in_time.cells, on_pace.cells, strict=True):
        members = scope_of(screen, key).members
        mine = [r["state"] for r in reports if r["unit"]["unit_id"] in members]
        assert (time.reporting, time.expected) == (mine.count("on_time"), len(mine))
        said = [
            line["status"]
            for u in members
            for i in witness.indicators
            if (line := screen.line(i, screen.scopes["unit", u]))
        ]
        judged = [s for s in said if s in JUDGED]
        assert (pace.reporting, pace.expected) == (sum(s in ON_PACE for s in judged), len(judged))


def row(*values: float, better: int = 1, decimals: int = 1, covered: bool = True) -> Compared:
    cells = tuple(Cell(v, {"u": v}, 9, 9, covered) for v in values)
    return compared("I", cells, decimals, better)


def compared(title: str, cells: tuple[Cell, ...], decimals: int = 1, better: int = 1) -> Compared:
    return Compared(
        indicator_id="I", title=title, uom="%", decimals=decimals, better=better, cells=cells,
        is_weighted=True,
    )  # fmt: skip


def test_ties_as_shown_share_a_rank_and_less_may_be_better() -> None:
    assert row(90.04, 90.0, 80).places() == [1, 1, 3]
    assert row(0.25, 0.3).places() == [1, 1]  # both are written 0,3
    near = row(17.1667, 17.125)  # written 17,2 and 17,1, but 0,04 apart
    assert near.places() == [1, 1]
    assert (near.shown_decimals, near.difference) == (2, 0.04)
    apart = row(66.94, 55.55)  # written 66,9 and 55,6
    assert (apart.shown_decimals, apart.difference) == (1, pytest.approx(11.3))
    assert row(17.3, 17.1).places() == [1, 2]
    assert row(3, 1, 2, better=-1).places() == [3, 1, 2]
    assert row(3, 1, better=0).places() == [None, None]
    assert row(3, 1, covered=False).places() == [None, None]


def test_a_block_half_silent_is_not_ranked_by_the_pace_of_the_rest(of_demo: Made) -> None:
    found = comparison(of_demo, "2022-H1", ("block:K10A", "block:K10B"), compare.LEVEL)
    on_pace = found.compared([compare.ON_PACE])[0]
    assert [c.is_covered for c in on_pace.cells] == [True, False]
    assert compare_titles.title(found, [on_pace], "").startswith(
        "Chưa xếp được thứ tự Chỉ tiêu đạt tiến độ trên số có đánh giá: khối Mầm non 2 mới đủ"
    )


def test_nobody_is_ranked_by_what_others_told_of_them(of_demo: Made) -> None:
    """By mid-June two of them have reported; of each only some of what is owed has been told."""
    keys = ("unit:xa-hao-duoc", "unit:xa-thai-binh", "unit:xa-tri-binh", "unit:xa-an-co")
    early = comparison(of_demo, "2022-H1", keys, compare.LEVEL, as_of="2022-06-11")
    cells = early.compared([compare.ON_PACE])[0].cells
    assert all(c.value is not None for c in cells)
    assert not any(c.is_covered for c in cells)
    late = comparison(of_demo, "2022-H1", keys, compare.LEVEL).compared([compare.ON_PACE])[0]
    assert all(c.is_covered for c in late.cells)


def test_a_change_is_told_with_its_units_and_why_there_is_none(of_demo: Made) -> None:
    found = comparison(of_demo, "2022-H1", ("block:K01", "block:K02"), compare.LEVEL)
    rows = found.compared(found.known)
    changes = found.seen_as(compare.CHANGE).compared(found.known)
    shown, taken = compare_tables.shown(found, rows), compare_tables.to_take(found, rows, "cùng kỳ")
    for i, letter in enumerate("AB"):
        head = f"{letter} · {found.scopes[i].name}: thay đổi so với cùng kỳ"
        told = shown.columns[f"{letter}: thay đổi"], taken.columns[head]
        for text, value, change in zip(*told, changes, strict=True):
            cell = change.cells[i]
            assert value == cell.value
            if value is None:
                assert text in ("–", "đổi chuẩn", "khác loại kỳ")
            elif cell.reporting == cell.expected:
                assert text.endswith(f" {change.uom}")
            else:
                count = f"{cell.reporting}/{cell.expected}"
                few = "" if cell.is_covered else "chưa đủ báo cáo, "
                assert text.endswith(f" {change.uom} ({few}{count})")
    at = list(found.known)
    one, other = (shown.columns[f"{x}: thay đổi"] for x in "AB")
    assert one[at.index("CDS-08")].endswith("điểm % (chưa đủ báo cáo, 5/6)")
    assert (one[at.index("NTM-01")], other[at.index("NTM-01")]) == ("đổi chuẩn", "đổi chuẩn")
    panel = compare_shown.panels(found.seen_as(compare.CHANGE), [changes[at.index("NTM-01")]])[0]
    assert [line.shown for line in panel.lines] == ["đổi chuẩn", "đổi chuẩn"]
    assert changes[at.index("NTM-09")].uom == "%"
    assert found.change_uom(found.known["CCHC-01"]) == "điểm"


def test_what_goes_over_time_and_what_is_ranked_are_levels_whatever_the_way(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    asked = {"scopes": "block:K01,block:K02,unit:xa-an-co", "indicators": "VHCS-05,NTM-09"}
    for shown in (compare.TREND, compare.RANKS):
        drawn_as = [
            drawn.charts(opened(PAGE, period="2022-Y", shown=shown, way=way, **asked))[shown]
            for way in compare.WAYS
        ]
        assert all(each == drawn_as[0] for each in drawn_as)


def test_nobody_leads_where_all_are_level(of_demo: Made) -> None:
    def said(count: int, *rows: Compared) -> str:
        keys = ("block:K01", "block:K02", "block:K03")[:count]
        found = comparison(of_demo, "2022-H1", keys, compare.LEVEL)
        return compare_titles.title(found, list(rows), "")

    assert said(2, row(1, 1)).endswith("bằng nhau ở 1/1 chỉ tiêu")
    assert said(3, row(1, 1, 1)) == "Đồng hạng nhất ở 1/1"
    assert said(3, row(2, 1, 1), row(2, 2, 1)) == (
        "Khối Xã biên giới dẫn đầu ở 1/2 chỉ tiêu; đồng hạng nhất ở 1/2"
    )
    assert said(1, row(1)).startswith("Hãy chọn ít nhất hai")
    # 17,17 beside 17,13: a tie, and the table tells of 0,04 all the same
    assert said(2, row(17.17, 17.13)).endswith("coi như ngang nhau ở 1/1 chỉ tiêu")
    assert said(2, row(2, 1), row(17.17, 17.13)).endswith(
        "ở 1/2 chỉ tiêu, coi như ngang nhau ở 1. Cách xa nhất là I: 2,0 so với 1,0 %"
    )


def test_an_end_of_the_scale_names_its_unit_or_how_many_they_are(of_demo: Made) -> None:
    found = comparison(of_demo, "2022-H1", ("block:K01", "block:K02"), compare.LEVEL)
    names = [list(s.units) for s in found.scopes]
    cells = [
        Cell(1.0, {names[0][0]: 5.0, names[0][1]: 9.04}, 2, 2, True),
        Cell(1.0, {names[1][0]: 9.0}, 1, 1, True),
    ]
    [panel] = compare_shown.panels(found, [compared("Nước sạch", (cells[0], cells[1]))])
    first = found.scopes[0].units[names[0][0]]
    assert [text for _, text, _ in panel.ends] == [f"5,0 {first}", "9,0 2 đơn vị"]
    alike = (Cell(9.0, {n[0]: 9.0}, 1, 1, True) for n in names)
    [panel] = compare_shown.panels(found, [compared("Nước sạch", tuple(alike))])
    assert [(text, side) for _, text, side in panel.ends] == [("9,0 2 đơn vị", "center")]


def test_a_difference_of_two_that_are_as_good_as_equal_says_so(of_demo: Made) -> None:
    found = comparison(of_demo, "2022-H1", ("block:K01", "block:K02"), compare.LEVEL)
    rows = [row(17.1667, 17.125), row(66.94, 55.55), row(5.0, 5.0)]
    said = [compare_tables._difference(found, r) for r in rows]
    assert said == ["≈ +0,04", "+11,3", "="]


def test_changes_run_from_earlier_to_later_alone(of_demo: Made) -> None:
    first = of_demo("2021-H1")
    assert compare.others(first) == {}
    assert compare.default_other(first) == ""
    assert list(compare.others(of_demo("2022-H1"))) == ["2021-H1", "2021-Y"]


def test_a_ceiling_is_attained_by_staying_below() -> None:
    def of(direction: str, share: float | None) -> float | None:
        return compare.attainment(SimpleNamespace(direction=direction, plan_share=share))

    assert of("higher", 1.25) == 125
    assert of("lower", 0.8) == 125
    assert of("lower", 0) is None
    assert of("none", 1) is None
    assert of("higher", None) is None


def test_two_means_that_rank_differently_are_both_told(of_demo: Made) -> None:
    found = comparison(of_demo, "2022-H1", ("block:K01", "block:K02"), compare.LEVEL)
    cells = Cell(60.0, {"a": 80.0, "b": 50.0}, 2, 2, True), Cell(62.0, {"c": 61.0}, 1, 1, True)
    one = compared("Nước sạch", cells)
    [said] = map(drawn.plain, compare_shown.two_means(found, [one]))
    assert "khối Xã biên giới trước khối Xã, TT nội địa (65,0 so với 61,0)" in said
    assert "ngược lại (60,0 so với 62,0)" in said
    assert not compare_shown.two_means(found, [row(1, 2)])


def test_who_is_asked_nothing_lacks_no_figure(of_demo: Made) -> None:
    found = comparison(of_demo, "2022-H1", ("block:K01", "block:K02"), compare.LEVEL)
    told, unasked = Cell(60.0, {"a": 60.0}, 1, 1, True), Cell(None, {}, 0, 0, False)
    silent = Cell(None, {}, 0, 3, False)
    for other, said in ((unasked, "không phải báo cáo Nước"), (silent, "mới đủ 0/3 đơn vị")):
        assert said in compare_titles.title(found, [compared("Nước", (told, other))], "")


@pytest.mark.parametrize("what", compare.DISCIPLINE)
def test_whose_report_is_not_due_yet_is_asked_all_the_same(of_demo: Made, what: str) -> None:
    seen = {"as_of": "2022-06-01"}
    found = comparison(of_demo, "2022-H1", ("block:K01", "block:K02"), compare.LEVEL, **seen)
    rows = found.compared([what])
    assert [c.expected for c in rows[0].cells] == [0, 0]  # what is due by then
    said = compare_titles.title(found, rows, "")
    assert "chưa có số liệu" in said and "không phải báo cáo" not in said


def test_who_lacks_a_period_is_named(of_demo: Made) -> None:
    found = comparison(of_demo, "2022-H1", ("block:K01", "block:K02"), compare.LEVEL)
    left = found.left_out(["CDS-08"])
    assert left == [
        name
        for each in found.scopes
        for unit, name in each.units.items()
        if ("CDS-08", "unit", unit) not in found.pairs
    ]
    assert "Biên Giới" in compare_shown.trust(found, found.first(), "6 tháng đầu năm 2021", False)


def test_the_page_shows_the_table_and_its_address_opens_the_same(
    demo: Path, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    asked = {"scopes": "block:K02,block:K01", "indicators": "CDS-08,NTM-07", "other": "2021-H1"}
    app = opened(PAGE, period="2022-H1", **asked)
    assert {k: app.query_params[k] for k in asked} == asked
    shown = drawn.table(app.dataframe[0].value)
    screen = Screen(witness, "2022-H1")
    for line, indicator in zip(shown, ("CDS-08", "NTM-07"), strict=True):
        lines = (screen.line(indicator, screen.scopes["block", b]) for b in ("K02", "K01"))
        told = [each for each in lines if each]
        places = int(told[0]["indicator"]["decimals"])
        assert [line[2], line[3]] == [written.number(t["value"], places) for t in told]
        steps = [round(float(t["value"]) * 10**places) for t in told]
        assert line[4] == written.signed((steps[0] - steps[1]) / 10**places, places)
    again = opened(PAGE, **dict(app.query_params))
    assert drawn.table(again.dataframe[0].value) == shown
    assert drawn.title(again) == drawn.title(app)


def test_what_was_asked_is_not_forgotten_while_one_block_is_left(of_demo: Made) -> None:
    found = comparison(of_demo, "2022-Y", ("block:K01",), compare.LEVEL)
    assert "KTXH-09" in found.titles()
    assert found.first() != list(compare.DISCIPLINE)


def test_what_is_taken_away_adds_up_to_the_blocks_figures(of_demo: Made) -> None:
    found = comparison(of_demo, "2022-H1", ("block:K01", "block:K02"), compare.LEVEL)
    rows = found.compared(["CDS-08"])
    tables = {
        "A": compare_tables.to_take(found, rows, "6 tháng đầu năm 2021"),
        "B": compare_tables.of_units(found, ["CDS-08"]),
    }
    book = openpyxl.load_workbook(io.BytesIO(download.workbook(tables, "Nguồn", "SỐ LIỆU MẪU")))
    assert book.sheetnames == ["A", "B", "Nguồn"]
    summary: list[list[Any]] = [[c.value for c in line] for line in book["A"].iter_rows()]
    units: list[list[Any]] = [[c.value for c in line] for line in book["B"].iter_rows(min_row=2)]
    for letter, scope in zip("AB", found.scopes, strict=True):
        mine = [u for u in units if u[1] == scope.name and u[3] is not None]
        value = 100 * sum(u[5] for u in mine) / sum(u[6] for u in mine)
        head = f"{letter} · {scope.name}"
        at = summary[0].index(f"{head} (6 tháng đầu năm 2022)")
        assert summary[1][at] == pytest.approx(value)
        assert summary[1][summary[0].index(f"{head}: n")] == len(mine)
        assert f"{head}: thay đổi so với 6 tháng đầu năm 2021" in summary[0]


def test_the_picture_is_a_png_whatever_its_words(of_demo: Made) -> None:
    found = comparison(of_demo, "2022-H1", ("block:K01", "block:K02"), compare.LEVEL)
    panels = compare_shown.panels(found, found.compared(found.first()))
    for title in ("Khối A hơn khối B", "$x^2$ <b> \\frac{", "a" * 10_000):
        made = picture.dots(title, "A: B", "Mỗi dấu là một đơn vị", "Nguồn", panels, LIGHT)
        assert made.startswith(b"\x89PNG")


@pytest.mark.parametrize("shown", compare.SHOWN)
@pytest.mark.parametrize("way", compare.WAYS)
def test_every_way_and_picture_opens(
    demo: Path, monkeypatch: pytest.MonkeyPatch, shown: str, way: str
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    keys = "block:K01,block:K13,unit:xa-an-co"
    app = opened(PAGE, period="2022-H1", shown=shown, way=way, scopes=keys)
    assert not app.error
    assert app.title[0].value


def test_two_blocks_of_a_view_have_two_looks_and_each_keeps_its_own(of_demo: Made) -> None:
    view = of_demo("2022-H1")
    every = compare.scopes(view, compare.all_blocks(view))
    looks = {s.key: (LIGHT.of_place(s.place), charts_dots.symbol_of(s.place)) for s in every}
    assert len({colour for colour, _ in looks.values()}) == len(every) == 16
    two = compare.scopes(view, ("block:K01", "unit:xa-an-co", "block:K10A", "unit:xa-tri-binh"))
    assert len({LIGHT.of_place(s.place) for s in two}) == 4
    for each in (two[0], two[2]):
        assert (LIGHT.of_place(each.place), charts_dots.symbol_of(each.place)) == looks[each.key]


def test_lines_end_at_the_period_in_view_and_join_one_scale(of_demo: Made) -> None:
    found = comparison(of_demo, "2022-H1", ("block:K01", "block:K02"), compare.LEVEL)
    drawn_lines = compare_shown.trends(found, found.compared(["NTM-01", "CDS-08"]))
    assert all("Năm 2022" not in each.heads for each in drawn_lines)
    assert [each.title.rpartition(", ")[2] for each in drawn_lines[:2]] == [
        "1980/QĐ-TTg", "318/QĐ-TTg"
    ]  # fmt: skip
    assert drawn_lines[1].heads == ["6 tháng đầu năm 2022"]
    title = compare_titles.of_trends(found, drawn_lines)
    assert "6 tháng đầu năm 2022" in title
    figure = charts_trend.trends(drawn_lines, LIGHT, "vi")
    heads = [a for a in figure.layout.annotations if a.text.startswith("6 tháng")]
    assert {a.xanchor for a in heads} == {"center"}
    assert {round(a.x, 6) for a in heads} <= {round(x, 6) for t in figure.data for x in t.x}


def test_units_are_ranked_within_their_block_and_who_is_not_is_named(
    of_demo: Made, witness: Witness
) -> None:
    found = comparison(of_demo, "2022-H1", ("block:K01", "block:K02"), compare.LEVEL)
    ranks = compare_ranks.Ranks(found, found.compared(["CDS-08", "NTM-01"]))
    screen = Screen(witness, "2022-H1")
    members = screen.scopes["block", "K02"].members
    for name, period in (("before", "2021-H1"), ("after", "2022-H1")):
        values = {
            u: float(witness.figure("CDS-08", screen.scopes["unit", u], [t]))
            for u in members
            if (t := witness.parts("CDS-08", period).get(u))
        }
        shown = {u: round(v, 1) for u, v in values.items()}
        places = {u: 1 + sum(o > shown[u] for o in shown.values()) for u in shown}
        assert {u: getattr(ranks.moves[u, "CDS-08"], name) for u in shown} == places
    assert not any((u, "CDS-08") in ranks.moves for u in screen.scopes["block", "K01"].members)
    assert any("khối Xã biên giới có 5/6" in r and "Biên Giới" in r for r in ranks.reasons())
    assert any(r.endswith("đổi chuẩn") for r in ranks.reasons())


def test_which_block_leads_is_told_of_all_by_pace_and_reporting_alone(
    of_demo: Made, witness: Witness
) -> None:
    blocks = compare_blocks.Blocks(of_demo("2022-H1"))
    screen = Screen(witness, "2022-H1")
    shares = {}
    for each in blocks.found.scopes:
        said = [
            line["status"]
            for u in screen.scopes["block", each.id].members
            for i in witness.indicators
            if (line := screen.line(i, screen.scopes["unit", u]))
        ]
        judged = [s for s in said if s in JUDGED]
        shares[each.name] = f"{sum(s in ON_PACE for s in judged)}/{len(judged)}"
    table = blocks.table()
    names, places, _, pairs, *_ = table.columns.values()
    assert dict(zip(names, pairs, strict=True)) == shares
    assert (places[-1], names[-1]) == ("chưa đủ báo cáo", "Mầm non 2")
    assert f": {names[0]} (" in blocks.title().partition(";")[0]


def test_a_table_that_is_taken_away_says_who_when_without_whom_and_where(
    demo: Path, monkeypatch: pytest.MonkeyPatch, of_demo: Made
) -> None:
    found = comparison(of_demo, "2022-H1", ("block:K01", "block:K02"), compare.LEVEL)
    said = compare_shown.about(found, ["CDS-08"], "6 tháng đầu năm 2021", "compare?lang=vi")
    assert said[0] == "So sánh: A: Xã biên giới (6) · B: Xã, TT nội địa (9)"
    assert said[1].startswith("Kỳ: 6 tháng đầu năm 2022 · đặt cạnh: 6 tháng đầu năm 2021")
    assert said[2].endswith(": Biên Giới.")
    assert said[3].endswith(": compare?lang=vi")
    csv = download.text(compare_tables.to_take(found, [], ""), "nguồn", "vi", *said)
    assert csv.decode("utf-8-sig").rstrip().endswith("compare?lang=vi")


def test_what_an_address_names_and_nobody_knows_is_said(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    app = opened(PAGE, period="2022-H1", scopes="block:K01,nope,block:K02", indicators="CDS-08,X-9")
    assert [drawn.plain(w.value) for w in app.warning] == [
        "Địa chỉ có mã không tìm thấy hoặc nhiều hơn số hiển thị được, nên bỏ qua: nope, X-9"
    ]
    assert "compare?" in app.code[0].value
    assert "scopes=block:K01,block:K02" in app.code[0].value
    app.button[[b.label for b in app.button].index("Tất cả khối")].click().run()
    assert len(app.query_params["scopes"].split(",")) == 16
    assert app.query_params["indicators"] == "on_time,on_pace"
    assert not app.warning


def test_more_indicators_than_can_be_shown_are_named(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    asked = [f"CDS-{n:02}" for n in range(1, 10)]
    app = opened(PAGE, period="2022-H1", indicators=",".join(asked))
    shown = app.query_params["indicators"].split(",")
    assert set(shown) < set(asked)
    told = drawn.plain(app.warning[0].value)
    assert told.endswith(": " + ", ".join(i for i in asked if i not in shown))


def test_blocks_that_go_with_their_scheme_are_no_mistake_of_an_address(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    app = opened(PAGE, period="2022-H1")
    scheme = next(s for s in app.selectbox if s.key == "scheme")
    scheme.set_value("cum-cong-doan").run()
    assert not app.exception
    assert not app.warning


def test_a_comparison_begins_with_blocks_of_which_something_is_owed(of_demo: Made) -> None:
    """Nine months ask offices alone: the two blocks of communes had nothing to draw."""
    view = of_demo("2022-9M")
    found = Comparison(
        view, compare.scopes(view, compare.first(view, compare.scope_titles(view))), "", "level"
    )
    assert all(found.told_of(compare.ON_TIME, each)[1] for each in found.scopes)
    idle = Comparison(view, compare.scopes(view, ("block:K01", "block:K02")), "", "level")
    title = compare_titles.title(idle, idle.compared(compare.DISCIPLINE), "")
    assert title.endswith("không phải nộp báo cáo nào ở kỳ này")


def test_who_leads_is_told_among_how_many_where_not_all_are_placed(of_demo: Made) -> None:
    blocks = compare_blocks.Blocks(of_demo("2022-H1"))
    cells = zip(blocks.found.scopes, blocks.pace.cells, strict=True)
    lacking = [
        s for s, c in cells if blocks.found.told_of(compare.ON_PACE, s)[1] and not c.is_covered
    ]
    placed = sum(p is not None for p in blocks.pace.places())
    assert lacking
    assert f"{placed}/{placed + len(lacking)} khối đủ báo cáo" in blocks.title()
    # in time is asked of reports that are due, whatever else is still to come
    early = compare_blocks.Blocks(of_demo("2022-H1", as_of="2022-06-15")).title()
    assert re.search(r"\d+/\d+ khối đã đến hạn nộp", early.partition("về báo cáo đúng hạn")[2])


def test_a_title_over_time_takes_all_scopes_from_one_period(of_demo: Made) -> None:
    """One block was once told from the end of the year, the other from its middle."""
    found = comparison(of_demo, "2022-H1", ("block:K01", "block:K02"), compare.LEVEL)
    heads = ["6 tháng đầu năm 2021", "Năm 2021", "6 tháng đầu năm 2022"]
    lines = [[None, (2.0, "2"), (3.0, "3")], [(4.0, "4"), (5.0, "5"), (6.0, "6")]]
    each = charts_trend.Trend("Nước sạch, %", heads, ["A", "B"], [0, 1], lines)
    title = compare_titles.of_trends(found, [each])
    assert "từ 2 (Năm 2021)" in title and "từ 5 (Năm 2021)" in title
    lines[1][1] = None
    apart = charts_trend.Trend("Nước sạch, %", heads, ["A", "B"], [0, 1], lines)
    title = compare_titles.of_trends(found, [apart])
    assert "từ 2 (Năm 2021)" in title and "từ 4 (6 tháng đầu năm 2021)" in title
    # who has nothing after the first common period begins where it begins, and ends later
    early = charts_trend.Trend("Nước sạch, %", heads, ["A", "B"], [0, 1],
        [[(1.0, "1"), None, (3.0, "3")], [(4.0, "4"), (5.0, "5"), None]])  # fmt: skip
    title = compare_titles.of_trends(found, [early])
    assert "từ 1 (6 tháng đầu năm 2021) đến 3" in title
    assert "từ 4 (6 tháng đầu năm 2021) đến 5 (Năm 2021)" in title
    late = charts_trend.Trend("Nước sạch, %", heads, ["A", "B"], [0, 1],
        [[None, (2.0, "2"), (3.0, "3")], [(4.0, "4"), (5.0, "5"), None]])  # fmt: skip
    title = compare_titles.of_trends(found, [late])
    assert "từ 2 (Năm 2021) đến 3" in title and "từ 4 (6 tháng đầu năm 2021) đến 5" in title


@pytest.mark.parametrize("period", ["2022-H1", "2022-Y"])
def test_nobody_goes_from_a_period_to_the_same(of_demo: Made, period: str) -> None:
    keys = [f"block:K{n:02}" for n in range(1, 8)]
    for first, second in zip(keys, keys[1:], strict=False):
        found = comparison(of_demo, period, (first, second), compare.LEVEL)
        lines = compare_shown.trends(found, found.compared(found.known))
        for each in lines:
            title = compare_titles.of_trends(found, [each])
            for then, now in re.findall(r"từ \S+ \(([^)]+)\) đến \S+ \(([^)]+)\)", title):
                assert then != now, title

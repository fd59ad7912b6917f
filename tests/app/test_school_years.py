"""A school year on the screens: one movement in full, all others say where they are told."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import compare, compare_basis, compare_blocks, compare_titles, discipline, queries
from app.compare_ranks import Ranks
from app.filters import View
from tests.app import drawn
from tests.app.conftest import Made
from tests.app.test_pages import OVERVIEW, at_demo, linked, opened

__all__ = ["at_demo"]  # a fixture
SY, BEFORE = "2021-22-SY", "2020-21-SY"
MOVEMENT, UNIT = "pages/progress/movement.py", "pages/emulation/unit.py"
SCHOOL, COMMUNE = "th-hao-duoc", "xa-hoa-hoi"

pytestmark = pytest.mark.usefixtures("at_demo")


def prose(app: AppTest) -> str:
    return "\n".join([*drawn.prose(app), *(e.value for e in app.info)])


def test_a_page_opens_where_nobody_chose_a_period_as_it_always_did(at_demo: Path) -> None:
    assert opened(OVERVIEW).selectbox[0].value == "2022-H1"


def test_the_selector_names_the_school_year() -> None:
    chooser = opened(OVERVIEW, period=SY).selectbox[0]
    assert chooser.value == SY
    assert "Năm học 2021–2022" in chooser.options
    english = opened(OVERVIEW, period=SY, lang="en").selectbox[0]
    assert "School year 2020–2021" in english.options


def test_the_overview_counts_what_is_judged_and_says_what_is_not() -> None:
    app = opened(OVERVIEW, period=SY)
    assert re.search(r": \d/8 đạt kế hoạch năm", drawn.title(app))
    assert "chưa đến kỳ" not in drawn.title(app)
    assert [line.title for line in drawn.progress(drawn.charts(app)["progress"])] == [
        "Giáo dục và đào tạo"
    ]
    assert "15 phong trào khác không đánh giá theo năm học." in prose(app)
    assert "period=2021-Y" in linked(app, "Xem Năm 2021")
    assert "100 % thời gian của năm học" in prose(app)
    assert len(app.table[-1].value) == 8


def test_the_first_school_year_has_no_calendar_year_before_it() -> None:
    app = opened(OVERVIEW, period=BEFORE)
    assert "15 phong trào khác không đánh giá theo năm học." in prose(app)
    assert "Xem Năm" not in prose(app)


def test_the_resolution_of_a_calendar_year_titles_no_school_year() -> None:
    assert "Nghị quyết" in drawn.title(opened(OVERVIEW, period="2022-H1"))
    assert "Nghị quyết" not in drawn.title(opened(OVERVIEW, period=SY))


def test_a_year_that_is_over_has_no_forecast(of_demo: Made) -> None:
    assert queries.forecasts(of_demo("2022-H1"))
    assert not queries.forecasts(of_demo(SY))


def test_education_has_eight_lines_each_with_one_change() -> None:
    app = opened(MOVEMENT, period=SY, movement="gddt")
    lines = drawn.progress(drawn.charts(app)["progress"])
    assert len(lines) == 8
    assert all(re.fullmatch(r"[▲▼＝=].*", line.changes) for line in lines), lines
    assert {line.due for line in lines} - {None} == {1.0}  # a level kept is drawn whole, none due


def test_a_calendar_year_has_the_seven_it_always_had() -> None:
    app = opened(MOVEMENT, period="2022-H1", movement="gddt")
    titles = [line.title for line in drawn.progress(drawn.charts(app)["progress"])]
    assert len(titles) == 7
    assert not {"Tốt nghiệp THCS", "Hoàn thành tiểu học", "Học tiếp sau THCS"} & {*titles}


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        (MOVEMENT, {"movement": "ktxh"}),
        (MOVEMENT, {"movement": "yte"}),
        ("pages/progress/poverty.py", {}),
        ("pages/progress/digital.py", {}),
    ],
)
def test_other_movements_say_that_they_are_not_judged(page: str, asked: dict[str, str]) -> None:
    app = opened(page, period=SY, **asked)
    told = drawn.title(app) + prose(app)
    assert told.count("không đánh giá theo năm học") == 1
    empty = told.count("Phong trào này không có chỉ tiêu nào trong kỳ")
    assert empty == (1 if page == MOVEMENT else 2)  # two movements, or its units beside
    assert "báo cáo đã nộp" not in told  # schools have, of something else
    assert "period=2021-Y" in linked(app, "Xem Năm 2021")
    assert "progress" not in drawn.charts(app)


def test_levels_of_new_rural_communes_are_known_on_any_day() -> None:
    app = opened("pages/progress/new_rural.py", period=SY)
    assert drawn.title(app).startswith("9/14 xã đạt chuẩn nông thôn mới")


@pytest.mark.parametrize("part", ["block", "plan", "history", "reports", "pledges"])
def test_a_commune_owes_nothing_in_a_school_year(part: str) -> None:
    app = opened(UNIT, period=SY, unit=COMMUNE, shown=part)
    if part != "history":  # that part speaks of all periods
        assert "Kỳ này đơn vị không phải nộp báo cáo nào" in prose(app)
    assert not app.get("plotly_chart")


@pytest.mark.parametrize("part", ["block", "plan", "history", "reports", "pledges"])
def test_a_school_has_its_page(part: str) -> None:
    app = opened(UNIT, period=SY, unit=SCHOOL, shown=part)
    assert "không phải nộp" not in prose(app)
    assert bool(app.get("plotly_chart")) == (part in ("block", "plan", "history"))


def test_a_line_joins_school_years_and_no_half_year(of_demo: Made) -> None:
    for period, joined in ((SY, {SY, BEFORE}), ("2022-Y", {"2021-H1", "2021-Y", "2022-H1"})):
        view = of_demo(period)
        assert joined <= {r.period_id for r in queries.trend(view, ["GDDT-07"])}
        known = queries.unit_history(view, SCHOOL, "GDDT-07")
        like = {r.period_id for r in known if r.is_like}
        assert joined <= like
        assert all(("SY" in p) == ("SY" in period) for p in like)
        assert all(
            ("SY" in r.period_id) == ("SY" in period) for r in queries.trend(view, ["GDDT-07"])
        )


def test_a_comparison_stands_beside_the_school_year_before(of_demo: Made) -> None:
    assert list(compare.others(of_demo(SY))) == [BEFORE]
    assert compare.default_other(of_demo(SY)) == BEFORE
    assert compare.default_other(of_demo(BEFORE)) == ""
    assert list(compare.others(of_demo("2021-H1"))) == []  # a school year ended before it
    assert not any("SY" in p for p in compare.others(of_demo("2022-Y")))


def test_a_comparison_begins_with_blocks_of_schools(of_demo: Made) -> None:
    view = of_demo(SY)
    titles = compare.scope_titles(view)
    assert [titles[k] for k in compare.first(view, titles)] == ["Mầm non 1", "Mầm non 2"]
    half = of_demo("2022-H1")
    assert compare.first(half, titles) == list(titles)[:2]


def test_discipline_holds_school_years_against_each_other(of_demo: Made) -> None:
    view = of_demo(SY)
    found = discipline.Discipline(view, queries.discipline(view))
    assert discipline.title(found).startswith(
        "95,7 % báo cáo đúng hạn (44/46), tăng từ 93,5 % (43/46, Năm học 2020–2021)"
    )
    told = {r.period_id for r in queries.discipline(of_demo("2022-Y"))}
    assert told == {"2021-H1", "2021-Y", "2022-H1", "2022-9M", "2022-Y"}


@pytest.mark.parametrize("period", ["2022-H1", "2022-9M", "2022-Y", SY])
def test_the_whole_year_before_is_a_calendar_year(of_demo: Made, period: str) -> None:
    year = queries.last_whole_year(of_demo(period))
    assert year is not None
    assert year.period_id == "2021-Y"


def test_reports_of_a_school_year_come_in_july(of_demo: Made) -> None:
    owed = queries.timeliness(of_demo(SY))
    assert len(owed) == 46
    assert {r.due_date.isoformat() for r in owed} == {"2022-07-15"}
    assert {r.first_received.month for r in owed if r.first_received} == {7}


def basis_of(period: str, **asked: str) -> str:
    app = opened("pages/emulation/compare.py", period=period, **asked)
    return next(iter(drawn.bases(app).values()))


def test_who_is_asked_nothing_has_not_told_of_its_pace() -> None:
    asked = {"scopes": "block:K01,block:K07", "indicators": "on_pace"}
    assert " · 1/1 đơn vị · " in basis_of(SY, **asked)
    assert " · 14/14 đơn vị · " in basis_of("2022-H1", **asked)
    communes = {"scopes": "block:K01,block:K02", "indicators": "on_pace"}
    assert " · kỳ này không hỏi đơn vị nào · " in basis_of(SY, **communes)


def lines_of_blocks(view: View) -> tuple[compare_blocks.Blocks, dict[str, tuple[str, ...]]]:
    blocks = compare_blocks.Blocks(view)
    names, *columns = blocks.table().columns.values()
    return blocks, dict(zip(names, zip(*columns, strict=True), strict=True))


def test_a_block_of_which_one_member_is_asked_is_told_when_that_one_has_reported(
    of_demo: Made,
) -> None:
    _, told = lines_of_blocks(of_demo(SY))
    assert told["Văn hóa – Xã hội"] == ("5", "60,0", "3/5", "100,0", "1/1")
    assert told["Mầm non 1"][0] == "chưa đủ báo cáo"  # seven of the eight asked
    assert told["Nội chính"][0] == "không phải báo cáo"
    _, early = lines_of_blocks(of_demo(SY, as_of="2022-07-01"))
    assert early["Văn hóa – Xã hội"][0] == "chưa đủ báo cáo"


def test_a_single_block_that_has_told_leads_nobody_and_lacks_no_report(of_demo: Made) -> None:
    blocks, told = lines_of_blocks(replace(of_demo(SY), scheme="cum-cong-doan"))
    assert told["CĐ trường học"][:3] == ("–", "70,4", "50/71")
    assert blocks.title() == (
        "Chưa xếp được khối nào dẫn đầu: mới một khối đủ báo cáo (CĐ trường học)"
    )


def said(view: View, *keys: str, asked: tuple[str, ...] = compare.DISCIPLINE) -> str:
    found = compare.Comparison(view, compare.scopes(view, keys), BEFORE, compare.LEVEL)
    return compare_titles.title(found, found.compared(asked), "")


def test_why_blocks_have_no_order_is_told_in_units_by_name(of_demo: Made) -> None:
    assert said(of_demo(SY), "block:K07", "block:K12").startswith(
        "Khối Văn hóa – Xã hội kém khối THCS, THPT ở 1/2 chỉ tiêu"
    )
    told = said(of_demo(SY), "block:K10A", "block:K12", asked=(compare.ON_PACE,))
    assert told.endswith("khối Mầm non 1 mới đủ 7/8 đơn vị, còn thiếu MN Biên Giới")


def test_a_block_part_of_which_is_not_due_yet_is_not_said_to_lack_reports(
    of_demo: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where two of its eight were given another week."""
    view = of_demo(SY)
    longer = {"mn-bien-gioi", "mn-hoa-thanh"}
    rows = [
        r._replace(timeliness="not_due") if r.reporter_id in longer else r
        for r in queries.timeliness(view)
    ]
    monkeypatch.setattr(queries, "timeliness", lambda _: rows)
    told = said(view, "block:K10A", "block:K12", asked=(compare.ON_TIME,))
    assert "khối Mầm non 1 mới có 6/8 đơn vị đến hạn, chưa đến hạn: " in told
    assert "MN Biên Giới" in told


def test_a_comparison_begins_with_two_though_one_block_alone_is_asked(of_demo: Made) -> None:
    view = replace(of_demo(SY), scheme="cum-cong-doan")
    assert compare.first(view, compare.scope_titles(view)) == ["block:CD2", "block:CD1"]
    schools = opened("pages/emulation/compare.py", period=SY, scheme="cum-cong-doan")
    assert "Hãy chọn" not in drawn.title(schools)


def ranks(view: View, keys: tuple[str, ...], *asked: str, other: str = BEFORE) -> Ranks:
    found = compare.Comparison(view, compare.scopes(view, keys), other, compare.LEVEL)
    return Ranks(found, found.compared(asked or found.known))


def test_under_places_stand_the_units_that_have_one(of_demo: Made) -> None:
    """Of eight kindergartens one lacks a period: they are in no order, and drawn nowhere."""
    for asked in ((), ("GDDT-07",)):
        of_schools = ranks(of_demo(SY), ("block:K10A", "block:K12"), *asked)
        counted = compare_basis.of_both(of_schools).counted
        assert counted == "14/14 đơn vị có cả hai kỳ"


def test_who_is_asked_nothing_lacks_no_period(of_demo: Made) -> None:
    """In nine months no unit is asked of its awards."""
    asked = ("block:K01", "block:K02")
    found = ranks(of_demo("2022-9M"), asked, "TDKT-06", other="2021-Y")
    assert not found.both
    assert all("không có đơn vị nào được giao" in reason for reason in found.reasons())
    assert found.found.left_out(["TDKT-06"]) == []

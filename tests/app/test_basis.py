"""Under a figure stands how many units it is about, and until when reports came in."""

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from app import basis, queries
from app.filters import View
from tests.app import drawn
from tests.app.conftest import Made, a_row, a_view
from tests.app.test_pages import PAGES, ROOT, opened
from tests.witness import kept
from tests.witness.archive_facts import LAST


def counted(rows: Iterable[Any], language: str = "vi") -> str:
    return basis.of(a_view(language=language), rows).counted


@pytest.fixture(autouse=True)
def received(monkeypatch: pytest.MonkeyPatch) -> None:
    """Views of no file have received one report."""
    asked = queries.last_received
    monkeypatch.setattr(
        queries, "last_received",
        lambda v, *p: asked(v, *p) if v.build.path else dt.date(2022, 6, 14),
    )  # fmt: skip


def of_unit(unit: str, value: float | None, expected: int = 1, **given: Any) -> object:
    told = {"reporting_count": int(value is not None), "expected_count": expected} | given
    return a_row(scope_type="unit", scope_id=unit, value=value, **told)


def test_figures_of_the_same_units_have_one_count_and_others_the_least() -> None:
    other, none = {"indicator_id": "X"}, {"indicator_id": "Y"}
    assert counted([a_row(), a_row(**other)]) == "15/15 đơn vị"
    rows = [a_row(reporting_count=13), a_row(**other), a_row(expected_count=0, **none)]
    assert counted(rows) == "chỉ tiêu ít đơn vị báo cáo nhất: 13/15 đơn vị"
    assert counted([]) == "kỳ này không hỏi đơn vị nào"
    office = a_row(reporting_count=1, expected_count=1, **other)
    assert counted([office, a_row()]) == "15/15 đơn vị"
    assert counted([office]) == "1/1 đơn vị"


def test_where_all_have_told_figures_of_unlike_units_none_is_called_the_least() -> None:
    more = a_row(indicator_id="X", reporting_count=127, expected_count=127)
    assert counted([a_row(), more]) == "15/15 đến 127/127 đơn vị"
    assert counted([a_row(), more], "en") == "15 of 15 to 127 of 127 units"


def test_of_a_map_of_units_the_least_told_indicator_counts() -> None:
    rows = [of_unit("a", 1), of_unit("b", None), of_unit("c", None, 0)]
    assert counted(rows) == "1/2 đơn vị"
    rows += [of_unit(unit, 1, indicator_id="X") for unit in "ab"]
    assert counted(rows) == "chỉ tiêu ít đơn vị báo cáo nhất: 1/2 đơn vị"


def test_who_told_all_parts_has_reported_though_they_make_no_figure() -> None:
    rows = [of_unit("a", 1), of_unit("b", None, reporting_count=1)]
    assert counted(rows) == "2/2 đơn vị"


def test_decisions_are_the_source_of_what_nobody_reports() -> None:
    decided = a_row(indicator_id="X", is_in_catalogue=True)
    view = a_view(as_of="2022-07-01")
    alone = basis.of(view, [decided])
    assert (alone.source, alone.until) == ("quyết định công nhận", "biết đến 01/07/2022")
    both = basis.of(view, [decided, a_row()])
    assert both.source == "báo cáo của đơn vị, quyết định công nhận"


def test_what_one_office_tells_of_all_has_its_name(of_demo: Made) -> None:
    """The survey of poverty is not the communes' own word."""
    view, year = of_demo(), of_demo("2021-Y")

    def source(view: View, level: str, *indicators: str) -> str:
        rows = (r for r in queries.progress(view, level) if r.indicator_id in indicators)
        return basis.of(view, rows).source

    assert source(year, "unit", "NGH-02") == (
        "báo cáo của Chi cục Thống kê huyện, Phòng Lao động – Thương binh và Xã hội"
    )
    assert source(view, "unit", "NGH-03") == "báo cáo của đơn vị"
    assert (
        source(view, "root", "KTXH-05") == "báo cáo của Chi cục Thuế (phụ trách huyện Châu Thành)"
    )
    assert source(view, "root", "KTXH-05", "NGH-03") == "báo cáo của đơn vị"
    scores = basis.of_scores(year, "CCHC-01b", queries.scores(year, "CCHC-01b"))
    assert (scores.source, scores.counted) == ("báo cáo của Phòng Nội vụ", "9/9 đơn vị")


def test_blocks_beside_each_other_add_up_and_one_of_two_plans_is_no_second_unit() -> None:
    rows = [a_row(scope_type="block", scope_id=name, reporting_count=14) for name in "AB"]
    assert counted(rows) == "28/30 đơn vị"
    assert counted([a_row(), a_row()]) == "15/15 đơn vị"


def test_of_one_unit_its_indicators_are_counted() -> None:
    rows = [of_unit("a", value, indicator_id=i) for i, value in (("X", 1), ("Y", None), ("Z", 2))]
    assert counted(rows) == "2/3 chỉ tiêu đã có số"
    assert counted(rows[:1]) == "1/1 đơn vị"


def test_over_time_the_thinnest_point_counts() -> None:
    rows = [
        a_row(period_id=period, scope_type="block", scope_id=name, reporting_count=n)
        for period, name, n in (("2021-Y", "A", 14), ("2021-Y", "B", 13), ("2022-Y", "A", 15))
    ]
    said = basis.of_points(a_view(), rows).counted
    assert said == "điểm ít đơn vị báo cáo nhất: 27/30 đơn vị"


def test_rewound_a_line_says_the_day_and_without_a_report_that_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert basis.of(a_view(), []).until == "nhận đến 14/06/2022"
    assert basis.of(a_view(as_of="2022-06-11"), []).until == "nhận đến 11/06/2022"
    monkeypatch.setattr(queries, "last_received", lambda *_: None)
    assert basis.of(a_view(), []).until == "chưa nhận báo cáo nào"


VIEWS = [
    {"period": "2022-H1"}, {"period": "2022-9M", "lang": "en"},
    {"period": "2022-H1", "as_of": "2022-06-11", "mode": "projector"},
    {"period": "2021-22-SY"}, {"period": "2022-Y"},
]  # fmt: skip
SHOWN = {
    "pages/emulation/compare.py": ("dots", "trend", "ranks", "map"),
    "pages/emulation/unit.py": ("block", "plan", "history"),
}
NOBODY = "no unit is asked in this period"
LINE = re.compile(r"(?:Nguồn|Source): ([^·]+) · ([^·]+) · ([^·]+)")


@pytest.mark.parametrize("view", VIEWS, ids=lambda v: " ".join(v.values()))
@pytest.mark.parametrize("page", [page for page, least in PAGES.items() if least])
def test_under_every_figure_of_every_page_stands_its_line(
    demo: Path, monkeypatch: pytest.MonkeyPatch, page: str, view: dict[str, str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    for shown in SHOWN.get(page, ("",)):
        app = opened(page, **view, **({"shown": shown} if shown else {}))
        lines = drawn.bases(app)
        assert set(lines) == set(drawn.charts(app))
        for key, line in lines.items():
            found = LINE.fullmatch(line)
            assert found, (key, line)
            is_asked = found[2] not in ("kỳ này không hỏi đơn vị nào", NOBODY)
            assert not is_asked or re.search(r"\d", found[2]), (key, line)
            counts = re.findall(r"(\d+)(?:/| of )(\d+)", found[2])
            assert all(int(n) <= int(total) for n, total in counts), (key, line)
            if view.get("as_of") == "2022-06-11":
                assert found[3].endswith("11/06/2022"), (key, line)


def test_no_page_and_nothing_else_of_the_app_draws_a_figure_by_itself() -> None:
    """Without `page.figure`, which asks for the line, there would be none."""
    sources = [*(ROOT / "app").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    calls = re.compile(r"\.(plotly_chart|pyplot|altair_chart|vega_lite_chart|[a-z]+_chart)\(")
    assert [p.name for p in sources if calls.search(p.read_text("utf-8"))] == ["page.py"]
    source = (ROOT / "app" / "page.py").read_text("utf-8")
    assert len(calls.findall(source)) == 1


def test_the_line_under_a_movement_s_figure_is_the_witness_s(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    office = kept.office(demo)
    screen = kept.screen(demo, dt.date.today(), "2022-H1")
    lines = (screen.line(i, screen.root) for i in screen.indicators_of("ngh"))
    counts = [(r["reporting_count"], r["expected_count"]) for r in lines if r]
    several = [(c[0] / c[1], c[1], c[0]) for c in counts if c[1] > 1]
    (least, *low), (most, *_) = min(several), max(several)
    app = opened("pages/progress/movement.py", period="2022-H1", movement="ngh")
    said = next(p for p in drawn.prose(app) if p.startswith("Nguồn: báo cáo của đơn vị · "))
    assert f"{low[1]}/{low[0]} đơn vị" in said
    assert ("ít đơn vị báo cáo nhất" in said) is (least < most)
    days = (
        r["received"]
        for (_, _, period), r in office.current_reports(LAST).items()
        if period == "2022-H1"
    )
    assert said.endswith(f"nhận đến {max(days):%d/%m/%Y}")

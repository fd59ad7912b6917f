"""Every page opens in both languages, with data, with none, rewound: a new page is a new row."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import plotly.graph_objects as go
import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from app import queries, store
from app.format import as_typed
from app.words import Words
from tests.app import drawn
from tests.app.conftest import Made

ROOT = Path(__file__).parents[2]
PAGES = {
    "pages/progress/overview.py": 2,
    "pages/progress/new_rural.py": 3,
    "pages/progress/poverty.py": 2,
    "pages/progress/digital.py": 2,
    "pages/progress/movement.py": 1,
    "pages/emulation/compare.py": 1,
    "pages/emulation/unit.py": 1,
    "pages/reports/intake.py": 0,
    "pages/reports/submission.py": 1,
    "pages/reports/quality.py": 0,
    "pages/reports/changes.py": 0,
    "pages/reports/explain.py": 0,
    "pages/emulation/voices.py": 0,
    "pages/reports/definitions.py": 0,
}


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page(page).run()
    assert not app.exception
    return app


@pytest.fixture
def at_demo(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    return demo


def figures(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


PERIODS = ["2022-H1", "2022-Y", "2022-9M", "2021-H1", "2021-22-SY", "2020-21-SY"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_with_data(at_demo: Path, page: str, period: str, language: str) -> None:
    app = opened(page, lang=language, period=period)
    assert app.title[0].value
    assert not app.error
    for spec in drawn.charts(app).values():
        go.Figure(spec)  # every property is one that Plotly knows: pages do not look, it takes long
    assert "huyện" not in " ".join(t.value for t in app.title)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_draws_what_it_is_for(at_demo: Path, page: str) -> None:
    assert figures(opened(page, period="2022-H1")) >= PAGES[page]


@pytest.mark.parametrize("page", PAGES)
def test_a_rewound_page_says_so(at_demo: Path, page: str) -> None:
    app = opened(page, period="2022-H1", as_of="2022-06-11")
    assert "11/06/2022" in app.warning[0].value


def test_a_rewound_page_knows_only_what_had_come_in(at_demo: Path) -> None:
    early = (
        opened("pages/reports/submission.py", period="2022-H1", as_of="2022-06-01").title[0].value
    )
    late = opened("pages/reports/submission.py", period="2022-H1").title[0].value
    assert early.startswith("0/127")
    assert late.startswith("122/127")


def test_the_headline_is_that_of_the_published_file(at_demo: Path) -> None:
    path = sorted(at_demo.glob("published/*.duckdb"))[-1]
    with duckdb.connect(str(path), read_only=True, config=store.ENGINE) as con:
        row = con.execute(
            "select x, y, z from headline(date '2026-11-24') where period_id = '2022-9M'"
        ).fetchone()
    assert row is not None
    title = drawn.title(opened("pages/progress/overview.py", period="2022-9M"))
    assert f": {row[0]}/{row[1]} đạt tiến độ" in title
    assert f"{row[2]} chưa đến kỳ" in title


@pytest.mark.parametrize("page", PAGES)
def test_without_any_build_a_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(tmp_path))
    app = opened(page)
    assert "etl load" in app.error[0].value
    # The sample would not be shown: the variable stays, and the folder it names may be mistyped.
    assert "EMULATION" in app.error[0].value
    assert as_typed(tmp_path.name) in app.error[0].value
    assert as_typed("run.py") not in app.error[0].value


@pytest.fixture
def copied(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The published file of an office that holds a copy of the demo's build and nothing else."""
    (tmp_path / "published").mkdir()
    path = tmp_path / "published" / "emulation-00000001-1.duckdb"
    shutil.copy(sorted(demo.glob("published/*.duckdb"))[-1], path)
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(tmp_path))
    return path


FELL = """
    update observation set value = 0
    where measure_id = 'poor_escaped' and period_id = '2022-Y' and subject_id = 'xa-an-co'
"""


def falling_lines(app: AppTest) -> list[str]:
    return [m.value for m in app.markdown if "→" in m.value]


def test_where_no_figure_fell_there_is_no_list_of_them(at_demo: Path) -> None:
    assert not falling_lines(opened("pages/reports/submission.py", period="2022-Y"))


def test_a_cumulative_figure_that_fell_is_told_where_reports_are(copied: Path) -> None:
    changed(copied, FELL)
    (line,) = falling_lines(opened("pages/reports/submission.py", period="2022-Y"))
    assert line.startswith("- **Xã An Cơ** – Số hộ thoát nghèo: ")
    assert line.endswith(" → 0 hộ.")


def changed(path: Path, statement: str) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute(statement)


def test_a_damaged_build_gives_way_to_the_one_before(copied: Path) -> None:  # F-11
    copied.with_name("emulation-00000002-1.duckdb").write_bytes(b"not a database")
    app = opened("pages/progress/overview.py", period="2022-H1")
    assert "00000002" in app.warning[0].value
    assert ": 7/12 " in drawn.title(app)


def test_a_build_of_another_version_is_not_shown(copied: Path) -> None:
    changed(copied, "update build set schema_version = 999")
    assert "etl build" in opened("pages/progress/overview.py").error[0].value


def test_a_failing_question_is_a_card_and_never_an_empty_chart(copied: Path) -> None:
    changed(copied, "drop macro table indicator_status_of")
    app = opened("pages/progress/overview.py")
    assert len(app.error) == 1
    assert not app.get("plotly_chart")


def test_an_unknown_choice_in_the_address_is_dropped(at_demo: Path) -> None:
    app = opened("pages/progress/overview.py", period="1999-XX", lang="xx", as_of="never")
    assert ": 7/12 " in drawn.title(app)


OVERVIEW = "pages/progress/overview.py"


@pytest.mark.parametrize(
    ("page", "asked", "named"),
    [
        ("progress/overview.py", {"period": "2022-H9", "as_of": "never"}, "2022-H9, never"),
        ("progress/movement.py", {"movement": "zz"}, "zz"),
        ("emulation/unit.py", {"unit": "khong-co"}, "khong-co"),
        ("reports/explain.py", {"indicator": "XX-1", "scope": "unit:khong-co"}, "XX-1, unit:"),
    ],
)
def test_what_an_address_asks_for_in_vain_is_said_on_every_page(
    at_demo: Path, page: str, asked: dict[str, str], named: str
) -> None:
    app = opened(f"pages/{page}", **{"period": "2022-H1"} | asked)
    said = [drawn.plain(w.value) for w in app.warning]
    assert any(s.startswith("Địa chỉ có mã") and named in s for s in said), said
    assert not app.run().warning  # it is said once: the address is what is shown now


def test_a_day_in_an_address_may_be_written_as_people_write_it(at_demo: Path) -> None:
    app = opened(OVERVIEW, period="2022-H1", as_of="12/06/2022")
    assert app.query_params["as_of"] == "2022-06-12"
    assert "12/06/2022" in app.warning[0].value


def test_what_stands_in_the_address_for_another_page_is_not_asked_in_vain(at_demo: Path) -> None:
    app = opened("pages/emulation/unit.py", period="2022-H1", shown="map", indicator="TDKT-01")
    assert not app.warning


OF_MOVEMENTS = ["new_rural", "poverty", "digital"]


def seen(app: AppTest) -> dict[str, Any]:
    """All that is read on a page or chosen from."""
    texts = [*app.title, *app.header, *app.markdown, *app.info]
    return {
        "texts": [e.value for e in texts],
        "charts": drawn.charts(app),
        "tables": [t.value.to_csv() for t in [*app.table, *app.dataframe]],
        "links": [(e.proto.label, e.proto.query_string) for e in app.get("page_link")],
        "choices": [(e.label, e.options) for e in [*app.selectbox, *app.multiselect]],
    }


@pytest.mark.parametrize("period", ["2022-H1", "2022-Y"])
@pytest.mark.parametrize("name", OF_MOVEMENTS)
def test_a_page_of_some_movements_asks_of_these_and_shows_what_it_would_of_all(
    at_demo: Path, monkeypatch: pytest.MonkeyPatch, name: str, period: str
) -> None:
    asked = []
    monkeypatch.setattr(queries, "_shown", kept(asked, queries._shown))
    page = f"pages/progress/{name}.py"
    streamlit.cache_resource.clear()  # what other tests asked of the same build
    alone = opened(page, period=period)
    assert asked and 0 < len(asked[0]) < 100
    asked.clear()
    streamlit.cache_resource.clear()
    everything = opened(OVERVIEW, period=period).switch_page(page).run()
    assert not asked
    assert seen(alone) == seen(everything)


def kept(into: list[Any], ask: Callable[..., Any]) -> Callable[..., Any]:
    def answered(*given: Any) -> Any:
        into.append(ask(*given))
        return into[-1]

    return answered


def test_of_other_movements_a_page_of_one_tells_nothing_that_is_wrong(of_demo: Made) -> None:
    """The headline is of all; an indicator that a role names is no x/y of its movement."""
    whole = of_demo()
    asked = replace(of_demo(), movements=("ntm",))
    streamlit.cache_resource.clear()
    told = {r.movement_id for r in queries.progress(asked, "root")}
    assert {"ntm", "tdkt"} <= told and "gddt" not in told
    assert {r.movement_id for r in queries.movement_status(asked)} == {"ntm"}
    assert queries.headline(asked) == queries.headline(whole)
    assert queries.headline(asked).y > 5
    of_movement = [r for r in queries.movement_status(whole) if r.movement_id == "ntm"]
    assert list(queries.movement_status(asked)) == of_movement


def linked(app: AppTest, text: str) -> str:
    """Where the link of a text leads."""
    said = "\n".join(e.value for e in [*app.markdown, *app.info])
    found = re.search(rf"\[{re.escape(as_typed(text))}\]\(([^)]+)\)", said)
    assert found, text
    return found[1]


def test_the_overview_lists_what_its_title_counts_and_what_it_leaves_out(at_demo: Path) -> None:
    app = opened(OVERVIEW, period="2022-H1")
    assert linked(app, "Và 20 chỉ tiêu khác chưa đạt tiến độ.") == "#chi-tieu"
    (head,) = (h for h in app.header if h.proto.anchor == "chi-tieu")
    assert "24 chưa đạt tiến độ" in head.value
    every = app.table[-1].value
    assert len(every) == 111
    marked = [v for v in every["Thực hiện"] if "⚠" in v]
    assert marked and f"⚠ dựa trên báo cáo có cảnh báo chưa xử lý \\({len(marked)} số liệu\\)" in (
        app.markdown[-2].value
    )
    assert len(drawn.progress(drawn.charts(app)["set"])) == 12
    for movement, page in (("Nông thôn mới", "new_rural?"), ("Y tế", "movement?")):
        assert linked(app, movement).startswith(page)


def test_what_is_told_twice_a_year_leads_to_the_last_whole_year(at_demo: Path) -> None:
    app = opened("pages/progress/new_rural.py", period="2022-9M", lang="en")
    assert "period=2021-Y" in linked(app, "See Year 2021")
    assert linked(app, "See Year 2021").startswith("?")


def test_a_figure_of_a_unit_is_explained_from_under_its_map(at_demo: Path) -> None:
    app = opened("pages/progress/movement.py", period="2022-H1", movement="yte")
    where = app.selectbox(key="by_unit_where")
    assert where.value.startswith("unit:")
    (link,) = (
        e.proto
        for e in app.get("page_link")
        if app.selectbox(key="by_unit_indicator").value in e.proto.query_string
        and "unit" in e.proto.query_string
    )
    assert link.page == "explain"


def test_an_english_page_names_units_of_measure_in_english(at_demo: Path) -> None:
    app = opened("pages/reports/explain.py", period="2022-H1", lang="en", indicator="KTXH-05")
    (value,) = next(t.value["Value"] for t in app.table if "Value" in t.value.columns)
    assert value.endswith(" million VND")


def test_one_thing_is_not_several_in_english() -> None:
    words = Words("en")
    assert words("changes.n_statuses", n=1) == "1 indicator judged otherwise"
    assert words("changes.n_statuses", n=11) == "11 indicators judged otherwise"
    assert words("plan.units", n="1.1", total=21) == "1.1 of 21 units"


def test_the_frame_says_whose_dashboard_it_is(at_demo: Path) -> None:
    app = opened(OVERVIEW, period="2022-H1")
    assert "**Thi đua Châu Thành**" in [m.value for m in app.markdown]

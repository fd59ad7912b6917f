"""Projector mode: the same findings without menu and controls, and every choice kept."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from app import charts, enlarged
from app.charts import CellMap, MapCell, Segment, UnitBar
from app.palette import LIGHT
from app.table import Table
from tests.app import drawn
from tests.app.test_pages import PAGES, ROOT, figures, opened

CONTROLS = ("selectbox", "text_input", "date_input", "popover", "button_group")
OVERVIEW, MOVEMENT = "pages/progress/overview.py", "pages/progress/movement.py"


@pytest.fixture(autouse=True)
def at_demo(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))


def projected(page: str, **query: str) -> AppTest:
    return opened(page, **({"period": "2022-H1", "mode": "projector"} | query))


def line(app: AppTest) -> str:
    return next(text for text in drawn.prose(app) if text.startswith(("SỐ LIỆU MẪU", "SAMPLE")))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_the_same_to_a_hall(page: str) -> None:
    alone, hall = opened(page, period="2022-H1"), projected(page)
    assert hall.title[0].value == alone.title[0].value
    assert figures(hall) == figures(alone)
    for spec in drawn.charts(hall).values():
        go.Figure(spec)  # what is enlarged is still what Plotly knows
    assert not [kind for kind in CONTROLS if hall.get(kind)]
    said = "SỐ LIỆU MẪU · 6 tháng đầu năm 2022 · Số liệu: mới nhất · báo cáo của kỳ: 122/127"
    assert line(hall).startswith(said)


def test_the_figures_are_the_same() -> None:
    alone, hall = (
        drawn.progress(drawn.charts(app)["progress"])
        for app in (opened(OVERVIEW, period="2022-H1"), projected(OVERVIEW))
    )
    assert hall == alone


def test_the_line_says_which_day_is_shown_in_both_languages() -> None:
    said = line(projected(OVERVIEW, as_of="2022-06-11", lang="en"))
    assert "First half of 2022" in said
    assert "11/06/2022" in said
    assert "36/127" in said


def test_who_leaves_finds_every_choice_as_it_was() -> None:
    app = projected(MOVEMENT, period="2022-9M", as_of="2022-10-01", lang="en")
    app.query_params["movement"] = "cds"
    app.run()
    title = app.title[0].value
    # Some time passes: Streamlit has forgotten what was chosen in controls that are not drawn.
    app.run().run()
    assert app.title[0].value == title
    app.button(key="leave").click().run()
    assert not app.exception
    assert app.title[0].value == title
    assert "mode" not in app.query_params
    chosen = {s.key: s.value for s in app.selectbox}
    assert (chosen["period"], chosen["movement"]) == ("2022-9M", "cds")
    assert app.text_input(key="as_of_typed").value == "01/10/2022"
    app.button(key="project").click().run()
    assert app.query_params["mode"] == "projector"
    assert app.title[0].value == title


def test_pages_are_turned_and_the_choices_go_along() -> None:
    app = opened(OVERVIEW, period="2022-9M", lang="en")
    app.button(key="project").click().run()
    assert app.button(key="previous").disabled
    app.button(key="next").click().run()
    assert not app.exception
    assert "communes" in app.title[0].value
    assert line(app).startswith("SAMPLE FIGURES · First nine months of 2022")


def test_what_needs_attention_stands_before_the_lines_of_movements() -> None:
    def order(app: AppTest) -> list[str]:
        parts = [e for e in app.main if e.type in ("markdown", "plotly_chart")]
        return ["chart" if e.type == "plotly_chart" else e.value for e in parts]

    hall = order(projected(OVERVIEW))
    assert hall.index("**Cần chú ý**") < hall.index("chart")
    alone = order(opened(OVERVIEW, period="2022-H1"))
    assert alone.index("**Cần chú ý**") > alone.index("chart")


def test_where_reports_are_taken_in_is_not_turned_to_before_a_hall() -> None:
    app = projected("pages/emulation/voices.py")
    app.button(key="next").click().run()
    assert not app.exception
    assert (
        app.title[0].value == opened("pages/reports/submission.py", period="2022-H1").title[0].value
    )
    assert projected("pages/reports/intake.py").title


def test_what_is_chosen_for_a_hall_does_not_overrule_a_link() -> None:
    app = projected(MOVEMENT)
    assert "movement" in app.query_params
    assert "movement" not in app.session_state


def test_without_a_build_there_is_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMULATION_DATA", str(tmp_path))
    app = projected(OVERVIEW)
    assert app.error
    app.button(key="leave").click().run()
    assert "leave" not in [b.key for b in app.button]


def finished() -> list[Any]:
    content = CellMap(["r"], ["a", "Doanh nghiệp, hợp tác xã"])
    content.cells[0, 0] = MapCell("1", "#fff", "#000", True)
    heads = {"title": "Chỉ tiêu", "bar": "So kế hoạch"}
    row = charts.ProgressRow("a", "b", "1", "hộ", 0.5, 0.5, "▲", "chậm", "good", "1/2")
    return [
        charts.progress([row], heads, LIGHT, "vi"),
        charts.cell_map(content, LIGHT, "vi"),
        charts.unit_bars([UnitBar("A", 1.0, "1", "good", 2.0)], LIGHT, "vi"),
        charts.strip([Segment("x", 1, "#fff", "#000")], LIGHT, "vi"),
        charts.waterfall(["đầu", "cuối"], [2.0, 1.0], LIGHT, "vi"),
    ]


def sizes(part: Any, of: str = "") -> list[float]:
    """Sizes of all letters of a figure."""
    if isinstance(part, dict):
        inner = [s for key, value in part.items() for s in sizes(value, key)]
        return inner + ([part["size"]] if of.endswith("font") and "size" in part else [])
    return [s for each in part for s in sizes(each, of)] if isinstance(part, list) else []


@pytest.mark.parametrize("figure", finished())
def test_no_letter_of_a_figure_is_too_small_for_a_hall(figure: Any) -> None:
    before = json.loads(figure.to_json())
    after = json.loads(enlarged.for_hall(figure).to_json())
    assert min(sizes(before)) < enlarged.LEAST
    assert min(sizes(after)) >= enlarged.LEAST
    assert after["layout"]["height"] == before["layout"]["height"] * enlarged.FACTOR


@pytest.mark.parametrize("figure", finished())
def test_what_a_figure_says_stays(figure: Any) -> None:
    """Places, values and texts are no pixels."""
    before, after = (json.loads(f.to_json()) for f in (figure, enlarged.for_hall(figure)))
    for old, new in zip(before["data"], after["data"], strict=True):
        for key in ("x", "y", "base", "width", "text", "measure"):
            assert old.get(key) == new.get(key), key
    for axis in ("xaxis", "yaxis"):
        assert before["layout"][axis].get("range") == after["layout"][axis].get("range")
    for old, new in zip(
        *(f["layout"].get("annotations", []) for f in (before, after)), strict=True
    ):
        assert [old[k] for k in ("x", "y", "text")] == [new[k] for k in ("x", "y", "text")]


def test_a_table_is_read_with_days_as_people_write_them() -> None:
    shown = Table({"a": [dt.date(2022, 6, 15), None], "b": [7, None]}).texts()
    assert shown.to_numpy().tolist() == [["15/06/2022", "7"], ["–", "–"]]

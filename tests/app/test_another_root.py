"""Another root is only another catalogue: a province of three levels opens on every screen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from tests.app import drawn
from tests.app.test_pages import PAGES, ROOT, opened
from tests.etl.district import H1, Y

PERIODS = ["2021-H1", "2021-Y", H1, Y]
FORBIDDEN = {"vi": "huyện", "en": "district"}


@pytest.fixture
def at(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the province named by the test, as the app's own."""
    folder = request.getfixturevalue(request.param)
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(folder))
    return folder


def said(app: AppTest) -> list[str]:
    """Every text of a screen: prose, controls and their options, figures, tables, alts."""
    nodes = [node.proto for node in app.main if node.proto]
    found = [text for proto in nodes for text in texts(MessageToDict(proto))]
    for table in app.dataframe:
        found += [*table.value.columns, *map(str, table.value.to_numpy().ravel())]
    for figure in drawn.charts(app).values():
        found += texts(figure)
    return found


def texts(value: Any) -> Iterator[str]:
    """Every text within lists and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


OVERVIEW, RURAL, DIGITAL = [f"pages/progress/{n}.py" for n in ("overview", "new_rural", "digital")]
FULL = pytest.mark.parametrize("at", ["full_province"], indirect=True)


@pytest.mark.parametrize(
    ("at", "periods"), [("plain_province", [H1]), ("full_province", PERIODS)], indirect=["at"]
)
@pytest.mark.parametrize("language", FORBIDDEN)
@pytest.mark.parametrize("page", PAGES)
def test_no_screen_of_a_province_says_district(
    at: Path, periods: list[str], page: str, language: str
) -> None:
    for period in periods:
        app = opened(page, lang=language, period=period)
        assert not app.error
        shown = said(app)
        assert any(period[:4] in text for text in shown)
        assert [t for t in shown if FORBIDDEN[language] in t.lower()] == []


@FULL
def test_its_overview_counts_its_own_movements_in_its_own_blocks(at: Path) -> None:
    rows, columns, cells = drawn.grid(drawn.charts(opened(OVERVIEW, period=H1))["map"])
    assert columns == ["Cụm 1"]
    assert dict(zip(rows, cells, strict=True))["Chuyển đổi số"] == [("?", True)]
    assert "3/4 báo cáo đã nộp" in " ".join(drawn.prose(opened(OVERVIEW, period=H1)))


@FULL
def test_its_communes_stand_on_the_map_of_a_movement_and_its_districts_do_not(at: Path) -> None:
    rows, columns, cells = drawn.grid(drawn.charts(opened(DIGITAL, period=H1))["by_unit"])
    assert (rows, columns) == (["Hồ sơ qua mạng"], ["Xã An", "Xã Bình", "Xã Cát"])
    assert cells == [[("✔ 210", False), ("✖ 90", False), ("?", True)]]
    heads = [h.value for h in opened(DIGITAL, period=H1).header]
    assert r"Xã Bình chưa đạt tiến độ ở nhiều chỉ tiêu nhất\: 1" in heads


@FULL
def test_its_own_levels_and_criteria_are_shown(at: Path) -> None:
    app = opened(RURAL, period=H1)
    assert drawn.title(app).startswith("1/3 xã đạt chuẩn")
    assert drawn.strip(drawn.charts(app)["levels"]) == {
        "Đạt chuẩn": 1,
        "Chưa đạt chuẩn": 1,
        "Chưa rõ mức": 1,
    }
    rows, columns, _ = drawn.grid(drawn.charts(app)["criteria"])
    assert (rows, len(columns)) == (["Đạt tiêu chí quy h", "Đạt tiêu chí giao"], 3)


@pytest.mark.parametrize("language", FORBIDDEN)
def test_no_word_of_the_product_itself_says_district(language: str) -> None:
    words = (ROOT / "app" / "words" / f"{language}.toml").read_text("utf-8")
    assert "EMULATION_DATA" in words
    assert FORBIDDEN[language] not in words.lower()


def test_the_demo_does_say_it(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the search above is known to find it, in prose, tables and figures alike."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    shown = said(opened("pages/reports/submission.py", period=Y))
    assert any("huyện" in text for text in shown if text.startswith(":small"))
    assert any(text.startswith("Hội") and text.endswith("huyện") for text in shown)

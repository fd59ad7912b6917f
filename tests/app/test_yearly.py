"""What is asked once a year shows the last whole year's figures, named and known on the day."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from app import parts, poverty, reform, rural, yearly
from tests.app import drawn
from tests.app.conftest import Made
from tests.app.test_pages import ROOT, opened

SECTIONS = [
    (rural.of_units, rural.INCOME), (reform.scores, "CCHC-01b"), (reform.scores, "CCHC-02"),
    (parts.of_units, parts.PILLARS), (parts.of_units, parts.FIELDS),
    (poverty.rate_of_units,), (poverty.flow_owed,),
]  # fmt: skip
NOT_ASKED = "6 tháng đầu năm 2022 không hỏi số liệu này"


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: " ".join(map(str, s[1:])))
def test_a_section_is_of_the_last_whole_year_that_is_known(of_demo: Made, section: tuple) -> None:
    rows, *about = section

    def shown(*view: str) -> str:
        return yearly.latest(of_demo(*view), rows, *about).period

    assert shown("2022-H1") == shown("2022-9M") == "2021-Y"
    assert shown("2022-Y") == "2022-Y"
    assert shown("2021-H1") == "2021-H1"  # there is no year before
    assert shown("2022-H1", "2021-12-01") == "2022-H1"  # the year had not come in
    assert shown("2022-Y", "2022-11-01") == "2022-Y"  # asked and silent: no older figure


def test_what_was_not_asked_the_year_before_is_not_made_up(of_demo: Made) -> None:
    view = of_demo("2022-H1")
    assert yearly.latest(view, poverty.lacking_owed) == view


@pytest.fixture
def rural_page(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    yield opened("pages/progress/new_rural.py", period="2022-H1")


def test_its_title_names_the_year_and_its_line_and_origins_are_that_year_s(
    rural_page: AppTest,
) -> None:
    heads = [drawn.plain(h.value) for h in rural_page.header]
    assert any(h.startswith("Năm 2021 – Thu nhập bình quân đầu người") for h in heads)
    assert sum(h.startswith("Năm 2021 – ") for h in heads) == 1
    assert any(p.startswith(NOT_ASKED) for p in drawn.prose(rural_page))
    lines = drawn.bases(rural_page)
    assert "nhận đến 03/01/2022" in lines["income"]
    assert "nhận đến 27/06/2022" in lines["received"]
    links = [parse_qs(e.proto.query_string) for e in rural_page.get("page_link")]
    periods = {q["indicator"][0]: q["period"] for q in links if "indicator" in q}
    assert periods["NTM-03"] == ["2022-H1"]
    chosen = rural_page.selectbox(key="income_of_indicator").value
    (of_unit,) = (q for q in links if "scope" in q and q["indicator"] == [chosen])
    assert of_unit["period"] == ["2021-Y"]

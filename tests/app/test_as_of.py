"""The day on which a view is known: whatever way it is chosen, page and address follow."""

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import as_of
from tests.app.test_pages import ROOT, opened

SUBMISSION = "pages/reports/submission.py"


@pytest.fixture
def app(demo: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    return opened(SUBMISSION, period="2022-H1")


def typed(app: AppTest, text: str) -> AppTest:
    app.text_input(key="as_of_typed").set_value(text).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("text", ["14/06/2022", " 14-6-2022", "14.06.2022"])
def test_a_day_that_is_typed_is_the_day_of_page_and_address(app: AppTest, text: str) -> None:
    typed(app, text)
    assert "14/06/2022" in app.warning[0].value
    assert app.query_params["as_of"] == "2022-06-14"
    assert app.text_input(key="as_of_typed").value == "14/06/2022"
    typed(app, "")
    assert "as_of" not in app.query_params
    assert not app.warning


@pytest.mark.parametrize("text", ["31/02/2022", "2022", "hôm qua"])
def test_what_is_no_day_is_said_and_changes_nothing(app: AppTest, text: str) -> None:
    typed(typed(app, "14/06/2022"), text)
    assert app.query_params["as_of"] == "2022-06-14"
    assert "ngày/tháng/năm" in app.error[0].value
    assert app.text_input(key="as_of_typed").value == text


def test_the_days_most_asked_for_are_one_click_away(app: AppTest) -> None:
    app.button(key="as_of_due").click().run()
    assert app.query_params["as_of"] == "2022-06-15"
    app.button(key="as_of_end").click().run()
    assert app.query_params["as_of"] == "2022-06-30"
    app.button(key="as_of_newest").click().run()
    assert "as_of" not in app.query_params


def test_today_and_later_are_the_newest(app: AppTest) -> None:
    tomorrow = as_of.today() + dt.timedelta(1)
    typed(app, tomorrow.strftime("%d/%m/%Y"))
    assert "as_of" not in app.query_params
    assert not app.error

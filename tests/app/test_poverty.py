"""The title of the poverty page and the notes under its flow."""

from types import SimpleNamespace
from typing import Any

from app import poverty, queries
from app.poverty import Step
from tests.app.conftest import Made, a_row, a_view


def rate(**given: Any) -> SimpleNamespace:
    row: dict[str, Any] = {
        "indicator_id": "NGH-02", "rule": "ratio", "is_flow": False, "direction": "lower",
        "decimals": 2, "uom_vi": "%", "value": 1.5, "status": "met", "target": 1.6,
        "decided_target": 1.6, "year_difference": -0.26, "year_both": 15, "year_broken": False,
    }  # fmt: skip
    return a_row(**(row | given))


def title(*rows: SimpleNamespace, language: str = "vi") -> str:
    return poverty.title(a_view(language=language), tuple(rows))


def test_the_rate_and_its_change() -> None:
    assert (
        title(rate()) == "Tỷ lệ hộ nghèo đa chiều 1,50 %, giảm 0,26 điểm phần trăm so với cùng kỳ"
    )
    assert title(rate(year_difference=0.26)).endswith("tăng 0,26 điểm phần trăm so với cùng kỳ")


def test_no_change_is_not_a_fall_by_nothing() -> None:
    for difference in (0.0, -0.004, 0.004):
        assert title(rate(year_difference=difference)).endswith("1,50 %, không đổi so với cùng kỳ")
    assert title(rate(year_difference=0.0), language="en").endswith("unchanged on last year")


def test_a_rate_of_some_units_names_them() -> None:
    assert title(rate(reporting_count=14)).startswith(
        "Tỷ lệ hộ nghèo đa chiều 1,50 % (14/15 đơn vị), giảm"
    )
    few = rate(reporting_count=3, status="incomplete")
    assert title(few) == (
        "Tỷ lệ hộ nghèo đa chiều 1,50 % (3/15 đơn vị), chưa đủ báo cáo để kết luận"
    )


def test_before_the_survey_households_that_escaped_and_when_it_comes() -> None:
    waiting = rate(value=None, status="not_due", expected_count=0, reporting_count=0)
    escaped = a_row(value=66.0, reporting_count=14)
    surveyed = "Tỷ lệ hộ nghèo được rà soát vào cuối năm"
    assert title(waiting) == surveyed
    assert title(waiting, escaped) == f"66 hộ thoát nghèo (14/15 đơn vị) · {surveyed}"


def test_a_survey_that_is_owed_and_not_reported_is_not_still_to_come(of_demo: Made) -> None:
    view = of_demo("2022-Y", "2022-12-25")
    root = queries.progress(view, "root")
    assert poverty.no_rate((rate(value=None, status="unreported"),)) == "poverty.unreported"
    assert title(rate(value=None, status="unreported", reporting_count=0)) == (
        "Tỷ lệ hộ nghèo đa chiều: chưa có báo cáo đủ"
    )
    assert {r.indicator_id for r in root} >= {"NGH-02"}


def test_a_full_year_never_advises_to_choose_a_full_year(of_demo: Made) -> None:
    assert poverty.no_flow(of_demo("2022-Y", "2022-06-30")) == "poverty.flow_unreported"
    assert poverty.no_flow(of_demo("2022-H1")) == "poverty.flow_none"


def test_a_flow_that_does_not_add_up_is_said_with_its_gap() -> None:
    steps = [Step("start", 100.0, 15, 15), Step("out", -30.0, 15, 15), Step("end", 75.0, 15, 15)]
    assert poverty.flow_notes(a_view(), steps) == [
        "Cộng lại được 70, báo cáo cuối kỳ là 75: chênh 5 hộ."
    ]
    steps[-1] = Step("end", 70.0, 15, 15)
    assert poverty.flow_notes(a_view(), steps) == []

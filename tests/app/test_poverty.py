"""The title of the poverty page and the notes under its flow."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app import poverty, queries
from app.poverty import Step
from tests.app.conftest import Made, a_row, a_view
from tests.witness.archive_facts import Office

RATE = "Tỷ lệ nghèo đa chiều (hộ nghèo và cận nghèo)"


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
    assert title(rate()) == f"{RATE} 1,50 %, giảm 0,26 điểm phần trăm so với cùng kỳ"
    part = title(rate(year_both=13))
    assert part.endswith("so với cùng kỳ (tính trên 13/15 đơn vị có số ở cả hai kỳ)")
    assert title(rate(year_difference=0.26)).endswith("tăng 0,26 điểm phần trăm so với cùng kỳ")
    assert title(rate(year_both=3, year_wide=False)).endswith(" %")  # too few to conclude


def test_no_change_is_not_a_fall_by_nothing() -> None:
    for difference in (0.0, -0.004, 0.004):
        assert title(rate(year_difference=difference)).endswith("1,50 %, không đổi so với cùng kỳ")
    assert title(rate(year_difference=0.0), language="en").endswith("unchanged on last year")


def test_a_rate_of_some_units_names_them() -> None:
    assert title(rate(reporting_count=14)).startswith(f"{RATE} 1,50 % (14/15 đơn vị), giảm")
    few = rate(reporting_count=3, status="incomplete")
    assert title(few) == (f"{RATE} 1,50 % (3/15 đơn vị), chưa đủ báo cáo để kết luận")


def test_before_the_survey_households_that_escaped_and_when_it_comes() -> None:
    waiting = rate(value=None, status="not_due", expected_count=0, reporting_count=0)
    escaped = a_row(value=66.0, reporting_count=14)
    surveyed = "Tỷ lệ nghèo đa chiều được rà soát vào cuối năm"
    assert title(waiting) == surveyed
    assert title(waiting, escaped) == f"66 hộ thoát nghèo (14/15 đơn vị) · {surveyed}"


def test_a_survey_that_is_owed_and_not_reported_is_not_still_to_come(of_demo: Made) -> None:
    view = of_demo("2022-Y", "2022-12-25")
    root = queries.progress(view, "root")
    assert poverty.no_rate(view, (rate(value=None, status="unreported"),)) == "poverty.unreported"
    assert title(rate(value=None, status="unreported", reporting_count=0)) == (
        "Tỷ lệ nghèo đa chiều: chưa có báo cáo đủ"
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


def lack(number: int, value: float, reporting: int = 15) -> SimpleNamespace:
    return a_row(
        indicator_id=f"NGH-TH{number:02}", short_vi=f"Thiếu hụt: thứ {number}", rule="ratio",
        title_en=f"Households lacking: no. {number}", uom_vi="%", decimals=1, value=value,
        sort=number, n_sum=2 * value, d_sum=200.0, reporting_count=reporting, status=None,
        target=None,
    )  # fmt: skip


def test_the_largest_deprivation_stands_first_and_in_the_head(of_demo: Made) -> None:
    view = of_demo("2022-Y")
    rows = poverty.lacking(view, (lack(1, 10.0), lack(2, 35.5), a_row(), lack(3, 20.0)))
    assert [r.sort for r in rows] == [2, 3, 1]
    assert poverty.lacking_title(view, rows) == (
        "Hộ nghèo, cận nghèo thiếu hụt nhiều nhất: thứ 2 35,5 %, thứ 3 20,0 %, thứ 1 10,0 %"
    )
    assert [b.label for b in poverty.lacking_bars(view, rows)][0] == "Thứ 2 · 71 hộ"


def test_deprivations_of_too_few_units_stand_in_no_order_and_give_no_finding(of_demo: Made) -> None:
    view = of_demo("2022-Y")
    rows = poverty.lacking(view, (lack(1, 10.0, 3), lack(2, 35.5, 3)))
    assert [r.sort for r in rows] == [1, 2]
    assert poverty.lacking_title(view, rows) == view.words("poverty.lacking")
    assert poverty.lacking_note(view, rows).endswith("(3/15 đơn vị), chưa đủ báo cáo để kết luận")


def test_every_poor_household_of_the_demo_lacks_three_or_more_of_the_twelve(demo: Path) -> None:
    told = Office(demo).figures(dt.date(2023, 12, 31))
    names = [m for m, p in told if m.startswith("lack_") and p == "2022-Y"]
    assert len(names) == 12
    poor, near = (told[m, "2022-Y"] for m in ("poor_households", "near_poor_households"))
    for unit, count in poor.items():
        lacked = [told[m, "2022-Y"][unit] for m in names]
        assert sum(lacked) >= 3 * count
        assert max(lacked) <= count + near[unit]


def test_the_twelve_are_asked_from_2022_on_and_what_is_not_asked_is_not_missing(
    of_demo: Made,
) -> None:
    view = of_demo("2021-Y")
    root = queries.progress(view, "root")
    assert poverty.no_lacking(view, root) == "poverty.lacking_none"
    assert poverty.no_lacking(view, (lack(1, 0.0),)) == "poverty.lacking_unreported"


def a_rate(period: str, value: float, version: str, reporting: int = 15) -> SimpleNamespace:
    return SimpleNamespace(
        title_vi=period, value=value, scale_version=version, scale_decision=f"{version}/QĐ",
        reporting_count=reporting, expected_count=15,
    )  # fmt: skip


def test_a_changed_standard_begins_a_panel_of_its_own_and_is_named(of_demo: Made) -> None:
    view = of_demo("2022-Y")
    rows = (a_rate("A", 0.5, "cũ"), a_rate("B", 1.5, "mới"), a_rate("C", 1.2, "mới", 3))
    old, new = poverty.rate_trends(view, rows)
    assert (old.title.endswith(", cũ/QĐ"), new.title.endswith(", mới/QĐ")) == (True, True)
    assert (old.lines, new.lines) == ([[(0.5, "0,50")]], [[(1.5, "1,50"), None]])
    assert poverty.rates_note(view, rows) == (
        "Không so được qua chỗ đổi chuẩn nghèo: từ A theo cũ/QĐ; từ B theo mới/QĐ."
    )
    assert poverty.rates_note(view, rows[1:]) == ""

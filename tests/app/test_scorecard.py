"""Lines of the progress figure: plans, changes and verdicts as they are written."""

import re
from dataclasses import replace

import duckdb
import pytest

from app import queries, scorecard, store
from etl.cmd_figures import STATUS
from etl.compare import STATUSES
from tests.app.conftest import Made, a_row, a_view


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("vi", "Kế hoạch 158 hộ (146 cho 14/15 đơn vị)"),
        ("en", "Plan 158 households (146 for 14 of 15 units)"),
    ],
)
def test_a_plan_is_shown_as_decided_and_beside_it_what_is_compared(language, shown) -> None:
    row = a_row(target=146.0, reporting_count=14)
    assert scorecard.target_text(row, a_view(language=language)) == shown


def test_a_plan_that_nothing_was_taken_from_stands_alone() -> None:
    assert scorecard.target_text(a_row(), a_view()) == "Kế hoạch 158 hộ"
    rate = a_row(target=1.5, decided_target=1.5, rule="ratio", decimals=1, uom_vi="%")
    rate.reporting_count = 14
    assert scorecard.target_text(rate, a_view()) == "Kế hoạch 1,5 %"


def test_before_a_hall_a_plan_leaves_out_its_unit_of_measure_but_not_the_per_cent() -> None:
    hall = replace(a_view(), is_projected=True)
    assert scorecard.target_text(a_row(), hall) == "Kế hoạch 158"
    rate = a_row(target=1.5, decided_target=1.5, rule="ratio", decimals=1, uom_vi="%")
    assert scorecard.target_text(rate, hall) == "Kế hoạch 1,5 %"


def test_a_plan_that_cannot_be_compared_is_still_the_plan() -> None:
    row = a_row(target=None, reporting_count=14, status="incomplete")
    assert scorecard.target_text(row, a_view()) == "Kế hoạch 158 hộ"


def test_plans_of_the_units_that_reported_are_not_passed_off_as_all() -> None:
    row = a_row(target=146.0, decided_target=None, reporting_count=14)
    assert scorecard.target_text(row, a_view()) == "Kế hoạch 146 hộ (14/15 đơn vị)"
    none = a_row(target=None, decided_target=None)
    assert scorecard.target_text(none, a_view()) == "Chưa có kế hoạch"
    none.status = "not_due"  # a plan there may be, for other periods
    assert scorecard.target_text(none, a_view()) == "Chưa xét kế hoạch ở kỳ này"


def test_the_published_file_tells_the_decided_plan(of_demo: Made) -> None:
    view = of_demo("2021-H1")
    row = next(r for r in queries.progress(view, "root") if r.indicator_id == "NGH-03")
    assert scorecard.target_text(row, view) == "Kế hoạch 158 hộ (146 cho 14/15 đơn vị)"


def test_a_change_names_its_units_where_they_are_fewer_than_the_figure_has() -> None:
    row = a_row(previous_difference=4.0, previous_percent=5.0, previous_both=14)
    assert scorecard.change_text(row, "previous", a_view()) == "▲ +5,0 % (14 đv)"
    assert scorecard.change_text(row, "previous", a_view(language="en")) == "▲ +5.0 % (14 units)"
    row.previous_both = 15
    assert scorecard.change_text(row, "previous", a_view()) == "▲ +5,0 %"
    row.previous_both, row.previous_percent = 14, 0.0
    assert scorecard.change_text(row, "previous", a_view()) == "= (14 đv)"


def test_a_change_over_too_few_units_is_shown_with_its_count_and_without_an_arrow(
    of_demo: Made,
) -> None:
    view = of_demo("2022-H1")
    rows = {r.indicator_id: r for r in queries.progress(view, "root")}
    few, enough = rows["GDDT-07"], rows["NGH-05"]
    assert (few.previous_both, few.expected_count) == (41, 46)
    assert not few.previous_wide
    said = scorecard.change_text(few, "previous", view)
    assert re.fullmatch(r"[+−][\d,]+ điểm % \(mới 41/46\)", said), said
    assert (enough.previous_both, enough.expected_count) == (14, 15)
    assert scorecard.change_text(enough, "previous", view).endswith(" (14 đv)")


def test_a_flow_of_households_is_not_compared_across_two_poverty_standards(of_demo: Made) -> None:
    view = of_demo("2022-H1")
    row = next(r for r in queries.progress(view, "root") if r.indicator_id == "NGH-03")
    for which in ("previous", "year"):
        assert scorecard.change_text(row, which, view) == "đổi chuẩn"


def test_a_score_changes_by_a_plain_difference_even_when_it_is_a_percentage() -> None:
    row = a_row(
        rule="mean", is_flow=False, uom_vi="%", decimals=2, year_difference=1.95, year_both=15
    )
    assert scorecard.change_text(row, "year", a_view()) == "▲ +1,95 điểm %"
    row.is_score = True
    assert scorecard.change_text(row, "year", a_view()) == "▲ +1,95 điểm"


def test_a_plain_difference_carries_its_unit_of_measure() -> None:
    row = a_row(uom_vi="xã", uom_en="communes", rule="level", year_difference=2.0, year_both=15)
    assert scorecard.change_text(row, "year", a_view()) == "▲ +2 xã"
    assert scorecard.change_text(row, "year", a_view(language="en")) == "▲ +2 communes"


def test_income_per_head_changes_in_per_cent(of_demo: Made) -> None:
    rows = {r.indicator_id: r for r in queries.progress(of_demo("2022-Y"), "root")}
    assert all(rows[name].is_amount for name in ("NTM-04", "KTXH-04", "NGH-07b"))
    row = rows["NTM-04"]
    assert row.year_percent == pytest.approx(
        100 * row.year_difference / (row.value - row.year_difference), rel=0.05
    )
    assert scorecard.change_text(row, "year", of_demo("2022-Y")).endswith(" %")


def test_what_is_too_much_of_a_ceiling_is_not_slow() -> None:
    row = a_row(direction="lower", value=4.0, target=5.0, status="very_slow")
    assert scorecard.verdict_text(row, a_view()) == "✖ vượt mức đến nay"
    row.value = 6.0
    assert scorecard.verdict_text(row, a_view()) == "✖ vượt mức cho phép"
    rate = a_row(direction="lower", is_flow=False, value=6.0, target=5.0, status="very_slow")
    assert scorecard.verdict_text(rate, a_view()) == "✖ rất chậm"


def test_a_bar_runs_from_the_start_to_the_plan_and_is_whole_where_the_plan_is_kept() -> None:
    stock = {"is_flow": False, "plan_share": 0.97, "share": 0.5}
    assert scorecard.bar_shares(a_row(**stock, gap_closed=0.4, status="slow")) == (0.4, 0.5)
    assert scorecard.bar_shares(a_row(**stock, gap_closed=None, status="held")) == (1.0, None)
    for status in ("no_basis", "no_target", "not_due", "very_slow"):
        assert scorecard.bar_shares(a_row(**stock, gap_closed=None, status=status)) == (None, None)
    assert scorecard.bar_shares(a_row()) == (80 / 158, 0.5)


def test_a_plan_passed_by_less_than_is_written_gets_the_decimals_that_show_it() -> None:
    row = a_row(value=6.24, target=6.16, decided_target=6.16, decimals=1, status="exceeded")
    assert scorecard.value_text(row, a_view()) == "6,24"
    row = a_row(value=6.2, target=6.2, decided_target=6.2, decimals=1, status="met")
    assert scorecard.value_text(row, a_view()) == "6,2"


def test_of_many_names_the_first_stand_and_one_more_is_no_other() -> None:
    words = a_view().words
    assert words.some(["A", "B", "C", "D"]) == "A, B, C, D"
    assert words.some(["A", "B", "C", "D", "E"]) == "A, B, C và 2 đơn vị khác"


def test_the_command_line_has_the_same_word_for_every_figure(of_demo: Made) -> None:
    """etl says in SQL what the screens say in Python: they may not import one another."""
    view = of_demo()
    rows = [r for r in queries.judged(view) if r.status and r.scope_type != "unit"]
    with duckdb.connect(view.build.path, read_only=True, config=store.ENGINE) as con:
        asked = con.execute(STATUSES.replace("$day", "date '2026-11-24'")).fetchall()
    words = {(r[0], r[1], r[3]): r[6] for r in asked if r[2] == view.period}
    said = {STATUS[words[r.scope_type, r.scope_id, r.indicator_id]] for r in rows}
    assert {"tốt hơn kế hoạch", "vượt mức đến nay"} & said
    for row in rows:
        word = words[row.scope_type, row.scope_id, row.indicator_id]
        assert scorecard.verdict_word(row, view) == STATUS[word]


def test_a_figure_and_what_is_needed_by_now_read_as_the_status_says() -> None:
    """Rounded so that just it is enough; both with the decimals that tell them apart."""
    given = {"decimals": 0, "target": 100.0, "decided_target": 100.0, "uom_vi": "%"}

    def told(value: float, due: float | None, status: str, **more) -> tuple[str, str]:
        row = a_row(**given | {"value": value, "due": due, "status": status} | more)
        return scorecard.with_due(row, a_view())

    assert told(40.0, 49.2, "slow") == ("40", "50")
    assert told(49.6, 49.8, "near") == ("49,6", "49,8")
    assert told(0.79485, 0.8, "near", decimals=1) == ("0,79", "0,80")
    assert told(50.04, 50.02, "on_pace", decimals=1) == ("50,04", "50,02")
    assert told(49.0, 50.0 + 1e-12, "slow") == ("49", "50")
    assert told(4.0, None, "not_due") == ("4", "–")
    low = {"direction": "lower", "is_accumulated": False}
    assert told(4.0, 2.5, "very_slow", **low) == ("4", "≤ 2")
    assert told(50.04, 50.02, "near", **low | {"decimals": 1}) == ("50,04", "≤ 50,02")
    levels = {"rule": "level", "expected_count": 14, "is_flow": False}
    assert told(9.0, 10.2, "slow", **levels) == ("9/14", "11")


def test_a_plan_says_that_it_is_the_most_or_that_it_was_revised() -> None:
    ceiling = a_row(direction="lower")
    assert scorecard.target_text(ceiling, a_view()) == "Kế hoạch ≤ 158 hộ"
    assert scorecard.plan_cell(ceiling, a_view()) == "≤ 158"
    assert scorecard.plan_text(ceiling, a_view()) == "158"
    rate = a_row(direction="lower", is_flow=False)
    assert scorecard.target_text(rate, a_view()) == "Kế hoạch ≤ 158 hộ"
    revised = a_row(target_version=2)
    assert scorecard.target_text(revised, a_view()) == "Kế hoạch điều chỉnh 158 hộ"
    assert scorecard.plan_cell(revised, a_view()) == "158 (điều chỉnh)"
    assert scorecard.plan_cell(a_row(decided_target=None, target_version=2), a_view()) == "158"

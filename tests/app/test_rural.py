"""Which communes are near the standard: those that may still reach it, and only on full figures."""

from types import SimpleNamespace
from typing import Any

import pytest

from app import queries, rural
from tests.app.conftest import Made, a_view


def commune(**given: Any) -> SimpleNamespace:
    row = {"unit_id": "x", "short_vi": "An Cơ", "rank": 0, "met": 18, "assessed": 19, "asked": 19}
    return SimpleNamespace(**(row | given))


def criteria(missing: int) -> tuple[SimpleNamespace, ...]:
    return tuple(
        SimpleNamespace(unit_id="x", title_vi=f"Tiêu chí {i}", value=float(i > missing))
        for i in range(1, 20)
    )


def near(unit: SimpleNamespace, missing: int) -> list[str]:
    return rural.near(a_view(), (unit,), criteria(missing))


def test_a_commune_is_near_with_one_or_two_criteria_missing() -> None:
    assert near(commune(), 1) == ["**An Cơ** còn thiếu 1 tiêu chí (đạt 18/19): Tiêu chí 1."]
    assert near(commune(met=17), 2)
    assert not near(commune(met=16), 3)
    assert not near(commune(met=19), 0)


def test_a_commune_that_is_recognised_is_no_longer_near() -> None:
    assert not near(commune(rank=1), 1)


def test_a_commune_with_criteria_not_reported_is_not_near() -> None:
    assert not near(commune(met=10, assessed=11), 1)
    assert not near(commune(met=None, assessed=0), 0)
    assert not near(commune(met=None, assessed=None, asked=None), 0)


def test_only_communes_left_in_the_title_are_near(of_demo: Made) -> None:
    view = of_demo("2022-H1")
    communes = queries.levels(view)
    left = [u.short_vi for u in communes if u.rank < 1]
    lines = rural.near(view, communes, queries.criteria(view))
    assert [line.split("**")[1] for line in lines] == ["Đồng Khởi", "Trí Bình"]
    assert len(left) == 5


def test_communes_agree_with_decisions_only_where_they_have_assessed_themselves() -> None:
    unknown = "Chưa có xã nào tự đánh giá đủ tiêu chí để so."
    assert rural.no_differ(a_view(), (commune(assessed=0, met=None),)) == unknown
    assert rural.no_differ(a_view(), (commune(),)) == "Không có xã nào khác nhau."


def test_a_commune_of_which_no_decision_is_known_is_not_said_to_be_below() -> None:
    known = [commune(unit_id=f"x{i}", rank=r, short_vi=f"Xã {i}") for i, r in enumerate((1, 2, 0))]
    unknown = [commune(unit_id=f"y{i}", rank=None, short_vi=f"Xã Y{i}") for i in range(2)]
    said = rural.title(a_view(), (*known, *unknown))
    assert said == (
        "2/5 xã đạt chuẩn nông thôn mới, còn Xã 2, 2 xã chưa có quyết định nào trong danh mục"
    )
    assert not near(unknown[0], 1)
    assert rural.title(a_view(), (known[0],)) == "Tất cả 1 xã đạt chuẩn nông thôn mới"


def test_a_column_of_decision_numbers_stands_only_where_one_is_known(of_demo: Made) -> None:
    view = of_demo()
    communes = queries.levels(view)
    assert not any(c.decision_number for c in communes)
    assert "Quyết định" not in rural.table(view, communes).columns
    known = (communes[0]._replace(decision_number="12/QĐ-UBND"), *communes[1:])
    assert rural.table(view, known).columns["Quyết định"][0] == "12/QĐ-UBND"


@pytest.mark.parametrize("period", ["2021-H1", "2021-Y", "2022-H1"])
def test_what_was_given_adds_up_to_the_whole_whoever_is_in_no_block(
    of_demo: Made, period: str
) -> None:
    view = of_demo(period)
    gave = rural.of_blocks(view, rural.GIVEN)
    (whole,) = (r for r in queries.progress(view, "root") if r.indicator_id == "TDKT-14")
    bars = rural.given(view, gave)
    assert sum(b.value for b in bars) == pytest.approx(whole.value)
    alone = {u.unit_id for u in queries.units(view) if u.block_id is None}
    mine = [r for r in queries.progress(view, "unit") if r.indicator_id == "TDKT-14"]
    asked = [r for r in mine if r.scope_id in alone and r.expected_count]
    told = sum(r.reporting_count for r in asked)
    outside = [b.label for b in bars if b.label.startswith("Ngoài khối")]
    assert outside == ([f"Ngoài khối ({told}/{len(asked)})"] if told else [])
    # who is silent is still asked: the line under the bars counts all
    assert sum(r.expected_count for r in gave) == whole.expected_count

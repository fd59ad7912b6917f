"""What is said of the district: each sentence as it stands on the screen."""

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest

from app import findings, queries
from tests.app.conftest import Made, a_row, a_view


def two_sources(**given: Any) -> SimpleNamespace:
    told: dict[str, Any] = {
        "title_vi": "Số hộ thoát nghèo", "title_en": "Households escaped", "decimals": 0,
        "units_value": 66.0, "root_value": 70.0, "difference": -4.0, "reporting_count": 15,
        "expected_count": 15, "reporter_short_vi": "P. LĐTBXH", "movement_ids": ["ngh"],
    }  # fmt: skip
    return SimpleNamespace(**(told | given))


def said(what: str, *given: Any) -> list[str]:
    """Sentences of one kind without the links that prove them, which each of them has."""
    lines = getattr(findings, what)(*given)
    assert all("](" in line for line in lines)
    return [re.sub(r"\[([^\]]*)\]\((\w+\?[^)]*|#[\w-]+)\)", r"\1", line) for line in lines]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[SimpleNamespace]:
    """What two sources tell in a district of which nothing else is known."""
    rows: list[SimpleNamespace] = []
    monkeypatch.setattr(queries, "reconciliation", lambda view: tuple(rows))
    monkeypatch.setattr(queries, "timeliness", lambda view: ())
    monkeypatch.setattr(queries, "set_members", lambda view: ())
    monkeypatch.setattr(queries, "falling", lambda view: ())
    monkeypatch.setattr(queries, "longer", lambda view: ())
    monkeypatch.setattr(queries, "findings", lambda view: ())
    return rows


def test_a_sum_of_some_units_is_never_set_against_the_whole_without_saying_so(told) -> None:
    told.append(two_sources(reporting_count=14))
    assert said("attention", a_view(), ()) == []
    assert said("sources", a_view(), "ngh") == [
        r"**Số hộ thoát nghèo**: cộng theo từng đơn vị 66 \(14/15 đơn vị\), P\. LĐTBXH báo 70."
    ]
    assert "66 \\(14 of 15 units\\)" in said("sources", a_view(language="en"), "ngh")[0]


def test_a_sum_of_all_units_that_differs_needs_attention(told) -> None:
    told.append(two_sources())
    lines = [r"**Số hộ thoát nghèo**: cộng theo từng đơn vị 66, P\. LĐTBXH báo 70."]
    assert said("attention", a_view(), ()) == lines
    assert said("sources", a_view(), "ngh") == lines


def test_sources_agree_only_where_there_is_something_to_compare(told) -> None:
    nothing = "Chưa có số liệu nào của hai nguồn để so sánh."
    assert findings.no_sources(a_view(), "ngh") == nothing
    told.append(two_sources(difference=0.0, movement_ids=["cds"]))
    assert findings.no_sources(a_view(), "ngh") == nothing
    told.append(two_sources(difference=0.0))
    assert said("sources", a_view(), "ngh") == []
    agree = "Không có số liệu nào hai nguồn báo khác nhau."
    assert findings.no_sources(a_view(), "ngh") == agree


def test_a_district_half_reported_has_no_sources_that_disagree(of_demo: Made) -> None:
    view = of_demo("2022-H1", "2022-06-12")
    lines = said("attention", view, queries.progress(view, "root"))
    assert lines
    assert not [line for line in lines if "cộng theo từng đơn vị" in line]
    early = of_demo("2022-H1", "2022-05-20")
    assert findings.no_sources(early, "ngh").startswith("Chưa có số liệu")


def test_the_plan_in_a_sentence_is_the_one_decided(told) -> None:
    row = a_row(
        status="slow",
        value=66.0,
        target=146.0,
        reporting_count=14,
        pace=0.9,
        plan_share=66 / 146,
        due=72.5,
    )
    assert said("attention", a_view(), (row,)) == [
        r"**Hộ thoát nghèo** chậm: 66 hộ, đến nay cần 73, kế hoạch 158 \(146 cho 14/15 đơn vị\)."
    ]
    assert said("attention", a_view(language="en"), (row,)) == [
        r"**Households escaped** slow: 66 households, 73 needed by now, "
        r"plan 158 \(146 for 14 of 15 units\)."
    ]


def test_a_ceiling_kept_is_said_as_a_ceiling_and_never_as_a_share_reached() -> None:
    ceiling = a_row(
        short_vi="Hộ tái nghèo", direction="lower", value=2.0, target=24.0, decided_target=24.0,
        plan_share=2 / 24, pace=12.0, is_plan_met=True, status="met",
    )  # fmt: skip
    goal = a_row(value=160.0, plan_share=160 / 158, pace=160 / 158, is_plan_met=True)
    assert said("bright", a_view(), (ceiling, goal)) == [
        "**Hộ thoát nghèo** đã đạt 101,3 % kế hoạch năm (160 hộ).",
        "**Hộ tái nghèo** cả năm 2 hộ, không quá 24.",
    ]
    english = said("bright", a_view(language="en"), (ceiling,))
    assert english == ["**Households escaped** stayed at 2 households, at most 24 for the year."]


def test_a_share_reached_is_of_flows_to_be_raised_and_of_the_units_that_reported() -> None:
    stock = a_row(
        is_flow=False, value=11.0, target=12.0, decided_target=12.0, direction="lower",
        plan_share=11 / 12, is_plan_met=True,
    )  # fmt: skip
    assert said("bright", a_view(), (stock,)) == ["**Hộ thoát nghèo**: 11 hộ, kế hoạch ≤ 12."]
    part = a_row(value=146.0, target=146.0, reporting_count=14, plan_share=1.0, is_plan_met=True)
    assert said("bright", a_view(), (part,)) == [
        "**Hộ thoát nghèo** đã đạt 100,0 % kế hoạch năm của 14/15 đơn vị (146 hộ)."
    ]


def test_the_headline_names_the_set_it_counts(of_demo: Made) -> None:
    for language, said in (
        ("vi", "Mười hai chỉ tiêu chủ yếu (Nghị quyết 57/NQ-HĐND): 8/12 đạt tiến độ"),
        ("en", "The twelve main targets (Resolution 57/NQ-HĐND): 8 of 12 on pace"),
    ):
        view = of_demo("2022-9M", language=language)
        assert findings.headline(view, queries.progress(view, "root")).startswith(said)


def test_a_year_before_the_set_was_resolved_counts_all_indicators(of_demo: Made) -> None:
    view = of_demo("2021-Y")
    root = queries.progress(view, "root")
    assert queries.set_members(view) == ()
    judged = sum(r.status is not None for r in root)
    said = findings.headline(view, root)
    assert said.startswith("Toàn bộ chỉ tiêu của các phong trào: ")
    assert f"/{judged} đạt kế hoạch năm" in said
    assert findings.whole(view, root) == ""


def test_beneath_it_all_indicators_are_counted(of_demo: Made) -> None:
    view = of_demo("2022-Y")
    root = queries.progress(view, "root")
    missed = sum(r.status == "not_met" for r in root)
    assert missed
    assert "12/12 đạt kế hoạch năm" in findings.headline(view, root)
    assert f" · {missed} không đạt" in findings.whole(view, root)
    assert findings.whole(view, ()) == ""


def test_a_plan_of_five_years_is_still_open_when_its_second_year_is_over(of_demo: Made) -> None:
    view = of_demo("2022-Y")
    rows = queries.longer(view)
    met = sum(r.is_on_pace for r in rows)
    said = findings.longer(view, rows)
    assert said.startswith(f"Kế hoạch 2021–2025: {met}/{len(rows)} đạt tiến độ")
    assert "kế hoạch năm" not in said


def test_calm_is_said_of_what_is_known(told) -> None:
    waiting = (a_row(status="not_due"), a_row(status="unreported"), a_row(status=None))
    assert findings.calm(a_view(), waiting) == (
        "Không đơn vị nào quá hạn; chưa có số liệu để đánh giá."
    )
    assert findings.calm(a_view(), (*waiting, a_row())) == (
        "Trong 1/3 chỉ tiêu đã đánh giá được, không có chỉ tiêu nào chậm; không đơn vị nào quá hạn."
    )


def test_before_any_report_nothing_is_said_to_be_well(of_demo: Made) -> None:
    view = of_demo("2022-H1", "2022-05-20")
    root = queries.progress(view, "root")
    assert said("attention", view, root) == []
    assert "chưa có số liệu" in findings.calm(view, root)


def test_the_longest_overdue_is_named_only_where_it_is_one_alone(
    monkeypatch: pytest.MonkeyPatch, told
) -> None:
    def late(*days: int) -> list[str]:
        rows = tuple(
            SimpleNamespace(
                timeliness="missing", due_date=dt.date(2022, 6, 20) - dt.timedelta(d),
                name_vi=f"Xã {i}", is_returned=d == 7,
            )
            for i, d in enumerate(days)
        )  # fmt: skip
        monkeypatch.setattr(queries, "timeliness", lambda view: rows)
        return said("attention", a_view(), ())

    assert late(3, 9) == ["**2 báo cáo chưa nộp**, lâu nhất là của Xã 1 (hạn nộp 11/06/2022)."]
    assert late(9, 9, 3) == ["**3 báo cáo chưa nộp**, hạn nộp sớm nhất 11/06/2022."]
    assert late(7, 7, 3) == [
        "**3 báo cáo chưa nộp** (2 đã gửi nhưng bị trả lại), hạn nộp sớm nhất 13/06/2022."
    ]


def test_what_is_behind_of_the_set_that_the_title_names_stands_first(of_demo: Made) -> None:
    view = of_demo("2022-H1")
    root = queries.progress(view, "root")
    lines = said("attention", view, root)
    slow = [line for line in lines if "chậm: " in line or "không quá" in line]
    assert slow[0].startswith("**Hộ thu gom rác**")
    assert any(line.startswith("Và 20 chỉ tiêu khác chưa đạt tiến độ") for line in lines)


def test_a_fall_on_last_year_needs_attention_and_a_rise_of_what_should_fall(told) -> None:
    fell = a_row(year_percent=-24.2, year_difference=-17.0, year_both=15, value=53.0)
    rose = a_row(
        indicator_id="YTE-07", short_vi="Ca sốt xuất huyết", uom_vi="ca", direction="lower",
        year_percent=129.6, year_difference=92.0, year_both=15, value=163.0,
    )  # fmt: skip
    little = a_row(indicator_id="X", year_percent=-9.9, year_difference=-1.0, year_both=15)
    better = a_row(indicator_id="Y", year_percent=50.0, year_difference=9.0, year_both=15)
    few = a_row(indicator_id="Z", year_percent=-90.0, year_both=3, year_wide=False)
    assert said("attention", a_view(), (fell, rose, little, better, few)) == [
        "**Ca sốt xuất huyết** 163 ca, ▲ \\+129,6 % so cùng kỳ.",
        "**Hộ thoát nghèo** 53 hộ, ▼ −24,2 % so cùng kỳ.",
    ]


def test_two_sources_lead_to_their_own_line(told) -> None:
    told.append(two_sources())
    (line,) = findings.attention(a_view(), ())
    assert "quality?" in line
    assert "q=S%E1%BB%91+h%E1%BB%99+tho%C3%A1t+ngh%C3%A8o#nguon)" in line


def test_a_movement_s_page_counts_the_units_it_is_about(of_demo: Made) -> None:
    view = of_demo("2022-H1")
    assert findings.trust(view).startswith("122/127 báo cáo đã nộp")
    about = int(findings.trust(view, "yte").split("/")[1].split(" ")[0])
    assert about < 127

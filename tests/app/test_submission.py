"""Who has reported: counts by block, and what the table says of each report."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from app import discipline, queries, reminders, submission
from app.palette import LIGHT
from tests.app.conftest import Made, a_view

DAY = dt.date(2022, 6, 20)


def report(unit: str = "A", **given: Any) -> SimpleNamespace:
    row: dict[str, Any] = {
        "name_vi": unit, "name_en": unit, "block_id": "b1", "block_short_vi": "Khối 1",
        "block_name_en": "Block 1", "reporter_id": unit, "form_vi": "Báo cáo =1",
        "last_refused": DAY,         "due_date": DAY, "first_received": DAY, "current_no": 12,
        "timeliness": "on_time", "days_late": 0, "revisions": 1,
        "is_extended": False, "is_estimate": False, "is_returned": False, "is_corrected": False,
    }  # fmt: skip
    return SimpleNamespace(**(row | given))


def missing(unit: str = "B", **given: Any) -> SimpleNamespace:
    nothing = {"first_received": None, "current_no": None, "revisions": 0, "is_estimate": None}
    return report(unit, timeliness="missing", days_late=3, **(nothing | given))


def column(name: str, *rows: SimpleNamespace) -> list[Any]:
    return submission.table(a_view(), rows, {12: 2}).columns[name]


def test_a_block_is_one_line_however_its_reports_come() -> None:
    owed = (report(), report("C", block_id="b2", block_short_vi="Khối 2"), missing())
    content = submission.by_block(a_view(), owed, LIGHT)
    assert content.rows == ["Khối 1", "Khối 2"]
    assert [content.cells[0, j].text for j in range(5)] == ["1", "0", "1", "0", "2"]


def test_blocks_come_one_after_the_other(of_demo: Made) -> None:
    owed = queries.timeliness(of_demo())
    changes = [
        r.block_id for i, r in enumerate(owed) if i == 0 or owed[i - 1].block_id != r.block_id
    ]
    assert len(changes) == len(set(changes))


def test_a_report_shows_the_number_that_acts_on_it_need_and_its_warnings() -> None:
    rows = (report(), report(current_no=13), missing())
    assert column("Số nhật ký", *rows) == [12, 13, None]
    assert column("Cảnh báo", *rows) == [2, 0, None]


def test_an_estimate_is_marked() -> None:
    assert column("Ghi chú", report(is_estimate=True)) == ["số liệu ước"]


def test_a_report_that_came_in_after_a_return_is_not_a_returned_one() -> None:
    assert column("Ghi chú", report(is_returned=True)) == ["từng bị trả lại"]
    assert column("Ghi chú", missing(is_returned=True)) == ["bị trả lại"]


def test_the_table_tells_of_the_report_in_force(of_demo: Made) -> None:
    view = of_demo()
    corrected = [r for r in queries.timeliness(view) if r.is_corrected]
    assert corrected
    for row in corrected:
        told = {t.journal_no: t for t in queries.unit_reports(view, row.reporter_id)}
        current = told[row.current_no]
        assert (current.form_id, current.period_id) == (row.form_id, view.period)
        assert current.state == "current"
        assert current.received_date > row.first_received


def test_figures_are_received_up_to_the_newest_report_in_force(of_demo: Made) -> None:
    assert queries.last_received(of_demo()) == dt.date(2022, 6, 27)
    assert queries.last_received(of_demo("2022-H1", "2022-06-26")) == dt.date(2022, 6, 24)


def test_a_reminder_holds_every_report_a_unit_owes_and_of_one_unit_only_its_own(
    of_demo: Made,
) -> None:
    view = of_demo()
    rows = (missing(), missing(is_returned=True, is_extended=True), missing("C"))
    assert list(reminders.owing(view, rows).items()) == [
        ("", "Tất cả 2 đơn vị"), ("B", "B"), ("C", "C")
    ]  # fmt: skip
    both = reminders.text(view, rows, "")
    assert both.count("Kính gửi: ") == 2
    assert reminders.text(view, rows, "B").split("\n") == [
        "SỐ LIỆU MẪU",
        "Kính gửi: B",
        "Đến ngày 24/11/2026, Ủy ban nhân dân huyện Châu Thành, tỉnh Tây Ninh chưa nhận được "
        "báo cáo sau của đơn vị (6 tháng đầu năm 2022):",
        "- Báo cáo =1: hạn nộp 20/06/2022, đã trễ 3 ngày.",
        "- Báo cáo =1: hạn nộp 20/06/2022, đã trễ 3 ngày, đã được gia hạn; bản gửi ngày "
        "20/06/2022 bị trả lại, cần sửa và gửi lại.",
        "Đề nghị đơn vị gửi báo cáo trong thời gian sớm nhất.",
    ]


def test_what_was_returned_before_its_due_day_is_not_called_late(of_demo: Made) -> None:
    row = missing(is_returned=True)
    row.timeliness = "not_due"
    line = reminders.text(of_demo(), (row,), "")
    assert "trễ" not in line
    assert "bị trả lại" in line


def test_a_list_to_print_names_report_and_period(of_demo: Made) -> None:
    view = of_demo()
    owed = submission.to_remind(queries.timeliness(view))
    table = reminders.table(view, owed)
    assert set(table.columns["Kỳ báo cáo"]) == {"6 tháng đầu năm 2022"}
    assert set(table.columns["Báo cáo"]) == {"Báo cáo kết quả phong trào thi đua"}
    assert len(table) == 5


def counted(block: str | None, period: str, *counts: int, kind: str = "Y") -> SimpleNamespace:
    states = dict(zip(submission.STATES, counts, strict=True))
    return SimpleNamespace(
        block_id=block, block_short_vi=block, period_id=period, kind=kind,
        title_vi=period, **states,
    )  # fmt: skip


def test_discipline_is_held_against_the_first_period_of_its_kind(of_demo: Made) -> None:
    rows = (
        counted("a", "2020-Y", 8, 2, 0, 0), counted("b", "2020-Y", 10, 0, 0, 0),
        counted("a", "2021-H1", 0, 10, 0, 0, kind="H1"),
        counted("a", "2022-Y", 9, 0, 1, 0), counted("b", "2022-Y", 10, 0, 0, 0),
    )  # fmt: skip
    found = discipline.Discipline(of_demo("2022-Y"), rows)
    assert discipline.title(found) == (
        "95,0 % báo cáo đúng hạn (19/20), tăng từ 90,0 % (18/20, 2020-Y)"
        " · thấp nhất qua các kỳ: a: 56,7 % (17/30)"
    )
    cells = discipline.content(found, LIGHT).cells
    assert [cells[0, j].text for j in range(3)] == ["8/10 ◐2", "0/10 ◐10", "9/10 ✖1"]
    assert [cells[i, 1].text for i in range(3)] == ["0/10 ◐10", "–", "0/10 ◐10"]


def test_of_what_is_hardly_due_no_share_is_told(of_demo: Made) -> None:
    rows = (
        counted("a", "2021-Y", 9, 1, 0, 0), counted("b", "2021-Y", 9, 1, 0, 0),
        counted("a", "2022-Y", 8, 0, 0, 2), counted("b", "2022-Y", 10, 0, 0, 0),
    )  # fmt: skip
    found = discipline.Discipline(of_demo("2022-Y"), rows)
    assert discipline.content(found, LIGHT).cells[0, 1].text == "○ 8/10"
    # the whole is due by nine tenths; what a handed in early is no reason to praise it
    assert discipline.title(found) == (
        "100,0 % báo cáo đúng hạn (18/18), tăng từ 90,0 % (18/20, 2021-Y)"
        " · thấp nhất qua các kỳ: a: 90,0 % (9/10)"
    )
    assert discipline.table(found).columns["% đúng hạn"] == [90.0, 90.0, None, 100.0]


def test_three_that_share_the_last_place_are_not_named(of_demo: Made) -> None:
    rows = [counted(b, "2022-Y", 9, 1, 0, 0) for b in "abc"]
    rows.append(counted("d", "2022-Y", 10, 0, 0, 0))
    title = discipline.title(discipline.Discipline(of_demo("2022-Y"), tuple(rows)))
    assert title == "92,5 % báo cáo đúng hạn (37/40)"


def test_before_reports_are_due_discipline_says_so(of_demo: Made) -> None:
    view = of_demo("2022-H1", "2022-06-01")
    found = discipline.Discipline(view, queries.discipline(view))
    assert discipline.title(found) == "Chưa đến hạn: mới nhận 0/127 báo cáo"


def test_an_extension_counts_from_the_day_of_its_act(of_demo: Made) -> None:
    assert queries.extensions(of_demo("2022-Y", "2022-12-19")) == ()
    view = of_demo("2022-Y", "2022-12-20")
    given = queries.extensions(view)
    assert submission.extended(view, given) == "2 báo cáo được gia hạn, muộn nhất đến 27/12/2022"
    table = submission.extensions(view, given)
    assert table.columns["Hạn cũ"] == [dt.date(2022, 12, 20)] * 2
    assert {r.due_date for r in queries.timeliness(view) if r.is_extended} == set(
        table.columns["Gia hạn đến"]
    )

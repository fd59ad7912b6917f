"""Who has reported: counts by block, and what the table says of each report."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from app import queries, submission
from app.palette import LIGHT
from tests.app.conftest import Made, a_view

DAY = dt.date(2022, 6, 20)


def report(unit: str = "A", **given: Any) -> SimpleNamespace:
    row: dict[str, Any] = {
        "name_vi": unit, "name_en": unit, "block_id": "b1", "block_short_vi": "Khối 1",
        "block_name_en": "Block 1", "due_date": DAY, "first_received": DAY, "current_no": 12,
        "timeliness": "on_time", "days_late": 0, "revisions": 1, "warnings": 0,
        "is_extended": False, "is_estimate": False, "is_returned": False, "is_corrected": False,
    }  # fmt: skip
    return SimpleNamespace(**(row | given))


def missing(unit: str = "B", **given: Any) -> SimpleNamespace:
    nothing = {"first_received": None, "current_no": None, "revisions": 0, "is_estimate": None}
    return report(unit, timeliness="missing", days_late=3, **(nothing | given))


def column(name: str, *rows: SimpleNamespace) -> list[Any]:
    return submission.table(a_view(), rows).columns[name]


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
    rows = (report(warnings=2), missing())
    assert column("Số nhật ký", *rows) == [12, None]
    assert column("Cảnh báo", *rows) == [2, None]
    assert "Số nhật ký" not in submission.reminders(a_view(), rows[1:]).columns


def test_an_estimate_is_marked() -> None:
    assert column("Ghi chú", report(is_estimate=True)) == ["số liệu ước"]


def test_a_report_that_came_in_after_a_return_is_not_a_returned_one() -> None:
    assert column("Ghi chú", report(is_returned=True)) == ["từng bị trả lại"]
    assert column("Ghi chú", missing(is_returned=True)) == ["bị trả lại"]


def test_the_table_tells_of_the_report_in_force(of_demo: Made) -> None:
    owed = queries.timeliness(of_demo())
    corrected = [r for r in owed if r.is_corrected]
    assert corrected
    assert all(r.current_received > r.first_received for r in corrected)
    # a date missing, a paper signed early, a figure with three decimals
    assert sum(r.warnings for r in owed) == 3


def test_figures_are_received_up_to_the_newest_report_in_force(of_demo: Made) -> None:
    assert queries.last_received(of_demo()) == dt.date(2022, 6, 27)
    assert queries.last_received(of_demo("2022-H1", "2022-06-26")) == dt.date(2022, 6, 24)

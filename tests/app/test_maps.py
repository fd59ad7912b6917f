"""Cells of a unit that sent nothing, and of one whose report was returned."""

from types import SimpleNamespace

import pytest

from app import maps, movement, queries, scorecard
from app.palette import LIGHT
from app.store import Rows
from tests.app.conftest import Made, a_row, a_view

UNIT = SimpleNamespace(unit_id="x", short_vi="An Cơ")


def cell(**given: object):
    row = a_row(scope_id="x", value=None, status="unreported", **given)
    return maps.indicators_by_unit(a_view(), (UNIT,), (row,), LIGHT).cells[0, 0]


def test_a_cell_that_was_returned_is_not_one_never_reported() -> None:
    never, returned = cell(), cell(refused_count=1)
    assert (never.text, never.hover) == ("?", "An Cơ: ? chưa báo cáo · Kế hoạch 158 hộ")
    assert (returned.text, returned.hover) == (
        "↩",
        "An Cơ: ? chưa báo cáo (1 bị trả lại) · Kế hoạch 158 hộ",
    )
    assert never.is_hatched
    assert returned.is_hatched


def test_so_it_is_for_criteria() -> None:
    rows = tuple(
        SimpleNamespace(unit_id="x", measure_id=state, title_vi=state, value=None, state=state)
        for state in ("not_reported", "refused")
    )
    cells = maps.criteria_by_unit(a_view(), (UNIT,), rows, LIGHT).cells
    assert (cells[0, 0].text, cells[0, 0].hover) == ("?", "An Cơ: chưa báo cáo")
    assert (cells[1, 0].text, cells[1, 0].hover) == ("↩", "An Cơ: báo cáo bị trả lại")


def test_a_block_tells_of_returned_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "is_closed", lambda _: False)
    given = {"movement_id": "ngh", "scope_id": "b1", "scheme_id": a_view().scheme}
    counts = {"indicator_count": 2, "on_pace_count": 0, "not_due_count": 0, "unreported_count": 2}
    the_movement = SimpleNamespace(movement_id="ngh", short_vi="Vì người nghèo")
    block = SimpleNamespace(block_id="b1", short_vi="Khối 1")

    def drawn(refused: int):
        row = SimpleNamespace(**given, **counts, refused_count=refused)
        return maps.movements_by_block(a_view(), (the_movement,), (block,), (row,), LIGHT)

    never = "0/2 chỉ tiêu đạt tiến độ · 2 chưa (đủ) báo cáo"
    assert drawn(0).cells[0, 0].hover == never
    some = drawn(1).cells[0, 0]
    assert (some.text, some.hover) == ("?", f"{never} (1 chỉ tiêu có báo cáo bị trả lại)")


def test_the_verdict_says_how_many_were_returned() -> None:
    row = a_row(value=None, status="unreported", refused_count=2)
    assert scorecard.indicator_rows(a_view(), (row,))[0].verdict == (
        "? chưa báo cáo<br>(2 bị trả lại)"
    )
    enough = a_row(refused_count=1, reporting_count=14)
    assert scorecard.indicator_rows(a_view(), (enough,))[0].verdict == "✔ đạt tiến độ"


def units_of(monkeypatch: pytest.MonkeyPatch, *groups: str, kind: str = "commune") -> Rows:
    """A view's units: one a letter of each group named, all of one kind."""
    units = tuple(
        SimpleNamespace(unit_id=f"{group}{i}", unit_group=group, kind=kind)
        for group in groups
        for i in range(2)
    )
    monkeypatch.setattr(queries, "units", lambda view: units)
    return units


def figures_of(units: Rows) -> Rows:
    return tuple(a_row(scope_id=u.unit_id, sort=1) for u in units)


def test_the_map_of_a_movement_is_of_the_group_that_tells_most_of_it(monkeypatch) -> None:
    units = units_of(monkeypatch, "K", "XP")
    shown, rows = movement.unit_rows(a_view(), "ngh", figures_of(units[1:]))
    assert [u.unit_id for u in shown] == ["XP0", "XP1"]
    assert [r.scope_id for r in rows] == ["XP0", "XP1"]
    assert movement.unit_rows(a_view(), "ngh", ()) == ((), ())
    assert movement.unit_rows(a_view(), "cds", figures_of(units)) == ((), ())


def test_its_head_names_communes_only_where_its_units_are(monkeypatch) -> None:
    communes, offices = (units_of(monkeypatch, "K", kind=k) for k in ("commune", "office"))
    assert movement.by_unit_note(a_view(), communes).startswith("Chỉ tiêu × xã, thị trấn. ")
    for others in (offices, (*communes, *offices), ()):
        assert movement.by_unit_note(a_view(), others).startswith("Chỉ tiêu × đơn vị. ")
    assert movement.by_unit_note(a_view(language="en"), offices).startswith("Indicators × units. ")


def test_the_commune_whose_report_was_returned_is_told_in_the_demo(of_demo: Made) -> None:
    view = of_demo("2021-H1")
    units, mine = movement.unit_rows(view, "ngh", queries.progress(view, "unit"))
    content = maps.indicators_by_unit(view, units, mine, LIGHT)
    signs = {content.columns[j] for (_, j), c in content.cells.items() if c.text == "↩"}
    assert signs == {"Biên Giới"}

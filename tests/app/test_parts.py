"""Scores by part: the weakest is found against its most points, and never of too few units."""

from types import SimpleNamespace
from typing import Any

import pytest

from app import maps, parts, queries
from app.palette import LIGHT
from app.scorecard import of_movement
from tests.app.conftest import Made, a_row

POINTS = {"CDS-P1": 40.0, "CDS-P2": 30.0, "CDS-P3": 30.0}


def part(number: int, value: float | None, **given: Any) -> SimpleNamespace:
    row = {"indicator_id": f"CDS-P{number}", "short_vi": f"Trụ {number}", "value": value}
    return a_row(**(row | {"rule": "mean", "decimals": 2, "status": None, "sort": number} | given))


def test_the_lowest_is_the_lowest_share_and_not_the_fewest_points(of_demo: Made) -> None:
    rows = (part(1, 18.0), part(2, 15.0), part(3, 24.0))
    assert parts.title(of_demo(), rows, POINTS) == (
        "thấp nhất Trụ 1 45,0 % điểm tối đa (18,00/40); cao nhất Trụ 3 80,0 % (15/15 đơn vị)"
    )


def test_parts_that_are_alike_have_no_lowest(of_demo: Made) -> None:
    rows = (part(1, 20.0), part(2, 15.0), part(3, 15.0))
    assert parts.title(of_demo(), rows, POINTS) == "đều đạt 50,0 % điểm tối đa"


def test_nothing_is_concluded_of_too_few_units_or_with_a_part_missing(of_demo: Made) -> None:
    few = (part(1, 18.0), part(2, 15.0, reporting_count=13), part(3, 24.0))
    assert parts.title(of_demo(), few, POINTS) == "chưa đủ đơn vị để kết luận (13/15)"
    short = (part(1, 18.0), part(2, None, reporting_count=0), part(3, 24.0))
    assert parts.title(of_demo(), short, POINTS) == "chưa đủ đơn vị để kết luận (15/15)"
    none = tuple(part(n, None, reporting_count=0) for n in (1, 2, 3))
    assert parts.title(of_demo(), none, POINTS) == "chưa có số liệu"


@pytest.mark.parametrize(
    ("movement", "role", "count", "whole"),
    [("cchc", parts.FIELDS, 8, "CCHC-01"), ("cds", parts.PILLARS, 3, "CDS-01")],
)
def test_parts_of_the_demo_add_up_to_the_whole(
    of_demo: Made, movement: str, role: str, count: int, whole: str
) -> None:
    view = of_demo("2022-Y")
    root = of_movement(queries.progress(view, "root"), movement)
    rows = parts.of(view, root, role)
    assert len(rows) == count
    total = next(r for r in root if r.indicator_id == whole)
    assert sum(r.value for r in rows) == pytest.approx(total.value)
    assert sum(parts.most(view)[r.indicator_id] for r in rows) == 100


def test_parts_are_counted_in_no_headline(of_demo: Made) -> None:
    view = of_demo("2022-Y")
    root = queries.progress(view, "root")
    whole = parts.whole(view, root)
    rows = [r for r in root if r not in whole]
    assert len(rows) == 11
    assert {r.status for r in rows} == {None}


def test_a_cell_that_nobody_told_is_hatched_and_never_nought(of_demo: Made) -> None:
    view = of_demo()
    units = tuple(SimpleNamespace(unit_id=u, short_vi=u) for u in ("a", "b", "c"))
    rows = (
        part(1, 0.0, scope_id="a"), part(1, None, scope_id="b"),
        part(1, None, scope_id="c", refused_count=1),
    )  # fmt: skip
    cells = maps.parts_by_unit(view, units, rows, POINTS, LIGHT).cells
    assert [(c.text, c.is_hatched) for c in cells.values()] == [
        ("0,00", False), ("?", True), ("↩", True)
    ]  # fmt: skip


def test_in_a_half_year_nobody_is_asked_and_nobody_is_called_silent(of_demo: Made) -> None:
    view = of_demo("2022-H1")
    for level in ("root", "unit"):
        assert parts.of(view, queries.progress(view, level), parts.FIELDS) == ()

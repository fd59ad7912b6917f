"""Where the root stands among its neighbours, and how content people are, said with care."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from app import queries, reform, store
from tests.app.conftest import Made, a_row, a_view


def scored(unit: str = "A", **given: Any) -> SimpleNamespace:
    row: dict[str, Any] = {
        "unit_id": unit, "name_vi": f"Huyện {unit}", "short_vi": unit, "role": "external",
        "value": 80.0, "answers": None, "decimals": 2, "answers_min": 30, "is_weighed": False,
        "is_ranked": True, "is_wide": True, "told": 9, "asked": 9, "among": 9, "place": 1,
    }  # fmt: skip
    return SimpleNamespace(**(row | given))


def test_chau_thanh_was_the_last_of_nine_in_2022(of_demo: Made) -> None:
    view = of_demo("2022-Y")
    rows = queries.scores(view, reform.neighbours_id(view))
    assert reform.neighbours_title(view, rows) == (
        "Huyện Châu Thành xếp 9/9 về PAR Index với 76,54 %; "
        "cao nhất Thị xã Hòa Thành 93,08 %, hơn 16,54 điểm"
    )


def test_a_first_place_has_nobody_above_it_and_a_shared_one_says_so() -> None:
    first = (scored(role="root"), scored("B", value=70.0, place=2))
    assert reform.neighbours_title(a_view(), first) == ("Huyện A xếp 1/9 về PAR Index với 80,00 %")
    alike = (scored("B"), scored(role="root"))
    assert "Huyện A đồng hạng 1/9" in reform.neighbours_title(a_view(), alike)


def test_among_too_few_neighbours_there_is_no_rank() -> None:
    rows = (scored(role="root", place=None, told=3), scored("B", value=None, place=None, told=3))
    assert reform.neighbours_title(a_view(), rows).endswith(
        "mới biết 3/9 đơn vị cùng cấp nên chưa xếp hạng"
    )
    bars = reform.neighbours(a_view(), rows, ())
    assert [(b.label, b.value, b.text) for b in bars] == [("► A", 80.0, "80,00"), ("B", None, "?")]


def test_too_few_questionnaires_give_a_figure_and_no_place() -> None:
    rows = (
        scored(answers=50, among=1),
        scored("B", value=95.0, answers=29, is_ranked=False, place=None),
        scored("C", value=None, answers=40, is_ranked=False, place=None),
    )
    root = a_row(indicator_id="CCHC-02", value=84.0, decimals=2, status="met")
    assert reform.satisfaction_title(a_view(), rows, (root,)) == (
        "SIPAS 84,00 % trên 79 phiếu hợp lệ (15/15 đơn vị); 1 đơn vị dưới 30 phiếu không xếp hạng"
    )
    table = reform.satisfaction(a_view(), rows)
    assert table.columns["Xếp hạng"] == ["1/1", "dưới 30 phiếu", "chưa báo cáo"]
    assert table.columns["SIPAS (%)"] == ["80,00", "95,00", "–"]


@pytest.fixture
def with_few(demo: Path, tmp_path: Path) -> store.Build:
    """The demo's build, where the two most content communes had 29 and 30 questionnaires."""
    path = tmp_path / "emulation-00000001-1.duckdb"
    path.write_bytes(sorted(demo.glob("published/*.duckdb"))[-1].read_bytes())
    with duckdb.connect(str(path)) as con:
        for unit, count in (("xa-thai-binh", 29), ("xa-an-binh", 30)):
            con.execute(
                "update observation set value = ? where subject_id = ? and period_id = '2022-Y'"
                " and measure_id = 'sipas_questionnaires'", [count, unit]
            )  # fmt: skip
    return store.Build(str(path), "1", 1, True)


def test_thirty_questionnaires_are_enough_and_places_go_on_without_the_others(
    with_few: store.Build,
) -> None:
    rows = queries.scores(a_view("2022-Y", build=with_few), "CCHC-02")
    at = {r.unit_id: (r.place, r.among) for r in rows}
    assert at["xa-thai-binh"] == (None, 14)
    assert at["xa-an-binh"] == (1, 14)
    assert at["xa-thanh-dien"] == (2, 14)

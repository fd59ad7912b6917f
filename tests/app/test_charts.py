"""Figures draw what they are given: every unit, every value, every head."""

from app.charts import (
    CellMap,
    MapCell,
    ProgressRow,
    Segment,
    UnitBar,
    cell_map,
    progress,
    strip,
    unit_bars,
    waterfall,
)
from app.format import fit
from app.palette import DARK, LIGHT, palette, share_shade


def test_two_units_of_one_name_are_two_bars() -> None:
    bars = [UnitBar("An Bình", 2.0, "2,0", "good"), UnitBar("An Bình", 3.0, "3,0", "behind", 1.0)]
    figure = unit_bars(bars, LIGHT, "vi")
    assert list(figure.data[0].x) == [2.0, 3.0]
    assert list(figure.data[0].y) == [0, 1]
    assert list(figure.data[2].text) == ["2,0", "3,0"]


def test_a_unit_without_a_target_has_no_mark() -> None:
    figure = unit_bars(
        [UnitBar("A", 1.0, "1", "good"), UnitBar("B", 1.0, "1", "good", 2.0)], LIGHT, "vi"
    )
    assert list(figure.data[1].x) == [None, 2.0]


def test_a_bar_that_is_cut_ends_in_a_point() -> None:
    """130 and 300 % of the plan are as long as the scale: neither ends there."""

    def row(share: float) -> ProgressRow:
        return ProgressRow("A", "", "1", "%", share, 0.5, "", "", "good", "1/1")

    for share, points in ((0.4, 0), (1.2, 0), (1.3, 1), (3.0, 1)):
        shapes = progress([row(share)], {}, LIGHT, "vi").layout.shapes
        assert sum(s.type == "path" for s in shapes) == points


def test_what_was_not_reported_is_hatched_and_the_rest_is_not() -> None:
    content = CellMap(["r"], ["a", "b"])
    content.cells[0, 0] = MapCell("1/2", "#fff", "#000")
    content.cells[0, 1] = MapCell("?", "#eee", "#000", True)
    plain, hatched = cell_map(content, LIGHT, "vi").data
    assert (list(plain.text), plain.marker.pattern.shape) == (["1/2"], None)
    assert (list(hatched.text), hatched.marker.pattern.shape) == (["?"], "/")


def test_every_head_of_a_map_has_room() -> None:
    content = CellMap(["r"], ["a", "Doanh nghiệp, hợp tác xã"])
    content.cells[0, 0] = MapCell("1", "#fff", "#000")
    figure = cell_map(content, LIGHT, "vi")
    assert list(figure.layout.xaxis.ticktext) == content.columns
    assert figure.layout.margin.r > 100


def test_labels_of_the_outer_parts_of_a_strip_keep_to_the_edge() -> None:
    parts = [Segment(name, n, "#fff", "#000") for name, n in (("x", 1), ("y", 8), ("z", 1))]
    texts = strip(parts, LIGHT, "vi").layout.annotations
    assert [(t.x, t.xanchor) for t in texts[1::2]] == [(0, "left"), (5, "center"), (10, "right")]


def test_labels_of_narrow_parts_beside_each_other_stand_at_two_levels() -> None:
    parts = [Segment(name, n, "#fff", "#000") for name, n in (("x", 1), ("y", 1), ("z", 9))]
    x, y, z = strip(parts, LIGHT, "vi").layout.annotations[1::2]
    assert x.y == z.y < y.y


def test_a_long_label_is_cut_at_a_blank() -> None:
    assert fit("Emulation in party bodies, government", 28) == "Emulation in party bodies…"
    assert fit("Y tế", 28) == "Y tế"


def test_a_share_decides_the_shade_alone() -> None:
    assert palette(True) is DARK
    assert share_shade(1.0, LIGHT) == share_shade(0.8, LIGHT)
    assert share_shade(0.0, LIGHT) != share_shade(1.0, LIGHT)


def test_the_end_of_a_flow_is_drawn_as_reported_even_where_it_does_not_add_up() -> None:
    trace = waterfall(["start", "out", "end"], [100.0, -30.0, 75.0], LIGHT, "vi").data[0]
    assert list(trace.measure) == ["absolute", "relative", "absolute"]
    assert (list(trace.x), list(trace.text)) == ([100.0, -30.0, 75.0], ["100", "−30", "75"])


def test_what_goes_down_to_nothing_has_room_for_its_text_beside_the_names() -> None:
    def start(*values: float) -> float:
        return waterfall(["s"] * len(values), values, LIGHT, "vi").layout.xaxis.range[0]

    assert start(100, -30, 70) == 0
    assert start(100, -60, -40, 0) == -20
    assert start(100, -20, -95, 20) == -35  # more than there was
    assert start(100, 30, 130) == 0

"""What holds whatever the figures: ratios between their members', coverage, units counted once."""

from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.arithmetic.district import LATE, ROOT, District

COMMUNES = ["x01", "x02", "x03", "x04", "x05", "moi", "cu"]
PERIODS = ("2022-H1", "2022-Y")
MANY = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
amounts = st.one_of(st.none(), st.integers(0, 10**9).map(lambda cents: cents / 100))
parts = st.lists(st.tuples(amounts, amounts), min_size=7, max_size=7)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Seven communes, one closed and one made on 01/07/2022; the first five in two schemes."""
    district = District(tmp_path_factory.mktemp("properties"))
    names = district.units(5)
    district.unit("moi", valid_from="2022-07-01")
    district.unit("cu", valid_to="2022-06-30")
    district.add("scheme", scheme_id="khac", name_vi="Khác", name_en="Other", sort=2)
    for block, members, scheme in (
        ("k1", names[:3], "khoi"), ("k2", [*names[3:], "moi", "cu"], "khoi"), ("k3", names, "khac"),
    ):  # fmt: skip
        district.block(block, members, scheme)
    district.measure("n", "stock")
    district.measure("d", "stock")
    district.indicator("rate", "ratio", numerator="n", denominator="d")
    district.indicator("n")
    district.indicator("mean", "mean", numerator="n", weight="d")
    district.indicator("most", "max", numerator="n")
    yield district.open()
    district.con.close()


@contextmanager
def told(district, figures):
    """Values at every scope after both periods were told, by (indicator, period, scope)."""
    district.con.execute("begin")
    try:
        for period in PERIODS:
            for unit, (n, d) in zip(COMMUNES, figures, strict=True):
                district.report(unit, period, n=n, d=d)
        rows = district.rows(f"from indicator_value(date '{LATE}')")
        yield {(r["indicator_id"], r["period_id"], r["scope_id"]): r for r in rows}
    finally:
        district.con.execute("rollback")


MEMBERS = {"k1": COMMUNES[:3], "k2": COMMUNES[3:], "k3": COMMUNES[:5], ROOT: COMMUNES}


def of_members(rows, indicator, period, scope):
    found = [rows.get((indicator, period, unit)) for unit in MEMBERS[scope]]
    return [r["value"] for r in found if r and r["value"] is not None]


@MANY
@given(parts)
def test_a_ratio_lies_between_its_members(made, figures):
    with told(made, figures) as rows:
        for period in PERIODS:
            for scope in MEMBERS:
                inside = of_members(rows, "rate", period, scope)
                value = rows["rate", period, scope]["value"]
                # n > 0 with d = 0 is refused on reading: such a unit has no ratio, but adds its n
                if inside and all(d or not n for n, d in figures):
                    noise = 1e-9 * (1 + max(inside))
                    assert min(inside) - noise <= value <= max(inside) + noise


@MANY
@given(parts)
def test_sums_add_up_and_every_unit_counts_once(made, figures):
    with told(made, figures) as rows:
        for period in PERIODS:
            for scope in MEMBERS:
                inside = of_members(rows, "n", period, scope)
                value = rows["n", period, scope]["value"]
                assert value == (pytest.approx(sum(inside)) if inside else None)
                if most := of_members(rows, "most", period, scope):
                    assert rows["most", period, scope]["value"] == max(most)


@MANY
@given(parts)
def test_coverage_never_passes_the_units_that_exist(made, figures):
    with told(made, figures) as rows:
        for (_, _, scope), row in rows.items():
            assert 0 <= row["reporting_count"] <= row["expected_count"] <= row["applicable_count"]
            if scope == ROOT:
                assert row["expected_count"] == 6  # seven communes, one not there yet or no more
            assert (row["value"] is None) or row["reporting_count"] > 0
        assert ("n", "2022-H1", "moi") not in rows
        assert ("n", "2022-Y", "cu") not in rows


figure = st.integers(-1000, 1000).map(lambda tenths: tenths / 10)


@settings(max_examples=25, deadline=None)
@given(figure, figure, figure, st.sampled_from(PERIODS))
def test_a_status_agrees_with_its_own_figures(made, value, target, baseline, period):
    made.con.execute("begin")
    try:
        made.target("n", target, baseline, scope_type="unit", scope_id="x01")
        made.report("x01", period, n=value)
        row = made.status("n", period, "x01")
    finally:
        made.con.execute("rollback")
    assert row["is_plan_met"] == (value >= target)
    assert not row["is_plan_met"] or row["is_on_pace"]
    if row["pace"] is not None and period == "2022-H1":
        assert row["is_on_pace"] == (row["pace"] >= 1)
    assert (row["status"] == "held") == (
        period == "2022-H1" and baseline >= target and value >= target
    )

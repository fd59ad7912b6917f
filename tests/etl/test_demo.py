"""The demo district tells its tale: what was typed is what was read, and the figures are those."""

import hashlib
import os
import subprocess
import sys
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from etl.demo.command import demo, demo_files
from etl.demo.figures import make_figures
from etl.demo.papers import plan_papers
from etl.forms import SAMPLE
from etl.output import Output, Usage
from etl.place import Place
from tests.demo_district import demo_district

ROOT = Path(__file__).parents[2]
TODAY = "date '2026-11-24'"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    return Place(demo_district(tmp_path_factory))


@pytest.fixture(scope="module")  # an app in this process could not open the file meanwhile
def con(place):
    with duckdb.connect(str(place.builds()[-1]), read_only=True) as con:
        yield con


@pytest.fixture(scope="session")
def catalog():
    return demo_files()[0]


@pytest.fixture(scope="session")
def figures(catalog):
    return make_figures(catalog)


def test_every_typed_value_is_the_observation(place, con, catalog):
    """Sensitive measures apart: they are read and archived, but not published."""
    typed = pd.read_csv(place.folder / "typed.csv", dtype=str, keep_default_na=False)
    typed = typed[typed["outcome"] == "accepted"]
    told = {
        (r.file.split("/")[-1], r.sheet, r.cell, r.reporter, r.subject, r.measure, r.period):
        Decimal(r.value)
        for r in typed.itertuples()
        if not catalog.measures[r.measure]["is_sensitive"]
    }  # fmt: skip
    rows = con.execute("""
        select r.file_name, o.sheet, o.cell, o.reporter_id, o.subject_id, o.measure_id,
            o.period_id, o.value
        from observation o join report r using (journal_no)
        where o.state = 'reported'
        """).fetchall()
    assert len(rows) > 10_000
    assert {row[:-1]: row[-1] for row in rows} == told


@pytest.mark.parametrize(
    ("period", "counts"),
    [
        ("2022-9M", {"y": 12, "x": 8, "m": 1, "z": 4, "k": 0, "behind": 0}),
        ("2022-H1", {"y": 12, "x": 7, "m": 0, "z": 4, "k": 0, "behind": 1}),
        ("2022-Y", {"y": 12, "x": 12, "m": 12, "z": 0, "k": 0, "behind": 0}),
    ],
)
def test_headline_is_the_published_one(con, period, counts):
    row = con.execute(f"from headline({TODAY}) where period_id = ?", [period]).df().iloc[0]
    assert {k: row[k] for k in counts} == counts


def test_the_one_that_lags_and_the_one_that_leads(con):
    rows = con.execute(f"""
        select period_id, indicator_id from indicator_status({TODAY})
        join indicator_set using (indicator_id)
        where scope_type = 'root' and is_plan_year
            and (period_id = '2022-H1' and status = 'slow' or period_id = '2022-9M' and is_plan_met)
        """).fetchall()
    assert set(rows) == {("2022-H1", "KTXH-08"), ("2022-9M", "KTXH-05")}


@pytest.mark.parametrize(
    ("indicator", "period", "value"),
    [
        ("KTXH-01", "2022-9M", 3584538),
        ("KTXH-02", "2022-9M", 3331579),
        ("KTXH-03", "2022-9M", 1027087),
        ("KTXH-05", "2022-9M", 186983),
        ("KTXH-05", "2022-Y", 297000),
        ("CCHC-01b", "2022-Y", 76.54),
        ("NTM-03", "2022-H1", 9),
        ("NTM-03", "2022-Y", 11),
    ],
)
def test_published_figures_stand_in_the_file(con, indicator, period, value):
    found = con.execute(
        f"select value from indicator_value({TODAY}) "
        "where scope_type = 'root' and indicator_id = ? and period_id = ?",
        [indicator, period],
    ).fetchone()
    assert found[0] == pytest.approx(value)


def test_at_least_ten_of_each_that_goes_wrong(con):
    rows = con.execute(f"from timeliness({TODAY})").df()
    assert len(rows) >= 400
    assert (rows["timeliness"] == "late").sum() >= 10
    assert (rows["timeliness"] == "missing").sum() >= 10
    assert rows["is_corrected"].sum() >= 10
    assert rows["is_returned"].sum() >= 10
    outcomes = Counter(r[0] for r in con.execute("select outcome from attempt").fetchall())
    assert outcomes["refused"] >= 10
    assert outcomes["duplicate"] == 2


def test_every_kind_of_mistake_is_named_by_its_own_rule(con):
    rules = {
        r[0] for r in con.execute("select rule_id from finding where severity = 'error'").fetchall()
    }
    assert rules >= {
        "number-approximate", "part-exceeds-whole", "row-missing", "out-of-range", "not-whole",
        "period-mismatch", "unit-mismatch", "date-unclear", "choice-unknown",
    }  # fmt: skip


def test_the_first_period_opened_is_well_covered(con):
    low = con.execute(f"""
        select indicator_id from indicator_value({TODAY})
        where scope_type = 'root' and period_id = '2022-H1' and expected_count > 0
            and reporting_count < 0.9 * expected_count
        """).fetchall()
    assert low == []


def test_cumulative_figures_never_fall(con):
    assert con.execute(f"from cumulative_fall({TODAY})").fetchall() == []


def test_units_vary_and_most_are_on_pace(con):
    share = con.execute(f"""
        select avg(is_on_pace::int) from indicator_status({TODAY})
        where scope_type = 'unit' and is_plan_year and period_id = '2022-H1'
            and status in ('on_pace', 'held', 'near', 'slow', 'very_slow')
        """).fetchone()[0]
    assert 0.55 <= share <= 0.8


@pytest.mark.parametrize("year", ["2021", "2022"])
def test_the_poverty_identity_adds_up(catalog, figures, year):
    less = ("poor_escaped", "poor_to_near_poor", "poor_other_decrease")
    more = ("poor_returned", "poor_new", "poor_from_near_poor", "poor_other_increase")
    for unit_id in (u for u, r in catalog.units.items() if r["unit_group"] == "K"):
        at = {m: figures[m, unit_id, f"{year}-Y"] for m in catalog.measures if "poor_" in m}
        left = at["poor_start"] - sum(at[m] for m in less) + sum(at[m] for m in more)
        assert left == at["poor_households"], unit_id


def test_figures_lie_within_the_bounds_of_the_form(catalog, figures):
    for (name, subject, time), value in figures.items():
        measure = catalog.measures[name]
        if time != "2020-Y" and value != 0:
            assert (measure["min"] or 0) <= value, (name, subject, time)
            assert measure["max"] is None or value <= measure["max"], (name, subject, time)


def test_decisions_of_the_headline_are_sourced(catalog):
    targets = {
        r["indicator_id"]: r
        for r in catalog.tables["target"]
        if r["scope_type"] == "root" and r["plan_year_id"] == "2022" and r["kind"] == "assigned"
    }
    twelve = {r["indicator_id"] for r in catalog.tables["indicator_set"]}
    assert {targets[i]["decision_number"] for i in twelve - {"NTM-03"}} == {"57/NQ-HĐND"}
    assert float(targets["KTXH-01"]["value"]) * 0.8665 == pytest.approx(3584538, rel=1e-5)


def test_two_makes_are_the_same_bytes(place, con, tmp_path):
    again = tmp_path / "again"
    command = [sys.executable, "-m", "etl", "demo", "--no-load", "--data", str(again)]
    seed = os.environ | {"PYTHONHASHSEED": "4711"}
    subprocess.run(command, cwd=ROOT, env=seed, check=True, capture_output=True)
    for name in ("typed.csv", "catalog/target.csv"):
        assert (again / name).read_bytes() == (place.folder / name).read_bytes(), name
    sent = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in again.glob("inbox/*/*.*")}
    assert sent == dict(con.execute("select file_name, sha256 from attempt").fetchall())


def test_every_form_and_the_published_file_say_that_figures_are_invented(place, con):
    """On each sheet that a reader sees; the hidden one marks the form for the program."""
    originals = [p for p in place.originals.glob("*.xlsx") if _is_form(p)]
    assert len(originals) >= 400
    for path in originals:
        with zipfile.ZipFile(path) as book:
            sheets = [n for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
            silent = [n for n in sheets if SAMPLE.encode() not in book.read(n)]
        assert len(sheets) >= 6
        assert len(silent) == 1, (path.name, silent)
    assert con.execute("select is_sample from build").fetchone() == (True,)


def _is_form(path):
    with zipfile.ZipFile(path) as book:
        return "xl/worksheets/sheet6.xml" in book.namelist()


def test_tables_say_so_too(place):
    """What offices send in shapes of their own; the mark stands above the table."""
    tables = [p for p in place.originals.iterdir() if p.suffix == ".csv" or not _is_form(p)]
    assert len(tables) == 6
    for path in tables:
        text = path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                text = b"".join(map(book.read, book.namelist()))
        assert SAMPLE.encode() in text


def test_a_report_that_is_missing_was_never_accepted(con):
    accepted = con.execute(f"""
        select count(*) from timeliness({TODAY}) t
        join report r using (form_id, reporter_id, period_id) where t.timeliness = 'missing'
        """).fetchone()
    assert accepted == (0,)


def test_papers_are_planned_without_the_machine(catalog):
    papers = plan_papers(catalog)
    assert papers == plan_papers(catalog)
    assert len({p.file for p in papers}) == len(papers) >= 400


class _Asked:
    no_load, actor = False, "demo"


def test_a_second_demo_changes_nothing(place, capsys):
    before = [p.name for p in place.builds()]
    assert demo(place, _Asked(), Output(False)) == 0
    assert [p.name for p in place.builds()] == before
    assert "đã có sẵn" in capsys.readouterr().out


def test_a_folder_with_something_else_is_refused(tmp_path):
    (tmp_path / "catalog").mkdir()
    for path in (ROOT / "data" / "catalog").glob("*.csv"):
        (tmp_path / "catalog" / path.name).write_bytes(path.read_bytes())
    with pytest.raises(Usage, match="không phải huyện mẫu"):
        demo(Place(tmp_path), _Asked(), Output(False))
    assert [p.name for p in tmp_path.iterdir()] == ["catalog"]


def test_each_rule_between_reports_finds_what_was_planted_for_it_and_nothing_else(con):
    rows = con.execute(f"""
        select rule_id, reporter_id, period_id from finding_known({TODAY})
        where severity = 'warning' and rule_id not in ('year-change', 'sum-differs')
            and not starts_with(rule_id, 'paper-') or rule_id = 'paper-date-early'
        """).fetchall()
    assert sorted(rows) == [
        ("balance-broken", "phong-ldtbxh", "2022-Y"),
        ("copied-period", "thcs-ninh-dien", "2022-Y"),
        ("copied-unit", "thcs-thai-binh", "2022-H1"),
        ("decimals-odd", "xa-an-binh", "2022-H1"),
        ("level-criteria", "xa-thai-binh", "2022-Y"),
        ("paper-date-early", "kho-bac", "2022-H1"),
        ("thousand-jump", "qtd-dong-khoi", "2022-H1"),
        ("thousand-jump", "qtd-dong-khoi", "2022-Y"),  # against the half year that was wrong
    ]
    told = con.execute(f"""
        select rule_id, count(*) from cross_finding({TODAY}) group by all order by all
        """).fetchall()
    assert {"year-change": 5, "sum-differs": 7, "target-missing": 4}.items() <= dict(told).items()

"""The published file says what the second witness computes from the archive alone."""

import ast
import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.demo_district import demo_district
from tests.witness.archive_facts import Office
from tests.witness.findings import Findings
from tests.witness.screens import Screen
from tests.witness.tiny import REREAD, tiny_district
from tests.witness.witness import Witness

DAYS = ("2022-06-20", "2022-12-31", "2026-11-24")
STATUS_KEY = ("indicator_id", "scope_type", "scope_id", "period_id", "plan_year_id")
STATUS = (
    "value", "reporting_count", "expected_count", "refused_count", "target", "decided_target",
    "baseline", "target_version", "share", "plan_share", "gap_closed", "pace", "due", "status",
    "is_on_pace", "is_plan_met",
)  # fmt: skip
CHANGE_KEY = ("indicator_id", "scope_type", "scope_id", "period_id", "comparison")
CHANGE = ("value_now", "value_then", "both_count", "is_broken", "difference", "percent")

REPORT_KEY = ("form_id", "reporter_id", "period_id")
REPORT = (
    "timeliness", "days_late", "due_date", "is_extended", "first_received", "current_no",
    "revisions", "is_corrected", "is_returned",
)  # fmt: skip
WITNESSED = (
    "state", "days", "due", "is_extended", "first", "number", "revisions", "is_corrected",
    "is_returned",
)  # fmt: skip


def published(folder: Path, macro: str, key: tuple, columns: tuple, as_of: str) -> dict:
    """Rows of one macro of the current build, by key."""
    path = max(folder.glob("published/emulation-*.duckdb"), key=_build_number)
    with duckdb.connect(str(path), read_only=True) as con:
        query = f"select {', '.join(key + columns)} from {macro}(?::date)"
        rows = con.execute(query, [as_of]).fetchall()
    found = {row[: len(key)]: dict(zip(columns, row[len(key) :], strict=True)) for row in rows}
    assert len(found) == len(rows), f"{macro}: một khóa có hai dòng"
    return found


def _build_number(path: Path) -> tuple[int, int]:
    number, k = path.stem.split("-")[1:]
    return int(number), int(k)


def agree(told: Any, seen: Any) -> bool:
    """Figures agree to nine digits; everything else is the same."""
    if isinstance(told, float) and seen is not None:
        return abs(told - float(seen)) <= 1e-9 * max(1.0, abs(told))
    return told == seen


def differences(told: dict, seen: dict, as_of: str) -> list[str]:
    """One sentence for every key or column on which file and witness differ."""
    found = []
    for key in sorted(told.keys() | seen.keys()):
        place = f"as of {as_of}: {' '.join(key)}"
        if key not in told or key not in seen:
            found.append(f"{place}: only the {'witness' if key in seen else 'file'} has it")
            continue
        found += [
            f"{place}: {column}: file {told[key][column]!r}, witness {_shown(seen[key][column])}"
            for column in told[key]
            if not agree(told[key][column], seen[key][column])
        ]
    return found


def _shown(value: Any) -> str:
    return repr(value if isinstance(value, (str, bool, int, type(None))) else float(value))


def compare(folder: Path, as_of: str) -> None:
    witness = Witness(folder, dt.date.fromisoformat(as_of))
    told = published(folder, "indicator_status", STATUS_KEY, STATUS, as_of)
    found = differences(told, witness.status_rows(), as_of)
    changes = published(folder, "indicator_change", CHANGE_KEY, CHANGE, as_of)
    found += differences(changes, witness.change_rows(), as_of)
    assert told
    assert not found, f"{len(found)} differences, the first:\n" + "\n".join(found[:25])


def compare_reports(folder: Path, as_of: str) -> None:
    witness = Witness(folder, dt.date.fromisoformat(as_of))
    told = published(folder, "timeliness", REPORT_KEY, REPORT, as_of)
    seen = {
        (r["form"], r["unit"]["unit_id"], period): {
            c: r[w] for c, w in zip(REPORT, WITNESSED, strict=True)
        }
        for period in witness.office.periods
        for r in Screen(witness, period).reports
    }
    assert told
    assert not differences(told, seen, as_of)


def compare_findings(folder: Path, as_of: str) -> set[str]:
    """The rules met, where file and witness tell the same findings: of all periods, of each."""
    path = max(folder.glob("published/emulation-*.duckdb"), key=_build_number)
    names = "rule_id, journal_no, period_id, measure_id, subject_id, value, other_value"
    with duckdb.connect(str(path), read_only=True) as con:
        rows = con.execute(f"select {names} from cross_finding(?::date)", [as_of]).fetchall()
        asked = f"select {names} from cross_finding(?::date, asked_period := ?)"
        periods = [p for (p,) in con.execute("select period_id from period").fetchall()]
        each = [r for p in periods for r in con.execute(asked, [as_of, p]).fetchall()]
    told = sorted((_findable(r) for r in rows), key=str)
    office = Office(folder)
    seen = sorted(map(_findable, Findings(office, dt.date.fromisoformat(as_of)).rows()), key=str)
    assert told == seen
    assert sorted(map(_findable, each), key=str) == seen
    return {r[0] for r in rows}


def _findable(row: tuple) -> tuple:
    """Figures to six digits, as they are stored."""
    rule, number, period, measure, subject, *values = row
    shown = (None if v is None else round(float(v), 6) for v in values)
    return (rule, number, period, measure, subject, *shown)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    return tiny_district(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    return demo_district(tmp_path_factory)


@pytest.mark.parametrize("as_of", DAYS)
def test_file_and_witness_agree_on_a_tiny_district(tiny, as_of):
    compare(tiny, as_of)


@pytest.mark.slow
@pytest.mark.parametrize("as_of", DAYS)
def test_file_and_witness_agree_on_the_demo_district(demo, as_of):
    compare(demo, as_of)


@pytest.mark.parametrize("as_of", DAYS)
def test_file_and_witness_agree_on_the_reports_of_a_tiny_district(tiny, as_of):
    compare_reports(tiny, as_of)


@pytest.mark.slow
@pytest.mark.parametrize("as_of", DAYS)
def test_file_and_witness_agree_on_the_reports_of_the_demo_district(demo, as_of):
    compare_reports(demo, as_of)


@pytest.mark.parametrize("as_of", DAYS)
def test_file_and_witness_tell_the_same_findings_of_a_tiny_district(tiny, as_of):
    compare_findings(tiny, as_of)


@pytest.mark.slow
@pytest.mark.parametrize("as_of", DAYS)
def test_file_and_witness_tell_the_same_findings_of_the_demo_district(demo, as_of):
    rules = compare_findings(demo, as_of)
    if as_of == DAYS[-1]:  # figures that fall are met by the tiny district
        assert rules == {
            "year-change", "thousand-jump", "sum-differs", "target-missing", "balance-broken",
            "level-criteria", "copied-period", "copied-unit",
        }  # fmt: skip


def test_the_tiny_district_meets_every_status_and_rule(tiny):
    """A comparison proves nothing about what never occurs."""
    seen = {
        row["status"]
        for day in DAYS
        for row in published(tiny, "indicator_status", STATUS_KEY, STATUS, day).values()
    }
    assert seen == {
        None, "exceeded", "met", "not_met", "on_pace", "near", "slow", "very_slow", "held",
        "not_due", "unreported", "incomplete", "not_applicable", "no_target", "no_basis",
    }  # fmt: skip
    changes = published(tiny, "indicator_change", CHANGE_KEY, CHANGE, DAYS[-1])
    assert {key[-1] for key in changes} == {"previous", "last_year", "own"}
    assert any(row["is_broken"] for row in changes.values())
    reports = published(tiny, "timeliness", REPORT_KEY, REPORT, DAYS[-1]).values()
    assert {r["timeliness"] for r in reports} == {"on_time", "late", "missing"}
    assert {r["is_corrected"] for r in reports if r["revisions"] > 1} == {True, False}


def test_the_tiny_district_meets_every_act_that_changes_figures(tiny):
    acts = [e for e in Office(tiny).entries if e["kind"] == "act"]
    assert {a["act"] for a in acts} == {
        "correct", "withdraw", "restore", "received", "extend", "reparse",
    }  # fmt: skip
    assert {a["expected"] == "" for a in acts if a["act"] == "correct"} == {True, False}
    low = {
        day: Witness(tiny, dt.date.fromisoformat(day)).known["low", "2021-Y"]["x05"]
        for day in ("2022-09-30", "2022-10-01")
    }
    assert low == {"2022-09-30": None, "2022-10-01": 45}


@pytest.mark.parametrize("as_of", DAYS)
def test_a_report_is_read_by_its_newest_reading_on_any_day(tiny, as_of):
    """Readings are today's; the correction made for an older one no longer counts."""
    unit, period, measure = REREAD
    assert Witness(tiny, dt.date.fromisoformat(as_of)).known[measure, period][unit] == 62
    key = ("reporter_id", "period_id", "measure_id", "subject_id")
    told = published(tiny, "observation_known", key, ("value", "correction_no"), as_of)
    assert told[unit, period, measure, unit] == {"value": 62, "correction_no": None}


def test_the_witness_imports_nothing_of_the_product():
    for name in ("witness", "archive_facts", "screens", "findings"):
        tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text("utf-8"))
        modules = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        modules += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
        assert not [m for m in modules if m.split(".")[0] in ("etl", "app", "pages", "duckdb")]


def test_neighbouring_districts_are_shown_and_in_no_block_or_root(demo):
    """Their table came in; what is counted at every level above a unit is as without them."""
    witness = Witness(demo, dt.date.fromisoformat(DAYS[-1]))
    outside = {u for u, r in witness.office.units.items() if r["role"] == "external"}
    rows = published(demo, "indicator_value", STATUS_KEY[:4], ("value",), DAYS[-1])
    shown = {k[2] for k, r in rows.items() if k[1] == "unit" and r["value"] is not None}
    assert len(shown & outside) == 8
    scopes = [s for p in witness.office.periods for s in witness.scopes(p)]
    assert not [s for s in scopes if s.type != "unit" and outside & set(s.members)]
    key = ("CCHC-01b", "root", witness.office.root, "2022-Y")
    assert float(rows[key]["value"]) == 76.54

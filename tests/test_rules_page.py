"""The page of rules is what the table says, and the table says where each rule is raised."""

import re
from pathlib import Path

import duckdb
import pytest

from etl.build import SQL
from etl.rules import LIMITS, RULES
from etl.rules_page import STAGES, page

ETL = SQL.parent
CODE = {
    "file": ("guard*.py", "read*.py", "worker.py", "intake.py"),
    "report": ("check*.py", "clean.py", "numbers.py"),
    "journal": ("decide.py",),
    "cross": ("sql/macros_check*.sql",),
}
BUILT = {"cell-error", "cell-formula"}  # f"cell-{cell.type}"
OF_FILES = {"early_days", "late_days"}  # asked where a file is checked, not in SQL
PROMISED = {f"V{n}" for n in range(1, 17)}


def test_the_page_is_up_to_date() -> None:
    """If not: python -m etl.rules_page"""
    path = Path(__file__).parents[1] / "docs" / "rules.md"
    assert path.read_text("utf-8") == page()


@pytest.mark.parametrize("stage", STAGES)
def test_a_rule_is_raised_where_the_table_says(stage: str) -> None:
    code = "\n".join(p.read_text("utf-8") for g in CODE[stage] for p in sorted(ETL.glob(g)))
    mine = {r.rule_id for r in RULES.values() if r.raised == stage} - BUILT
    assert mine
    assert not {r for r in mine if not re.search(f"[\"']{r}[\"']", code)}


def test_the_table_is_whole() -> None:
    lines = (ETL / "rules.csv").read_text("utf-8").splitlines()[1:]
    assert len(lines) == len(RULES)  # no rule twice
    for rule in RULES.values():
        assert rule.raised in STAGES
        assert rule.severity in ("error", "warning", "note")
        assert 0 < len(rule.title_vi) <= 40
        assert 0 < len(rule.title_en) <= 40
        assert rule.message_vi
        assert rule.message_en
    for titles in ([r.title_vi for r in RULES.values()], [r.title_en for r in RULES.values()]):
        assert len(set(titles)) == len(titles)  # findings are counted by title
    assert {r.origin for r in RULES.values()} - {""} == PROMISED


def test_sentences_of_rules_between_reports_have_the_same_places_in_both_languages() -> None:
    for rule in (r for r in RULES.values() if r.raised == "cross"):
        places = [sorted(re.findall(r"{\w+}", m)) for m in (rule.message_vi, rule.message_en)]
        assert places[0] == places[1], rule.rule_id
        assert set(places[0]) <= {"{measure}", "{value}", "{other}", "{what}"}


def test_limits_are_the_same_in_sql_and_on_the_page() -> None:
    con = duckdb.connect()
    con.execute("create table setting (setting varchar, value varchar)")
    sql = (SQL / "macros_check.sql").read_text("utf-8")
    con.execute(re.search(r"create macro check_limit.*?;", sql, re.DOTALL)[0])
    found = con.execute("from check_limit()")
    row = dict(zip((d[0] for d in found.description), found.fetchone(), strict=True))
    assert row == {n: d for n, (d, _) in LIMITS.items() if n not in OF_FILES}

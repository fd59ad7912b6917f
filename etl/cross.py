"""Findings between reports, asked of a published file: what new reports raised, what stands."""

import datetime as dt
from pathlib import Path
from typing import Any

from etl.output import Output, Usage
from etl.rules import RULES

# The newest entry a finding rests on tells which load raised it.
RAISED = """
    select c.rule_id as rule, c.severity, c.journal_no, u.name_vi as unit, p.period_id as period,
        c.sheet, c.cell, c.value_vi as value, c.message_vi as message, c.message_en
    from cross_told($day) c
    left join unit u on u.unit_id = c.reporter_id
    left join period p on p.period_id = c.period_id
    where list_contains($numbers, c.since_no) and c.journal_no is not null
    order by u.sort, p.to_date, c.rule_id, c.sheet, c.cell
"""
STANDS = """
    select count(*) from cross_finding($day)
    where journal_no = $number and rule_id = $rule
        and ($cell is null or (sheet = $sheet and cell = $cell))
"""


class OtherVersion(Usage):
    """The file was published by another version of the program, whose rules are not these."""


def is_cross(rule_id: str) -> bool:
    """Whether a rule holds reports against each other: its findings stand in no entry."""
    return rule_id in RULES and RULES[rule_id].raised == "cross"


def stands(published: Path, day: dt.date, asked: dict[str, Any]) -> bool:
    """Whether a finding to be accepted stands on that day."""
    import duckdb  # here: most commands never ask

    given = {"day": day, "number": asked["report"], "rule": asked["rule"]}
    given |= {n: asked.get(n) for n in ("sheet", "cell")}
    with duckdb.connect(str(published), read_only=True) as con:
        same_version(con)
        row = con.execute(STANDS, given).fetchone()
    return bool(row and row[0])


def tell(found: list[dict[str, Any]], out: Output) -> None:
    """One line a finding; people are not told notes."""
    for row in found:
        out.record(type="finding", **row)
        if row["severity"] != "note":
            about = ", ".join(row[n] for n in ("unit", "period", "sheet", "cell") if row[n])
            out.say(f"cảnh báo: {about}: {row['message']}")


def same_version(con: Any) -> None:
    """Raise OtherVersion where a file was not published by this version."""
    from etl.build import code_hash

    row = con.execute("select code from build").fetchone()
    if row is None or row[0] != code_hash():
        raise OtherVersion(
            "Bản số liệu đang dùng do phiên bản khác của chương trình lập nên chưa so được với các "
            "báo cáo khác; hãy chạy «python -m etl build» trước."
        )


def ask_raised(con: Any, day: dt.date, numbers: list[int]) -> list[dict[str, Any]]:
    """What reports entered under these numbers raised, as known on a day."""
    found = con.execute(RAISED, {"day": day, "numbers": numbers})
    names = [d[0] for d in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

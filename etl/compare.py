"""What differs between two journal numbers: figures, statuses that moved, and what moved them."""

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from etl.build import build_file
from etl.correct import EMPTY
from etl.journal import Entry, Journal
from etl.place import ZONE, Place

# One row a cell in force: the value and what put it there, an act before a report.
VALUES = """
    select o.reporter_id, o.period_id, o.measure_id, o.subject_id, o.value,
        o.journal_no, coalesce(o.correction_no, o.journal_no) as cause
    from observation_known($day) o
    where o.value is not null
"""
# One row an indicator at the root and at each block; where less is better the screens have words
# of their own for some statuses.
STATUSES = """
    select s.scope_type, s.scope_id, s.period_id, s.indicator_id, s.value, s.status,
        case
            when s.status = 'exceeded' and i.direction = 'lower' then 'better'
            when s.status in ('slow', 'very_slow', 'not_met') and i.direction = 'lower'
                and k.is_accumulated
            then if(s.value > s.target, 'over', 'above')
            else s.status
        end as word
    from indicator_status($day) s
    join indicator i using (indicator_id)
    join indicator_nature k using (indicator_id)
    where s.is_plan_year and s.scope_type in ('root', 'block')
"""
# Which measures make an indicator, and which units a level counts: to name what moved a status.
LINKS = """
    select distinct t.indicator_id, t.measure_id, s.scope_type, s.scope_id, s.period_id,
        s.unit_id as subject_id
    from term t cross join scope_unit s where s.scope_type in ('root', 'block')
"""
VALUES_CHANGED = """
    select coalesce(a.reporter_id, b.reporter_id) as reporter,
        coalesce(a.period_id, b.period_id) as period,
        coalesce(a.measure_id, b.measure_id) as measure,
        coalesce(a.subject_id, b.subject_id) as subject,
        a.value as before, b.value as after,
        case when a.value is null then 'new' when b.value is null then 'gone' else 'corrected' end
            as change,
        coalesce(b.cause, a.cause) as journal_no, a.journal_no as old_report
    from old_value a
    full join new_value b using (reporter_id, period_id, measure_id, subject_id)
    where a.value is distinct from b.value
    order by all
"""
STATUSES_MOVED = """
    with moved as (
        select scope_type, scope_id, period_id, indicator_id,
            a.status as before, b.status as after, a.value as value_before, b.value as value_after,
            a.word as word_before, b.word as word_after
        from old_status a
        full join new_status b using (scope_type, scope_id, period_id, indicator_id)
        where a.status is distinct from b.status
    )
    select m.scope_type, m.scope_id as scope, m.period_id as period, m.indicator_id as indicator,
        m.before, m.after, m.value_before, m.value_after, m.word_before, m.word_after,
        list_sort(list_distinct(list(c.journal_no) filter (c.journal_no is not null))) as journal_no
    from moved m
    left join new_link l using (scope_type, scope_id, period_id, indicator_id)
    left join changed c
        on c.period = m.period_id and c.measure = l.measure_id and c.subject = l.subject_id
    group by all
    order by all
"""


@dataclass(frozen=True)
class Difference:
    """Rows as dictionaries, in a fixed order; statuses as codes and by the word of the screens."""

    values: list[dict[str, Any]]
    statuses: list[dict[str, Any]]


def compare(place: Place, journal: Journal, since: int, today: dt.date) -> Difference:
    """What the screens showed when the journal stood at `since`, against what they show today."""
    with tempfile.TemporaryDirectory(prefix="emulation-") as folder, duckdb.connect() as con:
        days = {"old": (since, _day_of(journal.entries[since - 1])), "new": (journal.last, today)}
        for name, (upto, day) in days.items():
            path = Path(folder) / f"{name}.duckdb"
            build_file(place, journal, upto, path)
            for table, rows in _read(path, day).items():
                con.register(f"{name}_{table}", rows)
        con.execute(f"create temp table changed as {VALUES_CHANGED}")
        values = _rows(con, "select * from changed order by all")
        statuses = _rows(con, STATUSES_MOVED)
    for row in values:
        if row["change"] == "gone":
            row["journal_no"] = _withdrawal(journal, since, row["old_report"])
        del row["old_report"]
    return Difference(values, statuses)


def _day_of(entry: Entry) -> dt.date:
    return dt.datetime.fromisoformat(entry["recorded_at"]).astimezone(ZONE).date()


def _read(path: Path, day: dt.date) -> dict[str, pa.Table]:
    with duckdb.connect(str(path), read_only=True) as con:
        return {
            "value": con.execute(VALUES, {"day": day}).to_arrow_table(),
            "status": con.execute(STATUSES, {"day": day}).to_arrow_table(),
            "link": con.execute(LINKS).to_arrow_table(),
        }


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    found = con.execute(query)
    names = [d[0] for d in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _withdrawal(journal: Journal, since: int, report: int) -> int:
    """The act that took a report, or a figure that an act had put into an empty cell, away;
    the report itself where another one took its place.
    """
    acts = (e for e in journal.entries[since:] if e.get("report") == report)
    taken = [e["number"] for e in acts if e["act"] == "withdraw" or e.get("value") == EMPTY]
    return taken[-1] if taken else report

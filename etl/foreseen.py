"""What reports would do if they were taken in: asked of a copy of the published file with them in.

The copy is asked by the macros of which the screens are made: what is told is what they would say.
"""

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from etl import standing
from etl.cross import OtherVersion, ask_raised, same_version
from etl.inbox import Incoming
from etl.output import Output
from etl.report import Report

Good = tuple[Incoming, Report]  # a file that would be accepted, and what was read in it
KINDS = ("new", "changed", "gone", "unchanged")
# What is in force now.
BEFORE = """
    create temp table before as
    select reporter_id, period_id, measure_id, subject_id, value from observation_known($day)
"""
# One row a figure that one of them puts in force, with what it takes the place of.
FIGURES = """
    select n.journal_no, n.measure_id as measure, n.subject_id as subject, n.sheet, n.cell,
        b.value as before, n.value as now,
        case when b.value is null then 'new' when n.value is null then 'gone'
            when b.value = n.value then 'unchanged' else 'changed' end as kind
    from observation_known($day) n
    left join before b using (reporter_id, period_id, measure_id, subject_id)
    where n.journal_no > $last and (b.value is not null or n.value is not null)
    order by n.journal_no, n.sheet, n.cell
"""


@dataclass(frozen=True)
class Foreseen:
    """What they would raise, held against others, and which figures each would put in force."""

    findings: list[dict[str, Any]]
    figures: list[dict[str, Any]]  # one a file, in the order given


def foresee(published: Path, day: dt.date, good: list[Good], upto: int) -> Foreseen:
    """Ask a copy; raise OtherVersion where the file was made by other rules than these, or where
    the journal, now at `upto`, tells of more than it holds.
    """
    if not good:
        return Foreseen([], [])
    with _copied(published) as con:
        same_version(con)
        last = con.execute("select journal_no from build").fetchone()[0]
        if last != upto:
            raise OtherVersion(
                f"Bản số liệu đang dùng theo sổ nhật ký đến số {last}, sổ đã đến số {upto}, nên "
                "chưa nói trước được số liệu nào sẽ đổi; hãy chạy «python -m etl build» trước."
            )
        numbers = [last + n for n in range(1, len(good) + 1)]
        asked = {"day": day, "last": last}
        con.execute(BEFORE, {"day": day})
        _take_in(con, dict(zip(numbers, good, strict=True)))
        found = con.execute(FIGURES, asked)
        names = [d[0] for d in found.description]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        stands = standing.ask(con, day, numbers)
        figures = [
            _about(g[0].path.name, stands[n], [r for r in rows if r["journal_no"] == n], last)
            for n, g in zip(numbers, good, strict=True)
        ]
        return Foreseen(ask_raised(con, day, numbers), figures)


@contextmanager
def _copied(published: Path) -> Iterator[Any]:
    import duckdb  # here: most commands never ask

    with TemporaryDirectory() as folder:
        copy = Path(folder) / published.name
        shutil.copyfile(published, copy)
        with duckdb.connect(str(copy)) as con:
            yield con


def _take_in(con: Any, reports: dict[int, Good]) -> None:
    """Enter them as if the journal went on with them."""
    from etl.fill import fill

    measures = {m for (m,) in con.execute("select measure_id from measure").fetchall()}
    fill(con, "report", (_report_row(n, *good) for n, good in reports.items()))
    values = (o for n, (_, r) in reports.items() for o in _observed(n, r, measures))
    fill(con, "observation", values)


def _about(
    name: str, stands: dict[str, Any], rows: list[dict[str, Any]], last: int
) -> dict[str, Any]:
    """Counts of one file's figures, and those that would take another's place."""
    current = stands["current_no"]
    behind = f"số {current}" if current <= last else f"tệp «{stands['current_file']}»"
    counts = Counter(r["kind"] for r in rows)
    changes = [
        {k: v for k, v in r.items() if k not in ("journal_no", "kind")}
        for r in rows
        if r["kind"] in ("changed", "gone")
    ]
    return {
        "file": name, "is_current": stands["is_current"], **{k: counts[k] for k in KINDS},
        "why": f"{behind}: {why}" if (why := standing.reason(stands)) else "", "changes": changes,
    }  # fmt: skip


def tell_figures(figures: list[dict[str, Any]], out: Output) -> None:
    """One line a file: how many figures are new, how many take another's place."""
    for row in figures:
        out.record(type="figures", **row)
        said = "{new} số mới, {changed} số thay đổi, {gone} số bị bỏ trống, {unchanged} giữ nguyên"
        if not row["is_current"]:
            said = "chưa thay lần nộp đang dùng là {why}"
        out.say(f"  {row['file']}: {said.format(**row)}.")


def _report_row(number: int, incoming: Incoming, report: Report) -> tuple[Any, ...]:
    identity = (number, report.form_id, report.reporter_id, report.period_id, 0)
    paper = (report.paper_number, report.paper_date, report.signatory, report.is_official)
    return (*identity, *paper, incoming.received, 0, 0, incoming.path.name, "", "", number)


def _observed(number: int, report: Report, measures: set[str]) -> list[tuple[Any, ...]]:
    """Rows of table observation; measures that the file leaves out are left out here too."""
    who = (number, report.reporter_id, report.period_id)
    return [
        (*who, item, subject, value, state, raw, sheet, cell)
        for section, _, item, subject, value, _, state, raw, sheet, cell in report.values
        if section in ("results", "criteria") and item in measures
    ]

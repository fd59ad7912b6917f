"""Writing the forms of a whole period, in as many processes as pay for their start."""

import io
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from etl.catalog import Catalog
from etl.files import temporary_name
from etl.form_layout import layout
from etl.known import Known
from etl.lean import and_clear_away, clear_away_seldom, leave_out
from etl.worker import end_with_parent

ALONE = 24  # so many forms take about as long as starting another process
_held: dict[str, Catalog] = {}


@dataclass(frozen=True)
class Job:
    """One form to write."""

    form_id: str
    reporter_id: str
    period_id: str
    known: Known
    target: Path


def file_name(form_id: str, reporter_id: str, period_id: str) -> str:
    """The name under which a form is handed out; the intake knows it again."""
    return f"{form_id}_{reporter_id}_{period_id}.xlsx"


def write_all(catalog: Catalog, jobs: list[Job]) -> Iterator[Path]:
    """Paths in order, each as soon as its form is written."""
    count = min(os.cpu_count() or 1, len(jobs) // ALONE)
    if count < 2:
        for job in jobs:
            yield _write(catalog, job)
        return
    with ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_start, initargs=(catalog,)
    ) as pool:
        yield from pool.map(_write_held, jobs, chunksize=4)


def _start(catalog: Catalog) -> None:
    end_with_parent()
    leave_out()
    import etl.forms  # noqa: F401 - here and not above: the parent need not load openpyxl

    _held["catalog"] = catalog
    clear_away_seldom()


def _write_held(job: Job) -> Path:
    return and_clear_away(lambda: _write(_held["catalog"], job))


def _write(catalog: Catalog, job: Job) -> Path:
    from etl.forms import write_form

    form = layout(catalog, job.form_id, job.reporter_id, job.period_id)
    whole = io.BytesIO()
    write_form(catalog, form, job.known).save(whole)
    temporary = temporary_name(job.target.parent, "form")
    try:
        temporary.write_bytes(whole.getvalue())
        temporary.replace(job.target)
    finally:
        temporary.unlink(missing_ok=True)
    return job.target

"""Publishing a build: written aside, verified, then named where no file has that name yet."""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from etl import failpoints
from etl.build import BuildFailed, build_file, code_hash, content_hash
from etl.catalog import Catalog
from etl.files import make_folder, publish_name, sweep, temporary_name
from etl.journal import Journal
from etl.place import BUILD, Place
from etl.published import about, content_of

KEPT = 5


@dataclass(frozen=True)
class Build:
    """One published file."""

    path: Path
    journal_no: int
    content_hash: str
    answer: "Future[Any] | None" = None  # to what was asked while it was verified

    @property
    def id(self) -> str:
        return self.path.stem.removeprefix("emulation-")

    def record(self) -> dict[str, Any]:
        """How results of commands name it."""
        return {
            "build": self.id,
            "path": str(self.path),
            "hash": self.content_hash,
            "journal_no": self.journal_no,
        }


def publish(
    place: Place,
    journal: Journal,
    catalog: Catalog | None = None,
    ask: Callable[[Path], Any] = lambda _: None,
) -> Build:
    """Build from the journal as it stands and publish; an identical current build is kept.

    `ask` is asked of the file while that is verified; both only read it. Where that fails, whoever
    takes the answer is told: the build is published all the same.
    """
    make_folder(place.published)
    sweep(place.published, place.journal, place.originals, place.parsed)
    upto = journal.last
    temporary = temporary_name(place.published, "build")
    try:
        content = build_file(place, journal, upto, temporary, catalog)
        same = _same(place, upto, content)
        if same is not None:
            with ThreadPoolExecutor(1) as beside:
                return replace(same, answer=beside.submit(ask, same.path))
        with ThreadPoolExecutor(1) as beside:
            asked = beside.submit(ask, temporary)
            verify_file(temporary)
        failpoints.reach("build-verified")
        _flush(temporary)
        final = _name(place, temporary, upto)
    finally:
        _leave_nothing(temporary)
    failpoints.reach("published")
    _forget(place.builds()[:-KEPT])
    return Build(final, upto, content, asked)


def publish_earlier(place: Place, journal: Journal, upto: int) -> Build:
    """The build of an old journal number: as this version of the program made it before, or anew.

    Of those that were made last `KEPT` stay.
    """
    final = place.earlier / f"emulation-{upto:08d}-{code_hash()}.duckdb"
    make_folder(place.earlier)
    sweep(place.earlier)
    content = content_of(final) if final.exists() else None
    if content is not None and file_content(final) == content:
        return Build(final, upto, content)
    final.unlink(missing_ok=True)  # it was damaged
    try:
        content = build_aside(place, journal, upto, final)
    except FileExistsError:  # somebody else was first, with the same content
        content = content_of(final) or ""
    made = sorted(place.earlier.glob("*.duckdb"), key=lambda p: p.stat().st_mtime)
    _forget(made[:-KEPT])
    return Build(final, upto, content)


def build_aside(place: Place, journal: Journal, upto: int, final: Path) -> str:
    """Build an old journal number beside its final name, which it gets whole or never.

    FileExistsError where the name was taken meanwhile.
    """
    temporary = temporary_name(final.parent, "build")
    try:
        content = build_file(place, journal, upto, temporary)
        _flush(temporary)
        publish_name(temporary, final)
    finally:
        _leave_nothing(temporary)
    return content


def _same(place: Place, upto: int, content: str) -> Build | None:
    current = place.builds()[-1:]
    if not current or int(current[0].name[10:18]) != upto:
        return None
    if about(current[0]) != (content, code_hash()):
        return None
    # A byte may have flipped since: what the file says of itself is not enough.
    is_sound = file_content(current[0]) == content
    return Build(current[0], upto, content) if is_sound else None


def file_content(path: Path) -> str | None:
    """The content hash computed anew from a published file; None where it cannot be read."""
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            return content_hash(con)
    except duckdb.Error:
        return None


def _name(place: Place, temporary: Path, upto: int) -> Path:
    taken = [
        int(m[2])
        for p in place.published.iterdir()
        if (m := BUILD.match(p.name)) and int(m[1]) == upto
    ]
    k = max(taken, default=0) + 1
    while True:
        final = place.published / f"emulation-{upto:08d}-{k}.duckdb"
        try:
            publish_name(temporary, final)
            return final
        except FileExistsError:
            k += 1


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _leave_nothing(temporary: Path) -> None:
    for left in (temporary, temporary.with_name(f"{temporary.name}.wal")):
        left.unlink(missing_ok=True)


def _forget(old: list[Path]) -> None:
    for path in old:
        try:
            path.unlink()
        except OSError:
            continue  # Windows refuses while somebody reads it; the next build tries again


# What must hold of every file before anybody sees it: (what is wrong, query counting it).
INVARIANTS = {
    "báo cáo không có giá trị nào": """
        select count(*) from report r
        where r.cells <> (select count(*) from observation o where o.journal_no = r.journal_no)""",
    "giá trị của đơn vị không có trong danh mục": """
        select count(*) from observation where subject_id not in (select unit_id from unit)""",
    "số liệu không có trong danh mục": """
        select count(*) from observation
        where measure_id not in (select measure_id from measure)""",
    "một ô có hai giá trị trong một lần nộp": """
        select count(*) from (
            select 1 from observation
            group by journal_no, measure_id, subject_id having count(*) > 1)""",
    "một số liệu của một đơn vị ở hai biểu": """
        select count(*) from (
            select 1 from observation_known(date '9999-12-31')
            group by reporter_id, period_id, measure_id, subject_id having count(*) > 1)""",
    "đơn vị ở hai khối của cùng hệ thống": """
        select count(*) from (
            select 1 from scope_unit where scope_type = 'block'
            group by scheme_id, unit_id, period_id having count(*) > 1)""",
    "ô phải nộp bị hỏi hai lần": """
        select count(*) from (
            select 1 from expected_cell where is_authority
            group by period_id, measure_id, subject_id having count(*) > 1)""",
    "phủ báo cáo trên 100 %": """
        select count(*) from indicator_value(date '9999-12-31')
        where reporting_count > expected_count or expected_count > applicable_count""",
}


def verify_file(path: Path) -> None:
    """Raise BuildFailed naming every invariant that does not hold."""
    with duckdb.connect(str(path), read_only=True) as con:
        broken = [
            f"{what}: {row[0]}"
            for what, query in INVARIANTS.items()
            if (row := con.execute(query).fetchone()) and row[0]
        ]
    if broken:
        raise BuildFailed("Phiên bản số liệu không qua kiểm tra: " + "; ".join(broken))

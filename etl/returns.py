"""What goes back to the units: a marked copy of each returned file, one summary, one archive.

Workbooks are written by the children: this process need not load openpyxl.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.catalog import Catalog
from etl.job import Job
from etl.journal import Entry
from etl.output import Output

if TYPE_CHECKING:
    from etl.worker import Workers

_ODD = re.compile(r"[^\w.() -]+")


@dataclass(frozen=True)
class Returned:
    """One file to go back: its number or place in the batch, name, bytes and findings."""

    number: int
    name: str
    content: bytes
    findings: list[dict[str, Any]]
    report: dict[str, Any]  # who and which period, as the journal says; empty where unknown

    @property
    def copy_name(self) -> str:
        """A name that no other copy bears, made of what was sent."""
        kind = ".xlsm" if self.name.lower().endswith(".xlsm") else ".xlsx"
        return f"{self.number:05}-{_ODD.sub('_', Path(self.name).stem)[:80]}-can-sua{kind}"

    def count(self, severity: str) -> int:
        return sum(f["severity"] == severity for f in self.findings)


def names_cells(entry: Entry) -> bool:
    """Whether a refused file can be marked: what no reader was given holds no cell to colour.

    So a bomb that the guard turned away is not opened here either.
    """
    return any(f["cell"] for f in entry["findings"])


def prepare(
    files: list[Returned], catalog: Catalog, workers: "Workers"
) -> tuple[list[Returned], Iterator[bytes]]:
    """Give the children all that is to be written: the copies, and behind several their summary.

    Whoever asked may do something else meanwhile.
    """
    jobs = [Job(f.content, f.findings, f.name) for f in files]
    lines = [
        (*_whose(f, catalog), f.name, f.count("error"), f.count("warning"), f.copy_name)
        for f in files
    ]
    return files, workers.write([*jobs, Job(lines=lines)] if len(files) > 1 else jobs)


def send_back(folder: Path, prepared: tuple[list[Returned], Iterator[bytes]], out: Output) -> None:
    """Write what was prepared into a folder, and for more than one file an archive of it."""
    files, written = prepared
    if not files:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with out.bar(len(files), "Tệp trả lại") as bar:
        for file in files:
            (folder / file.copy_name).write_bytes(next(written))
            out.record(type="returned", file=file.name, path=str(folder / file.copy_name))
            bar.step()
    where = folder / files[0].copy_name
    if len(files) > 1:
        span = f"{files[0].number:05}-{files[-1].number:05}"
        summary, where = folder / f"tong-hop-{span}.xlsx", folder / f"tra-lai-{span}.zip"
        summary.write_bytes(next(written))
        with zipfile.ZipFile(where, "w") as archive:  # workbooks are packed already
            for path in (summary, *(folder / f.copy_name for f in files)):
                archive.write(path, path.name)
        out.record(type="returned-all", summary=str(summary), archive=str(where))
    out.say(f"Bản đã đánh dấu lỗi để gửi trả: {where}")


def _whose(file: Returned, catalog: Catalog) -> tuple[str, str]:
    if not file.report:
        return "", ""
    unit = catalog.units[file.report["reporter_id"]]["name_vi"]
    return unit, catalog.periods[file.report["period_id"]]["title_vi"]

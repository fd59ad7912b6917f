"""What goes back to the units: a marked copy of each returned file, one summary, one archive."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.catalog import Catalog
from etl.journal import Entry
from etl.output import Output

HEADS = ("Đơn vị", "Kỳ", "Tệp đã gửi", "Lỗi", "Cảnh báo", "Tệp trả lại")
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


def send_back(
    folder: Path, files: list[Returned], copies: Iterator[bytes], catalog: Catalog, out: Output
) -> None:
    """Write the copies into a folder, and for more than one a summary and an archive of them."""
    if not files:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with out.bar(len(files), "Tệp trả lại") as bar:
        for file, copy in zip(files, copies, strict=True):
            (folder / file.copy_name).write_bytes(copy)
            out.record(type="returned", file=file.name, path=str(folder / file.copy_name))
            bar.step()
    where = folder / files[0].copy_name
    if len(files) > 1:
        span = f"{files[0].number:05}-{files[-1].number:05}"
        summary, where = folder / f"tong-hop-{span}.xlsx", folder / f"tra-lai-{span}.zip"
        _summary(files, catalog, summary)
        with zipfile.ZipFile(where, "w") as archive:  # workbooks are packed already
            for path in (summary, *(folder / f.copy_name for f in files)):
                archive.write(path, path.name)
        out.record(type="returned-all", summary=str(summary), archive=str(where))
    out.say(f"Bản đã đánh dấu lỗi để gửi trả: {where}")


def _summary(files: list[Returned], catalog: Catalog, target: Path) -> None:
    from openpyxl import Workbook  # here: only who returns several files needs it
    from openpyxl.styles import Font

    from etl.marked import printable

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Tệp trả lại"
    sheet.append(HEADS)
    for row, file in enumerate(files, 2):
        values = (*_whose(file, catalog), file.name, file.count("error"), file.count("warning"))
        for column, value in enumerate((*values, file.copy_name), 1):
            cell: Any = sheet.cell(row, column)
            cell.value = printable(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # a file's name that begins with = stays text
    for letter, width in zip("ABCDEF", (44, 24, 44, 8, 10, 60), strict=True):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:F{len(files) + 1}"
    book.save(target)


def _whose(file: Returned, catalog: Catalog) -> tuple[str, str]:
    if not file.report:
        return "", ""
    unit = catalog.units[file.report["reporter_id"]]["name_vi"]
    return unit, catalog.periods[file.report["period_id"]]["title_vi"]

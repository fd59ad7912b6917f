"""Saving a workbook of the demo district as the same bytes at any time."""

import datetime as dt
import zipfile
from os import PathLike
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

STAMP = (2022, 1, 1, 0, 0, 0)


class _Archive(zipfile.ZipFile):
    """A zip whose entries carry no clock, so that the same workbook is the same bytes."""

    def writestr(self, name: Any, data: Any, *_: Any, **__: Any) -> None:
        entry = zipfile.ZipInfo(str(name), STAMP)
        entry.compress_type = zipfile.ZIP_DEFLATED
        super().writestr(entry, data, compresslevel=1)

    def write(self, filename: str | PathLike[str], arcname: Any = None, *_: Any, **__: Any) -> None:
        self.writestr(arcname, Path(filename).read_bytes())


def save(book: Workbook, path: Path) -> None:
    """Save without the time of saving."""
    book.properties.creator = "demo"
    book.properties.created = book.properties.modified = dt.datetime(*STAMP)
    with _Archive(path, "w") as archive:
        ExcelWriter(book, archive).save()

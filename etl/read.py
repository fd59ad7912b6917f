"""A workbook as one list of cells, whatever the format: sheet, address, raw value, type.

The door: the content tells which room reads it. Only text has no mark of its own, and is read as
such where the file's name says so.
"""

import io
import zipfile

from etl.cells import PARSER_VERSION, Book, Cell, Unreadable
from etl.read_csv import read_csv
from etl.read_ods import read_ods
from etl.read_xls import read_xls
from etl.read_xlsx import read_xlsx

__all__ = ["PARSER_VERSION", "Book", "Cell", "Unreadable", "read_workbook"]

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXTS = (".csv", ".txt")


def read_workbook(content: bytes, suffix: str = ".xlsx") -> Book:
    """All non-empty cells by sheet name and (row, column); raise Unreadable."""
    if content.startswith(OLE):
        return read_xls(content)
    if content.startswith(ZIP):
        return read_ods(content) if _is_ods(content) else read_xlsx(content)
    if suffix in TEXTS:
        return read_csv(content)
    raise Unreadable("not-xlsx")


def _is_ods(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable("not-xlsx") from error
    return "content.xml" in names and "[Content_Types].xml" not in names

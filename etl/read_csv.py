"""Reading .csv and .txt: Unicode only, every cell a text, no separator guessed."""

import codecs
import csv
import io
from collections.abc import Iterator

from etl.cells import Book, Cell, Unreadable, letters_of

SHEET = "CSV"
DELIMITERS = (";", ",", "\t")
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_csv(content: bytes) -> Book:
    """The one table of a text file; raise Unreadable."""
    text = _decoded(content)
    said, text = _said_delimiter(text)
    cells = {}
    try:
        for row, line in enumerate(_lines(text, said or _delimiter(text)), 1):
            for column, value in enumerate(line, 1):
                if value:
                    address = f"{letters_of(column)}{row}"
                    cells[row, column] = Cell(row, column, address, value, "text", "@")
    except (csv.Error, ValueError) as error:
        raise Unreadable("not-xlsx") from error
    return Book({SHEET: cells})


def _decoded(content: bytes) -> str:
    """Text of a file in UTF-8, or in UTF-16 with its mark; raise Unreadable.

    A file in TCVN3, VNI or windows-1258 does not tell which, and would read as other letters.
    """
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unreadable("csv-encoding") from error
    if "\0" in text:
        raise Unreadable("csv-encoding")  # UTF-16 without its mark
    return text


def _said_delimiter(text: str) -> tuple[str | None, str]:
    """Excel's own first line `sep=;`, which it does not count as a line of the table."""
    first, end, rest = text.partition("\n")
    said = first.rstrip("\r")
    if said[:4].lower() == "sep=" and len(said) == 5:
        return said[4], rest if end else ""
    return None, text


def _delimiter(text: str) -> str:
    """The only separator that cuts all lines alike, or the only one there is; raise Unreadable."""
    widths = {d: _widths(text, d) for d in DELIMITERS}
    cutting = [d for d in DELIMITERS if max(widths[d], default=1) > 1]
    regular = [d for d in cutting if len(widths[d]) == 1]
    if len(regular) == 1:
        return regular[0]
    if len(cutting) > 1:
        raise Unreadable("csv-delimiter")
    return cutting[0] if cutting else DELIMITERS[0]


def _widths(text: str, delimiter: str) -> set[int]:
    """Numbers of columns of the lines that hold something; none where quotes do not fit."""
    try:
        return {len(line) for line in _lines(text, delimiter) if any(line)}
    except csv.Error:
        return set()


def _lines(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

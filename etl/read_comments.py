"""Comments on cells of an .xlsx, which no report is read from: whose are told, ours are not."""

import io
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from etl.form_layout import AUTHORS
from etl.xlsx_package import MAIN, Package

REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
KIND = b"comments"  # stands in the name of their part, and names of parts are not compressed


def commented(content: bytes) -> dict[str, dict[str, str]]:
    """Comments of others by sheet and cell; the file has been read before."""
    if not content.startswith(b"PK") or KIND not in content:
        return {}
    try:
        return _of_book(content)
    except (zipfile.BadZipFile, zlib.error, ParseError, EOFError, LookupError, OSError,
            NotImplementedError, RuntimeError, ValueError):  # fmt: skip
        return {}  # no reader of figures needs them


def _of_book(content: bytes) -> dict[str, dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "[Content_Types].xml" not in archive.namelist():
            return {}
        package = Package(archive)
        [top] = [part for kind, part in package.relations("").values() if kind == "officeDocument"]
        related = package.relations(top)
        found = {}
        for about in package.part(top, f"{MAIN}workbook").iterfind(f"{MAIN}sheets/{MAIN}sheet"):
            part = related.get(about.get(REL_ID, ""))
            cells = _of_sheet(package, part[1]) if part else {}
            if cells:
                found[about.attrib["name"]] = cells
        return found


def _of_sheet(package: Package, part: str) -> dict[str, str]:
    try:
        related = package.relations(part)
    except KeyError:  # a sheet that refers to nothing
        return {}
    parts = [_of_part(package, name) for kind, name in related.values() if kind == "comments"]
    return {cell: said for part in parts for cell, said in part.items()}


def _of_part(package: Package, name: str) -> dict[str, str]:
    root = package.part(name, f"{MAIN}comments")
    authors = [each.text or "" for each in root.iterfind(f"{MAIN}authors/{MAIN}author")]
    told = root.iterfind(f"{MAIN}commentList/{MAIN}comment")
    return {
        each.attrib["ref"]: "".join(text.itertext())
        for each in told
        if authors[int(each.get("authorId", "0"))] not in AUTHORS
        and (text := each.find(f"{MAIN}text")) is not None
    }

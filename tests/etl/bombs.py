"""Files made to break a reader, each with the rule that must refuse it (faults F-30).

Big ones are written from one compressed block many times over, so that making them costs nothing.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MB = 1 << 20
SHEET, STRINGS = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True)
class Entry:
    """One entry of a zip as its headers tell of it, true or not."""

    name: bytes
    packed: bytes
    size: int
    crc: int
    method: int = zipfile.ZIP_DEFLATED
    flags: int = 0
    local_name: bytes | None = None
    at: int | None = None  # another entry's place


def entry(name: str, content: bytes | str, **more) -> Entry:
    data = content.encode() if isinstance(content, str) else content
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    given = {"size": len(data), "crc": zlib.crc32(data)} | more
    return Entry(name.encode(), packed, **given)


def repeated(name: str, block: bytes, times: int, before: bytes = b"", after: bytes = b"") -> Entry:
    """An entry of `times` blocks, compressed once: gigabytes in no time."""
    packed, crc = b"", 0
    for piece, count in ((before, 1), (block, times), (after, 1)):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed += (packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)) * count
        for _ in range(count):
            crc = zlib.crc32(piece, crc)
    size = len(before) + len(block) * times + len(after)
    return Entry(name.encode(), packed + b"\x03\x00", size, crc)


def written(entries: Iterable[Entry]) -> bytes:
    """A zip whose headers say what they are told to."""
    out, directory, number = bytearray(), bytearray(), 0
    for e in entries:
        sizes = (e.crc, len(e.packed), min(e.size, 0xFFFFFFFE))
        place = len(out) if e.at is None else e.at
        if e.at is None:
            name = e.name if e.local_name is None else e.local_name
            out += struct.pack(
                "<4s5H3L2H", b"PK\3\4", 20, e.flags, e.method, 0, 33, *sizes, len(name), 0
            )
            out += name + e.packed
        directory += struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 20, 20, e.flags, e.method, 0, 33, *sizes, len(e.name),
            0, 0, 0, 0, 0, place,
        ) + e.name  # fmt: skip
        number += 1
    counts = (number & 0xFFFF, number & 0xFFFF)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, *counts, len(directory), len(out), 0)
    return bytes(out + directory + end)


def parts(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        return {name: file.read(name) for name in file.namelist()}


def changed(book: bytes, *more: Entry) -> bytes:
    """A workbook with parts put in place of its own, or beside them."""
    names = {e.name.decode() for e in more}
    return written([*(entry(n, c) for n, c in parts(book).items() if n not in names), *more])


def sheet(rows: str, before: str = "", after: str = "", encoding: str = "UTF-8") -> bytes:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>{before}<worksheet xmlns="{MAIN}" '
        f'xmlns:r="{RELATIONS}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    )
    return text.encode(encoding)


def with_sheet(rows: str, **more: str) -> Callable[[bytes], bytes]:
    return lambda book: changed(book, entry(SHEET, sheet(rows, **more)))


def number(address: str) -> str:
    return f'<c r="{address}"><v>1</v></c>'


def letters(column: int) -> str:
    found = ""
    while column:
        column, last = divmod(column - 1, 26)
        found = chr(65 + last) + found
    return found


def with_strings(text: str) -> Callable[[bytes], bytes]:
    return lambda book: changed(book, entry(STRINGS, text))


def _last_column(book: bytes) -> bytes:
    rows = "".join(f'<row r="{r}">{number(f"XFD{r}")}</row>' for r in range(2, 20_001))
    first = "".join(number(f"{letters(c)}1") for c in range(1, 16_385))
    return changed(book, entry(SHEET, sheet(f'<row r="1">{first}</row>{rows}')))


def _million_rows(book: bytes) -> bytes:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}"><v>{r}</v></c>'
        f'<c r="C{r}"><v>{r}</v></c></row>'
        for r in range(1, 1_048_577)
    )
    return changed(book, entry(SHEET, sheet(rows)))


def _wide(book: bytes) -> bytes:
    rows = "".join(
        f"<row>{'<c><v>1</v></c>' * 16_384}</row>" if r % 100 == 0 else "<row/>" for r in range(300)
    )
    return changed(book, entry(SHEET, sheet(rows)))


def _in_one_cell(block: bytes, times: int) -> Callable[[bytes], bytes]:
    head, tail = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>@</t></is></c></row>').split(b"@")
    return lambda book: changed(book, repeated(SHEET, block, times, head, tail))


def _total(book: bytes) -> bytes:
    """Three pictures of 80 MB each, none of which shrinks suspiciously well."""
    dice = random.Random(1)
    block = bytes(dice.choice(b"0123456789abcdef") for _ in range(700)) * 40
    return changed(book, *(repeated(f"xl/media/{n}.bin", block, 3000) for n in range(3)))


def _listed_often(book: bytes) -> bytes:
    own = parts(book)["xl/workbook.xml"].decode()
    at = own.index("<sheet ")
    one = own[at : own.index("/>", at) + 2]
    more = "".join(one.replace('name="', f'name="{n}') for n in range(5000))
    return changed(book, entry("xl/workbook.xml", own.replace(one, one + more)))


def _slow_start(book: bytes) -> bytes:
    """A sheet whose first bytes come one by one, after many blocks of nothing."""
    text, nothing = sheet("", before=LAUGHS), b"\x00\x00\x00\xff\xff" * 20_000
    packed = nothing + b"".join(b"\x00\x01\x00\xfe\xff" + text[n : n + 1] + nothing for n in (0, 1))
    rest = entry(SHEET, text[2:])
    whole = Entry(rest.name, packed + rest.packed, len(text), zlib.crc32(text))
    return changed(book, whole)


def _lied_about(book: bytes) -> bytes:
    """300 MB that call themselves a hundred bytes."""
    packed = repeated("xl/media/a.bin", bytes(range(256)) * 64, 20_000).packed
    return changed(book, Entry(b"xl/media/a.bin", packed, 100, 1))


def _overlapping(book: bytes) -> bytes:
    first = entry("xl/media/a.bin", bytes(1000))
    whole = [Entry(b"xl/media/%d.bin" % n, first.packed, 1000, first.crc, at=0) for n in range(900)]
    return written([first, *(entry(n, c) for n, c in parts(book).items()), *whole])


def ods(rows: str, entries: Iterable[Entry] = (), kind: str = ODS) -> bytes:
    """An .ods of one table."""
    text = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Một">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    data = kind.encode()
    mimetype = Entry(b"mimetype", data, len(data), zlib.crc32(data), zipfile.ZIP_STORED)
    return written([mimetype, entry("content.xml", text), *entries])


def ods_cell(more: str = "") -> str:
    return f'<table:table-cell {more} office:value-type="float" office:value="1"/>'


def compound(*names: str, **header: int) -> bytes:
    """A compound file (.xls and what was encrypted) of empty streams, or with a false header."""
    said = {"fat": 1, "folder": 1, "mini": 0, "difat": 0, "first_difat": 0xFFFFFFFE} | header
    head = struct.pack(
        "<8s16s5H6s9L", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6,
        bytes(6), 0, said["fat"], said["folder"], 0, 4096, 0xFFFFFFFE, said["mini"],
        said["first_difat"], said["difat"],
    )  # fmt: skip
    places = [0] + [0xFFFFFFFF] * 108
    fat = [0xFFFFFFFD, said.get("after_folder", 0xFFFFFFFE)] + [0xFFFFFFFF] * 126
    folder = b""
    for kind, name in [(5, "Root Entry"), *((2, n) for n in names)]:
        raw = (name + "\0").encode("utf-16-le")
        numbers = struct.pack("<3L", *[0xFFFFFFFF] * 3) + bytes(36) + struct.pack("<LQ", 0, 0)
        folder += raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1) + numbers
    return head + struct.pack("<109L128L", *places, *fat) + folder.ljust(512, b"\0")


def _starts(suffix: str) -> bytes:
    starts = {
        "pdf": b"%PDF-1.7\n1 0 obj\n", "rar": b"Rar!\x1a\x07\x01\x00", "7z": b"7z\xbc\xaf\x27\x1c",
        "png": b"\x89PNG\r\n\x1a\n", "rtf": b"{\\rtf1\\ansi Kinh gui}",
    }  # fmt: skip
    return starts[suffix] + bytes(200)


def zipped(*names: str) -> bytes:
    return written([entry(n, "<x/>") for n in names])


SOUP = bytes(random.Random(2).choices(b"abcdef", k=9000))
EMPTY_CELL = '<table:table-cell table:number-columns-repeated="9"/>'
HTML = b"<html><head><meta charset='utf-8'></head><body><table><tr><td>1</td></tr></table></body>"
XML_2003 = (
    b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)
CSV = "Đơn vị;Số hộ nghèo\nXã An;12\n".encode()
TYPES = "[Content_Types].xml"
FAR_REF = "A1:XFD1048576"
LOCKED = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'


def _half_a_million(book: bytes) -> bytes:
    return b"PK\3\4" + written(Entry(b"%d" % (n % 9), b"", 0, 0, at=0) for n in range(380_000))


def _packed(book: bytes) -> bytes:
    return written([entry("a.zip", book), entry("b.xlsx", book)])


def _table(*cells: str, rows: int = 1, before: int = 1) -> Callable[[bytes], bytes]:
    """An .ods where one row stands for many, below empty ones."""
    row = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    return alone(ods(row.format(before, "") + row.format(rows, "".join(cells))))


def greedy(book: bytes) -> bytes:
    """What the guard lets pass and a reader cannot hold: 6,000 long texts, four bytes a letter.

    A formula makes it read the workbook twice.
    """
    text = bytes(random.Random(3).choices(b"0123456789abcdef", k=700)).decode() * 42 + "\U0001f600"
    row = f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>'
    head, tail = sheet("<row><c><f>1</f><v>1</v></c></row>@").split(b"@")
    return changed(book, repeated(SHEET, row.encode(), 6000, head, tail))


def plus(*more: Entry) -> Callable[[bytes], bytes]:
    return lambda book: changed(book, *more)


def alone(content: bytes) -> Callable[[bytes], bytes]:
    return lambda _: content


# name of the file → (how it is made of a good form, the rule that refuses it)
BOMBS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    # cells far apart, or too many
    "far-cell.xlsx": (with_sheet(number("A1") + number("XFD1048576")), "cells-too-far"),
    "far-row.xlsx": (with_sheet(number("C1048576")), "cells-too-far"),
    "last-column.xlsx": (_last_column, "cells-too-far"),
    "million-rows.xlsx": (_million_rows, "too-big-inside"),
    "wide.xlsx": (_wide, "cells-too-far"),
    "many-cells.xlsx": (with_sheet("<row>" + "<c/>" * 400 + "</row>", after="<a/>" * 510_000),
                        "too-big-inside"),
    "merged.xlsx": (with_sheet("", after=f'<mergeCells><mergeCell ref="{FAR_REF}"/></mergeCells>'),
                    "too-big-inside"),
    "linked.xlsx": (with_sheet("", after=f'<hyperlinks><hyperlink ref="{FAR_REF}"/></hyperlinks>'),
                    "too-big-inside"),
    "linked-columns.xlsx": (with_sheet("", after='<hyperlink ref="A:XFD"/>'), "not-xlsx"),
    "annotated.xlsx": (plus(entry("xl/n.xml", f'<comment ref="{FAR_REF}"/>')), "too-big-inside"),
    "listed-often.xlsx": (_listed_often, "xml-unsafe"),
    "odd-address.xlsx": (with_sheet(number("A0B")), "not-xlsx"),
    # text
    "strings-count.xlsx": (with_strings(f'<sst xmlns="{MAIN}" count="4000000000" '
                           'uniqueCount="4000000000"><si><t>a</t></si></sst>'), "xml-unsafe"),
    "strings-more.xlsx": (with_strings('<sst uniqueCount="2"><si/></sst>'), "xml-unsafe"),
    "spaces.xlsx": (_in_one_cell(b" " * MB, 2048), "too-big-inside"),
    "long-text.xlsx": (_in_one_cell(b"a" * MB, 3072), "too-big-inside"),
    "one-cell.xlsx": (_in_one_cell(SOUP, 200), "too-big-inside"),
    # XML
    "laughs.xlsx": (with_sheet("", before=LAUGHS), "xml-unsafe"),
    "laughs-utf16.xlsx": (with_sheet("", before=LAUGHS, encoding="UTF-16"), "xml-unsafe"),
    "laughs-latin.xlsx": (with_sheet("", before=LAUGHS, encoding="ISO-8859-1"), "xml-unsafe"),
    "laughs-utf7.xlsx": (with_sheet("", before=LAUGHS, encoding="UTF-7"), "xml-unsafe"),
    "laughs-strings.xlsx": (with_strings(f'{LAUGHS}<sst><si><t>&j;</t></si></sst>'), "xml-unsafe"),
    "laughs-picture.xlsx": (plus(entry("xl/media/image1.png", LAUGHS + "<x/>")), "xml-unsafe"),
    "slow-start.xlsx": (_slow_start, "xml-unsafe"),
    "outside.xlsx": (with_sheet("", before=OUTSIDE), "xml-unsafe"),
    "nested.xlsx": (with_sheet("<a>" * 200_000 + "</a>" * 200_000), "xml-unsafe"),
    "nested-open.xlsx": (with_sheet("<a>" * 200_000), "xml-unsafe"),
    "broken-xml.xlsx": (with_sheet("<row><c></row>"), "not-xlsx"),
    # the container
    "entries.xlsx": (plus(*(entry(f"x/{n}", "") for n in range(1000))), "too-big-inside"),
    "half-a-million.xlsx": (_half_a_million, "too-big-inside"),
    "total.xlsx": (_total, "too-big-inside"),
    "lied-about.xlsx": (_lied_about, "too-big-inside"),
    "ratio.xlsx": (plus(repeated("xl/media/a.bin", bytes(MB), 2)), "too-big-inside"),
    "overlapping.xlsx": (_overlapping, "zip-odd"),
    "up.xlsx": (plus(entry("xl/../../x.xml", "<x/>")), "zip-odd"),
    "absolute.xlsx": (plus(entry("/etc/x.xml", "<x/>")), "zip-odd"),
    "drive.xlsx": (plus(entry("C:/x.xml", "<x/>")), "zip-odd"),
    "backslash.xlsx": (plus(entry("xl\\x.xml", "<x/>")), "zip-odd"),
    "zero.xlsx": (plus(entry("xl/x.xml\0.png", "<x/>")), "zip-odd"),
    "twice.xlsx": (plus(entry("xl/STYLES.xml", "<x/>")), "zip-odd"),
    "encrypted-entry.xlsx": (plus(entry("xl/x.xml", "<x/>", flags=1)), "zip-odd"),
    "two-names.xlsx": (plus(entry("xl/x.xml", "<x/>", local_name=b"xl/y.xml")), "zip-odd"),
    "odd-method.xlsx": (plus(entry("xl/x.xml", "<x/>", method=14)), "zip-odd"),
    "added-behind.xlsx": (lambda b: b + bytes(10), "not-xlsx"),
    # not a workbook, or one under another name
    "nested-zip.xlsx": (lambda b: _packed(_packed(b)), "file-packed"),
    "forms.zip": (_packed, "file-packed"),
    "forms.rar": (alone(_starts("rar")), "file-packed"),
    "forms.7z": (alone(_starts("7z")), "file-packed"),
    "letter.pdf": (alone(_starts("pdf")), "not-workbook"),
    "letter.xls": (alone(_starts("rtf")[:24]), "not-workbook"),
    "letter.docx": (alone(zipped(TYPES, "word/document.xml")), "not-workbook"),
    "slides.pptx": (alone(zipped(TYPES, "ppt/presentation.xml")), "not-workbook"),
    "letter.doc": (alone(compound("WordDocument")), "not-workbook"),
    "letter.odt": (alone(ods("", kind="application/vnd.oasis.opendocument.text")), "not-workbook"),
    "picture.xlsx": (alone(_starts("png")), "not-workbook"),
    "binary.xlsb": (alone(zipped(TYPES, "xl/workbook.bin")), "file-xlsb"),
    "binary.xlsx": (alone(zipped(TYPES, "xl/workbook.bin")), "file-xlsb"),
    "locked.xlsx": (alone(compound("EncryptionInfo", "EncryptedPackage")), "password-locked"),
    "locked.xls": (alone(compound("EncryptionInfo", "EncryptedPackage")), "password-locked"),
    "locked.ods": (alone(ods("", [entry("META-INF/manifest.xml", LOCKED)])), "password-locked"),
    "web.xls": (alone(HTML), "file-mismatch"),
    "text.xls": (alone(CSV), "file-mismatch"),
    "xml.xls": (alone(XML_2003), "file-mismatch"),
    "new.xls": (lambda b: b, "file-mismatch"),
    "old.xlsx": (alone(compound("Workbook")), "file-mismatch"),
    "biff4.xls": (lambda b: b"\x09\x04\x06\x00" + bytes(200), "file-mismatch"),
    "web.csv": (alone(HTML), "file-mismatch"),
    "program.csv": (lambda b: b"MZ" + bytes(200), "file-mismatch"),
    "nothing.csv": (lambda b: b"", "file-empty"),
    "nothing.xlsx": (lambda b: b"", "file-empty"),
    "book": (lambda b: b, "file-mismatch"),
    "book.xlsx.exe": (lambda b: b, "file-mismatch"),
    # .xls
    "fat.xls": (alone(compound("Workbook", fat=0xFFFFFFFF)), "ole-damaged"),
    "mini.xls": (alone(compound("Workbook", mini=0x7FFFFFFF)), "ole-damaged"),
    "difat.xls": (alone(compound("Workbook", difat=2, first_difat=0)), "ole-damaged"),
    "circle.xls": (alone(compound("Workbook", after_folder=1)), "ole-damaged"),
    "beyond.xls": (alone(compound("Workbook", folder=99)), "ole-damaged"),
    "cut.xls": (alone(compound("Workbook")[:700]), "ole-damaged"),
    # .ods and .csv
    "rows.ods": (_table(ods_cell(), rows=1_048_576), "too-big-inside"),
    "columns.ods": (_table(ods_cell('table:number-columns-repeated="16384"')), "cells-too-far"),
    "far.ods": (_table(EMPTY_CELL, ods_cell(), before=1_048_575), "cells-too-far"),
    "laughs.ods": (alone(ods("", [entry("styles.xml", LAUGHS + "<x/>")])), "xml-unsafe"),
    "nested.ods": (_table("<table:table-cell><table:table/></table:table-cell>"), "xml-unsafe"),
    "wide.csv": (lambda b: b";" * 600, "cells-too-far"),
    "long.csv": (lambda b: b"1;2;3\n" * 400_000, "too-big-inside"),
}  # fmt: skip

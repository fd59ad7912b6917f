"""The parts of an .xlsx: where each one lies, shared texts, number formats (ECMA-376, part 1).

The guard has streamed every part before and refused entities, so that the plain and fast parser
of the standard library may read them.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

from etl.cells import as_seen
from etl.number_formats import BUILT_IN, FIRST_OWN, is_day, is_duration

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationships"
TEXT, RUN, LOOKS, STRIKE, ALIGNED = (f"{MAIN}{n}" for n in ("t", "r", "rPr", "strike", "vertAlign"))
NO = ("0", "false", "f", "")


def is_yes(said: str | None) -> bool:
    """Whether an attribute is set; one that is not there is None."""
    return said is not None and said not in NO


class Package:
    """The parts of one workbook, found as Excel finds them: by relations from the top."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {name.lower(): name for name in archive.namelist()}

    def part(self, name: str, *tags: str) -> Element:
        """The XML of a part; ValueError where it is something else, as in the strict variant."""
        root = fromstring(self.archive.read(self.names[name.lower()]))
        if root.tag not in tags:
            raise ValueError(f"{name} holds {root.tag}")
        return root

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Kind and name of the parts that a part refers to, by id; those outside are left out."""
        folder, file = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{file}.rels"), RELATIONS)
        return {
            each.attrib["Id"]: (
                each.attrib["Type"].rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, each.attrib["Target"]))[1:],
            )
            for each in root
            if each.get("TargetMode") != "External"
        }


def texts(root: Element) -> list[str]:
    """The shared texts in their order."""
    return [text_of(item) for item in root.iterfind(f"{MAIN}si")]


def text_of(item: Element) -> str:
    """A text as it is seen; how it is pronounced (rPh) is left out."""
    plain = item.findtext(TEXT)
    if plain:
        return _unescaped(plain)
    return "".join(map(_run, item.iterfind(RUN)))


def _run(run: Element) -> str:
    text = _unescaped(run.findtext(TEXT) or "")
    looks = run.find(LOOKS)
    if looks is None:
        return text
    aligned = looks.find(ALIGNED)
    is_raised = aligned is not None and aligned.get("val") in ("superscript", "subscript")
    return as_seen(text, _is_struck(looks), is_raised)


def _is_struck(looks: Element) -> bool:
    strike = looks.find(STRIKE)
    return strike is not None and is_yes(strike.get("val", "1"))


def _unescaped(text: str) -> str:
    """`_x005F_` stands for an underscore that begins no escape, so that «_x000D_» can be typed."""
    return text.replace("x005F_", "")


class Format(NamedTuple):
    """How a cell shows what it holds."""

    code: str
    is_date: bool
    is_duration: bool
    is_struck: bool = False


GENERAL = Format("General", False, False)


@lru_cache(maxsize=1000)
def _format(code: str, is_struck: bool) -> Format:
    return Format(code, is_day(code), is_duration(code), is_struck)


def formats(root: Element) -> dict[int, Format]:
    """Formats by the index of a cell's style; a style of an undeclared number format has none."""
    own = {
        int(each.attrib["numFmtId"]): each.attrib["formatCode"]
        for each in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
    }
    struck = {n for n, font in enumerate(root.iterfind(f"{MAIN}fonts/{MAIN}font"))
              if _is_struck(font)}  # fmt: skip
    return dict(_declared(own, struck, root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")))


def _declared(
    own: dict[int, str], struck: set[int], styles: Iterator[Element]
) -> Iterator[tuple[int, Format]]:
    for style, xf in enumerate(styles):
        number, is_struck = int(xf.get("numFmtId", "0")), int(xf.get("fontId", "0")) in struck
        if number in own:
            yield style, _format(own[number], is_struck)
        elif number < FIRST_OWN:
            # What a number means in Excel's other languages (27 to 36) is not known: General.
            yield style, _format(BUILT_IN.get(number, GENERAL.code), is_struck)

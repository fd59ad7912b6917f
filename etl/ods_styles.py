"""Styles of an .ods as far as they matter: what shows another number, is hidden or struck out."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
STYLE, NUMBER, TABLE = (f"{{{NAMES}{n}:1.0}}" for n in ("style", "datastyle", "table"))
MOMENTS = (f"{NUMBER}date-style", f"{NUMBER}time-style")
PERCENT = f"{NUMBER}percentage-style"
DATA_STYLES = (PERCENT, *MOMENTS)
DATA_STYLES += tuple(f"{NUMBER}{n}-style" for n in ("number", "currency", "text"))
CONDITION = re.compile(r"value\(\)\s*(<=|>=|!=|<|>|=)\s*(\S+)")
THOUSANDS = {None: "", "1": "", "1000": ",", "1000000": ",,"}
# What a row's or a column's style calls its size, in any unit of length.
SIZES = (f"{STYLE}row-height", f"{STYLE}column-width")
NOTHING = re.compile(r"0*(\.0*)?[a-z]*")
THROUGH = (f"{STYLE}text-line-through-style", f"{STYLE}text-line-through-type")
RAISED = re.compile(r"(super|sub|-?[1-9])")
MAX_PARENTS = 20  # of a style: a file may name a style its own grandparent


class Styles:
    """Data styles, cell styles and table styles by name, in the order of the XML."""

    def __init__(self) -> None:
        self.formats: dict[str, str] = {}
        self.data_style: dict[str, str] = {}
        self.parent: dict[str, str] = {}
        self.hidden: set[tuple[str, str]] = set()  # (family, name)
        self.looks: dict[str, Element] = {}
        self.shapes: dict[tuple[str, str], tuple[str, bool]] = {}  # of cells, by the styles so far

    def add(self, element: Element) -> None:
        """Take in an element if it is a style."""
        self.shapes.clear()
        name = element.get(f"{STYLE}name", "")
        if element.tag in DATA_STYLES:
            self.formats[name] = self._code(element)
        elif element.tag == f"{STYLE}style":
            self.data_style[name] = element.get(f"{STYLE}data-style-name", "")
            self.parent[name] = element.get(f"{STYLE}parent-style-name", "")
            looks = element.find(f"{STYLE}text-properties")
            if looks is not None:
                self.looks[name] = looks
            if any(_is_nothing(e) for e in element):
                self.hidden.add((element.get(f"{STYLE}family", ""), name))

    def is_hidden(self, element: Element) -> bool:
        """Whether a table, a row or a column has a style that does not show it."""
        family = element.tag.removeprefix(TABLE)
        return (family, element.get(f"{TABLE}style-name", "")) in self.hidden

    def shape(self, style: str, value_type: str) -> tuple[str, bool]:
        """The format of a cell and whether it is struck out."""
        key = style, value_type
        if key not in self.shapes:
            self.shapes[key] = self.number_format(style, value_type), self.is_struck(style)
        return self.shapes[key]

    def number_format(self, style: str, value_type: str) -> str:
        """Excel's code of a cell's format; a percentage has one with %, whatever its style says."""
        found = next(filter(None, map(self._format, self._line(style))), "")
        if value_type == "percentage" and "%" not in found:
            return "0%"
        return found or "General"

    def is_struck(self, style: str, otherwise: bool = False) -> bool:
        """Whether text of a style is struck out; `otherwise`: where the style does not say."""
        for each in self._line(style):
            if each in self.looks and (said := [*map(self.looks[each].get, THROUGH)]) != [None] * 2:
                return any(s not in (None, "none") for s in said)
        return otherwise

    def is_raised(self, style: str, otherwise: bool = False) -> bool:
        """Whether text of a style is small above or below the line."""
        for each in self._line(style):
            if each in self.looks and (said := self.looks[each].get(f"{STYLE}text-position")):
                return RAISED.match(said) is not None
        return otherwise

    def _format(self, style: str) -> str:
        return self.formats.get(self.data_style.get(style, ""), "")

    def _line(self, style: str) -> Iterator[str]:
        """A style and those it comes from."""
        for _ in range(MAX_PARENTS):
            if not style:
                return
            yield style
            style = self.parent.get(style, "")

    def _code(self, element: Element) -> str:
        """A format in Excel's words: digits, scale, quoted text, one part for each condition."""
        if element.tag in MOMENTS:
            return "dd/mm/yyyy" if element.tag == MOMENTS[0] else "hh:mm:ss"
        parts = [self._section(e) for e in element if e.tag == f"{STYLE}map"]
        is_percent = element.tag == PERCENT
        return ";".join([*parts, "".join(_written(part, is_percent) for part in element)])

    def _section(self, element: Element) -> str:
        """A format that holds where a condition is met."""
        match = CONDITION.fullmatch(element.get(f"{STYLE}condition", ""))
        condition = f"[{match[1].replace('!=', '<>')}{match[2]}]" if match else ""
        return condition + self.formats.get(element.get(f"{STYLE}apply-style-name", ""), "")


def _written(part: Element, is_percent: bool) -> str:
    """One part of a format in Excel's words."""
    match part.tag.removeprefix(NUMBER):
        case "number" | "scientific-number":
            return _digits(part) + "".join(_quoted(e.text or "") for e in part)
        case "fraction":
            return "# ?/?"
        case "text-content":
            return "@"
        case "fill-character":
            return f"*{part.text}" if part.text else ""
        case "text":
            text = part.text or ""
            return "%" if is_percent and text.strip() == "%" else _quoted(text)
        case "currency-symbol":  # without a sign it is that of the machine it is opened on
            return _quoted(part.text or "¤")
    return ""


def _quoted(text: str) -> str:
    return "".join(f"\\{c}" for c in text) if '"' in text else f'"{text}"'


def _is_nothing(properties: Element) -> bool:
    """Not displayed, or drawn to a height or a width of nothing."""
    sizes = (properties.get(name) for name in SIZES)
    return properties.get(f"{TABLE}display") == "false" or any(
        size and NOTHING.fullmatch(size) for size in sizes
    )


def _digits(element: Element) -> str:
    decimals = min(int(element.get(f"{NUMBER}decimal-places") or 0), 30)
    scale = THOUSANDS.get(element.get(f"{NUMBER}display-factor"), ",")
    whole = "#" if element.get(f"{NUMBER}min-integer-digits") == "0" else "0"
    return whole + ("." + "0" * decimals if decimals else "") + scale

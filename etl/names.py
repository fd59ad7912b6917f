"""Names of units as offices write them: one key for all spellings of a name, never a likeness."""

import datetime as dt
import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from etl.catalog import Catalog, Row
from etl.clean import fold
from etl.legacy import TONE_MARKS, TONES

# How the first words of a name are shortened; a letter may stand for more than one.
SHORT = {
    "xã": ("x",),
    "thị trấn": ("tt",),
    "phường": ("p",),
    "phòng": ("p",),
    "trường tiểu học": ("trường th", "tiểu học", "th"),
    "trường mầm non": ("trường mn", "mầm non", "mn"),
    "trường thcs": ("thcs",),
    "trường thpt": ("thpt",),
    "ủy ban mặt trận tổ quốc việt nam": ("mttq", "ubmttq", "ủy ban mttq", "ủy ban mttq việt nam"),
}
COMMUNES = ("xã", "thị trấn", "phường")
# Kinds of places whose name may stand alone; the root's own kind comes from the catalogue.
PLACES = (*COMMUNES, "thị xã", "thành phố", "quận")
# Whom a paper of a commune speaks for, before the commune's own name.
BODIES = (
    "ubnd", "ủy ban nhân dân", "hđnd", "hđnd và ubnd", "đảng ủy", "đảng bộ",
    "nhân dân và cán bộ", "cán bộ và nhân dân",
)  # fmt: skip
_BETWEEN = re.compile(r"[\s.,;:()\[\]/–—-]+")
SAMPLE = "mẫu"
# What a line of a table is called that adds the others up; behind WHOLE stands the root's kind.
TOTALS = ("tổng", "cộng", "tổng cộng", "tổng số")
WHOLE = ("toàn", "cộng toàn", "tổng cộng toàn", "tổng số toàn", "tổng toàn")


@lru_cache(maxsize=4096)  # a table asks of the same few names thousands of times
def name_key(name: str) -> str:
    """The same for all spellings of a name: composition, case, blanks, marks, place of the tone."""
    words = _BETWEEN.sub(" ", fold(name)).split()
    return " ".join(map(_syllable, words))


def bare_key(name: str) -> str:
    """A name's key without any mark: for what was typed without any."""
    key = unicodedata.normalize("NFD", name_key(name).replace("đ", "d"))
    return "".join(c for c in key if c.isascii() and not c.isdigit())


@lru_cache(maxsize=4096)
def _syllable(word: str) -> str:
    """Letters, then the tone: hoà and hòa are one; kỹ and kĩ are, too."""
    apart = unicodedata.normalize("NFD", word)
    tones = "".join(str(TONES.index(t)) for t in TONE_MARKS.findall(apart))
    letters = unicodedata.normalize("NFC", TONE_MARKS.sub("", apart))
    return re.sub(r"^([^aăâeêioôơuưy]+)y$", r"\1i", letters) + tones


def known_aliases(catalog: Catalog, taught: dict[str, str]) -> dict[str, str]:
    """Folded spellings → unit: the catalogue's, and those taught by an act."""
    return {fold(a["alias"]): a["unit_id"] for a in catalog.tables["unit_alias"]} | taught


class Names:
    """Which unit a name means on a day: exactly one, or none."""

    def __init__(self, catalog: Catalog, aliases: dict[str, str], day: dt.date) -> None:
        """`aliases`: folded spellings taught by the catalogue or by an act → unit."""
        self.catalog, self.aliases, self.day = catalog, aliases, day
        root = catalog.units[catalog.root]
        self._root_name = name_key(root["name_vi"])
        self._root_kind = self._root_name.removesuffix(name_key(root["short_vi"])).strip()
        self._owners: dict[str, set[str]] = defaultdict(set)
        for unit, row in catalog.units.items():
            if catalog.valid(unit, day):
                for name in {row["name_vi"], row["short_vi"]}:
                    for spelling in self._spellings(name_key(name)):
                        self._owners[spelling].add(unit)
        self._bare: dict[str, set[str]] = defaultdict(set)
        for key, units in self._owners.items():
            self._bare[bare_key(key)] |= units

    def unit(self, name: str) -> str | None:
        """The one unit of a name; None where no unit or more than one bears it."""
        taught = self.aliases.get(fold(name))
        if taught is not None:
            return taught
        found = self._owners.get(_without_body(name_key(name)), set())
        if not found and fold(name).isascii():
            found = self._bare.get(_without_body(bare_key(name)), set())
        return next(iter(found)) if len(found) == 1 else None

    def is_total(self, name: str) -> bool:
        """Whether a line adds the others up by its name: Tổng cộng, toàn + the kind of the root."""
        said = name_key(name)
        return said in map(name_key, TOTALS) or said in (
            f"{name_key(start)} {self._root_kind}" for start in WHOLE
        )

    def outside(self, name: str) -> Row | None:
        """The unit of just this name that there is on other days only."""
        key = name_key(name)
        rows = (r for u, r in self.catalog.units.items() if not self.catalog.valid(u, self.day))
        return next((r for r in rows if key in map(name_key, (r["name_vi"], r["short_vi"]))), None)

    def near(self, name: str, most: int = 3) -> list[str]:
        """Names that look like it, to be asked about: a likeness suggests, it never decides."""
        by_key = {bare_key(r["name_vi"]): r["name_vi"] for r in self.catalog.units.values()}
        return [by_key[k] for k in difflib.get_close_matches(bare_key(name), by_key, most, 0.6)]

    def _spellings(self, key: str) -> Iterator[str]:
        for plain in {key, key.removesuffix(f" {name_key(SAMPLE)}")}:
            for placed in self._placed(plain):
                yield placed
                for long, shorts in SHORT.items():
                    start = f"{name_key(long)} "
                    if placed.startswith(start):
                        rest = placed.removeprefix(start)
                        yield from (f"{name_key(short)} {rest}" for short in shorts)
                yield from self._alone(placed)

    def _alone(self, key: str) -> Iterator[str]:
        """A place without its kind."""
        for kind in (*map(name_key, PLACES), self._root_kind):
            if kind and key.startswith(f"{kind} "):
                yield key.removeprefix(f"{kind} ")

    def _placed(self, key: str) -> Iterator[str]:
        """With and without the root's kind and name behind: Hội Nông dân of the root."""
        whole, kind = self._root_name, self._root_kind
        for end in (f" {whole}", f" {kind}"):
            if kind and key.endswith(end):
                key = key.removesuffix(end)
                yield from (f"{key} {kind}", f"{key} {whole}")
                break
        else:
            if kind and not key.startswith(tuple(f"{name_key(c)} " for c in COMMUNES)):
                yield from (f"{key} {kind}", f"{key} {whole}")
        yield key


def _without_body(key: str) -> str:
    """Without whom a commune's paper speaks for: Đảng ủy xã …, Nhân dân và cán bộ xã …"""
    starts = [name_key(start) for c in COMMUNES for start in (c, *SHORT[c])]
    for body in BODIES:
        for written in (name_key(body), bare_key(body)):
            rest = key.removeprefix(f"{written} ")
            if rest != key and rest.startswith(
                tuple(f"{s} " for start in starts for s in (start, bare_key(start)))
            ):
                return rest
    return key

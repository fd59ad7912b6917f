"""What all units wrote: kind by kind and theme by theme, a sentence of many units told once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app import queries
from app.definitions import matching
from app.filters import View
from app.format import fold
from app.store import Row
from app.table import Table

EXAMPLES = "model_example"
KINDS = ("proposal", EXAMPLES, "shortcoming", "cause", "achievement")
OTHER = ""  # the theme of what has no word of any
END = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-z])|\n+")
NAMED = 5  # units that stand beside a sentence; the others are counted
HEADS = {"title": "title_head", "kind": "kind", "stage": "stage", "summary": "summary"}


@dataclass
class Said:
    """One sentence, or one example, and the units that wrote it."""

    theme: str
    text: str
    units: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)  # of an example, by head


class Voices:
    """What units wrote of one kind in the period, and what of it somebody looks for."""

    def __init__(self, view: View, kind: str, asked: str) -> None:
        self.view, self.kind = view, kind
        self.titles = {t.theme_id: view.words.name(t, "title") for t in queries.themes(view)}
        self.words = {t.theme_id: _pattern(t.words) for t in queries.themes(view)}
        rows = queries.unit_texts(view)
        self.all = self._examples(rows) if kind == EXAMPLES else self._sentences(rows)
        self.found = matching(self.all, asked, _searched)

    def _sentences(self, rows: Iterable[Row]) -> list[Said]:
        found: dict[str, Said] = {}
        for row in rows:
            if (row.section, row.item_id) != ("narrative", self.kind):
                continue
            for text in filter(None, map(str.strip, END.split(row.text or ""))):
                said = found.setdefault(_alike(text), Said(self._theme(text), text))
                _add(said, self.view.words.name(row, "name"))
        return list(found.values())

    def _examples(self, rows: Iterable[Row]) -> list[Said]:
        """Examples by the movement that the report itself names."""
        lines: dict[tuple[str, int], dict[str, Row]] = {}
        for row in rows:
            if row.section == EXAMPLES:
                lines.setdefault((row.reporter_id, row.row_no), {})[row.item_id] = row
        found: dict[str, Said] = {}
        for line in lines.values():
            texts = {name: row.text or "" for name, row in line.items()}
            key = "\n".join(_alike(texts.get(h, "")) for h in (*HEADS, "movement"))
            said = Said(texts.get("movement", OTHER), texts.get("title", ""), columns=texts)
            first = next(iter(line.values()))
            _add(found.setdefault(key, said), self.view.words.name(first, "name"))
        return list(found.values())

    def _theme(self, text: str) -> str:
        bare = fold(text)
        return next((t for t, words in self.words.items() if words.search(bare)), OTHER)

    def themes(self) -> list[tuple[str, list[Said]]]:
        """(title, what was said): themes of most units first, what has none last."""
        groups: dict[str, list[Said]] = {}
        for said in sorted(self.found, key=lambda s: -len(s.units)):
            groups.setdefault(said.theme, []).append(said)
        ordered = sorted(groups.items(), key=lambda g: (g[0] == OTHER, -units(g[1])))
        return [(self._title(theme), said) for theme, said in ordered]

    def _title(self, theme: str) -> str:
        return self.titles.get(theme, theme) or self.view.words("voices.other")


def _pattern(words: str) -> re.Pattern[str]:
    """Any of the words of a theme as a whole word, without diacritics."""
    parts = (re.escape(fold(w.strip())) for w in words.split(";") if w.strip())
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def _alike(text: str) -> str:
    """What makes two sentences the same: not blanks, case, or the stop."""
    return " ".join(text.casefold().split()).rstrip(".;!? ")


def _add(said: Said, unit: str) -> None:
    if unit not in said.units:
        said.units.append(unit)


def _searched(said: Said) -> str:
    return " ".join([said.text, *said.units, *said.columns.values()])


def units(said: Iterable[Said]) -> int:
    """How many units wrote any of it."""
    return len({u for s in said for u in s.units})


def title(found: Voices, asked: str) -> str:
    """How much of the kind was written by how many units; in a search, how much of it is found."""
    words = found.view.words
    whole = words(f"voices.title_{found.kind}", n=len(found.all), units=units(found.all))
    if not asked:
        return whole
    return words("voices.searched", n=len(found.found), asked=asked, whole=whole)


def head(found: Voices, title: str, said: list[Said]) -> str:
    """A theme, and by how many units how much was said of it."""
    return found.view.words("voices.theme", theme=title, n=len(said), units=units(said))


def table(found: Voices, said: list[Said]) -> Table:
    """A line a sentence or example: what it says, how many units say it, and which."""
    words = found.view.words
    if found.kind == EXAMPLES:
        columns = {
            words(f"voices.{title}"): [s.columns.get(item, "") for s in said]
            for item, title in HEADS.items()
        }
    else:
        columns = {words("voices.sentence"): [s.text for s in said]}
    columns[words("voices.units")] = [_units(found, s) for s in said]
    return Table(columns)


def _units(found: Voices, said: Said) -> str:
    """Units by name; of very many the first, and how many more, as the download names all."""
    return found.view.words.some(said.units, NAMED)


def to_take(found: Voices) -> Table:
    """All that was found to take away: theme, text, number of units, all their names."""
    words = found.view.words
    told = [(title, s) for title, group in found.themes() for s in group]
    return Table(
        {
            words("voices.theme_head"): [title for title, _ in told],
            words("voices.sentence"): [s.text for _, s in told],
            words("voices.summary"): [s.columns.get("summary", "") for _, s in told],
            words("voices.count"): [len(s.units) for _, s in told],
            words("voices.units"): [", ".join(s.units) for _, s in told],
        }
    )

"""Numbers, dates and statuses as people read them; text that is shown as typed."""

import datetime as dt
import math
import re
import unicodedata
from dataclasses import dataclass

NOTHING = "–"
NOT_REPORTED, REFUSED = "?", "↩"
MINUS = "−"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=])")


def number(value: float | None, decimals: int, language: str = "vi") -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English; half away from zero, a true minus sign."""
    if value is None:
        return NOTHING
    rounded = abs(in_steps(value, decimals)) / 10**decimals
    shown = f"{rounded:,.{decimals}f}"
    if language == "vi":
        shown = shown.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{shown}" if value < 0 and rounded else shown


def in_steps(value: float, decimals: int) -> int:
    """A value in steps of its last decimal, rounded as it is written."""
    steps = math.floor(abs(value) * 10**decimals + 0.5 + 1e-9)
    return -steps if value < 0 else steps


def signed(value: float | None, decimals: int, language: str = "vi") -> str:
    """+1,2 or −0,3; = where the rounded difference is nothing."""
    if value is None:
        return NOTHING
    shown = number(value, decimals, language)
    if not any(c in "123456789" for c in shown):
        return "="
    return shown if shown.startswith(MINUS) else f"+{shown}"


def date(value: dt.date | None) -> str:
    """dd/mm/yyyy in both languages."""
    return NOTHING if value is None else value.strftime("%d/%m/%Y")


def years(plan_year_id: str) -> str:
    """Years of a plan as they are written: 2021–2025."""
    return plan_year_id.replace("-", "–")


def as_typed(text: object) -> str:
    """Text for a Markdown place, shown as it was typed: no link, no colour, no formula."""
    return _MARKDOWN.sub(r"\\\1", str(text).replace("\n", " "))


def fold(text: str) -> str:
    """Small letters without diacritics, to look for a word however it was typed."""
    bare = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in bare if not unicodedata.combining(c)).replace("đ", "d")


def for_chart(text: object) -> str:
    """Text for a place where Plotly reads a little HTML."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fit(text: str, letters: int) -> str:
    """A label cut at a blank so that it fits; what is cut stays in the figure's alt text."""
    if len(text) <= letters:
        return text
    return text[: letters - 1].rsplit(" ", 1)[0].rstrip(" ,–-:;") + "…"


def wrap(text: str, width: int) -> str:
    """Break a label for a chart at blanks, at most `width` letters a line."""
    return for_chart(wrapped(text, width)).replace("\n", "<br>")


def wrapped(text: str, width: int) -> str:
    """A text broken at blanks into lines of at most `width` letters; a longer word stays whole."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


@dataclass(frozen=True)
class Status:
    """How a status looks: a sign and a tone (good, near, behind, waiting, none)."""

    sign: str
    tone: str


STATUS: dict[str, Status] = {
    "exceeded": Status("✔", "good"),
    "met": Status("✔", "good"),
    "on_pace": Status("✔", "good"),
    "held": Status("✔", "good"),
    "near": Status("◐", "near"),
    "slow": Status("✖", "behind"),
    "very_slow": Status("✖", "behind"),
    "not_met": Status("✖", "behind"),
    "not_due": Status("○", "waiting"),
    "unreported": Status("?", "missing"),
    "incomplete": Status("?", "missing"),
    "not_applicable": Status("–", "none"),
    "no_target": Status("·", "none"),
    "no_basis": Status("·", "none"),
}
NO_STATUS = Status("", "none")


def status(code: str | None) -> Status:
    """The look of a status code; an indicator without direction has none."""
    return STATUS[code] if code else NO_STATUS

"""Parts every page has: heading, figures with words for the blind, tables, notes, the last line."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any, Literal

import plotly.graph_objects as go
import streamlit as st

from app import (
    basis,
    charts,
    download,
    enlarged,
    explain,
    filters,
    queries,
    scorecard,
    warnings,
    yearly,
)
from app.basis import Basis
from app.charts import ProgressRow
from app.filters import View
from app.format import NOTHING, as_typed, date
from app.palette import Palette, palette
from app.store import Row, Rows
from app.table import Table

EXPLAIN = "pages/reports/explain.py"
# Empty states of what is asked once a year: the last year has it.
YEARLY = {
    "rural.no_income", "rural.no_capital", "rural.no_sponsor", "reform.neighbours_none",
    "reform.satisfaction_none", "parts.none", "poverty.flow_none",
    "poverty.not_due",
}  # fmt: skip
# What a school year has nothing of: the calendar year before has it.
CALENDAR = {"movement.no_rows", "rural.no_criteria", "unit.no_rows"}
AFTER_NUMBER = re.compile(r"(?<=\d) ")
# Pixels: the longest head over numbers, two notes, a list of sentences that scrolls.
NUMBER_WIDTH, NOTES_WIDTH, LIST_HEIGHT = 103, 200, 480
LETTERS_HEIGHT, LETTER_LINES = 340, 14  # of texts to copy
HALL_LINES = 10  # of a list, before a hall


def colours() -> Palette:
    """The palette of the theme the reader has chosen."""
    return palette(st.context.theme.type == "dark")


def paper() -> Palette:
    """The palette of what is taken away, whatever the reader's theme."""
    return palette(is_dark=False)


def heading(title: str, *lines: str) -> None:
    """The finding, and under it how far to trust it."""
    dropped()
    # A number at a line's end, its word on the next: the eye loses both.
    st.title(AFTER_NUMBER.sub("\u00a0", as_typed(title)), anchor=False)
    if said := [as_typed(line) for line in lines if line]:
        st.markdown("  \n".join(said))  # lines of one paragraph: half a screen is theirs, not gaps


def dropped() -> None:
    """What an address asked for and nothing here bears: it is not shown, and that is said."""
    if ids := filters.dropped():
        st.warning(as_typed(filters.view().words("frame.dropped", ids=", ".join(ids))))


def subheading(title: str, note: str = "", anchor: str = "") -> None:
    """A smaller finding; short lists lead to an anchor."""
    st.header(as_typed(title), anchor=anchor or False)
    if note:
        small(note)


def dated(view: View, then: View, title: str, note: str = "") -> None:
    """A smaller finding whose figures may be of another period, which it then names first."""
    subheading(yearly.title(view, then, title), yearly.note(view, then, note))


def figure(drawn: go.Figure, alt: str, key: str, trust: Basis) -> None:
    """A figure in our own colours, never Streamlit's, with a text for those who do not see it.

    None is drawn without a line beneath that says how far to trust it.
    """
    config = charts.CONFIG
    if filters.is_projected():
        drawn, config = enlarged.for_hall(drawn), enlarged.CONFIG
    st.plotly_chart(drawn, theme=None, config=config, alt=alt, key=key, width="stretch")
    small(trust.line(filters.view()))


def progress(
    view: View,
    rows: Sequence[ProgressRow],
    origins: Rows,
    title: str = "progress.indicator",
    empty: str = "movement.no_rows",
    scope: str = "",
    key: str = "progress",
) -> None:
    """The progress figure and whence its figures come, a line each; without one, what to do."""
    if not rows:
        nothing(view, empty)
        return
    _progress(view, rows, scorecard.heads(view, title), key, origins)
    explained(view, [(scorecard.short(row, view), row.indicator_id, scope) for row in origins])


def plans(view: View, rows: Sequence[ProgressRow], origins: Rows) -> None:
    """The progress figure once more, against plans of several years."""
    bar = {"bar": view.words("longer.bar"), "changes": ""}
    heads = scorecard.heads(view, "progress.indicator") | bar
    _progress(view, rows, heads, "plans", origins)


def _progress(
    view: View, rows: Sequence[ProgressRow], heads: dict[str, str], key: str, origins: Rows
) -> None:
    shown = warnings.marked(view, rows, origins)
    alt = warnings.aloud(view, scorecard.alt_text(shown))
    drawn = charts.progress(shown, heads, colours(), view.language)
    figure(drawn, alt, key, basis.of(view, origins))
    doubts(view, [r.value for r in shown])


def doubts(view: View, texts: Sequence[str]) -> None:
    """Under figures some of which bear the mark of an open warning: what it means."""
    if said := warnings.legend(view, texts):
        st.markdown(f":small[{said}]")


def explained(view: View, figures: Sequence[tuple[str, str, str]]) -> None:
    """Where each figure comes from: (label, indicator, scope; the root where none is given)."""
    if view.is_projected:
        return
    with st.popover(view.words("menu.explain")):
        for label, indicator, scope in figures:
            address = _here(view) | {filters.INDICATOR: indicator}
            address |= {filters.SCOPE: scope} if scope else {}
            st.page_link(EXPLAIN, label=as_typed(label), query_params=address)


def _here(view: View) -> dict[str, str]:
    """The shared choices in an address; the period of the figures, which may be an earlier one."""
    return filters.address() | {filters.PERIOD: view.period}


def explained_units(view: View, rows: Rows, key: str) -> None:
    """Where the figure of one unit or block comes from: which indicator, of whom, and there.

    Rows are figures at any level; what cannot be explained is left out.
    """
    if view.is_projected:
        return
    names, told = explain.names(view), explain.told(view)
    known = [r for r in rows if (r.indicator_id, r.scope_type, r.scope_id) in told]
    titles = {r.indicator_id: scorecard.short(r, view) for r in known}
    places = {(r.scope_type, r.scope_id) for r in known}
    wheres = {explain.scope(*at): name for at, name in names.items() if at in places}
    if not titles or not wheres:
        return
    with st.popover(view.words("menu.explain")):
        indicator = st.selectbox(
            view.words("explain.indicator"), list(titles), format_func=titles.__getitem__,
            key=f"{key}_indicator",
        )  # fmt: skip
        where = st.selectbox(
            view.words("explain.scope"), list(wheres), format_func=wheres.__getitem__,
            key=f"{key}_where",
        )  # fmt: skip
        asked = _here(view) | {filters.INDICATOR: indicator, filters.SCOPE: where}
        label = view.words("explain.open", name=titles[indicator], where=wheres[where])
        st.page_link(EXPLAIN, label=as_typed(label), query_params=asked)


def cells(
    view: View,
    content: charts.CellMap,
    alt: str,
    key: str,
    empty: str,
    trust: Basis,
    row_height: int = charts.LINE,
) -> None:
    """A cell map; without a cell, what to do instead."""
    if content.cells:
        drawn = charts.cell_map(content, colours(), view.language, row_height)
        figure(drawn, view.words(alt), key, trust)
    else:
        nothing(view, empty)


def bars(
    view: View,
    content: Sequence[charts.UnitBar],
    title: str,
    empty: str,
    trust: Basis,
) -> None:
    """Bars under the words they are about; without one, what to do instead."""
    if not content:
        nothing(view, empty)
        return
    said = "; ".join(f"{b.label} {b.text}" for b in content)
    drawn = charts.unit_bars(content, colours(), view.language)
    figure(drawn, f"{view.words(title)}: {said}", title.partition(".")[2], trust)


def table(
    rows: Table,
    alt: str,
    height: int | Literal["auto", "content"] = "auto",
    notes: str | None = None,
    wide: str | None = None,
    most: int = HALL_LINES,
) -> None:
    """A table that sorts by its values; column names are its heads, dates are day/month/year.

    Ten rows show and the rest scroll, all where the height is that of the content.
    A column of notes is mostly empty: its width is given, or it would be as narrow as its head.
    Beside a wide column of sentences the others are as narrow as they can be.
    For a hall, where nobody sorts or scrolls sideways, it is a list that wraps, of `most` lines.
    """
    if filters.is_projected():
        reading(rows, most=most)
        return
    frame = rows.frame()
    numbers = frame.select_dtypes("number").columns
    shapes: dict[str, Any] = {}
    for name in rows.columns:
        if any(isinstance(value, dt.date) for value in rows.columns[name]):
            shapes[name] = st.column_config.DateColumn(name, format="DD/MM/YYYY")
        elif name in numbers:
            shapes[name] = st.column_config.Column(name, width=NUMBER_WIDTH)
        elif name == notes:
            shapes[name] = st.column_config.Column(name, width=NOTES_WIDTH)
        elif wide is not None:
            shapes[name] = st.column_config.Column(name, width="large" if name == wide else "small")
    st.dataframe(
        frame,
        hide_index=True,
        alt=alt,
        width="stretch",
        height=height,
        column_config=shapes,
        placeholder=NOTHING,
    )


def reading(rows: Table, links: Sequence[str] = (), most: int = HALL_LINES) -> Table:
    """A list of whole sentences to read, not to sort: text wraps, and is shown as typed.

    With links the first column leads on; an address is ours, made of ids.
    A hall does not scroll: it sees the first lines, and how many there are besides. Returns the
    lines that are seen.
    """
    left = len(rows) - most if filters.is_projected() else 0
    if left > 0:
        rows, links = rows.first(most), links[:most]
    frame = rows.texts().map(as_typed)
    if links:
        named = zip(frame[frame.columns[0]], links, strict=True)
        frame[frame.columns[0]] = [f"[{text}]({link})" if link else text for text, link in named]
    is_long = len(rows) > 8 and not filters.is_projected()
    with st.container(height=LIST_HEIGHT if is_long else "content"):
        st.table(frame, hide_index=True)
    if left > 0:
        small(filters.view().words("projector.rest", n=left))
    return rows


def choices() -> Any:
    """A line of a page's own choices, one under the other on a phone."""
    return st.container(horizontal=True, vertical_alignment="bottom")


def choice(view: View, label: str) -> Any:
    """Room for a long choice that opens when it is pressed; for a hall nothing is drawn in it."""
    return st.container() if view.is_projected else st.popover(label)


def downloads(
    view: View,
    name: str,
    tables: dict[str, Table],
    picture: Callable[[], bytes] | None = None,
    about: Sequence[str] = (),
    address: str = "",
) -> None:
    """What a page gives away: its tables as one workbook, the first as CSV, its picture as PNG.

    With them goes what they are about; beside them stands the page's address to copy.
    """
    if view.is_projected:
        return
    words, said = view.words, source(view)
    files: dict[str, tuple[Callable[[], bytes], str]]
    if view.build.is_sample:
        name = f"{name}-{words('download.sample')}"
    files = {
        "xlsx": (
            lambda: download.workbook(tables, words("download.source"), said, *about), download.XLSX
        ),
        "csv": (
            lambda: download.text(next(iter(tables.values())), said, view.language, *about),
            download.CSV,
        ),
    }  # fmt: skip
    if picture:
        files["png"] = (picture, download.PNG)
    with st.container(horizontal=True):
        for kind, (made, mime) in files.items():
            label = words(f"download.{kind}")
            st.download_button(label, made, f"{name}.{kind}", mime, on_click="ignore")
        if address:
            with st.popover(words("download.link")):
                to_copy(address)


def two(left: float = 1, right: float = 1) -> Sequence[Any]:
    """Two columns, one under the other on a phone and for a hall."""
    if filters.is_projected():
        return st.container(), st.container()
    return st.columns([left, right], gap="medium")


def sentences(title: str, lines: list[str], nothing: str = "") -> None:
    """A few sentences under a head; each is ours, its parts already made safe."""
    with st.container(border=True):
        st.markdown(f"**{as_typed(title)}**")
        if lines:
            st.markdown("\n".join(f"- {line}" for line in lines))
        else:
            st.markdown(as_typed(nothing))


def to_copy(text: str) -> None:
    """A text to take into a letter or a message, exactly as it stands; a button copies it."""
    is_long = text.count("\n") > LETTER_LINES
    height = LETTERS_HEIGHT if is_long else "content"
    st.code(text, language=None, wrap_lines=True, height=height)


def folded(view: View, label: str, rows: Table) -> None:
    """A list that few ask for, behind a button; not for a hall."""
    if len(rows) and not view.is_projected:
        with st.popover(label, width="stretch"):
            reading(rows)


def commands(view: View, note: str, lines: Sequence[str]) -> None:
    """What who keeps the data may type, out of the way of who reads figures."""
    if not lines or view.is_projected:
        return
    with st.popover(view.words("frame.keeper")):
        small(view.words(note))
        to_copy("\n".join(lines))


def hashes(view: View, lines: Sequence[str]) -> None:
    """Whole hashes of files, on demand."""
    if lines and not view.is_projected:
        with st.popover(view.words("frame.hashes")):
            to_copy("\n".join(lines))


def links(view: View, said: str) -> None:
    """A line of links of ours; a hall follows none."""
    if said and not view.is_projected:
        st.markdown(f":small[{said}]")


def small(text: str) -> None:
    """A small line; a caption would be too faint for a hall."""
    if text:
        st.markdown(f":small[{as_typed(text)}]")


def nothing(view: View, key: str, see: Row | None = None, **given: object) -> None:
    """An empty state: what is missing and what to do next; what is told in another period has a
    link there, by itself what is told yearly.
    """
    said = as_typed(view.words(key, **given))
    is_told = key in YEARLY or (key in CALENDAR and queries.is_school_year(view))
    see = see or (queries.last_whole_year(view) if is_told else None)
    if see is not None:
        label = view.words("frame.see", period=view.words.name(see, "title"))
        said += f" [{as_typed(label)}]({filters.same_page(view, see.period_id)})"
    st.info(said)


def footer(view: View) -> None:
    """The last line; before it what was asked of a part under the title."""
    dropped()
    small(source(view))


def source(view: View) -> str:
    """Where what is shown is from: invented or not, sources, as-of, build."""
    last = queries.last_received(view)
    words = view.words
    sample = f"{words('frame.sample')} · " if view.build.is_sample else ""
    return sample + words(
        "frame.footer",
        office=queries.settings(view)[f"office_{words.language}"],
        period=words.name(queries.period(view), "title"),
        day=date(last),
        known=date(view.as_of) if view.is_rewound else words("frame.newest"),
        build=view.build.id,
        warnings=len(warnings.waiting(view)),
    )


def problem(title: str, text: str) -> None:
    """A card in place of what could not be shown."""
    st.error(f"**{as_typed(title)}**\n\n{as_typed(text)}")

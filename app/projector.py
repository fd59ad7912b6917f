"""Projector mode: the one line in place of menu and controls."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app import filters, findings, queries
from app.filters import View
from app.format import as_typed, date
from app.words import Words

LINE = "projector"  # static/projector.css knows it


def line(words: Words, pages: Sequence[Any], asked: Any) -> Any:
    """The page before, the page after and the way out; returns the place for what is told.

    It stands before any figure is asked for: without a build there is still a way out.
    """
    at = pages.index(asked)
    with st.container(horizontal=True, vertical_alignment="center", key=LINE):
        place = st.container()
        _turn("previous", words, pages[at - 1] if at else None, "Left")
        _turn("next", words, pages[at + 1] if at + 1 < len(pages) else None, "Right")
        st.button(
            words("projector.leave"), key="leave", shortcut="Esc",
            on_click=filters.project, args=(False,),
        )  # fmt: skip
    return place


def _turn(name: str, words: Words, to: Any, shortcut: str) -> None:
    label = words(f"projector.{name}")
    if st.button(label, key=name, shortcut=shortcut, disabled=to is None):
        # The address holds every choice, also those of other pages, which are turned back to.
        st.switch_page(to, query_params=dict(st.query_params))


def tell(place: Any, view: View) -> None:
    """What no figure may be read without: the period, the day it is known on, who reported."""
    words, owed = view.words, queries.timeliness(view)
    said = [words("frame.sample")] if view.build.is_sample else []
    said.append(words.name(queries.period(view), "title"))
    known = words("frame.known_until", day=date(view.as_of)) if view.is_rewound else ""
    said.append(known or words("frame.known_now"))
    said.append(
        words("projector.all", n=findings.in_hand(owed), total=len(owed))
        if owed
        else words("trust.nothing_owed")
    )
    place.markdown(f"**{as_typed(' · '.join(said))}**")

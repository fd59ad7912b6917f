"""What a view shows: language, period, as-of date, scheme, mode; kept in the address by ids."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode, urljoin

import streamlit as st

from app import as_of as known
from app import store
from app.as_of import AS_OF, today
from app.format import as_typed
from app.words import LANGUAGES, Words

# Every key of the session, in one place: pages read, never write.
LANGUAGE, PERIOD, SCHEME = "lang", "period", "scheme"
MODE, PROJECTOR = "mode", "projector"
# Choices of single pages, in the address beside the shared ones.
ASKED, INDICATOR, MOVEMENT, SCOPE, UNIT = "q", "indicator", "movement", "scope", "unit"
SINCE = "since"  # the journal number that is looked back to
# Of a comparison: lists of ids parted by commas, the other period, how it is seen and drawn.
SCOPES, INDICATORS, OTHER, WAY, SHOWN = "scopes", "indicators", "other", "way", "shown"
OF_PAGES = (ASKED, INDICATOR, MOVEMENT, SCOPE, SINCE, UNIT)
OF_PAGES += (SCOPES, INDICATORS, OTHER, WAY, SHOWN)
VIEW = "view"
DROPPED = "dropped"  # what the address asks for in vain, until it is told


@dataclass(frozen=True)
class View:
    """All that decides what a page shows."""

    build: store.Build
    words: Words
    period: str
    as_of: dt.date
    is_rewound: bool
    scheme: str
    is_projected: bool = False
    movements: tuple[str, ...] = ()  # of which alone figures are asked; none: of all

    @property
    def language(self) -> str:
        return self.words.language

    def address_of(self, page: str, **choices: str) -> str:
        """The relative address of a page in this view, with choices of its own."""
        day = {AS_OF: self.as_of.isoformat()} if self.is_rewound else {}
        shared = {LANGUAGE: self.language, PERIOD: self.period, SCHEME: self.scheme} | day
        return f"{page}?{urlencode(shared | choices, safe=':,')}"

    def link(self, page: str, text: str, anchor: str = "", **choices: str) -> str:
        """Markdown that opens a page in this view, at one of its anchors."""
        place = f"#{anchor}" if anchor else ""
        return f"[{as_typed(text)}]({self.address_of(page, **choices)}{place})"


def language() -> str:
    """The language in the address, or Vietnamese."""
    _seed(LANGUAGE, list(LANGUAGES), "vi")
    return st.session_state[LANGUAGE]


def is_projected() -> bool:
    """Whether the page is shown to a hall: no menu, no controls, all enlarged."""
    _seed(MODE, [PROJECTOR], "")
    return st.session_state[MODE] == PROJECTOR


def project(is_on: bool) -> None:
    """Begin or leave projector mode."""
    st.session_state[MODE] = PROJECTOR if is_on else ""
    # A control that is drawn anew shows the first of its list unless it was chosen just now.
    for key in (LANGUAGE, PERIOD, SCHEME):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def _seed(key: str, known: list[str], default: str, is_told: bool = True) -> None:
    """Take a known id from the address once; an unknown one is dropped, and that is told."""
    asked = st.query_params.get(key)
    if key not in st.session_state:
        st.session_state[key] = asked if asked in known else default
        if asked and asked not in known and is_told:
            _drop(asked)
    elif st.session_state[key] not in known:
        st.session_state[key] = default


def _drop(*asked: str) -> None:
    st.session_state[DROPPED] = [*st.session_state.get(DROPPED, []), *asked]


def dropped() -> list[str]:
    """What the address asked for and is not shown; it is told once."""
    return st.session_state.pop(DROPPED, [])


def choose(build: store.Build, words: Words) -> View:
    """Draw the shared controls and write the choice back to the address."""
    settings = {r.setting: r.value for r in store.ask(build.path, "settings")}
    periods = store.ask(build.path, "periods")
    schemes = store.ask(build.path, "schemes")
    ids = [r.period_id for r in periods]
    wanted = settings.get("default_period", "")
    _seed(PERIOD, ids, wanted if wanted in ids else ids[-1])
    scheme_ids = [r.scheme_id for r in schemes] or [""]
    wanted = settings.get("default_scheme", "")
    _seed(SCHEME, scheme_ids, wanted if wanted in scheme_ids else scheme_ids[0])
    if not known.seed():
        _drop(st.query_params[AS_OF])
    # Streamlit forgets what is chosen in a control that is not drawn: the address remembers it.
    if not is_projected():
        _draw(build, words, periods, schemes)
    as_of = st.session_state[AS_OF]
    _to_address()
    return View(
        build,
        words,
        st.session_state[PERIOD],
        as_of or today(),
        as_of is not None,
        st.session_state[SCHEME],
        is_projected(),
    )


def _draw(build: store.Build, words: Words, periods: store.Rows, schemes: store.Rows) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="controls"):
        if build.is_sample:
            st.badge(words("frame.sample"), color="orange")
        _select(
            words("frame.period"), PERIOD, {r.period_id: words.name(r, "title") for r in periods}
        )
        known.draw(words, next(r for r in periods if r.period_id == st.session_state[PERIOD]))
        if len(schemes) > 1:
            titles = {r.scheme_id: words.name(r, "name") for r in schemes}
            _select(words("frame.scheme"), SCHEME, titles)
        st.segmented_control(
            words("frame.language"),
            list(LANGUAGES),
            format_func=str.upper,
            key=LANGUAGE,
            required=True,
            label_visibility="collapsed",
            width="content",
        )
        st.button(words("projector.enter"), key="project", on_click=project, args=(True,))


def _select(label: str, key: str, titles: dict[str, str]) -> None:
    st.selectbox(
        label,
        list(titles),
        format_func=titles.__getitem__,
        key=key,
        label_visibility="collapsed",
        width=250,
    )


def address() -> dict[str, str]:
    """The shared choices as the address of any page holds them."""
    day = st.session_state[AS_OF]
    keys = (LANGUAGE, PERIOD, SCHEME, MODE)
    chosen = {k: st.session_state[k] for k in keys if st.session_state[k]}
    return chosen | {AS_OF: day.isoformat()} if day else chosen


def _to_address() -> None:
    chosen = address()
    chosen |= {k: st.query_params[k] for k in OF_PAGES if k in st.query_params}
    if dict(st.query_params) != chosen:
        st.query_params.from_dict(chosen)


def same_page(view: View, period: str) -> str:
    """The address of the page in view in another period, with its own choices."""
    chosen = {k: st.query_params[k] for k in OF_PAGES if k in st.query_params}
    return view.address_of("", **{PERIOD: period}, **chosen)


def search(label: str) -> str:
    """What somebody looks for on a page, kept in the address."""
    if ASKED not in st.session_state:
        st.session_state[ASKED] = st.query_params.get(ASKED, "")
    if not is_projected():
        st.text_input(
            label, key=ASKED, placeholder=label, label_visibility="collapsed", max_chars=80
        )
    return _kept(ASKED)


def asked(key: str) -> str:
    """What the address asks for, whether there is such a thing or not."""
    return st.query_params.get(key, "")


def here(view: View, page: str) -> str:
    """The address of the page in view with the choices it stands with, as its browser knows it."""
    chosen = {k: st.query_params[k] for k in OF_PAGES if k in st.query_params}
    return urljoin(st.context.url or "", view.address_of(page, **chosen))


def set_all(label: str, choices: dict[str, list[str]]) -> None:
    """A button that chooses several things at once."""
    if not is_projected():
        st.button(label, on_click=st.session_state.update, args=(choices,))


def pick(
    key: str,
    titles: dict[str, str],
    label: str,
    default: str = "",
    width: int | Literal["stretch"] = "stretch",
    is_labelled: bool = True,
    is_told: bool = True,
) -> str:
    """One of several by its id, kept in the address; the default or the first if none is chosen.

    A label that is not seen is for who listens to the page. What is asked for and unknown is not
    told where an id may stand in the address for another part of the page, or another page.
    """
    if not titles:
        return ""
    _seed(key, list(titles), default or next(iter(titles)), is_told)
    if not is_projected():
        st.selectbox(
            label, list(titles), format_func=titles.__getitem__, key=key, width=width,
            label_visibility="visible" if is_labelled else "collapsed",
        )  # fmt: skip
    return _kept(key)


def pick_many(
    key: str, titles: dict[str, str], label: str, default: list[str], most: int
) -> list[str]:
    """Some of several by their ids, in the order chosen, kept in the address parted by commas."""
    is_chosen = key in st.session_state  # here, else by the address alone
    asked = st.session_state[key] if is_chosen else st.query_params.get(key, "").split(",")
    known = list(dict.fromkeys(k for k in asked if k in titles))[:most]
    if not is_chosen:  # what was chosen may be gone with its period: no address is wrong then
        _drop(*(k for k in asked if k and k not in known))
    st.session_state[key] = known or default
    if not is_projected():
        st.multiselect(
            label, list(titles), format_func=titles.__getitem__, key=key, max_selections=most
        )
    chosen: list[str] = st.session_state[key] or default
    st.query_params[key] = ",".join(chosen)
    if is_projected():
        del st.session_state[key]  # as below
    return chosen


def switch(key: str, titles: dict[str, str], label: str) -> str:
    """One of a few that all stand in sight, kept in the address; the first if none is chosen.

    The label is for who listens to the page.
    """
    _seed(key, list(titles), next(iter(titles)), is_told=False)  # other pages have another few
    if not is_projected():
        st.segmented_control(
            label, list(titles), format_func=titles.__getitem__, key=key, required=True,
            label_visibility="collapsed",
        )  # fmt: skip
    return _kept(key)


def _kept(key: str) -> str:
    chosen = st.session_state[key]
    if chosen:
        st.query_params[key] = chosen
    elif key in st.query_params:
        del st.query_params[key]
    if is_projected():
        # Not drawn, it would outlive its page and overrule the address of the next one.
        del st.session_state[key]
    return chosen


def keep(view: View) -> View:
    """Have pages show this view, which they ask for."""
    st.session_state[VIEW] = view
    return view


def view() -> View:
    """What the frame chose for this run."""
    return st.session_state[VIEW]

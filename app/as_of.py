"""The day on which a view is known: typed, or one of the few that are asked for most."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import streamlit as st

from app.format import as_typed, date
from app.store import Row
from app.words import Words

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AS_OF, TYPED, REFUSED = "as_of", "as_of_typed", "as_of_refused"
DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")


def today() -> dt.date:
    """Today where the office is."""
    return dt.datetime.now(ZONE).date()


def read(text: str) -> dt.date | None:
    """A day as people write it, day first; None where it is none."""
    parts = DAY.fullmatch(text.strip())
    try:
        return dt.date(int(parts[3]), int(parts[2]), int(parts[1])) if parts else None
    except ValueError:
        return None


def seed() -> bool:
    """Take the day from the address once, however it is written; False where it is no day."""
    if AS_OF in st.session_state:
        return True
    said = st.query_params.get(AS_OF, "")
    try:
        asked = dt.date.fromisoformat(said)
    except ValueError:
        asked = read(said)
    choose(asked)
    return asked is not None or not said


def choose(day: dt.date | None) -> None:
    """Go back to a day; none, today and later are the newest."""
    st.session_state[AS_OF] = day if day and day < today() else None
    st.session_state[REFUSED] = ""


def _take_typed() -> None:
    """What is typed counts at once: Streamlit's own field of a date forgets it (1.67)."""
    typed = st.session_state[TYPED]
    day = read(typed)
    if day is None and typed.strip():
        st.session_state[REFUSED] = typed
    else:
        choose(day)


def draw(words: Words, period: Row) -> None:
    """The day in view; behind it a field to type one, and the days most asked for."""
    day, refused = st.session_state[AS_OF], st.session_state[REFUSED]
    with st.popover(words("frame.known_until", day=date(day)) if day else words("frame.known_now")):
        st.session_state[TYPED] = refused or (date(day) if day else "")
        st.text_input(
            words("frame.as_of"), key=TYPED, on_change=_take_typed, max_chars=10, width=260,
            placeholder=date(period.last_due or period.to_date),
        )  # fmt: skip
        if refused:
            st.error(as_typed(words("frame.as_of_refused", typed=refused)))
        quick = {"newest": None, "due": period.last_due, "end": period.to_date}
        with st.container(horizontal=True):
            for name, to in quick.items():
                if name == "newest" or (to and to < today()):
                    label = words(f"frame.as_of_{name}", day=date(to))
                    st.button(label, key=f"as_of_{name}", on_click=choose, args=(to,))
        st.markdown(f":small[{as_typed(words('frame.as_of_help'))}]")

"""Who acts, and whether they may: the one place that decides for pages, downloads and acts."""

import os
from ipaddress import ip_address

import streamlit as st

from app import queries
from app.filters import View

HEADER = "EMULATION_ACTOR_HEADER"  # names the header in which a proxy tells who it let in
ACTOR = "actor"  # the name typed on the office's own PC, of this session
MOST = 80  # letters of a name
YES = {"1", "true", "yes", "có"}
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


def is_on(view: View) -> bool:
    """Whether the office has turned acting on the screen on, in its catalogue."""
    return queries.settings(view).get("intake", "").strip().casefold() in YES


def known_actor() -> str:
    """Who a proxy or a sign-in says is there; nobody where neither is set up."""
    if name := os.environ.get(HEADER):
        return cleaned(st.context.headers.get(name) or "")
    if st.user.get("is_logged_in"):
        return cleaned(str(st.user.get("email") or st.user.get("name") or ""))
    return ""


def is_local() -> bool:
    """Whether only this PC can be asking, so that a typed name is as good as any.

    Not behind a proxy: there everybody comes from this PC.
    """
    if os.environ.get(HEADER) or any(st.context.headers.get(h) for h in FORWARDED):
        return False
    return _is_loopback(st.get_option("server.address") or "") or _asks_itself()


def _asks_itself() -> bool:
    """A server for the office's network, opened on the PC on which it runs."""
    host = (st.context.headers.get("Host") or "").rsplit(":", 1)[0].strip("[]")
    # Streamlit tells of no address where it is this PC's own.
    return st.context.ip_address is None and _is_loopback(host)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def actor() -> str:
    """Who acts in this session; empty where nobody is known."""
    return known_actor() or (cleaned(st.session_state.get(ACTOR, "")) if is_local() else "")


def allowed(actor: str, action: str, unit: str = "") -> bool:
    """Whether somebody may do something (take in, a form, an act) for a unit, or for all.

    Roles come later: whoever is known may do all.
    """
    return bool(actor)


def cleaned(text: str) -> str:
    """A name or a reason as one line, without signs that no terminal shows."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[: MOST * 5]

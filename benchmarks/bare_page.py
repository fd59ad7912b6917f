"""The bare page: a menu, and what was recorded of a page of ours, nothing worked out."""

import streamlit as st

from benchmarks import recorded


def _draw() -> None:
    recorded.draw_again(recorded.ready())


names = ["overview", "new_rural", "poverty", "digital", "submission"]
st.navigation([st.Page(_draw, title=n, url_path=n) for n in names], position="top").run()

"""The bare page: a menu, and what was recorded of a page of ours, nothing worked out."""

import streamlit as st

from benchmarks import recorded


def _draw() -> None:
    recorded.draw_again(recorded.ready(), pages[0])


names = ["overview", "new_rural", "poverty", "digital", "submission"]
pages = [st.Page(_draw, title=name, url_path=name) for name in names]
st.navigation(pages, position="top").run()

"""Streamlit's own command line, for which a folder `pages` does not mean pages of its old kind.

Until the first script has run, Streamlit takes `pages/` for a list of screens, does not find the
one that an address asks for, and greets whoever opens a shared link first with "Page not found".

What pages draw with is loaded before the first view, which leaves it out of the search for
garbage (`store`).
"""

import duckdb  # noqa: F401
import pandas  # noqa: F401
import plotly.graph_objects  # noqa: F401
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.cli import main

if __name__ == "__main__":
    PagesManager.uses_pages_directory = False  # what st.navigation sets in that first run
    main()

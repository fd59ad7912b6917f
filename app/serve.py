"""Streamlit's own command line, for which a folder `pages` does not mean pages of its old kind.

Until the first script has run, Streamlit takes `pages/` for a list of screens, does not find the
one that an address asks for, and greets whoever opens a shared link first with "Page not found".

After every run of a script Streamlit goes through all objects there are for garbage, and meanwhile
no other session moves. What is imported is none, and is left out.
"""

import gc

import duckdb  # noqa: F401
import pandas  # noqa: F401
import plotly.graph_objects  # noqa: F401
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.cli import main

if __name__ == "__main__":
    PagesManager.uses_pages_directory = False  # what st.navigation sets in that first run
    gc.freeze()
    main()

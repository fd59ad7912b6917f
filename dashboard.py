"""The frame of every page: menu, language, shared choices, ribbons; then the page itself."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from app import filters, page, projector, queries, store, yearly
from app.format import as_typed, date
from app.words import Words

PAGES = {
    "progress": ["overview", "new_rural", "poverty", "digital", "movement"],
    "emulation": ["compare", "unit", "voices"],
    "reports": ["intake", "submission", "quality", "changes", "explain", "definitions"],
}

# What a page asks, by its address, that takes long; findings are counted at the foot of each.
BEGUN: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(("new_rural", "explain"), (queries.figures,)),
    "changes": (queries.judged,),
    **dict.fromkeys(
        ("", "poverty", "digital", "movement", "compare", "unit"),
        (queries.figures, queries.timeliness),
    ),
    "submission": (queries.timeliness,),
}
# Pages of movements that a role names; some of their sections show the last whole year, whose
# figures are asked together with the period's.
OF_MOVEMENTS = {
    "new_rural": ("rural_movement",),
    "poverty": ("poverty_movement",),
    "digital": ("digital_movement", "reform_movement"),
}


def menu(words: Words) -> dict[str, list[st.Page]]:  # type: ignore[valid-type]
    """Pages by section; the first one is home."""
    return {
        words(f"menu.{section}"): [
            st.Page(
                f"pages/{section}/{name}.py",
                title=words(f"menu.{name}"),
                url_path=name,
                default=name == "overview",
            )
            for name in names
        ]
        for section, names in PAGES.items()
    }


def shown_to_a_hall(pages: dict[str, list[Any]], asked: Any) -> list[Any]:
    """What is turned to before a hall: not where reports are taken in, unless it is open."""
    every = [p for section in pages.values() for p in section]
    return [p for p in every if p.url_path != "intake" or p is asked]


def icon() -> None:
    """The browser's sign of the page: the first one loads what reads pictures, a tenth of a second
    that is best spent while questions are worked out.
    """
    st.set_page_config(page_icon=str(Path("static/icon.png")))


def ribbons(view: filters.View) -> None:
    """What to know before any figure: a rewound view, a build left out."""
    words = view.words
    if view.is_rewound:
        st.warning(as_typed(words("frame.rewound", day=date(view.as_of))))
    if view.build.skipped:
        st.warning(as_typed(words("frame.skipped", names=", ".join(view.build.skipped))))


def marks(view: filters.View, section: int) -> None:
    """Whose dashboard it is, and which section of the menu is open: static/frame.css puts both."""
    (root,) = queries.root(view)
    with st.container(key=f"section_{section}"):
        st.markdown(f"**{as_typed(view.words('frame.product_of', root=root.short_vi))}**")


def shown(view: filters.View, asked: Any) -> filters.View:
    """The view of a page: of its movements alone where it is about some."""
    roles = OF_MOVEMENTS.get(asked.url_path, ())
    named = tuple(filter(None, (queries.item(view, role) for role in roles)))
    return filters.keep(replace(view, movements=named))


def main() -> None:
    """Draw the frame and run the page that was asked for."""
    words = Words(filters.language())
    st.set_page_config(page_title=words("frame.product"), layout="wide")
    st.html(
        f"<script>document.documentElement.lang='{words.language}'</script>",
        unsafe_allow_javascript=True,
    )
    st.html(Path("static/frame.css"))
    st.html(Path("static/phone.css"))
    pages, line = menu(words), None
    asked = st.navigation(pages, position="hidden" if filters.is_projected() else "top")
    if filters.is_projected():
        st.html(Path("static/projector.css"))
        line = projector.line(words, shown_to_a_hall(pages, asked), asked)
    try:
        build = store.current()
        view = shown(filters.choose(build, words), asked)
        if line is not None:
            projector.tell(line, view)
        else:
            marks(view, next(i for i, section in enumerate(pages.values()) if asked in section))
        ribbons(view)
        if view.movements:
            yearly.begin(view, queries.figures)
        begun = BEGUN.get(asked.url_path, ())
        queries.begin(view, *begun, queries.last_received, queries.findings)
        icon()
        asked.run()
        page.footer(view)
    except store.NoBuild as error:
        icon()
        page.problem(
            words(f"problem.{error.reason}"),
            words(f"problem.{error.reason}_help", detail=error.detail),
        )
    except store.QueryFailed as error:
        icon()
        page.problem(words("problem.query"), words("problem.query_help", detail=str(error)))


main()

"""Writes down what a page draws, and draws the same again from ready data: a page's floor."""

import contextlib
import os
import pickle
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

# What the app draws with; an element that is missing here would make the floor too low.
DRAWING = (
    *("set_page_config", "html", "title", "header", "markdown", "badge", "code", "table"),
    *("info", "warning", "error", "dataframe", "plotly_chart", "columns", "container", "popover"),
    *("selectbox", "multiselect", "segmented_control", "date_input", "text_input", "file_uploader"),
    *("button", "download_button", "page_link"),
)
# What is done on a click is of no page's drawing; nor is where a link leads, or what is taken away.
DONE = ("on_click", "args")

Steps = list[tuple]
READY = "BENCHMARK_STEPS"  # the environment names the file of what was recorded


class Holder:
    """A container whose use with `with` is written down."""

    def __init__(self, inner: Any, steps: Steps, place: tuple[int, int]) -> None:
        self.inner, self.steps, self.place = inner, steps, place

    def __enter__(self) -> Any:
        self.steps.append(("enter", self.place))
        return self.inner.__enter__()

    def __exit__(self, *why: Any) -> Any:
        self.steps.append(("exit",))
        return self.inner.__exit__(*why)


@contextlib.contextmanager
def recording() -> Iterator[Steps]:
    """While open, every drawing call of Streamlit is kept with its arguments."""
    steps: Steps = []
    real = {name: getattr(st, name) for name in DRAWING}

    def kept(name: str) -> Any:
        def draw(*args: Any, **named: Any) -> Any:
            number = len(steps)
            steps.append(("call", number, name, *_plain(name, args, named)))
            drawn = real[name](*args, **named)
            if isinstance(drawn, list):
                return [Holder(d, steps, (number, i)) for i, d in enumerate(drawn)]
            if hasattr(drawn, "__enter__"):
                return Holder(drawn, steps, (number, 0))
            return drawn

        return draw

    for name in DRAWING:
        setattr(st, name, kept(name))
    try:
        yield steps
    finally:
        for name in DRAWING:
            setattr(st, name, real[name])


def _plain(name: str, args: tuple, named: dict[str, Any]) -> tuple[tuple, dict[str, Any]]:
    """Arguments without what is our own code."""
    named = {key: value for key, value in named.items() if key not in DONE}
    if name == "download_button":
        label, _, *others = args
        args = (label, b"", *others)
    return (args[1:] if name == "page_link" else args), named


def keep(steps: Steps, path: Path) -> None:
    """Make them ready for the bare page, of this process and of those it starts."""
    path.write_bytes(pickle.dumps(steps))
    os.environ[READY] = str(path)


def ready() -> Steps:
    """What was kept last; read once a process, whatever becomes of Streamlit's caches."""
    return _read(os.environ[READY])


@lru_cache(maxsize=1)
def _read(path: str) -> Steps:
    return pickle.loads(Path(path).read_bytes())


def draw_again(steps: Steps, page: Any) -> None:
    """The same elements in the same places, from arguments that are ready; links lead to a page."""
    drawn: dict[int, Any] = {}
    with contextlib.ExitStack() as stack:
        open_now: list[contextlib.ExitStack] = []
        for step in steps:
            if step[0] == "call":
                _, number, name, args, named = step
                if name == "page_link":
                    args = (page, *args)
                result = getattr(st, name)(*args, **named)
                drawn[number] = result if isinstance(result, list) else [result]
            elif step[0] == "enter":
                number, index = step[1]
                inner = stack.enter_context(contextlib.ExitStack())
                inner.enter_context(drawn[number][index])
                open_now.append(inner)
            else:
                open_now.pop().close()

"""What stands on an opened screen, read back from what Streamlit would send to the browser."""

import html
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd
from streamlit.testing.v1 import AppTest

Spec = dict[str, Any]
Grid = list[list[tuple[str, bool]]]  # a row a list of (text, is hatched)


class Line(NamedTuple):
    """One line of the progress figure; bars in shares of the year's plan."""

    title: str
    subtitle: str
    value: str
    unit: str
    changes: str
    verdict: str
    coverage: str
    done: float | None
    due: float | None


def charts(app: AppTest) -> dict[str, Spec]:
    """Figures by their key."""
    return {_key(c): json.loads(c.proto.spec) for c in app.get("plotly_chart")}


def bases(app: AppTest) -> dict[str, str]:
    """By a figure's key the line that stands right under it; nothing where another thing does."""
    return dict(_bases(app.main))


def _bases(block: Any) -> Iterator[tuple[str, str]]:
    inside = list(block.children.values())
    for each, below in pairwise([*inside, None]):
        if each.type == "plotly_chart":
            is_text = below is not None and below.type == "markdown"
            yield _key(each), plain(below.value) if is_text else ""
        elif hasattr(each, "children"):
            yield from _bases(each)


def _key(figure: Any) -> str:
    return figure.proto.id.split("-", 2)[2]


def alts(app: AppTest) -> list[str]:
    """What figures and tables say to those who do not see them."""
    return [e.proto.alt for e in [*app.get("plotly_chart"), *app.get("arrow_data_frame")]]


def plain(text: str) -> str:
    """Markdown as read: without escapes, bold, small and links to our own pages."""
    text = re.sub(r"^:small\[(.*)\]$", r"\1", text, flags=re.DOTALL)
    text = re.sub(
        r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\((?:[a-z_]*\?[\w=&:,.%+-]*)?(?:#[\w-]+)?\)", r"\1", text
    )
    return re.sub(r"\\(.)", r"\1", text.replace("**", "").replace("\u00a0", " "))


def title(app: AppTest) -> str:
    return plain(app.title[0].value)


def prose(app: AppTest) -> list[str]:
    """Every paragraph and list item of the page."""
    lines = [line for m in app.markdown for line in m.value.split("\n")]
    return [plain(line.removeprefix("- ").rstrip()) for line in lines]


def under(app: AppTest, head: str) -> list[str]:
    """The sentences that stand under a head in bold."""
    said = [m.value for m in app.markdown]
    at = next(i for i, text in enumerate(said) if text.startswith("**") and head in plain(text))
    return [plain(line.removeprefix("- ")) for line in said[at + 1].split("\n")]


def numbers(text: str, patterns: dict[str, str]) -> dict[str, str]:
    """What each pattern catches in a sentence; 0 where the sentence does not speak of it."""
    found = {name: re.search(pattern, text) for name, pattern in patterns.items()}
    return {name: match[1] if match else "0" for name, match in found.items()}


def short(text: str) -> str:
    """The beginning of a label, which figures may cut at a blank."""
    return html.unescape(text).removesuffix("…")[:18].rstrip(" ,–-:;")


def progress(spec: Spec) -> list[Line]:
    """Lines of the progress figure: its texts by place, its bars against their tracks."""
    layout = spec["layout"]
    count = round(max(layout["yaxis"]["range"]))
    return [
        Line(*_line_texts(layout["annotations"], i), *_line_bar(layout["shapes"], i))
        for i in range(count)
    ]


def _line_texts(annotations: list[Spec], i: int) -> list[str]:
    mine = [a for a in annotations if i <= a["y"] < i + 1]
    texts = [_bare(a["text"]) for a in sorted(mine, key=lambda a: (a["x"], a["y"]))]
    assert len(texts) == 7, texts
    return texts


def _bare(text: str) -> str:
    return html.unescape(re.sub(r"</?b>", "", text))


def _line_bar(shapes: list[Spec], i: int) -> tuple[float | None, float | None]:
    straight = (s for s in shapes if s["type"] != "path")
    mine = [s for s in straight if s["y0"] != s["y1"] and i < s["y0"] and s["y1"] < i + 1]
    rects = [s for s in mine if s["type"] == "rect"]
    if not rects:
        return None, None
    track, *bars = rects
    marks = [s for s in mine if s["type"] == "line"]
    assert len(bars) <= 1 and len(marks) <= 1
    start, width = track["x0"], track["x1"] - track["x0"]
    ends = [bars[0]["x1"] if bars else None, marks[0]["x0"] if marks else None]
    done, due = (None if end is None else round((end - start) / width, 6) for end in ends)
    return done, due


def grid(spec: Spec) -> tuple[list[str], list[str], Grid]:
    """Heads of rows and columns of a cell map, and its cells."""
    rows, columns = (
        [short(t) for t in spec["layout"][axis]["ticktext"]] for axis in ("yaxis", "xaxis")
    )
    cells: dict[tuple[int, int], tuple[str, bool]] = {}
    for trace in spec["data"]:
        is_hatched = "pattern" in trace["marker"]
        for base, column, text in zip(trace["base"], trace["x"], trace["text"], strict=True):
            assert (int(base), column) not in cells
            cells[int(base), column] = (html.unescape(text), is_hatched)
    filled = [[cells[i, j] for j in range(len(columns))] for i in range(len(rows))]
    assert len(cells) == len(rows) * len(columns)
    return rows, columns, filled


def hovers(spec: Spec) -> list[list[str]]:
    """What each cell of a cell map says to who points at it."""
    rows, columns = (len(spec["layout"][axis]["ticktext"]) for axis in ("yaxis", "xaxis"))
    said = {
        (int(base), column): html.unescape(text)
        for trace in spec["data"]
        for base, column, text in zip(trace["base"], trace["x"], trace["hovertext"], strict=True)
    }
    return [[said[i, j] for j in range(columns)] for i in range(rows)]


def strip(spec: Spec) -> dict[str, int]:
    """Label → count of the parts of a strip."""
    texts = [_bare(a["text"]).replace("<br>", " ") for a in spec["layout"]["annotations"]]
    return {label: int(count) for count, label in list(pairwise(texts))[::2]}


def waterfall(spec: Spec) -> list[tuple[str, float, str]]:
    """(label, value, text) of each step."""
    (trace,) = spec["data"]
    labels = [html.unescape(y) for y in trace["y"]]
    return list(zip(labels, map(float, trace["x"]), trace["text"], strict=True))


def bars(spec: Spec) -> list[tuple[str, float, float | None, str]]:
    """(unit, value, target, text) of each bar."""
    values, targets, texts = spec["data"]
    names = [html.unescape(t) for t in spec["layout"]["yaxis"]["ticktext"]]
    shown, marks = ([x if x is None else round(x, 6) for x in t["x"]] for t in (values, targets))
    return list(zip(names, shown, marks, texts["text"], strict=True))


def lines(spec: Spec) -> tuple[list[str], list[list[bool]]]:
    """(texts of lines over periods, for each line whether something is drawn at its steps)."""
    texts = [_bare(a["text"].replace("<br>", " ")) for a in spec["layout"]["annotations"]]
    return texts, [[y is not None for y in trace["y"]] for trace in spec["data"]]


def table(frame: pd.DataFrame) -> list[tuple]:
    """Rows of a table, None where a cell is empty."""
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in frame.astype(object).itertuples(index=False, name=None)
    ]

"""The rules of the house: who may import whom, where words and SQL stand, what is not written."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "pages").rglob("*.py"))
ETL = sorted((ROOT / "etl").rglob("*.py"))
HTML = ("html", "iframe", "write_html")
APP = sorted((ROOT / "app").rglob("*.py"))


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{a.name}" for a in node.names}
    return found


def roots(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


@pytest.mark.parametrize("path", ETL, ids=lambda p: p.name)
def test_etl_does_not_know_the_app(path: Path) -> None:
    assert not roots(path) & {"app", "pages", "dashboard", "streamlit", "plotly"}


@pytest.mark.parametrize("path", APP, ids=lambda p: p.name)
def test_app_does_not_know_etl(path: Path) -> None:
    assert not roots(path) & {"etl", "pages", "dashboard"}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_pages_import_only_the_app_and_streamlit(path: Path) -> None:
    assert roots(path) <= {"app", "streamlit"}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_pages_hold_no_words_no_sql_and_no_arithmetic(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_doc = node.value == ast.get_docstring(tree, clean=False)
            assert is_doc or re.fullmatch(r"[A-Za-z0-9_.\- ]*", node.value), node.value
            assert is_doc or " " not in node.value, f"a sentence in a page: {node.value}"
        assert not isinstance(node, ast.BinOp), f"arithmetic in line {node.lineno}"


def test_no_page_stands_directly_in_pages() -> None:
    """Streamlit would run it without the frame."""
    assert not list((ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("name", ["charts.py", "format.py", "words/__init__.py"])
def test_charts_format_and_words_import_no_streamlit(name: str) -> None:
    assert "streamlit" not in roots(ROOT / "app" / name)


@pytest.mark.parametrize("path", [*APP, *PAGES, ROOT / "dashboard.py"], ids=lambda p: p.name)
def test_no_raw_html(path: Path) -> None:
    """Text from a report is data; HTML is the frame's alone: a word of ours, a file of styles."""
    text = path.read_text("utf-8")
    assert "unsafe_allow_html" not in text
    assert "streamlit.components" not in text
    if path.name == "dashboard.py":
        styles = {f"Path('static/{name}.css')" for name in ("frame", "phone", "projector")}
        assert put_into_html(ast.parse(text)) == {"words.language", *styles}
    else:
        assert not html_calls(ast.parse(text))


def html_calls(tree: ast.AST) -> list[ast.Call]:
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    return [c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr in HTML]


def put_into_html(tree: ast.AST) -> set[str]:
    """All that is not a literal in the texts given to st.html."""
    found: set[str] = set()
    for argument in (a for call in html_calls(tree) for a in call.args):
        parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
        inner = [p.value if isinstance(p, ast.FormattedValue) else p for p in parts]
        found |= {ast.unparse(p) for p in inner if not isinstance(p, ast.Constant)}
    return found


def test_a_text_from_data_in_html_would_be_seen() -> None:
    seen = put_into_html(ast.parse("st.html(f'<b>{row.name}</b>'); st.html(text)"))
    assert seen == {"row.name", "text"}


@pytest.mark.parametrize("path", [*APP, *ETL, *PAGES], ids=lambda p: p.name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def _words(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((ROOT / "app" / "words" / f"{language}.toml").read_text("utf-8"))


def _places(text: str) -> list[str]:
    return sorted(set(re.findall(r"{(\w+)", text)))


def test_both_languages_have_the_same_keys_and_places() -> None:
    vi, en = _words("vi"), _words("en")
    shape = {s: {k: _places(t) for k, t in w.items()} for s, w in vi.items()}
    assert shape == {s: {k: _places(t) for k, t in w.items()} for s, w in en.items()}


def test_every_word_that_code_asks_for_exists_and_none_is_left_over() -> None:
    """Keys made of a code (status.*, timeliness.*) are asked for by their section."""
    vi = _words("vi")
    code = "\n".join(p.read_text("utf-8") for p in [*APP, *PAGES, ROOT / "dashboard.py"])
    asked = set(re.findall(r"""["']([a-z_]+\.[a-z_]+)["']""", code))
    sections = set(re.findall(r'"([a-z_]+)\.[a-z_]*{', code))
    stems = {m for m in re.findall(r'"([a-z_]+\.[a-z_]+)_?{', code)}
    known = {f"{s}.{k}" for s, w in vi.items() for k in w}
    assert {a for a in asked if a.split(".")[0] in vi} <= known
    unused = {k for k in known - asked if k.split(".")[0] not in sections}
    assert not {k for k in unused if not any(k.startswith(s) for s in stems)}


def test_a_word_of_etl_is_not_a_word_of_the_app() -> None:
    rules = (ROOT / "etl" / "rules.csv").read_text("utf-8").splitlines()[1:]
    ids = {line.split(",")[0] for line in rules}
    keys = {k for w in _words("vi").values() for k in w}
    assert not ids & keys


def test_nothing_names_this_machine() -> None:
    files = [*APP, *ETL, *PAGES, *(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "run.py"]
    for path in (p for p in files if p.exists()):
        assert "/work/" not in path.read_text("utf-8"), path


ASKED_BARE = re.compile(r"""words\(\s*f?"([a-z_]+\.[a-z_{}]+)"\s*\)""")


@pytest.mark.parametrize("path", [*APP, *PAGES, ROOT / "dashboard.py"], ids=lambda p: p.name)
def test_words_with_places_to_fill_are_never_asked_for_without_what_fills_them(path: Path) -> None:
    """A reader would see the braces."""
    vi = {f"{s}.{k}": text for s, words in _words("vi").items() for k, text in words.items()}
    bare = set(ASKED_BARE.findall(path.read_text("utf-8")))
    assert not [key for key in bare & set(vi) if "{" in vi[key]]

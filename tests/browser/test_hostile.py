"""Whatever a report holds is shown as it was typed: no page runs, draws or follows any of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import served
from tests.browser.test_screens import PAGES
from tests.demo_district import demo_district

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MARK = "kemtheo"
TYPED = [
    "<script>window.hit=1</script>",
    f"<b>{MARK}</b>",
    '<img src=x onerror="window.hit=1">',
    f"[{MARK}](javascript:window.hit=1)",
    f":red[{MARK}]",
    f"**{MARK}** # {MARK} `{MARK}` $x^2$",
    "=cmd|' /C calc'!A0",
    "a" * 10_000,
]
# Every column that text of a report, of its file or of who loads it comes to.
TEXTS = {
    "reported_text": ("text",),
    "report": ("paper_number", "signatory", "file_name"),
    "attempt": ("file_name", "reason", "actor"),
    "finding": ("value", "message_vi", "message_en"),
    "act": ("reason", "actor", "text"),
    "observation": ("raw",),
}
# Without a journal this page has nothing to tell but that; it shows no text of a report.
WITHOUT = "changes"
# What a person opens on the pages besides: text is told there, too.
BESIDES = {
    "explain?period=2022-Y&indicator=NGH-03&scope=unit.xa-an-co": "h1",
    "unit?period=2022-Y&unit=xa-an-co": "h1",
    "voices?period=2022-H1": "table",
    "quality?period=2022-H1": "h1",
    "submission?period=2022-H1&mode=projector": "h1",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "published").mkdir()
    newest = sorted(demo_district(tmp_path_factory).glob("published/*.duckdb"))[-1]
    put_in(Path(shutil.copy(newest, folder / "published" / newest.name)))
    with served(folder) as address:
        yield address


def put_in(build: Path) -> None:
    """Each row of each text another one, so that every kind stands on the first page of each."""
    with duckdb.connect(str(build)) as con:
        for table, columns in TEXTS.items():
            texts = ", ".join(f"{c} = $typed[1 + rowid % len($typed)]" for c in columns)
            con.execute(f"update {table} set {texts}", {"typed": TYPED})


def test_text_of_a_report_is_inert_on_every_page(hostile: str, browser_page: Page) -> None:
    told = ""
    for name, shown in (PAGES | BESIDES).items():
        if name == WITHOUT:
            continue
        browser_page.goto(hostile + name)
        browser_page.wait_for_selector(shown, timeout=60_000)
        browser_page.wait_for_selector("text=phiên bản số liệu", timeout=60_000)
        browser_page.wait_for_selector("[data-testid=stStatusWidget]", state="detached")
        assert browser_page.locator("[data-testid=stException]").count() == 0, name
        assert browser_page.evaluate("window.hit") is None, name
        assert browser_page.locator("a[href^='javascript' i], img[src='x']").count() == 0, name
        for element in ("b", "strong", "em", "code", "h1", "a", ".stMarkdownColoredText", ".katex"):
            found = browser_page.locator(f"[data-testid=stMain] {element}:text-is('{MARK}')")
            assert found.count() == 0, f"{name}: {element}"
        wide = browser_page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, f"{name} scrolls sideways"
        told += browser_page.locator("[data-testid=stMain]").inner_text()
    missing = [t for t in TYPED if t not in told]
    assert not missing, f"nowhere shown as typed: {[t[:40] for t in missing]}"

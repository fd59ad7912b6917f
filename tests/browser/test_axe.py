"""What axe finds on a page: nothing but the marks of Streamlit's own parts that are known."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.test_screens import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# A container of a fixed height scrolls; Streamlit gives it no place in the order of the Tab key.
# Browsers have given one to every scrolling box since 2024, axe does not know.
KNOWN = {"scrollable-region-focusable"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(address: str, browser_page: Page, scheme: str) -> None:
    browser_page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found = []
    for name, shown in PAGES.items():
        browser_page.goto(address + name)
        browser_page.wait_for_selector(shown, timeout=60_000)
        browser_page.wait_for_selector("text=phiên bản số liệu", timeout=60_000)
        for each in Axe().run(browser_page).response["violations"]:
            if each["id"] not in KNOWN:
                found += [f"{name}: {each['id']}: {n['html'][:200]}" for n in each["nodes"]]
    assert not found, "\n".join(found)


def test_axe_would_find_something(browser_page: Page) -> None:
    browser_page.set_content("<html lang=vi><title>a</title><main><img src=a.png></main>")
    assert "image-alt" in {v["id"] for v in Axe().run(browser_page).response["violations"]}

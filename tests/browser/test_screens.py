"""A real browser opens every screen: figures are drawn, and no request leaves this machine."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import served
from tests.demo_district import demo_district

DRAWN, TOLD = "[data-testid=stPlotlyChart] .main-svg", "[data-testid=stDataFrame]"
PAGES = dict.fromkeys(
    ["", "new_rural", "poverty", "digital", "movement", "compare", "unit", "submission"], DRAWN
)
PAGES |= dict.fromkeys(["quality", "changes", "definitions"], TOLD)
PAGES |= {"voices": "table", "explain": "table", "intake": "h1"}
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_every_screen_draws_and_asks_nobody_outside(address: str, browser_page: Page) -> None:
    outside: list[str] = []
    own = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
    browser_page.on("request", lambda r: None if r.url.startswith(own) else outside.append(r.url))
    for name, shown in PAGES.items():
        browser_page.goto(address + name)
        browser_page.wait_for_selector(shown, timeout=60_000)
        browser_page.wait_for_selector("text=phiên bản số liệu", timeout=60_000)
        assert browser_page.locator("[data-testid=stException]").count() == 0
        assert "SỐ LIỆU MẪU" in browser_page.inner_text("body")
        wide = browser_page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, f"{name} scrolls sideways"
    assert not outside


def test_a_phone_reads_the_overview(address: str, browser_page: Page) -> None:
    """Its charts keep the width they are drawn for, in frames that a finger moves."""
    browser = browser_page.context.browser
    assert browser is not None
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
    )
    phone = context.new_page()
    phone.goto(address)
    phone.wait_for_selector(DRAWN, timeout=60_000)
    phone.wait_for_selector("text=phiên bản số liệu", timeout=60_000)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    for chart in phone.locator(DRAWN).all():
        box = chart.bounding_box()
        assert box is not None
        assert box["width"] > 700
    frame = phone.locator("[data-testid=stElementContainer]:has(.stPlotlyChart)").first
    frame.evaluate("each => each.scrollLeft = 9999")
    assert frame.evaluate("each => each.scrollLeft") > 300
    context.close()


def test_an_address_opens_the_same_view(address: str, browser_page: Page) -> None:
    browser_page.goto(f"{address}?lang=en&period=2022-9M")
    browser_page.wait_for_selector("h1:has-text('8 of 12 on pace')", timeout=60_000)
    assert "period=2022-9M" in browser_page.url


def test_a_figure_is_followed_down_to_its_cell(address: str, browser_page: Page) -> None:
    browser_page.goto(f"{address}?period=2022-Y")
    browser_page.wait_for_selector(DRAWN, timeout=60_000)
    # The first stands under the movements, by their lead indicators.
    browser_page.get_by_role("button", name="Nguồn gốc số liệu").first.click()
    browser_page.locator("[data-testid=stPageLink-NavLink]", has_text="Hộ thoát nghèo").click()
    browser_page.wait_for_selector("h1:has-text('Số hộ thoát nghèo')", timeout=60_000)
    browser_page.wait_for_selector("table", timeout=60_000)
    shared = browser_page.url
    assert "indicator=NGH-03" in shared
    assert "period=2022-Y" in shared
    title = browser_page.inner_text("h1")
    fresh = browser_page.context.browser.new_page()  # type: ignore[union-attr]
    fresh.goto(shared)
    fresh.wait_for_selector("h1:has-text('Số hộ thoát nghèo')", timeout=60_000)
    assert fresh.inner_text("h1") == title
    fresh.close()


def test_a_shared_link_opens_its_page_on_a_server_that_has_just_started(
    tmp_path_factory: pytest.TempPathFactory, browser_page: Page
) -> None:
    with served(demo_district(tmp_path_factory)) as address:
        browser_page.goto(f"{address}poverty?period=2022-Y")
        browser_page.wait_for_selector(DRAWN, timeout=60_000)
        assert browser_page.get_by_text("Page not found").count() == 0

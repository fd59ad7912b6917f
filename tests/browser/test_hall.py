"""What a hall sees: letters large enough, nothing cut off or written over, a way on and out."""

import pytest
from playwright.sync_api import Page

from tests.browser.test_screens import DRAWN

PAGES = ["", "new_rural", "poverty", "digital", "movement", "compare", "unit"]
LEAST = 24  # pixels of a letter on a screen 1920 wide
pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Texts in sight as [text, letters' pixels on a screen 1920 wide, rectangle, figure or -1].
SEEN = """() => {
    const figures = [...document.querySelectorAll('.js-plotly-plot')], seen = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const node = walk.currentNode, holder = node.parentElement, range = new Range();
        const is_shown = holder.checkVisibility({visibilityProperty: true});
        if (!node.textContent.trim() || !is_shown) continue;
        range.selectNode(node);
        const box = range.getBoundingClientRect(), figure = holder.closest('.js-plotly-plot');
        // Unseen are texts of no size and the link that only keyboards find.
        if (!box.width || box.bottom < 0) continue;
        const zoom = figure ? Number(getComputedStyle(figure).zoom) : 1;
        const size = parseFloat(getComputedStyle(holder).fontSize) * zoom * 1920 / innerWidth;
        seen.push([node.textContent, size, box.toJSON(), figures.indexOf(figure)]);
    }
    return [seen, figures.map(f => f.getBoundingClientRect().toJSON())];
}"""
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain]')]
    .some(e => e.scrollWidth > e.clientWidth)"""
VALUES = "all => all.map(e => e.value)"
Box = dict[str, float]


def shown(page: Page, url: str, width: int = 1920, height: int = 1080) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(url)
    page.wait_for_selector(DRAWN, timeout=60_000)
    page.wait_for_selector("text=phiên bản số liệu", timeout=60_000)
    page.wait_for_timeout(500)  # figures are laid out once more when their place is known


def overlaps(one: Box, other: Box) -> bool:
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 2 and down > 0.3 * min(one["height"], other["height"])


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1920, 1080, "light"), (1366, 768, "dark")]
)
def test_a_hall_reads_every_letter(
    address: str, browser_page: Page, width: int, height: int, scheme: str
) -> None:
    browser_page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for name in PAGES:
        shown(browser_page, f"{address}{name}?period=2022-H1&mode=projector", width, height)
        seen, figures = browser_page.evaluate(SEEN)
        assert len(seen) > 30
        assert not [(text, size) for text, size, *_ in seen if size < LEAST - 0.01], name
        assert not browser_page.evaluate(SIDEWAYS), f"{name} scrolls sideways"
        for text, _, box, figure in seen:
            place = figures[figure] if figure >= 0 else {"left": 0, "right": width}
            assert box["left"] >= place["left"] - 1, f"{name}: {text} is cut off"
            assert box["right"] <= place["right"] + 1, f"{name}: {text} is cut off"
        # Slanted heads have rectangles that meet; nothing else may.
        level = [s for s in seen if s[3] >= 0 and s[2]["height"] < 3 * LEAST * width / 1920]
        for i, (text, _, box, figure) in enumerate(level):
            for other, _, second, its in level[i + 1 :]:
                assert figure != its or not overlaps(box, second), f"{name}: {text} on {other}"
    browser_page.emulate_media(color_scheme="light")


def test_the_line_stays_in_sight(address: str, browser_page: Page) -> None:
    shown(browser_page, f"{address}?period=2022-H1&mode=projector")
    browser_page.mouse.move(900, 600)
    browser_page.mouse.wheel(0, 2000)
    browser_page.wait_for_timeout(500)
    line = browser_page.locator(".st-key-projector")
    place = line.bounding_box()
    assert place is not None
    assert place["y"] == 0
    assert place["height"] < 80
    assert "6 tháng đầu năm 2022" in line.inner_text()
    assert "122/127" in line.inner_text()


def test_a_hall_is_led_by_the_keyboard(address: str, browser_page: Page) -> None:
    shown(browser_page, f"{address}?period=2022-9M&lang=vi")
    title = browser_page.inner_text("h1")
    browser_page.get_by_role("button", name="Máy chiếu").click()
    browser_page.wait_for_selector(".st-key-projector", timeout=60_000)
    browser_page.wait_for_url("**mode=projector**")
    assert browser_page.inner_text("h1") == title
    browser_page.wait_for_selector("[data-testid=stHeader]", state="hidden")
    fresh = browser_page.context.browser.new_page()  # type: ignore[union-attr]
    shown(fresh, browser_page.url)
    assert fresh.inner_text("h1") == title
    assert fresh.is_visible(".st-key-projector")
    fresh.close()
    browser_page.keyboard.press("ArrowRight")
    browser_page.wait_for_selector("h1:has-text('xã đạt chuẩn')", timeout=60_000)
    browser_page.wait_for_url("**/new_rural?**mode=projector**")
    browser_page.keyboard.press("ArrowLeft")
    browser_page.wait_for_selector(f"h1:has-text('{title[:20]}')", timeout=60_000)
    browser_page.keyboard.press("Escape")
    browser_page.wait_for_selector(".st-key-controls", timeout=60_000)
    browser_page.wait_for_selector("[data-testid=stHeader]", state="visible")
    assert browser_page.inner_text("h1") == title
    assert "period=2022-9M" in browser_page.url


def test_who_leaves_after_turning_a_page_finds_the_controls_as_they_were(
    address: str, browser_page: Page
) -> None:
    """Streamlit draws them anew then, and would show the first of each list beside the figures."""
    controls = browser_page.locator(".st-key-controls")
    shown(browser_page, f"{address}poverty?period=2022-Y&lang=vi&as_of=2023-02-01")
    before, chosen = controls.inner_text(), controls.locator("input").evaluate_all(VALUES)
    assert chosen[0] == "Năm 2022"
    controls.get_by_text("Máy chiếu").click()
    browser_page.wait_for_selector(".st-key-projector")
    browser_page.keyboard.press("ArrowRight")
    browser_page.wait_for_url("**/digital?**")
    browser_page.wait_for_selector(".st-key-projector")
    browser_page.wait_for_selector("text=phiên bản số liệu")
    browser_page.keyboard.press("Escape")
    controls.wait_for()
    browser_page.wait_for_timeout(1000)
    assert controls.inner_text() == before
    assert controls.locator("input").evaluate_all(VALUES) == chosen
    browser_page.get_by_text("EN", exact=True).click()
    browser_page.wait_for_url("**lang=en**")
    assert "period=2022-Y" in browser_page.url
    assert "as_of=2023-02-01" in browser_page.url

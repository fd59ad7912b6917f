"""Two blocks compared in a browser, the address shared, the table taken away and added up again."""

import io
from collections import defaultdict
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DRAWN = "[data-testid=stPlotlyChart] .main-svg"
FIGURES = "Số liệu từng đơn vị"
Lines = list[dict[str, Any]]


def test_a_shared_comparison_is_the_same_and_adds_up(address: str, browser_page: Page) -> None:
    browser_page.goto(f"{address}compare?period=2022-Y")
    browser_page.wait_for_selector(DRAWN, timeout=60_000)
    browser_page.get_by_role("button", name="Chọn khối, đơn vị").click()
    browser_page.get_by_role("button", name="Remove Xã, TT nội địa").click()
    browser_page.wait_for_selector("h1:not(:has-text('Xã, TT nội địa'))")
    browser_page.get_by_role("combobox", name="So sánh khối hoặc đơn vị").fill("Xã, TT nội địa")
    browser_page.keyboard.press("Enter")
    browser_page.keyboard.press("Escape")  # the list stays open, and hides all else meanwhile
    browser_page.wait_for_selector("h1:has-text('Xã, TT nội địa')")

    title, drawn, book = seen(browser_page)
    assert browser_page.context.browser is not None
    fresh = browser_page.context.browser.new_page()
    fresh.goto(browser_page.url)
    fresh.wait_for_selector(DRAWN, timeout=60_000)
    assert seen(fresh) == (title, drawn, book)
    fresh.close()

    compared, units = book["Bảng so sánh"], defaultdict(lambda: [0.0, 0.0])
    for line in book[FIGURES]:
        if line["Tử số"] is not None and line["Mẫu số"]:
            part = units[line["Chỉ tiêu"], line["Khối"]]
            part[0] += line["Tử số"]
            part[1] += line["Mẫu số"]
    rates = [line for line in compared if line["Đơn vị tính"] == "%"]
    assert rates
    for line in rates:
        found = []
        for letter, block in (("A", "Xã biên giới"), ("B", "Xã, TT nội địa")):
            top, bottom = units[line["Chỉ tiêu"], block]
            found.append(line[f"{letter} · {block} (Năm 2022)"])
            assert found[-1] == pytest.approx(100 * top / bottom)
        assert line["A − B"] == pytest.approx(found[0] - found[1])


def seen(page: Page) -> tuple[str, list[str], dict[str, Lines]]:
    """The title, what stands in the picture, and the tables of the workbook that is taken away."""
    page.wait_for_selector("text=phiên bản số liệu", timeout=60_000)
    # Once the script has ended: a button that is drawn anew under the click is not pressed.
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Tải Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes()))
    host = page.url.partition("/compare")[0]
    told = [str(c.value) for s in book for line in s for c in line if c.value is not None]
    assert any(f"{host}/compare?" in text for text in told)  # for whom it is sent to
    drawn = page.locator("[data-testid=stPlotlyChart] .main-svg text").all_inner_texts()
    tables = {s.title: lines(s) for s in book.worksheets if s.max_column > 1}
    return page.inner_text("h1"), drawn, tables


def lines(sheet: Any) -> Lines:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]

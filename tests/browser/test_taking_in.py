"""In a real browser: files are looked at, and taken in once by a double click."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import served
from tests.etl.district import Office, saved

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_double_click_takes_in_once(
    tmp_path: Path, browser_page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks = tmp_path / "desks"  # folders of sessions, of this server alone
    desks.mkdir()
    monkeypatch.setenv("TMPDIR", str(desks))
    office = Office(tmp_path / "office")
    office.set("intake", "1")
    office.drop(office.filled(viec=120), "a.xlsx")
    assert office.run("load").code == 0
    good, bad = tmp_path / "tốt.xlsx", tmp_path / "<b>sai.xlsx"
    good.write_bytes(saved(office.filled(viec=150)))
    bad.write_bytes(saved(office.filled("xa-binh", viec="nhiều")))
    with served(office.folder) as address:
        browser_page.goto(address)
        browser_page.wait_for_selector("text=phiên bản số liệu", timeout=60_000)
        browser_page.goto(f"{address}intake?period=2022-H1")
        browser_page.get_by_label("Người thực hiện").fill("Nguyễn Thị Ánh")
        browser_page.keyboard.press("Tab")
        browser_page.set_input_files("input[type=file]", [good, bad])
        browser_page.wait_for_selector("h1:has-text('1 đạt · 1 trả lại')", timeout=60_000)
        with browser_page.expect_download() as taken:
            browser_page.get_by_role("button", name="Tải bản đã đánh dấu lỗi").click()
        assert taken.value.suggested_filename == "00001-_b_sai-can-sua.xlsx"
        browser_page.get_by_role("button", name="Tiếp nhận", exact=True).dblclick()
        browser_page.wait_for_selector("h1:has-text('Đã ghi sổ 2 tệp')", timeout=60_000)
        browser_page.wait_for_selector("text=00000004-1")
        assert browser_page.locator("b:has-text('sai')").count() == 0
        assert list(desks.glob("emulation-desk-*"))
    assert len(list(office.place.journal.glob("[0-9]*.json"))) == 4
    assert not list(desks.iterdir())  # what lay on desks is gone with the server

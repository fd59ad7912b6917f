"""Taking in on the screen: off until the office turns it on, looked at first, once, by somebody."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app import access, desk
from tests.etl.district import Office, saved

ROOT = Path(__file__).parents[2]
PAGE = "pages/reports/intake.py"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOSTILE = ["../x.xlsx", "<script>.xlsx", "=cmd.xlsx"]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office that takes in on the screen; report 2 is in force."""
    made = Office(tmp_path / "office")
    made.set("intake", "1")
    made.drop(made.filled(viec=120), "a.xlsx")
    assert made.run("load").code == 0
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(made.folder))
    return made


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=90)
    app.query_params |= query
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def sent(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Somebody says who they are and drops files."""
    app.text_input(key="typed_actor").set_value("Nguyễn Thị Ánh").run()
    app.file_uploader[0].set_value([(name, content, XLSX) for name, content in files]).run()
    assert not app.exception
    return app


def pressed(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def entries(office: Office) -> list[dict[str, Any]]:
    return [json.loads(p.read_bytes()) for p in sorted(office.place.journal.glob("[0-9]*.json"))]


def title(app: AppTest) -> str:
    return app.title[0].value.replace("\u00a0", " ").replace("\\", "")


def shown(app: AppTest) -> str:
    """All that the tables hold."""
    return " ".join(t.value.to_string() for t in [*app.dataframe, *app.table])


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "đang tắt"), ("en", "turned off")]
)  # fmt: skip
def test_off_until_the_office_turns_it_on(
    demo: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    app = opened(lang=language)
    assert said in title(app)
    assert "intake,1" in app.info[0].value
    assert not app.get("file_uploader")


@pytest.mark.parametrize(("language", "said"), [("vi", "Thả tệp"), ("en", "Drop files")])
def test_on_it_waits_for_files(office: Office, language: str, said: str) -> None:
    app = opened(lang=language)
    assert said in title(app)
    assert app.file_uploader[0].accept_multiple_files


def test_over_the_network_nobody_is_known_so_nothing_is_taken_in(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(access.HEADER, "X-Remote-User")  # a proxy, which has let nobody in
    app = opened()
    assert "Chưa biết ai" in title(app)
    assert not app.get("file_uploader")


def test_a_good_and_a_bad_one_are_looked_at_then_taken_in_once(office: Office) -> None:
    good, bad = saved(office.filled(viec=150)), saved(office.filled("xa-binh", viec="nhiều"))
    before = entries(office)
    app = sent(opened(), ("tot.xlsx", good), ("sai.xlsx", bad))
    assert title(app) == "Xem trước 2 tệp: 1 đạt · 1 trả lại"
    assert "0 · 1 · 0 · 2" in shown(app)  # figures new, changed, emptied, unchanged
    assert "120" in shown(app)
    assert "150" in shown(app)
    assert "«nhiều» không phải là một số" in shown(app).replace("\\", "")
    assert entries(office) == before

    pressed(app, "accept")
    assert title(app) == "Đã ghi sổ 2 tệp: 1 tiếp nhận · 1 trả lại"
    new = entries(office)[len(before) :]
    assert [(e["outcome"], e["actor"]) for e in new] == [
        ("accepted", "Nguyễn Thị Ánh"), ("refused", "Nguyễn Thị Ánh")
    ]  # fmt: skip
    told = " ".join(m.value for m in app.markdown).replace("\\", "")
    assert "Số nhật ký 3–4; đã công bố phiên bản số liệu 00000004-1." in told
    assert office.place.builds()[-1].stem.endswith("00000004-1")
    assert app.get("download_button")
    app.run()
    assert len(entries(office)) == len(before) + 2

    pressed(app, "next")
    assert "Thả tệp" in title(app)
    again = sent(app, ("tot.xlsx", good))
    assert title(again) == "Xem trước 1 tệp: 1 trùng"


def test_left_files_are_gone_and_nothing_is_written(office: Office) -> None:
    before = entries(office)
    app = sent(opened(), ("tot.xlsx", saved(office.filled(viec=150))))
    pressed(app, "leave")
    assert "Thả tệp" in title(app)
    assert entries(office) == before


def test_without_a_name_nothing_is_taken_in(office: Office) -> None:
    app = opened()
    app.file_uploader[0].set_value(("a.xlsx", saved(office.filled(viec=150)), XLSX)).run()
    assert app.button(key="accept").disabled
    assert "người thực hiện" in app.info[0].value


def test_where_the_journal_has_moved_it_is_looked_at_again(office: Office) -> None:
    app = sent(opened(), ("tot.xlsx", saved(office.filled(viec=150))))
    other = office.drop(office.filled(viec=140), "khac.xlsx")
    assert office.run("load", other).code == 0
    before = entries(office)
    pressed(app, "accept")
    assert "Sổ nhật ký đã đến số 3" in app.warning[0].value
    assert title(app) == "Xem trước 1 tệp: 1 đạt"
    assert "140" in shown(app)  # what is in force now
    assert entries(office) == before
    pressed(app, "accept")
    assert len(entries(office)) == len(before) + 1


def test_what_stopped_a_look_or_a_load_is_said_and_it_can_be_done_again(office: Office) -> None:
    content = saved(office.filled(viec=150))
    office.set("coverage_min", "nhiều")
    app = sent(opened(), ("tot.xlsx", content))
    assert "Danh mục có 1 lỗi" in app.error[0].value
    office.set("coverage_min", "90")
    pressed(app, "again")
    assert title(app) == "Xem trước 1 tệp: 1 đạt"
    office.set("coverage_min", "nhiều")
    before = entries(office)
    pressed(app, "accept")
    assert title(app) == "Đã ghi sổ 0 tệp"
    assert "Danh mục có 1 lỗi" in app.error[0].value
    assert entries(office) == before


def test_hostile_names_stay_text_and_inside_the_folder(office: Office, tmp_path: Path) -> None:
    content = saved(office.filled(viec=150))
    around = {p for p in tmp_path.rglob("*") if "office" not in p.parts}
    app = sent(opened(), *((name, content) for name in HOSTILE))
    mine: desk.Desk = app.session_state[desk.DESK]
    for name in HOSTILE:
        assert name in shown(app)
    inside = Path(mine.folder.name).resolve()
    assert all(f.path.resolve().is_relative_to(inside) for f in mine.files)
    assert {p for p in tmp_path.rglob("*") if "office" not in p.parts} == around


def test_a_sample_report_is_refused_in_a_real_office(office: Office) -> None:
    office.set("is_sample", "1")
    sample = saved(office.filled(viec=150))
    office.set("is_sample", "0")
    app = sent(opened(), ("mau.xlsx", sample))
    assert title(app) == "Xem trước 1 tệp: 1 trả lại"
    assert "Đây là báo cáo mẫu, không nạp vào số liệu thật" in shown(app)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/x.xlsx", "x.xlsx"),
        ("C:\\a\\x.xlsx", "x.xlsx"),
        ("<b>.xlsx", "_b_.xlsx"),
        ("con.xlsx", "_con.xlsx"),
        ("-x.xlsx", "_-x.xlsx"),
        ("..", "_"),
        ("a\0.xlsx", "a_.xlsx"),
    ],
)
def test_names_as_a_file_may_bear_them(name: str, kept: str) -> None:
    assert desk.safe_name(name) == kept


def test_a_long_name_keeps_its_end() -> None:
    kept = desk.safe_name("Ư" * 300 + ".xlsx")
    assert kept.endswith("Ư.xlsx")
    assert len(kept.encode()) <= desk.MOST_BYTES


def test_one_job_is_begun_once_whoever_asks(office: Office) -> None:
    mine, begun = desk.Desk(), []

    def start() -> Any:
        begun.append(1)
        return mine.start("status")

    first = mine.job("status", 1, start=start)
    assert mine.job("status", 1, start=start) is first
    assert begun == [1]
    wait_for(lambda: first.is_done)
    assert first.result and first.result["journal_no"] == 2


def test_the_folder_goes_with_the_desk_but_not_before_its_commands_have_ended(
    office: Office,
) -> None:
    mine = desk.Desk()
    folder = Path(mine.folder.name)
    running = [mine.start("status")]
    del mine
    assert folder.is_dir()
    wait_for(lambda: running[0].is_done)
    running.clear()
    wait_for(lambda: not folder.exists())


def test_a_command_that_stops_says_why(office: Office) -> None:
    child = desk.Desk().start("status", "--since", "99")
    wait_for(lambda: child.is_done)
    assert child.result is None
    assert child.fault


def wait_for(done: Callable[[], bool]) -> None:
    for _ in range(300):
        if done():
            return
        time.sleep(0.1)
    raise AssertionError("it never came")

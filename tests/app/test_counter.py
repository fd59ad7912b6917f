"""Forms and acts from the screen: each needs a name and a reason, and is entered once."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from app import access
from tests.app.test_intake import entries, office, opened, pressed
from tests.etl.district import H1, Office

__all__ = ["office"]


@pytest.fixture
def app(office: Office) -> Iterator[AppTest]:
    """The page, opened by somebody whose name is known."""
    page = opened(period=H1)
    page.text_input(key="typed_actor").set_value("Trần Văn Ơn").run()
    yield page


def done(app: AppTest, act: str) -> AppTest:
    app.text_input(key=f"reason_{act}").set_value("Theo tờ trình").run()
    return pressed(app, f"act_{act}")


def test_a_form_is_made_for_the_unit_chosen(app: AppTest) -> None:
    app.selectbox(key="form_unit").set_value("xa-binh").run()
    pressed(app, "make")
    [button] = app.get("download_button")
    assert button.proto.label.replace("\\", "") == f"Tải bc_xa-binh_{H1}.xlsx"
    assert not app.error


def test_a_period_is_closed_and_opened_again(office: Office, app: AppTest) -> None:
    assert app.button(key="act_close").disabled  # without a reason
    done(app, "close")
    assert "Đã ghi số 3" in app.success[0].value
    said = entries(office)[-1]
    assert (said["act"], said["period"], said["actor"]) == ("close", H1, "Trần Văn Ơn")
    assert said["reason"] == "Theo tờ trình"
    done(app, "reopen")
    assert entries(office)[-1]["act"] == "reopen"
    assert len(entries(office)) == 4


def test_a_spelling_is_taught_and_one_of_another_unit_refused(office: Office, app: AppTest) -> None:
    app.text_input(key="alias_text").set_value("--reason=X. Bình").run()
    app.selectbox(key="alias_unit").set_value("xa-binh").run()
    done(app, "alias")
    said = entries(office)[-1]
    assert (said["alias"], said["unit"]) == ("--reason=X. Bình", "xa-binh")
    app.text_input(key="alias_text").set_value("Xã An").run()
    done(app, "alias")
    assert "đã là tên của đơn vị" in app.warning[0].value
    assert len(entries(office)) == 3


def test_a_click_right_behind_a_change_does_nothing_unseen(office: Office, app: AppTest) -> None:
    """The button that was drawn before the change knows only what stood there then."""
    app.text_input(key="alias_text").set_value("Xã Cũ").run()
    app.text_input(key="reason_alias").set_value("Theo tờ trình").run()
    app.text_input(key="alias_text").set_value("Xã Mới")
    pressed(app, "act_alias")
    assert "bấm lần nữa" in app.warning[0].value
    assert not [e for e in entries(office) if e["kind"] == "act"]
    pressed(app, "act_alias")
    assert entries(office)[-1]["alias"] == "Xã Mới"


def test_what_failed_can_be_asked_for_again(office: Office, app: AppTest) -> None:
    units = office.folder / "catalog" / "unit.csv"
    sound = units.read_bytes()
    units.write_bytes(sound.replace(b"xa-binh", b"xa binh", 1))
    done(app, "close")
    assert app.warning
    units.write_bytes(sound)
    pressed(app, "act_close")
    assert entries(office)[-1]["act"] == "close"


def test_a_warning_is_accepted(office: Office) -> None:
    office.drop(office.filled("xa-binh", paper=None), "b.xlsx")
    assert office.run("load").code == 0
    page = opened(period=H1)
    page.text_input(key="typed_actor").set_value("Trần Văn Ơn").run()
    done(page, "accept")
    said = entries(office)[-1]
    assert (said["act"], said["rule"], said["report"]) == ("accept", "paper-date-missing", 3)


def test_nobody_unknown_does_anything(office: Office) -> None:
    page = opened(period=H1)
    page.text_input(key="reason_close").set_value("Theo tờ trình").run()
    assert all(page.button(key=k).disabled for k in ("make", "act_close", "act_alias"))


@pytest.mark.parametrize(
    ("address", "headers", "is_local"),
    [
        ("127.0.0.1", {}, True),
        ("localhost", {}, True),
        ("::1", {}, True),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.9"}, False),
        ("0.0.0.0", {"Host": "10.0.0.2:8501"}, False),
        ("0.0.0.0", {"Host": "localhost:8501"}, True),  # and from an address of this PC
        ("", {"Host": "evil.example"}, False),
    ],
)
def test_only_this_pc_is_local(
    monkeypatch: pytest.MonkeyPatch, address: str, headers: dict[str, str], is_local: bool
) -> None:
    class Context:
        ip_address = None

    Context.headers = headers  # type: ignore[attr-defined]
    monkeypatch.setattr(access.st, "context", Context)
    monkeypatch.setattr(access.st, "get_option", lambda _: address)
    assert access.is_local() is is_local


def test_a_proxy_s_header_tells_who_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    class Context:
        ip_address = "10.0.0.9"
        headers = {"X-Remote-User": " an.nguyen@example.vn\n"}

    monkeypatch.setattr(access.st, "context", Context)
    assert access.known_actor() == ""  # a header is believed only where the office names it
    monkeypatch.setenv(access.HEADER, "X-Remote-User")
    assert access.known_actor() == "an.nguyen@example.vn"
    assert not access.is_local()
    assert access.allowed("an.nguyen@example.vn", "load")
    assert not access.allowed("", "load")


def test_who_signed_in_acts_under_that_name(
    office: Office,
) -> None:
    page = opened(period=H1)
    page.user = {"is_logged_in": True, "email": "an.nguyen@example.vn"}
    page.run()
    actor = next(t for t in page.text_input if t.key != "as_of_typed")
    assert actor.disabled
    assert actor.value == "an.nguyen@example.vn"
    assert not page.button(key="make").disabled

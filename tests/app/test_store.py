"""Which folder is meant where there is nothing to show."""

from pathlib import Path

import pytest

from app import store


def reason() -> str:
    with pytest.raises(store.NoBuild) as raised:
        store.current()
    return raised.value.reason


def test_a_folder_that_was_named_is_told_from_the_offices_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "OWN", tmp_path)
    monkeypatch.delenv("EMULATION_DATA", raising=False)
    assert reason() == "none"
    monkeypatch.setenv("EMULATION_DATA", str(tmp_path))
    assert reason() == "none"
    monkeypatch.setenv("EMULATION_DATA", str(tmp_path / "mistyped"))
    assert reason() == "none_named"

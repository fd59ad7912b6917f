"""The small office, new for every test, or one for a module that only reads it; LibreOffice."""

import shutil
import subprocess

import pytest

from tests.etl.district import Office


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "office")


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory):
    """For tests that change nothing; they share what one of them has set up."""
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    """Where LibreOffice keeps what it is told."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="module")
def soffice(profile):
    """Runs LibreOffice without a window, with a profile of its own."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")

    def run(*argv: object) -> None:
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        subprocess.run([*command, *map(str, argv)], check=True, timeout=120, capture_output=True)

    return run

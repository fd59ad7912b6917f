"""The parts of run.py that decide: which data, whether to install, with which command."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import run


def a_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


@pytest.mark.parametrize(
    ("present", "folder"),
    [
        ([], "data/demo"),
        (["data/catalog/units.csv"], "data/demo"),
        (["data/inbox/.gitkeep"], "data/demo"),
        (["data/demo/published/emulation-00000012-1.duckdb"], "data/demo"),
        (["data/published/note.txt"], "data/demo"),
        (["data/published/emulation-00000012-1.duckdb"], "data"),
        (["data/inbox/Báo cáo tháng 5.xlsx"], "data"),
        (["data/archive/journal/00000001.json"], "data"),
    ],
)
def test_the_sample_is_shown_only_where_the_office_has_no_data(tmp_path, present, folder):
    for name in present:
        a_file(tmp_path / name)
    assert run.data_folder(tmp_path, None) == folder
    assert run.data_folder(tmp_path, "") == folder


def test_the_folder_asked_for_wins_and_is_meant_from_where_the_command_is_given(
    tmp_path, monkeypatch
):
    a_file(tmp_path / "data/inbox/report.xlsx")
    monkeypatch.chdir(tmp_path)
    assert run.data_folder(tmp_path, "elsewhere") == str(tmp_path / "elsewhere")


def test_arguments_after_two_dashes_are_passed_on():
    assert run.split([]) == ([], [])
    assert run.split(["test"]) == (["test"], [])
    assert run.split(["test", "--", "-k", "a -- b", "--"]) == (["test"], ["-k", "a -- b", "--"])
    assert run.split(["--", "--server.port=8600"]) == ([], ["--server.port=8600"])


def test_an_unknown_job_is_refused_before_anything_is_made(monkeypatch, capsys):
    monkeypatch.setattr(run, "set_up", lambda _: pytest.fail("must not set up"))
    assert run.main(["tset"]) == 2
    assert "tset" in capsys.readouterr().out


def test_an_old_python_is_refused_in_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "version_info", (3, 10, 4))
    assert run.main([]) == 1
    assert "Python 3.11" in capsys.readouterr().err


class Recorder:
    """Stands for run.run: keeps the commands, and fails those that hold a given word."""

    def __init__(self, failing: str = " "):
        self.failing = failing
        self.commands: list[list[str]] = []

    def __call__(self, command: list[str], stderr: int | None = None) -> int:
        self.commands.append(command)
        return int(self.failing in command)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder of its own, with an environment that starts."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(f"{name}==1\n", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "STAMP", tmp_path / ".venv" / "requirements.stamp")
    monkeypatch.setattr(run, "WHEELS", tmp_path / "wheels")
    monkeypatch.setattr(run, "usable", lambda _: True)
    monkeypatch.setattr(run.shutil, "which", lambda _: None)
    return tmp_path


def installs(monkeypatch, requirements: list[str], failing: str = " ") -> list[str]:
    """The requirement files that setting up installs."""
    recorder = Recorder(failing)
    monkeypatch.setattr(run, "run", recorder)
    run.set_up(requirements)
    return [command[-1] for command in recorder.commands]


MAIN = ["requirements.txt"]
DEV = ["requirements.txt", "requirements-dev.txt"]


def test_packages_are_installed_once_and_again_when_the_list_changes(project, monkeypatch):
    assert installs(monkeypatch, MAIN) == ["requirements.txt"]
    assert installs(monkeypatch, MAIN) == []
    (project / "requirements.txt").write_text("other==2\n", encoding="utf-8")
    assert installs(monkeypatch, MAIN) == ["requirements.txt"]


def test_what_testing_needs_comes_on_top(project, monkeypatch):
    assert installs(monkeypatch, MAIN) == ["requirements.txt"]
    assert installs(monkeypatch, DEV) == ["requirements-dev.txt"]
    assert installs(monkeypatch, MAIN) == []
    assert installs(monkeypatch, DEV) == []


def test_another_line_ending_is_no_change(project):
    requirements = project / "requirements.txt"
    before = run.digest(requirements)
    requirements.write_bytes(b"requirements.txt==1\r\n")
    assert run.digest(requirements) == before


def test_a_failed_installation_says_what_to_do_and_is_tried_again(project, monkeypatch):
    installs(monkeypatch, MAIN)
    (project / "requirements.txt").write_text("other==2\n", encoding="utf-8")
    with pytest.raises(run.SetUpError, match="wheels"):
        installs(monkeypatch, MAIN, failing="pip")
    (project / "requirements.txt").write_text("requirements.txt==1\n", encoding="utf-8")
    assert installs(monkeypatch, MAIN) == ["requirements.txt"]


def test_an_environment_that_cannot_be_made_says_what_to_do(project, monkeypatch):
    monkeypatch.setattr(run, "usable", lambda _: False)
    with pytest.raises(run.SetUpError, match="python3-venv"):
        installs(monkeypatch, MAIN, failing="venv")


def test_an_environment_is_usable_only_if_it_starts(tmp_path):
    assert not run.usable(tmp_path / "absent")
    assert run.usable(Path(sys.executable))


def test_pip_of_the_environment_installs_where_there_is_no_uv(tmp_path):
    command = run.install_command("r.txt", Path("py"), tmp_path / "wheels", None)
    assert command == ["py", "-m", "pip", "install", "--disable-pip-version-check", "-r", "r.txt"]


def test_uv_installs_into_the_environment_where_it_is_found(tmp_path):
    command = run.install_command("r.txt", Path("py"), tmp_path / "wheels", "uv")
    assert command == ["uv", "pip", "install", "--python", "py", "-r", "r.txt"]


@pytest.mark.parametrize("uv", [None, "uv"])
def test_wheels_beside_the_project_are_used_without_the_network(tmp_path, uv):
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    assert "--no-index" not in run.install_command("r.txt", Path("py"), wheels, uv)
    a_file(wheels / "duckdb-1.5.5-cp311-cp311-win_amd64.whl")
    command = run.install_command("r.txt", Path("py"), wheels, uv)
    assert command[-5:] == ["--no-index", "--find-links", str(wheels), "-r", "r.txt"]


def opens(monkeypatch, asked: str | None = None) -> tuple[list[list[str]], list[str], str]:
    """Opening the dashboard: commands run before, Streamlit's command, the folder it reads."""
    recorder, served = Recorder(), []
    monkeypatch.setattr(run, "run", recorder)
    monkeypatch.setattr(run, "serve", lambda *call: served.append(call) or 0)
    monkeypatch.delenv("EMULATION_DATA", raising=False)
    if asked:
        monkeypatch.setenv("EMULATION_DATA", asked)
    assert run.open_dashboard(["--server.port=8600"]) == 0
    ((command, environment),) = served
    return recorder.commands, command, environment["EMULATION_DATA"]


def test_the_sample_is_made_once_then_opened(project, monkeypatch):
    made, command, folder = opens(monkeypatch)
    assert [line[1:] for line in made] == [["-m", "etl", "demo", "--data", "data/demo"]]
    assert command[1:] == ["-m", "app.serve", "run", "dashboard.py", "--server.port=8600"]
    assert folder == "data/demo"
    a_file(project / "data/demo/published/emulation-00000012-1.duckdb")
    assert opens(monkeypatch)[0] == []


def test_no_sample_is_made_where_the_office_has_data_or_names_a_folder(project, monkeypatch):
    made, _, folder = opens(monkeypatch, asked=str(project / "other"))
    assert (made, folder) == ([], str(project / "other"))
    a_file(project / "data/inbox/report.xlsx")
    made, _, folder = opens(monkeypatch)
    assert (made, folder) == ([], "data")


def test_a_sample_that_cannot_be_made_stops_with_a_sentence(project, monkeypatch):
    monkeypatch.delenv("EMULATION_DATA", raising=False)
    monkeypatch.setattr(run, "run", Recorder(failing="demo"))
    monkeypatch.setattr(run, "serve", lambda *_: pytest.fail("must not open"))
    with pytest.raises(run.SetUpError, match="huyện mẫu"):
        run.open_dashboard([])


def test_all_checks_run_pytest_last_and_the_failed_are_named(monkeypatch, capsys):
    recorder = Recorder(failing="pyright")
    monkeypatch.setattr(run, "run", recorder)
    assert run.test(["-k", "journal"]) == 1
    assert [line[2] for line in recorder.commands] == ["ruff", "ruff", "pyright", "pytest"]
    assert recorder.commands[-1][2:4] == ["pytest", "--numprocesses"]
    assert recorder.commands[-1][-2:] == ["-k", "journal"]
    assert capsys.readouterr().err.strip().endswith("failed: pyright")

    monkeypatch.setattr(run, "run", Recorder())
    assert run.test([]) == 0


@pytest.fixture
def _own_signals():
    """Serving sets what SIGTERM does; afterwards it does here what it did before.

    Who runs the tests in the background may have turned Ctrl+C off.
    """
    before = {s: signal.getsignal(s) for s in (signal.SIGTERM, signal.SIGINT)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_own_signals")
def test_the_exit_code_of_what_is_served_is_ours():
    assert run.serve([sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ)) == 3


@pytest.mark.usefixtures("_own_signals")
@pytest.mark.skipif(sys.platform == "win32", reason="a signal to oneself ends a Windows process")
@pytest.mark.parametrize(("told", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM)])
def test_stopping_ends_the_child_too(monkeypatch, told, code):
    monkeypatch.setattr(run, "SECONDS_TO_STOP", 0.1)
    children: list[subprocess.Popen] = []

    class Noted(subprocess.Popen):
        def __init__(self, *call, **options):
            super().__init__(*call, **options)
            children.append(self)
            threading.Timer(0.3, os.kill, (os.getpid(), told)).start()

    monkeypatch.setattr(run.subprocess, "Popen", Noted)
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    assert run.serve(sleeper, dict(os.environ)) == code
    assert children[0].poll() is not None

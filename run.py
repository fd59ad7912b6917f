"""Sets the project up, then opens the dashboard (`python run.py`) or tests (`python run.py test`).

Options after `--` go to Streamlit, or after `test --` to pytest. Standard library only, so that it
runs on a bare Python 3.11; it must still parse on an older one, to say so.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).absolute().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "requirements.stamp"
WHEELS = ROOT / "wheels"
SECONDS_TO_STOP = 10

OLD_PYTHON = """Cần Python 3.11 trở lên: cài bản mới từ python.org rồi chạy lại.
  Python 3.11 or newer is needed; this is {}.{}."""
NO_VENV = """Không tạo được .venv. Đóng các cửa sổ đang chạy phần mềm này rồi chạy lại; nếu vẫn lỗi:
  Windows: cài lại Python từ python.org, giữ mục pip; Debian, Ubuntu: cài python3-venv.
  .venv could not be made: close what runs from it, or install Python with venv and ensurepip."""
NO_PACKAGES = """Không cài được thư viện. Kiểm tra mạng (và proxy) rồi chạy lại. Máy không có mạng:
  trên một máy có mạng, cùng hệ điều hành và cùng bản Python, chạy trong thư mục này
    python -m pip download -r {requirements} -d wheels
  rồi chép thư mục wheels vào cạnh run.py (wheels đã có mà thiếu gói thì làm lại như vậy).
  Packages could not be installed: check the network, or fill wheels/ on a like PC that has one."""
NO_DEMO = """Không tạo được huyện mẫu, lý do ở trên.
  The demo district could not be made: see above."""


class SetUpError(Exception):
    """What went wrong and what to do, in words for the person at the keyboard."""


def main(arguments: list[str]) -> int:
    own, extra = split(arguments)
    if own not in ([], ["test"]):
        say(f"Không hiểu: {' '.join(own)}", "usage: python run.py [test] [-- options]")
        return 2
    try:
        require_python(sys.version_info)
        if own == ["test"]:
            set_up(["requirements.txt", "requirements-dev.txt"])
            return test(extra)
        set_up(["requirements.txt"])
        return open_dashboard(extra)
    except SetUpError as reason:
        print(f"\n✖ {reason}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        say("Đã dừng", "stopped")
        return 130


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The arguments before `--`, and those after it."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:cut], arguments[cut + 1 :]


def require_python(version: tuple) -> None:
    if version[:2] < (3, 11):
        raise SetUpError(OLD_PYTHON.format(*version))


def set_up(requirements: list[str]) -> None:
    """Make .venv hold what the requirement files ask for; the last one includes the others."""
    if not usable(PYTHON):
        say("Đang tạo môi trường Python trong .venv", "creating .venv")
        if run([sys.executable, "-m", "venv", "--clear", str(VENV)]):
            raise SetUpError(NO_VENV)
    wanted = [digest(ROOT / name) for name in requirements]
    if is_installed(STAMP, wanted):
        return
    say("Đang cài thư viện, lần đầu mất vài phút", "installing packages")
    STAMP.unlink(missing_ok=True)  # a broken-off installation must not look whole
    if run(install_command(requirements[-1], PYTHON, WHEELS, shutil.which("uv"))):
        raise SetUpError(NO_PACKAGES.format(requirements=requirements[-1]))
    STAMP.write_text("\n".join(wanted), encoding="utf-8")


def usable(python: Path) -> bool:
    """Whether the environment works here: copied from another PC, or half made, it does not."""
    try:
        return run([str(python), "-c", "import pip"], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def digest(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_text(encoding="utf-8").encode()).hexdigest()


def is_installed(stamp: Path, wanted: list[str]) -> bool:
    return stamp.exists() and set(wanted) <= set(stamp.read_text(encoding="utf-8").split())


def install_command(requirements: str, python: Path, wheels: Path, uv: str | None) -> list[str]:
    """uv where it is found, else the environment's own pip; no network where wheels/ has files."""
    if uv:
        command = [uv, "pip", "install", "--python", str(python)]
    else:
        command = [str(python), "-m", "pip", "install", "--disable-pip-version-check"]
    if any(wheels.glob("*.whl")):
        command += ["--no-index", "--find-links", str(wheels)]
    return [*command, "-r", requirements]


def open_dashboard(extra: list[str]) -> int:
    folder = data_folder(ROOT, os.environ.get("EMULATION_DATA"))
    if folder == "data/demo" and not is_published(ROOT / folder):
        say("Chưa có số liệu của đơn vị, đang tạo huyện mẫu", "making the demo district")
        if run([str(PYTHON), "-m", "etl", "demo", "--data", folder]):
            raise SetUpError(NO_DEMO)
    say(f"Đang mở bảng theo dõi, số liệu ở {folder}; dừng: Ctrl+C", "opening the dashboard")
    command = [str(PYTHON), "-m", "app.serve", "run", "dashboard.py", *extra]
    return serve(command, {**child_environment(), "EMULATION_DATA": folder})


def data_folder(root: Path, asked: str | None) -> str:
    """The folder asked for; else the office's own where it has any data; else the sample's."""
    if asked:
        return str(Path(asked).absolute())
    own = root / "data"
    has_own = is_published(own) or has_files(own / "inbox") or has_files(own / "archive")
    return "data" if has_own else "data/demo"


def is_published(data: Path) -> bool:
    return any((data / "published").glob("emulation-*.duckdb"))


def has_files(folder: Path) -> bool:
    return any(path.is_file() and not path.name.startswith(".") for path in folder.rglob("*"))


def serve(command: list[str], environment: dict[str, str]) -> int:
    """Run until it ends by itself, is told to, or gets the Ctrl+C that a console gives both."""
    with subprocess.Popen(command, cwd=ROOT, env=environment) as child:
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        try:
            return child.wait()
        except KeyboardInterrupt:
            say("Đang dừng", "stopping")
            try:
                child.wait(SECONDS_TO_STOP)
            except (KeyboardInterrupt, subprocess.TimeoutExpired):
                child.terminate()
    return 0


def test(extra: list[str]) -> int:
    """Run all checks, pytest last so that its summary closes the output; 1 if any failed."""
    # Tests wait for browsers and children: one more than there are processors keeps them all busy.
    workers = str((os.cpu_count() or 1) + 1)
    checks = {
        "ruff check": ["ruff", "check"],
        "ruff format": ["ruff", "format", "--check"],
        "pyright": ["pyright"],
        "pytest": [
            *("pytest", "--numprocesses", workers, "--dist", "loadfile"),
            "--no-loadscope-reorder",  # tests/conftest.py orders them
            *extra,
        ],
    }
    failed = []
    for name, command in checks.items():
        say(f"Đang kiểm tra: {name}", f"running {name}")
        if run([str(PYTHON), "-m", *command]):
            failed.append(name)
    if failed:
        print(f"\n✖ Chưa đạt / failed: {', '.join(failed)}", file=sys.stderr, flush=True)
    return 1 if failed else 0


def run(command: list[str], stderr: int | None = None) -> int:
    """A child in the project folder, its output going where ours goes; its exit code."""
    return subprocess.run(command, cwd=ROOT, env=child_environment(), stderr=stderr).returncode


def child_environment() -> dict[str, str]:
    # Without UTF-8 mode a redirected Windows console stops at the first Vietnamese letter.
    return {**os.environ, "PYTHONUTF8": "1"}


def say(vietnamese: str, english: str) -> None:
    print(f"→ {vietnamese} / {english}", flush=True)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))

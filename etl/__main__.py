"""The command line: `python -m etl COMMAND`. Exit codes: 0 all accepted, 1 something refused,
2 usage or catalogue, 3 the machine.
"""

import argparse
import datetime as dt
import getpass
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from etl.lean import leave_out
from etl.usage import Parser

if TYPE_CHECKING:
    from etl.output import Output

OK, REFUSED, USAGE, MACHINE = 0, 1, 2, 3
ABOUT = """Lập biểu mẫu, tiếp nhận báo cáo, công bố số liệu. Mã kết thúc: 0 tất cả được tiếp nhận,
1 có tệp bị trả lại, 2 gọi sai hoặc danh mục có lỗi, 3 lỗi của máy."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; every failure is one sentence, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # a Windows console says cp1252 until told
    args = _parser().parse_args(argv)
    from etl.commands import run
    from etl.output import Output, ReaderGone
    from etl.place import Place

    out = Output(args.json)
    try:
        return run(Place(args.data), args, out)
    except ReaderGone:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return MACHINE  # whoever read our lines has gone; the journal has what was done
    except KeyboardInterrupt:
        out.error("Đã dừng theo yêu cầu. Việc đã ghi vẫn còn; chạy lại lệnh để làm tiếp.")
        return MACHINE
    except Exception as error:  # noqa: BLE001 - nobody at an office can read a traceback
        if os.environ.get("EMULATION_DEBUG"):
            raise
        return _failed(error, out)


def _failed(error: Exception, out: "Output") -> int:
    """The sentence and the exit code of whatever stopped a command."""
    from etl.acts import ActRefused
    from etl.build import BuildFailed
    from etl.catalog import CatalogError, NoCatalog
    from etl.files import DiskRefused, why
    from etl.journal import JournalBroken, Moved
    from etl.output import Usage

    if isinstance(error, CatalogError):
        out.faults(error)
        return USAGE
    if isinstance(error, Moved):
        out.record(type="moved", message=str(error))
    if isinstance(error, (ActRefused, Moved, NoCatalog, Usage)):
        out.error(str(error))
        return USAGE
    if isinstance(error, (DiskRefused, JournalBroken, BuildFailed)):
        out.error(str(error))
    elif isinstance(error, OSError):
        place = f" ({error.filename})" if error.filename else ""
        out.error(f"Máy không ghi hoặc đọc được: {why(error)}{place}.")
    elif type(error).__module__.partition(".")[0] in ("duckdb", "_duckdb"):
        first = str(error).splitlines()[0]
        out.error(f"Máy không lập được phiên bản số liệu (đĩa đầy hoặc tệp hỏng): {first}")
    else:
        said = f"{type(error).__name__}: {error}"
        out.error(f"Lỗi chưa lường trước ({said}). Chạy lại với EMULATION_DEBUG=1 để xem chi tiết.")
    return MACHINE


def _day(text: str) -> dt.date:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"«{text}» không phải ngày; viết 2022-06-15 hoặc 15/06/2022")


def _parser() -> argparse.ArgumentParser:
    common = Parser(add_help=False)
    common.add_argument(
        "--data", type=Path, default=Path("data"), help="thư mục số liệu của cơ quan"
    )
    common.add_argument(
        "--json", action="store_true", help="in kết quả dạng JSON, mỗi dòng một bản ghi"
    )
    parser = Parser(prog="python -m etl", description=ABOUT)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, help_: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help_, parents=[common])

    command("catalog", "kiểm tra danh mục, nêu mọi lỗi")
    forms = command("forms", "lập biểu mẫu cho các đơn vị của một kỳ")
    forms.add_argument("--period", required=True)
    forms.add_argument("--unit", help="chỉ một đơn vị")
    forms.add_argument("--again", action="store_true", help="ghi đè biểu mẫu đã có")
    forms.add_argument("--out", type=Path, help="thư mục để biểu mẫu")
    check = command("check", "kiểm tra tệp báo cáo, không ghi gì")
    check.add_argument("files", type=Path, nargs="+")
    check.add_argument("--returned", type=Path, help="thư mục để bản đã đánh dấu lỗi")
    load = command(
        "load", "tiếp nhận báo cáo trong inbox (hoặc các tệp nêu ra), rồi công bố số liệu"
    )
    load.add_argument("files", type=Path, nargs="*")
    load.add_argument(
        "--expect-journal", type=int, help="chỉ nạp khi sổ nhật ký vẫn ở số đã xem trước"
    )
    load.add_argument(
        "--expect-sha", nargs="+", help="chỉ nạp khi từng tệp vẫn có mã SHA-256 đã xem trước"
    )
    for each in (check, load):
        each.add_argument("--received", type=_day, help="ngày nhận của các tệp nêu ra")
        each.add_argument("--reason", help="lý do nạp vào kỳ đã khóa sổ")
    build = command("build", "lập và công bố phiên bản số liệu")
    build.add_argument(
        "--at", type=int, help="lập lại như ở một số nhật ký cũ, vào published/earlier"
    )
    build.add_argument("--out", type=Path, help="tệp của phiên bản cũ, thay cho published/earlier")
    _act_parser(command("act", "ghi một việc vào sổ nhật ký"))
    status = command("status", "tình hình: phiên bản, sổ nhật ký, báo cáo từng kỳ")
    status.add_argument("--period", help="nêu tên các đơn vị chưa nộp của một kỳ")
    status.add_argument("--since", type=int, help="so với một số nhật ký cũ: số liệu nào đã đổi")
    command("verify", "kiểm tra kho lưu, sổ nhật ký và phiên bản số liệu")
    demo = command("demo", "lập và nạp huyện mẫu")
    demo.add_argument("--no-load", action="store_true", help="chỉ lập tệp, không nạp")
    export = command("export", "xuất Parquet theo năm")
    export.add_argument("--out", type=Path, required=True)
    for each in (load, demo):
        each.add_argument("--actor", default=_user(), help="người thực hiện")
    return parser


ACTS = {
    "withdraw": "rút một lần nộp",
    "restore": "dùng lại một lần nộp",
    "received": "sửa ngày nhận",
    "extend": "gia hạn nộp",
    "close": "khóa sổ một kỳ",
    "reopen": "mở lại kỳ",
    "accept": "chấp nhận một cảnh báo",
    "alias": "dạy một cách viết tên đơn vị",
    "correct": "đính chính một ô",
    "reparse": "đọc lại bản gốc",
}


def _act_parser(act: argparse.ArgumentParser) -> None:
    from etl.acts import NEEDS
    from etl.correct import given_figure

    acts = [*NEEDS, "reparse"]
    act.add_argument("act", choices=acts, help="; ".join(f"{a}: {ACTS[a]}" for a in acts))
    act.add_argument("--actor", default=_user(), help="người thực hiện")
    act.add_argument("--reason", required=True, help="lý do")
    act.add_argument("--date", type=_day, help="ngày việc này có hiệu lực; mặc định hôm nay")
    act.add_argument("--report", type=int, help="số nhật ký của báo cáo")
    act.add_argument("--received", type=_day, help="received: ngày nhận đúng")
    act.add_argument("--due", type=_day, help="extend: hạn nộp mới")
    act.add_argument(
        "--yes", action="store_true", help="reparse: ghi thật sau khi đã xem khác biệt"
    )
    for name, meaning in {
        "form": "extend: mã biểu mẫu",
        "period": "extend, close, reopen: mã kỳ, như 2022-H1",
        "unit": "extend, alias: mã đơn vị",
        "rule": "accept: mã cảnh báo",
        "sheet": "correct: tên trang tính",
        "cell": "correct: địa chỉ ô, như I7",
        "alias": "alias: cách viết khác của tên đơn vị",
    }.items():
        act.add_argument(f"--{name}", help=meaning)
    for name, meaning in {
        "expected": "correct: số đang có trong ô, dấu chấm thập phân; «trống» nếu ô để trống",
        "value": "correct: số đúng",
    }.items():
        act.add_argument(f"--{name}", type=given_figure, help=meaning)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "etl"


def _with_own_packages() -> int:
    """The same command by the Python into which run.py installed the packages."""
    venv = Path(__file__).absolute().parents[1] / ".venv"
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if Path(sys.prefix) == venv or not python.exists():
        sys.stderr.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        print("Chưa cài thư viện. Hãy chạy «python run.py» một lần trước.", file=sys.stderr)
        return MACHINE
    return subprocess.run([python, "-m", "etl", *sys.argv[1:]]).returncode


if __name__ == "__main__":
    if find_spec("duckdb") is None:
        sys.exit(_with_own_packages())
    leave_out()
    sys.exit(main())

"""A command line whose own sentences are Vietnamese: the office reads them, not we.

argparse words its faults in English; each is told again here by its meaning. A wording that a newer
Python brings stays as it is, after the Vietnamese beginning.
"""

import argparse
import re
import sys
from typing import Any, NoReturn

QUOTED = r"""(['"])(?P<value>.*?)\1"""  # argparse shows what was typed as Python does
# argparse's fault → what it means; the parts of the fault by name.
FAULTS = {
    r"the following arguments are required: (?P<names>.+)": "còn thiếu {names}",
    r"unrecognized arguments: (?P<value>.+)": "không hiểu «{value}»",
    rf"invalid choice: {QUOTED}.*\(choose from (?P<choices>.+)\)": (
        "không có «{value}»; có: {choices}"
    ),
    rf"invalid int value: {QUOTED}": "«{value}» không phải số nguyên",
    r"expected one argument": "cần một giá trị theo sau",
    r"expected at least one argument": "cần ít nhất một giá trị",
    rf"ignored explicit argument {QUOTED}": "không nhận giá trị «{value}»",
    r"ambiguous option: (?P<value>\S+) could match (?P<choices>.+)": (
        "«{value}» có thể là {choices}; hãy viết đủ chữ"
    ),
}
# Arguments without dashes, as they are called in Vietnamese.
NAMES = {"command": "lệnh", "act": "việc", "files": "tệp"}


class Formatter(argparse.HelpFormatter):
    """Begins the line that shows how to call."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        # argparse asks for it with an empty prefix too, to name commands within commands.
        prefix = "Cách gọi: " if prefix is None else prefix
        super().add_usage(usage, actions, groups, prefix)


class Parser(argparse.ArgumentParser):
    """Says what is wrong with a call in Vietnamese and ends with exit code 2."""

    def __init__(self, *given: Any, add_help: bool = True, **more: Any) -> None:
        super().__init__(*given, add_help=False, formatter_class=Formatter, **more)
        if add_help:  # a parent without it is joined to its children by argparse's own titles
            self._positionals.title, self._optionals.title = "tham số", "tùy chọn"
            self.add_argument("-h", "--help", action="help", help="in hướng dẫn này")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"Gọi sai: {vietnamese(message)}. Xem: {self.prog} --help\n")


def vietnamese(fault: str) -> str:
    """What argparse says of a call, in Vietnamese; the sentences of our own types as they are."""
    about = re.fullmatch(r"argument (?P<name>[^:]+): (?P<said>.+)", fault, re.DOTALL)
    if about:
        return f"{NAMES.get(about['name'], about['name'])}: {vietnamese(about['said'])}"
    for pattern, meaning in FAULTS.items():
        match = re.fullmatch(pattern, fault, re.DOTALL)
        if match:
            parts = match.groupdict()
            names = ", ".join(NAMES.get(n, n) for n in parts.get("names", "").split(", "))
            choices = parts.get("choices", "").replace("'", "")
            return meaning.format(**parts | {"names": names, "choices": choices})
    return fault

"""Times whole processes, and says a figure and its floor in one line."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
Timed = Callable[[], float]  # runs something once and gives its seconds


@dataclass(frozen=True)
class Measured:
    """Seconds of what is ours and of its floor, taken in turn; no floor: an absolute figure."""

    name: str
    ours: list[float]
    floor: list[float]
    aim: str
    unit: str = "s"

    def __str__(self) -> str:
        line = f"{self.name:58}{median(self.ours):>7.3f} {self.unit}"
        if not self.floor:
            return line + " " * 33 + f"   {self.aim}"
        ratios = sorted(a / b for a, b in zip(self.ours, self.floor, strict=True))
        spread = f"{median(ratios):.2f} ({ratios[0]:.2f} - {ratios[-1]:.2f})"
        return line + f"{median(self.floor):>7.3f} {self.unit}{spread:>24}   {self.aim}"


def in_turn(rounds: int, ours: Timed, floor: Timed) -> tuple[list[float], list[float]]:
    """Ours, floor, ours, floor …: what slows the machine slows both."""
    pairs = [(ours(), floor()) for _ in range(rounds)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def run(*arguments: str, ok: tuple[int, ...] = (0,)) -> tuple[float, float]:
    """Seconds of `python ARGUMENTS` from start to end, and the most memory a process of it had, MB.

    The interpreter's start and every import are in it.
    """
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    # as on any office's machine: what was compiled once is not compiled at every start
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in ok:
        raise RuntimeError(f"{' '.join(arguments)}: exit code {child.returncode}")
    return seconds, used.ru_maxrss / 1024

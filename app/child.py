"""Running a command of `etl` as a child process: all that a page does besides reading."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DONE = (0, 1)  # 1: something was refused, which its records tell


class Failed(Exception):
    """The command did not do its work; the message is its own sentence, empty where it had none."""


def run(*arguments: object, timeout: float) -> list[dict[str, Any]]:
    """The records that `python -m etl …` answered; raise Failed where it stopped or took too long.

    Refused files are an answer, not a failure.
    """
    command = [sys.executable, "-m", "etl", *map(str, arguments), "--json"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=timeout, check=False)
        records = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    except subprocess.TimeoutExpired as error:
        raise Failed(f"> {timeout:.0f} s.") from error
    except (OSError, ValueError) as error:
        raise Failed(str(error)) from error
    if done.returncode not in DONE or not any(r["type"] == "result" for r in records):
        said = [r["message"] for r in records if r["type"] == "error"]
        traced = done.stderr.decode("utf-8", "replace").splitlines()[-1:]  # under EMULATION_DEBUG
        raise Failed(" ".join(said or traced))
    return records

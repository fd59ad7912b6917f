"""What each command of `python -m etl` does: one function a command, in modules by subject."""

import argparse

from etl.cmd_figures import build, export, forms, status
from etl.cmd_intake import act, catalog, check, load, load_files
from etl.cmd_verify import verify
from etl.output import Output, Usage
from etl.place import Place

__all__ = [
    "Output", "Usage", "act", "build", "catalog", "check", "demo", "export", "forms", "load",
    "load_files", "status", "verify",
]  # fmt: skip


def demo(place: Place, args: argparse.Namespace, out: Output) -> int:
    """Make the demo district and load it; an office that removed etl/demo has no such command."""
    try:
        from etl.demo.command import demo as run
    except ModuleNotFoundError as error:
        if error.name not in ("etl.demo", "etl.demo.command"):
            raise
        raise Usage("Bản cài đặt này không kèm số liệu mẫu (etl/demo).") from error
    return run(place, args, out)

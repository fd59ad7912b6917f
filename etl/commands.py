"""Which module holds each command of `python -m etl`: one function a command, by subject."""

import argparse
from importlib import import_module

from etl.output import Output, Usage
from etl.place import Place

MODULES = {
    "act": "cmd_act", "build": "cmd_figures", "catalog": "cmd_intake", "check": "cmd_intake",
    "export": "cmd_export", "forms": "cmd_forms", "load": "cmd_intake", "status": "cmd_figures",
    "verify": "cmd_verify",
}  # fmt: skip


def run(place: Place, args: argparse.Namespace, out: Output) -> int:
    """Run the command asked for; only its own module is loaded, with the libraries it needs."""
    if args.command == "demo":
        return _demo(place, args, out)
    module = import_module(f"etl.{MODULES[args.command]}")
    return getattr(module, args.command)(place, args, out)


def _demo(place: Place, args: argparse.Namespace, out: Output) -> int:
    """Make the demo district and load it; an office that removed etl/demo has no such command."""
    try:
        from etl.demo.command import demo
    except ModuleNotFoundError as error:
        if error.name not in ("etl.demo", "etl.demo.command"):
            raise
        raise Usage("Bản cài đặt này không kèm số liệu mẫu (etl/demo).") from error
    return demo(place, args, out)

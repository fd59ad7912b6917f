"""`python -m benchmarks GROUP …`: figures, as ratios to a floor of the same run if any."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import mixed, pages, repaint, reports, sessions
from benchmarks.measure import Measured

GROUPS: dict[str, Callable[[Path, int], Iterator[Measured]]] = {
    "reports": reports.measure,
    "mixed": mixed.measure,
    "pages": pages.measure,
    "repaint": repaint.measure,
    "sessions": sessions.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("group", nargs="*", choices=[[], *GROUPS], help="all where none is named")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    print(f"{'':58}{'ours':>9}{'floor':>9}{'ratio (least - most)':>24}   aim", flush=True)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        for group in args.group or GROUPS:
            for measured in GROUPS[group](Path(folder), args.rounds):
                print(measured, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

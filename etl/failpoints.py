"""Named places where a test may kill the process; without the variable they do nothing.

`EMULATION_FAILPOINT=name` (or `name:3`, the third time) makes the process write
`EMULATION_FAILPOINT_MARK` and wait there to be killed from outside. docs/operating.md lists them.
"""

import os
import time
from pathlib import Path

NAMES = (
    "archived",
    "parsed",
    "entry-written",
    "committed",
    "leaving-inbox",
    "build-started",
    "build-filled",
    "build-verified",
    "published",
)
_hits: dict[str, int] = {}


def reach(name: str) -> None:
    """Stop here for ever if the environment asks for this place."""
    wanted = os.environ.get("EMULATION_FAILPOINT", "")
    if not wanted or wanted.partition(":")[0] != name:
        return
    assert name in NAMES, name
    _hits[name] = _hits.get(name, 0) + 1
    if _hits[name] == int(wanted.partition(":")[2] or 1):
        Path(os.environ["EMULATION_FAILPOINT_MARK"]).write_text(name)
        time.sleep(3600)

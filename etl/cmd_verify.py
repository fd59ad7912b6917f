"""The command verify: everything that can be proved of a folder of figures."""

import argparse

from etl.output import MACHINE, OK, Output, Usage
from etl.place import Place
from etl.verify import problems, unnamed


def verify(place: Place, args: argparse.Namespace, out: Output) -> int:
    """Exit 3 with one sentence a fault; what may be one is told and is none."""
    if not place.journal.is_dir() and not place.builds():
        raise Usage(f"{place.folder} chưa có sổ nhật ký nào; hãy kiểm tra lại --data.")
    found = 0
    for sentence in problems(place):
        found += 1
        out.record(type="problem", message=sentence)
        out.say(f"✖ {sentence}")
    told = list(unnamed(place))
    for sentence in told:
        out.record(type="notice", message=sentence)
        out.say(f"cảnh báo: {sentence}")
    out.record(type="result", problems=found, notices=len(told))
    if not found:
        besides = f"; {len(told)} tệp không có trong sổ, xem ở trên" if told else ""
        out.say(f"Kho lưu, sổ nhật ký, danh mục và phiên bản số liệu đều đúng{besides}.")
    return MACHINE if found else OK

"""What is said of a report: every rule with its sentence and its cell, all of them in one pass."""

import datetime as dt
import hashlib
import io
import os
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from etl.form_layout import COVER_ROW, HEADER_ROW, HIDDEN, SHEETS
from etl.rules import RULES
from tests.etl.bombs import BOMBS, greedy
from tests.etl.district import H1, Office, Y, saved

TOP = HEADER_ROW + 1
COVER, RESULTS, CRITERIA = (SHEETS[n] for n in ("cover", "results", "criteria"))
AWARD, SCORE = SHEETS["award"], SHEETS["self_score"]
ROOT = Path(__file__).parents[2]


def typed(sheet, address, value, **form):
    """A form where one cell holds something else."""

    def make(office):
        book = office.filled(**form)
        book[sheet][address].value = value
        return saved(book)

    return make


def hidden(name, value):
    rows = ["form_id", "version", "reporter_id", "period_id", "layout", "is_sample"]
    return typed(HIDDEN, f"B{rows.index(name) + 1}", value)


def changed(change, **form):
    """A form after something was done to its workbook."""

    def make(office):
        book = office.filled(**form)
        change(book)
        return saved(book)

    return make


def _shown_as(address, value, number_format):
    """A cell whose format makes it look like another number."""

    def change(book):
        book[RESULTS][address].value = value
        book[RESULTS][address].number_format = number_format

    return changed(change)


def _scaled(value, number_format):
    return (
        f"Ô chứa {value} nhưng định dạng ({number_format}) làm hiện ra số khác, hoặc không "
        "hiện gì: không biết số nào đúng. Hãy đổi định dạng ô sang Số (Number), rồi gõ lại số "
        "theo đơn vị tính của dòng."
    )


def _unfilled(book):
    for sheet, column in ((RESULTS, "I"), (CRITERIA, "D")):
        for row in range(TOP, book[sheet].max_row + 1):
            book[sheet][f"{column}{row}"].value = None


def _direct(book):
    book[AWARD]["C5"].value, book[AWARD]["G5"].value, book[AWARD]["H5"].value = "Giấy khen", 3, 5


def _added_line(book):
    book[RESULTS]["C11"].value, book[RESULTS]["I11"].value = "trong đó nữ", 77


def _copied_sheet(book):
    copy = book.copy_worksheet(book[RESULTS])
    copy.title = f"{RESULTS} (2)"
    copy["I5"].value = 121


def _commented(book):
    book[RESULTS]["I5"].comment = Comment("thực ra là 100", "Lê An")


def _annex(book):
    book.create_sheet("Phụ lục")["A1"].value = 100


def _delete(sheet, row):
    return lambda book: book[sheet].delete_rows(row)


def _twice(book):
    for column in (1, 9):
        book[RESULTS].cell(TOP + 5, column).value = book[RESULTS].cell(TOP, column).value


def _both_ways(office):
    """The form asks for 1.234,5, and another cell of the column is 1.5."""
    return saved(office.filled(viec="1.234", khoe="1.5"))


def _struck(office):
    book = office.filled(viec=10)
    book[RESULTS]["I5"].font = Font(strike=True)
    return saved(book)


def _formula(office):
    """Written by a program: no value was ever computed."""
    return typed(RESULTS, "I5", "=60+60")(office)


def _rewritten(book, sheet, old, new):
    """A workbook with one piece of a sheet's XML replaced, as other programs would write it."""
    source, target = zipfile.ZipFile(io.BytesIO(saved(book))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name in source.namelist():
            content = source.read(name)
            if name == f"xl/worksheets/{sheet}.xml":
                assert len(re.findall(old, content)) == 1
                content = re.sub(old, lambda _: new, content)
            out.writestr(name, content)
    return target.getvalue()


def _computed_to_an_error(office):
    """A formula whose value Excel found to be an error."""
    cell = b'<c r="I5" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    return _rewritten(office.filled(viec="=1/0"), "sheet2", b'<c r="I5"[^>]*><f>.*?</c>', cell)


def _missing_sheet(name):
    return changed(lambda book: book.remove(book[name]))


OURS = "Hãy dùng biểu mẫu do cơ quan tổng hợp gửi."
RENAMED = " (nếu đã đổi tên thì đặt lại tên này)"
UNREADABLE = (
    "Tệp không phải sổ tính đọc được (.xlsx, .xlsm, .xls, .ods, .csv). Hãy mở bằng Excel và "
    "lưu lại dạng .xlsx."
)
# name → (how the file is made, rule, sheet, cell, sentence)
NO_NUMBER = "không phải là một số. Hãy gõ lại bằng chữ số, ví dụ 1.234,5."
CASES = {
    # the form is ours
    "letter": (lambda o: b"Kinh gui", "not-xlsx", "", "", UNREADABLE),
    "broken": (lambda o: saved(o.filled())[:2000], "not-xlsx", "", "", UNREADABLE),
    "other": (changed(lambda b: b.remove(b[HIDDEN])), "not-ours", "", "",
              f"Không phải biểu mẫu của hệ thống: thiếu trang ẩn «_form». {OURS}"),
    "no-sheet": (_missing_sheet(AWARD), "not-ours", AWARD, "",
                 f"Không phải biểu mẫu của hệ thống: thiếu trang «Khen thưởng»{RENAMED}. {OURS}"),
    "no-results": (_missing_sheet(RESULTS), "not-ours", RESULTS, "",
                   f"Không phải biểu mẫu của hệ thống: thiếu trang «Kết quả»{RENAMED}. {OURS}"),
    "no-head": (typed(RESULTS, "I4", "Số liệu"), "not-ours", RESULTS, "",
                "Không phải biểu mẫu của hệ thống: thiếu cột «Thực hiện (lũy kế)» ở dòng 4. "
                f"{OURS}"),
    "no-narrative": (_missing_sheet(SHEETS["narrative"]), "not-ours", SHEETS["narrative"], "",
                     f"Không phải biểu mẫu của hệ thống: thiếu trang «Đánh giá»{RENAMED}. {OURS}"),
    "no-award-head": (typed(AWARD, "C4", "Loại"), "not-ours", AWARD, "",
                      "Không phải biểu mẫu của hệ thống: thiếu cột «Hình thức, danh hiệu» ở "
                      f"dòng 4. {OURS}"),
    "version": (hidden("version", 9), "version-unknown", HIDDEN, "",
                "Biểu mẫu phiên bản «bc 9» không còn dùng. Hãy lấy biểu mẫu mới."),
    "sample": (hidden("is_sample", 1), "sample-mismatch", HIDDEN, "",
               "Đây là báo cáo mẫu, không nạp vào số liệu thật của cơ quan."),
    # the unit is known, the period is one in which it reports
    "unit": (hidden("reporter_id", "xa-la"), "unit-unknown", HIDDEN, "",
             "Không có đơn vị «xa-la» trong danh mục. Hãy lấy lại biểu mẫu của đơn vị mình."),
    "unit-name": (typed(COVER, "C5", "Xã Bình"), "unit-mismatch", COVER, "C5",
                  "Tên đơn vị «Xã Bình» không phải đơn vị của biểu mẫu này (Xã An). "
                  "Hãy dùng đúng biểu mẫu của đơn vị."),
    "period": (hidden("period_id", "2030-Y"), "period-unknown", HIDDEN, "",
               "Không có kỳ báo cáo «2030-Y» trong danh mục."),
    "period-name": (typed(COVER, "C7", "Năm 2022"), "period-mismatch", COVER, "C7",
                    "Tên kỳ «Năm 2022» không phải kỳ của biểu mẫu này (6 tháng đầu năm 2022). "
                    "Hãy dùng đúng biểu mẫu của kỳ."),
    "not-owed": (lambda o: saved(o.filled("phong", Y)), "not-expected", COVER, "",
                 "Đơn vị Phòng Tổng hợp không phải nộp báo cáo này trong kỳ 2022-Y."),
    # lines
    "line-gone": (changed(_delete(RESULTS, TOP)), "row-missing", RESULTS, "",
                  "Thiếu dòng «Số việc làm mới» của biểu mẫu. Không xóa dòng; hãy lập lại trên "
                  "biểu mẫu gốc."),
    "line-new": (typed(RESULTS, "A10", "la|xa-an"), "row-unknown", RESULTS, "A10",
                 "Dòng mang mã «la|xa-an» không có trong biểu mẫu của đơn vị và kỳ này. "
                 "Không thêm dòng, không sửa cột mã."),
    "line-twice": (changed(_twice), "row-twice", RESULTS, "A10",
                   "Dòng «Số việc làm mới» xuất hiện hai lần. Hãy bỏ dòng thừa."),
    "line-sorted": (typed(RESULTS, "C5", "Hộ nghèo"), "row-altered", RESULTS, "C5",
                    "Ô này của biểu mẫu là «Số việc làm mới», không phải «Hộ nghèo». Không sửa, "
                    "không sắp xếp lại dòng; hãy chép số vào biểu mẫu gốc."),
    "line-reworded": (typed(RESULTS, "C5", "Việc làm tăng thêm", viec=61), "row-reworded", RESULTS,
                      "C5",
                      "Ô này của biểu mẫu là «Số việc làm mới», trong tệp là «Việc làm tăng thêm». "
                      "Số liệu được đọc theo biểu mẫu; hãy xem lại, tên dòng có thể đã sửa sau khi "
                      "phát biểu mẫu."),
    "line-in-other-unit": (typed(RESULTS, "E5", "nghìn việc làm"), "row-altered", RESULTS, "E5",
                           "Ô này của biểu mẫu là «việc làm», không phải «nghìn việc làm». Không "
                           "sửa, không sắp xếp lại dòng; hãy chép số vào biểu mẫu gốc."),
    "score-sorted": (typed(SCORE, "D5", "Nộp báo cáo trễ", period=Y), "row-altered", SCORE, "D5",
                     "Ô này của biểu mẫu là «Hoàn thành nhiệm vụ», không phải «Nộp báo cáo trễ». "
                     "Không sửa, không sắp xếp lại dòng; hãy chép số vào biểu mẫu gốc."),
    "total-line": (typed(AWARD, "C6", "Tổng cộng"), "row-total", AWARD, "C6",
                   "«Tổng cộng» là dòng tổng: các dòng trên sẽ bị cộng hai lần. Hãy bỏ dòng này."),
    "award-alone": (typed(AWARD, "C6", "Giấy khen"), "award-uncounted", AWARD, "G6",
                    "Chưa ghi số lượng của «Giấy khen» nên dòng này không được tính. Không có thì "
                    "xóa dòng, có thì ghi số."),
    "merged": (changed(lambda b: b[RESULTS].merge_cells("I5:I6")), "cell-merged", RESULTS, "I6",
               "Ô nhập bị gộp với ô khác (I6) nên mất số hoặc không biết số là của dòng nào. Hãy "
               "bỏ gộp ô rồi ghi lại từng ô."),
    "half-an-award": (typed(AWARD, "G5", 2.5), "not-whole", AWARD, "G5",
                      "2,5 phải là số nguyên (Số lượng)."),
    # what nobody reads
    "line-added": (changed(_added_line), "outside-figure", RESULTS, "I11",
                   "Có số hoặc câu trả lời ghi ngoài ô nhập (I11, C11); không đọc từ đó nên sẽ bị "
                   "mất. Hãy chuyển số vào ô nền vàng của đúng dòng, điều cần nói thêm vào cột "
                   "«Ghi chú» hoặc trang «Đánh giá», rồi xóa ở đây."),
    "remark": (typed(RESULTS, "L6", "Hỏi lại ấp 3", viec=62), "outside-text", RESULTS, "L6",
               "Nội dung ghi ngoài ô nhập (L6) không được đọc. Nếu cần, hãy ghi vào cột «Ghi chú» "
               "hoặc trang «Đánh giá»; nhãn hoặc ô xám của biểu mẫu sai thì báo cơ quan tổng hợp, "
               "không sửa."),
    "comment": (changed(_commented, viec=63), "outside-comment", RESULTS, "",
                "Ghi chú gắn vào ô (comment) ở I5 không được đọc. Nếu cần, hãy ghi vào cột «Ghi "
                "chú» hoặc trang «Đánh giá»."),
    "sheet-twice": (changed(_copied_sheet), "sheet-copied", "Kết quả (2)", "I5",
                    "Trang «Kết quả (2)» có tiêu đề của trang «Kết quả» nhưng ghi khác, không biết "
                    "lấy trang nào. Hãy chép số đúng vào trang «Kết quả» của biểu mẫu rồi xóa "
                    "trang «Kết quả (2)»."),
    "annex": (changed(_annex), "sheet-outside", "Phụ lục", "",
              "Trang «Phụ lục» không thuộc biểu mẫu nên không được đọc. Số liệu cần báo cáo hãy "
              "ghi vào các trang của biểu mẫu."),
    # types
    "text": (typed(RESULTS, "I5", "nhiều"), "number-not-number", RESULTS, "I5",
             f"«nhiều» {NO_NUMBER}"),
    "text-number": (typed(RESULTS, "I5", "1.234"), "read-as", RESULTS, "I5",
                    "«1.234» được đọc là 1.234 việc làm."),
    "two-ways": (_both_ways, "number-ambiguous", RESULTS, "I5",
                 "«1.234» có thể là 1,234 hoặc 1.234: không biết dấu nào ngăn hàng nghìn. "
                 "Nếu là số nguyên, hãy ghi liền, không dấu ngăn (1234); nếu là số lẻ, thêm một số "
                 "0 ở cuối (1,2340)."),
    "about": (typed(RESULTS, "I5", "gần 40"), "number-approximate", RESULTS, "I5",
              "«gần 40» không phải số chính xác. Hãy ghi đúng con số, không ghi «gần», «trên», "
              "«khoảng»."),
    "dash": (typed(RESULTS, "I5", "-"), "number-dash", RESULTS, "I5",
             "«-» có thể là 0 hoặc chưa có số liệu. Không phát sinh thì nhập 0, chưa có số liệu "
             "thì để trống."),
    "day": (typed(RESULTS, "I5", dt.datetime(2022, 2, 1)), "number-as-date", RESULTS, "I5",
            "Ô là ngày tháng (01/02/2022), không phải số; Excel hay tự đổi số thành ngày. "
            "Hãy đổi định dạng ô sang Số (Number), rồi gõ lại số."),
    "of-hundred": (typed(RESULTS, "I5", "12 %"), "number-percent", RESULTS, "I5",
                   "«12 %» là phần trăm, nhưng dòng này tính bằng việc làm. Hãy nhập số theo đơn "
                   "vị tính của dòng."),
    "other-unit": (typed(RESULTS, "I5", "12 người"), "uom-mismatch", RESULTS, "I5",
                   "«12 người» không theo đơn vị tính của dòng (việc làm). Hãy nhập số theo đơn vị "
                   "tính của dòng."),
    "percent": (_shown_as("I5", 0.85, "0%"), "number-scaled", RESULTS, "I5", _scaled(0.85, "0%")),
    "thousands": (_shown_as("I5", 12, "#,##0,"), "number-scaled", RESULTS, "I5",
                  _scaled(12, "#,##0,")),
    "huge": (typed(RESULTS, "I5", 10**12), "number-too-large", RESULTS, "I5",
             "«1000000000000» quá lớn. Hãy xem lại đơn vị tính (việc làm)."),
    "error": (_computed_to_an_error, "cell-error", RESULTS, "I5",
              "Ô báo lỗi «#DIV/0!» của Excel. Hãy nhập lại số."),
    "formula": (_formula, "cell-formula", RESULTS, "I5",
                "Ô là công thức chưa được tính, hoặc không rõ cho ra số 0 hay ô trống. Hãy gõ "
                "thẳng con số vào ô, hoặc mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi."),
    "struck": (_struck, "cell-struck", RESULTS, "I5",
               "«10» có chữ bị gạch ngang: không biết còn tính hay không. Nếu còn tính, hãy bỏ "
               "gạch ngang (chọn ô, Ctrl + 5); nếu không, hãy xóa hẳn phần bị gạch."),
    "paper-date": (typed(COVER, "C9", "giữa tháng 6"), "date-unclear", COVER, "C9",
                   "«giữa tháng 6» không phải ngày. Hãy chỉ nhập ngày/tháng/năm, năm đủ bốn chữ "
                   "số, ví dụ 10/06/2022."),
    "kind": (typed(COVER, "C11", "Tạm tính"), "choice-unknown", COVER, "C11",
             "«Tạm tính» không có trong danh sách: Chính thức, Ước thực hiện."),
    "criterion": (typed(CRITERIA, "D5", "Gần đạt"), "choice-unknown", CRITERIA, "D5",
                  "«Gần đạt» không có trong danh sách: Đạt, Chưa đạt, Chưa đánh giá."),
    "award": (typed(AWARD, "E5", "Bạn bè"), "choice-unknown", AWARD, "E5",
              "«Bạn bè» không có trong danh sách: Tập thể, Doanh nghiệp, Hộ gia đình, Cá nhân."),
    # ranges
    "below": (typed(RESULTS, "I5", -3), "out-of-range", RESULTS, "I5",
              "-3 nằm ngoài khoảng 0 – 5.000 (việc làm). Hãy xem lại số và đơn vị tính."),
    "above": (typed(RESULTS, "I5", 5001), "out-of-range", RESULTS, "I5",
              "5.001 nằm ngoài khoảng 0 – 5.000 (việc làm). Hãy xem lại số và đơn vị tính."),
    "own-below": (typed(RESULTS, "I5", -0.5, unit="phong"), "out-of-range", RESULTS, "I5",
                  "-0,5 nằm ngoài khoảng ≥ 0. Hãy xem lại số và đơn vị tính."),
    "half": (typed(RESULTS, "I5", 1.5), "not-whole", RESULTS, "I5",
             "1,5 phải là số nguyên (việc làm)."),
    "award-count": (typed(AWARD, "G5", -1), "out-of-range", AWARD, "G5",
                    "-1 nằm ngoài khoảng ≥ 0. Hãy xem lại số và đơn vị tính."),
    "score": (typed(SCORE, "F5", 61, period=Y), "out-of-range", SCORE, "F5",
              "61 nằm ngoài khoảng 0 – 60 (điểm). Hãy xem lại số và đơn vị tính."),
    "penalty": (typed(SCORE, "F6", 2, period=Y), "out-of-range", SCORE, "F6",
                "2 nằm ngoài khoảng -10 – 0 (điểm). Hãy xem lại số và đơn vị tính."),
    # a part and its whole
    "part": (typed(RESULTS, "I6", 2001), "part-exceeds-whole", RESULTS, "I6",
             "2.001 lớn hơn tổng số 2.000 (ô I7). Phần không thể lớn hơn toàn bộ; "
             "hãy xem lại cả hai ô."),
    "of-zero": (typed(RESULTS, "I7", 0), "whole-is-zero", RESULTS, "I6",
                "40 trên tổng số bằng 0 (ô I7). Hãy xem lại cả hai ô."),
    "direct": (changed(_direct), "part-exceeds-whole", AWARD, "H5",
               "5 lớn hơn tổng số 3 (ô G5). Phần không thể lớn hơn toàn bộ; "
               "hãy xem lại cả hai ô."),
    # what is missing
    "no-kind": (typed(COVER, "C11", None), "kind-missing", COVER, "C11",
                "Chưa chọn «Chính thức» hay «Ước thực hiện». Hãy chọn ở ô này."),
    # F-28: what is sent empty; last period's figures again are in test_between_reports.py
    "unfilled": (changed(_unfilled), "nothing-filled", RESULTS, "",
                 "Biểu mẫu chưa điền số liệu nào (6 ô để trống). Hãy điền rồi gửi lại; "
                 "không phát sinh thì nhập 0."),
    # warnings and notes
    "no-date": (typed(COVER, "C9", None), "paper-date-missing", COVER, "C9",
                "Chưa ghi ngày ký văn bản. Hãy bổ sung ở lần gửi sau."),
    "no-number": (typed(COVER, "C8", None), "paper-number-missing", COVER, "C8",
                  "Chưa ghi số, ký hiệu văn bản."),
    "signed-later": (typed(COVER, "C9", dt.date(2022, 6, 20)), "paper-date-future", COVER, "C9",
                     "Ngày ký 20/06/2022 sau ngày nhận 14/06/2022. Hãy xem lại cả hai ngày."),
    "signed-early": (typed(COVER, "C9", dt.date(2022, 6, 3)), "paper-date-early", COVER, "C9",
                     "Ngày ký 03/06/2022 trước ngày chốt số liệu của kỳ (14/06/2022) mà ghi "
                     "«Chính thức». Nếu là số ước thì chọn «Ước thực hiện»; nếu gõ nhầm ngày thì "
                     "sửa lại."),
    "signed-late": (typed(COVER, "C9", dt.date(2023, 6, 10)), "paper-date-late", COVER, "C9",
                    "Ngày ký 10/06/2023 sau ngày chốt số liệu của kỳ (14/06/2022) quá lâu: có thể "
                    "ghi nhầm năm của kỳ báo cáo, dùng nhầm biểu của năm trước hoặc gõ nhầm ngày "
                    "ký. Hãy xem lại; nếu sai thì gửi lại đúng kỳ."),
    "english": (typed(RESULTS, "I5", 716.449, unit="phong"), "decimals-odd", RESULTS, "I5",
                "Ô này được đọc là 716,449; nếu dấu ngăn là hàng nghìn thì phải là 716.449. Hãy "
                "xem lại; nếu sai thì gõ lại số và gửi bản đính chính."),
    "english-zero": (typed(RESULTS, "I5", 716.45, unit="phong"), "decimals-odd", RESULTS, "I5",
                     "Ô này được đọc là 716,45; nếu dấu ngăn là hàng nghìn thì phải là 716.450. "
                     "Hãy xem lại; nếu sai thì gõ lại số và gửi bản đính chính."),
    "estimate": (typed(COVER, "C11", "Ước thực hiện"), "estimate", COVER, "C11",
                 "Số liệu ước; hãy gửi bản chính thức khi có."),
    "empty": (typed(RESULTS, "I5", None), "empty-cells", RESULTS, "",
              "2/6 ô số liệu để trống, được ghi là «chưa báo cáo»."),
}  # fmt: skip
# Rules that need more than one file or cell; each has a test of its own, below or in test_legacy.
ELSEWHERE = {
    "percent-or-share",
    "font-read",
    "font-unclear",
    "too-large",
    "worker-lost",
    "period-closed",
    "paper-date-order",
    "duplicate-idle",
    "same-rank",
    "paper-date-before",
}
# tests/arithmetic/test_between_reports.py and test_tables.py
ELSEWHERE |= {r for r in RULES if RULES[r].raised == "cross" or r.startswith("table-")}
ELSEWHERE |= {"csv-encoding", "csv-delimiter"}  # test_read_csv.py
ELSEWHERE |= {rule for _, rule in BOMBS.values()} | {"file-macros", "file-links"}  # test_guard.py


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Every file of CASES, looked at by one `check` and then taken in by one `load`."""
    office = Office(tmp_path_factory.mktemp("cases"))
    folder = office.place.inbox / "2022-06-14"
    folder.mkdir(parents=True)
    bytes_of = {}
    for name, (make, *_) in CASES.items():
        bytes_of[name] = make(office)
        (folder / f"{name}.xlsx").write_bytes(bytes_of[name])
    files = sorted(folder.iterdir())
    checked = office.json("check", *files, "--received", "2022-06-14")
    assert not (office.folder / "archive").exists()  # check writes nothing
    old = dt.datetime(2022, 6, 14).timestamp()
    for path in files:  # a day old: a workbook that still lacks its end is broken, not on its way
        os.utime(path, (old, old))
    loaded = office.json("load")
    return office, bytes_of, checked, loaded


def findings(ran, name):
    [file] = [f for f in ran.of("file") if f["file"] == f"{name}.xlsx"]
    return file


@pytest.mark.parametrize("name", CASES)
def test_a_rule_names_sheet_and_cell_and_what_to_do(made, name):
    _, rule, sheet, cell, message = CASES[name]
    file = findings(made[2], name)
    said = [(f["rule"], f["sheet"], f["cell"], f["message"]) for f in file["findings"]]
    assert (rule, sheet, cell, message) in said
    is_error = RULES[rule].severity == "error"
    assert file["status"] == ("refused" if is_error else "good"), file
    assert all(f["severity"] == RULES[f["rule"]].severity for f in file["findings"])


@pytest.mark.parametrize("name", [n for n, c in CASES.items() if RULES[c[1]].severity == "error"])
def test_nothing_of_a_refused_file_is_lost(made, name):
    """Its bytes are archived under their hash, its entry says all that was found."""
    office, bytes_of, _, loaded = made
    file = findings(loaded, name)
    sha = hashlib.sha256(bytes_of[name]).hexdigest()
    assert (file["status"], file["sha256"]) == ("refused", sha)
    assert (office.place.originals / f"{sha}.xlsx").read_bytes() == bytes_of[name]
    said = office.rows(
        "select f.rule_id, f.message_vi from finding f join attempt a using (journal_no) "
        "where a.file_name = ?", f"{name}.xlsx",
    )  # fmt: skip
    assert (CASES[name][1], CASES[name][4]) in said
    assert not (office.place.inbox / "2022-06-14" / f"{name}.xlsx").exists()


def test_every_rule_of_the_table_is_tested_here():
    assert {c[1] for c in CASES.values()} | ELSEWHERE == set(RULES)


def test_every_rule_is_said_by_some_code():
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "etl").rglob("*.py"))
    code += "\n".join(p.read_text("utf-8") for p in (ROOT / "etl" / "sql").glob("*.sql"))
    built = {"cell-error", "cell-formula"}  # f"cell-{cell.type}"
    unsaid = {r for r in RULES if r not in built and not re.search(f"[\"']{r}[\"']", code)}
    assert not unsaid


def test_all_findings_of_a_file_come_in_one_pass(office, tmp_path):
    book = office.filled(viec="nhiều", ngheo=9999, ho=-1, khoe=1.5, tc01="Gần đạt")
    book[COVER]["C9"].value = "giữa tháng"
    book[COVER]["C5"].value = "Xã Bình"
    book[AWARD]["G5"].value = "mười"
    path = tmp_path / "a.xlsx"
    book.save(path)
    [file] = office.json("check", path).of("file")
    assert [(f["rule"], f["sheet"], f["cell"]) for f in file["findings"]][:8] == [
        ("unit-mismatch", COVER, f"C{COVER_ROW['unit']}"),
        ("date-unclear", COVER, f"C{COVER_ROW['paper_date']}"),
        ("number-not-number", RESULTS, "I5"),
        ("out-of-range", RESULTS, "I6"),
        ("out-of-range", RESULTS, "I7"),
        ("not-whole", RESULTS, "I8"),
        ("choice-unknown", CRITERIA, "D5"),
        ("number-not-number", AWARD, "G5"),
    ]


def test_a_reworded_line_does_not_hide_its_other_unit_of_measure(office, tmp_path):
    book = office.filled()
    book[RESULTS]["C5"].value, book[RESULTS]["E5"].value = "Việc làm tăng thêm", "nghìn việc làm"
    book.save(tmp_path / "a.xlsx")
    [file] = office.json("check", tmp_path / "a.xlsx").of("file")
    told = {(f["rule"], f["cell"]) for f in file["findings"]}
    assert told >= {("row-reworded", "C5"), ("row-altered", "E5")}
    assert file["status"] == "refused"


def test_a_share_typed_in_a_line_of_per_cent_is_asked_about(office, tmp_path):
    path = office.place.catalog / "measure.csv"
    path.write_text(path.read_text("utf-8").replace("việc làm", "%"), "utf-8")
    path = tmp_path / "a.xlsx"
    office.filled(viec=0.95).save(path)
    [file] = office.json("check", path).of("file")
    [error] = [f for f in file["findings"] if f["severity"] == "error"]
    assert (error["rule"], error["cell"]) == ("percent-or-share", "I5")
    assert error["message"] == "«0.95» có thể là 0,95 % hoặc 95 %. Hãy gõ kèm dấu %, như 95 %."


def test_a_file_over_the_limit_leaves_name_size_and_hash(office):
    path = office.place.inbox / "2022-06-14" / "to.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"PK\x03\x04" + bytes(20 * 1024 * 1024))
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    said = office.json("load")
    assert said.code == 1
    [file] = said.of("file")
    message = "Tệp lớn hơn 20 MB. Hãy gửi đúng biểu mẫu, không dán hình ảnh."
    assert [(f["rule"], f["message"]) for f in file["findings"]] == [("too-large", message)]
    assert office.rows("select file_name, size, sha256 from attempt") == [
        ("to.xlsx", 20 * 1024 * 1024 + 4, sha)
    ]


def test_a_file_that_breaks_the_reader_is_refused_and_the_others_load(office, tmp_path):
    """Texts that need more memory than a child is given, though no single one is too long."""
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(greedy(saved(office.filled())))
    good = tmp_path / "good.xlsx"
    office.filled("xa-binh").save(good)
    said = office.json("load", bomb, good, "--received", "2022-06-14")
    assert said.code == 1
    assert [f["status"] for f in said.of("file")] == ["refused", "accepted"]
    assert said.of("file")[0]["findings"][0]["message"] == (
        "Tệp làm hỏng trình đọc (quá giờ hoặc quá bộ nhớ) nên không được đọc. "
        "Hãy lập lại trên biểu mẫu do cơ quan tổng hợp gửi."
    )


def test_a_closed_period_asks_for_a_reason(office, tmp_path):
    path = tmp_path / "a.xlsx"
    office.filled().save(path)
    assert office.run("act", "close", "--period", H1, "--reason", "Hết hạn").code == 0
    said = office.json("load", path, "--received", "2022-06-14")
    assert said.code == 1
    assert [f["message"] for f in said.of("file")[0]["findings"] if f["severity"] == "error"] == [
        "Kỳ 2022-H1 đã khóa sổ. Muốn nạp thêm thì ghi lý do (--reason) hoặc mở lại kỳ."
    ]
    again = office.json("load", path, "--received", "2022-06-14", "--reason", "Báo cáo bổ sung")
    assert (again.code, again.of("file")[0]["status"]) == (0, "accepted")


def test_a_cumulative_figure_that_falls_is_found_in_the_build(office):
    second = {"period_id": "2022-H2", "kind": "H2", "from_date": "2022-07-01"}
    office.tables["period"].append(office.tables["period"][-1] | second)
    office.tables["due"].append(office.tables["due"][-1] | {"period_id": "2022-H2"})
    for row in office.tables["measure"]:
        row["asked_in"] = "H1 H2 Y"
    office.write()
    office.drop(office.filled(viec=120), "a.xlsx")
    book = office.filled("xa-an", "2022-H2", viec=100, paper=dt.date(2022, 12, 13))
    office.drop(book, "b.xlsx", "2022-12-14")
    said = office.run("load")
    assert said.code == 0
    assert (
        "cảnh báo: Xã An, 2022-H2, Kết quả, I5: Số việc làm mới: số lũy kế 100, thấp hơn 120 của "
        "kỳ «6 tháng đầu năm 2022»." in said.out
    )
    falls = "select indicator_id, unit_id, period_id, before, now from cumulative_fall(?::date)"
    assert office.rows(falls, "2022-12-31") == [("viec-lam", "xa-an", "2022-H2", 120, 100)]
    assert office.rows(falls, "2022-12-01") == []


def test_a_file_that_still_bears_another_units_name_is_asked_about(office, tmp_path):
    path = tmp_path / f"bc_xa-binh_{Y}.xlsx"
    office.filled().save(path)
    [file] = office.json("check", path).of("file")
    assert [(f["rule"], f["value"], f["sheet"]) for f in file["findings"]][-2:] == [
        ("unit-mismatch", "xa-binh", ""), ("period-mismatch", Y, ""),
    ]  # fmt: skip


def test_another_spelling_of_a_units_name_is_known_from_the_catalogue_or_an_act(office, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(typed(COVER, "C5", "UBND  XÃ AN")(office))
    assert office.run("check", path).code == 0
    path.write_bytes(typed(COVER, "C5", "Làng An")(office))
    assert office.run("check", path).code == 1
    taught = ("act", "alias", "--alias", "Làng An", "--unit", "xa-an", "--reason", "Vẫn viết thế")
    assert office.run(*taught).code == 0
    assert office.run("check", path).code == 0

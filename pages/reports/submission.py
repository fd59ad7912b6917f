"""Tình hình nộp báo cáo: who has reported, when, and who is to be reminded."""

from app import page, queries, submission
from app.filters import view as current_view

view = current_view()
owed = queries.timeliness(view)

if not owed:
    page.heading(view.words("menu.submission"))
    page.nothing(view, "submission.none")
else:
    page.heading(submission.title(view, owed), submission.flags(view, owed))
    left, right = page.two(35, 65)
    with left:
        page.subheading(view.words("submission.by_block"))
        content = submission.by_block(view, owed, page.colours())
        page.cells(view, content, "submission.by_block_alt", "by_block", "submission.none")
    with right:
        missing = submission.to_remind(owed)
        page.subheading(view.words("submission.list"))
        if not missing:
            page.nothing(view, "submission.list_none")
        else:
            page.table(submission.reminders(view, missing), view.words("submission.list"))
    falls = submission.falling(view)
    if falls:
        page.sentences(view.words("submission.falling"), falls)
    page.subheading(view.words("submission.all"))
    page.table(
        submission.table(view, owed),
        view.words("submission.alt"),
        height=520,
        notes=view.words("submission.notes"),
    )

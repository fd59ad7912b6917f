"""Tình hình nộp báo cáo: who has reported, when, who is to be reminded, and how it was before."""

from app import basis, discipline, filters, page, queries, reminders, submission, warnings
from app.filters import view as current_view

view = current_view()
words = view.words
owed = queries.timeliness(view)

if not owed:
    page.heading(words("menu.submission"))
    page.nothing(view, "submission.none")
else:
    page.heading(submission.title(view, owed), submission.flags(view, owed))
    left, right = page.two(45, 55)
    missing = submission.to_remind(owed)
    with left:
        page.subheading(words("submission.by_block"))
        content = submission.by_block(view, owed, page.colours())
        trust = basis.of_owed(view, len(owed))
        page.cells(view, content, "submission.by_block_alt", "by_block", "submission.none", trust)
    with right:
        page.subheading(words("submission.list"))
        if not missing:
            page.nothing(view, "submission.list_none")
        else:
            page.reading(reminders.shown(view, missing))
            sheets = {words("submission.list"): reminders.table(view, missing)}
            page.downloads(view, words("reminders.file"), sheets)
            if not view.is_projected:
                titles = reminders.owing(view, missing)
                unit = filters.pick(
                    filters.UNIT, titles, words("reminders.whom"), width=420, is_told=False
                )
                page.to_copy(reminders.text(view, missing, unit))
    falls = submission.falling(view)
    if falls:
        page.sentences(words("submission.falling"), falls)

    found = discipline.Discipline(view, queries.discipline(view))
    page.subheading(discipline.title(found), words("discipline.legend"))
    content = discipline.content(found, page.colours())
    trust = basis.of_owed(view, found.whole.owed, len(found.periods))
    page.cells(view, content, "discipline.alt", "discipline", "submission.none", trust)
    sheets = {words("discipline.sheet"): discipline.table(found)}
    page.downloads(view, words("discipline.file"), sheets)

    given = queries.extensions(view)
    page.subheading(submission.extended(view, given))
    if given:
        page.reading(submission.extensions(view, given))
    page.subheading(words("submission.all"))
    page.table(
        submission.table(view, owed, warnings.by_report(view)),
        words("submission.alt"),
        height=520,
        notes=words("submission.notes"),
    )

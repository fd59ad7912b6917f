"""Thay đổi từ lần họp trước: what the screens show otherwise than at an earlier journal number."""

from app import changes, changes_shown, earlier, filters, page, queries
from app.filters import view as current_view

view = current_view()
entries = queries.entries(view)
points = earlier.points(entries, view.build.journal_no, filters.asked(filters.SINCE))

if not points:
    page.heading(view.words("menu.changes"))
    page.nothing(view, "changes.no_points")
else:
    titles = {str(p.number): p.label(view) for p in points}
    first = earlier.default(entries, points, view.period)
    left, _ = page.two(2)
    with left:
        chosen = filters.pick(filters.SINCE, titles, view.words("changes.choose"), first)
    since = next(p for p in points if str(p.number) == chosen)
    found = changes.Changes(view, earlier.then(view, since.number))

    page.heading(changes_shown.title(view, found, since))
    page.small(changes_shown.trust(view, found, since))
    page.subheading(view.words("changes.statuses"), changes_shown.statuses_note(view, found))
    page.linked(view, *changes_shown.statuses(view, found), "changes.statuses_none")
    page.subheading(view.words("changes.changed"), view.words("changes.changed_note"))
    page.linked(view, *changes_shown.values(view, found, changes.CHANGED), "changes.changed_none")
    if found.of_kind(changes.GONE):
        page.subheading(view.words("changes.gone"), view.words("changes.gone_note"))
        page.linked(view, *changes_shown.values(view, found, changes.GONE), "changes.changed_none")
    page.subheading(view.words("changes.new"), view.words("changes.new_note"))
    page.linked(view, *changes_shown.values(view, found, changes.NEW), "changes.new_none")
    page.subheading(view.words("changes.ranks"), view.words("changes.ranks_note"))
    page.linked(view, *changes_shown.ranks(view, found), "changes.ranks_none")
    page.subheading(view.words("changes.entries"), changes_shown.entries_note(view, found))
    if found.of_period():
        page.table(changes_shown.entries(view, found), view.words("changes.entries"))
    else:
        page.nothing(view, "changes.entries_none")

"""Thay đổi từ lần họp trước: what the screens show otherwise than at an earlier journal number."""

from app import changes, changes_shown, earlier, filters, page, queries
from app.filters import view as current_view

view = current_view()
entries = queries.entries(view)
known = earlier.known(view, entries)
points = earlier.points(known, view.build.journal_no, filters.asked(filters.SINCE))

if not points:
    page.heading(view.words("menu.changes"))
    page.nothing(view, "changes.no_points")
else:
    titles = {str(p.number): p.label(view) for p in points}
    first = earlier.default(known, points, view.period)
    left, _ = page.two(2)
    with left:
        chosen = filters.pick(filters.SINCE, titles, view.words("changes.choose"), first)
    since = next(p for p in points if str(p.number) == chosen)
    found = changes.Changes(view, earlier.then(view, since.number))

    page.heading(changes_shown.title(view, found, since))
    page.small(changes_shown.trust(view, found, since))
    page.small(changes_shown.numbers(view, since))
    moved = changes_shown.sections(view, found)
    if not moved:
        page.nothing(view, "changes.nothing")
    for section in moved:
        page.subheading(section.title, section.note)
        page.reading(section.lines, section.links)
        page.small(section.rest)
    page.subheading(view.words("changes.entries"), changes_shown.entries_note(view, found))
    if found.of_period():
        page.table(changes_shown.entries(view, found), view.words("changes.entries"))
    else:
        page.nothing(view, "changes.entries_none")

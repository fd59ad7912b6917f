"""So sánh khối: blocks or units side by side, over two periods, as a picture and as a table."""

from app import charts_dots, compare, compare_shown, compare_tables, filters, page, picture
from app.filters import view as current_view

view = current_view()
words = view.words
titles, others = compare.scope_titles(view), compare.others(view)

left, right = page.two()
with left:
    keys = filters.pick_many(
        filters.SCOPES, titles, words("compare.scopes"), compare.first(titles), compare.MOST_SCOPES
    )
with page.choices():
    other = filters.pick(
        filters.OTHER, others, words("compare.other"), compare.default_other(view), width=290
    )
    ways = {w: words(f"compare.way_{w}") for w in compare.WAYS}
    way = filters.switch(filters.WAY, ways, words("compare.way"))
    pictures = {s: words(f"compare.show_{s}") for s in compare.SHOWN}
    shown = filters.switch(filters.SHOWN, pictures, words("compare.show"))
found = compare.Comparison(view, compare.scopes(view, keys), other, way)
with right:
    asked = filters.pick_many(
        filters.INDICATORS, found.titles(), words("compare.indicators"), found.first(),
        compare.MOST_INDICATORS,
    )  # fmt: skip
rows = found.compared(asked)
levels = found.seen_as(compare.LEVEL)  # what goes over time and what is ranked, whatever the way
of_levels = levels.compared(asked)

title = compare_shown.title(found, rows)
page.heading(title, compare_shown.trust(found, asked, others.get(other, "")))
letters = compare_shown.letters(found)
page.small(letters)
panels = compare_shown.panels(found, rows)
if shown == compare.DOTS:
    drawn = charts_dots.dots(panels, page.colours(), view.language)
    page.figure(drawn, compare_shown.alt(found, rows), "dots")
    page.small(words("compare.legend"))
elif shown == compare.TREND:
    lines = compare_shown.trends(levels, of_levels)
    if lines:
        drawn = charts_dots.trends(lines, page.colours(), view.language)
        page.figure(drawn, compare_shown.alt(levels, of_levels), "trend")
        page.small(words("compare.trend_note"))
    else:
        page.nothing(view, "compare.none")
elif shown == compare.RANKS:
    content = compare_shown.ranks(levels, of_levels, page.colours())
    page.cells(view, content, "compare.ranks_alt", "ranks", "compare.none")
    page.small(words("compare.ranks_note"))
else:
    content = compare_shown.statuses(found, rows, page.colours())
    page.cells(view, content, "compare.map_alt", "map", "compare.none")

means = compare_shown.two_means(found, rows)
if means:
    page.sentences(words("compare.two_means_head"), means)

page.subheading(words("compare.table"))
page.table(compare_tables.shown(found, rows), words("compare.table"), height="content")
sheets = {
    words("compare.table"): compare_tables.to_take(found, rows),
    words("compare.units"): compare_tables.of_units(found, asked),
}
page.downloads(
    view, words("compare.file"), sheets,
    lambda: picture.dots(title, letters, page.source(view), panels, page.paper()),
)  # fmt: skip
page.explained(view, compare_shown.origins(found, rows))

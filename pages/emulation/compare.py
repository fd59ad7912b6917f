"""So sánh khối: blocks or units side by side, over two periods, as a picture and as a table."""

from app import (
    basis,
    charts_dots,
    charts_trend,
    compare,
    compare_basis,
    compare_blocks,
    compare_ranks,
    compare_shown,
    compare_tables,
    compare_titles,
    filters,
    page,
    picture,
    queries,
)
from app.filters import view as current_view

view = current_view()
words = view.words
titles, others = compare.scope_titles(view), compare.others(view)
every, most = compare.all_blocks(view), compare.most_scopes(view)

with page.choices():
    with page.choice(view, words("compare.scopes_short")):
        first = compare.first(view, titles)
        keys = filters.pick_many(
            filters.SCOPES, titles, words("compare.scopes", most=most), first, most
        )
        filters.set_all(words("compare.every_block"), {
            filters.SCOPES: every, filters.INDICATORS: list(compare.DISCIPLINE)
        })  # fmt: skip
    indicators = page.choice(view, words("compare.indicators_short"))
    beside = {p: words("compare.other_is", title=title) for p, title in others.items()}
    other = filters.pick(
        filters.OTHER, beside, words("compare.other"), compare.default_other(view), 290, False
    )
    ways = {w: words(f"compare.way_{w}") for w in compare.WAYS}
    way = filters.switch(filters.WAY, ways, words("compare.way"))
    pictures = {s: words(f"compare.show_{s}") for s in compare.SHOWN}
    shown = filters.switch(filters.SHOWN, pictures, words("compare.show"))
found = compare.Comparison(view, compare.scopes(view, keys), other, way)
with indicators:
    asked = filters.pick_many(
        filters.INDICATORS, found.titles(), words("compare.indicators"), found.first(),
        compare.MOST_INDICATORS,
    )  # fmt: skip
rows = found.compared(asked)
levels = found.seen_as(compare.LEVEL)  # what goes over time and what is ranked, whatever the way
of_levels = levels.compared(asked)
beside = others.get(other, "")
are_drawn = shown == compare.DOTS and way == compare.CHANGE
trust = compare_shown.trust(found, asked, beside, are_drawn)
letters = compare_shown.letters(found)
title = compare_titles.title(found, rows, beside)
panels = compare_shown.panels(found, rows)

if shown == compare.DOTS:
    page.heading(title, trust)
    page.small(letters)
    drawn = charts_dots.dots(panels, page.colours(), view.language)
    page.figure(drawn, compare_shown.alt(found, rows), "dots", compare_basis.of_units(found, asked))
    page.small(words("compare.legend"))
elif shown == compare.TREND:
    lines = compare_shown.trends(levels, of_levels)
    page.heading(compare_titles.of_trends(levels, lines), trust)
    page.small(letters)
    if lines:
        drawn = charts_trend.trends(lines, page.colours(), view.language)
        points = compare_basis.of_points(levels, of_levels)
        page.figure(drawn, compare_shown.alt(levels, of_levels), "trend", points)
        page.small(words("compare.trend_note"))
        page.small(compare_shown.of_table(found, shown))
    else:
        page.nothing(view, "compare.none")
elif shown == compare.RANKS:
    ranks = compare_ranks.Ranks(levels, of_levels)
    page.heading(ranks.title(), trust)
    page.small(letters)
    if ranks.moves:
        content, both = ranks.drawn(page.colours()), compare_basis.of_both(ranks)
        page.cells(view, content, "compare.ranks_alt", "ranks", "compare.none", both)
        page.small(words("compare.ranks_note", other=beside))
        page.small(compare_shown.of_table(found, shown))
    for reason in ranks.reasons():
        page.small(reason)
else:
    page.heading(compare_titles.of_map(found, asked), trust)
    page.small(letters)
    content = compare_shown.statuses(found, rows, page.colours())
    statuses = basis.of(view, compare_shown.of_units(found, rows))
    page.cells(view, content, "compare.map_alt", "map", "compare.none", statuses)
    if content.cells:
        page.small(words("movement.by_status"))
        page.small(compare_shown.of_table(found, shown))

means = compare_shown.two_means(found, rows)
if means:
    page.sentences(words("compare.two_means_head"), means)

page.subheading(words("compare.table"))
page.table(compare_tables.shown(found, rows), words("compare.table"), height="content")
sheets = {
    words("compare.table"): compare_tables.to_take(found, rows, beside),
    words("compare.units"): compare_tables.of_units(found, asked),
}
blocks = compare_blocks.Blocks(view)
if every:
    sheets[words("compare.blocks")] = blocks.to_take()
address = filters.here(view, "compare")
about = compare_shown.about(found, asked, beside, address)
page.downloads(
    view, words("compare.file"), sheets,
    (lambda: picture.dots(
        title, letters, words("compare.picture_legend"), page.source(view), panels, page.paper()
    )) if shown == compare.DOTS else None,
    about, address,
)  # fmt: skip
page.explained(view, compare_shown.origins(found, rows))
if every:
    page.subheading(blocks.title(), words("compare.blocks_note", kept=queries.kept(view)))
    page.table(
        blocks.table(),
        words("compare.blocks"),
        height="content",
        notes=words("compare.place"),
        most=len(every),
    )

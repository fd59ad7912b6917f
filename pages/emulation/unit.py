"""Đơn vị: one unit in its block, against its plans, over time, its reports and pledges."""

from app import (
    basis,
    charts_block,
    charts_trend,
    explain,
    filters,
    page,
    quality,
    queries,
    scorecard,
    submission,
    unit,
    unit_block,
    unit_history,
    unit_pledges,
    unit_reports,
)
from app.filters import view as current_view

view = current_view()
words = view.words
titles = unit.titles(view)

chosen = filters.pick(filters.UNIT, titles, words("unit.choose"))
parts = {p: words(f"unit.show_{p}") for p in unit.PARTS}
part = filters.switch(filters.SHOWN, parts, words("unit.show"))
name, mine = titles.get(chosen, ""), unit.rows(view, chosen)
owed = tuple(r for r in queries.timeliness(view) if r.reporter_id == chosen)
standing = submission.standing(view, owed)

if not chosen:
    page.heading(words("menu.unit"))
    page.nothing(view, "unit.none")
elif part == unit.BLOCK:
    found = unit_block.InBlock(view, chosen)
    if found.places and unit.is_asked(mine, owed):
        page.heading(unit_block.title(found, name), unit_block.trust(found), standing)
        for column, (head, lines) in zip(page.two(), unit_block.best_and_last(found), strict=True):
            with column:
                page.sentences(head, lines, words("unit.block_no_first"))
        drawn = charts_block.standing(
            unit_block.standings(found), unit_block.heads(view), page.colours(), view.language
        )
        counts = [p.told for p in found.drawn]
        page.figure(drawn, unit_block.alt(found), "block", basis.of_counts(view, counts))
        page.doubts(view, [s.value for s in unit_block.standings(found)])
        page.small(words("unit.block_note"))
        page.folded(view, words("unit.totals", n=len(found.folded)), unit_block.totals(found))
        page.explained(view, unit_block.origins(found))
        page.downloads(
            view, words("unit.block_file"), {words("unit.block_table"): unit_block.table(found)}
        )
    else:
        page.heading(unit.title(view, name, mine), standing)
        key = unit.nothing(mine, bool(found.members))
        page.nothing(view, key, unit.last_told(view, chosen) if key == unit.NOT_ASKED else None)
elif part == unit.PLAN:
    page.heading(unit.title(view, name, mine), standing)
    page.progress(
        view, scorecard.indicator_rows(view, mine), mine, empty="unit.no_rows",
        scope=explain.scope(explain.UNIT, chosen),
    )  # fmt: skip
elif part == unit.HISTORY:
    indicator = filters.pick(
        filters.INDICATOR,
        unit_history.choices(view, mine),
        words("unit.indicator"),
        is_told=False,
    )
    found = unit_history.History(view, chosen, indicator)
    page.heading(unit_history.title(found, name), *unit_history.notes(found))
    lines = unit_history.trends(found, name)
    if lines:
        drawn = charts_trend.trends(lines, page.colours(), view.language)
        known = basis.of_periods(view, found.drawn(), found.known())
        page.figure(drawn, unit_history.alt(found), "history", known)
    if found.rows:
        page.subheading(words("unit.history_table"))
        page.reading(unit_history.table(found), unit_history.links(found))
    else:
        page.nothing(view, "unit.no_rows")
elif part == unit.REPORTS:
    found = unit_reports.Reports(view, chosen)
    page.heading(unit_reports.title(found, name), standing)
    page.subheading(words("unit.reports_list"))
    if found.rows:
        page.reading(unit_reports.table(found))
    else:
        page.nothing(view, "unit.reports_empty")
    page.subheading(words("unit.reports_changes"))
    if found.changed:
        page.reading(unit_reports.changes(found), found.links())
    else:
        page.nothing(view, "unit.reports_changes_none")
    page.subheading(words("unit.findings"))
    told = tuple(r for r in queries.findings(view) if r.reporter_id == chosen)
    if told:
        page.reading(quality.findings(view, told, ""))
    else:
        page.nothing(view, "quality.none")
    for head, said in unit.texts(view, chosen):
        page.sentences(head, said)
else:
    found = unit_pledges.Told(view, chosen, owed)
    page.heading(unit_pledges.title(found, name), standing)
    page.subheading(words("unit.pledges_agreed"), words("unit.pledges_agreed_note"))
    if found.pledges:
        page.reading(unit_pledges.agreed(found), unit_pledges.links(found))
    else:
        page.nothing(view, "unit.pledges_agreed_none")
    for section in unit_pledges.SECTIONS:
        page.subheading(words(f"unit.sheet_{section}"))
        if found.count(section):
            page.reading(unit_pledges.listed(found, section))
        else:
            page.nothing(view, unit_pledges.nothing(found))

"""Kiến nghị và cách làm hay: what all units wrote, searchable, read as text only."""

from app import filters, page, unit
from app.filters import view as current_view

view = current_view()
asked = filters.search(view.words("voices.search"))
proposals, examples = unit.proposals(view, asked), unit.examples(view, asked)

page.heading(view.words("voices.title", proposals=len(proposals), examples=len(examples)))
page.subheading(view.words("voices.proposals"))
if not proposals:
    page.nothing(view, "voices.none")
else:
    page.reading(proposals)
page.subheading(view.words("voices.examples"))
if not examples:
    page.nothing(view, "voices.none")
else:
    page.reading(examples)

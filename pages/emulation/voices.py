"""Kiến nghị và cách làm hay: what all units wrote by kind and theme, searchable, as text only."""

from app import filters, page, voices
from app.filters import view as current_view

view = current_view()
words = view.words
kinds = {kind: words(f"voices.kind_{kind}") for kind in voices.KINDS}
kind = filters.switch(filters.SHOWN, kinds, words("voices.show"))
asked = filters.search(words("voices.search"))
found = voices.Voices(view, kind, asked)

page.heading(voices.title(found, asked))
if not found.all:
    page.nothing(view, "voices.nothing")
elif not found.found:
    page.nothing(view, "voices.none")
for title, said in found.themes():
    page.subheading(voices.head(found, title, said))
    page.reading(voices.table(found, said))
if found.found:
    page.downloads(view, words("voices.file"), {kinds[kind]: voices.to_take(found)})

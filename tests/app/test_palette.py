"""Colours that are read and told apart: contrast of every text, blocks to colour-blind eyes."""

import math
from itertools import combinations
from pathlib import Path

import pytest

from app import rural, submission
from app.charts_dots import SYMBOLS
from app.palette import DARK, LIGHT, Palette, ink_on, shade

THEMES = {"light": LIGHT, "dark": DARK}
ROOT = Path(__file__).parents[2]
# Machado, Oliveira and Fernandes 2009: how those without red or green cones see, in linear light.
SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}  # fmt: skip


def light_of(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def contrast(one: str, other: str) -> float:
    levels = sorted(
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), light_of(each), strict=True)) + 0.05
        for each in (one, other)
    )
    return levels[1] / levels[0]


def oklab(colour: str, eye: str) -> tuple[float, ...]:
    light = light_of(colour)
    r, g, b = (
        min(max(sum(w * c for w, c in zip(row, light, strict=True)), 0), 1) for row in SEEN[eye]
    )
    cones = (
        (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3),
        (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3),
        (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3),
    )
    rows = (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
    return tuple(100 * sum(w * c for w, c in zip(row, cones, strict=True)) for row in rows)


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_every_text_is_read_on_every_ground_it_stands_on(colours: Palette) -> None:
    plain = {colours.ground, colours.track, *colours.tints.values(), colours.tones["none"]}
    pairs = [(colours.ink, ground) for ground in plain]
    pairs += [(colours.faint, g) for g in (colours.ground, colours.track, colours.tones["none"])]
    pairs += [(ink, colours.ground) for ink in colours.words.values()]
    pairs += [(ink, ground) for ground, ink in (shade(i, colours) for i in range(5))]
    pairs += [(colours.words["good"], colours.shades[2])]  # a criterion that is met
    pairs += [(i, g) for g, i in (rural.level_look(r, colours) for r in (None, 0, 1, 2, 3))]
    cells = [submission._count_cell(1, c, colours) for c in submission.STATES]
    pairs += [(c.ink, c.colour) for c in cells]
    pairs += [(ink_on(tone), tone) for tone in colours.tones.values()]
    weak = {p: round(contrast(*p), 2) for p in pairs if contrast(*p) < 4.5}
    assert not weak


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_blocks_keep_apart_by_colour_or_by_their_mark(colours: Palette) -> None:
    assert all(contrast(c, colours.ground) >= 3 for c in colours.series)
    for (i, one), (j, other) in combinations(enumerate(colours.series), 2):
        apart = {eye: math.dist(oklab(one, eye), oklab(other, eye)) for eye in SEEN}
        assert apart["all"] >= 10, (one, other)
        if i % len(SYMBOLS) == j % len(SYMBOLS):
            assert min(apart.values()) >= 9, (one, other)


def test_a_scheme_of_twenty_blocks_repeats_no_colour_with_its_mark() -> None:
    for colours in THEMES.values():
        looks = [(colours.of_place(i), SYMBOLS[i % len(SYMBOLS)]) for i in range(36)]
        assert len(set(looks[:18])) == 18
        assert len({colours.of_place(i) for i in range(16)}) == 16  # the demo district's

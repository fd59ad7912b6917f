"""The colours of both themes: tones of status, tints of cells, shades of a share."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours of one theme: blue for good, grey near and waiting, orange behind."""

    ink: str
    faint: str
    line: str
    ground: str
    track: str
    tones: dict[str, str]
    tints: dict[str, str]
    words: dict[str, str]
    shades: tuple[str, ...]
    series: tuple[str, ...]  # of blocks, by their place in the scheme

    def of_place(self, place: int) -> str:
        """The colour of a block by its place in the scheme, the same on every screen."""
        return self.series[place % len(self.series)]


INKS = ("#14181D", "#FFFFFF")
LIGHT = Palette(
    ink="#1A2330",
    faint="#4A5563",
    line="#C9D0D8",
    ground="#FFFFFF",
    track="#E9EDF1",
    tones={
        "good": "#0072B2",
        "near": "#87919C",
        "behind": "#D55E00",
        "waiting": "#E9EDF1",
        "missing": "#E9EDF1",
        "none": "#F5F7F9",
    },
    tints={
        "good": "#CFE3F3",
        "near": "#DDE2E7",
        "behind": "#F8D5BA",
        "waiting": "#F5F7F9",
        "missing": "#E9EDF1",
        "none": "#F5F7F9",
    },
    words={
        "good": "#00578A",
        "near": "#4A5563",
        "behind": "#A04000",
        "waiting": "#4A5563",
        "missing": "#1A2330",
        "none": "#4A5563",
    },
    shades=("#F3C9A8", "#E8DDD3", "#CBDFF1", "#82BADB", "#0072B2"),
    # Okabe–Ito, darkened for 3:1 on white, and twelve more as far from all before as can be.
    series=(
        "#0072B2",
        "#D55E00",
        "#009E73",
        "#B5568F",
        "#000000",
        "#8C6D00",
        "#770000",
        "#330099",
        "#9955FF",
        "#773377",
        "#5533DD",
        "#5599DD",
        "#FF5577",
        "#555533",
        "#333355",
        "#007755",
        "#BB0099",
        "#550077",
    ),  # fmt: skip
)
DARK = Palette(
    ink="#F2F5F8",
    faint="#B9C3CE",
    line="#46505C",
    ground="#14181D",
    track="#2A323B",
    tones={
        "good": "#4BA3DB",
        "near": "#8B97A4",
        "behind": "#E8792B",
        "waiting": "#2A323B",
        "missing": "#2A323B",
        "none": "#1D2329",
    },
    tints={
        "good": "#1F4E70",
        "near": "#3A434D",
        "behind": "#7A4218",
        "waiting": "#1D2329",
        "missing": "#2A323B",
        "none": "#1D2329",
    },
    words={
        "good": "#8CC8F0",
        "near": "#C9D0D8",
        "behind": "#FFB27A",
        "waiting": "#B9C3CE",
        "missing": "#F2F5F8",
        "none": "#B9C3CE",
    },
    shades=("#8A4A1C", "#5A5148", "#2C4A62", "#2F6E9C", "#4BA3DB"),
    series=(
        "#4BA3DB",
        "#E8792B",
        "#2BC496",
        "#E2A5C6",
        "#F2F5F8",
        "#E0B040",
        "#806080",
        "#FFFF00",
        "#9955FF",
        "#DD0033",
        "#007733",
        "#77FF99",
        "#00DDFF",
        "#BB7799",
        "#BB33BB",
        "#BBDD00",
        "#BBDDBB",
        "#FF3377",
    ),  # fmt: skip
)


def palette(is_dark: bool) -> Palette:
    """The colours of the page's theme."""
    return DARK if is_dark else LIGHT


def share_shade(share: float, colours: Palette) -> tuple[str, str]:
    """Ground and ink of a cell shaded by a share 0–1 alone."""
    return shade(min(int(share * 5), 4), colours)


def shade(step: int, colours: Palette) -> tuple[str, str]:
    """Ground and ink of a cell by its step, 0 the worst and 4 the best."""
    ground = colours.shades[step]
    return ground, ink_on(ground)


def ink_on(ground: str) -> str:
    """Black or white, whichever is read more easily on a colour."""
    return max(INKS, key=lambda ink: contrast(ink, ground))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG reckons it, from 1 to 21; text needs 4,5."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

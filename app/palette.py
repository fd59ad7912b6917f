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
    # Okabe–Ito without yellow, and three more that keep apart from them in grey.
    series=(
        "#0072B2",
        "#D55E00",
        "#009E73",
        "#CC79A7",
        "#000000",
        "#56B4E9",
        "#B8860B",
        "#6A3D9A",
        "#7F7F7F",
        "#8C510A",
    ),
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
        "#9AD4F5",
        "#E0B040",
        "#B295D8",
        "#A8A8A8",
        "#C98F55",
    ),
)


def palette(is_dark: bool) -> Palette:
    """The colours of the page's theme."""
    return DARK if is_dark else LIGHT


def share_shade(share: float, colours: Palette) -> tuple[str, str]:
    """Ground and ink of a cell shaded by a share 0–1 alone."""
    return shade(min(int(share * 5), 4), colours)


def shade(step: int, colours: Palette) -> tuple[str, str]:
    """Ground and ink of a cell by its step, 0 the worst and 4 the best."""
    dark = colours is LIGHT and step == 4
    return colours.shades[step], "#FFFFFF" if dark else colours.ink

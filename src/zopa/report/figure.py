"""What all charts share: how they look, and how they are saved; neither needs a browser or a network."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

DEAL, NO_DEAL, INK, GREY = "#0072B2", "#D55E00", "#222222", "#666666"
"""Blue and vermilion stay apart for every kind of colour vision (Okabe & Ito 2008, Color Universal Design)."""

PALETTE = (DEAL, NO_DEAL, "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""These and four more, for things of one kind (the same source)."""


def party_colours(parties: Sequence[str]) -> dict[str, str]:
    """The colour of each party, the same on every chart of a page.

    Args:
        parties: The parties in the scenario's order.
    """
    return {party: PALETTE[at % len(PALETTE)] for at, party in enumerate(parties)}


FONT = "Liberation Sans, Arial, Helvetica, DejaVu Sans, Noto Sans CJK JP, sans-serif"


def check_names(files: Sequence[Path]) -> None:
    """Whether charts can be written to these files.

    Raises:
        ValueError: A name ends otherwise than in `.png`, `.svg` or `.html`.
    """
    for file in files:
        if file.suffix.lower() not in (".png", ".svg", ".html"):
            raise ValueError(f"a chart is written to a file that ends in .png, .svg or .html, not {file.name!r}")


def save(figure: Any, files: Sequence[Path]) -> list[Path]:
    """Save a chart; a page holds all that it needs.

    Args:
        figure: The chart.
        files: Files to write, by their endings; their folders are made if missing.

    Returns:
        The files.
    """
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        kind = file.suffix.lower()
        if kind == ".html":
            figure.save(file, format="html", inline=True)
        elif kind == ".svg":
            figure.save(file, format="svg", engine="vl-convert")
        else:
            figure.save(file, format="png", engine="vl-convert", scale_factor=2)
    return list(files)


def styled(figure: Any, grid: str = "#E6E6E6", subtitle: int = 13, small: bool = False) -> Any:
    """A chart as all of them look.

    Args:
        figure: The chart.
        grid: Colour of its grid.
        subtitle: Size of subtitles.
        small: Whether its axes are of many small panels.
    """
    label, title, padding = (11, 12, 6) if small else (12, 13, 8)
    return (
        figure.configure(font=FONT, padding=14, background="white")
        .configure_title(color=INK, subtitleColor=GREY, subtitleFontSize=subtitle, fontWeight=600, subtitlePadding=4)
        .configure_axis(
            labelFontSize=label, titleFontSize=title, titleFontWeight="normal", titlePadding=padding, labelColor=INK,
            titleColor=INK, gridColor=grid, domainColor="#999999", tickColor="#999999",
        )
        .configure_view(stroke=None)
    )  # fmt: skip


def plain_legend(figure: Any) -> Any:
    """A chart whose legends stand below, without a title."""
    return figure.configure_legend(
        labelFontSize=12, labelColor=INK, symbolSize=70, title=None, orient="bottom", offset=6
    )  # fmt: skip

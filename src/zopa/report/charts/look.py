"""What the charts of a report share: heads, tints, thin data, and labels of many categories."""

import json
import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zopa.report.figure import FONT, plain_legend, styled
from zopa.report.words import capital, finished, level_text, percent

if TYPE_CHECKING:
    import altair as alt

WIDTH = 700
"""Pixels that a chart may take with all that stands beside it."""

SHAPES = ("circle", "diamond", "square", "triangle-up", "cross", "triangle-down")
"""By party, so that they stay apart without colour."""


def party_shapes(parties: Sequence[str]) -> dict[str, str]:
    """The mark of each party.

    Args:
        parties: The parties in the scenario's order.
    """
    return {party: SHAPES[at % len(SHAPES)] for at, party in enumerate(parties)}


def _wide(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def broken(text: str, pixels: float, size: int = 12) -> list[str]:
    """Text in lines of a width; Japanese is broken between any two letters.

    Args:
        text: The text.
        pixels: Pixels that it has.
        size: Size of its letters.
    """
    room, lines, line = max(8, int(pixels / (0.53 * size))), [], ""
    for piece in _pieces(finished(text)):
        if line and sum(map(_wide, line + piece.rstrip())) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


_CLOSING = "、。）」』・：；"


def _pieces(text: str) -> Iterable[str]:
    """What may not be torn: words with the space after them, single wide letters with the full stop after them."""
    piece = ""
    for at, letter in enumerate(text):
        piece += letter
        following = text[at + 1 : at + 2]
        if (
            (letter == " " and following != "%")
            or (following and _wide(letter) == 2 and following not in _CLOSING)
            or (following and _wide(following) == 2 and following not in _CLOSING)
        ):
            yield piece
            piece = ""
    if piece:
        yield piece


def heading(text: str, below: str = "", pixels: float = WIDTH, size: int = 13, name: bool = False) -> "alt.TitleParams":
    """The head of a panel.

    Args:
        text: The head.
        below: What stands below it, smaller.
        pixels: Pixels that both have.
        size: Size of the head's letters.
        name: Whether the head is a name, which needs no capital.
    """
    import altair as alt

    under: dict[str, Any] = {"subtitle": broken(below, pixels)} if below else {}
    return alt.TitleParams(
        broken(text if name else capital(text), pixels, size),
        anchor="start",
        fontSize=size,
        subtitleFontSize=12,
        offset=8,
        **under,
    )


def whole(figure: Any, title: str, alt_text: str, below: str = "", pixels: float = WIDTH - 40) -> Any:
    """A chart with its title, its words for those who do not see it, and the look of all charts.

    Args:
        figure: The chart.
        title: What it shows.
        alt_text: What one sees in it.
        below: What stands below the title, smaller.
        pixels: Pixels that the title has.
    """
    import altair as alt

    under: dict[str, Any] = {"subtitle": broken(below, pixels, 12)} if below else {}
    head = alt.TitleParams(broken(title, pixels, 16), anchor="start", offset=14, fontSize=16, frame="bounds", **under)
    drawn = figure.properties(title=head, description=alt_text)
    # the look is made on an empty chart: each of its steps copies the whole chart
    drawn.config = plain_legend(styled(alt.LayerChart(layer=[]), subtitle=12, small=True)).config
    if any(_wide(letter) == 2 for letter in title + alt_text):  # else the PNG takes any font that has the letters
        drawn.config.font = f"Noto Sans CJK JP, Noto Sans JP, Hiragino Sans, Yu Gothic, Meiryo, {FONT}"
    return drawn


def rounded(value: float | None, digits: int = 5) -> float | None:
    """With few digits: a page needs no more; None for what is no number."""
    return None if value is None or not math.isfinite(value) else float(f"{value:.{digits}g}")


def rows(values: Sequence[Mapping[str, Any]]) -> "alt.InlineData":
    """Data of a chart, inside it; its name follows from what is in it."""
    import altair as alt

    # as text: altair copies a chart many times, and lists entry by entry
    text = json.dumps([dict(row) for row in values], ensure_ascii=False, separators=(",", ":"))
    return alt.InlineData(values=text, format=alt.JsonDataFormat(type="json"))


def thin(columns: Sequence[str], values: Iterable[Sequence[float | None]]) -> "alt.InlineData":
    """The same for many rows of numbers.

    Args:
        columns: Names of the columns.
        values: The rows; None where there is no number.
    """
    # not as CSV: Vega reads that by code made on the spot, which the page's content policy forbids
    return rows([{c: one for c, one in zip(columns, row, strict=True) if one is not None} for row in values])


def two_lines(pixels: int) -> "alt.Axis":
    """The axis of categories whose labels have been broken into lines.

    Args:
        pixels: Pixels that a line may take.
    """
    import altair as alt

    return alt.Axis(
        **QUIET,
        grid=False,
        labelExpr="split(datum.label, '\\n')",
        labelLimit=pixels + 30,
        labelFontSize=11,
        labelPadding=8,
    )


def quarters(field: str) -> "alt.X":
    """Shares from none to all along the x axis, marked at each quarter.

    Args:
        field: What holds the shares.
    """
    import altair as alt

    axis = alt.Axis(format="~%", values=[0, 0.25, 0.5, 0.75, 1])
    return alt.X(field, title=None, scale=alt.Scale(domain=[0, 1], nice=False), axis=axis)


def named_at(labels: Sequence[str], field: str = "datum.value") -> str:
    """An expression for the label with a number.

    Args:
        labels: The labels.
        field: What holds the number.
    """
    return f"{json.dumps(list(labels), ensure_ascii=False).replace('</', '<' + chr(92) + '/')}[{field}]"


def label_pixels(labels: Iterable[str], size: int = 11, most: int = 190) -> int:
    """Pixels that the longest of some labels takes, up to a most."""
    return min(most, max((int(0.58 * size * sum(map(_wide, label))) for label in labels), default=0) + 8)


def shared(value: float | None, decimals: int = 1) -> str | None:
    """A share in percent; None where there is none.

    Args:
        value: The share.
        decimals: Digits after the point.
    """
    return None if value is None or not math.isfinite(value) else finished(percent(value, decimals))


def strategy_label(name: str) -> str:
    """A strategy's name as people read it."""
    return level_text(name)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(colour: str, with_: str, share: float) -> str:
    """A colour with a share of another in it.

    >>> mixed("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    parts = zip(_channels(colour), _channels(with_), strict=True)
    return "#" + "".join(f"{math.floor(a + (b - a) * share + 0.5):02X}" for a, b in parts)


def ramp(colour: str) -> list[str]:
    """From nearly white over a colour to a dark shade of it: lightness falls all the way, so it prints well in grey."""
    return [mixed(colour, "#FFFFFF", 0.93), mixed(colour, "#FFFFFF", 0.5), colour, mixed(colour, "#000000", 0.55)]


def many_labels(count: int, each: float) -> dict[str, Any]:
    """Size of labels where each has so many pixels."""
    return {"labelFontSize": 12 if count <= 15 else max(9, min(11, int(each - 2)))}


QUIET: dict[str, Any] = {"ticks": False, "domain": False, "title": None}
"""An axis with labels alone."""

HALO: dict[str, Any] = {"stroke": "white", "strokeWidth": 3.0}
"""Below words that stand on marks."""

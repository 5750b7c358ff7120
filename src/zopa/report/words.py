"""Numbers, levels and lists as people read them."""

import textwrap
from collections.abc import Sequence

WIDTH = 100
"""Columns that text for people may take."""

MINUS = "\N{MINUS SIGN}"

GLUE = "\N{NO-BREAK SPACE}"
"""Stands between what belongs on one line; `finished` makes plain spaces of it."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def plain(number: float, decimals: int) -> str:
    """A number with a fixed number of decimals, thousands set apart, a real minus, and no minus before 0.

    >>> plain(-1234.5, 1), plain(-0.001, 2)
    ('−1,234.5', '0.00')
    """
    text = f"{number:,.{decimals}f}"
    if not any(digit in "123456789" for digit in text):
        text = text.removeprefix("-")
    return text.replace("-", MINUS)


def signed(number: float, decimals: int) -> str:
    """The same with a plus before what is more than nothing.

    >>> signed(0.25, 1), signed(0.001, 2)
    ('+0.2', '0.00')
    """
    text = plain(number, decimals)
    return f"+{text}" if number > 0 and any(digit in "123456789" for digit in text) else text


def decimals_for(*numbers: float) -> int:
    """Decimals that show numbers of this size with about four digits.

    >>> decimals_for(19.4, -23.8), decimals_for(1200.0), decimals_for(0.03)
    (2, 0, 4)
    """
    largest = max((abs(number) for number in numbers), default=0.0)
    for limit, decimals in ((1e-12, 2), (0.1, 4), (1.0, 3), (100.0, 2), (1000.0, 1)):
        if largest < limit:
            return decimals
    return 0


def percent(share: float, decimals: int = 1) -> str:
    """A share in percent; what is more than none never reads as 0, nor less than all as 100.

    >>> [finished(percent(share, 0)) for share in (1 / 3, 0.0004, 0.9996)]
    ['33 %', '<1 %', '>99 %']
    """
    step = 10.0**-decimals
    if share > 0.0 and round(100.0 * share, decimals) == 0.0:
        return f"<{step:.{decimals}f}{GLUE}%"
    if share < 1.0 and round(100.0 * share, decimals) == 100.0:
        return f">{100.0 - step:.{decimals}f}{GLUE}%"
    return f"{100.0 * share:.{decimals}f}{GLUE}%"


def level_text(level: object) -> str:
    """A level: words without underscores, numbers without needless zeros.

    >>> level_text("letter_of_intent"), level_text(15.0), level_text(27.5), level_text(-2)
    ('letter of intent', '15', '27.5', '−2')
    """
    if isinstance(level, str):
        return level.replace("_", " ")
    number = float(str(level))
    apart = "," if abs(number) >= 10_000 else ""  # 2032 may be a year
    text = f"{number:{apart}.0f}" if number == int(number) else f"{number:{apart}}"
    return text.replace("-", MINUS)


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names in a row.

    >>> listed(["Alder", "Birch", "Cedar"])
    'Alder, Birch and Cedar'
    """
    return f" {last} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def capital(text: str) -> str:
    """With a capital at the start, the rest as it is."""
    return text[:1].upper() + text[1:]


def with_unit(title: str, unit: str) -> str:
    """A title with the unit of its levels in brackets."""
    return f"{title} ({unit})" if unit else title


def finished(text: str) -> str:
    """Text whose lines have been broken, with plain spaces."""
    return text.replace(GLUE, " ")


def wrapped(text: str, indent: str = "", first: str | None = None, width: int = WIDTH) -> list[str]:
    """Lines of a paragraph."""
    return textwrap.wrap(
        text, width, initial_indent=indent if first is None else first, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def table(rows: Sequence[Sequence[str]], widths: Sequence[int], right: Sequence[int] = ()) -> list[str]:
    """Rows of cells in columns; a cell that is too wide goes on in the next line.

    Args:
        rows: The cells.
        widths: Width of each column; two spaces stand between columns.
        right: Numbers of the columns set flush right.
    """
    lines = []
    for row in rows:
        cells = [textwrap.wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
        for i in range(max(map(len, cells))):
            parts = [cell[i] if i < len(cell) else "" for cell in cells]
            line = "  ".join(
                part.rjust(width) if c in right else part.ljust(width)
                for c, (part, width) in enumerate(zip(parts, widths, strict=True))
            )
            lines.append(line.rstrip())
    return lines


def width_of(cells: Sequence[str], most: int) -> int:
    """Width of a column that holds these cells, up to a most."""
    return min(most, max(map(len, cells), default=0))

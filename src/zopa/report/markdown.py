"""Markdown (CommonMark with GitHub's tables) from text that may hold anything."""

import re
from collections.abc import Sequence

_MARKS = re.compile(r"[\\`*|~$#]|^\[|\](?=[(:\[])|(?<![^\W_])_|_(?![^\W_])")
"""What may begin or end something; an underscore within a word, or brackets alone, do not."""


def escaped(text: str) -> str:
    r"""Text on one line that is shown as it is: no mark-up, no HTML, no cell of a table ends early.

    Args:
        text: Any text.

    >>> escaped("a <b> | *c* & d_e _f_")
    'a &lt;b> \\| \\*c\\* & d_e \\_f\\_'
    >>> escaped("[a](b)"), escaped("2 [1, 3]"), escaped("- 1"), escaped("1. x"), escaped("1.5 &lt;")
    ('\\[a\\](b)', '2 [1, 3]', '\\- 1', '1\\. x', '1.5 &amp;lt;')
    """
    line = re.sub(r"&(?=#?\w+;)", "&amp;", " ".join(text.split())).replace("<", "&lt;")
    line = _MARKS.sub(lambda found: f"\\{found[0]}", line)
    line = re.sub(r"^([-+](?=\s|$)|[-=>])", r"\\\1", line)
    line = re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", line)
    return re.sub(r"(?i)\b(https?|ftp)://", r"\1:&#47;/", line)


def code(text: str) -> str:
    """Text as code within a line.

    >>> code("a`b"), code("zopa run x")
    ('`` a`b ``', '`zopa run x`')
    """
    line = " ".join(text.split())
    fence = "`" * (_longest(line) + 1)
    return f"{fence} {line} {fence}" if len(fence) > 1 else f"{fence}{line}{fence}"


def block(text: str) -> list[str]:
    """Text as it stands, in letters of one width.

    Args:
        text: Any lines.
    """
    fence = "`" * max(3, _longest(text) + 1)
    return [f"{fence}text", *text.splitlines(), fence]


def _longest(text: str) -> int:
    return max(map(len, re.findall(r"`+", text)), default=0)


def picture(text: str, file: str) -> str:
    """A picture beside the page.

    Args:
        text: What stands for it where it cannot be seen.
        file: Its name.
    """
    plain = text.replace("[", " ").replace("]", " ")
    return f"![{escaped(plain)}]({file})"


def rows(cells: Sequence[Sequence[str]], right: int = 1) -> list[str]:
    """A table; the first row heads the columns.

    Args:
        cells: Rows of text, not yet escaped.
        right: The first column that is set flush right.
    """
    head, *rest = [[escaped(cell) for cell in row] for row in cells]
    rule = ["---" if at < right else "---:" for at in range(len(head))]
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rest)]

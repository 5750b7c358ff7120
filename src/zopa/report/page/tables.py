"""Tables of pages, by great_tables; how they look is the page's business."""

import math
import re
from collections.abc import Sequence
from html import escape
from typing import Any

from zopa.report.exhibit import Cell, Twin
from zopa.report.words import GLUE, MINUS, finished, plain


def written(cell: Cell, digits: int) -> str:
    """An entry as it is read.

    Args:
        cell: The entry.
        digits: Digits after the point of floats.

    >>> written(None, 2), written(-1.234, 2), written(1234, 2), written("a\u00a0b", 2), written(True, 0)
    ('–', '−1.23', '1,234', 'a b', 'yes')
    """
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return plain(cell, digits) if math.isfinite(cell) else ("∞" if cell > 0 else f"{MINUS}∞")
    return plain(cell, 0) if isinstance(cell, int) else finished(cell)


def numeric(twin: Twin) -> list[bool]:
    """Which columns are set flush right: those of numbers, and of texts that begin as numbers do."""
    return [
        bool(cells) and all(_begins_as_number(cell) for cell in cells)
        for cells in ([row[at] for row in twin.rows if row[at] is not None] for at in range(len(twin.columns)))
    ]


def _begins_as_number(cell: Cell) -> bool:
    return (
        not isinstance(cell, str)
        or re.match(r"[<>≤≥±+−-]?\d[\d,.]*(\s?%|$|\s[\[(]|\salways$)|[–∞]|never$", cell) is not None
    )


def glued(text: str) -> str:
    """Text on one line in which numbers keep to their percent signs, and intervals are not broken.

    Args:
        text: Any text.

    >>> glued("about  95 % [1, 2]").replace(GLUE, "~")
    'about 95~% [1,~2]'
    """
    line = finished(" ".join(text.split()))
    return _INTERVAL.sub(f"[\\1,{GLUE}\\2]", re.sub(r"(?<=\d) (?=%)", GLUE, line))


_INTERVAL = re.compile(r"\[([^\[\]\s,]+), ([^\[\]\s]+)\]")


def table_html(twin: Twin, name: str, title: str) -> str:
    """A table as HTML: its head says what columns are, its first column what rows are.

    Args:
        twin: What is in it.
        name: Its id on the page.
        title: What it is, for those who do not see where it stands.

    Returns:
        A `<table>`; entries and heads are escaped.
    """
    rows = [[glued(written(cell, twin.digits)) for cell in row] for row in twin.rows]
    raw = _great(twin.columns, rows, numeric(twin), name).as_raw_html()
    rest = slim(raw[raw.index(">", raw.index("<table")) : raw.rindex("</table>") + len("</table>")])
    return f'<table id="{escape(name)}" aria-label="{escape(title)}"{rest}'


def slim(table: str) -> str:
    """A table without what its scopes say already: a page of large tables is a third as long.

    Args:
        table: HTML of great_tables.

    >>> slim('<td headers="a-1 a-2" class="gt_row gt_right">1</td>  <th scope="row" id="a-3">x</th>')
    '<td class="gt_right">1</td><th scope="row">x</th>'
    """
    return re.sub(r">\s+<", "><", re.sub(r"<t[dhr]\b[^<>]*>", _bare, table))


def _bare(tag: re.Match[str]) -> str:
    """The tag of a cell or a row without what others say, and with its class shorter."""
    text = re.sub(r' (headers|id|rowspan|colspan)="[^"]*"', "", tag[0])
    return re.sub(r' class="[^"]*\bgt_(left|right)\b[^"]*"', r' class="gt_\1"', text)


def _great(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], name: str) -> Any:
    """The table in great_tables' hands; columns go by numbers, as heads need not differ."""
    import pandas as pd
    from great_tables import GT, html

    keys = [f"c{at}" for at in range(len(columns))]
    frame = pd.DataFrame([list(row) for row in rows], columns=keys, dtype=str)
    table = GT(frame, rowname_col=keys[0], id=name)
    # heads are escaped here: one with {{ }} in it is read as a unit, and then put in as it is
    heads = [html(escape(glued(column))) for column in columns]
    table = table.tab_stubhead(heads[0])
    table = table.cols_label(dict(zip(keys[1:], heads[1:], strict=True))) if len(keys) > 1 else table
    for align, wanted in (("right", True), ("left", False)):
        some = [key for key, flush in zip(keys[1:], right[1:], strict=True) if flush is wanted]
        table = table.cols_align(align, some) if some else table
    return table

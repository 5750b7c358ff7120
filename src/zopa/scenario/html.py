"""A scenario as a notebook shows it: a small table in plain HTML, everything escaped."""

from collections.abc import Sequence
from html import escape
from typing import Any

LEVELS = 6
"""Levels of an issue that are listed; of more the first and the last."""


def html_table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table.

    Args:
        heads: Heads of its columns.
        rows: Its rows; whatever is in them is text.

    >>> html_table(["a"], [["<b>"]])
    '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    lines = ("".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def scenario_html(scenario: Any) -> str:
    """Title, parties and issues of a scenario.

    Args:
        scenario: The validated scenario.
    """
    parties = [(name, party.name or "", party.strategy.kind) for name, party in scenario.parties.items()]
    issues = [(name, one.title or "", _levels(one.levels), one.unit or "") for name, one in scenario.issues.items()]
    return "".join(
        [
            f"<p><b>{escape(scenario.title or scenario.name)}</b><br>{escape(scenario.about or '')}</p>",
            html_table(["party", "name", "strategy"], parties),
            html_table(["issue", "title", "levels", "unit"], issues),
        ]
    )


def _levels(levels: Sequence[object]) -> str:
    if len(levels) <= LEVELS:
        return ", ".join(map(str, levels))
    return f"{levels[0]} … {levels[-1]} ({len(levels)} levels)"

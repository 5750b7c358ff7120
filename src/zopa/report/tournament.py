"""The report of a tournament: text for the terminal, a page, and the same as Markdown."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zopa.report.page.write import write_report
from zopa.report.tournament_text import tournament_text


def report_tournament(folder: Path, found: Mapping[str, Mapping[str, Any]], language: str = "en") -> str:
    """Write a tournament's summary and pages into its folder.

    Args:
        folder: The folder.
        found: Scenario -> findings.
        language: Of the pages.

    Returns:
        Text for the terminal.
    """
    text = tournament_text(found)
    (folder / "summary.txt").write_text(text + "\n", encoding="utf-8")
    write_report([folder], language=language)
    return text

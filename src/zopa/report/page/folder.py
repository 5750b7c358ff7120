"""Which page a folder has: that of an ordinary run, or that of a tournament."""

import os
from pathlib import Path

from zopa.experiments.layout import TOURNAMENT
from zopa.experiments.results import Results
from zopa.report.language import Language
from zopa.report.page.model import Page
from zopa.report.page.run_page import run_page


def page_of(folder: str | os.PathLike[str], say: Language) -> Page:
    """The page of a folder.

    Args:
        folder: A run's, or a tournament's.
        say: The language.

    Raises:
        ValueError: It is neither, or not finished.
    """
    path = Path(folder)
    if (path / TOURNAMENT).is_file():
        from zopa.report.tournament_page import tournament_page

        page: Page = tournament_page(path, say)
        return page
    return run_page(Results.open(path), say)

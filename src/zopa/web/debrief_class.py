"""A class on one plane: what every game came to, over what could have been agreed."""

from collections.abc import Sequence
from functools import lru_cache

from zopa.report.charts.class_plane import Outcome, class_exhibit
from zopa.report.charts.ground import Ground
from zopa.report.language import Language
from zopa.scenario.read import Document
from zopa.web.figures import Figure, figure_of

__all__ = ["Outcome", "class_plane", "ground_of"]

_FRONTIERS = 64
"""Frontiers kept."""


def class_plane(document: Document, outcomes: Sequence[Outcome], say: Language, narrow: bool = False) -> Figure:
    """Named outcomes of many games of a scenario on one plane, without paths.

    The frontier and no deal are at central values. It takes some 30 ms, and ten times as long for a scenario that it
    has not seen: not for the desk's thread.

    Args:
        document: The scenario with its changes.
        outcomes: The games.
        say: Texts of the language.
        narrow: Whether it is for a phone.
    """
    return figure_of(class_exhibit(document, outcomes, say, narrow, ground_of(document)))


def ground_of(document: Document) -> Ground:
    """What could be agreed in a scenario at central values; found once.

    Args:
        document: The scenario.
    """
    return _ground(_Same(document))


class _Same:
    """A document, the same as another where both are one object."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.document is other.document

    def __hash__(self) -> int:
        return id(self.document)


@lru_cache(maxsize=_FRONTIERS)
def _ground(same: _Same) -> Ground:
    return Ground.central(same.document)

"""Advice: the package best for the others, as far as can be known, among those worth a target to a person."""

from typing import Any

import numpy as np

from zopa.game.arrays import Packages
from zopa.game.view import View
from zopa.strategies.parts.base import Belief
from zopa.strategies.parts.models import Frequency, Given
from zopa.strategies.parts.search import Search

START_UTILITY = 0.8
"""What advice asks for while nothing has been asked for yet."""


class Adviser:
    """Sits behind a person, hears every offer that the person has to answer, and knows no more than the person."""

    def __init__(self, information: str) -> None:
        """Nothing heard.

        Args:
            information: What parties know of each other: `none` lets it learn from offers.
        """
        self._model: Frequency | Given = Frequency() if information == "none" else Given()
        self._learned: Any = None

    def see(self, view: View) -> Belief:
        """Hear the offer on the table; seen twice it counts once."""
        if self._learned is None:
            self._learned = self._model.begin(view)
        return self._model.update(view, self._learned)

    def package(self, view: View, target: float) -> Packages:
        """The package, (K,)."""
        found: Packages = Search.begin(view).offer(view, self.see(view), np.full(1, target)).package[0].copy()
        return found


def wanted(view: View, asked: float | None, utility: float | None) -> float:
    """What advice is to be worth to the person.

    Args:
        view: What the person may know.
        asked: What the person's last offer is worth; None for none.
        utility: A utility asked for; None for none.
    """
    if utility is None and asked is not None:
        return max(asked, float(view.reservation[0]))
    return float(view.payoff(np.full(1, START_UTILITY if utility is None else utility))[0])

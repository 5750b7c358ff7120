"""What to say in public: patience, red lines, early celebration, and a card that is shown or played.

Words change no offer. They reach the talks by what others believe and by what the home front remembers, where the
scenario has a mechanism for it; never free of later cost.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from zopa.game import statement as said
from zopa.game.arrays import Bools, Floats
from zopa.game.parameters import Levels, NotNegative, Scalar, Share, per_world
from zopa.game.statement import Statement
from zopa.game.view import View


@dataclass
class _Once:
    """Worlds in which it has been said, (W,)."""

    said: Bools


def _due(view: View, day: dt.date | None) -> bool:
    return day is None or view.date is None or view.date >= day


@dataclass(frozen=True)
class Patience:
    """Says "we are in no hurry": at every move from a day on, a claim that no deal is worth more than it is.

    Cheap talk (Crawford & Sobel 1982; in bargaining Farrell & Gibbons 1989): it changes what a naive receiver
    believes, and nothing else.

    Attributes:
        claim: How much more no deal is said to be worth, as a yearly flow.
        since: First day on which it is said; from the start where left out.
    """

    claim: NotNegative = 1.0
    since: dt.date | None = None

    def begin(self, view: View) -> None:
        """Nothing to remember."""

    def say(self, view: View, memory: None) -> Statement | None:
        """Say it."""
        if not _due(view, self.since):
            return None
        return Statement(said.PATIENCE, view.me, view.open, per_world(self.claim, view.worlds), None, "is in no hurry")


@dataclass(frozen=True)
class RedLine:
    """Says "we will not sign anything else": a public commitment to some levels, once.

    What it costs to cross it is for the home front to say (`audience`): commitment by audience costs (Fearon 1994).

    Attributes:
        keeps: Issue to the levels that keep the line.
        loud: How loudly it is said: the cost of crossing it is multiplied by this.
        since: Day on which it is said; at the first move where left out.
    """

    keeps: Levels
    loud: NotNegative = 1.0
    since: dt.date | None = None

    def begin(self, view: View) -> _Once:
        """Not yet said."""
        return _Once(np.zeros(view.worlds, dtype=bool))

    def say(self, view: View, memory: _Once) -> Statement | None:
        """Say it once in every world."""
        return _once(view, memory, self.since, said.RED_LINE, self.loud, self.keeps, "draws a red line in public")


@dataclass(frozen=True)
class Celebrate:
    """Says "a good deal is near", once; what it costs to come home without one is for the home front to say.

    Attributes:
        loud: How loudly it is said: the cost of no deal is multiplied by this.
        since: Day on which it is said; at the first move where left out.
    """

    loud: NotNegative = 1.0
    since: dt.date | None = None

    def begin(self, view: View) -> _Once:
        """Not yet said."""
        return _Once(np.zeros(view.worlds, dtype=bool))

    def say(self, view: View, memory: _Once) -> Statement | None:
        """Say it once in every world."""
        return _once(view, memory, self.since, said.CELEBRATION, self.loud, None, "celebrates a deal that is near")


def _once(
    view: View, memory: _Once, since: dt.date | None, kind: str, loud: Scalar, keeps: Bools | None, text: str
) -> Statement | None:  # fmt: skip
    fresh = view.open & ~memory.said
    if not _due(view, since) or not fresh.any():
        return None
    memory.said = memory.said | fresh
    return Statement(kind, view.me, fresh, per_world(loud, view.worlds), keeps, text)


@dataclass
class _Card:
    """Worlds in which the card has been shown and has been played, (W,)."""

    shown: Bools
    played: Bools


@dataclass(frozen=True)
class Card:
    """A card that would hurt both sides: hinted at where that pays, and played with a probability, by default never.

    A hint is made, once, on or after a day, where the market is near enough to its threshold for the hint to be
    worth more than it costs: gain × stress ≥ cost. It may be denied later. Deliberate ambiguity (Schelling 1960;
    Baliga & Sjöström 2008).

    Attributes:
        since: First day on which it may be shown.
        gain: What a hint is expected to be worth at the threshold of pain (stress 1), as a yearly flow.
        cost: What a hint costs one's own credibility, as a yearly flow.
        denied: Day on which it is denied, if any.
        use: Probability that it is played, once it has been shown.
        size: Size of the card when played, in hundreds of bn.
    """

    since: dt.date | None = None
    gain: NotNegative = 1.0
    cost: NotNegative = 0.5
    denied: dt.date | None = None
    use: Share = 0.0
    size: NotNegative = 1.0

    def begin(self, view: View) -> _Card:
        """Not yet shown."""
        return _Card(np.zeros(view.worlds, dtype=bool), np.zeros(view.worlds, dtype=bool))

    def say(self, view: View, memory: _Card) -> Statement | None:
        """Play it, show it or put it back, where that is due; at one move one of these."""
        size = per_world(self.size, view.worlds)
        if (played := self._plays(view, memory)).any():
            memory.played = memory.played | played
            return Statement(said.USE, view.me, played, size, None, "plays its card")
        stress = np.where(np.isnan(view.stress), 0.0, view.stress)
        pays = per_world(self.gain, view.worlds) * stress >= per_world(self.cost, view.worlds)
        shows = view.open & ~memory.shown & pays
        if _due(view, self.since) and shows.any():
            memory.shown = memory.shown | shows
            return Statement(said.HINT, view.me, shows, size, None, "hints at a card that would hurt both")
        denies = view.open & memory.shown
        if self.denied is not None and view.date is not None and view.date >= self.denied and denies.any():
            return Statement(said.DENIAL, view.me, denies, size, None, "says that the card is no tool of these talks")
        return None

    def _plays(self, view: View, memory: _Card) -> Bools:
        use: Floats = per_world(self.use, view.worlds)
        if not use.any():
            return np.zeros(view.worlds, dtype=bool)
        fate: Floats = view.luck.one("card", view.me)  # one draw for the whole of the talks
        return view.open & memory.shown & ~memory.played & (fate < use)

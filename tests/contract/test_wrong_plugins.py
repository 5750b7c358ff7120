"""Strategies that break the contract, each in one way, and what `zopa.check_strategy` says of them."""

import sys
from dataclasses import dataclass, field, replace
from types import FrameType
from typing import Any, ClassVar

import numpy as np
import pytest

from zopa import check_strategy
from zopa.build.contract.check import BrokenContractError
from zopa.game.arrays import Floats
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Traits, traits
from zopa.strategies.parts.search import Search

SEEN: list[Floats] = []


@dataclass(frozen=True)
class Right:
    """Concedes evenly; keeps the contract."""

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("time", "payoffs")

    def begin(self, view: View) -> Search:
        return Search.begin(view)

    def asks(self, view: View) -> Floats:
        return 1.0 - view.gone

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        return memory.offer(view, belief, view.payoff(self.asks(view)))


@dataclass(frozen=True)
class Whispers(Right):
    def asks(self, view: View) -> Floats:
        SEEN.append(view.cells)
        last = SEEN[-2] if len(SEEN) > 1 and SEEN[-2].shape == view.cells.shape else view.cells
        asked: Floats = 1.0 - view.gone * np.clip(last.mean(axis=1), 0.2, 1.0)
        return asked


@dataclass(frozen=True)
class Digs(Right):
    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        frame: FrameType | None = sys._getframe()
        while frame is not None and not hasattr(frame.f_locals.get("self"), "room"):
            frame = frame.f_back
        if frame is not None:
            secret = frame.f_locals["self"].room.payoffs.cells[1 - view.me] if view.parties == 2 else belief.cells
            belief = replace(belief, cells=secret, changed=np.ones(view.worlds, dtype=bool), exact=False)
        return super().bid(view, belief, memory)


@dataclass(frozen=True)
class Remembers(Right):
    past: list[int] = field(default_factory=list)

    def asks(self, view: View) -> Floats:
        self.past.append(view.move)
        return 1.0 - view.gone


@dataclass(frozen=True)
class Rolls(Right):
    def asks(self, view: View) -> Floats:
        rolled: Floats = np.random.random(view.worlds)  # noqa: NPY002 - what must not be done
        return rolled


@dataclass(frozen=True)
class Averages(Right):
    def asks(self, view: View) -> Floats:
        asked: Floats = np.clip(1.0 - view.gone * (0.5 + view.cells.mean() - view.cells.mean(axis=1)), 0.0, 1.0)
        return asked


@dataclass(frozen=True)
class WaitsForNobody(Right):
    def asks(self, view: View) -> Floats:
        return 1.0 - view.gone if view.open.all() else np.zeros(view.worlds)


@dataclass(frozen=True)
class GivesAway(Right):
    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        found = memory.offer(view, belief, view.reservation - 5.0)
        return Bid(found.package, np.maximum(found.worth, view.reservation))


@dataclass(frozen=True)
class Paints(Right):
    def asks(self, view: View) -> Floats:
        view.allowed[:, 0] = True
        return 1.0 - view.gone


@dataclass(frozen=True)
class Persuades(Right):
    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        belief.cells[:] = -view.cells
        return super().bid(view, belief, memory)


@dataclass(frozen=True)
class Divides(Right):
    def asks(self, view: View) -> Floats:
        return np.where(view.gone > 0.0, 1.0 - view.gone, 1.0 + 0.0 / view.gone)


@dataclass(frozen=True)
class Leaves(Right):
    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        found = super().bid(view, belief, memory)
        return Bid(found.package, found.worth, walks=view.draw("leave")[:, 0] < 0.2)


@dataclass(frozen=True)
class Counts(Right):
    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        found = super().bid(view, belief, memory)
        return Bid(found.package.astype(np.float64), found.worth)


@dataclass(frozen=True)
class Invents(Right):
    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        found = super().bid(view, belief, memory)
        return Bid(found.package + np.int16(9), found.worth)


@dataclass(frozen=True)
class Stumbles(Right):
    def asks(self, view: View) -> Floats:
        if view.index == 3:
            raise ZeroDivisionError("a third round")
        return 1.0 - view.gone


@dataclass(frozen=True)
class KnowsOne(Right):
    def asks(self, view: View) -> Floats:
        (_other,) = view.others
        return 1.0 - view.gone


@dataclass(frozen=True)
class Claims(Right):
    traits: ClassVar[Traits] = traits("time", "payoffs", "offers", memory=True, draws=True)


@dataclass(frozen=True)
class Lambda(Right):
    how: object = field(default_factory=lambda: lambda: 1.0)


@dataclass
class Soft:
    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("payoffs")

    def begin(self, view: View) -> Search:
        return Search.begin(view)

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        return memory.offer(view, belief, view.best)


@dataclass(frozen=True)
class Silent:
    accepts: ClassVar[Acceptance] = Next()


SAID: dict[type[Any], list[str]] = {
    Whispers: ["two of it at one table know more of each other than what they say"],
    Digs: ["it moves otherwise when what it may not know is -3.0"],
    Remembers: ["playing changed it: what is remembered belongs into the memory"],
    Rolls: ["it draws from, or seeds, a generator that everybody shares (numpy.random, random)"],
    Averages: ["it moves otherwise in a block of 8 than in one of 17"],
    WaitsForNobody: ["it moves otherwise in a block of 1 than in one of 17"],
    GivesAway: ["it offers what is worth less to it than no deal (the usual)"],
    Paints: ["it changes `view.allowed` in place"],
    Persuades: ["it changes `view.others[0].cells` in place"],
    Divides: ["a warning: invalid value encountered in divide (test_wrong_plugins.py, line"],
    Leaves: ["its traits say draws=False, but with other luck it offers something else"],
    Counts: ["`package` must be whole numbers of shape (12, 3); it is float64 of shape (12, 3)"],
    Invents: ["`package` names levels that do not exist"],
    Stumbles: ["it fails with ZeroDivisionError: a third round (test_wrong_plugins.py, line"],
    KnowsOne: ["it can sit at a table of three:\n  it fails with ValueError: too many values"],
    Claims: ["its traits name 'offers', but", "its traits say memory=True, but", "its traits say draws=True, but"],
    Lambda: ["it can't be pickled"],
    Soft: ["it is no frozen dataclass"],
    Silent: ["it has begin, bid, accepts, traits:\n  it lacks begin, bid, traits"],
}


def test_what_is_right_passes() -> None:
    assert len(check_strategy(Right)) == 8


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("wrong", SAID, ids=lambda part: part.__name__)
def test_what_is_wrong_is_said(wrong: type[Any]) -> None:
    SEEN.clear()
    with pytest.raises(BrokenContractError) as caught:
        check_strategy(wrong)
    for piece in SAID[wrong]:
        assert piece in str(caught.value)


def test_a_class_that_needs_parameters_is_to_be_handed_over_made() -> None:
    @dataclass(frozen=True)
    class Asks(Right):
        share: float

    with pytest.raises(ValueError, match="hand over an object with all its parameters"):
        check_strategy(Asks)

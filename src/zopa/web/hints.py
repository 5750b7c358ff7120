"""Hints for a person at the table."""

import numpy as np

from zopa.game.arrays import Floats, Packages
from zopa.game.values import value_of
from zopa.game.view import View
from zopa.seat.advice import wanted
from zopa.seat.limits import barred, nothing_possible, why_nothing
from zopa.web.answers import Hint
from zopa.web.sitting import Sitting


def hint_of(sitting: Sitting, view: View, utility: float | None, lang: str) -> Hint:
    """What to offer, as far as a person can know.

    Args:
        sitting: The game.
        view: What the person's party may know.
        utility: What it is to be worth, as a utility; what its last offer was worth where None.
        lang: Language of sentences.
    """
    asked = sitting.asked(view.me)
    target = wanted(view, None if asked is None else _worth(view, view.cells, asked), utility)
    chair = sitting.at(view.me, lang)
    if nothing_possible(view.consents):
        return Hint(package=None, target=target, text=why_nothing(chair))
    package = sitting.advisers[view.me].package(view, target)
    if reason := barred(chair, view, package):
        return Hint(package=None, target=target, text=reason)
    others = [p for p in range(view.parties) if p != view.me]
    known = {
        sitting.parties[p]: one
        for p, one in zip(others, view.others, strict=True) if np.isfinite(one.reservation).all()
    }  # fmt: skip
    return Hint(
        package=dict(view.space.read(package)), target=target, worth=_worth(view, view.cells, package),
        theirs={name: _worth(view, one.cells, package) for name, one in known.items()},
        no_deal={name: float(one.reservation[0]) for name, one in known.items()},
        exact=all(one.exact for one in view.others),
    )  # fmt: skip


def _worth(view: View, cells: Floats, package: Packages) -> float:
    return float(value_of(cells, np.ascontiguousarray(package[None, :]), view.space.first)[0])

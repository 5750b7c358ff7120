"""Views with one piece of information replaced by something else: what a strategy does not use may be anything."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from zopa.build.contract.arena import START
from zopa.game.arrays import Floats
from zopa.game.course import Course
from zopa.game.efficient import Efficient
from zopa.game.luck import Luck
from zopa.game.values import value_of
from zopa.game.view import Estimate, View
from zopa.strategies.parts.traits import Use

_CHANCE = Luck(20_250_401, salt="contract")


def _uniform(view: View, use: str) -> Floats:
    luck = replace(_CHANCE, first=view.luck.first, worlds=view.worlds)
    return luck.one(use, view.me, view.move)


def with_everything(view: View) -> View:
    """The view with a date, support at home, stress and belief in a threat, which the games tried do not have."""
    falls = 0.9 - 0.05 * view.index - 0.05 * _uniform(view, "approval")
    return replace(
        view, date=START + dt.timedelta(days=7 * view.index), belief=_uniform(view, "belief"), approval=falls,
        stress=2.0 * _uniform(view, "stress"),
    )  # fmt: skip


def _time(view: View) -> View:
    """Another share of the time is gone, another exchange is the last, and twice as much is in store."""
    course = view.course
    longer = Course(np.repeat(course.proposer, 2), np.arange(2 * course.round.size, dtype=np.int64), 2 * course.rounds)
    gone = np.where(view.gone >= 1.0, 0.55, 0.05 + 0.8 * view.gone**0.5)
    return replace(view, gone=gone, last=~view.last, final=not view.final, index=view.index + 3, course=longer)


def _offers(view: View) -> View:
    """Another offer lies on the table."""
    luck = replace(_CHANCE, first=view.luck.first, worlds=view.worlds)
    merit = np.where(view.allowed, luck.uniforms("offer", view.me, view.move, view.space.cells), -1.0)
    package = np.stack(
        [merit[:, view.space.cells_of(k)].argmax(axis=1) for k in range(len(view.space.clusters))], axis=1
    ).astype(np.int16)
    worth = value_of(view.cells, package, view.space.first)
    return replace(view, received=replace(view.received, package=package, worth=worth))


def _payoffs(view: View) -> View:
    """The others want other things."""
    others = tuple(
        replace(other, cells=_other(view, other), error=None if other.error is None else 2.0 * other.error)
        for other in view.others
    )
    efficient = view.efficient
    if efficient is not None:
        pair = (view.cells, others[0].cells) if view.me == 0 else (others[0].cells, view.cells)
        efficient = Efficient(view.space, pair, view.allowed, 64)
    return replace(view, others=others, efficient=efficient)


def _other(view: View, other: Estimate) -> Floats:
    """Other payoffs, the same at every move."""
    drawn = replace(_CHANCE, first=view.luck.first, worlds=view.worlds).uniforms(
        "payoffs", view.me, 0, view.space.cells
    )
    return np.ascontiguousarray(np.where(np.isfinite(other.cells), 3.0 * drawn - 0.5, other.cells))


def _no_deal(view: View) -> View:
    """No deal is worth something else to the others."""
    more = 0.3 + 0.5 * _uniform(replace(view, move=0), "no deal")
    others = tuple(replace(other, reservation=other.reservation + more) for other in view.others)
    worth = tuple(one if p == view.me or one is None else one + more for p, one in enumerate(view.waiting.no_deal))
    return replace(view, others=others, waiting=replace(view.waiting, no_deal=worth))


def _patience(view: View) -> View:
    """Waiting does something else to payoffs."""
    waiting, some = view.waiting, 0.2 * _uniform(replace(view, move=0), "patience")
    return replace(
        view,
        waiting=dataclasses.replace(
            waiting, factor=_each(waiting.factor, 0.6 + some), flow=_each(waiting.flow, some),
            outside=_each(waiting.outside, 2.0 + some), hazard=0.1 + some,
        ),
    )  # fmt: skip


def _each(known: Sequence[Floats | None], by: Floats) -> tuple[Floats | None, ...]:
    return tuple(None if one is None else by.copy() for one in known)


def _dates(view: View) -> View:
    """Another day."""
    return replace(view, date=(view.date or START) + dt.timedelta(days=45))


def _threats(view: View) -> View:
    """Threats are believed otherwise."""
    return replace(view, belief=1.0 - view.belief)


def _home(view: View) -> View:
    """Other support at home, other stress."""
    return replace(
        view, approval=0.4 - 0.03 * view.index - 0.05 * _uniform(view, "home"), stress=2.5 - view.stress
    )  # fmt: skip


DISTURBED: dict[Use, Callable[[View], View]] = {
    "time": _time,
    "offers": _offers,
    "payoffs": _payoffs,
    "no_deal": _no_deal,
    "patience": _patience,
    "dates": _dates,
    "threats": _threats,
    "home": _home,
}
"""What replaces each piece of information."""


def other_luck(view: View) -> View:
    """The party draws other luck."""
    return replace(view, luck=replace(view.luck, seed=view.luck.seed + 1))

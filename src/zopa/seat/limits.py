"""What may be offered now, in words: who closes which levels, and who at home would not ratify a package."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Packages
from zopa.game.consents import Consents, best_ratifiable, ratified
from zopa.game.space import Space
from zopa.game.view import View
from zopa.politics.agenda import Agenda, Demand
from zopa.politics.constituency import Constituency
from zopa.politics.linkage import Linkage
from zopa.politics.winset import narrow
from zopa.scenario.problems import listed
from zopa.seat.chair import Chair
from zopa.seat.words import MANY, capital


@dataclass(frozen=True)
class Rule:
    """Somebody who closes levels now.

    Attributes:
        who: What is said of it, before the levels that it leaves.
        kind: What closes them, in general: the agenda, a demand, home.
        keeps: Cells that it leaves, (C,).
    """

    who: str
    kind: str
    keeps: Bools


def nothing_possible(consents: Consents | None) -> bool:
    """Whether no package at all may be offered: what is left by the mechanisms and the red lines is nothing."""
    return consents is not None and bool(np.isposinf(consents.least[:, 0]).any())


def best_package(view: View) -> tuple[Packages, bool]:
    """The party's best package, (K,), and whether it may be offered now and would be ratified, as far as it knows."""
    if view.consents is None:
        own = np.where(view.allowed[0], view.cells[0], -np.inf)
        clusters = range(len(view.space.clusters))
        return np.array([np.argmax(own[view.space.cells_of(k)]) for k in clusters], dtype=np.int16), True
    package, _, ratifiable = best_ratifiable(view.cells, view.allowed, view.space.first, view.consents)
    return package[0], bool(ratifiable[0])


def possible_cells(view: View) -> Bools:
    """Cells of some package that may be offered now and that each consent by itself would let pass, (1, C).

    Where nothing may be offered, what could be if somebody gave way: all that the red lines leave.
    """
    cells, consents = view.allowed, view.consents
    if consents is None or nothing_possible(consents):
        return cells
    for values, least in zip(consents.cells, consents.least, strict=True):
        cells = cells & narrow(np.where(view.allowed, values, -np.inf), least, view.space.first, least > -np.inf)[0]
    return cells


def barred(seat: Chair, view: View, package: Packages) -> str:
    """Why a package (K,) may neither be offered nor accepted now, without a full stop; empty where it may be."""
    if nothing_possible(view.consents):
        return why_nothing(seat)
    shut = [k for k, cell in enumerate(package) if not view.allowed[0, view.space.first[k] + cell]]
    if shut:
        return f"this may not be offered now: {' and '.join(_closed(seat, k, package) for k in shut)}"
    row = np.ascontiguousarray(package[None, :])
    if view.consents is None or ratified(view.consents, row, view.space.first)[0]:
        return ""
    objectors = seat.talks.surroundings.doors.objectors(seat.me, row, view.space.first)
    return " and ".join(dict.fromkeys(_objection(seat, name) for name, where in objectors if where[0]))


def why_nothing(seat: Chair) -> str:
    """That nothing may be offered, and what leaves no package, without a full stop."""
    game, rules = seat.talks.play.game, list(_rules(seat))
    space, left = game.space, game.allowed[0].copy()
    for rule in rules:
        left &= rule.keeps
    for k, cluster in enumerate(space.clusters):
        cells = space.cells_of(k)
        if not left[cells].any():
            kinds = [rule.kind for rule in rules if not rule.keeps[cells].any()]  # who closes all of it alone
            if not kinds:
                kinds = [rule.kind for rule in rules if not rule.keeps[cells].all()]
                kinds += [] if game.allowed[0, cells].all() else ["the red lines"]
            issues = " with ".join(space.issues[issue] for issue in cluster)
            kinds = list(dict.fromkeys(kinds))
            leave = "leave" if len(kinds) > 1 or kinds == ["the red lines"] else "leaves"
            return f"nothing may be offered today: {_and(kinds)} {leave} no level of {issues}"
    return "nothing may be offered today: no package is left"


def notices(seat: Chair) -> Iterator[str]:
    """What the agenda and demands close now: sentences for the screen, about what red lines had left open."""
    space = seat.talks.play.game.space
    for rule in _rules(seat):
        left = _and([text for k in range(len(space.clusters)) if (text := _left(space, rule.keeps, k))])
        if rule.kind != "home" and left:
            yield f"{rule.who}: {left}."


def _rules(seat: Chair) -> Iterator[Rule]:
    """Everybody who closes levels now; a constituency does where all know that it could not consent."""
    for agent in seat.talks.surroundings.agents:
        part, memory = agent.part, agent.memory
        if isinstance(part, Agenda) and memory.closed[0]:
            yield Rule(f"{capital(seat.words.party(part.by))} keeps the agenda closed", "the agenda", part.keeps)
        elif isinstance(part, Demand) and memory.raised[0]:
            yield Rule(f"{capital(seat.words.party(part.party))} insists", "a demand", part.keeps)
        elif isinstance(part, Constituency) and part.consent != "own" and memory.bound[0]:
            keeps, _ = narrow(part.payoffs, memory.least, seat.talks.play.game.space.first, memory.bound)
            yield Rule(f"{_home(seat, agent.name, part.party)} could not ratify", "home", keeps[0])


def _closed(seat: Chair, cluster: int, package: Packages) -> str:
    """The levels of a closed cluster, and who closes them."""
    space = seat.talks.play.game.space
    levels, cell = space.read(package), space.first[cluster] + package[cluster]
    what = ", ".join(f"{space.issues[i]}={levels[space.issues[i]]}" for i in space.clusters[cluster])
    why = []
    for rule in _rules(seat):
        if not rule.keeps[cell]:
            left = _left(space, rule.keeps, cluster)
            why.append(f"{rule.who}: {left}" if left else rule.who)
    return f"{what} ({'; '.join(why)})" if why else what


def _left(space: Space, keeps: Bools, cluster: int) -> str:
    """The levels that a rule leaves of the issues of a cluster; empty where it leaves all."""
    kept, said = np.array(space.combinations[cluster])[keeps[space.cells_of(cluster)]], []
    for column, issue in enumerate(space.clusters[cluster]):
        levels = [level for number, level in enumerate(space.levels[issue]) if number in kept[:, column]]
        if len(levels) < len(space.levels[issue]):
            said.append(f"{space.issues[issue]} only {listed(levels, MANY)}" if levels else f"no {space.issues[issue]}")
    return _and(said)


def _objection(seat: Chair, name: str) -> str:
    """Who would not ratify something, by the name of the mechanism."""
    part = next(agent.part for agent in seat.talks.surroundings.agents if agent.name == name)
    issues = seat.talks.play.game.space.issues
    if isinstance(part, Linkage):
        formula = f"{issues[part.pays]} against {issues[part.cuts]}"
        return f"this is off the formula that both sides have taken as agenda ({formula})"
    if isinstance(part, Constituency):
        counts = listed(_counts(seat.talks.play.game.space, part), 4)
        return f"{_home(seat, name, part.party)} would not ratify this (what counts there: {counts})"
    return f"{name.replace('_', ' ')} would not ratify this"


def _counts(space: Space, part: Constituency) -> list[str]:
    """The issues that matter to a constituency."""
    found = []
    for k, cluster in enumerate(space.clusters):
        if np.ptp(part.payoffs[0, space.cells_of(k)]) > 0.0:
            found += [space.issues[issue] for issue in cluster]
    return found


def _home(seat: Chair, name: str, party: int) -> str:
    return f"{name.replace('_', ' ')} ({seat.words.party(party)})"


def _and(texts: list[str]) -> str:
    return f"{', '.join(texts[:-1])} and {texts[-1]}" if len(texts) > 1 else "".join(texts)

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
        kind: What closes them, in general: `agenda`, `demand`, `home`.
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
        return _say(seat, "not_now", what=_and(seat, *(_closed(seat, k, package) for k in shut)))
    row = np.ascontiguousarray(package[None, :])
    if view.consents is None or ratified(view.consents, row, view.space.first)[0]:
        return ""
    objectors = seat.talks.surroundings.doors.objectors(seat.me, row, view.space.first)
    return _and(seat, *dict.fromkeys(_objection(seat, name) for name, where in objectors if where[0]))


def why_nothing(seat: Chair) -> str:
    """That nothing may be offered, and what leaves no package, without a full stop."""
    game, every = seat.talks.play.game, list(rules(seat))
    space, left = game.space, game.allowed[0].copy()
    for rule in every:
        left &= rule.keeps
    for k, cluster in enumerate(space.clusters):
        cells = space.cells_of(k)
        if not left[cells].any():
            kinds = [rule.kind for rule in every if not rule.keeps[cells].any()]  # who closes all of it alone
            if not kinds:
                kinds = [rule.kind for rule in every if not rule.keeps[cells].all()]
                kinds += [] if game.allowed[0, cells].all() else ["red"]
            issues = " with ".join(seat.words.issue_name(issue) for issue in cluster)
            kinds = list(dict.fromkeys(kinds))
            key = "nothing.many" if len(kinds) > 1 or kinds == ["red"] else "nothing.one"
            who = seat.words.joined([_say(seat, kind) for kind in kinds])
            return _say(seat, key, who=who, issues=issues)
    return _say(seat, "nothing")


def notices(seat: Chair) -> Iterator[str]:
    """What the agenda and demands close now: sentences for the screen, about what red lines had left open."""
    space = seat.talks.play.game.space
    for rule in rules(seat):
        left = seat.words.joined([text for k in range(len(space.clusters)) if (text := _left(seat, rule.keeps, k))])
        if rule.kind != "home" and left:
            yield _say(seat, "rule.told", rule=rule.who, left=left)


def rules(seat: Chair) -> Iterator[Rule]:
    """Everybody who closes levels now; a constituency does where all know that it could not consent."""
    words = seat.words
    for agent in seat.talks.surroundings.agents:
        part, memory = agent.part, agent.memory
        if isinstance(part, Agenda) and memory.closed[0]:
            yield Rule(_say(seat, "rule.agenda", who=capital(words.party(part.by))), "agenda", part.keeps)
        elif isinstance(part, Demand) and memory.raised[0]:
            yield Rule(_say(seat, "rule.demand", who=capital(words.party(part.party))), "demand", part.keeps)
        elif isinstance(part, Constituency) and part.consent != "own" and memory.bound[0]:
            keeps, _ = narrow(part.payoffs, memory.least, seat.talks.play.game.space.first, memory.bound)
            yield Rule(_say(seat, "rule.home", home=_home(seat, agent.name, part.party)), "home", keeps[0])


def _closed(seat: Chair, cluster: int, package: Packages) -> str:
    """The levels of a closed cluster, and who closes them."""
    space = seat.talks.play.game.space
    levels, cell = space.read(package), space.first[cluster] + package[cluster]
    what = ", ".join(seat.words.pair(i, levels[space.issues[i]]) for i in space.clusters[cluster])
    why = []
    for rule in rules(seat):
        if not rule.keeps[cell]:
            left = _left(seat, rule.keeps, cluster)
            why.append(_say(seat, "rule.left", rule=rule.who, left=left) if left else rule.who)
    return _say(seat, "closed", what=what, why="; ".join(why)) if why else what


def _left(seat: Chair, keeps: Bools, cluster: int) -> str:
    """The levels that a rule leaves of the issues of a cluster; empty where it leaves all."""
    space, words = seat.talks.play.game.space, seat.words
    kept, said = np.array(space.combinations[cluster])[keeps[space.cells_of(cluster)]], []
    for column, issue in enumerate(space.clusters[cluster]):
        levels = [level for number, level in enumerate(space.levels[issue]) if number in kept[:, column]]
        if len(levels) < len(space.levels[issue]):
            named = listed(map(words.level_name, levels), MANY)
            name = words.issue_name(issue)
            said.append(_say(seat, "only", issue=name, levels=named) if levels else _say(seat, "none", issue=name))
    return words.joined(said)


def _objection(seat: Chair, name: str) -> str:
    """Who would not ratify something, by the name of the mechanism."""
    part, words = next(agent.part for agent in seat.talks.surroundings.agents if agent.name == name), seat.words
    if isinstance(part, Linkage):
        return _say(seat, "off_formula", pays=words.issue_name(part.pays), cuts=words.issue_name(part.cuts))
    if isinstance(part, Constituency):
        counts = listed(map(words.issue_name, _counts(seat.talks.play.game.space, part)), 4)
        return _say(seat, "would_not", home=_home(seat, name, part.party), issues=counts)
    return _say(seat, "nobody_would", name=words.name(name))


def _counts(space: Space, part: Constituency) -> list[int]:
    """The issues that matter to a constituency."""
    found: list[int] = []
    for k, cluster in enumerate(space.clusters):
        if np.ptp(part.payoffs[0, space.cells_of(k)]) > 0.0:
            found += cluster
    return found


def _home(seat: Chair, name: str, party: int) -> str:
    return _say(seat, "at_home", name=seat.words.name(name), party=seat.words.party(party))


def _and(seat: Chair, *texts: str) -> str:
    """Texts in a row, each with an `and` before it."""
    joined = texts[0] if texts else ""
    for text in texts[1:]:
        joined = _say(seat, "and", first=joined, last=text)
    return joined


def _say(seat: Chair, key: str, **values: str) -> str:
    return seat.words.say(f"seat.{key}", **values)

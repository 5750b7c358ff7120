"""A scenario as weighted sums over issues, for formats that know nothing else; what they cannot say is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from zopa.build.compile import space_of
from zopa.build.draws import Draws
from zopa.build.payoffs import cells_of, gated
from zopa.game.arrays import Floats
from zopa.game.luck import Luck
from zopa.interop.draft import ROUNDING
from zopa.scenario.base import Level
from zopa.scenario.model import RawScenario
from zopa.scenario.problems import Problem, ScenarioError
from zopa.scenario.read import Document
from zopa.scenario.terms import OneOff
from zopa.scenario.time import LumpTime


@dataclass(frozen=True)
class Utility:
    """A party's utility: one row for each issue, adding up to 0..1.

    Attributes:
        title: What people call the party.
        levels: For each issue, what each level adds, from 0.
        no_deal: What no deal is worth on the same scale; 0 or more.
        discount: What 1 is worth in the last round, from the first.
        scale: The scenario's payoff is `low + scale × utility`.
        low: The payoff of utility 0, in the scenario's unit.
    """

    title: str
    levels: tuple[tuple[float, ...], ...]
    no_deal: float
    discount: float
    scale: float
    low: float


@dataclass(frozen=True)
class Additive:
    """A scenario's issues and utilities.

    Attributes:
        name: Its short name.
        title: What people read.
        issues: Name of each issue -> title and levels that the gates let through.
        parties: Name of each party -> utility, in turn order.
    """

    name: str
    title: str
    issues: dict[str, tuple[str, tuple[Level, ...]]]
    parties: dict[str, Utility]


def additive(document: Document, format: str) -> Additive:  # noqa: A002 - what it is
    """Central values of a scenario as weighted sums.

    Payoffs that are utilities already (nothing below 0, nothing above 1 but by rounding, no deal not below 0) are kept.
    Others are moved and stretched for each party by itself: 1 is the best package and 0 the worst one, or no deal where
    that is worse still, and what no deal is worth is moved with them. That changes no ranking and neither the Nash nor
    the Kalai–Smorodinsky solution; the egalitarian and the utilitarian one compare parties' payoffs, and may move.

    Args:
        document: The scenario.
        format: The format, for messages.

    Raises:
        ScenarioError: With everything that the format cannot say.
    """
    scenario, problems = document.scenario, list(_unsayable(document, format))
    if problems:
        raise ScenarioError(problems)
    space, draws = space_of(scenario), Draws(scenario, Luck(0), central=True)
    allowed = np.ones(space.cells, dtype=bool)
    for party in scenario.parties if scenario.gates else ():
        allowed &= gated(party, space, draws)
    issues, kept = {}, []
    for k, name in enumerate(space.names):
        cells = space.cells_of(k)
        levels = tuple(level for level, free in zip(space.levels[k], allowed[cells], strict=True) if free)
        if len({str(level) for level in levels}) < len(levels):
            message = "two levels of this issue are written alike, one a number and one text"
            problems.append(document.problem_at(("issues", name, "levels"), message))
        issues[name] = (scenario.issues[name].title or name, levels)
        kept.append((cells, allowed[cells]))
    if problems:
        raise ScenarioError(problems)
    parties = {}
    for name in scenario.parties:
        own = cells_of(name, space, draws, once=False)[0]
        rows = [own[cells][free] for cells, free in kept]
        parties[name] = _utility(scenario, name, rows, draws)
        if not any(max(row) > 0.0 for row in parties[name].levels):
            message = f"{format} has no utility for a party that does not care what is agreed"
            problems.append(document.problem_at(("parties", name, "payoffs"), message))
    if problems:
        raise ScenarioError(problems)
    return Additive(scenario.name, scenario.title or scenario.name, issues, parties)


def _utility(scenario: RawScenario, name: str, rows: list[Floats], draws: Draws) -> Utility:
    party, time = scenario.parties[name], scenario.time
    assert isinstance(time, LumpTime)  # other kinds of time have been refused
    factor = time.discount[name] if isinstance(time.discount, dict) else time.discount
    discount = float(draws.get(factor, "")[0]) ** (time.rounds - 1)
    no_deal = float(draws.get(party.disagreement, "")[0])
    best = sum(float(row.max()) for row in rows)
    if min(float(row.min()) for row in rows) >= 0.0 and no_deal >= 0.0 and best <= 1.0 + ROUNDING:
        return Utility(party.name or name, tuple(tuple(row.tolist()) for row in rows), no_deal, discount, 1.0, 0.0)
    worst = sum(float(row.min()) for row in rows)
    low = min(worst, no_deal)
    scale = (best - low) or 1.0
    base = (worst - low) / scale / len(rows)  # where no deal is worse than any package, every issue adds a share
    levels = tuple(tuple(((row - row.min()) / scale + base).tolist()) for row in rows)
    return Utility(party.name or name, levels, (no_deal - low) / scale, discount, scale, low)


def _unsayable(document: Document, format: str) -> Iterator[Problem]:  # noqa: A002
    scenario: Any = document.scenario
    for cluster in scenario.clusters:
        message = f"{format} knows no clusters: utilities there add up issue by issue"
        yield document.problem_at(("clusters", cluster), message, key=True)
    for name, mechanism in scenario.mechanisms.items():
        if mechanism.active:
            hint = f"leave it out: -s mechanisms.{name}.active=false"
            yield document.problem_at(("mechanisms", name), f"{format} knows no mechanisms", hint, key=True)
    if scenario.disagreement is not None:
        message = f"{format} knows what no deal is worth to each party, and no package for it"
        yield document.problem_at(("disagreement",), message, "say what it is worth under parties.….disagreement")
    yield from _of_time(document, format)
    for name, party in scenario.parties.items():
        if party.weight != 1.0:
            message = f"{format} knows no bargaining weights"
            yield document.problem_at(("parties", name, "weight"), message, f"-s parties.{name}.weight=1")
        for unit, terms in party.payoffs.items():
            for number, term in enumerate(terms):
                if isinstance(term, OneOff):
                    path = ("parties", name, "payoffs", unit, number)
                    yield document.problem_at(path, f"{format} knows no payments made once")


def _of_time(document: Document, format: str) -> Iterator[Problem]:  # noqa: A002
    time = document.scenario.time
    if not isinstance(time, LumpTime):
        yield document.problem_at(("time", "kind"), f"{format} knows rounds, and no dates or yearly payoffs")
        return
    for option in ("inside", "outside"):
        if getattr(time, option, None):
            yield document.problem_at(("time", option), f"{format} knows no {option} options", key=True)
    factors = time.discount.values() if isinstance(time.discount, dict) else [time.discount]
    draws = Draws(document.scenario, Luck(0), central=True)
    if any(not 0.0 < float(draws.get(factor, "")[0]) <= 1.0 for factor in factors):
        yield document.problem_at(("time", "discount"), f"{format} knows discount factors above 0 and up to 1 only")

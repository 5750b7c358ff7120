"""The catalogue of a server: what can be played, and who can play."""

from zopa.build.registry import named_strategies
from zopa.web.desk import Desk
from zopa.web.routes.catalogue import Catalogue, Scenario, Strategy


def catalogue_of(desk: Desk) -> Catalogue:
    """What there is; the scenario to begin with first."""
    first = desk.settings.scenario
    names = sorted(desk.scenarios.paths, key=lambda name: (first not in (name, str(desk.scenarios.paths[name])), name))
    strategies = tuple(
        Strategy(name=name, about=found.about, source=getattr(found, "source", "") or "")
        for name, found in sorted(named_strategies().items())
    )
    return Catalogue(
        scenarios=tuple(_scenario(desk, name) for name in names), strategies=strategies, room=desk.settings.room
    )


def _scenario(desk: Desk, name: str) -> Scenario:
    scenario = desk.scenarios.document(name).scenario
    time = scenario.time
    return Scenario(
        name=name, title=scenario.title or name, about=scenario.about or "", unit=scenario.unit or "",
        rounds=getattr(time, "rounds", 0) or 0, issues=len(scenario.issues),
        parties={key: party.name or key for key, party in scenario.parties.items()},
        own={key: party.strategy.kind for key, party in scenario.parties.items()},
    )  # fmt: skip

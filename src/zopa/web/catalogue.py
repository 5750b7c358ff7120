"""The catalogue of a server: what can be played, and who can play. It is kept, and so there before the engine."""

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import zopa
from zopa.web.made import keep, kept
from zopa.web.routes.catalogue import Catalogue, Scenario, Strategy
from zopa.web.settings import Settings

if TYPE_CHECKING:
    from zopa.web.desk import Desk

_NAME = "catalogue.json"


def catalogue_of(desk: "Desk") -> Catalogue:
    """What there is; the scenario to begin with first."""
    from zopa.build.registry import named_strategies

    first = desk.scenarios.first
    names = sorted(desk.scenarios.paths, key=lambda name: (name != first, name))
    strategies = tuple(
        Strategy(name=name, about=found.about, source=getattr(found, "source", "") or "")
        for name, found in sorted(named_strategies().items())
    )
    return Catalogue(
        scenarios=tuple(_scenario(desk, name) for name in names), strategies=strategies, room=desk.settings.room
    )


def keep_catalogue(desk: "Desk") -> None:
    """Keep the catalogue for the next start."""
    keep(desk.settings.cache, _NAME, _made_of(desk.settings), catalogue_of(desk).model_dump_json().encode())


def kept_catalogue(settings: Settings) -> Catalogue | None:
    """The catalogue of an earlier start, where nothing that it is made of has changed; else None."""
    if settings.cache is None:
        return None
    body = kept(settings.cache, _NAME, _made_of(settings))
    try:
        return None if body is None else Catalogue.model_validate_json(body).model_copy(update={"room": settings.room})
    except ValueError:  # of another version of ours
        return None


def _made_of(settings: Settings) -> str:
    """The files of zopa, its scenarios and the user's strategies, with their times; as a hash."""
    here = Path(zopa.__file__).parent
    places = [here / "strategies", here / "build", here / "configs", here.parent.parent / "configs"]
    own = Path(settings.scenario)
    places += [own] if own.is_dir() else []
    files = [path for place in places for path in sorted(place.rglob("*")) if path.suffix in (".py", ".yaml")]
    plugins = [Path(path) for path in os.environ.get("ZOPA_PLUGINS", "").split(os.pathsep) if path]
    files += [path for path in [*plugins, own] if path.is_file()]
    told = [f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in files]
    return hashlib.sha256("\n".join([zopa.__version__, settings.scenario, *told]).encode()).hexdigest()


def _scenario(desk: "Desk", name: str) -> Scenario:
    scenario = desk.scenarios.document(name).scenario
    time = scenario.time
    return Scenario(
        name=name, title=scenario.title or name, about=scenario.about or "", unit=scenario.unit or "",
        rounds=getattr(time, "rounds", 0) or 0, issues=len(scenario.issues),
        parties={key: party.name or key for key, party in scenario.parties.items()},
        own={key: party.strategy.kind for key, party in scenario.parties.items()},
    )  # fmt: skip

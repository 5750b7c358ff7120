"""Warming up: what the first game would otherwise wait for is loaded while nobody waits."""

import contextlib
import pkgutil
import threading
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from zopa.web.bundle import bundle
from zopa.web.problems import WebError
from zopa.web.settings import Settings

if TYPE_CHECKING:
    from zopa.web.desk import Desk

FIRST = ("zopa.web.desk", "zopa.web.play", "zopa.web.catalogue")
"""Modules without which no game can be played."""


def load() -> None:
    """Import the engine."""
    for name in FIRST:
        import_module(name)


def warm(desk: "Desk") -> Iterator[None]:
    """What to do, one thing after the other; requests come in between.

    Args:
        desk: The server's desk.
    """
    from zopa.web.catalogue import keep_catalogue

    _play(desk)
    yield
    for name in desk.scenarios.paths:
        desk.scenarios.document(name)
        yield
    keep_catalogue(desk)
    yield
    threading.Thread(target=_bundle, args=(desk.settings,), daemon=True).start()
    yield from _modules()


def _play(desk: "Desk") -> None:
    """Play a round of the scenario that the page begins with, and look at it: kernels and caches fill."""
    from zopa.web.models import Act, Place, Start
    from zopa.web.sitting import Sitting
    from zopa.web.state import state_of
    from zopa.web.store import Kept

    name = desk.scenarios.first
    party = next(iter(desk.scenarios.document(name).scenario.parties))
    start = Start(scenario=name, seats={party: Place(person=True)})
    sitting = Sitting(start, desk.scenarios.setup(start))
    for _ in range(2):
        if not sitting.over:
            sitting.act(Act(do="refuse"))
    state_of(Kept("warm", sitting.start, {party: ""}), sitting, party)
    sitting.close()


def _modules() -> Iterator[None]:
    """Import what routes import when they are first asked, so that nothing waits for it then."""
    import zopa.web

    for found in pkgutil.walk_packages(zopa.web.__path__, "zopa.web."):
        import_module(found.name)
        yield


def _bundle(settings: Settings) -> None:
    """Most of it is waiting for another process; where that goes wrong, who asks for the bundle hears it."""
    with contextlib.suppress(WebError, OSError):
        bundle(settings.cache)

"""What tests of mechanisms ask for: a mechanism in a bare setting, or alone around the flagship's table."""

import datetime as dt
from functools import cache
from typing import Any

import numpy as np

from twins.arena import Arena, digest
from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.doors import Doors
from zopa.game.luck import Luck
from zopa.game.mechanism import Now, Setting
from zopa.game.view import View
from zopa.protocols.alternating import AlternatingOffers
from zopa.scenario.model import RawScenario
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Given
from zopa.strategies.time_dependent import TimeDependent
from zopa.talks import Talks
from zopa.talks.table import Outcomes

SEED = 7


def setting(worlds: int, dates: tuple[dt.date, ...] = (), exchanges: int = 2, name: str = "part") -> Setting:
    """A setting without issues."""
    space: Any = None
    return Setting(
        space, Luck(SEED, 0, worlds), ("us", "japan"), name, {"us": "the US"}, None, dates, exchanges, (),
        np.ones(worlds),
    )  # fmt: skip


def first_view(worlds: int) -> View:
    """What the first party of a small game without mechanisms sees at its first move."""
    partner = Composed(TimeDependent(), TimeDependent.accepts, Given())
    talks = Arena().talks(Arena().luck(0, worlds), AlternatingOffers(), [partner, partner])
    moment = talks.open_round()
    return talks.negotiators[0].view(talks.turns()[0], moment, False)


def now(around: Setting, index: int, **said: Any) -> Now:
    """A round in which everything is open, nothing pending and nothing on the table, but for what is said."""
    w = around.worlds
    zero, nowhere = np.zeros(w), np.zeros(w, dtype=bool)
    plain: dict[str, Any] = {
        "date": around.dates[index] if around.dates else None, "days": 0.0, "open": ~nowhere, "annuity": np.ones(w),
        "talking": zero, "once": np.ones(w), "cells": (), "in_force": (zero, zero), "pending": zero,
        "announced": nowhere, "executed": nowhere, "said": (), "package": np.zeros((w, 0), dtype=np.int16),
        "standing": nowhere, "proposer": np.full(w, -1), "believed": (None, None),
    }  # fmt: skip
    return Now(around, index, **{**plain, **said})


def doors(worlds: int, belief: float | np.ndarray = 0.5) -> Doors:
    """Doors with a belief and nothing written."""
    out = Doors(worlds, 2)
    out.belief = np.broadcast_to(np.asarray(belief, dtype=np.float64), (worlds,)).copy()
    return out


@cache
def scenario(*overrides: str) -> RawScenario:
    """The flagship with no other mechanisms than the overrides `NAME={kind: …}` say; others are `path.to=value`."""
    parts = [one.replace("=", ": ", 1) for one in overrides if "." not in one.partition("=")[0]]
    rest = [one for one in overrides if "." in one.partition("=")[0]]
    return load("us_japan_2025", (f"mechanisms={{{', '.join(parts)}}}", *rest)).scenario


def played(first: int, worlds: int, *overrides: str) -> Outcomes:
    """How worlds of it end."""
    return Talks(compile_play(scenario(*overrides), Luck(2025, first, worlds)), collect=False).play_out()


def bits(outcomes: Outcomes, worlds: slice = slice(None)) -> list[tuple[str, bytes]]:
    """Outcomes of some worlds with what mechanisms add, to be compared bit by bit."""
    extra = [(name, np.ascontiguousarray(a[worlds]).tobytes()) for name, a in sorted(outcomes.extra.items())]
    return digest(outcomes, worlds) + extra


def differs_from_alone(worlds: int, *overrides: str) -> list[int]:
    """Worlds that end otherwise when they are played alone than in a block."""
    whole = played(0, worlds, *overrides)
    return [w for w in range(worlds) if bits(played(w, 1, *overrides)) != bits(whole, slice(w, w + 1))]

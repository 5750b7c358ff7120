"""The formula: a finite menu in place of free combination, known to both sides."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest

from twins.arena import digest
from zopa import simulate
from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.consents import ratified
from zopa.game.doors import Doors
from zopa.game.luck import Luck
from zopa.game.mechanism import Setting
from zopa.game.space import Space
from zopa.politics.linkage import Linkage
from zopa.talks import Talks

FORMULA = "{kind: linkage, pays: investment, cuts: autos, slope: 24, start: 27.5, tolerance: 1.25, since: 2025-06-05}"
ON = f"mechanisms={{formula: {FORMULA}}}"
RANGES = [
    "mechanisms.formula.slope={low: 8, central: 24, high: 25, at_least: 4, unit: s, source: x}",
    "mechanisms.formula.agreed=0.5",
]
SPACE = Space.of({"pledge": [0, 100, 300], "split": [50, 90], "cars": [27.5, 15.0], "words": ["a", "b"]},
                 {"fund": ["pledge", "split"]})  # fmt: skip


def outcomes(first: int, worlds: int, *overrides: str):
    played = Talks(compile_play(load("us_japan_2025", overrides).scenario, Luck(7, first, worlds)), collect=False)
    return played.play_out()


def setting(worlds: int) -> Setting:
    return Setting(SPACE, Luck(1, 0, worlds), ("north", "south"), "formula", {}, None, (), 1, (), np.ones(worlds))


def test_the_two_consents_are_the_formula() -> None:
    """Every package against |(start − cuts) − pays / slope| ≤ tolerance worked out from its levels; both sides know."""
    w, slope = 3, np.array([24.0, 8.0, 20.0])
    world, doors = setting(w), Doors(w, 2, first=SPACE.first)
    part = Linkage(pays=0, cuts=2, slope=slope, start=27.5, tolerance=1.25, agreed=np.array([1.0, 1.0, 0.0]))
    memory = part.begin(world)
    now = SimpleNamespace(setting=world, open=np.ones(w, dtype=bool), after=lambda day: day is None)
    part.act(now, memory, doors)
    assert part.results(memory)["agreed"].tolist() == [1.0, 1.0, 0.0]
    assert doors.touched.tolist() == [True, True, False]
    sizes = np.diff(SPACE.first)
    for chosen in itertools.product(*(range(n) for n in sizes)):
        package = np.tile(np.array(chosen, dtype=np.int16), (w, 1))
        said = SPACE.read(package[0])
        on_it = [abs(27.5 - said["cars"] - said["pledge"] / s) <= 1.25 for s in slope[:2]] + [True]
        for party in (0, 1):
            assert ratified(doors.consents(party), package, SPACE.first).tolist() == on_it
    doors.clear()
    part.act(now, memory, doors)
    assert not doors.touched.any()


def test_a_formula_needs_numbers() -> None:
    with pytest.raises(ValueError, match=r"mechanisms\.formula: a formula needs .* numbers, words is not"):
        Linkage(pays=0, cuts=3, slope=1.0, start=1.0).begin(setting(1))


def test_deals_lie_on_the_line() -> None:
    frame = simulate("us_japan_2025", 60, 1, [ON, "mechanisms.formula.agreed=0.5"])
    held = frame[frame.agreed & (frame.formula_agreed == 1.0)]
    assert len(held) > 15
    assert ((27.5 - held.autos - held.investment / 24).abs() <= 1.25).all()
    assert set(zip(held.autos, held.investment, strict=True)) <= {(15, 300), (10, 400), (7.5, 500), (5, 550)}
    free = frame[frame.agreed & (frame.formula_agreed == 0.0)]
    assert not ((27.5 - free.autos - free.investment / 24).abs() <= 1.25).all()
    assert (held.date.dt.date.astype(str) >= "2025-06-05").all()


def test_a_world_does_not_see_its_block() -> None:
    whole = outcomes(3, 8, ON, *RANGES)
    assert 0 < whole.extra["formula_agreed"].sum() < 8
    for w in range(8):
        alone = outcomes(3 + w, 1, ON, *RANGES)
        assert digest(alone) == digest(whole, slice(w, w + 1))


def test_switched_off_or_never_accepted_it_is_the_game_without() -> None:
    plain = digest(outcomes(0, 20, "mechanisms={}"))
    assert digest(outcomes(0, 20, ON, "mechanisms.formula.active=false")) == plain
    assert digest(outcomes(0, 20, ON, "mechanisms.formula.agreed=0")) == plain
    assert digest(outcomes(0, 20, ON)) != plain

"""What every mechanism of the flagship keeps to, whatever it models."""

import dataclasses
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.build.names import MECHANISMS
from zopa.game.luck import Luck
from zopa.game.mechanism import Mechanism
from zopa.talks import Talks
from zopa.talks.surroundings import Surroundings
from zopa.talks.table import ADDED, Outcomes

SCENARIO = load("us_japan_2025").scenario
NAMES = tuple(SCENARIO.mechanisms)
WORLDS = 20

EXTRA: dict[str, str] = {
    "audit": "{kind: audit}",
}
"""Kinds that the flagship does not use, as a file would write them."""


def variant(mechanisms: Mapping[str, Any]) -> Any:
    return SCENARIO.model_copy(update={"mechanisms": dict(mechanisms)})


@cache
def only(name: str) -> Any:
    if name in SCENARIO.mechanisms:
        return variant({name: SCENARIO.mechanisms[name].model_copy(update={"active": True})})
    document = load("us_japan_2025", [f"mechanisms.{name}={EXTRA[name]}"])
    return variant({name: document.scenario.mechanisms[name]})


def play(scenario: Any, first: int = 0, worlds: int = WORLDS, seed: int = 5) -> Outcomes:
    talks = Talks(compile_play(scenario, Luck(seed, first, worlds)), collect=False)
    talks.play_out()
    return talks.release()


def columns(out: Outcomes) -> Iterator[tuple[str, np.ndarray]]:
    yield from (("agreed", out.agreed), ("index", out.index), ("offers", out.offers))
    yield "package", np.where(out.agreed[:, None], out.package, -1)
    for p, parts in enumerate(out.parts):
        yield f"payoff {p}", out.payoff[p]
        yield f"no deal {p}", out.no_deal[p]
        yield from ((f"{part} {p}", worth) for part, worth in parts.items())
    yield from out.extra.items()


def same(one: Outcomes, other: Outcomes) -> None:
    for (name, left), (again, right) in zip(columns(one), columns(other), strict=True):
        assert name == again
        np.testing.assert_array_equal(left, right, err_msg=name)


@pytest.fixture(scope="module")
def bare() -> Outcomes:
    return play(variant({}))


def test_every_kind_is_tried() -> None:
    tried = {said.kind for said in SCENARIO.mechanisms.values()} | EXTRA.keys()
    assert tried == MECHANISMS.keys()


def test_all_switched_off_is_the_game_without_any(bare: Outcomes) -> None:
    off = {name: said.model_copy(update={"active": False}) for name, said in SCENARIO.mechanisms.items()}
    same(play(variant(off)), bare)


@pytest.mark.parametrize("name", NAMES)
def test_switched_off_it_leaves_exactly_the_game_without_it(name: str) -> None:
    off = dict(SCENARIO.mechanisms)
    off[name] = off[name].model_copy(update={"active": False})
    gone = {other: said for other, said in SCENARIO.mechanisms.items() if other != name}
    with_switch, without = (compile_play(variant(some), Luck(5, 0, 3)) for some in (off, gone))
    assert [known for known, _ in with_switch.mechanisms] == [known for known, _ in without.mechanisms]
    for (_, one), (_, other) in zip(with_switch.mechanisms, without.mechanisms, strict=True):
        assert type(one) is type(other)
        for field in dataclasses.fields(one):  # type: ignore[arg-type]
            np.testing.assert_equal(getattr(one, field.name), getattr(other, field.name))
    for one_epoch, other_epoch in zip(with_switch.game.epochs, without.game.epochs, strict=True):
        np.testing.assert_equal(one_epoch.cells, other_epoch.cells)
        np.testing.assert_equal(one_epoch.prior, other_epoch.prior)


@pytest.mark.parametrize("name", [*NAMES, *EXTRA])
def test_a_world_alone_plays_as_in_any_block(name: str) -> None:
    whole = play(only(name))
    for first, worlds in ((0, 1), (7, 1), (WORLDS - 1, 1), (3, 7)):
        part = play(only(name), first, worlds)
        for (label, many), (_, few) in zip(columns(whole), columns(part), strict=True):
            np.testing.assert_array_equal(many[first : first + worlds], few, err_msg=label)


@pytest.mark.parametrize("name", [*NAMES, *EXTRA])
def test_the_parts_add_up_to_the_payoff_to_the_last_bit(name: str) -> None:
    adds_up(play(only(name)))


def test_the_parts_add_up_with_everything_on() -> None:
    adds_up(play(SCENARIO, worlds=64))


def adds_up(out: Outcomes) -> None:
    for p, parts in enumerate(out.parts):
        total = np.zeros_like(out.payoff[p])
        for part in ADDED:
            total = total + parts[part]
        np.testing.assert_array_equal(total, out.payoff[p])
        assert np.isfinite(total).all()


@pytest.mark.parametrize("name", [*NAMES, *EXTRA])
def test_it_reads_the_table_and_the_payoffs_without_touching_them(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Surroundings._asked

    def shown(self: Surroundings, *about: Any) -> Iterator[tuple[Any, Any]]:
        return ((agent, _read_only(now)) for agent, now in plain(self, *about))

    def _read_only(now: Any) -> Any:
        held = {}
        for field in ("open", "annuity", "once", "package", "standing", "proposer"):
            view = getattr(now, field).view()
            view.setflags(write=False)
            held[field] = view
        return type(now)(**{slot: held.get(slot, getattr(now, slot)) for slot in now.__slots__})

    monkeypatch.setattr(Surroundings, "_asked", shown)
    play(only(name))


@pytest.mark.parametrize("kind", list(MECHANISMS))
def test_its_description_says_the_door_and_the_parameters(kind: str) -> None:
    part = MECHANISMS[kind].part
    assert issubclass(part, Mechanism)
    text = part.__doc__ or ""
    doors = ("payoff", "no deal", " D ", "belief", "believe", "feasible", "clock", "no door")
    assert any(door in text for door in doors), f"{kind} does not say which door it writes"
    assert "Attributes:" in text

"""Who sat opposite: the strategy, what it does, and the paper that it comes from."""

import dataclasses
import inspect
import re

from zopa.build.registry import named_strategies
from zopa.report.words import level_text
from zopa.web.debrief_answers import Opponent
from zopa.web.models import Place, Start
from zopa.web.scenarios import Setup


def opponents(start: Start, setup: Setup, me: str) -> tuple[Opponent, ...]:
    """Who held the seats of the others.

    Args:
        start: What fixes the game, with its moves.
        setup: Who plays where no person does.
        me: The viewer's party.
    """
    handed = {act.party for act in start.moves if act.do == "hand_over"}
    return tuple(
        opponent(setup, name, start.seats.get(name, Place()).person and name not in handed)
        for name in setup.document.scenario.parties
        if name != me
    )


def opponent(setup: Setup, party: str, person: bool = False) -> Opponent:
    """Who holds a seat.

    Args:
        setup: Who plays.
        party: The seat.
        person: Whether a person does.
    """
    kind = setup.strategies[party]
    named = named_strategies().get(kind)
    if named is None:
        return Opponent(party=party, person=person, strategy=kind, about="")
    told, source = described(named.part)
    return Opponent(
        party=party, person=person, strategy=kind, about=named.about, told=told, source=source,
        settings=_settings(setup, party, {**named.defaults}),
    )  # fmt: skip


def described(part: type[object]) -> tuple[str, str]:
    """What a part's docstring says that it does, and the paper that it names.

    Args:
        part: The dataclass of a strategy.
    """
    text = (inspect.getdoc(part) or "").split("\nAttributes:")[0].strip()
    before, _, after = text.partition("Source:")
    paragraph = " ".join(before.split()).replace("`", "")
    source = " ".join(after.split("\n\n")[0].split()).replace("`", "")
    return paragraph, re.sub(r"\.$", "", source)


def _settings(setup: Setup, party: str, defaults: dict[str, object]) -> dict[str, str]:
    """Parameters that the scenario, or the strategy's name, sets: plain numbers and words."""
    strategy = setup.document.scenario.parties[party].strategy
    said = strategy.model_dump(exclude_unset=True) if hasattr(strategy, "model_dump") else {}
    own = {key: value for key, value in {**defaults, **said}.items() if key != "kind"}
    plain = {key: value for key, value in own.items() if isinstance(value, int | float | str)}
    return {key: level_text(value) for key, value in plain.items() if not dataclasses.is_dataclass(value)}

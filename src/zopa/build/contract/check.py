"""`zopa.check_strategy`: everything that a strategy must keep to, tried by play."""

import dataclasses
import inspect
import pickle
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zopa.build.contract.arena import Arena, digest, played_out
from zopa.build.contract.spies import Echo, Spy
from zopa.build.contract.traits import untrue_traits
from zopa.build.names import Named
from zopa.build.registry import named_strategies
from zopa.game.game import Game
from zopa.game.luck import shared_generators
from zopa.game.schedule import LumpSchedule
from zopa.protocols.alternating import AlternatingOffers
from zopa.scenario.problems import did_you_mean
from zopa.strategies.hardliner import Hardliner
from zopa.strategies.micro import Micro
from zopa.strategies.parts.base import Bidding, Strategy
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Frequency
from zopa.strategies.random_offers import RandomOffers
from zopa.strategies.time_dependent import TimeDependent
from zopa.talks import Play

TAKE_TURNS = AlternatingOffers((0, 1))
PARTNERS: tuple[Strategy, ...] = (Composed.of(TimeDependent(0.5)), Composed.of(RandomOffers()), Composed.of(Micro()))
LEARNER = Composed.of(TimeDependent(2.0), model=Frequency())
HARD = Composed.of(Hardliner())
ARENAS: dict[str, Arena] = {
    "the usual": Arena(),
    "many ties and forbidden levels": Arena(whole=True, restricted=True, sizes=(3, 2, 3)),
    "payoffs unknown and nothing to gain in half of the worlds": Arena(information="none", hopeless=0),
    "payoffs known by their means": Arena(information="prior", hopeless=1),
    "one issue": Arena(sizes=(6,), hopeless=1),
    "issues with one level": Arena(sizes=(1, 3, 1), whole=True),
    "a single package": Arena(sizes=(1, 1)),
    "a single round": Arena(rounds=1),
    "payoffs that change midway": Arena(changes=4),
    "dates, and an agenda that opens": Arena(dated=True, sizes=(5, 6), rounds=10, information="none"),
}
"""Games in which the rules are tried."""


class BrokenContractError(AssertionError):
    """A strategy does not keep the contract."""


@dataclass(frozen=True)
class Rule:
    """One rule of the contract, and what a strategy did against it.

    Attributes:
        rule: The rule, in words.
        broken: What was done against it; empty where it is kept.
    """

    rule: str
    broken: tuple[str, ...]


def check_strategy(strategy: str | Bidding | type[Bidding]) -> tuple[Rule, ...]:
    """Try a strategy's bidding against the contract that all strategies keep.

    Args:
        strategy: A registered name, a bidding object, or its class (which is then tried with its defaults).

    Returns:
        The rules, all of them kept.

    Raises:
        BrokenContractError: Some are not; the message says which, where and how.
        ValueError: There is no strategy of that name, or the class can't be made without arguments.

    >>> len(check_strategy("boulware"))
    8
    """
    rules = tuple(tried(bidding_of(strategy)))
    wrong = [f"{rule.rule}:\n  " + "\n  ".join(rule.broken) for rule in rules if rule.broken]
    if wrong:
        raise BrokenContractError("\n".join(wrong))
    return rules


def bidding_of(strategy: str | Bidding | type[Bidding]) -> Bidding:
    """The bidding that a user means.

    Raises:
        ValueError: There is no strategy of that name, or the class can't be made without arguments.
    """
    if isinstance(strategy, str):
        known = named_strategies()
        if strategy not in known:
            raise ValueError(
                f"there is no strategy called {strategy!r} ({did_you_mean(strategy, known) or 'zopa list strategies'})"
            )
        named: Named = known[strategy]
        made: Bidding = named.part(**named.defaults)
        return made
    if not isinstance(strategy, type):
        return strategy
    try:
        return strategy()
    except TypeError as error:
        name = strategy.__name__
        raise ValueError(f"{name}() fails: {error}; hand over an object with all its parameters instead") from error


_NEEDED = ("begin", "bid", "accepts", "traits")


def tried(bidding: Bidding) -> Iterator[Rule]:
    """Every rule, tried; the first alone where something is lacking that play needs."""
    lacking = [name for name in _NEEDED if not hasattr(bidding, name)]
    if lacking:
        yield Rule(f"it has {', '.join(_NEEDED)}", (f"it lacks {', '.join(lacking)}",))
        return
    mine = Composed.of(bidding)
    rules: dict[str, Callable[[Composed], Iterator[str]]] = {
        "it is a frozen dataclass of parameters that play leaves as they are, and can be pickled": _holds_parameters,
        "it offers and accepts nothing worth less to it than no deal, and only levels that may be offered": _floor,
        "it changes nothing that it is shown, draws by `view.draw` alone, and computes without a warning": _clean,
        "it knows its view and nothing else": _knows_its_view,
        "a block of worlds is its worlds played one by one, to the last bit": _alone_as_in_a_block,
        "the same talks twice are the same": _again,
        "it can sit at a table of three": _three,
        "its traits are true": lambda composed: untrue_traits(composed.bidding, PARTNERS),
    }
    for rule, look in rules.items():
        yield Rule(rule, tuple(dict.fromkeys(_found(look, mine))))


def _found(look: Callable[[Composed], Iterator[str]], mine: Composed) -> Iterator[str]:
    """What a look finds; where the strategy fails, that."""
    try:
        yield from look(mine)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the strategy did
        here = inspect.getfile(type(mine.bidding))
        lines = [at.lineno for at in traceback.extract_tb(error.__traceback__) if at.filename == here]
        where = f" ({Path(here).name}, line {lines[-1]})" if lines else ""
        yield f"it fails with {type(error).__name__}: {str(error).strip()}{where}"


def _holds_parameters(mine: Composed) -> Iterator[str]:
    bidding = mine.bidding
    if not dataclasses.is_dataclass(bidding) or not bidding.__dataclass_params__.frozen:
        yield "it is no frozen dataclass"
    try:
        before = pickle.dumps(bidding)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        yield f"it can't be pickled: {error}"
        return
    _played(Arena(), mine, 0, 5)
    if pickle.dumps(bidding) != before:
        yield "playing changed it: what is remembered belongs into the memory"


def _floor(mine: Composed) -> Iterator[str]:
    for name, arena in ARENAS.items():
        for chair in (0, 1):
            spy = Spy(mine)
            out = arena.outcomes(arena.luck(0, 12), TAKE_TURNS, [spy, LEARNER] if chair == 0 else [LEARNER, spy])
            yield from (f"{wrong} ({name})" for wrong in spy.wrongs)
            if not all(np.isfinite(payoff).all() for payoff in out.payoff):
                yield f"payoffs are not finite ({name})"


def _clean(mine: Composed) -> Iterator[str]:
    for name in ("the usual", "many ties and forbidden levels", "payoffs known by their means"):
        before, spy, arena = shared_generators(), Spy(mine), ARENAS[name]
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always", RuntimeWarning)
            arena.outcomes(arena.luck(0, 12), TAKE_TURNS, [LEARNER, spy])
        yield from (f"it changes `{changed}` in place" for changed in spy.changes)
        yield from (f"a warning: {w.message} ({Path(w.filename).name}, line {w.lineno})" for w in heard)
        if shared_generators() != before:
            yield "it draws from, or seeds, a generator that everybody shares (numpy.random, random)"


def _knows_its_view(mine: Composed) -> Iterator[str]:
    for information, chair in (("none", 0), ("prior", 1)):
        arena = Arena(information=information, sizes=(3, 3), rounds=7)
        game = arena.game(arena.luck(0, 6))
        if information == "prior":
            known = tuple(0.8 * cells + 0.1 for cells in game.epochs[0].cells)
            game = dataclasses.replace(game, epochs=(dataclasses.replace(game.epochs[0], prior=known),))
        other = 1 - chair
        mine_there, partner = Spy(mine), Spy(LEARNER)
        team = (mine_there, partner) if chair == 0 else (partner, mine_there)
        played_out(Play(game, TAKE_TURNS, team))
        for poison in (-3.0, np.nan):
            blind, echo = Spy(mine), Echo(partner.moves)
            rotten = Play(
                poisoned(game, other, information, poison), TAKE_TURNS, (blind, echo) if chair == 0 else (echo, blind)
            )
            played_out(rotten)
            if blind.said() != mine_there.said():
                yield f"it moves otherwise when what it may not know is {poison} (information: {information})"
                break
    yield from _alone_with_its_like(mine)


def _alone_with_its_like(mine: Composed) -> Iterator[str]:
    """Two of a kind at one table do not whisper: each plays as it does where the other is an echo."""
    arena = Arena(information="none", sizes=(5, 4))
    both = Spy(mine), Spy(mine)
    arena.outcomes(arena.luck(0, 6), TAKE_TURNS, both)
    for chair, there in enumerate(both):
        alone, echo = Spy(mine), Echo(both[1 - chair].moves)
        arena.outcomes(arena.luck(0, 6), TAKE_TURNS, (alone, echo) if chair == 0 else (echo, alone))
        if alone.said() != there.said():
            yield "two of it at one table know more of each other than what they say"


def poisoned(game: Game, party: int, information: str, poison: float) -> Game:
    """The game with everything that the other may not know of a party replaced.

    Args:
        game: The game.
        party: Whose secrets.
        information: `none` or `prior`.
        poison: What they are replaced by (a factor).
    """

    def rot(arrays: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
        return tuple(np.flip(a, -1) * poison if p == party else a for p, a in enumerate(arrays))

    epochs = tuple(
        dataclasses.replace(e, cells=rot(e.cells), prior=rot(e.prior) if information == "none" else e.prior)
        for e in game.epochs
    )
    lump = game.schedule
    assert isinstance(lump, LumpSchedule)
    expected = rot(lump.expected) if information == "none" else lump.expected
    schedule = dataclasses.replace(
        lump, factor=rot(lump.factor), disagreement=rot(lump.disagreement), expected=expected
    )
    return dataclasses.replace(game, epochs=epochs, schedule=schedule)


def _alone_as_in_a_block(mine: Composed) -> Iterator[str]:
    long, hard = Arena(sizes=(9, 7), rounds=10, changes=5), Arena(information="none", hopeless=1, restricted=True)
    # talks that last: what is worked out afresh must not hang on when that is called for in other worlds
    lasting = ARENAS["dates, and an agenda that opens"]
    for arena, partner in ((Arena(), LEARNER), (hard, LEARNER), (long, LEARNER), (lasting, HARD)):
        whole = Spy(mine)
        out = arena.outcomes(arena.luck(40, 17), TAKE_TURNS, [partner, whole])
        for low, width in ((0, 1), (5, 1), (16, 1), (0, 8), (8, 8)):
            part, said = Spy(mine), f"worlds {40 + low} to {39 + low + width}"
            there = arena.outcomes(arena.luck(40 + low, width), TAKE_TURNS, [partner, part])
            if digest(there) != digest(out, slice(low, low + width)):
                yield f"{said} end otherwise in a block of {width} than in one of 17"
            if any(part.in_world(w) != whole.in_world(low + w) for w in range(width)):
                yield f"in {said} it moves otherwise in a block of {width} than in one of 17"


def _again(mine: Composed) -> Iterator[str]:
    arena = Arena(information="none")
    if _played(arena, mine, 3, 9) != _played(arena, mine, 3, 9):
        yield "the second time they end otherwise"


def _three(mine: Composed) -> Iterator[str]:
    arena = Arena(parties=3, sizes=(2, 3), rounds=5)
    for worlds in (1, 5):
        spy = Spy(mine)
        out = arena.outcomes(arena.luck(0, worlds), AlternatingOffers((0, 1, 2)), [LEARNER, spy, LEARNER])
        yield from spy.wrongs
        if not all(np.isfinite(payoff).all() for payoff in out.payoff):
            yield "payoffs are not finite"


def _played(arena: Arena, mine: Composed, first: int, worlds: int) -> list[tuple[str, bytes]]:
    # a spy sees to it that no array of another shape and no level that there is not reaches a kernel
    return digest(arena.outcomes(arena.luck(first, worlds), TAKE_TURNS, [Spy(mine), LEARNER]))

"""Traits tried by play: the same moments are shown again with one thing changed, and the offers compared."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from zopa.build.contract.arena import Arena
from zopa.build.contract.disturbed import DISTURBED, other_luck, with_everything
from zopa.build.contract.spies import Spy, as_it_is
from zopa.game.view import View
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.parts.base import Bidding, Strategy
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.traits import USES

WORLDS = 24
ARENAS = (
    Arena(rounds=14, sizes=(4, 3, 4)),
    Arena(rounds=10, sizes=(5, 4), information="none"),
    Arena(rounds=12, sizes=(12,)),
    Arena(rounds=6, sizes=(3, 3, 3), whole=True),
)
"""Games in which traits are tried: payoffs known, payoffs unknown, one long issue, many ties."""

Moments = list[View]
"""What one party saw at each of its moves in one block of games."""


def moments(mine: Composed, partners: Sequence[Strategy]) -> Iterator[Moments]:
    """What a strategy sees at its moves, in every arena against every partner, from either chair."""
    for arena in ARENAS:
        for number, partner in enumerate(partners):
            for protocol in (AlternatingOffers(), AlternatingOffers(counter=False, rotate=True)):
                me = number % 2
                spies = [Spy(mine), Spy(partner)] if me == 0 else [Spy(partner), Spy(mine)]
                arena.outcomes(arena.luck(0, WORLDS), protocol, spies)
                yield [with_everything(view) for view in spies[me].views]


def offers(mine: Composed, seen: Moments, change: Callable[[View], View] | None = None, wiped: bool = False) -> bytes:
    """What is offered at moments that are given, whatever was offered before, as bytes.

    Args:
        mine: The strategy.
        seen: The moments.
        change: What is changed in each of them; None for nothing.
        wiped: Whether the memory is wiped before each move.
    """
    said, memory = [], None
    for moment in seen:
        view = as_it_is(moment if change is None else change(moment))
        if memory is None or wiped:
            memory = mine.begin(view)
        belief = mine.model.update(view, memory.model)
        bid = mine.bidding.bid(view, belief, memory.bidding)
        silent = (bid.worth < view.reservation) | ~view.open
        if bid.hushed is not None:
            silent |= bid.hushed
        said.append(np.where(silent[:, None], -1, bid.package).astype(np.int16).tobytes())
        if bid.walks is not None:
            said.append((bid.walks & view.open).tobytes())
    return b"".join(said)


def untrue_traits(bidding: Bidding, partners: Sequence[Strategy]) -> Iterator[str]:
    """What a strategy says of itself that play does not bear out, in words."""
    mine, declared = Composed.of(bidding), bidding.traits
    tried = list(moments(mine, partners))
    plain = [offers(mine, seen) for seen in tried]

    def differ(look: Callable[[Moments], bytes]) -> bool:
        return any(look(seen) != before for seen, before in zip(tried, plain, strict=True))

    for use, meaning in USES.items():
        depends = differ(partial(offers, mine, change=DISTURBED[use]))
        if depends and use not in declared.uses:
            yield f"its offers depend on {meaning}, but its traits do not name {use!r}"
        if use in declared.uses and not depends:
            yield f"its traits name {use!r}, but its offers never depend on {meaning}"
    remembers = differ(partial(offers, mine, wiped=True))
    if remembers != declared.memory:
        yield f"its traits say memory={declared.memory}, but with its memory wiped before each move " + (
            "it offers something else" if remembers else "it offers the same"
        )
    random = differ(partial(offers, mine, change=other_luck))
    if random != declared.draws:
        yield f"its traits say draws={declared.draws}, but with other luck " + (
            "it offers something else" if random else "it offers the same"
        )

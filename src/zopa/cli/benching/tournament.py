"""A small tournament, all against all, in NegMAS and here: the same domains, six strategies that correspond."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, NamedTuple

from zopa.cli.benching.games import KNOWLEDGE
from zopa.cli.benching.measure import Effort, Measured, stopwatch
from zopa.game.luck import Luck
from zopa.game.samples import random_additive
from zopa.interop.negmas_out import scenario_of
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.micro import Micro
from zopa.strategies.parts.base import Bidding, Model
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Given
from zopa.strategies.time_dependent import TimeDependent
from zopa.strategies.tit_for_tat import AbsoluteTitForTat
from zopa.talks import Play, Talks

ISSUES, LEVELS, ROUNDS = 5, 5, 100
DOMAINS = 5
"""Domains that NegMAS plays; here they are the first worlds of a block."""


class Pair(NamedTuple):
    """A strategy of ours and the negotiator of NegMAS that comes nearest to it.

    Attributes:
        ours: What ours asks for; it accepts what is at least as good as its own next offer.
        theirs: Name of the class.
        options: Arguments of the class.
    """

    ours: Bidding
    theirs: str
    options: Mapping[str, Any] = {}


PAIRS = {
    "Boulware": Pair(TimeDependent(0.25), "BoulwareTBNegotiator"),
    "mild Boulware": Pair(TimeDependent(0.5), "AspirationNegotiator", {"aspiration_type": 2.0}),
    "linear": Pair(TimeDependent(1.0), "LinearTBNegotiator"),
    "Conceder": Pair(TimeDependent(4.0), "ConcederTBNegotiator"),
    "MiCRO": Pair(Micro(), "MiCRONegotiator"),
    "tit-for-tat": Pair(AbsoluteTitForTat(), "NaiveTitForTatNegotiator"),
}
"""The first five follow the same rule on both sides; of tit-for-tat both have their own (theirs deals sooner)."""

PAIRINGS = tuple((one, other) for one in PAIRS.values() for other in PAIRS.values())
"""All against all; the first of each moves first."""

ALIKE = tuple((one, one) for one in PAIRS.values())
"""Everybody against a double."""

NOTHING = "nothing known"
WHAT_IS_KNOWN: dict[str, tuple[str, Model]] = {NOTHING: ("none", Given()), **KNOWLEDGE}
"""NegMAS's six know nothing of the other and learn nothing; so do ours in the first line."""


@dataclass
class _Side:
    """Who plays the tournament: worlds in a block, what is known; seconds and deals so far."""

    worlds: int
    information: str
    model: Model
    seconds: float = 0.0
    deals: float = 0.0


def tournament(effort: Effort) -> Iterator[Measured]:
    """Games a second of 36 pairings, in NegMAS on five random domains, here on blocks that begin with the same five.

    Both sides count setting up and playing, not drawing the domains; they take turns pairing by pairing, so that
    a processor busy with other things slows both. A block holds other domains after the first five, drawn alike: a
    larger tournament, as one plays it here. The last line is the small one itself, in which five worlds share what
    a block costs whatever its size.

    Args:
        effort: How long to measure; in a hurry only who meets a double, on one domain.
    """
    pairings, domains = (PAIRINGS, DOMAINS) if effort.seconds else (ALIKE, 1)
    peer, sides = _play(pairings, domains, effort.block)
    theirs = peer.seconds / (len(pairings) * domains)
    name = f"NegMAS tournament: {len(pairings)} pairings x {domains}"
    yield Measured(name, 1.0 / theirs, "games/s", domains, f"{peer.deals / len(pairings):.0%} deals")
    for known, side in sides.items():
        games = len(pairings) * side.worlds / side.seconds
        note = f"zopa: {rounded(games * theirs)} x; {side.deals / len(pairings):.0%} deals"
        yield Measured(f"NegMAS tournament in zopa, {known}", games, "games/s", 1, note)


def rounded(ratio: float) -> str:
    """A ratio to two digits.

    Args:
        ratio: How many times faster.
    """
    return f"{float(f'{ratio:.2g}'):,.0f}"


def _play(pairings: tuple[tuple[Pair, Pair], ...], domains: int, block: int) -> tuple[_Side, dict[str, _Side]]:
    """All pairings in NegMAS and here, one after the other; a first game of each kind warms up."""
    scenarios = [scenario_of(random_additive(ISSUES, LEVELS, Luck(2, d, 1), rounds=ROUNDS)) for d in range(domains)]
    peer = _Side(domains, *WHAT_IS_KNOWN[NOTHING])
    sides = {known: _Side(block, *what) for known, what in WHAT_IS_KNOWN.items()}
    sides[f"only {len(pairings) * domains} games"] = replace(peer)
    session(scenarios[0], ALIKE[0])
    for side, pairing in itertools.product(sides.values(), ALIKE):
        _block(replace(side, worlds=domains), pairing)
    for pairing in pairings:
        for scenario in scenarios:
            seconds, deal = session(scenario, pairing)
            peer.seconds, peer.deals = peer.seconds + seconds, peer.deals + deal / domains
        for side in sides.values():
            _block(side, pairing)
    return peer, sides


def _block(side: _Side, pairing: tuple[Pair, Pair]) -> None:
    """Play a block of domains."""
    strategies = tuple(Composed(one.ours, one.ours.accepts, side.model) for one in pairing)
    game = random_additive(ISSUES, LEVELS, Luck(2, 0, side.worlds), rounds=ROUNDS, information=side.information)
    with stopwatch() as spent:
        talks = Talks(Play(game, AlternatingOffers(), strategies), collect=False)
        talks.play_out()
    side.seconds += spent[0]
    side.deals += float(talks.release().agreed.mean())


def session(scenario: Any, pairing: tuple[Pair, Pair]) -> tuple[float, bool]:
    """Processor seconds of one session in NegMAS, and whether it ended in a deal.

    Args:
        scenario: Outcome space and utility functions.
        pairing: Who plays whom.
    """
    sao = import_module("negmas.sao")
    with stopwatch() as spent:
        mechanism = sao.SAOMechanism(outcome_space=scenario.outcome_space, n_steps=ROUNDS)
        for one, wishes in zip(pairing, scenario.ufuns, strict=True):
            mechanism.add(getattr(sao, one.theirs)(**one.options), ufun=wishes)
        deal = mechanism.run().agreement is not None
    return spent[0], deal

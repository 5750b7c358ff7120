"""Games a second on random additive domains, and worlds a second of the flagship."""

from collections.abc import Iterator

from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.cli.benching.measure import Effort, Measured, repeat, stopwatch
from zopa.game.luck import Luck
from zopa.game.samples import random_additive
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.micro import Micro
from zopa.strategies.parts.base import Bidding, Model
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Frequency, Given
from zopa.strategies.time_dependent import TimeDependent
from zopa.strategies.tit_for_tat import RelativeTitForTat
from zopa.talks import Play, Talks
from zopa.talks.table import Outcomes

FLAGSHIP = "us_japan_2025"
DOMAINS = ((5, 5), (7, 7), (20, 10))
"""Issues and levels of the random domains."""

PAIRS: dict[str, tuple[Bidding, Bidding]] = {
    "Boulware-Boulware": (TimeDependent(0.2), TimeDependent(0.2)),
    "Boulware-Conceder": (TimeDependent(0.2), TimeDependent(5.0)),
    "MiCRO-MiCRO": (Micro(), Micro()),
    "relative tit-for-tat": (RelativeTitForTat(), RelativeTitForTat()),
}
KNOWLEDGE: dict[str, tuple[str, Model]] = {
    "payoffs known": ("complete", Given()),
    "frequency model": ("none", Frequency()),
}


def games(effort: Effort) -> Iterator[Measured]:
    """Every pair on every domain: finding the frontier counts, drawing the domains does not."""
    for issues, levels in DOMAINS:
        for known, (information, model) in KNOWLEDGE.items():
            for pair, bidding in PAIRS.items():
                name = f"{pair}, {issues}x{levels}, {known}"
                yield _games(name, issues, levels, information, model, bidding, effort)


def _games(
    name: str, issues: int, levels: int, information: str, model: Model, bidding: tuple[Bidding, Bidding],
    effort: Effort,
) -> Measured:  # fmt: skip
    strategies = tuple(Composed(bids, bids.accepts, model) for bids in bidding)
    ended: list[Outcomes] = []

    def once(repetition: int) -> float:
        luck = Luck(1, (repetition + 1) * effort.block, effort.block)
        game = random_additive(issues, levels, luck, information=information)
        with stopwatch() as spent:
            talks = Talks(Play(game, AlternatingOffers(), strategies), collect=False)
            talks.play_out()
        ended.append(talks.release())
        return spent[0]

    seconds, n = repeat(once, effort)
    return Measured(name, effort.block / seconds, "games/s", n, _ends(ended[-1]))


def _ends(out: Outcomes) -> str:
    if not out.agreed.any():
        return "no deals"
    return f"{out.agreed.mean():.0%} deals, round {out.index[out.agreed].mean() + 1:.0f}"


def flagship(effort: Effort) -> Iterator[Measured]:
    """Compiling and playing blocks of the flagship; reading its files is not counted."""
    scenario = load(FLAGSHIP).scenario
    ended: list[Outcomes] = []

    def once(repetition: int) -> float:
        with stopwatch() as spent:
            play = compile_play(scenario, Luck(0, (repetition + 1) * effort.block, effort.block))
            talks = Talks(play, collect=False)
            talks.play_out()
        ended.append(talks.release())
        return spent[0]

    seconds, n = repeat(once, effort)
    yield Measured(f"{FLAGSHIP}, compile and play", effort.block / seconds, "worlds/s", n, _ends(ended[-1]))

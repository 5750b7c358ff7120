"""The end of a game: what was taken down on the desk, and what is made of it elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zopa.game.arrays import Floats
from zopa.report.charts.ground import Ground
from zopa.report.charts.real import Real, real_deal
from zopa.report.charts.talks_plane import talks_exhibit
from zopa.report.ended import Ended, Offer
from zopa.report.explain import Account, account_of
from zopa.report.language import Language
from zopa.report.left import CRUMB, Better, Left, left_on_table
from zopa.web.debrief_answers import Change, Debrief, Item, LeftOver, Missed, RealDeal, Settled, Way
from zopa.web.debrief_people import opponents
from zopa.web.desk import Desk
from zopa.web.figures import Figure, figure_of
from zopa.web.models import Start
from zopa.web.problems import WebError
from zopa.web.rooms.watch import may_tell
from zopa.web.scenarios import Setup


@dataclass(frozen=True, eq=False)
class Taken:
    """What a game leaves behind, without its talks.

    Attributes:
        start: What fixes the game, with its moves.
        setup: Its scenario and who plays.
        party: The viewer's party.
        ended: The talks.
        account: What the viewer's result is made of.
        whole: Years' worth of the whole horizon.
        bets: Questions and answers of the viewer.
        told: Whether the luck of the game may be told: in a room others may still play with the same.
    """

    start: Start
    setup: Setup
    party: str
    ended: Ended
    account: Account
    whole: float
    bets: tuple[tuple[str, Any], ...]
    told: bool = True

    @cached_property
    def ground(self) -> Ground:
        """What could be agreed at the end."""
        return self.ended.ground()

    @cached_property
    def left(self) -> Left:
        """What was left on the table."""
        return left_on_table(self.ended, self.ground)

    @property
    def me(self) -> int:
        """Index of the viewer's party."""
        return self.ended.parties.index(self.party)

    def named(self, values: Any) -> dict[str, float]:
        """A number for each party, by its name."""
        return {name: float(value) for name, value in zip(self.ended.parties, values, strict=True)}

    def plane(self, say: Language, narrow: bool, cloud: Mapping[str, Any] | None = None) -> Figure:
        """The talks on the plane of payoffs."""
        document = self.setup.document
        return figure_of(talks_exhibit(document, self.ended, self.ground, self.left, say, narrow, cloud))


def taken(desk: Desk, game: str, key: str) -> Taken:
    """Take down a game that is over, on the desk's thread.

    Raises:
        WebError: There is no such game, the key opens no seat of it, or it is not over.
    """
    kept, sitting, party = desk.seat(game, key)
    if not sitting.over:
        raise WebError(409, "the talks are not over yet")
    bets = tuple((question, answer) for who, question, answer in desk.store.bets(kept.id) if who == party)
    talks = sitting.talks
    return Taken(
        sitting.start, sitting.setup, party, Ended.of(talks), account_of(talks, sitting.parties.index(party)),
        float(talks.play.game.schedule.whole()[0]), bets, may_tell(desk, kept),
    )  # fmt: skip


def debrief_of(it: Taken, say: Language, narrow: bool = False) -> Debrief:
    """The end of a game; takes a few tenths of a second.

    Args:
        it: What was taken down.
        say: Texts of the language.
        narrow: Whether the plane is for a phone.
    """
    ended = it.ended
    worth = None if ended.package is None else it.named(ended.worth(ended.package))
    points = it.ground.points_of("nash")
    luck = {} if it.told else {"seed": 0, "world": 0}
    return Debrief(
        agreed=ended.agreed, round=ended.round, worth=worth, no_deal=it.named(ended.no_deal),
        annual=it.named(ended.annual), nash=it.named(points[0]) if len(points) == 1 else None,
        plane=it.plane(say, narrow), people=opponents(it.start, it.setup, it.party), left=_left(it), real=_real(it),
        parts=dict(ended.parts[it.me]), items=_items(it),
        bets=tuple(Settled(question=one, answer=said, came=_came(it, one)) for one, said in it.bets),
        gained=float(ended.gained[it.me]), again=it.start.model_copy(update={"moves": (), **luck}),
        spoken=max((said.index + 1 for said in ended.said), default=1),
    )  # fmt: skip


def _items(it: Taken) -> tuple[Item, ...]:
    lines = it.account.lines
    return tuple(Item(part=one.part, what=one.what, worth=one.worth / it.whole) for one in lines)


def _left(it: Taken) -> LeftOver:
    left = it.left
    return LeftOver(
        nothing=left.nothing, packages=left.packages, most=it.named(left.most), step=_way(it, left.step),
        fair=_way(it, left.fair), missed=_missed(it, left.base),
    )  # fmt: skip


def _way(it: Taken, better: Better | None) -> Way | None:
    if better is None:
        return None
    changes = tuple(
        Change(issues=one.issues, before=one.before, after=one.after, gain=it.named(one.gain)) for one in better.changed
    )
    return Way(package=it.ended.read(better.package), gain=it.named(better.gain), changes=changes)


def _missed(it: Taken, base: Floats) -> Missed | None:
    """The best offer of somebody else that was better for the viewer than what came, by the numbers of the end."""
    me = it.me

    def gain(one: Offer) -> float:
        return float(one.worth[me] - base[me])

    best = max((one for one in it.ended.offers() if one.party != me), key=gain, default=None)
    if best is None or gain(best) <= CRUMB:
        return None
    return Missed(round=best.round, date=best.date, party=it.ended.parties[best.party], gain=gain(best))


def _real(it: Taken) -> RealDeal | None:
    real: Real | None = real_deal(it.setup.document)
    if real is None:
        return None
    ended = it.ended
    package = ended.game.space.find(real.package)
    mine = {} if ended.package is None else ended.read(ended.package)
    return RealDeal(
        package=dict(real.package), about=real.about, source=real.source, central=dict(real.worth),
        here=it.named(ended.worth(package)),
        differs=tuple(issue for issue, level in real.package.items() if mine and mine[issue] != level),
    )  # fmt: skip


def _came(it: Taken, question: str) -> float | str | None:
    """What came of what a bet was about; None where the game does not say."""
    ended = it.ended
    measure, _, of = question.rpartition(".")[2].partition(":")
    if measure == "agreed":
        return "yes" if ended.agreed else "no"
    if measure in ("annual", "payoff"):
        return float(ended.annual[ended.parties.index(of) if of in ended.parties else it.me])
    if measure == "round":
        return None if ended.round is None else float(ended.round)
    if measure == "issue" and ended.package is not None:
        level = ended.read(ended.package).get(of)
        return level if isinstance(level, str) or level is None else float(level)
    return None

"""A game as one party, or an onlooker, sees it."""

from collections.abc import Mapping
from typing import Any

from zopa.game.ending import endings
from zopa.game.schedule import FlowSchedule, Moment
from zopa.game.view import Estimate, View
from zopa.seat.clock import circumstances, offer_to
from zopa.seat.limits import barred, best_package, nothing_possible, possible_cells, rules, why_nothing
from zopa.talks import Talks
from zopa.talks.seats import Facing
from zopa.web.answers import Cluster, End, Shut, State, Turn
from zopa.web.home import homes
from zopa.web.link import packed
from zopa.web.saying import sayings
from zopa.web.sitting import At, Sitting
from zopa.web.store import Kept
from zopa.web.table import marks_of, table_of
from zopa.web.told import events


def state_of(kept: Kept, sitting: Sitting, party: str | None, lang: str = "en") -> State:
    """The state of a game.

    Args:
        kept: The game as it is kept.
        sitting: The game.
        party: Who looks; None for an onlooker, who sees all that was said and why, but sits nowhere.
        lang: Language of sentences.
    """
    me = None if party is None else sitting.parties.index(party)
    over, talks, start = sitting.over, sitting.talks, sitting.start
    facing = None if over or me is None else sitting.seats.seen_by(me)
    mine = facing is not None and sitting.turn == party
    moment, game = sitting.seats.moment, talks.play.game
    people = {name for name, place in start.seats.items() if place.person}
    shown = sitting.setup.strategies if over or start.shown else {}
    chair = sitting.at(me or 0, lang)
    today = None if over or moment.date is None else str(moment.date)
    return State(
        id=kept.id, at=len(start.moves), me=party, status="over" if over else "your_turn" if mine else "waiting",
        waits_for=sitting.turn,
        table=table_of(
            sitting.setup.document, game, talks.play.rounds, me or 0, shown, people, talks.protocol.exchanges
        ),
        round=moment.index + 1, date=None if moment.date is None else str(moment.date),
        exchange=1 if sitting.seats.facing is None else sitting.seats.facing.turn.exchange + 1,
        **({} if facing is None else _seen(chair, facing, moment)),
        events=tuple(events(talks, me, over, sitting.own)),
        marks=marks_of(game, today, talks.play.mechanisms, sitting.setup.elections, _deadline(sitting, facing)),
        turn=_turn(chair, facing) if facing is not None and mine else None,
        end=end_of(talks) if over else None,
        link="" if kept.room or _closed(sitting, people) else packed(start), lesson=start.lesson, hints=start.hints,
    )  # fmt: skip


def _closed(sitting: Sitting, people: set[str]) -> bool:
    """Whether a sealed offer of another person's lies on the table: a link would hold it."""
    facing = sitting.seats.facing
    return facing is not None and facing.turn.sealed and len(people) > 1


def _seen(chair: At, facing: Facing, moment: Moment) -> dict[str, Any]:
    """What only a party at the table sees: its payoffs, its home, its clock."""
    me, view, dated, game = chair.me, facing.view, moment.date is not None, chair.talks.play.game
    known = others_known(view)
    return {
        "no_deal": float(moment.reservation[me][0]),
        "leaving": float(moment.outside[me][0]) if moment.outside else float(moment.reservation[me][0]),
        "theirs": {game.parties[p]: float(one.reservation[0]) for p, one in known.items()},
        "discount": None if dated else float(moment.annuity[me][0]),
        "belief": float(moment.belief[0]) if isinstance(game.schedule, FlowSchedule) else None,
        "approval": float(view.approval[0]),
        "notices": tuple(circumstances(chair, facing.turn, view, moment, numbers=False)),
        "clusters": _clusters(chair, view, known), "homes": homes(chair),
    }  # fmt: skip


def others_known(view: View) -> dict[int, Estimate]:
    """The others whose payoffs a party knows, by index."""
    others = [p for p in range(view.parties) if p != view.me]
    return {p: one for p, one in zip(others, view.others, strict=True) if one.exact}


def _deadline(sitting: Sitting, facing: Facing | None) -> int | None:
    """The last round before a deadline that a party believes in, from 0; None where that is no other than the end."""
    if facing is None:
        return None
    deadline = int(sitting.seats.moment.deadline[0]) // sitting.talks.protocol.exchanges
    return deadline if sitting.seats.moment.index <= deadline < sitting.talks.play.rounds - 1 else None


def _clusters(chair: At, view: View, known: Mapping[int, Estimate]) -> tuple[Cluster, ...]:
    space, possible, names = view.space, possible_cells(view)[0], chair.talks.play.game.parties
    closing = list(rules(chair))
    return tuple(
        Cluster(
            issues=tuple(issues), cells=tuple(tuple(one) for one in space.combinations[k]),
            worth=tuple(view.cells[0, space.cells_of(k)].tolist()),
            possible=tuple(possible[space.cells_of(k)].tolist()),
            theirs={names[p]: tuple(one.cells[0, space.cells_of(k)].tolist()) for p, one in known.items()},
            shut=tuple(
                Shut(who=rule.who, keeps=tuple(rule.keeps[space.cells_of(k)].tolist()))
                for rule in closing if not rule.keeps[space.cells_of(k)].all()
            ),
        )
        for k, issues in enumerate(space.clusters)
    )  # fmt: skip


def _turn(chair: At, facing: Facing) -> Turn:
    view, turn, space = facing.view, facing.turn, facing.view.space
    offer = offer_to(turn, view)
    return Turn(
        may_propose=turn.may_propose, may_accept=facing.answers,
        barred="" if offer is None else barred(chair, view, offer),
        nothing=why_nothing(chair) if nothing_possible(view.consents) else "",
        final=view.final, best=dict(space.read(best_package(view)[0])),
        offer=None if offer is None else dict(space.read(offer)),
        offered_by="" if offer is None else chair.talks.play.game.parties[int(view.received.proposer[0])],
        says=sayings(chair, view), sealed=turn.sealed,
    )  # fmt: skip


def end_of(talks: Talks) -> End:
    """How talks in one world ended."""
    out, names = talks.outcomes, talks.play.game.parties
    agreed = bool(out.agreed[0])
    dates = talks.play.game.schedule.dates
    at = int(out.index[0]) if agreed else None
    return End(
        agreed=agreed, how=endings(names)[int(out.ended[0])], round=None if at is None else at + 1,
        date=str(dates[at]) if dates and at is not None else None,
        package=dict(talks.space.read(out.package[0])) if agreed else None,
        payoff={name: float(out.payoff[p][0]) for p, name in enumerate(names)},
        annual={name: float(out.annual[p][0]) for p, name in enumerate(names)},
        no_deal={name: float(out.no_deal[p][0]) for p, name in enumerate(names)},
    )  # fmt: skip

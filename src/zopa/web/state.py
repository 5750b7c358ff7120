"""A game as one party, or an onlooker, sees it."""

import numpy as np

from zopa.game.ending import endings
from zopa.game.view import View
from zopa.seat.clock import circumstances, offer_to
from zopa.seat.limits import barred, best_package, nothing_possible, possible_cells, why_nothing
from zopa.talks import Talks
from zopa.talks.seats import Facing
from zopa.web.answers import Cluster, End, Home, State, Turn
from zopa.web.link import packed
from zopa.web.sitting import At, Sitting
from zopa.web.store import Kept
from zopa.web.table import marks_of, table_of
from zopa.web.told import events


def state_of(kept: Kept, sitting: Sitting, party: str | None) -> State:
    """The state of a game.

    Args:
        kept: The game as it is kept.
        sitting: The game.
        party: Who looks; None for an onlooker, who sees what the first party sees, without its payoffs.
    """
    me = None if party is None else sitting.parties.index(party)
    over, talks, start = sitting.over, sitting.talks, sitting.start
    facing = None if over or me is None else sitting.seats.seen_by(me)
    mine = facing is not None and sitting.turn == party
    moment, game = sitting.seats.moment, talks.play.game
    people = {name for name, place in start.seats.items() if place.person}
    shown = sitting.setup.strategies if over or start.shown else {}
    chair = sitting.at(me or 0)
    lines = [] if facing is None else circumstances(chair, facing.turn, facing.view, moment)
    belief = float(moment.belief[0]) if moment.date is not None else np.nan
    return State(
        id=kept.id, at=len(start.moves), me=party, status="over" if over else "your_turn" if mine else "waiting",
        waits_for=sitting.turn,
        table=table_of(sitting.setup.document, game, talks.play.rounds, me or 0, shown, people),
        round=moment.index + 1, date=None if moment.date is None else str(moment.date),
        exchange=1 if sitting.seats.facing is None else sitting.seats.facing.turn.exchange + 1,
        no_deal=np.nan if me is None else float(moment.reservation[me][0]),
        discount=np.nan if me is None or moment.date is not None else float(moment.annuity[me][0]),
        belief=belief, approval=np.nan if facing is None else float(facing.view.approval[0]), notices=tuple(lines),
        clusters=() if facing is None else _clusters(facing.view),
        homes=() if facing is None or me is None else _homes(talks, me),
        events=tuple(events(talks, me, over)),
        marks=marks_of(game, None if over or moment.date is None else str(moment.date)),
        turn=_turn(chair, facing) if facing is not None and mine else None,
        end=_end(sitting) if over else None,
        link=packed(start), lesson=start.lesson, hints=start.hints,
    )  # fmt: skip


def _clusters(view: View) -> tuple[Cluster, ...]:
    space, possible = view.space, possible_cells(view)[0]
    return tuple(
        Cluster(
            issues=tuple(issues), cells=tuple(tuple(one) for one in space.combinations[k]),
            worth=tuple(view.cells[0, space.cells_of(k)].tolist()),
            possible=tuple(possible[space.cells_of(k)].tolist()),
        )
        for k, issues in enumerate(space.clusters)
    )  # fmt: skip


def _homes(talks: Talks, me: int) -> tuple[Home, ...]:
    space, names = talks.space, talks.play.game.parties
    return tuple(
        Home(
            name=name, title=name.replace("_", " "), party=names[party], least=float(least[0]),
            worth=tuple(tuple(cells[0, space.cells_of(k)].tolist()) for k in range(len(space.clusters))),
        )
        for name, party, cells, least in talks.surroundings.doors.known_consents(me)
        if np.isfinite(least[0])
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
    )  # fmt: skip


def _end(sitting: Sitting) -> End:
    out, names = sitting.talks.outcomes, sitting.parties
    agreed = bool(out.agreed[0])
    dates = sitting.talks.play.game.schedule.dates
    at = int(out.index[0]) if agreed else None
    return End(
        agreed=agreed, how=endings(names)[int(out.ended[0])], round=None if at is None else at + 1,
        date=str(dates[at]) if dates and at is not None else None,
        package=dict(sitting.talks.space.read(out.package[0])) if agreed else None,
        payoff={name: float(out.payoff[p][0]) for p, name in enumerate(names)},
        annual={name: float(out.annual[p][0]) for p, name in enumerate(names)},
        no_deal={name: float(out.no_deal[p][0]) for p, name in enumerate(names)},
    )  # fmt: skip

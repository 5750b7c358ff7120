"""How a game stands, in the few numbers that the teacher's table, the debrief and the export need."""

import math
from typing import Any

from zopa.game.ending import endings
from zopa.web.models import Act
from zopa.web.sitting import Sitting

Found = dict[str, Any]
"""JSON: kept beside the game, so that a table of two hundred need not play two hundred games."""


def summary(sitting: Sitting) -> Found:
    """How a game stands.

    Args:
        sitting: The game.
    """
    talks, moment = sitting.talks, sitting.seats.moment
    found: Found = {
        "round": moment.index + 1, "rounds": talks.play.rounds, "turn": sitting.turn, "over": sitting.over,
        "date": None if moment.date is None else str(moment.date),
        "seats": {party: _seat(sitting, index) for index, party in enumerate(sitting.parties)},
    }  # fmt: skip
    return found | (_end(sitting) if sitting.over else {})


def bot_plays(sitting: Sitting, party: str) -> bool:
    """Whether a strategy plays a seat now."""
    return sitting.parties.index(party) not in sitting.seats.mine


def _seat(sitting: Sitting, party: int) -> Found:
    name = sitting.parties[party]
    record = sitting.talks.record
    assert record is not None
    offers = [float(said.worth[party][0]) for said in record.said if said.turn.party == party and said.offered[0]]
    place = sitting.start.seats.get(name)
    person = place is not None and place.person
    return {
        "person": person, "strategy": sitting.setup.strategies.get(name, ""),
        "bot": person and bot_plays(sitting, name),
        "offers": len(offers), "last": offers[-1] if offers else None, **_hands(sitting, name),
    }  # fmt: skip


def _hands(sitting: Sitting, party: str) -> Found:
    """Who moved for a seat: the moves made for it, those by a bot among them, and when a bot took it over."""
    mine = [(act, at) for act, at in zip(sitting.start.moves, sitting.rounds, strict=True) if act.party == party]
    return {
        "moves": sum(_is_move(act) for act, _ in mine), "stand_ins": sum(act.do == "stand_in" for act, _ in mine),
        "bot_since": next((at for act, at in mine if act.do == "hand_over"), None),
        "back_since": next((at for act, at in reversed(mine) if act.do == "resume"), None),
    }  # fmt: skip


def _is_move(act: Act) -> bool:
    return act.do not in {"hand_over", "resume"}


def _end(sitting: Sitting) -> Found:
    """What came of it; a gain is over no deal as it stood at the deal, spread over the horizon like `annual`."""
    out, talks = sitting.talks.outcomes, sitting.talks
    agreed, at = bool(out.agreed[0]), int(out.index[0])
    whole = float(talks.play.game.schedule.whole()[0])
    dates = talks.play.game.schedule.dates
    worth = {
        name: {
            "payoff": _known(out.payoff[p][0]), "annual": _known(out.annual[p][0]),
            "no_deal": _known(out.no_deal[p][0] / whole),
            "gain": _known((out.payoff[p][0] - out.no_deal[p][0]) / whole),
        }
        for p, name in enumerate(sitting.parties)
    }  # fmt: skip
    return {
        "agreed": agreed, "how": endings(sitting.parties)[int(out.ended[0])], "end_round": at + 1 if agreed else None,
        "end_date": str(dates[at]) if agreed and dates else None,
        "package": dict(talks.space.read(out.package[0])) if agreed else None, "worth": worth,
    }  # fmt: skip


def _known(number: Any) -> float | None:
    """A number as JSON knows it."""
    plain = float(number)
    return plain if math.isfinite(plain) else None

"""What a person is told at a turn: what time does, what threatens, and what home and the agenda have to say."""

import numpy as np

from zopa.game.arrays import Packages
from zopa.game.schedule import FlowSchedule, LumpSchedule, Moment
from zopa.game.view import View
from zopa.protocols.base import Turn
from zopa.seat.chair import Chair
from zopa.seat.limits import barred, nothing_possible, notices, why_nothing
from zopa.seat.words import capital, day


def offer_to(turn: Turn, view: View) -> Packages | None:
    """The offer that waits for an answer, (K,), or None."""
    return view.received.package[0] if view.received.standing[0] and turn.may_accept else None


def circumstances(chair: Chair, turn: Turn, view: View, moment: Moment) -> list[str]:
    """All of it, a sentence or two in each line.

    Args:
        chair: The person's place.
        turn: What may be done.
        view: What the person's party may know.
        moment: What the calendar says.
    """
    lines = [*_clock(chair, view, moment), *_surroundings(chair, turn, view)]
    return [line for line in lines if line]


def _clock(chair: Chair, view: View, moment: Moment) -> list[str]:
    """What time does: no deal, the threat, the deadline, the shrinking."""
    schedule = chair.talks.play.game.schedule
    no_deal = f"No deal is worth {chair.words.money(moment.reservation[chair.me][0])} to you."
    if not isinstance(schedule, LumpSchedule):
        return [no_deal, _threat(schedule, moment), _time_left(chair, view, moment)]
    left, shrinks = moment.annuity[chair.me][0], ""
    if left != 1.0:
        shrinks = f"A deal now pays {100 * left:.0f} % of its face value to you."
    return [f"{no_deal} {_time_left(chair, view, moment)}", shrinks]


def _surroundings(chair: Chair, turn: Turn, view: View) -> list[str]:
    """What home, the agenda and demands have to say."""
    lines = []
    if np.isfinite(view.approval[0]):
        lines.append(f"{100 * view.approval[0]:.0f} % of your people support you.")
    lines += notices(chair)
    offer = offer_to(turn, view)
    if nothing_possible(view.consents):
        lines.append(f"{capital(why_nothing(chair))}. You can only wait or walk away.")
    elif offer is not None and (reason := barred(chair, view, offer)):
        lines.append(f"Their offer cannot be accepted: {reason}.")
    return lines


def _threat(schedule: FlowSchedule, moment: Moment) -> str:
    """The newest threat that has been announced and is not yet due."""
    now = moment.date
    announced = [threat for threat in schedule.threats if now and threat.announced <= now]
    if not announced or now is None or announced[-1].due <= now:
        return ""
    newest, belief = announced[-1], 100 * moment.belief[0]
    return f"{capital(newest.text or newest.name)} is due on {day(newest.due)}; belief that it comes: {belief:.0f} %."


def _time_left(chair: Chair, view: View, moment: Moment) -> str:
    talks = chair.talks
    if view.final:
        return "This is your last word: the talks end with this exchange."
    if talks.is_last_round:
        return "This is the last round."
    deadline = int(moment.deadline[0]) // talks.protocol.exchanges
    left = deadline - moment.index
    rounds = f"{left} round{'' if left == 1 else 's'}"
    believed = deadline < talks.play.rounds - 1
    if believed and left == 0:
        return "This is the last round before the deadline that you believe in."
    dates = talks.play.game.schedule.dates
    if not dates or moment.date is None:
        return f"{capital(rounds)} left after this one."
    days = (dates[deadline] - moment.date).days
    what = "Deadline you believe in: just after" if believed else "Last round of the talks:"
    return f"{what} {day(dates[deadline])}, in {days} days ({rounds})."

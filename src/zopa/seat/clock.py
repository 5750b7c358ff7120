"""What a person is told at a turn: what time does, what threatens, and what home and the agenda have to say."""

import numpy as np

from zopa.game.arrays import Packages
from zopa.game.schedule import FlowSchedule, LumpSchedule, Moment
from zopa.game.view import View
from zopa.protocols.base import Turn
from zopa.seat.chair import Chair
from zopa.seat.limits import barred, nothing_possible, notices, why_nothing
from zopa.seat.words import Words, capital, day


def offer_to(turn: Turn, view: View) -> Packages | None:
    """The offer that waits for an answer, (K,), or None."""
    return view.received.package[0] if view.received.standing[0] and turn.may_accept else None


def circumstances(chair: Chair, turn: Turn, view: View, moment: Moment, numbers: bool = True) -> list[str]:
    """All of it, a sentence or two in each line.

    Args:
        chair: The person's place.
        turn: What may be done.
        view: What the person's party may know.
        moment: What the calendar says.
        numbers: Whether to say what is one number: what no deal is worth, what a deal now pays, support at home.
    """
    lines = [*_clock(chair, view, moment, numbers), *_surroundings(chair, turn, view, numbers)]
    return [line for line in lines if line]


def _clock(chair: Chair, view: View, moment: Moment, numbers: bool) -> list[str]:
    """What time does: no deal, the threat, the deadline, the shrinking."""
    schedule, words = chair.talks.play.game.schedule, chair.words
    no_deal = words.say("seat.no_deal", worth=words.money(moment.reservation[chair.me][0])) if numbers else ""
    if not isinstance(schedule, LumpSchedule):
        return [no_deal, _threat(words, schedule, moment), _time_left(chair, view, moment)]
    left, shrinks = moment.annuity[chair.me][0], ""
    if left != 1.0 and numbers:
        shrinks = words.say("seat.shrinks", share=f"{100 * left:.0f}")
    return [f"{no_deal} {_time_left(chair, view, moment)}".strip(), shrinks]


def _surroundings(chair: Chair, turn: Turn, view: View, numbers: bool) -> list[str]:
    """What home, the agenda and demands have to say."""
    lines, say = [], chair.words.say
    if numbers and np.isfinite(view.approval[0]):
        lines.append(say("seat.support", share=f"{100 * view.approval[0]:.0f}"))
    lines += notices(chair)
    offer = offer_to(turn, view)
    if nothing_possible(view.consents):
        lines.append(say("seat.stuck", why=capital(why_nothing(chair))))
    elif offer is not None and (reason := barred(chair, view, offer)):
        lines.append(say("seat.barred", why=reason))
    return lines


def _threat(words: Words, schedule: FlowSchedule, moment: Moment) -> str:
    """The newest threat that has been announced and is not yet due."""
    now = moment.date
    announced = [threat for threat in schedule.threats if now and threat.announced <= now]
    if not announced or now is None or announced[-1].due <= now:
        return ""
    newest, belief = announced[-1], 100 * moment.belief[0]
    what, due = capital(newest.text or newest.name), day(newest.due, words.say.code)
    return words.say("seat.threat", what=what, day=due, share=f"{belief:.0f}")


def _time_left(chair: Chair, view: View, moment: Moment) -> str:
    talks, say = chair.talks, chair.words.say
    if view.final:
        return say("seat.last_word")
    if talks.is_last_round:
        return say("seat.last_round")
    deadline = int(moment.deadline[0]) // talks.protocol.exchanges
    left = deadline - moment.index
    rounds = say("seat.round" if left == 1 else "seat.rounds", count=left)
    believed = deadline < talks.play.rounds - 1
    if believed and left == 0:
        return say("seat.last_believed")
    dates = talks.play.game.schedule.dates
    if not dates or moment.date is None:
        return say("seat.left", rounds=capital(rounds))
    days = (dates[deadline] - moment.date).days
    key = "seat.deadline" if believed else "seat.end"
    return say(key, day=day(dates[deadline], say.code), days=days, rounds=rounds)

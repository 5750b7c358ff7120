"""What a person sees at each turn: the clock, the offers side by side, and the choices; at most 80 columns."""

import textwrap
from collections.abc import Sequence

import numpy as np

from zopa.cli.playing.limits import barred, best_package, nothing_possible, notices, possible_cells, why_nothing
from zopa.cli.playing.seat import Facing, Seat
from zopa.cli.playing.words import MANY, Words, capital, day
from zopa.game.arrays import Floats, Packages
from zopa.game.schedule import FlowSchedule, LumpSchedule
from zopa.game.view import View

WIDTH = 78

Column = tuple[str, Packages]
"""A heading and the package (K,) below it."""


def wrapped(text: str, indent: str = "") -> str:
    """A paragraph that fits the screen; lines do not break at a zero byte, which is shown as a space."""
    blank = " " * len(indent)
    lines = textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=blank, break_long_words=False)
    return lines.replace("\0", " ")


def turn_screen(seat: Seat, facing: Facing) -> str:
    """Everything that is shown when it is the person's turn."""
    columns = offers(seat, facing)
    said = [*_clock(seat, facing), *_surroundings(seat, facing)]
    parts = [_heading(seat, facing), *(wrapped(line, " ") for line in said if line)]
    parts.append(packages_table(seat.words, facing.view.cells, columns, facing))
    return "\n".join([*parts, choices(seat, facing)])


def offers(seat: Seat, facing: Facing) -> list[Column]:
    """The packages worth comparing: theirs, the person's last offer, the person's best."""
    columns: list[Column] = []
    if facing.offer is not None:
        proposer = int(facing.view.received.proposer[0])
        who = "they offer" if facing.view.parties == 2 else f"{seat.words.party(proposer)} offers"
        columns.append((who, facing.offer))
    if seat.asked is not None:
        columns.append(("your last offer", seat.asked))
    best, possible = best_package(facing.view)
    return [*columns, ("your best" if possible else "best, not today", best)]


def _heading(seat: Seat, facing: Facing) -> str:
    talks, moment = seat.talks, facing.moment
    left = f"Round {moment.index + 1} of {talks.play.rounds}"
    if talks.protocol.exchanges > 1:
        left += f", exchange {facing.turn.exchange + 1} of {talks.protocol.exchanges}"
    if moment.date:
        left += f" · {day(moment.date)}"
    right = f"you: {seat.words.party(seat.me)} ──"
    return f"── {left} {'─' * max(2, WIDTH - len(left) - len(right) - 5)} {right}"


def _clock(seat: Seat, facing: Facing) -> list[str]:
    """What time does: no deal, the threat, the deadline, the shrinking."""
    schedule, moment = seat.talks.play.game.schedule, facing.moment
    no_deal = f"No deal is worth {seat.words.money(moment.reservation[seat.me][0])} to you."
    if not isinstance(schedule, LumpSchedule):
        return [no_deal, _threat(schedule, facing), _time_left(seat, facing)]
    left, shrinks = moment.annuity[seat.me][0], ""
    if left != 1.0:
        shrinks = f"A deal now pays {100 * left:.0f} % of its face value to you."
    return [f"{no_deal} {_time_left(seat, facing)}", shrinks]


def _surroundings(seat: Seat, facing: Facing) -> list[str]:
    """What home, the agenda and demands have to say."""
    view, lines = facing.view, []
    if np.isfinite(view.approval[0]):
        lines.append(f"{100 * view.approval[0]:.0f} % of your people support you.")
    lines += notices(seat)
    if nothing_possible(view.consents):
        lines.append(f"{capital(why_nothing(seat))}. You can only wait or walk away.")
    elif facing.offer is not None and (reason := barred(seat, view, facing.offer)):
        lines.append(f"Their offer cannot be accepted: {reason}.")
    return lines


def _threat(schedule: FlowSchedule, facing: Facing) -> str:
    """The newest threat that has been announced and is not yet due."""
    now = facing.moment.date
    announced = [threat for threat in schedule.threats if now and threat.announced <= now]
    if not announced or now is None or announced[-1].due <= now:
        return ""
    newest, belief = announced[-1], 100 * facing.moment.belief[0]
    return f"{capital(newest.text or newest.name)} is due on {day(newest.due)}; belief that it comes: {belief:.0f} %."


def _time_left(seat: Seat, facing: Facing) -> str:
    talks, moment = seat.talks, facing.moment
    if facing.view.final:
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


def choices(seat: Seat, facing: Facing) -> str:
    """The commands that make sense now, with the utility of each."""
    words, view, turn = seat.words, facing.view, facing.turn
    found = []
    if facing.offer is not None and not barred(seat, view, facing.offer):
        found.append(f"a accept ({words.share(view.utility(view.received.worth)[0])})")
    if turn.may_propose and not nothing_possible(view.consents):
        found.append("c counter" if facing.offer is not None else "c make an offer")
        if seat.asked is not None and not barred(seat, view, seat.asked):
            utility = words.share(view.utility(np.full(1, words.worth(view.cells, seat.asked)))[0])
            found.append(f"r repeat ({utility})")
        found.append("h hint")
    found.append("n no" if facing.offer is not None else "n offer nothing")
    if any(seat.heard.values()):
        found.append("w what changed")
    found += ["i issues", "e end (0.00)", "? help"]
    return wrapped("   ".join(text.replace(" ", "\0") for text in found), " ")


def packages_table(words: Words, cells: Floats, columns: Sequence[Column], facing: Facing | None = None) -> str:
    """Packages side by side: levels, what each level is worth to the person, and the sums.

    Args:
        words: The game's words.
        cells: Payoffs by cell, (1, C).
        columns: What to show.
        facing: Adds the utility of each.
    """
    space = words.game.space
    levels = [[str(level) for level in space.read(package).values()] for _, package in columns]
    worth = [[f"({text})" if text else "" for text in _by_issue(words, cells, package)] for _, package in columns]
    totals = [words.worth(cells, package) for _, package in columns]
    feet = [words.number(total) for total in totals]
    foot = "worth to you"
    if facing is not None:
        utilities = [words.share(facing.view.utility(np.full(1, total))[0]) for total in totals]
        foot, feet = "worth, utility", [f"{total}, {utility}" for total, utility in zip(feet, utilities, strict=True)]
    label = max(len(text) for text in (*space.issues, foot))
    headings = [heading for heading, _ in columns]
    room = WIDTH - 2 - label
    blocks = _blocks(headings, levels, worth, feet, room)
    names = ["", *space.issues, foot]
    return "\n".join(f" {name:<{label}}{''.join(cells)}".rstrip() for name, *cells in zip(names, *blocks, strict=True))


def _by_issue(words: Words, cells: Floats, package: Packages) -> list[str]:
    """What each issue of a package is worth; linked issues together, beside the first of them."""
    space = words.game.space
    texts = [""] * len(space.issues)
    for k, cluster in enumerate(space.clusters):
        texts[cluster[0]] = words.number(cells[0, space.first[k] + package[k]])
    return texts


def _blocks(
    headings: list[str], levels: list[list[str]], worth: list[list[str]], feet: list[str], room: int
) -> list[list[str]]:
    """One column of text for each package; payoffs by issue are left out, from the right, where room is short."""
    count = len(headings)
    for shown in range(count, -1, -1):
        cropped = shown == 0
        most = max(6, room // count - 3) if cropped else 1000
        blocks = [
            _block(headings[c], levels[c], worth[c] if c < shown else [""] * len(worth[c]), feet[c], most)
            for c in range(count)
        ]
        if cropped or sum(len(block[0]) for block in blocks) <= room:
            return blocks
    raise AssertionError("the last try always fits")


def _block(heading: str, levels: list[str], worth: list[str], foot: str, most: int) -> list[str]:
    levels = [level if len(level) <= most else f"{level[: most - 1]}…" for level in levels]
    left, right = max(map(len, levels)), max(map(len, worth))
    body = [f"{level:<{left}}{' ' if right else ''}{text:>{right}}" for level, text in zip(levels, worth, strict=True)]
    width = max(len(line) for line in (heading[: most + 3], *body, foot))
    return [f"  {line:<{width}}" for line in (heading[:width], *body, foot)]


def levels_line(words: Words, view: View, package: Packages, issue: str) -> str:
    """The levels of an issue that may be offered now and what each is worth, the other issues as in a package.

    Args:
        words: The game's words.
        view: What the person's party may know.
        package: The package (K,); linked issues keep its levels.
        issue: The issue.
    """
    space = words.game.space
    at = space.issues.index(issue)
    k = next(k for k, cluster in enumerate(space.clusters) if at in cluster)
    inside, base = space.clusters[k].index(at), list(space.combinations[k][package[k]])
    found, possible = [], possible_cells(view)
    for number, level in enumerate(space.levels[at]):
        chosen = (*base[:inside], number, *base[inside + 1 :])
        cell = space.first[k] + space.combinations[k].index(chosen)
        if possible[0, cell]:
            found.append(f"{level} ({words.number(view.cells[0, cell])})")
    if len(found) > MANY:
        picked = np.linspace(0, len(found) - 1, 7).round().astype(int)
        found = [*(found[i] for i in picked), f"{len(found)} levels in all"]
    return wrapped("  ".join(text.replace(" ", "\0") for text in found) or "none that could be signed now", "   ")


def differences(words: Words, cells: Floats, old: Packages, new: Packages) -> list[str]:
    """What changed from one package to another, and what that is worth to the person; a line for each cluster."""
    space, before, after, lines = words.game.space, words.game.space.read(old), words.game.space.read(new), []
    for k, cluster in enumerate(space.clusters):
        if old[k] != new[k]:
            names = [space.issues[i] for i in cluster if before[space.issues[i]] != after[space.issues[i]]]
            said = ", ".join(f"{name} {before[name]} → {after[name]}" for name in names)
            step = cells[0, space.first[k] + new[k]] - cells[0, space.first[k] + old[k]]
            lines.append(f"   {said} ({'+' if step > 0 else ''}{words.number(step)})")
    return lines

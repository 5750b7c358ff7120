"""What a person sees at each turn: the clock, the offers side by side, and the choices; at most 80 columns."""

import textwrap
from collections.abc import Sequence

import numpy as np

from zopa.cli.playing.seat import Facing, Seat
from zopa.game.arrays import Floats, Packages
from zopa.game.view import View
from zopa.seat.clock import circumstances
from zopa.seat.limits import barred, best_package, nothing_possible, possible_cells
from zopa.seat.words import MANY, Words, day

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
    said = circumstances(seat, facing.turn, facing.view, facing.moment)
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

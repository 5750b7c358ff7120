"""The dialogue: a person's commands at a turn, until one of them is a move."""

from collections.abc import Callable

import numpy as np

from zopa.cli.playing.screen import differences, levels_line, packages_table, turn_screen, wrapped
from zopa.cli.playing.seat import Facing, Seat
from zopa.game.arrays import Packages
from zopa.game.view import Move
from zopa.seat.limits import barred, best_package, nothing_possible, why_nothing
from zopa.seat.words import NotUnderstoodError, capital

Ask = Callable[[str], str]
Say = Callable[[str], None]

HELP = """\
 a                    accept their offer
 c issue=level, …     offer your last offer with changes: c autos=15, rice=130
 c theirs issue=…     the same, starting from their offer (or: best, hint)
 c                    go through the issues one by one
 r                    repeat your last offer
 n                    say no without an offer of your own
 h                    a hint: the package best for them that is worth your last
                      offer to you; h 0.7 looks for a utility of 0.7 instead
 w                    what changed in their offer
 i, i issue           the levels that may be offered now, and their worth to you
 t                    show the table again
 e                    walk away from the table: no deal
 q                    quit the program; the talks stay unfinished
Numbers in brackets behind a choice are utilities: 0 is what no deal is worth to
you, 1 is your best package. You see the payoffs before an offer is sent."""

CHOICES = {
    "accept": "a", "counter": "c", "offer": "c", "repeat": "r", "no": "n", "hint": "h", "what": "w", "issues": "i",
    "table": "t", "end": "e", "quit": "q", "exit": "q", "help": "?",
}  # fmt: skip

START_UTILITY = 0.8
"""What a hint asks for while nothing else has been asked for."""


class WalkedAwayError(Exception):
    """The person has ended the talks."""


class QuitError(Exception):
    """The person has left the program."""


class Dialogue:
    """Asks for a move, and asks again until there is one.

    Args:
        seat: The person's seat.
        ask: Shows a prompt and returns what was typed.
        say: Shows text.
    """

    def __init__(self, seat: Seat, ask: Ask, say: Say) -> None:
        self.seat, self.words, self.ask, self.say = seat, seat.words, ask, say
        self.hinted: Packages | None = None

    def decide(self, facing: Facing) -> Move:
        """The person's move.

        Raises:
            WalkedAwayError: The person ends the talks.
            QuitError: The person leaves the program.
        """
        self.hinted = None
        self.say(turn_screen(self.seat, facing))
        while True:
            typed = self.ask("> ").strip()
            try:
                move = self._obey(facing, typed)
            except NotUnderstoodError as error:
                self.say(wrapped(f"{capital(str(error))}.", " "))
                continue
            if move is not None:
                return move

    def _obey(self, facing: Facing, typed: str) -> Move | None:
        if "=" in typed and typed.split(maxsplit=1)[0].casefold() not in ("c", "counter", "offer"):
            typed = f"c {typed}"
        word, _, rest = typed.partition(" ")
        choice = CHOICES.get(word.casefold(), word.casefold())
        does: dict[str, Callable[[Facing, str], Move | None]] = {
            "a": self._accept, "c": self._counter, "r": self._repeat, "n": self._refuse, "h": self._hint,
            "w": self._what_changed, "i": self._issues, "t": self._table, "e": self._end, "q": self._quit,
            "?": self._help,
        }  # fmt: skip
        if choice not in does:
            raise NotUnderstoodError(f"there is no command '{word}'; type ? for help" if word else "type ? for help")
        return does[choice](facing, rest.strip())

    def _accept(self, facing: Facing, rest: str) -> Move | None:
        if facing.offer is None:
            raise NotUnderstoodError("there is no offer of theirs to accept; c makes one of your own")
        view = facing.view
        if reason := barred(self.seat, view, facing.offer):
            raise NotUnderstoodError(f"their offer cannot be accepted: {reason}")
        short = float(view.reservation[0] - view.received.worth[0])
        less = f"{self.words.money(short)} less than" if short > 0 else "no more than"
        if short >= 0 and not self._sure(f"Their offer is worth {less} no deal to you. Accept it?"):
            return None
        return self.seat.answering(view, True)

    def _counter(self, facing: Facing, rest: str) -> Move | None:
        self._must_propose(facing)
        best, _ = best_package(facing.view)
        named = {"mine": self.seat.asked, "theirs": facing.offer, "best": best, "hint": self.hinted}
        word, _, after = rest.partition(" ")
        base = self.seat.asked if self.seat.asked is not None else facing.offer
        base = best if base is None else base
        if word.casefold() in named:
            start = named[word.casefold()]
            if start is None:
                raise NotUnderstoodError(f"there is nothing yet to start from under '{word}'")
            package = self.words.package(start, self.words.changes(after))
        elif rest:
            package = self.words.package(base, self.words.changes(rest))
        else:
            self._must_be_possible(facing)
            walked = self._walk(facing, base)
            if walked is None:
                return None
            package = walked
        self._must_be_possible(facing)
        return self._confirmed(facing, package)

    def _repeat(self, facing: Facing, rest: str) -> Move | None:
        self._must_propose(facing)
        if self.seat.asked is None:
            raise NotUnderstoodError("you have made no offer yet; c makes one")
        if reason := barred(self.seat, facing.view, self.seat.asked):
            raise NotUnderstoodError(reason)
        return self.seat.offering(facing.view, self.seat.asked)

    def _refuse(self, facing: Facing, rest: str) -> Move:
        return self.seat.answering(facing.view, False)

    def _must_propose(self, facing: Facing) -> None:
        if not facing.turn.may_propose:
            raise NotUnderstoodError("you can only answer now: a accepts their offer, n refuses it")

    def _must_be_possible(self, facing: Facing) -> None:
        if nothing_possible(facing.view.consents):
            raise NotUnderstoodError(why_nothing(self.seat))

    def _walk(self, facing: Facing, package: Packages) -> Packages | None:
        """Issue by issue; None if the person changes their mind."""
        self.say(" Enter keeps the level in brackets, a dot keeps all the rest, x forgets it all.")
        for issue in facing.view.space.issues:
            self.say(f" {issue}: {self.words.issue_line(issue)}")
            self.say(levels_line(self.words, facing.view, package, issue))
            while True:
                typed = self.ask(f" {issue} [{facing.view.space.read(package)[issue]}]: ").strip()
                if typed in (".", "x"):
                    return package if typed == "." else None
                try:
                    if typed:
                        package = self.words.package(package, {issue: self.words.level(issue, typed)})
                    break
                except NotUnderstoodError as error:
                    self.say(wrapped(f"{capital(str(error))}.", " "))
        return package

    def _confirmed(self, facing: Facing, package: Packages) -> Move | None:
        """Show what an offer is worth and ask whether to send it; what may not be offered can only be changed."""
        view = facing.view
        while True:
            reason = barred(self.seat, view, package)
            self.say(wrapped(f"{capital(reason)}.", " ") if reason else self._shown(facing, package))
            harms = self.words.worth(view.cells, package) < view.reservation[0]
            prompt = "send it all the same? (y = yes, Enter" if harms else "send it? (Enter or y = yes, n"
            prompt = "not sent: change it? (Enter" if reason else prompt
            typed = self.ask(f" {prompt} = no, issue=level = change more) ").strip()
            if not reason and (typed.casefold() in ("y", "yes") or (not typed and not harms)):
                return self.seat.offering(view, package)
            if "=" not in typed:
                self.say(" Not sent.")
                return None
            try:
                package = self.words.package(package, self.words.changes(typed))
            except NotUnderstoodError as error:
                self.say(wrapped(f"{capital(str(error))}.", " "))

    def _shown(self, facing: Facing, package: Packages) -> str:
        view, words, lines = facing.view, self.words, []
        worth = words.worth(view.cells, package)
        utility = words.share(view.utility(np.full(1, worth))[0])
        if self.seat.asked is not None:
            changes = differences(words, view.cells, self.seat.asked, package)
            lines += [" Changes to your last offer, and what they are worth to you:", *changes] if changes else []
        else:
            lines.append(wrapped(words.spelt(package), " "))
        lines.append(f" The offer is worth {words.money(worth)} to you (utility {utility}).")
        if facing.offer is not None and (package == facing.offer).all():
            lines.append(" Mind: this is what they offer already; a accepts it.")
        elif worth < view.reservation[0]:
            lines.append(f" Mind: no deal is worth more to you, {words.money(view.reservation[0])}.")
        elif facing.offer is not None and worth <= view.received.worth[0]:
            lines.append(f" Mind: their own offer gives you as much or more, {words.money(view.received.worth[0])}.")
        return "\n".join(lines)

    def _hint(self, facing: Facing, rest: str) -> None:
        self._must_propose(facing)
        view, words = facing.view, self.words
        if rest:
            target = float(view.payoff(np.full(1, _utility(rest)))[0])
        elif self.seat.asked is not None:
            target = max(words.worth(view.cells, self.seat.asked), float(view.reservation[0]))
        else:
            target = float(view.payoff(np.full(1, START_UTILITY))[0])
        self._must_be_possible(facing)
        found = self.seat.advice(facing, target).package[0].copy()
        if reason := barred(self.seat, view, found):
            raise NotUnderstoodError(f"no package is found that could be signed: {reason}")
        self.hinted = found
        columns = [("hint", self.hinted)]
        if self.seat.asked is not None:
            columns.append(("your last offer", self.seat.asked))
        self.say(f" Best for them among what is worth {words.number(target)} or more to you:")
        self.say(packages_table(words, view.cells, columns, facing))
        self.say(wrapped(self._their_side(facing, self.hinted), " "))
        self.say(" c hint offers it (c hint issue=level: with changes), h 0.7 looks elsewhere.")

    def _their_side(self, facing: Facing, package: Packages) -> str:
        """What a package is worth to the others, as far as the person may know."""
        view = facing.view
        if not np.isfinite(view.others[0].reservation).all():
            if any(self.seat.heard.values()):
                return "You know their wishes only from their offers: what they often ask for is taken to matter."
            return "You know nothing of their wishes yet: any package may be as good for them as another."
        said = []
        others = [p for p in range(view.parties) if p != view.me]
        for party, estimate in zip(others, view.others, strict=True):
            worth = self.words.number(self.words.worth(estimate.cells, package))
            no_deal = self.words.number(float(estimate.reservation[0]))
            said.append(f"{worth} to {self.words.party(party)} (no deal: {no_deal})")
        known = "It is worth" if view.others[0].exact else "As far as you can know, it is worth"
        return f"{known} {' and '.join(said)}."

    def _what_changed(self, facing: Facing, rest: str) -> None:
        for party, offers in self.seat.heard.items():
            name = capital(self.words.party(party))
            if not offers:
                self.say(f" {name} has made no offer yet.")
            elif len(offers) == 1:
                self.say(f" {name} has made one offer so far: nothing to compare it with.")
            else:
                changes = differences(self.words, facing.view.cells, offers[-2], offers[-1])
                said = "changed, and what that is worth to you:" if changes else "repeated the same offer."
                self.say("\n".join([f" {name} {said}", *changes]))

    def _issues(self, facing: Facing, rest: str) -> None:
        wanted = (self.words.issue(rest),) if rest else facing.view.space.issues
        base = facing.offer if facing.offer is not None else self.seat.asked
        if nothing_possible(facing.view.consents):
            self.say(wrapped(f"{capital(why_nothing(self.seat))}. Once that changes, these could be offered:", " "))
        for issue in wanted:
            self.say(f" {issue}: {self.words.issue_line(issue)}")
            package = best_package(facing.view)[0] if base is None else base
            self.say(levels_line(self.words, facing.view, package, issue))

    def _table(self, facing: Facing, rest: str) -> None:
        self.say(turn_screen(self.seat, facing))

    def _end(self, facing: Facing, rest: str) -> None:
        if self._sure("Walk away for good, without a deal?"):
            raise WalkedAwayError

    def _quit(self, facing: Facing, rest: str) -> None:
        raise QuitError

    def _help(self, facing: Facing, rest: str) -> None:
        self.say(HELP)

    def _sure(self, question: str) -> bool:
        self.say(wrapped(question, " "))
        return self.ask(" y/N: ").strip().casefold() in ("y", "yes")


def _utility(typed: str) -> float:
    try:
        utility = float(typed)
    except ValueError:
        utility = -1.0
    if not 0.0 <= utility <= 1.0:
        raise NotUnderstoodError(f"a hint takes a utility between 0 and 1, not '{typed}'")
    return utility

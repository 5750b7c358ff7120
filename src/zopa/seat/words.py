"""What a person reads and types: numbers, names, levels, and changes to a package."""

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from zopa.game.arrays import Floats, Packages
from zopa.game.game import Game
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Level
from zopa.game.values import value_of
from zopa.report.language import Language
from zopa.scenario.problems import listed, nearest
from zopa.talks.payoffs import best_feasible

MANY = 12
"""More levels than this are not listed one by one."""


class NotUnderstoodError(ValueError):
    """What was typed makes no sense here; the message says why, and what would."""


def capital(text: str) -> str:
    """The text with its first letter raised."""
    return text[:1].upper() + text[1:]


def day(date: dt.date, code: str = "en") -> str:
    """A date as `7 Jul 2025`; in Japanese as `2025年7月7日`."""
    if code == "ja":
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {date:%b %Y}"


@dataclass(frozen=True)
class Words:
    """The words of one game: what parties and issues are called, how payoffs are written, how packages are read.

    Attributes:
        game: The game, one world.
        me: Index of the party that a person plays.
        say: The language of sentences.
        titled: Whether issues go by their titles and levels without underscores, for people who never type a name.
    """

    game: Game
    me: int
    say: Language = field(default_factory=Language)
    titled: bool = False

    @cached_property
    def digits(self) -> int:
        """Decimals that tell this game's packages apart without drowning the reader."""
        game, schedule = self.game, self.game.schedule
        no_deal = schedule.disagreement if isinstance(schedule, LumpSchedule) else schedule.changes[0].flow
        best = best_feasible(game.epochs[0].cells[self.me], game.allowed, game.space.first)
        at_stake = float(best[0] - no_deal[self.me][0])
        return 2 if at_stake < 100 else 1 if at_stake < 1000 else 0

    def party(self, index: int) -> str:
        """What people call a party."""
        return self.game.titles.get(self.game.parties[index], self.game.parties[index])

    def issue_name(self, number: int) -> str:
        """What an issue is called in a sentence."""
        name = self.game.space.issues[number]
        return (self.game.titles.get(name) or name) if self.titled else name

    def pair(self, number: int, level: Level) -> str:
        """An issue with its level."""
        return f"{self.issue_name(number)}{' ' if self.titled else '='}{self.level_name(level)}"

    def level_name(self, level: Level) -> str:
        """A level in a sentence."""
        return str(level).replace("_", " ") if self.titled else str(level)

    def name(self, mechanism: str) -> str:
        """What somebody around the table is called."""
        return mechanism.replace("_", " ")

    def joined(self, texts: list[str]) -> str:
        """Texts as `a, b and c`."""
        comma = "、" if self.say.code == "ja" else ", "
        if len(texts) < 2:
            return "".join(texts)
        return self.say("seat.and", first=comma.join(texts[:-1]), last=texts[-1])

    def number(self, value: float) -> str:
        """A payoff without its unit."""
        return f"{round(float(value), self.digits) + 0.0:,.{self.digits}f}"

    def money(self, value: float) -> str:
        """A payoff with its unit."""
        return f"{self.number(value)} {self.game.unit}".strip()

    def share(self, utility: float) -> str:
        """A utility, or a dash where it means nothing."""
        return f"{round(float(utility), 2) + 0.0:.2f}" if np.isfinite(utility) else "-"

    def issue_line(self, issue: str) -> str:
        """An issue's title and unit."""
        title, unit = self.game.titles.get(issue, issue), self.game.units.get(issue, "")
        return f"{title} ({unit})" if unit else title

    def levels_of(self, issue: str) -> tuple[Level, ...]:
        """All levels of an issue."""
        return self.game.space.levels[self.game.space.issues.index(issue)]

    def spelt(self, package: Packages) -> str:
        """A package (K,) as `issue level · issue level`, with spaces inside a pair that do not break."""
        levels = self.game.space.read(package).items()
        return " · ".join(f"{issue} {level}".replace(" ", "\0") for issue, level in levels)

    def changes(self, typed: str) -> dict[str, Level]:
        """Read `issue=level, issue=level`; commas may be left out.

        Raises:
            NotUnderstoodError: An issue or level is unknown, or something else stands there.
        """
        found: dict[str, Level] = {}
        for part in filter(None, (piece.strip() for piece in typed.split(","))):
            pairs = [part] if part.count("=") == 1 else re.findall(r"\S+?\s*=\s*[^\s=]+(?!\s*=)", part)
            if not pairs or "".join("".join(pairs).split()) != "".join(part.split()):
                raise NotUnderstoodError(
                    f"write issue=level, not '{part}' (the issues: {listed(self.game.space.issues)})"
                )
            for pair in pairs:
                name, _, level = (text.strip() for text in pair.partition("="))
                issue = self.issue(name)
                found[issue] = self.level(issue, level)
        return found

    def issue(self, typed: str) -> str:
        """The issue that is meant by its name, or by the beginning of it.

        Raises:
            NotUnderstoodError: None is, or several could be.
        """
        known = self.game.space.issues
        return _one(typed, {name: name for name in known}, "issue", f"the issues: {listed(known, 20)}")

    def level(self, issue: str, typed: str) -> Level:
        """The level of an issue that is meant: a number, a word, or the beginning of a word.

        Raises:
            NotUnderstoodError: None is, or several could be.
        """
        levels = self.levels_of(issue)
        number = _number(typed)
        for level in levels:
            if str(level) == typed or (number is not None and not isinstance(level, str) and number == float(level)):
                return level
        numbers = [float(level) for level in levels if not isinstance(level, str)]
        if number is not None and len(numbers) > MANY:
            near = sorted(numbers, key=lambda one: abs(one - number))[:2]
            raise NotUnderstoodError(
                f"there is no level of {issue} '{typed}'; the nearest are {near[0]:g} and {near[1]:g}"
            )
        texts = {level: level for level in levels if isinstance(level, str)}
        hint = f"{issue} can be {listed(levels, MANY)}"
        return _one(typed, texts, f"level of {issue}", hint)

    def package(self, base: Packages, changes: dict[str, Level]) -> Packages:
        """A package with some levels changed.

        Args:
            base: The package to start from, (K,).
            changes: Issue -> level.

        Raises:
            NotUnderstoodError: A party's red line rules it out.
        """
        space = self.game.space
        package = space.find(space.read(base) | changes)
        for k, cell in enumerate(package):
            if not self.game.allowed[0, space.first[k] + cell]:
                levels = space.read(package)
                said = ", ".join(f"{space.issues[i]}={levels[space.issues[i]]}" for i in space.clusters[k])
                raise NotUnderstoodError(f"a red line of one of the parties rules out {said}")
        return package

    def worth(self, cells: Floats, package: Packages) -> float:
        """What a package (K,) is worth with these cells (1, C)."""
        return float(value_of(cells, np.ascontiguousarray(package[None, :]), self.game.space.first)[0])


def _one(typed: str, known: dict[str, str], what: str, hint: str) -> str:
    wanted = typed.casefold()
    exact = [name for name in known if name.casefold() == wanted]
    begun = exact or [name for name in known if wanted and name.casefold().startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise NotUnderstoodError(f"'{typed}' could be {listed(begun)}: write a little more")
    near = nearest(typed, known)
    raise NotUnderstoodError(f"there is no {what} '{typed}'" + (f": did you mean {near}?" if near else f" ({hint})"))


def _number(typed: str) -> float | None:
    try:
        return float(typed.removesuffix("%"))
    except ValueError:
        return None

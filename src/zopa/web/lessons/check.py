"""What only the engine can say of a lesson: whether its talks can be begun.

`python -m zopa.web.lessons.check FOLDER` says it, as `zopa validate FOLDER` does.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zopa.build.load import load, shipped
from zopa.build.registry import named_strategies
from zopa.scenario.problems import Problem, ScenarioError, did_you_mean, listed
from zopa.scenario.read import Document
from zopa.seat.opponents import HIDDEN
from zopa.web.lessons.load import OWN_SCENARIO, LessonFolder, read_lesson
from zopa.web.lessons.model import Bet, Play, Talk, Vary

_AHEAD = ("annual_", "payoff_", "no_deal_")


def check_lesson(path: Path) -> LessonFolder:
    """Read a lesson and begin all its talks.

    Args:
        path: Its folder, or its `lesson.yaml`.

    Raises:
        ScenarioError: With every problem found, each with file, line and column.
    """
    file = read_lesson(path)
    problems = list(_Checked(file).problems())
    if problems:
        raise ScenarioError(problems)
    return file


class _Checked:
    """A lesson, and the scenarios that it has been found to play."""

    def __init__(self, file: LessonFolder) -> None:
        self.file = file
        self.known = named_strategies()
        self.plain: dict[str, Document | None] = {}

    def problems(self) -> Iterator[Problem]:
        lesson = self.file.lesson
        yield from self.scenario(("scenario",), lesson.scenario)
        own = self.plain.get(lesson.scenario)
        for number, step in enumerate(lesson.steps):
            talk = step.truth if isinstance(step, Bet) else step
            if isinstance(talk, Talk):
                yield from self.talk(("steps", number, *(("truth",) if isinstance(step, Bet) else ())), talk)
        if own is not None:
            for party in lesson.roles:
                yield from self.party(("roles", party), party, own, key=True)

    def scenario(self, place: tuple[Any, ...], name: str) -> Iterator[Problem]:
        """Whether there is such a scenario; it is kept where there is."""
        if name in self.plain:
            return
        self.plain[name] = None
        if name != OWN_SCENARIO and name not in shipped():
            hint = did_you_mean(name, shipped()) or f"{listed(shipped())}, or {OWN_SCENARIO} of the folder"
            yield self.at(place, f"there is no scenario {name}", hint)
            return
        try:
            self.plain[name] = load(self.path_of(name))
        except ScenarioError as error:
            told = error.problems[0]
            yield self.at(place, f"{told.file}:{told.line}: {told.message}", told.hint)

    def path_of(self, name: str) -> Path:
        return self.file.folder / OWN_SCENARIO if name == OWN_SCENARIO else shipped()[name]

    def talk(self, place: tuple[Any, ...], talk: Talk) -> Iterator[Problem]:
        name = talk.scenario or self.file.lesson.scenario
        if talk.scenario:
            yield from self.scenario((*place, "scenario"), name)
        document = self.plain.get(name)
        if document is None:
            return
        who = list(_players(talk, list(document.scenario.parties)))
        wrong = [one for at, party, kind in who for one in self.player((*place, *at), party, kind, document)]
        yield from wrong
        if isinstance(talk, Vary):
            for number, measure in enumerate(talk.measures):
                yield from self.measure((*place, "measures", number), measure, document)
        elif hasattr(talk, "measure"):
            yield from self.measure((*place, "measure"), talk.measure, document)
        if not wrong:
            yield from self.changes(place, talk, name, [(party, kind) for _, party, kind in who if kind])

    def player(self, place: tuple[Any, ...], party: str, kind: str, document: Document) -> Iterator[Problem]:
        yield from self.party(place, party, document, key=place[-2:-1] == ("strategies",))
        if kind and kind not in self.known and not (kind == HIDDEN and place[-1] == "opponent"):
            hint = did_you_mean(kind, self.known) or "see: zopa list strategies"
            yield self.at(place, f"there is no strategy {kind}", hint)

    def party(self, place: tuple[Any, ...], name: str, document: Document, key: bool = False) -> Iterator[Problem]:
        parties = document.scenario.parties
        if name not in parties:
            hint = did_you_mean(name, parties) or listed(parties)
            yield self.at(place, f"{document.scenario.name} has no party {name}", hint, key)

    def measure(self, place: tuple[Any, ...], name: str, document: Document) -> Iterator[Problem]:
        scenario = document.scenario
        ahead = next((one for one in (*_AHEAD, "issue:") if name.startswith(one)), "")
        what, some = ("issue", scenario.issues) if ahead == "issue:" else ("party", scenario.parties)
        if ahead and name.removeprefix(ahead) not in some:
            hint = did_you_mean(name.removeprefix(ahead), some) or listed(some)
            yield self.at(place, f"{scenario.name} has no {what} {name.removeprefix(ahead)}", hint)

    def changes(
        self, place: tuple[Any, ...], talk: Talk, name: str, seated: list[tuple[str, str]]
    ) -> Iterator[Problem]:  # fmt: skip
        """Whether the scenario is still right with what is changed in it, one value of a slider after the other."""
        kinds = [f"parties.{party}.strategy.kind={kind}" for party, kind in seated if kind != HIDDEN]
        varied: list[tuple[tuple[Any, ...], list[str]]] = [(("changes",), list(talk.changes))]
        if isinstance(talk, Vary):
            path = talk.slider.path
            varied = [
                (("slider", "values", at), [*talk.changes, f"{path}={value:g}"])
                for at, value in enumerate(talk.slider.values)
            ]  # fmt: skip
        for at, changes in varied:
            if not kinds and not changes:
                continue
            try:
                load(self.path_of(name), (*kinds, *changes))
            except ScenarioError as error:
                told = error.problems[0]
                nothing = at[0] == "slider" and told.message.startswith("unknown key")
                where = ("slider", "path") if nothing else at
                yield self.at((*place, *where), f"{told.file}: {told.message}", told.hint)
                return

    def at(self, place: tuple[Any, ...], message: str, hint: str | None = None, key: bool = False) -> Problem:
        return self.file.problem_at(place, message, hint, key)


def _players(talk: Talk, parties: list[str]) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    """Place, party and strategy of everybody whom a step seats."""
    if isinstance(talk, Play):
        yield ("side",), talk.side, ""
        if talk.opponent:
            yield from ((("opponent",), one, talk.opponent) for one in parties if one != talk.side)
    else:
        yield from ((("strategies", party), party, kind) for party, kind in getattr(talk, "strategies", {}).items())


def main(names: list[str]) -> int:
    """Check lessons; prints what is wrong.

    Args:
        names: Folders.
    """
    wrong = 0
    for name in names:
        try:
            file = check_lesson(Path(name))
        except ScenarioError as error:
            print(error, file=sys.stderr)  # noqa: T201
            wrong = 2
        else:
            print(f"{name}: right ({len(file.lesson.steps)} steps)")  # noqa: T201
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

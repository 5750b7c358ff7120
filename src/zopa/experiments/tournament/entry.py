"""A tournament as experiments: for each scenario one whose levers are the parties' strategies."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zopa.build.load import load
from zopa.experiments.arms import placed, scenario_of
from zopa.experiments.lock import experiment_lock
from zopa.experiments.plan import Plan, Point
from zopa.experiments.planning import make_plan
from zopa.experiments.study import Study, values_of
from zopa.scenario.check_factor import check_factor
from zopa.scenario.design import Factor
from zopa.scenario.experiment import Experiment
from zopa.scenario.problems import Problem, ScenarioError, did_you_mean, listed
from zopa.scenario.read_experiment import ExperimentFile, override_text
from zopa.scenario.read_tournament import TournamentFile, read_tournament
from zopa.scenario.rules import STEMS, TAKEN
from zopa.scenario.shape import Path as Place
from zopa.scenario.source import Key
from zopa.scenario.tournament import Ground, Tournament, entrants


@dataclass(frozen=True)
class Entry:
    """A scenario of a tournament, ready to be run.

    Attributes:
        name: What the tournament calls it.
        ground: What the tournament says of it.
        seats: Party -> its strategies by name, as a scenario has them.
        plan: The run's plan: a point for each cell, the last seat's strategy changing first.
    """

    name: str
    ground: Ground
    seats: Mapping[str, Mapping[str, Any]]
    plan: Plan

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of strategies in each seat."""
        return tuple(len(some) for some in self.seats.values())


@dataclass(frozen=True)
class _Of(ExperimentFile):
    """The experiment of one scenario; its problems stand in the tournament's file."""

    tournament: TournamentFile
    name: str

    def problem_at(self, path: Sequence[Key], message: str, hint: str | None = None, key: bool = False) -> Problem:
        """A problem at a place of the tournament's file, given its place in the experiment."""
        return self.tournament.problem_at(self._place(tuple(path)), message, hint, key)

    def _place(self, path: Place) -> Place:
        """Where something of the experiment stands in the tournament's file."""
        said = self.tournament.tournament
        if path[:1] == ("constants",) and path[1:2] and path[1] in said.scenarios[self.name].set:
            return ("scenarios", self.name, "set", *path[1:])
        if path[:1] == ("scenario",):
            return ("scenarios", self.name, "scenario")
        if path[:1] != ("levers",) or len(path) < 4:
            return path
        seat, name = _party(str(path[1])), str(path[3])
        if isinstance(said.seats.get(seat), dict):
            return ("seats", seat, name)
        if isinstance(said.strategies, dict) and name in said.strategies:
            return ("strategies", name)
        if seat in said.seats:
            return ("seats", seat, list(said.seats[seat]).index(name))
        return ("strategies", list(said.strategies or ()).index(name))


def read_entries(
    path: str | os.PathLike[str], overrides: Sequence[str] = (), worlds: int | None = None, seed: int | None = None
) -> tuple[TournamentFile, list[Entry]]:
    """Read a tournament, and plan a run for each of its scenarios.

    Args:
        path: The YAML file.
        overrides: Texts `dotted.path=value`: of the tournament where the first key is one of a tournament's, else of
            all its scenarios.
        worlds: Worlds in each cell at first, where not as the file says.
        seed: Root seed, where not as the file says.

    Raises:
        ScenarioError: With every problem found.
    """
    more = [f"{key}={value}" for key, value in (("worlds", worlds), ("seed", seed)) if value is not None]
    file = read_tournament(path, (*overrides, *more))
    entries, problems = [], list[Problem]()
    for name, ground in file.tournament.scenarios.items():
        try:
            entries.append(_entry(file, name, ground))
        except ScenarioError as error:
            problems += [one for one in error.problems if one not in problems]
    if problems:
        raise ScenarioError(problems)
    return file, entries


def _entry(file: TournamentFile, name: str, ground: Ground) -> Entry:
    said = file.tournament
    constants = {**said.constants, **ground.set, **values_of(file.rest)}
    bare = _file(file, name, _experiment(said, name, ground, constants, {}))
    scenario = scenario_of(bare)
    parties = list(load(scenario).scenario.parties)
    seats = _seats(file, parties, ground.only)
    alike = list(seats.values())
    if said.symmetric and not (len(alike) == len(parties) == 2 and alike[0] == alike[1]):
        message = f"{name} has not two seats with the same strategies"
        raise ScenarioError([file.problem_at(("symmetric",), message, "say symmetric: false")])
    experiment = _experiment(said, name, ground, constants, seats)
    whole = _file(file, name, experiment)
    if found := [
        one for lever, factor in experiment.levers.items() for one in check_factor(("levers", lever), factor, "grid")
    ]:
        raise ScenarioError(
            list(
                dict.fromkeys(
                    whole.problem_at(one.path, one.message.replace("level", "strategy"), one.hint, one.key)
                    for one in found
                )
            )
        )
    texts = tuple(override_text(path, value) for path, value in constants.items())
    study = Study(experiment, scenario, texts, file.path, whole.text, whole)
    try:
        entry = Entry(name, ground, seats, make_plan(study, crossed=False))
    except ScenarioError as error:
        own = [one for one in error.problems if one.file == str(file.path)]  # placed already
        places = {path: ("constants", path) for path in {**said.constants, **ground.set}}
        rest = ScenarioError([one for one in error.problems if one not in own])
        raise ScenarioError([*own, *(placed(whole, rest, places) if places else rest.problems)]) from None
    if not (said.self_play or any(map(meets, entry.plan.points))):
        message = f"{name}: nobody meets anybody, as there are fewer strategies than seats"
        raise ScenarioError([file.problem_at(("self_play",), message, "self_play: true")])
    return entry


def _seats(file: TournamentFile, parties: Sequence[str], only: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The strategies of each party that the tournament varies."""
    said = file.tournament
    strangers = [party for party in said.seats if party not in parties]
    if strangers:
        raise ScenarioError(
            [
                file.problem_at(
                    ("seats", party), f"no such party: {party}",
                    did_you_mean(party, parties) or f"parties: {listed(parties)}", key=True,
                )
                for party in strangers
            ]
        )  # fmt: skip
    pool = entrants(said.strategies, {})
    seats = {party: entrants(said.seats.get(party, said.strategies), pool) for party in parties}
    if only:
        seats = {party: {name: some[name] for name in only if name in some} for party, some in seats.items()}
    return {party: some for party, some in seats.items() if some}


def meets(point: Point) -> bool:
    """Whether nobody meets itself there."""
    return len(set(point.labels)) == len(point.labels)


_SEAT = "_seat"


def _lever(party: str) -> str:
    """What the table calls a party's strategy: as the party, but for parties called as columns are."""
    return f"{party}{_SEAT}" if _taken(party) else party


def _party(lever: str) -> str:
    """Whose strategy a column has."""
    party = lever.removesuffix(_SEAT)
    return party if _taken(party) else lever


def _taken(name: str) -> bool:
    return name in TAKEN or name.startswith(tuple(f"{stem}_" for stem in STEMS))


def _experiment(
    said: Tournament, name: str, ground: Ground, constants: dict[str, Any], seats: Mapping[str, dict[str, Any]]
) -> Experiment:
    levers = {
        _lever(party): Factor(title=f"{party}'s strategy", path=f"parties.{party}.strategy", levels=dict(some))
        for party, some in seats.items()
    }
    return Experiment(
        schema_version=1, id=f"{said.id}.{name}", title=ground.title or said.title, question=said.question,
        setting=said.setting, source=said.source, scenario=ground.scenario, constants=constants, levers=levers,
        worlds=ground.worlds or said.worlds, seed=said.seed,
    )  # fmt: skip


def _file(file: TournamentFile, name: str, experiment: Experiment) -> _Of:
    text = experiment_lock(experiment, experiment.scenario).decode()
    written = {key: value for key, value in vars(file).items() if key != "tournament"}
    written |= {"text": text, "data": {}, "overrides": (), "rest": ()}
    return _Of(**written, experiment=experiment, tournament=file, name=name)

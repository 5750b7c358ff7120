"""What a check plans: for each clause its trials, that is strategy pairs and settings, mechanism on and off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zopa.analysis.columns import needed
from zopa.analysis.measures import check_measure, check_word, columns_named
from zopa.build.load import load
from zopa.experiments.arms import Arms, Layer, scenario_of
from zopa.scenario.design import Setting
from zopa.scenario.experiment import Clause
from zopa.scenario.problems import Problem, listed
from zopa.scenario.read_experiment import ExperimentFile
from zopa.scenario.shape import Path as Place


@dataclass(frozen=True)
class Trial:
    """A clause under one strategy pair, with its mechanism or without.

    Attributes:
        pair: Name of the strategy pair; empty where the file has none.
        off: Whether the mechanism is off.
        labels: Names of the settings.
        arms: Addresses of what is played in each.
    """

    pair: str
    off: bool
    labels: tuple[str, ...]
    arms: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A clause and how it is tried.

    Attributes:
        file: The experiment that it stands in.
        number: Its number there.
        clause: The clause.
        trials: Its trials, those without the mechanism last.
    """

    file: ExperimentFile
    number: int
    clause: Clause
    trials: tuple[Trial, ...]


def plan(file: ExperimentFile, arms: Arms) -> Iterator[Asked]:
    """The clauses of an experiment that can be tried; what is wrong with the others is kept among the arms' problems.

    Args:
        file: The experiment.
        arms: Receives what must be played, and what is wrong.

    Raises:
        ScenarioError: There is no such scenario, or it is wrong.
    """
    scenario = scenario_of(file)
    load(scenario)  # what is wrong with the scenario itself is said as such, not as the fault of an override
    yield from _Planner(file, scenario, arms).asked()


class _Planner:
    """The trials of one experiment."""

    def __init__(self, file: ExperimentFile, scenario: Path, arms: Arms) -> None:
        self.file, self.scenario, self.arms = file, scenario, arms

    def asked(self) -> Iterator[Asked]:
        for number, clause in enumerate(self.file.experiment.expect):
            planned = list(self.trials(number, clause))
            trials = tuple(trial for trial in planned if trial is not None)
            if len(trials) == len(planned):
                self.arms.problems += self.wrong(("expect", number), clause, trials)
                yield Asked(self.file, number, clause, trials)

    def trials(self, number: int, clause: Clause) -> Iterator[Trial | None]:
        pairs = list(self.file.experiment.pairs) or [""]
        for pair in pairs if clause.kind == "emergent" else pairs[:1]:
            yield self.trial(("expect", number), clause, pair, False)
        for pair in pairs if clause.kind == "emergent" else ():
            yield self.trial(("expect", number), clause, pair, True)

    def trial(self, path: Place, clause: Clause, pair: str, off: bool) -> Trial | None:
        said, key, settings = self.file.experiment, "vary", clause.vary or (Setting(),)
        if off and clause.without is not None:
            key, settings = "without", clause.without or (Setting(),)
        first: list[Layer] = [(("constants",), said.constants)]
        if pair:
            first.append((("pairs", pair), said.pairs[pair]))
        first.append(((*path, "given"), clause.given))
        last: list[Layer] = [((*path, "off"), clause.off)] if off and clause.off is not None else []
        arms = [
            self.arms.add(self.file, self.scenario, [*first, ((*path, key, at, "set"), setting.set), *last])
            for at, setting in enumerate(settings)
        ]
        labels = tuple(setting.name or _label(setting) for setting in settings)
        right = tuple(arm for arm in arms if arm is not None)
        return Trial(pair, off, labels, right) if len(right) == len(arms) else None

    def wrong(self, path: Place, clause: Clause, trials: Sequence[Trial]) -> Iterator[Problem]:
        """What only the arms show; where nothing is wrong, the columns needed are noted down."""
        on = {trial.pair: trial.arms for trial in trials if not trial.off}
        for arms in on.values():
            yield from self.columns(path, clause, arms)
        for trial in trials:
            if trial.off:
                yield from self.taken_away(path, clause, trial, on[trial.pair])
        yield from self.repeated(path, trials)
        idle = [trial.pair for trial in trials if trial.off and trial.arms == on[trial.pair]]
        if idle:
            message = f"this changes nothing under {listed(idle)}: the same is played as with the mechanism"
            yield self.at_off(path, clause, message)

    def columns(self, path: Place, clause: Clause, arms: Sequence[str]) -> Iterator[Problem]:
        measure = clause.measure
        for arm in arms:
            planned = self.arms.planned[arm]
            found = list(check_measure(measure, planned.known, (*path, "measure")))
            of = planned.known.get(str(measure.of))
            for key in ("value", "low", "high", "observed"):
                word = getattr(clause, key)
                if word is not None and of and measure.statistic != "share":
                    found += check_word((*path, key), str(measure.of), word, of, key == "observed")
            yield from (self.file.problem_at(one.path, one.message, one.hint, one.key) for one in found)
            if not found:
                planned.columns |= dict.fromkeys(needed(columns_named(measure), planned.known))

    def taken_away(self, path: Place, clause: Clause, trial: Trial, on: Sequence[str]) -> Iterator[Problem]:
        named, known = list(columns_named(clause.measure)), self.arms.planned[on[0]].known
        for arm in trial.arms:
            lost = [name for name in named if name in known and name not in self.arms.planned[arm].known]
            if lost:
                yield self.at_off(path, clause, f"without the mechanism there is no column {lost[0]} to measure")
                return
        yield from self.columns(path, clause, trial.arms)

    def repeated(self, path: Place, trials: Sequence[Trial]) -> Iterator[Problem]:
        told: set[int] = set()
        for trial in trials:
            for at, arm in enumerate(trial.arms if not trial.off else ()):
                earlier = trial.arms.index(arm)
                if earlier < at and at not in told:
                    told.add(at)
                    under = f" under {trial.pair}" if trial.pair else ""
                    message = f"this plays the same as the setting '{trial.labels[earlier]}'{under}"
                    yield self.file.problem_at((*path, "vary", at), message)

    def at_off(self, path: Place, clause: Clause, message: str) -> Problem:
        key = "off" if clause.off is not None else "without"
        return self.file.problem_at((*path, key), message, key=True)


def _label(setting: Setting) -> str:
    return ", ".join(f"{path.rpartition('.')[2]} {value}" for path, value in setting.set.items()) or "as it stands"

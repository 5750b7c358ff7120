"""Checking experiments: their arms are played, their expectations tested together, and each clause gets its verdict."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from zopa.analysis.columns import Arm
from zopa.analysis.measures import parts_of
from zopa.experiments.arms import Arms, Planned
from zopa.experiments.judging import Checked, judged
from zopa.experiments.trials import Asked, plan
from zopa.scenario.problems import Problem, ScenarioError
from zopa.scenario.read_experiment import ExperimentFile


class Check:
    """A set of experiments, read and found right, that are to be checked together."""

    def __init__(self, files: Sequence[ExperimentFile], worlds: int | None = None) -> None:
        """Plan what is to be played.

        Args:
            files: The experiments.
            worlds: Worlds in each arm, where not as the files say.

        Raises:
            ScenarioError: With every problem found: of overrides, columns, settings.
        """
        self._arms = Arms(worlds)
        self._asked: list[Asked] = []
        problems: list[Problem] = [*_idle(files), *_twice(files)]
        for file in files:
            try:
                self._asked += plan(file, self._arms)
            except ScenarioError as error:
                problems += error.problems
        problems += self._arms.problems
        if problems:
            raise ScenarioError(problems)

    @property
    def worlds(self) -> int:
        """Worlds to be played in all."""
        return self._arms.worlds

    @property
    def arms(self) -> int:
        """Settings to be played in all, each once."""
        return len(self._arms.planned)

    def run(self, processes: int = 1, progress: Callable[[int], None] | None = None) -> list[Checked]:
        """Play, test and judge.

        Args:
            processes: Number of processes.
            progress: Called with the number of worlds finished.

        Returns:
            Every clause with its verdict, in the order of the files. p-values are adjusted over all of them.

        Raises:
            ScenarioError: A measure needs a value that is missing in some world, or an arm cannot be played.
        """
        return self.judge(self._arms.play(processes, progress))

    @property
    def settings(self) -> dict[str, str]:
        """What each setting is called, by its address: the first clause that asks for it, the pair, the setting."""
        names: dict[str, str] = {}
        for asked in self._asked:
            for trial in asked.trials:
                for label, arm in zip(trial.labels, trial.arms, strict=True):
                    off = "without" if trial.off else ""
                    told = [part for part in (asked.clause.id, trial.pair, off, label) if part]
                    names.setdefault(arm, ", ".join(told))
        return names

    @property
    def planned(self) -> Mapping[str, Planned]:
        """What is to be played, by the address of each setting."""
        return self._arms.planned

    def judge(self, played: Mapping[str, Arm]) -> list[Checked]:
        """Test and judge what has been played.

        Args:
            played: The worlds of each setting, by its address.

        Raises:
            ScenarioError: A measure needs a value that is missing in some world.
        """
        known = {arm: planned.known for arm, planned in self._arms.planned.items()}
        return judged(self._asked, lambda asked, arm: parts_of(asked.clause.measure, played[arm]), known.__getitem__)


def _idle(files: Sequence[ExperimentFile]) -> Iterator[Problem]:
    """Files that expect nothing."""
    for file in files:
        if not file.experiment.expect:
            yield file.problem_at(("expect",), "nothing is expected: a clause is needed")


def _twice(files: Sequence[ExperimentFile]) -> Iterator[Problem]:
    """Clauses of different files that have the same name."""
    seen: dict[str, Path] = {}
    for file in files:
        for number, clause in enumerate(file.experiment.expect):
            if clause.id in seen:
                message = f"another file has a clause {clause.id}"
                yield file.problem_at(("expect", number, "id"), message, str(seen[clause.id]))
            seen.setdefault(clause.id, file.path)

"""The scenarios of a plan's points: each read once and checked."""

from collections.abc import Mapping, Sequence
from typing import Any

from zopa.build.load import load_parsed
from zopa.experiments.arms import placed
from zopa.experiments.axes import Level
from zopa.experiments.rows import describe
from zopa.experiments.store import strategies_from_elsewhere
from zopa.experiments.study import Study
from zopa.scenario.include import Loaded
from zopa.scenario.problems import Problem, ScenarioError
from zopa.scenario.read import Document


class Documents:
    """The scenarios of the points: each read once and checked, and what their tables hold together.

    Attributes:
        about: What the table of all points is about.
        elsewhere: Strategies that are not zopa's own, with their package's version or file's hash.
        problems: What is wrong.
    """

    def __init__(self, study: Study, loaded: Loaded, document: Document) -> None:
        """Begin with the scenario as all points share it.

        Args:
            study: The experiment.
            loaded: The scenario's files.
            document: The scenario with what is changed in every point.
        """
        self._study, self._loaded, self._document = study, loaded, document
        self._seen: set[tuple[str, ...]] = {()}
        said = study.experiment
        self.about = describe(document, said.seed, said.worlds)
        self.elsewhere = strategies_from_elsewhere(document)
        self.problems: list[Problem] = []

    def check(self, levels: Sequence[Level], overrides: tuple[str, ...]) -> None:
        """Read the scenario of a point, unless another point has it too.

        Args:
            levels: The point's levels, which say where in the experiment each override stands.
            overrides: What the point changes, as after `-s`.
        """
        if overrides in self._seen or len(self.problems) > 100:
            return
        self._seen.add(overrides)
        places = {path: (*level.place, *self._last(level, path)) for level in levels for path in level.texts}
        try:
            document = load_parsed(self._loaded, (*self._document.overrides, *overrides))
        except ScenarioError as error:
            assert self._study.file is not None
            new = placed(self._study.file, error, places)
            self.problems += [one for one in new if one not in self.problems]
            return
        self.elsewhere |= strategies_from_elsewhere(document)
        about = describe(document, self._study.experiment.seed, self._study.experiment.worlds)
        for key in ("parties", "dated", "unit"):
            if about[key] != self.about[key]:
                place = levels[-1].place if levels else ()
                message = f"the points do not have the same {key if key != 'dated' else 'kind of time'}"
                self.problems.append(self._study.problem(place, message, "ask in two files"))
        self._join_issues(levels, about["issues"])
        further = {**dict.fromkeys(self.about["further"]), **dict.fromkeys(about["further"])}
        self.about = {**self.about, "further": list(further)}

    def _join_issues(self, levels: Sequence[Level], more: Mapping[str, Any]) -> None:
        """The issues of all points, each with all its levels; a point that does not have one has no value there."""
        issues = dict(self.about["issues"])
        for name, issue in more.items():
            known = issues.setdefault(name, issue)
            texts = [any(isinstance(level, str) for level in some["levels"]) for some in (known, issue)]
            if texts[0] != texts[1]:
                place = levels[-1].place if levels else ()
                message = f"the levels of {name} are numbers in some points and words in others"
                self.problems.append(self._study.problem(place, message, "ask in two files"))
            issues[name] = {**known, "levels": list(dict.fromkeys([*known["levels"], *issue["levels"]]))}
        self.about = {**self.about, "issues": issues}

    @staticmethod
    def _last(level: Level, path: str) -> tuple[str, ...]:
        return (path,) if len(level.place) and level.place[-1] == "set" else ()

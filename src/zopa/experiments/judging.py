"""Judging clauses: their expectations are tested together, and each gets its verdict."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from zopa.analysis.columns import Known
from zopa.analysis.expectations import Comparison, Judged, Placed, comparisons, place, pooled, verdict_of
from zopa.analysis.measures import Signed, number_of
from zopa.experiments.trials import Asked, Trial
from zopa.scenario.experiment import Clause, Verdict
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read_experiment import ExperimentFile

_MANY = 6
"""Trials named in a reason, at most."""


@dataclass(frozen=True)
class Evidence:
    """What one trial showed.

    Attributes:
        trial: The trial.
        judged: Its comparisons.
        placed: Where what happened lies, in a clause with `observed`.
    """

    trial: Trial
    judged: tuple[Judged, ...]
    placed: Placed | None = None

    @property
    def verdict(self) -> Verdict:
        """Whether the relation holds in this trial."""
        return verdict_of(self.judged) if self.placed is None else self.placed.verdict


@dataclass(frozen=True)
class Checked:
    """A clause with its verdict.

    Attributes:
        file: The experiment that it stands in.
        clause: The clause.
        sort: What its measure is: `share`, `date`, or `number`.
        evidence: What was found, trial by trial.
        verdict: The verdict.
        reason: Why it is not that it holds; empty where it holds.
    """

    file: ExperimentFile
    clause: Clause
    sort: str
    evidence: tuple[Evidence, ...]
    verdict: Verdict
    reason: str

    @property
    def as_recorded(self) -> bool:
        """Whether the verdict is the one that the file records."""
        return self.verdict == self.clause.verdict


def judged(
    asked: Sequence[Asked],
    measured: Callable[[Asked, str], Signed],
    known: Callable[[str], Mapping[str, Known]],
) -> list[Checked]:
    """Test clauses together and judge each.

    Args:
        asked: The clauses, with how each is tried.
        measured: A clause's measure in one of its arms.
        known: The columns of an arm.

    Returns:
        Every clause with its verdict. p-values are adjusted over all of them.

    Raises:
        ScenarioError: A measure needs a value that is missing in some world.
    """
    tested = [(one, trial) for one in asked for trial in one.trials]
    groups = [_tested(one, trial, measured) for one, trial in tested]
    placed = [_placed(one, trial, measured, known) for one, trial in tested]
    evidence = iter(
        Evidence(trial, tuple(some), where)
        for (_, trial), some, where in zip(tested, pooled(groups), placed, strict=True)
    )
    return [
        _judge(one, tuple(next(evidence) for _ in one.trials), known(one.trials[0].arms[0])) for one in asked
    ]  # fmt: skip


def _judge(asked: Asked, evidence: tuple[Evidence, ...], known: Mapping[str, Known]) -> Checked:
    measure = asked.clause.measure
    sort = "share" if measure.statistic == "share" else known[str(measure.of)].sort
    dated = sort == "date" and measure.statistic != "sd" and measure.minus is None
    verdict, reason = _verdict(evidence)
    return Checked(
        asked.file,
        asked.clause,
        sort if dated or sort in ("share", "word") else "number",
        evidence,
        verdict,
        reason,
    )


def _tested(asked: Asked, trial: Trial, measured: Callable[[Asked, str], Signed]) -> list[Comparison]:
    if asked.clause.observed is not None:
        return []
    try:
        return comparisons(asked.clause, [measured(asked, arm) for arm in trial.arms])
    except ValueError as error:
        raise ScenarioError(
            [asked.file.problem_at(("expect", asked.number, "measure"), str(error), key=True)]
        ) from error


def _placed(
    asked: Asked, trial: Trial, measured: Callable[[Asked, str], Signed], known: Callable[[str], Mapping[str, Known]]
) -> Placed | None:
    observed = asked.clause.observed
    if observed is None:
        return None
    ((_, part),) = measured(asked, trial.arms[0])
    words = part.words
    if known(trial.arms[0])[str(asked.clause.measure.of)].sort == "word":
        return place(part.values[part.counts], float(words.index(str(observed))) if observed in words else -1.0, False)
    return place(part.values[part.counts], number_of(observed))


def _verdict(evidence: Sequence[Evidence]) -> tuple[Verdict, str]:
    """The verdict over all trials, and the reason where it is not that the clause holds."""
    on = [one for one in evidence if not one.trial.off]
    for verdict in ("fails", "undecided"):
        some = [one for one in on if one.verdict == verdict]
        if some:
            return _but(verdict, some, len(on))
    kept = [one.trial.pair for one in evidence if one.trial.off and one.verdict == "holds"]
    if kept:
        return "fails", f"holds without the mechanism too (under {', '.join(kept)})"
    return "holds", ""


def _trials(some: Sequence[Evidence]) -> str:
    """The trials by name; only the first of many."""
    names = [one.trial.pair for one in some]
    apart = "; " if any("," in name for name in names) else ", "
    return apart.join(names) if len(names) <= _MANY else f"{apart.join(names[:_MANY])}; {len(names)} in all"


def _but(verdict: Verdict, some: Sequence[Evidence], of: int) -> tuple[Verdict, str]:
    if some[0].placed is not None:
        where = "what happened lies outside the central 90 %" if verdict == "fails" else "no world counts"
        return verdict, where
    what = "surely not so" if verdict == "fails" else "not sure either way"
    return verdict, what + (f" (under {_trials(some)})" if of > 1 else "")

"""What the text, the page and the chart of an answer have in common: what points, outcomes and numbers are called."""

import datetime as dt
import math

from zopa.analysis.columns import EPOCH
from zopa.analysis.estimates import Estimate
from zopa.experiments.answer import LEVEL, Answer
from zopa.experiments.results import Results
from zopa.report.language import Language
from zopa.report.measure_words import level_label, measure_words
from zopa.report.words import MINUS, decimals_for, finished, percent, plain
from zopa.scenario.design import SAMPLED

__all__ = [
    "SETTING", "Numbers", "clauses_alone", "interval", "level_label", "made_of", "measured", "outcome_name",
    "point_label", "told_factors",
]  # fmt: skip

SETTING = "setting"
"""The one factor of a file of clauses alone, whose settings are the points."""


def clauses_alone(results: Results) -> bool:
    """Whether a run's points are the settings of its clauses, without levers or uncertainties."""
    return SETTING in results.factors and not (results.experiment.levers or results.experiment.uncertainties)


def told_factors(results: Results) -> dict[str, tuple[str, ...]]:
    """The factors that tell points apart, each with those that change with it, level by level under the same names.

    Args:
        results: The run.

    Returns:
        Factor -> the others that need not be told; in the order of the file.
    """
    told: dict[str, tuple[str, ...]] = {}
    columns = {name: results.design.column(name).to_pylist() for name in results.factors}
    for name, column in columns.items():
        twin = next((one for one in told if columns[one] == column), None) if results.kind == "list" else None
        if twin is None:
            told[name] = ()
        else:
            told[twin] += (name,)
    return told


def outcome_name(answer: Answer, name: str) -> str:
    """An outcome as tables head it: `day` is a round where talks have no dates.

    Args:
        answer: What a run says.
        name: The outcome.
    """
    measure = answer.results.measures[name]
    undated = name == "day" and measure.of == "day" and not answer.results.about.dated
    return "round" if undated and "round" not in answer.outcomes else name


def measured(answer: Answer, name: str, say: Language | None = None) -> tuple[str, str]:
    """What an outcome is, in words, and its unit.

    Args:
        answer: What a run says.
        name: The outcome.
        say: The language; English where left out.

    Returns:
        For example `mean payoff of Japan per year, worlds with a deal` and `bn USD/yr`.
    """
    say = say or Language("en")
    measure, about = answer.results.measures[name], answer.results.about
    words, unit = measure_words(measure, about, say)
    if measure.minus is not None:
        words = say("measure.minus", first=words, second=measure_words(measure.minus, about, say)[0])
    return words, "" if answer.sort(name) in ("share", "date") else unit


def made_of(answer: Answer, say: Language | None = None) -> str:
    """How many points and worlds, how they were drawn, and with what luck: a sentence.

    Args:
        answer: What a run says.
        say: The language; English where left out.
    """
    say, results = say or Language("en"), answer.results
    count, seed = results.about.worlds, results.about.seed
    worlds = say("made.world" if count == 1 else "made.worlds", worlds=f"{count:,}")
    if results.points == 1:
        return say("made.single", worlds=worlds, seed=seed)
    numbers = {"points": f"{results.points:,}", "worlds": worlds, "seed": seed}
    if clauses_alone(results):
        return say("made.settings", **numbers)
    drawn = say(f"made.{results.kind}") if results.kind in SAMPLED else ""
    return say("made.points", drawn=drawn, luck=say(f"made.luck.{results.said['luck']}"), **numbers)


def point_label(answer: Answer, point: int) -> str:
    """A point by the levels of its factors."""
    results = answer.results
    names = told_factors(results)
    levels = {name: level_label(results.design.column(name)[point].as_py()) for name in names}
    if clauses_alone(results):
        return levels[SETTING]
    return ", ".join(f"{name} {level}" for name, level in levels.items())


class Numbers:
    """Writes one outcome, with as many decimals as its values in all points ask for."""

    def __init__(self, answer: Answer, name: str) -> None:
        """Look at its values.

        Args:
            answer: What a run says.
            name: The outcome.
        """
        self.sort = answer.sort(name)
        finite = (value for value in answer.values(name).tolist() if math.isfinite(value))
        self.decimals = decimals_for(*finite)

    def value(self, value: float) -> str:
        """A value."""
        if not math.isfinite(value):
            return "–" if math.isnan(value) else "never" if value > 0 else f"{MINUS}∞"
        if self.sort == "share":
            return percent(min(max(value, 0.0), 1.0))
        if self.sort == "date":
            return (EPOCH + dt.timedelta(days=round(value))).isoformat()
        return plain(value, self.decimals)

    def estimate(self, one: Estimate) -> str:
        """A value with its interval of 95 %, in brackets; without where there is none.

        >>> from zopa.analysis.estimates import Exact, Student
        >>> numbers = Numbers.__new__(Numbers)
        >>> numbers.sort, numbers.decimals = "number", 2
        >>> numbers.estimate(Student(5.0, 1.0, 10)), numbers.estimate(Exact(5.0, ""))
        ('5.00 [2.77, 7.23]', '5.00, always')
        """
        ends, said = interval(one), finished(self.value(one.value))
        if ends is None:
            return said
        low, high = (finished(self.value(end)) for end in ends)
        if ends[1] - ends[0] <= 1e-9 * max(1.0, abs(one.value)):  # rounding is no variation
            return f"{said}, always"
        return f"{said} [{low.removesuffix(' %')}, {high.removesuffix(' %')}]"


def interval(one: Estimate) -> tuple[float, float] | None:
    """An interval of 95 %; None where there is none, or the estimate is no number."""
    ends = (one.lower(LEVEL), one.upper(LEVEL))
    return ends if all(map(math.isfinite, (one.value, *ends))) else None

"""What the text, the page and the chart of an answer have in common: what points, outcomes and numbers are called."""

import datetime as dt
import math

from zopa.analysis.columns import EPOCH
from zopa.analysis.estimates import Estimate
from zopa.analysis.outcomes import About
from zopa.experiments.answer import LEVEL, Answer
from zopa.experiments.results import Results
from zopa.report.words import GLUE, MINUS, decimals_for, finished, listed, percent, plain
from zopa.scenario.experiment import Condition, Conditions, Limits, Measure

SETTING = "setting"
"""The one factor of a file of clauses alone, whose settings are the points."""

_DESIGNS = {"lhs": "a Latin hypercube", "sobol": "Saltelli's scheme", "morris": "Morris's trajectories"}

_OF_WORLDS = {
    "round": "round of the deal", "exchange": "exchange of the deal", "date": "date of the deal",
    "offers": "number of offers", "agreed": "deals",
}  # fmt: skip


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


def level_label(level: object) -> str:
    """A level as its file says it; numbers with four digits at most.

    >>> level_label("nash_targeter"), level_label(0.03), level_label(-1 / 3), level_label(2032.0), level_label(True)
    ('nash_targeter', '0.03', '−0.3333', '2032', 'true')
    """
    if isinstance(level, bool):
        return str(level).lower()
    if isinstance(level, float):
        whole = level == int(level) and abs(level) < 1e15 if math.isfinite(level) else False
        return (f"{level:.0f}" if whole else f"{level:.4g}").replace("-", MINUS)
    return " ".join(str(level).split())


def outcome_name(answer: Answer, name: str) -> str:
    """An outcome as tables head it: `day` is a round where talks have no dates.

    Args:
        answer: What a run says.
        name: The outcome.
    """
    measure = answer.results.measures[name]
    undated = name == "day" and measure.of == "day" and not answer.results.about.dated
    return "round" if undated and "round" not in answer.outcomes else name


def measured(answer: Answer, name: str) -> tuple[str, str]:
    """What an outcome is, in words, and its unit.

    Args:
        answer: What a run says.
        name: The outcome.

    Returns:
        For example `mean payoff of Japan per year, worlds with a deal` and `bn USD/yr`.
    """
    measure = answer.results.measures[name]
    words, unit = _measure(measure, answer.results.about)
    if measure.minus is not None:
        words = f"{words}, less {_measure(measure.minus, answer.results.about)[0]}"
    return words, "" if answer.sort(name) in ("share", "date") else unit


def _measure(measure: Measure, about: About) -> tuple[str, str]:
    where = _worlds(measure.where)
    if measure.statistic == "share":
        that = "that end in a deal" if measure.that == {"agreed": True} else f"with {_conditions(measure.that)}"
        return f"share of {where or 'all worlds'} {that}", ""
    what, unit = _column(str(measure.of), about)
    if measure.statistic == "quantile":
        statistic = f"{100 * (measure.q or 0.0):g}{GLUE}% quantile of"
    else:
        statistic = {"mean": "mean", "median": "median", "sd": "standard deviation of"}[measure.statistic or "mean"]
    return f"{statistic} {what}" + (f", {where}" if where else ""), unit


def _worlds(where: Conditions) -> str:
    if not where:
        return ""
    with_a_deal = {"agreed": True}
    if where == with_a_deal:
        return "worlds with a deal"
    return f"worlds with {_conditions(where)}"


def _conditions(conditions: Conditions) -> str:
    """For example `day at least 3 and at most 95, rice 0 or 100`."""
    return ", ".join(f"{name} {_condition(one)}" for name, one in conditions.items())


_LIMITS = ("at_least", "above", "at_most", "below", "equals", "is_not")


def _condition(condition: Condition) -> str:
    if isinstance(condition, Limits):
        words = {"equals": "", "is_not": "not "}
        said = [(key, getattr(condition, key)) for key in _LIMITS]
        return listed([
            f"{words.get(key, key.replace('_', ' ') + ' ')}{level_label(value)}"
            for key, value in said if value is not None
        ])  # fmt: skip
    some = condition if isinstance(condition, tuple) else (condition,)
    return listed([level_label(one) for one in some], "or")


def _column(name: str, about: About) -> tuple[str, str]:
    """What a column holds, and its unit."""
    if name == "day":
        return ("days to the deal", "") if about.dated else ("round of the deal", "")
    yearly = " per year" if about.dated else ""
    if name == "joint":
        return f"payoff of all parties together{yearly}", about.unit
    for party, title in about.parties.items():
        present = ", present value" if about.dated else ""
        worth = {
            f"annual_{party}": (f"payoff of {title}{yearly}", about.unit),
            f"payoff_{party}": (f"payoff of {title}{present}", about.money),
            f"no_deal_{party}": (f"worth of no deal to {title}", about.money),
            f"gain_{party}": (f"gain of {title} over no deal", about.money),
        }  # fmt: skip
        if name in worth:
            return worth[name]
    for issue in about.issues:
        if name == issue.name:
            return issue.title, issue.unit
    return _OF_WORLDS.get(name, name.replace("_", " ")), ""


def made_of(answer: Answer) -> str:
    """How many points and worlds, how they were drawn, and with what luck: a sentence."""
    results = answer.results
    worlds = f"{results.about.worlds:,} world{'s' if results.about.worlds > 1 else ''}"
    if results.points == 1:
        return f"{worlds}, seed {results.about.seed}."
    if clauses_alone(results):
        return f"{results.points:,} settings, {worlds} in each, the same luck in each, seed {results.about.seed}."
    luck = "the same luck in each" if results.said["luck"] == "common" else "luck of their own in each"
    drawn = f" drawn by {_DESIGNS[results.kind]}" if results.kind in _DESIGNS else ""
    return f"{results.points:,} points{drawn}, {worlds} in each, {luck}, seed {results.about.seed}."


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

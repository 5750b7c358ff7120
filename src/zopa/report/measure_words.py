"""What measures are in words, in the language of the page."""

from collections.abc import Mapping

from zopa.analysis.outcomes import About
from zopa.report.language import Language
from zopa.report.words import GLUE, MINUS
from zopa.scenario.experiment import Condition, Conditions, Limits, Measure

_OF_WORLDS = ("round", "exchange", "date", "offers", "agreed")
"""Columns that every table has, whatever the talks are about."""

_LIMITS = ("at_least", "above", "at_most", "below", "equals", "is_not")

_DEAL: Mapping[str, Condition] = {"agreed": True}


def level_label(level: object) -> str:
    """A level as its file says it; numbers with four digits at most.

    >>> level_label("nash_targeter"), level_label(0.03), level_label(-1 / 3), level_label(2032.0), level_label(True)
    ('nash_targeter', '0.03', '−0.3333', '2032', 'true')
    """
    import math

    if isinstance(level, bool):
        return str(level).lower()
    if isinstance(level, float):
        whole = level == int(level) and abs(level) < 1e15 if math.isfinite(level) else False
        return (f"{level:.0f}" if whole else f"{level:.4g}").replace("-", MINUS)
    return " ".join(str(level).split())


def measure_words(measure: Measure, about: About, say: Language) -> tuple[str, str]:
    """What a measure is, and its unit.

    Args:
        measure: The measure; what it is less is left out.
        about: What the table is about.
        say: The language.

    Returns:
        For example `mean payoff of Japan per year, worlds with a deal` and `bn USD/yr`; shares have no unit.
    """
    if measure.statistic == "share":
        worlds = _worlds(measure.where, say) or say("measure.worlds.all")
        if measure.that == _DEAL:
            return say("measure.share.deal", worlds=worlds), ""
        return say("measure.share", worlds=worlds, that=conditions_words(measure.that, say)), ""
    what, unit = _column(str(measure.of), about, say)
    where = say("measure.where", worlds=_worlds(measure.where, say)) if measure.where else ""
    if measure.statistic == "quantile":
        return say("measure.quantile", q=f"{100 * (measure.q or 0.0):g}{GLUE}%", what=what, where=where), unit
    return say(f"measure.{measure.statistic or 'mean'}", what=what, where=where), unit


def _worlds(where: Conditions, say: Language) -> str:
    if not where:
        return ""
    if where == _DEAL:
        return say("measure.worlds.deal")
    return say("measure.worlds.with", conditions=conditions_words(where, say))


def conditions_words(conditions: Conditions, say: Language) -> str:
    """For example `day at least 3 and at most 95, rice 0 or 100`.

    Args:
        conditions: The conditions.
        say: The language.
    """
    return say("list.and").join(
        say("measure.condition", name=name, condition=_condition(one, say)) for name, one in conditions.items()
    )


def _condition(condition: Condition, say: Language) -> str:
    if isinstance(condition, Limits):
        said = [(key, getattr(condition, key)) for key in _LIMITS]
        return say("list.both").join(
            say(f"measure.limit.{key}", value=level_label(value)) for key, value in said if value is not None
        )
    some = condition if isinstance(condition, tuple) else (condition,)
    *first, last = [level_label(one) for one in some]
    return say("list.or").join([", ".join(first), last]) if first else last


def _column(name: str, about: About, say: Language) -> tuple[str, str]:
    """What a column holds, and its unit."""
    dated = "dated" if about.dated else "plain"
    if name == "day":
        return say(f"measure.of.day.{dated}"), ""
    if name == "joint":
        return say(f"measure.of.joint.{dated}"), about.unit
    for party, title in about.parties.items():
        worth = {
            f"annual_{party}": (f"measure.of.annual.{dated}", about.unit),
            f"payoff_{party}": (f"measure.of.payoff.{dated}", about.money),
            f"no_deal_{party}": ("measure.of.no_deal", about.money),
            f"gain_{party}": ("measure.of.gain", about.money),
        }
        if name in worth:
            key, unit = worth[name]
            return say(key, party=title), unit
    for issue in about.issues:
        if name == issue.name:
            return issue.title, issue.unit
    return say(f"measure.of.{name}") if name in _OF_WORLDS else name.replace("_", " "), ""

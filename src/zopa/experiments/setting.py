"""A point of a run as it is played: to play single worlds of it again."""

from dataclasses import dataclass

from zopa.build.load import load_parsed
from zopa.experiments.plan import Plan
from zopa.scenario.include import load as parse
from zopa.scenario.read import Document


@dataclass(frozen=True)
class Setting:
    """What all worlds of a point share.

    Attributes:
        document: The scenario, with what the point changes in it.
        seed: Root seed.
        pins: Numbers given in place of draws, by address.
        salt: What sets its luck apart; empty where luck is common.
        words: The point as people read it: its number, and the level of each factor; empty where nothing is varied.
    """

    document: Document
    seed: int
    pins: tuple[tuple[str, float], ...] = ()
    salt: str = ""
    words: str = ""


def setting(plan: Plan, number: int) -> Setting:
    """A point of a plan as it is played.

    Args:
        plan: The run's plan.
        number: Number of the point.

    Raises:
        ValueError: There is no such point.
    """
    points, said = plan.points, plan.study.experiment
    if not 0 <= number < len(points):
        what = f"points 0 to {len(points) - 1}" if len(points) > 1 else "point 0 alone"
        raise ValueError(f"the run has {what}, not {number}")
    point = points[number]
    document = plan.document
    if point.overrides:
        document = load_parsed(parse(plan.study.scenario), (*document.overrides, *point.overrides))
    salt = "" if said.luck == "common" else point.salt
    return Setting(document, said.seed, point.pins, salt, point_words(plan, number))


def point_words(plan: Plan, number: int) -> str:
    """A point as people read it.

    Args:
        plan: The run's plan.
        number: Number of the point.

    Returns:
        For example `point 3 (strategy tough, delay 0.03)`; empty where nothing is varied.
    """
    if not plan.factors:
        return ""
    labels = zip(plan.factors, plan.points[number].labels, strict=True)
    return f"point {number} ({', '.join(f'{info.name} {_label(label)}' for info, label in labels)})"


def _label(label: str | float | bool) -> str:
    if isinstance(label, bool):
        return str(label).lower()
    return f"{label:g}" if isinstance(label, float) else label

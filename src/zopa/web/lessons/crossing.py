"""What crosses the keys of a lesson: ids, bounds, answers; all that can be said without the engine."""

from collections.abc import Iterator

from zopa.scenario.problems import did_you_mean, listed
from zopa.scenario.sections import Finding
from zopa.scenario.shape import Path
from zopa.web.lessons.model import Bet, Choice, Lesson, Truth, Vary

MOST_ANSWERS = 1_000
"""Answers that a slider may have."""


def crossing(lesson: Lesson) -> Iterator[Finding]:
    """What is wrong with a lesson whose every part is well formed.

    Args:
        lesson: The lesson.
    """
    ids: dict[str, int] = {}
    for number, step in enumerate(lesson.steps):
        path: Path = ("steps", number)
        if isinstance(step, Bet | Choice):
            if step.id in ids:
                yield Finding((*path, "id"), f"step {ids[step.id] + 1} is called {step.id} already")
            ids.setdefault(step.id, number)
        if isinstance(step, Bet):
            yield from _bet(path, step)
        if isinstance(step, Choice) and step.right not in step.options:
            hint = did_you_mean(step.right, step.options) or listed(step.options)
            yield Finding((*path, "right"), f"no option is called {step.right}", hint)
        if isinstance(step, Vary):
            yield from _vary(path, step)


def _vary(path: Path, vary: Vary) -> Iterator[Finding]:
    if list(vary.slider.values) != sorted(set(vary.slider.values)):
        yield Finding((*path, "slider", "values"), "the values must rise")
    for number, measure in enumerate(vary.measures):
        if measure.startswith(("payoff_", "no_deal_")):
            hint = "agreed, round, annual_PARTY, issue:ISSUE"
            yield Finding((*path, "measures", number), f"{measure} is not drawn over a slider", hint)


def _bet(path: Path, bet: Bet) -> Iterator[Finding]:
    if not bet.low < bet.high:
        yield Finding((*path, "low"), "low must be below high")
    elif (bet.high - bet.low) / bet.step > MOST_ANSWERS:
        yield Finding((*path, "step"), f"the slider has more than {MOST_ANSWERS:,} answers")
    elif bet.step > bet.high - bet.low:
        yield Finding((*path, "step"), "the step is larger than the whole slider")
    truth = bet.truth
    if truth.of == "share":
        yield from _share(path, truth)
        return
    for key in ("at_least", "at_most"):
        if getattr(truth, key) is not None:
            yield Finding((*path, "truth", key), f"{key} belongs to a share, not to a {truth.of}", key=True)
    if truth.of == "mean" and truth.measure == "agreed":
        yield Finding((*path, "truth", "of"), "of agreements there is a share, not a mean", "of: share")


def _share(path: Path, truth: Truth) -> Iterator[Finding]:
    bounds = (truth.at_least, truth.at_most)
    if truth.measure == "agreed" and bounds != (None, None):
        yield Finding((*path, "truth", "measure"), "talks end agreed or not: this takes no at_least and at_most")
    if truth.measure != "agreed" and bounds == (None, None):
        message = f"which worlds count? A share of {truth.measure} needs at_least or at_most"
        yield Finding((*path, "truth"), message)
    if truth.at_least is not None and truth.at_most is not None and truth.at_least > truth.at_most:
        yield Finding((*path, "truth", "at_least"), "at_least must not be above at_most")

"""What comes out where a lesson asks for a bet."""

import asyncio

import numpy as np

from zopa.game.arrays import Floats
from zopa.web.asking import Asking
from zopa.web.lessons.answers import Answer, Bar
from zopa.web.lessons.bets import question
from zopa.web.lessons.load import LessonFolder
from zopa.web.lessons.model import Bet, Choice, Truth
from zopa.web.lessons.told import html_of, lesson_of, start_of
from zopa.web.thousand import setting, worlds
from zopa.web.thousand_play import Worlds, play

MOST_BARS = 24
"""Bars of a chart."""


async def answer(ask: Asking, name: str, asked: str, code: str) -> Answer:
    """The answer to a question of a lesson.

    Args:
        ask: The way to the desk.
        name: Name of the lesson.
        asked: Name of the question.
        code: Language of the reason.

    Raises:
        WebError: There is no such question.
    """
    file = await asyncio.to_thread(lesson_of, name, ask.settings.lessons)
    step = question(file, asked)
    because = html_of(file, step.because, code) if step.because else ""
    if isinstance(step, Choice):
        return Answer(right=step.right, because=because)
    values = await _values(ask, file, step)
    return answer_of(step, values, because)


def answer_of(step: Bet, values: Floats, because: str = "") -> Answer:
    """The answer that the worlds give.

    Args:
        step: The question.
        values: The measure in each world, not a number where it has none there.
        because: Why, as HTML.
    """
    truth, there = step.truth, values[np.isfinite(values)]
    bars = () if truth.of == "world" or truth.measure == "agreed" else _bars(there, step)
    return Answer(
        value=_value(truth, values), because=because, worlds=values.size, bars=bars,
        agreed=float(np.mean(values)) if truth.measure == "agreed" else None,
    )  # fmt: skip


def _value(truth: Truth, values: Floats) -> float | None:
    there = values[np.isfinite(values)]
    if truth.of == "share":
        low = -np.inf if truth.at_least is None else truth.at_least
        high = np.inf if truth.at_most is None else truth.at_most
        counts = there > 0 if truth.measure == "agreed" else (there >= low - 1e-9) & (there <= high + 1e-9)
        return float(100 * np.sum(counts) / values.size)
    return float(np.mean(there)) if there.size else None


def _bars(values: Floats, step: Bet) -> tuple[Bar, ...]:
    """How often which value came, in bars as wide as one or more answers of the slider."""
    if not values.size:
        return ()
    wide = step.step if step.truth.of != "share" else (float(np.ptp(values)) or 1.0) / MOST_BARS
    low, high = float(values.min()), float(values.max())
    while (high - low) / wide > MOST_BARS:
        wide *= 2
    first = np.floor(low / wide + 0.5)
    at = np.floor(values / wide + 0.5) - first
    counts = np.bincount(at.astype(int))
    return tuple(
        Bar(low=float((first + k - 0.5) * wide), high=float((first + k + 0.5) * wide), worlds=int(count))
        for k, count in enumerate(counts)
    )  # fmt: skip


async def _values(ask: Asking, file: LessonFolder, step: Bet) -> Floats:
    truth = step.truth
    start = start_of(file, truth)
    if truth.of == "world":
        played = ask.kept.pool.submit(play, ask.settings, setting(start), truth.world, 1)
        return values_of(await asyncio.wrap_future(played), truth.measure)
    return values_of(await worlds(ask, start, truth.worlds), truth.measure)


def values_of(played: Worlds, measure: str) -> Floats:
    """A measure in each world, (W,); not a number where the talks ended without it.

    Args:
        played: The worlds.
        measure: As a lesson calls it.
    """
    what, _, name = measure.partition(":")
    if what == "agreed":
        return played.agreed.astype(float)
    if what == "round":
        return np.where(played.agreed, played.round, np.nan)
    if what == "issue":
        known = played.meaning.issues[name][2]
        levels = np.array([level if isinstance(level, int | float) else np.nan for level in known])
        return np.where(played.agreed, levels[played.levels[name]], np.nan)
    stem = next(one for one in ("annual", "payoff", "no_deal") if measure.startswith(f"{one}_"))
    by_party: dict[str, Floats] = getattr(played, stem)
    return by_party[measure.removeprefix(f"{stem}_")]

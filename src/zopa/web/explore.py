"""A thousand worlds in numbers that the page can draw: estimates, differences on the same worlds, terms, points."""

import math
from collections.abc import Sequence

import numpy as np

from zopa.analysis.estimates import Estimate as Found
from zopa.analysis.evidence import estimate
from zopa.analysis.intervals import LEVEL
from zopa.analysis.measures import Part, Signed
from zopa.game.arrays import Floats
from zopa.web.explore_models import About, Answer, Estimate, Term, Who
from zopa.web.table import JUDGED
from zopa.web.thousand_play import Meaning, Worlds

DIGITS = 5
"""Digits of what is sent for drawing."""


def answered(after: Worlds, before: Worlds | None, points: bool = True) -> Answer:
    """What the page is told.

    Args:
        after: The worlds.
        before: The same worlds in the setting that they are compared with; None for no comparison.
        points: Whether the worlds' payoffs are listed.
    """
    parts = _parts(after)
    differences = None
    if before is not None:
        against = _parts(before)
        differences = {
            name: _told(_paired(part, against[name])) for name, part in parts.items() if name in against
        }  # fmt: skip
    numbers, counts = np.unique(after.ended, return_counts=True)
    deals = after.round[after.agreed]
    return Answer(
        table=_about(after.meaning), worlds=len(after),
        measures={name: _told(((1, part),)) for name, part in parts.items()},
        differences=differences, terms=tuple(_terms(after)),
        ends={after.meaning.endings[n]: float(c) / len(after) for n, c in zip(numbers, counts, strict=True)},
        rounds=tuple(int(n) for n in np.bincount(deals, minlength=after.meaning.rounds + 1)[1:]),
        points=_points(after) if points else (),
    )  # fmt: skip


def _about(meaning: Meaning) -> About:
    who = (Who(name=n, title=t, strategy=meaning.strategies.get(n, "")) for n, t in meaning.parties.items())
    return About(
        scenario=meaning.scenario, title=meaning.title, unit=meaning.unit, judged=meaning.scenario == JUDGED,
        parties=tuple(who), rounds=meaning.rounds, dates=meaning.dates,
    )  # fmt: skip


def numeric(levels: Sequence[object]) -> bool:
    """Whether all levels of an issue are numbers."""
    return not any(isinstance(level, str) for level in levels)


def _parts(some: Worlds) -> dict[str, Part]:
    """What is estimated, by name."""
    every = np.ones(len(some), dtype=bool)
    found = {"agreed": Part("share", some.agreed.astype(np.float64), every)}
    for party, column in some.annual.items():
        found[f"annual_{party}"] = Part("mean", column, every)
    found["round"] = Part("mean", some.round.astype(np.float64), some.agreed)
    for issue, (_, _, levels) in some.meaning.issues.items():
        if numeric(levels):
            worth = np.asarray(levels, dtype=np.float64)[some.levels[issue]]
            found[f"issue:{issue}"] = Part("mean", worth, some.agreed)
    return found


def _paired(after: Part, before: Part) -> Signed:
    """The difference over the worlds that count in both."""
    if after.counts.all() and before.counts.all():
        return ((1, after), (-1, before))
    both = after.counts & before.counts
    return ((1, Part(after.statistic, after.values, both)), (-1, Part(before.statistic, before.values, both)))


def _told(parts: Signed) -> Estimate:
    found: Found = estimate(parts)
    half = (1.0 - LEVEL) / 2.0
    low, high = found.lower(half), found.upper(half)
    return Estimate(
        value=_or_none(found.value), low=_or_none(low), high=_or_none(high), worlds=int(parts[0][1].counts.sum())
    )


def _or_none(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None


def _terms(some: Worlds) -> list[Term]:
    found = []
    for issue, (title, unit, levels) in some.meaning.issues.items():
        agreed = some.levels[issue][some.agreed]
        if not len(agreed):
            found.append(Term(issue=issue, title=title, unit=unit, middle=None))
            continue
        if numeric(levels):
            ranked = np.sort(np.asarray(levels, dtype=np.float64)[agreed])
            low, middle, high = (_quantile(ranked, q) for q in (0.25, 0.5, 0.75))
            share = float((ranked == middle).mean())
            found.append(Term(issue=issue, title=title, unit=unit, middle=middle, low=low, high=high, share=share))
        else:
            counts = np.bincount(agreed, minlength=len(levels))
            most = int(counts.argmax())
            share = float(counts[most]) / len(agreed)
            found.append(Term(issue=issue, title=title, unit=unit, middle=str(levels[most]), share=share))
    return found


def _quantile(ranked: Floats, q: float) -> float:
    """The smallest value with at least a share of q at or below it."""
    return float(ranked[max(math.ceil(q * len(ranked) - 1e-9), 1) - 1])


def _points(some: Worlds) -> tuple[tuple[float, float, int], ...]:
    first, second = list(some.annual.values())[:2]
    return tuple(
        (_short(x), _short(y), int(agreed))
        for x, y, agreed in zip(first.tolist(), second.tolist(), some.agreed.tolist(), strict=True)
    )


def _short(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")

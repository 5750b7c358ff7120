"""A measure of an arm, cut into parts: for each part the values of the worlds and which of them count."""

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from zopa.analysis.columns import EPOCH, Arm, Column, Known
from zopa.game.arrays import Bools, Floats
from zopa.scenario.experiment import Condition, Conditions, Limits, Measure, Word
from zopa.scenario.problems import did_you_mean, listed
from zopa.scenario.sections import Finding, on
from zopa.scenario.shape import Path
from zopa.scenario.wording import said

_SORTS = {"number": "a number", "date": "a date, written YYYY-MM-DD", "flag": "true or false", "word": "text"}


@dataclass(frozen=True)
class Part:
    """A statistic of one arm's worlds.

    Attributes:
        statistic: `mean`, `share`, `quantile` or `sd`.
        values: The value of each world, (W,); 1 and 0 for a share.
        counts: Which worlds count, (W,).
        q: Which quantile.
        words: The words that values stand for, where the column is one of words.
    """

    statistic: str
    values: Floats
    counts: Bools
    q: float = 0.5
    words: tuple[str, ...] = ()


Signed = tuple[tuple[int, Part], ...]
"""A sum of parts, each with +1 or −1."""


def columns_named(measure: Measure) -> Iterator[str]:
    """The columns that a measure names, in order, some perhaps twice."""
    if measure.of is not None:
        yield measure.of
    yield from (*measure.that, *measure.where)
    if measure.minus is not None:
        yield from columns_named(measure.minus)


def parts_of(measure: Measure, arm: Arm) -> Signed:
    """A measure of an arm: one part, or with `minus` several.

    Args:
        measure: The measure; what it names is known, as `check_measure` has found.
        arm: What was played.

    Raises:
        ValueError: A value that is needed is missing in some world: it is never taken to be zero.
    """
    counts = _met(measure.where, arm)
    if measure.statistic == "share":
        part = Part("share", _met(measure.that, arm).astype(np.float64), counts)
    else:
        assert measure.of is not None
        column = arm.column(measure.of)
        values = column.values
        missing = int(np.isnan(values[counts]).sum())
        if missing:
            raise ValueError(f"{measure.of} has no value in {missing} of the worlds that count: say by where which do")
        statistic = "quantile" if measure.statistic in ("median", None) else measure.statistic
        assert statistic is not None
        part = Part(statistic, values, counts, 0.5 if measure.q is None else measure.q, column.words)
    rest = () if measure.minus is None else parts_of(measure.minus, arm)
    return ((1, part), *((-sign, other) for sign, other in rest))


def _met(conditions: Conditions, arm: Arm) -> Bools:
    met: Bools = np.ones(arm.worlds, dtype=bool)
    for name, condition in conditions.items():
        met &= _meets(arm.column(name), condition)
    return met


def _meets(column: Column, condition: Condition) -> Bools:
    values = column.values
    if isinstance(condition, tuple):
        return np.isin(values, [_number(one, column) for one in condition])
    if not isinstance(condition, Limits):
        return np.asarray(values == _number(condition, column))
    met: Bools = ~np.isnan(values)
    compared = {
        "at_least": np.greater_equal, "at_most": np.less_equal, "above": np.greater, "below": np.less,
        "equals": np.equal, "is_not": np.not_equal,
    }  # fmt: skip
    for key, compare in compared.items():
        limit = getattr(condition, key)
        if limit is not None:
            met &= compare(values, _number(limit, column))
    return met


def _number(word: Word, column: Column) -> float:
    if isinstance(word, str) and (day := on(word)) is not None and not column.words:
        return float((day - EPOCH).days)
    if isinstance(word, str):  # a word that no world has: an index that none has
        return float(column.words.index(word)) if word in column.words else -1.0
    return float(word)


def number_of(word: Word) -> float:
    """A bound or an observed value as a measure has it: dates in days since 1970."""
    return float((dt.date.fromisoformat(word) - EPOCH).days) if isinstance(word, str) else float(word)


def check_measure(measure: Measure, known: Mapping[str, Known], path: Path = ()) -> Iterator[Finding]:
    """What in a measure does not fit the columns that there are.

    Args:
        measure: The measure.
        known: The columns.
        path: Where the measure stands.
    """
    for key, conditions in (("that", measure.that), ("where", measure.where)):
        for name, condition in conditions.items():
            if name not in known:
                yield _unknown((*path, key, name), name, known, key=True)
            else:
                yield from _check_condition((*path, key, name), name, condition, known[name])
    if measure.of is not None and measure.of not in known:
        yield _unknown((*path, "of"), measure.of, known)
    elif measure.of is not None:
        yield from _check_of((*path, "of"), measure, known)
    if measure.minus is not None:
        yield from check_measure(measure.minus, known, (*path, "minus"))


def _unknown(path: Path, name: str, known: Mapping[str, Known], key: bool = False) -> Finding:
    return Finding(path, f"unknown column '{name}'", did_you_mean(name, known) or f"columns: {listed(known, 40)}", key)


def _check_of(path: Path, measure: Measure, known: Mapping[str, Known]) -> Iterator[Finding]:
    column = known[str(measure.of)]
    if measure.statistic is not None and column.sort in ("word", "flag"):
        message = f"{measure.of} is {_SORTS[column.sort]}: it has no {measure.statistic}"
        yield Finding(path, message, f"statistic: share, that: {{{measure.of}: …}}")
    ordered = measure.of == "day" and measure.statistic in ("median", "quantile", None)
    if column.of_deals and not ordered and not any(_of_a_deal(*one, known) for one in measure.where.items()):
        message = f"{measure.of} has a value only where there is a deal"
        yield Finding(path, message, "add where: {agreed: true}")


def _of_a_deal(name: str, condition: Condition, known: Mapping[str, Known]) -> bool:
    """Whether only worlds with a deal can meet a condition."""
    if name == "agreed":
        return condition in (True, (True,)) or (isinstance(condition, Limits) and condition.equals is True)
    return name in known and known[name].of_deals and name != "day"


def _check_condition(path: Path, name: str, condition: Condition, column: Known) -> Iterator[Finding]:
    if isinstance(condition, Limits):
        for key in condition.model_fields_set:
            word, ordering = getattr(condition, key), key not in ("equals", "is_not")
            if ordering and column.sort in ("word", "flag"):
                yield Finding((*path, key), f"{name} is {_SORTS[column.sort]}: it has no more and less", key=True)
            elif word is not None:
                yield from check_word((*path, key), name, word, column, not ordering)
    elif isinstance(condition, tuple):
        for number, word in enumerate(condition):
            yield from check_word((*path, number), name, word, column)
    else:
        yield from check_word(path, name, condition, column)


def check_word(path: Path, name: str, word: Word, column: Known, among: bool = True) -> Iterator[Finding]:
    """What is wrong with a value that a column is compared with.

    Args:
        path: Where it stands.
        name: The column.
        word: The value.
        column: What the column is.
        among: Whether it must be one of the column's levels, where it has levels.
    """
    fits = {
        "number": isinstance(word, int | float) and not isinstance(word, bool),
        "date": on(word) is not None,
        "flag": isinstance(word, bool),
        "word": isinstance(word, str),
    }[column.sort]
    if not fits:
        yield Finding(path, f"{name} is {_SORTS[column.sort]}, not {_said(word)}")
    elif among and column.levels and word not in column.levels:
        hint = did_you_mean(word, column.levels) if isinstance(word, str) else None
        levels = [f"{level:g}" if isinstance(level, float) else level for level in column.levels]
        yield Finding(path, f"{_said(word)} is not a level of {name}", hint or f"levels: {listed(levels)}")


def _said(word: Word) -> str:
    number = isinstance(word, float) and not isinstance(word, bool) and math.isfinite(word)
    return f"{word:.15g}" if number else said(word)

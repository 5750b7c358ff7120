"""What matters for the outcomes of a run, in words and as JSON."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from zopa.analysis.effects import Effect, End, Interval, Swing
from zopa.analysis.morris import MU, MU_STAR, SIGMA
from zopa.analysis.sobol import FIRST, TOTAL, interactions
from zopa.report.sensitivity_run import Sensitivity
from zopa.report.words import (
    GLUE,
    MINUS,
    WIDTH,
    capital,
    decimals_for,
    finished,
    level_text,
    listed,
    percent,
    plain,
    table,
    width_of,
    with_unit,
    wrapped,
)  # fmt: skip
from zopa.scenario.experiment import Condition, Conditions, Limits, Measure

SHOWN = 15
"""Factors in a table."""

NAMED = 7
"""More factors than this are counted in a sentence, not named."""

VERDICTS = {
    "matters": "Matters", "perhaps": "May matter", "not told from nothing": "Not told from nothing",
    "changes nothing": "Changes nothing anywhere",
}  # fmt: skip

KEYS = {FIRST: "first_order", TOTAL: "total", MU: "mu", MU_STAR: "mu_star", SIGMA: "sigma"}
"""Indices as JSON names them."""

METHODS = {
    "sobol": "Sobol indices from a base sample of {size} ({points} points)",
    "morris": "elementary effects along {size} trajectories ({points} points)",
    "grid": "shares of the variance over all {size} combinations",
    "given": "first-order indices from given data, {size} {over}",
}

_SIGNS = {
    "at_least": "≥", "at_most": "≤", "above": ">", "below": "<", "equals": "=", "is_not": "≠",
}  # fmt: skip


def sensitivity_text(found: Sequence[Sensitivity]) -> str:
    """One table for each outcome, up to 100 columns wide, and how to read it.

    Args:
        found: What was found for each outcome.
    """
    blocks = [_block(one) for one in found]
    told = {one.ranking.method: one for one in found if one.ranking is not None}
    blocks += [wrapped(_reading(one)) for one in told.values()]
    return finished("\n\n".join("\n".join(block) for block in blocks))


def _block(one: Sensitivity) -> list[str]:
    head = f"{one.outcome}: {measured(one.measure)}"
    if one.ranking is None:
        return [*wrapped(head), *wrapped(f"nothing can be said: {one.refused}", "  ")]
    method = METHODS[one.ranking.method].format(size=f"{one.ranking.size:,}", points=f"{one.points:,}", over=one.over)
    each = f", {one.worlds:,} worlds each" if one.over == "points" else ""
    lines = [*wrapped(head), *wrapped(capital(method) + each + "."), *wrapped(_verdicts(one)), *_table(one)]
    notes, together = list(one.notes), interactions(one.ranking)
    if one.ranking.method == "grid" and together is not None and len(one.ranking.effects) > 1:
        notes.insert(0, f"{percent(max(together, 0.0))} of the variance goes with interactions alone.")
    return [*lines, *(line for note in notes for line in wrapped(note))]


def _verdicts(one: Sensitivity) -> str:
    """Which factors matter, by name where they are few."""
    assert one.ranking is not None
    groups: dict[str, list[str]] = {}
    for effect in one.ranking.effects:
        groups.setdefault(str(effect.verdict), []).append(one.factors[effect.name].title.replace(" ", GLUE))
    said = []
    for verdict, words in VERDICTS.items():
        names = groups.get(verdict, [])
        most = "" if len(names) <= NAMED else f" {len(names)} factors"
        if verdict == "matters" and most:
            most += f", most of all {listed(names[:3])}"
        if names:
            said.append(f"{words}:{most or ' ' + ', '.join(names)}.")
    return " ".join(said)


def _table(one: Sensitivity) -> list[str]:
    assert one.ranking is not None
    effects = one.ranking.effects
    kinds = list(one.ranking.dummy.indices)
    if TOTAL in kinds or MU_STAR in kinds:
        kinds = [one.ranking.by, *(kind for kind in kinds if kind != one.ranking.by)]
    decimals = 2 if effects[0].indices[one.ranking.by].value >= 0.1 else 3
    if one.ranking.method == "morris":
        decimals = decimals_for(*(part.value for effect in effects for part in effect.indices.values()))
    head = ("", *(_head(one, kind) for kind in kinds), f"mean of {one.outcome}, low to high end")
    rows = [head]
    for effect in effects[:SHOWN]:
        cells = [_cell(effect, kind, decimals) for kind in kinds]
        rows.append((titled(one, effect.name), *cells, swing_text(one, effect.name)))
    dummy = [_cell(one.ranking.dummy, kind, decimals) for kind in kinds]
    rows.append(("(does nothing)", *dummy, f"up to {_apart(one)} apart by chance"))
    numbers = [width_of([row[at] for row in rows], 24) for at in range(1, len(head) - 1)]
    rest = WIDTH - sum(numbers) - 2 * len(numbers) - 2
    names = [row[0] for row in rows]
    room = min(width_of([row[-1] for row in rows], 60), max(rest - width_of(names, 28), 24))
    first = width_of(names, rest - room)
    lines = table([[cell.replace(GLUE, "\x1f") for cell in row] for row in rows], (first, *numbers, room))
    lines = [line.replace("\x1f", " ") for line in lines]
    if len(effects) > SHOWN:
        lines.append(f"and {len(effects) - SHOWN} more that matter less (all of them: --json)")
    return lines


def _head(one: Sensitivity, kind: str) -> str:
    assert one.ranking is not None
    some = one.ranking.method == "sobol" or kind == MU_STAR
    return f"{kind} [95{GLUE}%]" if some else kind


def _cell(effect: Effect, kind: str, decimals: int) -> str:
    """An index with its interval; of elementary effects only the sizes have room for one."""
    found = effect.indices[kind]
    return plain(found.value, decimals) if kind in (MU, SIGMA) else _interval(found, decimals)


def titled(one: Sensitivity, factor: str) -> str:
    """What a factor is called, with its unit; names and paths as they stand in the file."""
    said = one.factors[factor]
    return with_unit(said.title if said.title == factor else capital(said.title), said.unit)


def _apart(one: Sensitivity) -> str:
    """What chance puts between two fifths."""
    if one.measure.statistic == "share" and one.measure.minus is None:
        return f"{100.0 * one.chance:.1f}{GLUE}points"
    return plain(one.chance, decimals_for(one.mean, one.chance))


def _interval(found: Interval, decimals: int) -> str:
    value = plain(found.value, decimals)
    if found.low is None or found.high is None:
        return value
    return f"{value}{GLUE}[{plain(found.low, decimals)},{GLUE}{plain(found.high, decimals)}]"


def swing_text(one: Sensitivity, factor: str) -> str:
    """The two ends of a factor with the outcome's mean at each."""
    if factor not in one.swings:
        return "the same"
    found = one.swings[factor]
    return f"{end_text(one, found.low, found, '≤')} → {end_text(one, found.high, found, '≥')}"


def end_text(one: Sensitivity, end: End, found: Swing, sign: str) -> str:
    """An end of a factor with the outcome's mean there."""
    return f"{outcome_text(one, end.mean)} ({level_of(end, found, sign)})".replace(" ", GLUE)


def level_of(end: End, found: Swing, sign: str) -> str:
    """The level at an end of a factor; of a fifth its inner limit."""
    if isinstance(end.level, bool):
        return "yes" if end.level else "no"
    if isinstance(end.level, str):
        return level_text(end.level)
    return f"{sign}{GLUE}{_short(end.level)}" if found.fifths else _short(end.level)


def _short(number: float) -> str:
    """A number with about three digits."""
    if number and (abs(number) < 1e-4 or abs(number) >= 1e7):
        return f"{number:.2e}".replace("-", MINUS)
    text = plain(number, decimals_for(number))
    return text.rstrip("0").rstrip(".") if "." in text else text


def outcome_text(one: Sensitivity, value: float) -> str:
    """A value of the outcome: shares in percent."""
    if one.measure.statistic == "share" and one.measure.minus is None:
        return percent(value)
    return plain(value, decimals_for(one.mean, one.chance, value))


def measured(measure: Measure) -> str:
    """A measure in words.

    >>> measured(Measure(statistic="share", that={"agreed": True}))
    'share of worlds with agreed = yes'
    """
    if measure.statistic == "share":
        text = f"share of worlds with {_conditions(measure.that)}"
        where = f", among those with {_conditions(measure.where)}" if measure.where else ""
    else:
        name = {None: "median", "sd": "standard deviation"}.get(measure.statistic, measure.statistic)
        name = f"{measure.q:g} quantile" if name == "quantile" and measure.q is not None else name
        text, where = f"{name} of {measure.of}", f" where {_conditions(measure.where)}" if measure.where else ""
    return text + where + (f", less the {measured(measure.minus)}" if measure.minus is not None else "")


def _conditions(conditions: Conditions) -> str:
    return listed([f"{name} {_condition(condition)}" for name, condition in conditions.items()])


def _condition(condition: Condition) -> str:
    if isinstance(condition, Limits):
        return listed([f"{_SIGNS[key]} {_word(getattr(condition, key))}" for key in condition.model_fields_set])
    if isinstance(condition, tuple):
        return "= " + listed([_word(one) for one in condition], "or")
    return f"= {_word(condition)}"


def _word(word: object) -> str:
    if isinstance(word, bool):
        return "yes" if word else "no"
    return f"{word:g}" if isinstance(word, float) else str(word)


def _reading(one: Sensitivity) -> str:
    """How to read the tables of a method."""
    assert one.ranking is not None
    return "Reading: " + READING[one.ranking.method] + _rest(one)


READING: Mapping[str, str] = {
    "sobol": (
        "first-order is the share of the variance between points that goes with the factor alone (Saltelli et al. "
        "2010), total the share that goes with it alone and together with others (Jansen 1999); 95 % intervals by "
        "bootstrap of whole rows. A factor that does nothing would show what stands in the last line, by the error of "
        "the sample (Khorashadi Zadeh et al. 2017): where a total lies within that, take more points before you make "
        "much of it."
    ),
    "morris": (
        "an elementary effect is how much the outcome changes per whole range of a factor, in one place; mu* is the "
        "mean of their sizes, mu their mean with sign (words go in the order of the file), sigma their standard "
        "deviation (large where the effect bends or depends on other factors); 95 % intervals by bootstrap of whole "
        "trajectories. The last line is a factor whose steps change nothing, seen through as many worlds."
    ),
    "grid": (
        "every combination of levels was played, each counted alike, so the shares are exact for these levels; only "
        "the worlds are sampled. First-order is the share of the variance that goes with the factor alone, total the "
        "share that goes with it alone and together with others. The last line is what the luck of so many worlds "
        "would be taken for if no factor did anything (95 % of draws)."
    ),
    "given": (
        "first-order is the share of the variance that goes with the factor alone (Plischke et al. 2013), less what "
        "the same factor, shuffled, would show. Interactions are not seen: for these take design: sobol. The last "
        "line is the shuffled factor (95 % of shuffles)."
    ),
}


def _rest(one: Sensitivity) -> str:
    assert one.ranking is not None
    text = f" The last column compares {one.over} with the lowest and the highest fifth of a number, or two levels."
    many = len(one.ranking.effects)
    if one.ranking.method == "given" and many > 1:
        text += (
            f" As {many} factors are looked at, those are said to matter that lie above what the largest of {many} "
            "shuffled ones would show."
        )
    return text


def sensitivity_json(found: Sequence[Sensitivity], folder: str) -> str:
    """All of it as JSON; what is no number is null.

    Args:
        found: What was found for each outcome.
        folder: The run's folder.
    """
    outcomes = {one.outcome: _as_dict(one) for one in found}
    said = {"folder": folder, "design": found[0].design, "outcomes": outcomes}
    return json.dumps(said, ensure_ascii=False, indent=2)


def _as_dict(one: Sensitivity) -> dict[str, Any]:
    head = {"measure": measured(one.measure), "unit": one.unit, "over": one.over, "number": one.points,
            "notes": list(one.notes)}  # fmt: skip
    if one.ranking is None:
        return {**head, "refused": one.refused, "factors": []}
    ranking = one.ranking
    factors = [
        {
            "name": effect.name, "title": one.factors[effect.name].title, "unit": one.factors[effect.name].unit,
            "role": one.factors[effect.name].role, "verdict": effect.verdict, **_indices(effect),
            "swing": _swing(one.swings.get(effect.name)),
        }
        for effect in ranking.effects
    ]  # fmt: skip
    return {
        **head, "method": ranking.method, "ranked_by": KEYS[ranking.by], "size": ranking.size,
        "mean": _finite(one.mean), "factors": factors,
        "dummy": {**_indices(ranking.dummy), "swing": _finite(one.chance)},
    }  # fmt: skip


def _indices(effect: Effect) -> dict[str, Any]:
    return {
        KEYS[kind]: {key: _finite(getattr(part, key)) for key in ("value", "low", "high")}
        for kind, part in effect.indices.items()
    }


def _swing(found: Swing | None) -> dict[str, Any] | None:
    if found is None:
        return None
    ends = {"low": found.low, "high": found.high}
    said = {key: _end(end) for key, end in ends.items()}
    return {**said, "fifths": found.fifths, "levels": [_end(end) for end in found.levels]}


def _end(end: End) -> dict[str, Any]:
    return {"level": end.level, "mean": _finite(end.mean), "points": end.points}


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None

"""The answer of a run in three sentences, made of its numbers: what was played, what came out, and how sure it is."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from zopa.analysis.columns import needed
from zopa.analysis.estimates import Estimate
from zopa.analysis.evidence import estimate
from zopa.analysis.expectations import difference
from zopa.analysis.measures import columns_named, parts_of
from zopa.analysis.summary import Summary
from zopa.experiments.answer import LEVEL, Answer
from zopa.report.answer_text import long
from zopa.report.answer_words import Numbers, clauses_alone, interval, measured, outcome_name, point_label
from zopa.report.language import Language
from zopa.report.page.plain_numbers import share_text
from zopa.report.sensitivity_run import Sensitivity
from zopa.report.sensitivity_text import outcome_text, swing_text, titled
from zopa.report.words import capital, decimals_for, finished, plain


def three_sentences(
    answer: Answer, summary: Summary | None, found: Sequence[Sensitivity], say: Language
) -> tuple[str, ...]:
    """What was played, what came out most of all, and what that says of what was expected, or how sure it is.

    Args:
        answer: What the run says.
        summary: Its summary, where one point was played.
        found: Which factors matter; empty where that is not known.
        say: The language.
    """
    results = answer.results
    if results.said["failed"] and not any(np.isfinite(answer.values(name)).any() for name in answer.outcomes):
        return (_played(answer, say), say("page.answer.all_failed"))
    if summary is not None and results.points == 1:
        first, second = _deals(answer, summary, say), _worth(summary, say)
    else:
        first, second = _played(answer, say), _effect(answer, found, say)
    return tuple(finished(one) for one in (first, second, _sure(answer, say)) if one)


def main_outcome(answer: Answer) -> str | None:
    """The outcome that the answer tells: that of the first expectation, else the first that differs between points."""
    measures = answer.results.measures
    for clause in answer.results.experiment.expect:
        name = next((name for name, measure in measures.items() if measure == clause.measure), None)
        if name is not None and np.isfinite(answer.values(name)).any():
            return name
    told = [name for name in measures if np.isfinite(answer.values(name)).any()]
    moving = (name for name in told if np.ptp(values := _known(answer, name)) > 1e-9 * max(1.0, abs(values[0])))
    return next(moving, told[0] if told else None)


def _known(answer: Answer, name: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    values = answer.values(name)
    return values[np.isfinite(values)]


def _played(answer: Answer, say: Language) -> str:
    results = answer.results
    worlds = results.about.worlds
    kind = "settings" if clauses_alone(results) else "points" if results.points > 1 else "single"
    luck = say(f"made.luck.{results.said['luck']}")
    told = say(f"page.answer.{kind}", scenario=" ".join(results.about.title.split()), points=f"{results.points:,}",
               worlds=say("made.world" if worlds == 1 else "made.worlds", worlds=f"{worlds:,}"), luck=luck)  # fmt: skip
    failed = results.said["failed"]
    return told + (say("page.answer.failed", failed=f"{failed:,}") if failed else "")


def _deals(answer: Answer, summary: Summary, say: Language) -> str:
    agreed, when = summary.agreed, summary.when
    parties = say("list.names").join(capital(title) for title in summary.about.parties.values())
    days = {at: day.isoformat() for at, day in when.dates.items()} or {at: str(n) for at, n in when.rounds.items()}
    told = say("page.answer.deals", parties=parties, count=f"{agreed.count:,}", of=f"{agreed.of:,}",
               share=share_text(agreed))  # fmt: skip
    if days:
        unit = "dates" if when.dates else "rounds"
        key = "same" if days[0.05] == days[0.95] else "when"
        told += say(f"page.answer.{key}.{unit}", median=days[0.5], early=days[0.05], late=days[0.95])
    failed = answer.results.said["failed"]
    return told + (say("page.answer.failed", failed=f"{failed:,}") if failed else "") + say("page.stop")


def _worth(summary: Summary, say: Language) -> str:
    worths = list(summary.payoffs.values())
    places = decimals_for(*(worth.annual.mean for worth in worths))
    some = [
        say("page.answer.worth.one", party=capital(worth.title), value=plain(worth.annual.mean, places),
            ends="" if worth.annual.low is None or worth.annual.high is None
            or worth.annual.high - worth.annual.low <= 1e-9 * max(1.0, abs(worth.annual.mean))
            else f" [{plain(worth.annual.low, places)}, {plain(worth.annual.high, places)}]")
        for worth in worths
    ]  # fmt: skip
    unit = say("page.answer.unit", unit=summary.about.unit) if summary.about.unit else ""
    yearly = "yearly" if summary.about.dated else "plain"
    return say(f"page.answer.worth.{yearly}", worths=say("list.names").join(some), unit=unit)


def _effect(answer: Answer, found: Sequence[Sensitivity], say: Language) -> str:
    name = main_outcome(answer)
    if name is None:
        return say("page.answer.nothing")
    ranked = next((one for one in found if one.outcome == name and one.ranking is not None), None)
    if long(answer.results) and ranked is not None:
        return _factor(answer, ranked, say)
    return _ends(answer, name, say)


def _ends(answer: Answer, name: str, say: Language) -> str:
    """The lowest and the highest point, and how far apart they are."""
    values, numbers, some = answer.values(name), Numbers(answer, name), answer.outcomes[name]
    known = np.flatnonzero(np.isfinite(values))
    low, high = int(known[np.argmin(values[known])]), int(known[np.argmax(values[known])])
    words, unit = measured(answer, name, say)
    what = capital(words)
    if values[high] - values[low] <= 1e-9 * max(1.0, abs(values[low])):
        return say("page.answer.same", what=what, value=numbers.value(values[low]), unit=f" {unit}" if unit else "")
    between = _between(answer, name, low, high)
    return say(
        "page.answer.effect", what=what, unit=f" {unit}" if unit else "", low=numbers.value(values[low]),
        high=numbers.value(values[high]), at_low=point_label(answer, low), at_high=point_label(answer, high),
        more="" if between is None else say("page.answer.difference", difference=_change(answer, name, between, say)),
        intervals="" if between is not None
        else say("page.answer.each", low=numbers.estimate(some[low]), high=numbers.estimate(some[high])),
    )  # fmt: skip


def _between(answer: Answer, name: str, low: int, high: int) -> Estimate | None:
    """The difference between two points, world by world; None where they have not the same worlds."""
    measure, results = answer.results.measures[name], answer.results
    columns = tuple(dict.fromkeys((*needed(columns_named(measure), results.known), "world")))
    arms = [results.arm(point, columns) for point in (low, high)]
    worlds = [arm.column("world").values for arm in arms]
    if not np.array_equal(worlds[0], worlds[1]):
        return None
    first, second = (parts_of(measure, arm) for arm in arms)
    return estimate(difference(first, second))


def _change(answer: Answer, name: str, between: Estimate, say: Language) -> str:
    """A difference with its interval: of shares in points, of dates in days."""
    sort, unit = answer.sort(name), measured(answer, name)[1]
    times = 100.0 if sort == "share" else 1.0
    numbers = [times * one for one in (between.value, between.lower(LEVEL), between.upper(LEVEL))]
    places = 1 if sort in ("share", "date") else decimals_for(numbers[0])
    told = plain(numbers[0], places)
    if interval(between) is not None and numbers[2] - numbers[1] > 1e-9 * max(1.0, abs(numbers[0])):
        told += f" [{plain(numbers[1], places)}, {plain(numbers[2], places)}]"
    words = {"share": say("page.answer.percentage_points"), "date": say("page.answer.days")}.get(sort, unit)
    return f"{told} {words}".strip()


def _factor(answer: Answer, one: Sensitivity, say: Language) -> str:
    """What matters most, and how far the outcome goes with it."""
    assert one.ranking is not None
    best = one.ranking.effects[0]
    index = best.indices[one.ranking.by]
    words, unit = measured(answer, one.outcome, say)
    if best.verdict not in ("matters", "perhaps") or best.name not in one.swings:
        return say("page.answer.no_factor", what=capital(words), value=outcome_text(one, one.mean),
                   unit=f" {unit}" if unit else "", factors=len(one.ranking.effects))  # fmt: skip
    low, high = index.ends
    places = 2 if one.ranking.method != "morris" else decimals_for(index.value)
    ends = f" [{plain(low, places)}, {plain(high, places)}]" if high > low else ""
    return say(
        "page.answer.factor", outcome=outcome_name(answer, one.outcome), what=words, unit=f" {unit}" if unit else "",
        factor=titled(one, best.name), swing=swing_text(one, best.name), index=f"{plain(index.value, places)}{ends}",
        kind=say(f"page.index.{one.ranking.method}"), factors=len(one.ranking.effects),
    )  # fmt: skip


def _sure(answer: Answer, say: Language) -> str:
    if not answer.verdicts:
        worlds = answer.results.about.worlds
        return say("page.answer.sure" if worlds > 1 else "page.answer.one_world")
    tally = Counter[str](one.verdict for one in answer.verdicts)
    counts = [
        say(f"page.answer.verdict.{verdict}", count=tally[verdict])
        for verdict in ("holds", "fails", "undecided") if tally[verdict]
    ]  # fmt: skip
    many = len(answer.verdicts)
    *first, last = counts
    between = say("page.answer.verdict.between")
    told = say("page.answer.verdict.last").join([between.join(first), last]) if first else last
    return say("page.answer.expected" if many > 1 else "page.answer.expected_one", all=many, counts=told)

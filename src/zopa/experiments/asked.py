"""Which outcomes two runs can be compared by: agreement, payoffs, time, and what their experiments ask for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zopa.analysis.compare import Over
from zopa.analysis.measures import columns_named
from zopa.experiments.results import Results
from zopa.scenario.experiment import Conditions, Measure

AGREED: Conditions = {"agreed": True}


@dataclass(frozen=True)
class Asked:
    """An outcome to be compared.

    Attributes:
        name: As gates name it.
        title: What people read.
        unit: Unit of its values.
        measure: What is measured, over all worlds (or those that an experiment's own outcome counts).
        more: Whether more is better; None where that is not for this program to say.
        by_deal: What is measured over the worlds with a deal.
    """

    name: str
    title: str
    unit: str
    measure: Measure
    more: bool | None
    by_deal: Measure | None = None


def asked_of(first: Results, second: Results) -> tuple[list[Asked], list[str]]:
    """The outcomes that both runs can give, and what is left out.

    Args:
        first: One run.
        second: The other.

    Raises:
        ValueError: There is none.
    """
    notes = list(_scenario_notes(first, second))
    asked = list(_usual(first, second))
    kept = [one for one in asked if all(_kept(one.measure, run) for run in (first, second))]
    missing = [one.name for one in asked if one not in kept]
    if missing:
        notes.append(f"not kept in both, so not compared: {', '.join(missing)}")
    if not all("agreed" in run.known for run in (first, second)):
        kept = [replace(one, by_deal=None) for one in kept]
    own = list(_own(first, second, kept))
    if not kept and not own:
        raise ValueError(f"{first.folder} and {second.folder} have no outcome in common")
    return [*kept, *own], notes


def _scenario_notes(first: Results, second: Results) -> Iterator[str]:
    one, other = first.about, second.about
    if one.scenario != other.scenario:
        yield f"the scenarios are others: {one.scenario} and {other.scenario}"
    for what, ones, others in (
        ("parties", list(one.parties), list(other.parties)),
        ("issues", [issue.name for issue in one.issues], [issue.name for issue in other.issues]),
    ):
        for run, only in ((first, set(ones) - set(others)), (second, set(others) - set(ones))):
            if only:
                yield f"{what} only in {run.folder}, not compared: {', '.join(sorted(only))}"
    if set(one.parties) != set(other.parties):
        yield "the joint payoff is not compared: it is of other parties"
    differing = sorted(
        name for name in first.measures.keys() & second.measures.keys() if first.measures[name] != second.measures[name]
    )
    if differing:
        yield f"outcomes that mean something else in each, not compared: {', '.join(differing)}"


def _usual(first: Results, second: Results) -> Iterator[Asked]:
    about = first.about
    time = ("day of the deal", "days from the start") if about.dated else ("round of the deal", "rounds")
    yield Asked("agreement", "agreement rate", "", Measure(statistic="share", that=AGREED), None)
    for party, title in about.parties.items():
        if party in second.about.parties:
            spread = "payoff, spread over the horizon" if about.dated else "payoff"
            yield _mean(f"annual_{party}", f"{title}: {spread}", about.unit)
            yield _mean(f"gain_{party}", f"{title}: gain over no deal", about.money)
    if set(about.parties) == set(second.about.parties):
        yield _mean("joint", "joint payoff", about.unit)
    median = Measure(statistic="median", of="day")
    yield Asked("day", *time, median, False, Measure(statistic="mean", of="day", where=AGREED))


def _mean(name: str, title: str, unit: str) -> Asked:
    by_deal = Measure(statistic="mean", of=name, where=AGREED)
    return Asked(name, title, unit, Measure(statistic="mean", of=name), True, by_deal)


def _own(first: Results, second: Results, asked: Sequence[Asked]) -> Iterator[Asked]:
    """Outcomes of the experiments that are none of the usual ones, and mean the same in both."""
    usual = [measure for one in asked for measure in (one.measure, one.by_deal)]
    same = set(first.about.parties) == set(second.about.parties)
    for name, measure in first.measures.items():
        if "joint" in columns_named(measure) and not same:
            continue
        if measure == second.measures.get(name) and measure not in usual:
            title = f"{name} (as the experiment has it)" if name in {one.name for one in asked} else name
            yield Asked(name, title, _unit(measure, first), measure, None)


def _unit(measure: Measure, run: Results) -> str:
    """The unit of a measure's values, where it is of money or of an issue."""
    of = measure.of or ""
    if of == "joint" or of.startswith("annual_"):
        return run.about.unit
    if of.startswith(("gain_", "payoff_", "no_deal_")):
        return run.about.money
    return next((issue.unit for issue in run.about.issues if issue.name == of), "")


def aliases(first: Results, second: Results, asked: Sequence[Asked]) -> dict[str, tuple[str, Over]]:
    """Names that the experiments give to outcomes which are compared anyway: name -> outcome, worlds that count.

    Args:
        first: One run.
        second: The other.
        asked: The outcomes compared.
    """
    found: dict[str, tuple[str, Over]] = {}
    for name, measure in first.measures.items():
        for one in asked:
            if measure == second.measures.get(name) and measure in (one.measure, one.by_deal):
                found[name] = (one.name, "all" if measure == one.measure else "deals")
    return found


def _kept(measure: Measure, run: Results) -> bool:
    """Whether a run has kept what a measure needs."""
    return all(name in run.known for name in columns_named(measure))

"""Two finished runs set against each other: which points, which worlds, and every outcome that both have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from yamlcore import CCoreLoader

from zopa.analysis.columns import Arm, needed
from zopa.analysis.compare import Gate, Outcome, Over, Row
from zopa.analysis.contrast import Rows, better, by_points, contrast, cut
from zopa.analysis.estimates import Estimate, Nothing
from zopa.analysis.evidence import estimate, point
from zopa.analysis.measures import Signed, columns_named
from zopa.experiments.asked import Asked, aliases, asked_of
from zopa.experiments.differences import Differences, differences
from zopa.experiments.laid import Laid
from zopa.experiments.matching import Matching, match
from zopa.experiments.results import Results
from zopa.game.arrays import Bools
from zopa.scenario.experiment import Measure
from zopa.scenario.problems import did_you_mean, listed


@dataclass(frozen=True)
class Comparison:
    """Two runs compared.

    Attributes:
        folders: The runs.
        names: What people call them.
        differences: What they were told differently.
        versions: Versions that differ: name -> of each.
        seeds: Root seed of each.
        luck: Whether each has common luck.
        matching: Which points are compared.
        paired: Whether worlds were paired.
        why: Why not, where they were not.
        worlds: Worlds compared, over all points, of each run.
        left_out: Worlds that only one of the runs has, or that failed in one; of each run.
        notes: What could not be compared, and why.
        outcomes: The outcomes, over all points.
        by: Factor -> level -> the outcomes at that level.
        aliases: Names of the experiment's own outcomes that are one of those above.
    """

    folders: tuple[Path, Path]
    names: tuple[str, str]
    differences: Differences
    versions: dict[str, tuple[str, str]]
    seeds: tuple[int, int]
    luck: tuple[str, str]
    matching: Matching
    paired: bool
    why: str
    worlds: tuple[int, int]
    left_out: tuple[int, int]
    notes: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    by: dict[str, dict[Any, tuple[Outcome, ...]]]
    aliases: dict[str, tuple[str, Over]]


def compare(first: Results, second: Results, by: Sequence[str] = ()) -> Comparison:
    """Compare two runs.

    Args:
        first: The base.
        second: What is compared with it; differences are second less first.
        by: Factors, for each of whose levels the outcomes are compared too.

    Raises:
        ValueError: They cannot be compared: other units, no points or no outcomes in common; or a factor is none.
    """
    _check_units(first, second)
    matching = match(first, second)
    for name in by:
        matching.levels(name)
    paired, why = _paired(first, second)
    compared = _Compared(first, second, matching, paired)
    asked, notes = asked_of(first, second)
    everything = [(one, compared.outcomes(one, by)) for one in asked]
    names = _names(first, second)
    return Comparison(
        (first.folder, second.folder), names, _differences(first, second), _versions(first, second),
        (first.about.seed, second.about.seed), (first.experiment.luck, second.experiment.luck), matching, paired, why,
        compared.worlds, compared.left_out, tuple(notes), tuple(found[None, None] for _, found in everything),
        {name: {level: tuple(found[name, level] for _, found in everything) for level in matching.levels(name)}
         for name in by},
        aliases(first, second, asked),
    )  # fmt: skip


def gated(comparison: Comparison, gate: Gate) -> Row:
    """The row that a gate is about.

    Args:
        comparison: The comparison.
        gate: The gate; an outcome of the experiments comes before one of the same name that is always compared.

    Raises:
        ValueError: There is no such outcome, or none over these worlds.
    """
    found = [one for one in comparison.outcomes if one.name == gate.name]
    known, over = [*(one.name for one in comparison.outcomes), *comparison.aliases], gate.over
    if len(found) < 2 and gate.name in comparison.aliases:
        name, usual = comparison.aliases[gate.name]
        found, over = [one for one in comparison.outcomes if one.name == name], over or usual
    if not found:
        hint = did_you_mean(gate.name, known) or f"outcomes: {listed(list(dict.fromkeys(known)), 40)}"
        raise ValueError(f"--gate {gate.text}: no outcome '{gate.name}' is compared ({hint})")
    row = found[-1].row(over or "all")
    if row is None:
        why = "where worlds are not paired" if over == "both" and not comparison.paired else "here"
        raise ValueError(f"--gate {gate.text}: {gate.name} is not compared over '{over}' {why}")
    return row


def _check_units(first: Results, second: Results) -> None:
    one, other = first.about, second.about
    if one.unit != other.unit:
        raise ValueError(
            f"payoffs are in {one.unit or 'no unit'} in {first.folder} and in {other.unit or 'no unit'} in "
            f"{second.folder}: they cannot be compared"
        )
    if one.dated != other.dated:
        raise ValueError(
            f"payoffs are yearly flows in {(first if one.dated else second).folder} and lumps in "
            f"{(second if one.dated else first).folder}: they cannot be compared"
        )


def _paired(first: Results, second: Results) -> tuple[bool, str]:
    if first.about.seed != second.about.seed:
        return False, f"their seeds differ ({first.about.seed} and {second.about.seed})"
    apart = [one for one in (first, second) if one.experiment.luck != "common"]
    if apart:
        return False, f"luck is independent in {' and '.join(str(one.folder) for one in apart)}"
    return True, ""


def _names(first: Results, second: Results) -> tuple[str, str]:
    ids = (first.experiment.id, second.experiment.id)
    return ids if ids[0] != ids[1] else (first.folder.name or "A", second.folder.name or "B")


def _differences(first: Results, second: Results) -> Differences:
    def locked(name: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        return _plain(first.folder / name), _plain(second.folder / name)

    return differences(locked("scenario.lock.yaml"), locked("experiment.lock.yaml"))


def _plain(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=CCoreLoader)  # noqa: S506 - YAML 1.2's core types alone
    return data if isinstance(data, dict) else {}


def _versions(first: Results, second: Results) -> dict[str, tuple[str, str]]:
    said = [{"behaviour": one.manifest.get("behaviour"), **_installed(one)} for one in (first, second)]
    names = dict.fromkeys((*said[0], *said[1]))
    pairs = {name: (str(said[0].get(name, "–")), str(said[1].get(name, "–"))) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _installed(run: Results) -> dict[str, Any]:
    """Versions of what last worked on a run."""
    sessions = run.manifest.get("sessions") or [{}]
    return dict(sessions[-1].get("versions", {}))


class _Compared:
    """Outcomes of two runs whose points have been matched."""

    def __init__(self, first: Results, second: Results, matching: Matching, paired: bool) -> None:
        self._runs, self._matching, self._paired = (first, second), matching, paired
        self.worlds = self.left_out = (0, 0)

    def outcomes(self, asked: Asked, by: Sequence[str]) -> dict[tuple[str | None, Any], Outcome]:
        """An outcome over all points, and at each level of some factors."""
        arms = [self._arms(run, asked, side) for side, run in enumerate(self._runs)]
        pairs = self._matching.pairs
        found: dict[tuple[str | None, Any], Outcome] = {(None, None): self._outcome(asked, arms, pairs, whole=True)}
        for name in by:
            for level in self._matching.levels(name):
                found[name, level] = self._outcome(asked, arms, self._matching.at(name, level))
        return found

    def _arms(self, run: Results, asked: Asked, side: int) -> dict[int, Arm]:
        names = [*columns_named(asked.measure), *(columns_named(asked.by_deal) if asked.by_deal else ()), "world"]
        wanted = {pair[side] for pair in self._matching.pairs}
        columns = needed(names, run.known)
        if len(wanted) == 1:
            return {number: run.arm(number, columns) for number in wanted}
        return {number: arm for number, arm in run.arms(columns) if number in wanted}

    def _outcome(
        self, asked: Asked, arms: Sequence[dict[int, Arm]], pairs: Sequence[tuple[int, int]], whole: bool = False
    ) -> Outcome:
        laid = Laid(arms, pairs, self._paired, [run.experiment.luck == "common" for run in self._runs])
        if whole:
            self.worlds, self.left_out = laid.worlds, laid.left_out
        found = [_row("all", asked.measure, laid, asked.more)]
        if asked.by_deal is not None:
            found.append(_row("deals", asked.by_deal, laid, None))
            if self._paired:
                found.append(_row("both", asked.by_deal, laid, asked.more))
        statistic = asked.measure.statistic or "median"
        sort = "share" if statistic == "share" else self._sort(asked)
        return Outcome(asked.name, asked.title, asked.unit, sort, statistic, tuple(found))

    def _sort(self, asked: Asked) -> str:
        plain = asked.measure.minus is None and asked.measure.statistic != "sd"
        sort = self._runs[0].known[str(asked.measure.of)].sort
        return "date" if sort == "date" and plain else "day" if asked.measure.of == "day" else "number"


def _row(over: Over, measure: Measure, laid: Laid, more: bool | None) -> Row:
    first, second = (laid.measured(measure, side) for side in (0, 1))
    if over == "both":
        first, second = _agreeing(first, second)
    counted = tuple(min(int(part.counts.sum()) for _, part in parts) for parts in (first, second))
    shares = better(first[0][1], second[0][1], laid.rows, more) if more is not None else None
    if len(first) == 1 and (laid.rows.single or first[0][1].statistic != "sd"):
        found = contrast(first[0][1], second[0][1], laid.rows)
        values = (point(first), point(second))
    else:
        found, values = _averaged(first, second, laid.rows)
    return Row(over, (counted[0], counted[1]), values, found, *(shares or (None, None)))


def _averaged(first: Signed, second: Signed, rows: Rows) -> tuple[Estimate, tuple[float, float]]:
    """Measures of several parts: the average over points of each point's."""
    ones, others = cut(first, rows), cut(second, rows)
    values = (float(np.mean([point(one) for one in ones])), float(np.mean([point(one) for one in others])))
    if rows.single:
        return estimate((*second, *((-sign, part) for sign, part in first))), (point(first), point(second))
    if any(part.statistic == "quantile" for _, part in first):
        return Nothing(values[1] - values[0], "no interval for a quantile over several points"), values
    return by_points(ones, others), values


def _agreeing(first: Signed, second: Signed) -> tuple[Signed, Signed]:
    """The same, of the worlds that count in both runs."""
    ((_, one),), ((_, other),) = first, second
    both: Bools = one.counts & other.counts
    return ((1, replace(one, counts=both)),), ((1, replace(other, counts=both)),)

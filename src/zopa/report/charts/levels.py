"""What the deals say: shares of the levels agreed, issue by issue, or of one issue by the levels of a factor."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zopa.analysis.outcomes import Issue
from zopa.experiments.results import Results
from zopa.game.arrays import Ints
from zopa.report.charts.look import broken, quarters, ramp, rounded, rows, shared, two_lines, whole
from zopa.report.charts.worlds import Worlds, issue_title, level_words, point_label
from zopa.report.exhibit import Cell, Exhibit, Twin
from zopa.report.figure import DEAL, INK
from zopa.report.language import Language
from zopa.report.words import level_text
from zopa.scenario.check import resolve_package

if TYPE_CHECKING:
    import altair as alt

MOST_PARTS = 9
"""Parts of a bar; levels of an issue that are more are put together in ranges."""

BAR, LABEL = 430, 220
"""Pixels of a bar and of its label."""


@dataclass(frozen=True)
class Stack:
    """A bar: shares of levels.

    Attributes:
        label: What stands beside it.
        parts: Names of its parts, in order.
        counts: Deals in each, (L,).
        marked: Number of the part that is framed; −1 for none.
        told: What the marked part is called in the table.
    """

    label: str
    parts: Sequence[str]
    counts: Ints
    marked: int = -1
    told: str = ""


def levels_by_issue(results: Results, say: Language, point: int = 0, package: str = "actual_deal") -> Exhibit | None:
    """For each issue the shares of deals with each level, in the order of the file.

    Args:
        results: The run.
        say: Texts of the language.
        point: Number of the point.
        package: A named package whose levels are framed; left out where the scenario has none of this name.

    Returns:
        The exhibit; None without a deal.
    """
    issues = results.about.issues
    worlds = Worlds(results, say, point, tuple(issue.name for issue in issues))
    if not worlds.agreed.any():
        return None
    scenario = results.document.scenario
    known: Mapping[str, Any] = resolve_package(scenario, package) if package in scenario.packages else {}
    stacks = []
    for issue in issues:
        at = worlds.agreed_levels(issue)
        mark = list(scenario.issues[issue.name].levels).index(known[issue.name]) if known else -1
        stacks.append(_stack(issue, issue_title(issue), np.bincount(at[at >= 0], minlength=len(issue.levels)), mark))
    framed = level_text(package) if known else ""
    fixed = [stack for stack in stacks if stack.counts.max() >= 0.9 * max(1, stack.counts.sum())]
    title = say("charts.levels.title", count=len(fixed), of=len(stacks))
    name = "levels" if results.points == 1 else f"levels-{point}"
    return _exhibit(say, name, title, stacks, "; ".join(filter(None, [worlds.label, _framed(say, framed)])), framed)


def levels_by_factor(results: Results, say: Language, issue: str, factor: str) -> Exhibit | None:
    """The shares of an issue's levels in deals, at each level of a factor, all other factors taken together.

    Args:
        results: The run.
        say: Texts of the language.
        issue: Name of the issue.
        factor: Name of the factor.

    Returns:
        The exhibit; None without a deal.

    Raises:
        KeyError: There is no such issue or factor.
    """
    one = {issue.name: issue for issue in results.about.issues}[issue]
    info, column = results.factors[factor], results.design.column(factor).to_pylist()
    points: dict[Any, list[int]] = {}
    for at, level in enumerate(column):
        points.setdefault(level, []).append(at)
    counts = []
    for some in points.values():
        each = [Worlds(results, say, at, (issue,)).agreed_levels(one) for at in some]
        counts.append(
            sum(
                (np.bincount(at[at >= 0], minlength=len(one.levels)) for at in each),
                np.zeros(len(one.levels), dtype=np.int64),
            )
        )
    if not sum(int(own.sum()) for own in counts):
        return None
    groups = _groups(one, np.sum(counts, axis=0))
    labels = [point_label(results, some[0], [factor]).split(": ", 1)[-1] for some in points.values()]
    stacks = [_grouped(one, label, own, groups) for label, own in zip(labels, counts, strict=True)]
    title = say("charts.levels.by", issue=one.title, factor=" ".join((info.title or factor).split()))
    below = issue_title(one)
    return _exhibit(say, f"levels-{issue}-{factor}".replace("_", "-"), title, stacks, below, "")


def _framed(say: Language, package: str) -> str:
    return say("charts.levels.framed", package=package) if package else ""


def _groups(issue: Issue, counts: Ints) -> list[list[int]]:
    """Levels that stand together: each by itself while few of them occur, else neighbours in equal ranges."""
    there = np.flatnonzero(counts)
    if len(issue.levels) <= MOST_PARTS + 3 or len(there) <= MOST_PARTS:
        return [[at] for at in range(len(issue.levels))]
    edges = np.linspace(there[0], there[-1] + 1, MOST_PARTS)
    groups = [[at for at in range(len(issue.levels)) if low <= at < high] for low, high in itertools.pairwise(edges)]
    return [group for group in groups if group]


def _stack(issue: Issue, label: str, counts: Ints, marked: int) -> Stack:
    return _grouped(issue, label, counts, _groups(issue, counts), marked)


def _grouped(issue: Issue, label: str, counts: Ints, groups: Sequence[Sequence[int]], marked: int = -1) -> Stack:
    words = level_words(issue)
    names = [words[group[0]] if len(group) == 1 else f"{words[group[0]]}–{words[group[-1]]}" for group in groups]
    sums = np.array([int(counts[list(group)].sum()) for group in groups], dtype=np.int64)
    at = next((number for number, group in enumerate(groups) if marked in group), -1)
    return Stack(label, names, sums, at, words[marked] if marked >= 0 else "")


def _exhibit(say: Language, name: str, title: str, stacks: Sequence[Stack], below: str, framed: str) -> Exhibit:
    parts = []
    for stack in stacks:
        if stack.counts.sum():
            best = int(stack.counts.argmax())
            parts.append(f"{stack.label}: {stack.parts[best]} ({shared(stack.counts[best] / stack.counts.sum(), 0)})")
    told = say("charts.levels.alt", parts="; ".join(parts))
    chart = whole(_chart(stacks), title, told, below)
    return Exhibit(
        name,
        title,
        told,
        _twin(say, stacks, framed),
        chart,
        say("charts.levels.note") + (say("charts.levels.note_framed", package=framed) if framed else ""),
    )


def _chart(stacks: Sequence[Stack]) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt

    labels = ["\n".join(broken(stack.label, LABEL, 11)[:2]) for stack in stacks]
    labels = [label if labels.count(label) == 1 else f"{label} {at + 1}" for at, label in enumerate(labels)]
    each = 32 if any("\n" in label for label in labels) else 26
    parts = [part for stack, label in zip(stacks, labels, strict=True) for part in _parts(stack, label)]
    axis = two_lines(LABEL)
    y = alt.Y("s:N", sort=labels, axis=axis, scale=alt.Scale(paddingInner=0.22, paddingOuter=0.1))
    x = quarters("a:Q")
    fill = alt.Color("c:Q", scale=alt.Scale(domain=[0, 1], range=ramp("#7B8794")), legend=None)
    base = alt.Chart(rows(parts))
    tips = [alt.Tooltip("s:N"), alt.Tooltip("l:N"), alt.Tooltip("w:Q", format=".1~%")]
    ink = alt.condition("datum.c > 0.5", alt.value("white"), alt.value(INK))
    bars = base.mark_bar(stroke="white", strokeWidth=1).encode(x=x, x2="b", y=y, color=fill, tooltip=tips)
    words = base.transform_filter("datum.t != ''").mark_text(fontSize=11, aria=False)
    layers = [bars, words.encode(x=alt.X("m:Q"), y=y, text="t:N", color=ink)]
    frames = [part for part in parts if part["f"]]
    if frames:
        framed = alt.Chart(rows(frames)).mark_bar(fill=None, stroke=DEAL, strokeWidth=2.6, aria=False)
        layers.append(framed.encode(x=x, x2="b", y=y))
    return alt.layer(*layers).properties(width=BAR, height=each * len(stacks))


def _parts(stack: Stack, label: str) -> list[dict[str, Any]]:
    """The parts of a bar that occur; names where they fit."""
    total, found, end = int(stack.counts.sum()), [], 0.0
    for at, count in enumerate(stack.counts.tolist()):
        if not count:
            continue
        start, end = end, end + count / total
        name = stack.parts[at]
        fits = (end - start) * BAR >= 6.4 * sum(2 if ord(letter) > 0x2E7F else 1 for letter in name) + 4
        found.append(
            {
                "s": label,
                "l": name,
                "a": rounded(start),
                "b": rounded(end),
                "m": rounded(0.5 * (start + end)),
                "w": rounded(end - start, 4),
                "c": rounded(at / max(1, len(stack.parts) - 1), 3),
                "t": name if fits else "",
                "f": int(at == stack.marked),
            }
        )
    return found


def _twin(say: Language, stacks: Sequence[Stack], framed: str) -> Twin:
    table: list[tuple[Cell, ...]] = []
    for stack in stacks:
        total = int(stack.counts.sum())
        shares = [
            f"{name}: {shared(count / total)}"
            for name, count in zip(stack.parts, stack.counts.tolist(), strict=True)
            if count
        ]
        table.append((stack.label, total, "; ".join(shares), *([stack.told] if framed else [])))
    heads = [say("charts.levels.row"), say("charts.timing.deals"), say("charts.levels.shares")]
    return Twin((*heads, *([framed] if framed else [])), tuple(table))

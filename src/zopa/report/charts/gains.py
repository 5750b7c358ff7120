"""Who gains what from which issue: what the levels agreed are worth to each party at central values."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from zopa.experiments.results import Results
from zopa.game.arrays import Floats
from zopa.game.space import Level
from zopa.report.charts.central import Worth
from zopa.report.charts.look import broken, rounded, rows, two_lines, whole
from zopa.report.charts.worlds import Worlds
from zopa.report.exhibit import Exhibit, Twin
from zopa.report.figure import INK
from zopa.report.language import Language
from zopa.report.words import capital, decimals_for, level_text, signed, with_unit
from zopa.scenario.check import resolve_package

if TYPE_CHECKING:
    import altair as alt

PANEL, LABEL = 380, 220
"""Pixels of the axis and of a label."""

MOST_WORLDS = 2000
"""Worlds that count: of more the first ones."""

STATUS_QUO = "status_quo"
"""Name of the package that gains are counted from where the scenario has it and names no other."""


def who_gains(results: Results, say: Language, point: int = 0, base: str = "") -> Exhibit | None:
    """Mean payoff of each issue, or cluster of linked issues, to each party over the worlds with a deal.

    What a world agreed on counts at its worth in that world (yearly flows of the last day, one-off payments spread
    over the horizon), less what the same issue is worth there in a base package: the one named, or that under
    `disagreement`, or `status_quo`; without any, the worth itself. Mechanisms are left aside: what happens at home, in
    markets and with others is no issue. The worlds' values are drawn again, the talks are not played again.

    Args:
        results: The run.
        say: Texts of the language.
        point: Number of the point.
        base: Name of the base package.

    Returns:
        The exhibit; None without a deal.

    Raises:
        KeyError: The scenario has no such package.
    """
    issues = results.about.issues
    worlds = Worlds(results, say, point, ("world", *(issue.name for issue in issues)))
    if not worlds.agreed[worlds.arm.column("world").values < MOST_WORLDS].any():
        return None
    scenario = results.document.scenario
    world = worlds.arm.column("world").values
    worth = Worth.of_worlds(results, point, min(int(world.max()) + 1, MOST_WORLDS))
    base = base or scenario.disagreement or (STATUS_QUO if STATUS_QUO in scenario.packages else "")
    found = _means(worlds, worth, resolve_package(scenario, base) if base else None)
    names = [_cluster(results, worth, k) for k in range(len(worth.space.clusters))]
    title, told = _words(worlds, names, found)
    below = say("charts.gains.below" if base else "charts.gains.below_worth", base=level_text(base))
    chart = whole(_chart(worlds, names, found), title, told, "; ".join(filter(None, [worlds.label, below])))
    name = "gains" if results.points == 1 else f"gains-{point}"
    return Exhibit(name, title, told, _twin(worlds, names, found), chart, say("charts.gains.note"))


def _means(worlds: Worlds, worth: Worth, base: Mapping[str, Level] | None) -> dict[str, Floats]:
    """Mean worth of each cluster over deals, less that of the base, by party, (K,)."""
    space = worth.space
    world = worlds.arm.column("world").values.astype(np.int64)
    used = worlds.agreed & (world < MOST_WORLDS)
    by_name, place = {issue.name: issue for issue in worlds.about.issues}, world[used]
    found = {party: np.zeros(len(space.clusters)) for party in worth.cells}
    for k, cluster in enumerate(space.clusters):
        at = [worlds.agreed_levels(by_name[space.issues[i]])[used] for i in cluster]
        cell = space.first[k] + np.ravel_multi_index(at, [len(space.levels[i]) for i in cluster])
        for party, own in worth.cells.items():
            found[party][k] = own[place, cell].mean()
    if base is not None:
        return {party: own - worth.by_cluster(party, base)[place].mean(axis=0) for party, own in found.items()}
    return found


def _cluster(results: Results, central: Worth, k: int) -> str:
    """The title of an issue, or of a cluster of several."""
    space, issues = central.space, results.document.scenario.issues
    cluster = space.clusters[k]
    if len(cluster) > 1:
        return capital(space.names[k].replace("_", " "))
    name = space.issues[cluster[0]]
    return capital(issues[name].title or name.replace("_", " "))


def _words(worlds: Worlds, names: Sequence[str], found: Mapping[str, Floats]) -> tuple[str, str]:
    say = worlds.say
    parts, told = [], []
    for party, own in found.items():
        best, worst = int(own.argmax()), int(own.argmin())
        decimals = decimals_for(*own.tolist())
        values = {
            "party": worlds.parties[party],
            "best": _low(names[best]),
            "worst": _low(names[worst]),
            "total": signed(float(own.sum()), decimals),
            "most": signed(float(own[best]), decimals),
            "least": signed(float(own[worst]), decimals),
            "unit": worlds.about.unit,
        }
        key = "gains" if own[best] > 0 else "pays"
        parts.append(say(f"charts.gains.{key}", **values))
        told.append(capital(say("charts.gains.alt", **values)))
    return capital(say("charts.and").join(parts)), " ".join(told)


def _low(name: str) -> str:
    """A title within a sentence; abbreviations keep their capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _chart(worlds: Worlds, names: Sequence[str], found: Mapping[str, Floats]) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt

    stack = np.stack(list(found.values()))
    order = np.argsort(-np.abs(stack).max(axis=0), kind="stable")
    kept = [int(k) for k in order if np.abs(stack[:, k]).max() > 0.0] or [int(order[0])]
    labels = {k: "\n".join(broken(names[k], LABEL, 11)[:2]) for k in kept}
    decimals = decimals_for(float(np.abs(stack).max()))
    titles = {party: capital(title) for party, title in worlds.parties.items() if party in found}
    drawn = [
        {"s": labels[k], "p": titles[party], "v": rounded(float(own[k])), "t": signed(float(own[k]), min(decimals, 2))}
        for k in kept
        for party, own in found.items()
    ]
    axis = two_lines(LABEL)
    y = alt.Y("s:N", sort=[labels[k] for k in kept], axis=axis, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15))
    low, high = min(0.0, float(stack.min())), max(0.0, float(stack.max()))
    room = 0.14 * (high - low) or 1.0
    scale = alt.Scale(domain=[low - (room if low < 0 else 0), high + (room if high > 0 else 0)], nice=False)
    x = alt.X(
        "v:Q",
        title=capital(with_unit(worlds.say("charts.gains.axis"), worlds.about.unit)),
        scale=scale,
        axis=alt.Axis(tickCount=6),
    )
    offset = alt.YOffset("p:N", sort=list(titles.values()))
    colours = alt.Color(
        "p:N", scale=alt.Scale(domain=list(titles.values()), range=[worlds.colours[party] for party in titles])
    )
    base = alt.Chart(rows(drawn))
    layers = [base.mark_bar().encode(x=x, y=y, yOffset=offset, color=colours, tooltip=["s:N", "p:N", "v:Q"])]
    look: dict[str, Any] = {"fontSize": 10, "color": INK, "aria": False}
    right = base.transform_filter("datum.v >= 0").mark_text(align="left", dx=3, **look)
    left = base.transform_filter("datum.v < 0").mark_text(align="right", dx=-3, **look)
    layers += [words.encode(x=x, y=y, yOffset=offset, text="t:N") for words in (right, left)]
    zero = alt.Chart(rows([{"v": 0}])).mark_rule(color=INK, strokeWidth=1, aria=False).encode(x=alt.X("v:Q"))
    return alt.layer(*layers, zero).properties(width=PANEL, height=(14 * len(found) + 6) * len(kept))


def _twin(worlds: Worlds, names: Sequence[str], found: Mapping[str, Floats]) -> Twin:
    stack = np.stack(list(found.values()))
    order = np.argsort(-np.abs(stack).max(axis=0), kind="stable")
    table: list[tuple[Any, ...]] = [
        (names[int(k)], *(rounded(float(own), 7) for own in stack[:, int(k)])) for k in order
    ]
    table.append((worlds.say("charts.gains.total"), *(rounded(float(one), 7) for one in stack.sum(axis=1))))
    heads = [with_unit(capital(worlds.parties[party]), worlds.about.unit) for party in found]
    return Twin((worlds.say("charts.levels.row"), *heads), tuple(table), decimals_for(float(np.abs(stack).max())))

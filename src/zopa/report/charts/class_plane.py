"""Many games of one scenario on one plane: what each came to, over the frontier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zopa.report.charts.ground import Ground
from zopa.report.charts.look import rounded, whole
from zopa.report.charts.plane_marks import Mark
from zopa.report.charts.real import real_deal
from zopa.report.charts.scene import Scene
from zopa.report.exhibit import Exhibit, Twin
from zopa.report.figure import DEAL, GREY
from zopa.report.language import Language
from zopa.report.words import decimals_for, plain
from zopa.scenario.read import Document

MOST_NAMED = 24
"""Points that are named on the plane; of more only the table has the names."""

MOST_TOGETHER = 3
"""Names at one point; more are counted."""


@dataclass(frozen=True)
class Outcome:
    """What one game came to.

    Attributes:
        name: Who played it.
        payoffs: What it came to for each party, in the scenario's unit (dated talks: spread over the horizon).
        agreed: Whether there was a deal.
    """

    name: str
    payoffs: Mapping[str, float]
    agreed: bool


def class_exhibit(
    document: Document, outcomes: Sequence[Outcome], say: Language, narrow: bool = False, ground: Ground | None = None
) -> Exhibit:
    """Outcomes of many games over the frontier at central values.

    Args:
        document: The scenario.
        outcomes: The games.
        say: Texts of the language.
        narrow: Whether it is for a phone.
        ground: What could be agreed, where it is known already.
    """
    scene = Scene(document, ground or Ground.central(document), say, narrow)
    marks, named = scene.marks(say("ended.no_deal_start"), ("nash",)), _named(scene, outcomes)
    real = real_deal(document)
    if real is not None:
        x, y = (real.worth[party] for party in scene.two)
        marks.append(Mark("package", say("ended.real"), x, y))
    deals = sum(one.agreed for one in outcomes)
    values = {"games": len(outcomes), "deals": deals, **_best(scene, outcomes)}
    title, told = say("ended.class.title", **values), say("ended.class.alt", **values)
    note = " ".join(filter(None, [say("ended.class.note"), say("ended.two") if len(scene.ground.parties) > 2 else ""]))
    chart = whole(scene.plane([*marks, *named]).chart(), title, told)
    return Exhibit("class-plane", title, told, _twin(scene, outcomes, marks), chart, note)


def _named(scene: Scene, outcomes: Sequence[Outcome]) -> list[Mark]:
    """Marks of the games; games that came to the same share one."""
    spots: dict[tuple[float, float, bool], list[str]] = {}
    for one in outcomes:
        x, y = (float(rounded(one.payoffs[party], 4) or 0.0) for party in scene.two)
        spots.setdefault((x, y, one.agreed), []).append(one.name)
    found = []
    for (x, y, agreed), names in spots.items():
        few = scene.say("charts.listing").join(names[:MOST_TOGETHER])
        more = len(names) - MOST_TOGETHER
        label = few if more <= 0 else scene.say("ended.class.more", names=few, more=more)
        look = ("circle", 110.0, DEAL) if agreed else ("triangle-up", 90.0, GREY)
        found.append(Mark("game", label if len(spots) <= MOST_NAMED else "", x, y, look=look))
    return found


def _best(scene: Scene, outcomes: Sequence[Outcome]) -> dict[str, str]:
    """The best that each side got, in words."""
    found: dict[str, str] = {"unit": scene.unit}
    for key, party in zip(("first", "second"), scene.two, strict=True):
        values = [one.payoffs[party] for one in outcomes]
        decimals = min(1, decimals_for(*values))
        found[key] = scene.titles[party]
        found[f"{key}_low"] = plain(min(values), decimals) if values else "–"
        found[f"{key}_high"] = plain(max(values), decimals) if values else "–"
    return found


def _twin(scene: Scene, outcomes: Sequence[Outcome], marks: Sequence[Mark]) -> Twin:
    say = scene.say
    rows: list[tuple[str, str, float, float]] = [
        (one.name, say("charts.plane.deal" if one.agreed else "charts.plane.without"), *_two(scene, one))
        for one in outcomes
    ]
    rows += [(mark.name, "", mark.x, mark.y) for mark in marks if mark.name]
    table = tuple((name, end, rounded(a, 7), rounded(b, 7)) for name, end, a, b in rows)
    decimals = decimals_for(*(max(abs(a), abs(b)) for _, _, a, b in rows))
    return Twin((say("charts.plane.point"), say("ended.class.end"), *scene.heads), table, decimals)


def _two(scene: Scene, one: Outcome) -> tuple[float, float]:
    first, second = scene.two
    return float(one.payoffs[first]), float(one.payoffs[second])

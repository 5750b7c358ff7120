"""Sliders of a scenario: a list made for it, or all that can be found in its file."""

import dataclasses
import datetime as dt
import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from zopa.build.compile import ranges
from zopa.build.parts import attribute_docs, bounds_of, default_of, hints_of
from zopa.build.registry import named_strategies
from zopa.game.parameters import Scalar
from zopa.scenario.include import load as parse
from zopa.scenario.quantity import Range
from zopa.scenario.read import Document
from zopa.web.explore_models import Dial, Dials
from zopa.web.models import Place, Start
from zopa.web.settings import Settings
from zopa.web.thousand_play import scenarios

MOST = 24
"""Sliders shown."""

MAIN = 8
"""Sliders that are not folded away."""

STEPS = 12
"""Positions of a slider, about: so few that those around the present one can be played before they are asked for."""

PINNED = "{{low: $, central: $, high: $}}"
"""A number that is the same in all worlds, where a range may stand."""

_LISTS = Path(__file__).parent / "sliders"


@lru_cache(maxsize=64)
def found(settings: Settings, name: str, strategies: tuple[tuple[str, str], ...] = ()) -> Dials:
    """The sliders of a scenario.

    Args:
        settings: How the server was started.
        name: Its name.
        strategies: Who plays in place of the scenario's own strategies: (party, strategy).
    """
    seats = {party: Place(strategy=kind) for party, kind in strategies}
    document = scenarios(settings).setup(Start(scenario=name, seats=seats)).document
    path = _LISTS / f"{name}.yaml"
    said = parse(path).root.plain() if path.is_file() else {"dials": [], "terms": []}
    others = dict(strategies)
    dials = [_listed(document, one) for one in said["dials"] if not _gone(one["path"], others)]
    if not said["dials"]:
        dials = list(_derived(document, ranges(document.scenario)))[:MOST]
    else:
        dials += [one for party in others for one in _strategy(document, party)]
    terms = tuple(said["terms"] or list(document.scenario.issues)[:6])
    return Dials(dials=tuple(one.model_copy(update={"more": at >= MAIN}) for at, one in enumerate(dials)), terms=terms)


def _gone(path: str, others: Mapping[str, str]) -> bool:
    """Whether a parameter belongs to a strategy that does not play."""
    return any(path.startswith(f"parties.{party}.strategy.") for party in others)


def _at(data: Any, path: str) -> Any:
    """What stands in a file at a dotted path; None where there is nothing."""
    for key in path.split("."):
        if isinstance(data, list):
            named = [one for one in data if isinstance(one, dict) and key in (one.get("name"), one.get("kind"))]
            data = data[int(key)] if key.isdigit() and int(key) < len(data) else named[0] if named else None
        elif isinstance(data, dict):
            data = data.get(key, data.get(int(key)) if key.isdigit() else None)
        else:
            return None
    return data


def _listed(document: Document, said: Mapping[str, Any]) -> Dial:
    """A slider of a list; range, unit and source are the scenario's."""
    path, now = said["path"], _at(document.data, said["path"])
    base = {
        "path": path, "name": path.rpartition(".")[2], "label": said["label"], "about": said["about"],
        "party": said.get("party", ""),
    }  # fmt: skip
    if "values" in said:
        values = tuple(said["values"])
        place = [str(one) for one in values].index(str(now))
        kind = said.get("kind", "level")
        return Dial(**base, change=f"{path}=$", kind=kind, values=values, unit=said.get("unit", ""), low=0,
                    high=len(values) - 1, step=1, start=place)  # fmt: skip
    return _of_range(base, Range.model_validate(now))


def _of_range(base: Mapping[str, Any], said: Range) -> Dial:
    step = _nice((said.high - said.low) / STEPS)
    low, high = math.floor(said.low / step + 1e-9) * step, math.ceil(said.high / step - 1e-9) * step
    low = low if said.at_least is None else max(low, said.at_least)
    high = high if said.at_most is None else min(high, said.at_most)
    return Dial(
        **base, change=f"{base['path']}={PINNED.format()}", unit=said.unit, source=said.source, low=_tidy(low),
        high=_tidy(high), step=_tidy(step), start=said.central, drawn=True, reach=(said.low, said.high),
    )  # fmt: skip


def _nice(step: float) -> float:
    """The next number of 1, 2, 2.5, 5, 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step)) if step > 0 else 1.0
    return next(power * one for one in (1.0, 2.0, 2.5, 5.0, 10.0) if power * one >= step * (1 - 1e-9))


def _tidy(number: float) -> float:
    return float(f"{number:.10g}")


def _derived(document: Document, drawn: Mapping[str, Range]) -> Iterator[Dial]:
    """All that a scenario without a list can be asked about."""
    scenario = document.scenario
    yield from _time(document)
    for party in scenario.parties:
        yield from _strategy(document, party)
    for party in scenario.parties:
        path = f"parties.{party}.disagreement"
        if isinstance(now := _at(document.data, path), int | float):
            yield _plain(path, "disagreement", party, float(now), 0.0, max(10.0, 2.0 * abs(now)), scenario.unit)
        for issue in scenario.issues:
            yield from _payoffs(document, party, issue)
    for address, one in drawn.items():
        path = f"quantities.{address}" if address in scenario.quantities else address
        if ".strategy." not in path:
            yield _of_range({"path": path, "name": address.rpartition(".")[2]}, one)


def _plain(path: str, name: str, party: str, now: float, low: float, high: float, unit: str = "", **more: Any) -> Dial:
    step = more.pop("step", None) or _nice((high - low) / (1.7 * STEPS))
    return Dial(path=path, change=f"{path}=$", name=name, party=party, unit=unit, low=_tidy(min(low, now)),
                high=_tidy(max(high, now)), step=_tidy(step), start=now, **more)  # fmt: skip


def _time(document: Document) -> Iterator[Dial]:
    time = document.data["time"]
    if isinstance(rounds := time.get("rounds"), int) and rounds > 1:
        step = max(1, round(rounds / 10))
        yield _plain("time.rounds", "rounds", "", rounds, step, max(2 * rounds, 10), step=step)
    discount = time.get("discount")
    each = discount.items() if isinstance(discount, dict) else [("", discount)]
    for party, now in each:
        if isinstance(now, int | float):
            path = f"time.discount.{party}" if party else "time.discount"
            yield _plain(path, "discount", party, float(now), 0.5, 1.0, step=0.05)
    if isinstance(end := _at(time, "calendar.end"), str | dt.date):
        last, first = (dt.date.fromisoformat(str(day)) for day in (end, _at(time, "calendar.start")))
        days = [first + (last - first) * part // 6 for part in range(2, 7)]
        yield Dial(path="time.calendar.end", change="time.calendar.end=$", name="end", kind="date", low=0, high=4,
                   step=1, values=tuple(str(day) for day in days), start=4)  # fmt: skip


def _strategy(document: Document, party: str) -> Iterator[Dial]:
    """The numbers of the strategy that plays a seat, as far as they have bounds or a default."""
    said = document.data["parties"][party]["strategy"]
    named = named_strategies()[said["kind"]]
    docs, hints = attribute_docs(named.part), hints_of(named.part)
    for field in dataclasses.fields(named.part):
        default = said.get(field.name, default_of(named, field))
        limits = bounds_of(named.part, field.name)
        path = f"parties.{party}.strategy.{field.name}"
        about = _both(docs.get(field.name, ""))
        if isinstance(default, dict) and "low" in default:
            base = {"path": path, "name": field.name, "party": party, "about": about}
            yield _of_range(base, Range.model_validate(default))
        elif hints[field.name] != Scalar or isinstance(default, bool) or not isinstance(default, int | float):
            continue
        elif limits and limits.at_most is not None and limits.at_least is not None:
            yield _plain(path, field.name, party, float(default), limits.at_least, limits.at_most, about=about)
        elif limits and limits.above == 0.0 and default > 0:
            values = tuple(_tidy(default * factor) for factor in (0.1, 0.2, 0.35, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10))
            yield Dial(path=path, change=f"{path}=$", name=field.name, party=party, kind="level", values=values, low=0,
                       high=10, step=1, start=5, about=about)  # fmt: skip


def _both(text: str) -> dict[str, str]:
    """A text of the scenario or of the engine, which has one language."""
    return {"en": text, "ja": text} if text else {}


def _payoffs(document: Document, party: str, issue: str) -> Iterator[Dial]:
    """Slope and origin of straight payoffs."""
    terms = _at(document.data, f"parties.{party}.payoffs.{issue}")
    levels = [level for level in document.scenario.issues[issue].levels if not isinstance(level, str)]
    for number, term in enumerate(terms if isinstance(terms, list) else []):
        path, slope = f"parties.{party}.payoffs.{issue}.{number}", term.get("slope")
        if term.get("kind") != "linear" or not levels:
            continue
        origin = term.get("origin")
        if isinstance(origin, int | float) and min(levels) < origin < max(levels):
            yield _plain(f"{path}.origin", "origin", party, float(origin), min(levels), max(levels),
                         about=_both(issue))  # fmt: skip
        if isinstance(slope, int | float) and slope and len(document.scenario.issues) > 1:
            ends = sorted((0.25 * slope, 2.0 * slope))
            step = _nice((ends[1] - ends[0]) / STEPS)
            low, high = math.ceil(ends[0] / step - 1e-9) * step, math.floor(ends[1] / step + 1e-9) * step
            yield _plain(f"{path}.slope", "slope", party, float(slope), low, high, step=step, about=_both(issue))

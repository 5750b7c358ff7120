"""Every number of a scenario with its range, unit, basis and source."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from zopa.scenario.quantity import Range, Value
from zopa.scenario.terms import Table


def numbers(scenario: BaseModel) -> Iterator[dict[str, Any]]:
    """Walk through a scenario and tell every number that carries a source, and every table of payoffs.

    Yields:
        `{path, value, unit, basis, source}`; `value` reads `central [low, high]` where the number is uncertain.
    """
    yield from _walk("", scenario)


def _walk(path: str, part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, Value | Range):
        yield _told(path, _spelt(part), part)
    elif isinstance(part, BaseModel):
        if isinstance(part, Table) and part.source:
            cells = ", ".join(f"{level}: {_spelt(value)}" for level, value in part.values.items())
            yield _told(path, cells, part)
        for name in type(part).model_fields:
            yield from _walk(f"{path}.{name}" if path else name, getattr(part, name))
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield from _walk(f"{path}.{name}", inner)
    elif isinstance(part, tuple):
        for number, inner in enumerate(part):
            label = getattr(inner, "name", None) or number
            yield from _walk(f"{path}.{label}", inner)


def _spelt(quantity: Any) -> str:
    if isinstance(quantity, Range):
        return f"{quantity.central:g} [{quantity.low:g}, {quantity.high:g}]"
    return f"{quantity.value:g}" if isinstance(quantity, Value) else str(quantity)


def _told(path: str, value: str, part: Any) -> dict[str, Any]:
    return {"path": path, "value": value, "unit": part.unit, "basis": part.basis, "source": part.source.strip()}

"""Parts as a file may name them: the pydantic model of the dataclass behind a name, and the part made from it."""

import dataclasses
import datetime as dt
import inspect
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, Union, get_type_hints

import numpy as np
from pydantic import AfterValidator, Field, create_model

from zopa.build.draws import Draws, reach
from zopa.build.names import Named
from zopa.build.payoffs import Place, add_up
from zopa.game.arrays import Bools, Floats
from zopa.game.parameters import Bounds, Meaning, Scalar
from zopa.game.space import Space
from zopa.scenario.base import Level, Model, Name
from zopa.scenario.quantity import Quantity, Range
from zopa.scenario.terms import Term
from zopa.scenario.time import Date

_WRITTEN: dict[str, Any] = {
    "party": Name,
    "issue": Name,
    "levels": dict[Name, tuple[Level, ...]],
    "worth": dict[Name, tuple[Term, ...]],
    "factors": dict[Name, Quantity],
}
"""What stands in a file for a parameter that is no number."""


def attribute_docs(part: type[Any]) -> dict[str, str]:
    """What a dataclass's docstring says of each attribute."""
    text = inspect.getdoc(part) or ""
    section = re.split(r"\nAttributes:\n", text)[-1] if "\nAttributes:\n" in text else ""
    return {m[1]: " ".join(m[2].split()) for m in re.finditer(r"^ {4}(\w+): ((?:.|\n {8})+)", section, re.MULTILINE)}


_HINTS: dict[tuple[Any, bool], Mapping[str, Any]] = {}
"""Types of parameters, worked out once for each part: they are asked for with every block."""


def hints_of(part: type[Any], notes: bool = False) -> Mapping[str, Any]:
    """The types of a dataclass's parameters, with the notes on them if asked for."""
    if (part, notes) not in _HINTS:
        _HINTS[part, notes] = get_type_hints(part, include_extras=notes)
    return _HINTS[part, notes]


def note_of(part: type[Any], name: str, kind: type[Any]) -> Any:
    """A note of some type in the annotation of a dataclass's parameter, or None."""
    hint = hints_of(part, notes=True)[name]
    while not hasattr(hint, "__metadata__") and getattr(hint, "__args__", None):
        hint = hint.__args__[0]  # the first of a union: `Party | None`
    return next((extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, kind)), None)


def bounds_of(part: type[Any], name: str) -> Bounds | None:
    """Where a parameter of a dataclass means something, if it says so."""
    found: Bounds | None = note_of(part, name, Bounds)
    return found


def meaning_of(part: type[Any], name: str) -> Meaning | None:
    """What a parameter that is no number stands for, if it is one."""
    found: Meaning | None = note_of(part, name, Meaning)
    return found


def _field_type(part: type[Any], name: str, hint: Any) -> Any:
    meaning = meaning_of(part, name)
    if meaning is not None:
        written = _WRITTEN[meaning.kind]
        return written | None if type(None) in getattr(hint, "__args__", ()) else written
    if hint == Scalar:
        return Quantity
    if hint == Scalar | None:
        return Quantity | None
    if hint in (dt.date | None, dt.date):
        return Date | None if hint != dt.date else Date
    return hint


def _held_to(limits: Bounds) -> Callable[[Any], Any]:
    """A check that a number, or all that a range can draw, keeps within bounds."""

    def check(quantity: Any) -> Any:
        if isinstance(quantity, str) or quantity is None:
            return quantity  # a shared quantity: its draws are checked when they are made
        low, high = reach(quantity)
        broken = limits.broken(low, high)
        if broken and isinstance(quantity, Range):
            raise ValueError(f"{broken}; draws of this range reach from {low:g} to {high:g}: use at_least or at_most")
        if broken:
            raise ValueError(f"{broken}, not {low:g}")
        return quantity

    return check


def _specification(name: str, named: Named, extra: Mapping[str, Any]) -> type[Model]:
    hints, docs = hints_of(named.part), attribute_docs(named.part)
    fields: dict[str, Any] = {"kind": (Literal[name], ...)}
    for field in dataclasses.fields(named.part):
        default = named.defaults.get(field.name, field.default)
        kind, limits = _field_type(named.part, field.name, hints[field.name]), bounds_of(named.part, field.name)
        if limits:
            kind = Annotated[kind, AfterValidator(_held_to(limits))]
        if default is dataclasses.MISSING:
            default = ...
        if meaning_of(named.part, field.name) and default is None and hints[field.name] != int | None:
            kind = kind | None
        fields[field.name] = (kind, Field(default, description=docs.get(field.name)))
    return create_model(
        "".join(word.title() for word in name.split("_")),
        __base__=Model,
        __doc__=named.about,
        **fields,
        **extra,
    )


def union(names: Mapping[str, Named], **extra: Any) -> Any:
    """The union of the specifications of all names, told apart by `kind`.

    Args:
        names: Parts by name.
        extra: Further keys of each specification, as (type, default).
    """
    models = tuple(_specification(name, named, extra) for name, named in names.items())
    return Annotated[Union[models], Field(discriminator="kind")]  # noqa: UP007 - built from a tuple


def make(named: Named, specification: Any, draws: Draws, space: Space, path: str) -> Any:
    """A part from its specification; ranges among its parameters are drawn per world.

    Args:
        named: The part under its name.
        specification: What the file says of it.
        draws: The scenario's numbers.
        space: Issues, levels and clusters.
        path: Dotted path of the specification: the address of its luck.
    """
    values = {}
    hints = hints_of(named.part)
    for field in dataclasses.fields(named.part):
        value, hint = getattr(specification, field.name), hints[field.name]
        meaning = meaning_of(named.part, field.name)
        if meaning is not None:
            value = None if value is None else _meant(meaning, value, draws, space, f"{path}.{field.name}")
        elif hint in (Scalar, Scalar | None) and value is not None and not isinstance(value, float | int):
            value = draws.get(value, f"{path}.{field.name}")
            limits = bounds_of(named.part, field.name)
            if limits and (broken := limits.broken(float(value.min()), float(value.max()))):
                raise ValueError(
                    f"{path}.{field.name} {broken}; here it is drawn from {value.min():g} to {value.max():g}"
                )
        whole = hint in (Scalar, Scalar | None) and isinstance(value, int)
        values[field.name] = float(value) if whole else value
    return named.part(**values)


def _meant(meaning: Meaning, said: Any, draws: Draws, space: Space, path: str) -> Any:
    if meaning.kind == "party":
        return tuple(draws.scenario.parties).index(said)
    if meaning.kind == "issue":
        return space.issues.index(said)
    if meaning.kind == "levels":
        return cells_with(space, said)
    if meaning.kind == "worth":
        return worth_of(said, draws, space, path)
    out = np.full((draws.luck.worlds, len(space.clusters)), meaning.missing)
    for unit, quantity in said.items():
        out[:, space.names.index(unit)] = draws.get(quantity, f"{path}.{unit}")
    return out


def cells_with(space: Space, levels: Mapping[str, tuple[Level, ...]]) -> Bools:
    """Cells that have one of the levels named, for every issue that is named, (C,)."""
    mask = np.ones(space.cells, dtype=bool)
    for k, cluster in enumerate(space.clusters):
        for column, issue in enumerate(cluster):
            meant = levels.get(space.issues[issue])
            if meant is not None:
                chosen = [space.levels[issue][combination[column]] in meant for combination in space.combinations[k]]
                mask[space.cells_of(k)] &= np.array(chosen)
    return mask


def worth_of(said: Mapping[str, tuple[Any, ...]], draws: Draws, space: Space, path: str) -> Floats:
    """What levels are worth by terms, (W, C); 0 for clusters that are not named."""
    parts = []
    for k, name in enumerate(space.names):
        parts.append(add_up(said.get(name, ()), Place(space, k, draws, f"{path}.{name}")))
    return np.concatenate(parts, axis=1)

"""Parts as a file may name them: the pydantic model of the dataclass behind a name, and the part made from it."""

import dataclasses
import datetime as dt
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, cast, get_type_hints

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Field, create_model
from pydantic_core import PydanticCustomError

from zopa.build.draws import Draws, reach
from zopa.build.names import Named
from zopa.build.payoffs import Place, add_up
from zopa.build.registry import named_strategies
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
    "weights": tuple[Quantity, ...],
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


def composes(part: type[Any]) -> bool:
    """Whether a part is made of strategies."""
    notes = (meaning_of(part, field.name) for field in dataclasses.fields(part))
    return any(note is not None and note.kind in ("strategy", "strategies") for note in notes)


def _one_of_the_simple(said: Any) -> Any:
    """The name of a strategy as a mapping with its kind; strategies made of strategies are refused."""
    kind = said.get("kind") if isinstance(said, dict) else said
    if not isinstance(kind, str):
        known = "must be the name of a strategy, or a mapping with its kind"
        raise PydanticCustomError("value_error", "{error}", {"error": known})
    if kind in named_strategies() and composes(named_strategies()[kind].part):
        message = f"{kind} is made of strategies itself: name one that plays alone"
        raise PydanticCustomError("value_error", "{error}", {"error": message})
    if isinstance(said, str):
        if kind not in named_strategies():
            known = "".join(f"'{name}'" for name in _simple())
            raise PydanticCustomError(
                "value_error", "{error}", {"error": f"unknown strategy '{kind}'", "expected": known}
            )
        return {"kind": kind}
    return said


def _simple() -> dict[str, Named]:
    return {name: named for name, named in named_strategies().items() if not composes(named.part)}


def _strategy_inside() -> Any:
    """What stands in a file for a strategy inside another: its name, or a mapping with its kind and parameters."""
    return _inside(tuple(_simple()))


@lru_cache(maxsize=4)
def _inside(known: tuple[str, ...]) -> Any:
    """The same, for the strategies known now."""
    strategies, literal = _simple(), cast(Any, Literal)
    names = {name: strategies[name] for name in known}
    mapping = _told_apart(_specification(name, named, {}, "Inner") for name, named in names.items())
    written = literal[tuple(names)] | mapping
    return Annotated[mapping, BeforeValidator(_one_of_the_simple, json_schema_input_type=written)]


def _told_apart(models: Iterable[Any]) -> Any:
    """The union of specifications, told apart by `kind`."""
    every = tuple(models)
    return Annotated[Union[every], Field(discriminator="kind")]  # noqa: UP007 - built from a tuple


def _many(one: Any) -> Any:
    return tuple[one, ...]


def _written(kind: str) -> Any:
    """What stands in a file for a parameter that is no number."""
    if kind == "strategy":
        return _strategy_inside()
    if kind == "strategies":
        return Annotated[_many(_strategy_inside()), Field(max_length=100)]
    return _WRITTEN[kind]


def default_of(named: Named, field: "dataclasses.Field[Any]") -> Any:
    """The default of a parameter as a file would write it; `dataclasses.MISSING` where it must be given."""
    default, meaning = named.defaults.get(field.name, field.default), meaning_of(named.part, field.name)
    if meaning is None or default is dataclasses.MISSING:
        return default
    if meaning.kind == "strategy":
        return _name_of(default)
    return tuple(map(_name_of, default)) if meaning.kind == "strategies" else default


def _name_of(bidding: Any) -> str:
    """The name under which a bidding with these very parameters is registered."""
    found = (name for name, one in named_strategies().items() if type(bidding) is one.part)
    return next(name for name in found if named_strategies()[name].part(**named_strategies()[name].defaults) == bidding)


def _field_type(part: type[Any], name: str, hint: Any) -> Any:
    meaning = meaning_of(part, name)
    if meaning is not None:
        written = _written(meaning.kind)
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


def _specification(name: str, named: Named, extra: Mapping[str, Any], prefix: str = "") -> type[Model]:
    hints, docs = hints_of(named.part), attribute_docs(named.part)
    fields: dict[str, Any] = {"kind": (Literal[name], ...)}
    for field in dataclasses.fields(named.part):
        default, meaning = default_of(named, field), meaning_of(named.part, field.name)
        kind, limits = _field_type(named.part, field.name, hints[field.name]), bounds_of(named.part, field.name)
        if limits:
            kind = Annotated[kind, AfterValidator(_held_to(limits))]
        if default is dataclasses.MISSING:
            default = ...
        if meaning and default is None and hints[field.name] != int | None:
            kind = kind | None
        inside = meaning is not None and meaning.kind in ("strategy", "strategies")
        fields[field.name] = (kind, Field(default, description=docs.get(field.name), validate_default=inside))
    return create_model(
        prefix + "".join(word.title() for word in name.split("_")),
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
    return _told_apart(_specification(name, named, extra) for name, named in names.items())


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
    if meaning.kind == "strategy":
        return make(named_strategies()[said.kind], said, draws, space, path)
    if meaning.kind == "strategies":
        return tuple(make(named_strategies()[o.kind], o, draws, space, f"{path}.{n}") for n, o in enumerate(said))
    if meaning.kind == "weights":
        return np.stack([draws.get(one, f"{path}.{number}") for number, one in enumerate(said)], axis=1)
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

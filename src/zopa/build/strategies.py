"""Strategies as a file may name them: one pydantic model for each name, made from the dataclass behind it."""

import dataclasses
import datetime as dt
import inspect
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_type_hints

from pydantic import AfterValidator, Field, create_model

from zopa.build.draws import Draws, reach
from zopa.build.names import ACCEPTANCE, MODELS, STRATEGIES, Named
from zopa.scenario.base import Model
from zopa.scenario.model import Scenario
from zopa.scenario.quantity import Quantity, Range
from zopa.scenario.time import Date
from zopa.strategies.parts.base import Acceptance, Bounds, Scalar, Strategy
from zopa.strategies.parts.base import Model as Opponent
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Given


def attribute_docs(part: type[Any]) -> dict[str, str]:
    """What a dataclass's docstring says of each attribute."""
    text = inspect.getdoc(part) or ""
    section = re.split(r"\nAttributes:\n", text)[-1] if "\nAttributes:\n" in text else ""
    return {m[1]: " ".join(m[2].split()) for m in re.finditer(r"^ {4}(\w+): ((?:.|\n {8})+)", section, re.MULTILINE)}


def _field_type(hint: Any) -> Any:
    if hint == Scalar:
        return Quantity
    if hint == dt.date | None:
        return Date | None
    return hint


def bounds_of(part: type[Any], name: str) -> Bounds | None:
    """Where a parameter of a dataclass means something, if it says so."""
    hint = get_type_hints(part, include_extras=True)[name]
    return next((extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Bounds)), None)


def _held_to(limits: Bounds) -> Callable[[Any], Any]:
    """A check that a number, or all that a range can draw, keeps within bounds."""

    def check(quantity: Any) -> Any:
        if isinstance(quantity, str):
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
    hints, docs = get_type_hints(named.part), attribute_docs(named.part)
    fields: dict[str, Any] = {"kind": (Literal[name], ...)}
    for field in dataclasses.fields(named.part):
        default = named.defaults.get(field.name, field.default)
        kind, limits = _field_type(hints[field.name]), bounds_of(named.part, field.name)
        if limits:
            kind = Annotated[kind, AfterValidator(_held_to(limits))]
        fields[field.name] = (kind, Field(default, description=docs.get(field.name)))
    return create_model(
        "".join(word.title() for word in name.split("_")),
        __base__=Model,
        __doc__=named.about,
        **fields,
        **extra,
    )


def _union(names: Mapping[str, Named], **extra: Any) -> Any:
    models = tuple(_specification(name, named, extra) for name, named in names.items())
    return Annotated[Union[models], Field(discriminator="kind")]  # noqa: UP007 - built from a tuple


@lru_cache(maxsize=1)
def scenario_model() -> Any:
    """The model of a scenario file in which every registered strategy is known."""
    acceptance, model = _union(ACCEPTANCE), _union(MODELS)
    strategy = _union(
        STRATEGIES,
        acceptance=(
            acceptance | None,
            Field(None, description="When to say yes; each strategy has its own default."),
        ),
        model=(
            model | None,
            Field(None, description="What the others are thought to want; `given` by default."),
        ),
    )
    model_of_file: Any = Scenario
    return model_of_file[strategy]


def _part(named: Named, specification: Any, draws: Draws, path: str) -> Any:
    values = {}
    hints = get_type_hints(named.part)
    for field in dataclasses.fields(named.part):
        value = getattr(specification, field.name)
        if hints[field.name] == Scalar and not isinstance(value, float | int):
            value = draws.get(value, f"{path}.{field.name}")
            limits = bounds_of(named.part, field.name)
            if limits and (broken := limits.broken(float(value.min()), float(value.max()))):
                raise ValueError(
                    f"{path}.{field.name} {broken}; here it is drawn from {value.min():g} to {value.max():g}"
                )
        values[field.name] = float(value) if hints[field.name] == Scalar and isinstance(value, int) else value
    return named.part(**values)


def compile_strategy(party: str, draws: Draws) -> Strategy:
    """The strategy that a scenario gives to a party; ranges among its parameters are drawn per world."""
    path = f"parties.{party}.strategy"
    specification: Any = draws.scenario.parties[party].strategy
    bidding = _part(STRATEGIES[specification.kind], specification, draws, path)
    acceptance: Acceptance = bidding.accepts
    model: Opponent = Given()
    if specification.acceptance is not None:
        kind = specification.acceptance.kind
        acceptance = _part(ACCEPTANCE[kind], specification.acceptance, draws, f"{path}.acceptance")
    if specification.model is not None:
        model = _part(MODELS[specification.model.kind], specification.model, draws, f"{path}.model")
    return Composed(bidding, acceptance, model)

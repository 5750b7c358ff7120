"""Strategies as a file may name them: one pydantic model for each name, made from the dataclass behind it."""

import dataclasses
import datetime as dt
import inspect
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_type_hints

from pydantic import Field, create_model

from zopa.build.draws import Draws
from zopa.build.names import ACCEPTANCE, MODELS, STRATEGIES, Named
from zopa.scenario.base import Model
from zopa.scenario.model import Scenario
from zopa.scenario.quantity import Quantity
from zopa.scenario.time import Date
from zopa.strategies.parts.base import Acceptance, Scalar, Strategy
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


def _specification(name: str, named: Named, extra: Mapping[str, Any]) -> type[Model]:
    hints, docs = get_type_hints(named.part), attribute_docs(named.part)
    fields: dict[str, Any] = {"kind": (Literal[name], ...)}
    for field in dataclasses.fields(named.part):
        default = named.defaults.get(field.name, field.default)
        fields[field.name] = (
            _field_type(hints[field.name]),
            Field(default, description=docs.get(field.name)),
        )
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

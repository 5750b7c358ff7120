"""The base of every scenario model: frozen, strict, no unknown keys."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""A name used in paths and results: lower case letters, digits and underscores."""

Level = str | int | float
"""One level of an issue: a number, or a word where the issue is not measured."""


class Model(BaseModel):
    """A frozen part of a scenario; unknown keys are errors."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False
    )

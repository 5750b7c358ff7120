"""The JSON Schema of scenario files, for editors."""

from typing import Any

from pydantic import BaseModel


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a scenario file.

    Args:
        model: The pydantic class that scenarios are validated with.
    """
    schema = model.model_json_schema(mode="validation")
    schema["title"] = "zopa scenario"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}

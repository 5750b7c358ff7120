"""The JSON Schema of scenario and experiment files, for editors."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a scenario, an experiment, a tournament or a lesson file.

    Args:
        model: The pydantic class that files are validated with.
    """
    schema = model.model_json_schema(mode="validation", schema_generator=_Names)
    named = model.__name__.lower()
    schema["title"] = f"zopa {named if named in ('experiment', 'tournament', 'lesson') else 'scenario'}"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


class _Names(GenerateJsonSchema):
    """Says what the keys of a mapping must be called; by itself pydantic lets names through that it then refuses."""

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A mapping whose keys the author of the file chooses."""
        told = super().dict_schema(schema)
        keys = self.resolve_ref_schema(self.generate_inner(schema["keys_schema"])) if "keys_schema" in schema else {}
        names = {word: rule for word, rule in keys.items() if word in ("pattern", "not", "enum")}
        if not names:
            return told
        values = self.generate_inner(schema["values_schema"]) if "values_schema" in schema else True
        rest = {word: rule for word, rule in told.items() if word not in ("patternProperties", "propertyNames")}
        return {**rest, "additionalProperties": values or True, "propertyNames": names}

"""pydantic's errors in the words of people."""

from collections.abc import Iterable
from typing import Any

_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "date_type": "a date, written YYYY-MM-DD",
}

_BOUNDS = {
    "greater_than": ("greater than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}


def wanted(kind: str) -> str | None:
    """What should have stood there, for pydantic's errors of type; None for other errors."""
    return _WANTED.get(kind)


def said(value: object) -> str:
    """A value as a person would call it: `text 'abc'`, `5`, `a list`."""
    if value is None:
        return "nothing (null)"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"text '{value if len(value) <= 40 else value[:39] + '…'}'"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else str(value)


def one_of(words: Iterable[str]) -> str:
    """Words as `a, b or c`."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def worded(error: Any, value: object) -> str:
    """The message for one of pydantic's errors other than unknown and missing keys, kinds and types.

    Args:
        error: One of `ValidationError.errors()`.
        value: What stands in the file.
    """
    kind, context = error["type"], error.get("ctx", {})
    if kind in _BOUNDS:
        words, name = _BOUNDS[kind]
        return f"must be {words} {context[name]:g}, not {said(value)}"
    if kind == "literal_error":
        return f"must be {context['expected']}, not {said(value)}"
    if kind == "string_pattern_mismatch":
        return f"'{value}' is not a name: lower-case letters, digits and underscores, a letter first"
    if kind in ("too_short", "too_long"):
        bound = f"at least {context['min_length']}" if kind == "too_short" else f"at most {context['max_length']}"
        return f"must have {bound} entries, has {context['actual_length']}"
    if kind == "value_error":
        return str(context["error"])
    return str(error["msg"])

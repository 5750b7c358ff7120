"""What the models allow at a place of a file: walking pydantic annotations along plain data."""

from collections.abc import Callable, Iterator
from functools import wraps
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, Tag

from zopa.scenario.source import Key

Path = tuple[Key, ...]
"""Keys of mappings and numbers of list elements, from the top of the data."""

T = TypeVar("T")


def _remembered(work: Callable[[Any], T]) -> Callable[[Any], T]:
    """The function, worked out once for each annotation: there are few, asked about at thousands of places."""
    # told apart by identity, as some cannot be hashed; each is kept, so that its identity stays its own
    known: dict[int, tuple[Any, T]] = {}

    @wraps(work)
    def asked(annotation: Any) -> T:
        if id(annotation) not in known:
            known[id(annotation)] = annotation, work(annotation)
        return known[id(annotation)][1]

    return asked


@_remembered
def members(annotation: Any) -> list[Any]:
    """The types that an annotation stands for, without `Annotated`, unions and None."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return members(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [one for part in get_args(annotation) for one in members(part)]
    return [] if annotation is NoneType else [annotation]


@_remembered
def models(annotation: Any) -> list[type[BaseModel]]:
    """The models among the types that an annotation stands for."""
    return [one for one in members(annotation) if isinstance(one, type) and issubclass(one, BaseModel)]


@_remembered
def kinds_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The values of `kind` that mean this model; empty where it has no such key."""
    field = model.model_fields.get("kind")
    if field is None:
        return ()
    return tuple(str(kind) for one in members(field.annotation) if get_origin(one) is Literal for kind in get_args(one))


def kinds(annotation: Any) -> list[str]:
    """All values of `kind` that may stand at a place."""
    return [kind for model in models(annotation) for kind in kinds_of(model)]


@_remembered
def _by_kind(annotation: Any) -> dict[str, type[BaseModel]]:
    return {kind: model for model in reversed(models(annotation)) for kind in kinds_of(model)}


def model_at(annotation: Any, data: Any) -> type[BaseModel] | None:
    """The model that a mapping means: by its `kind`, else the one that shares most keys with it."""
    candidates = models(annotation)
    if not isinstance(data, dict) or not candidates:
        return None
    if by_kind := _by_kind(annotation):
        return by_kind.get(kind) if isinstance(kind := data.get("kind"), str) else None
    shared = [len(data.keys() & model.model_fields.keys()) for model in candidates]
    if not max(shared) and any(get_origin(one) is dict for one in members(annotation)):
        return None
    return candidates[shared.index(max(shared))]


def child(annotation: Any, data: Any, key: Key) -> Any | None:
    """The annotation of what stands under a key (or list number); None where nothing may stand there."""
    model = model_at(annotation, data)
    if model is not None:
        field = model.model_fields.get(str(key))
        return None if field is None else field.annotation
    for one in members(annotation):
        origin, parts = get_origin(one), get_args(one)
        if isinstance(data, dict) and origin is dict:
            return parts[1]
        if isinstance(data, list) and origin is tuple and isinstance(key, int):
            return parts[0] if parts[-1] is Ellipsis else parts[min(key, len(parts) - 1)]
    return None


def is_free(annotation: Any, data: Any) -> bool:
    """Whether the keys of a mapping are names that the author of the file chooses."""
    return model_at(annotation, data) is None and any(get_origin(one) is dict for one in members(annotation))


@_remembered
def is_quantity(annotation: Any) -> bool:
    """Whether a place takes a quantity, so that text there is the name of a shared one."""
    if get_origin(annotation) is Annotated:
        inner, *notes = get_args(annotation)
        return any(isinstance(note, Tag) and note.tag == "reference" for note in notes) or is_quantity(inner)
    if get_origin(annotation) in (Union, UnionType):
        return any(is_quantity(part) for part in get_args(annotation))
    return False


def walk(annotation: Any, data: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Every place of the data that the models know, from the top: path, annotation and data there."""
    yield path, annotation, data
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        inner = child(annotation, data, key)
        if inner is not None:
            yield from walk(inner, value, (*path, key))

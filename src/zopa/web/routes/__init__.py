"""What the server can be asked: each module here has its `routes`, and loads nothing heavy before it is asked."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from fastapi import APIRouter


def all_routes() -> Iterator[APIRouter]:
    """The routes of all modules, in the order of their names."""
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
        routes: APIRouter = import_module(f"{__name__}.{found.name}").routes
        yield routes

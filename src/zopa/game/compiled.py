"""How the numerical kernels are compiled, said once."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from numba import njit

_P = ParamSpec("_P")
_R = TypeVar("_R")

# `_nrt` is not among the options that numba types, hence the table. Dividing by zero is no error, as in NumPy.
_OPTIONS: dict[str, Any] = {"cache": True, "error_model": "numpy", "_nrt": False}


def kernel(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Compile a loop over worlds: cached, without fastmath, and without reference counting.

    A kernel allocates nothing; its caller hands it its workspaces. So its arrays need no reference
    counts, which would be atomic operations around every call of a helper and cost more than the work
    itself (30 against 10 microseconds for a world's hundred best packages).
    """
    return cast(Callable[_P, _R], njit(**_OPTIONS)(function))

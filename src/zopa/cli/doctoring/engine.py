"""The engine: compiled kernels and where they are kept; and the fonts of charts."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from zopa.cli.doctoring.found import Found


def engine() -> Iterator[Found]:
    """Kernels, then fonts."""
    yield _kernels()
    yield from _fonts()


def _kernels() -> Found:
    try:
        import_module("zopa.talks")
        import_module("zopa.build.solve")
        kernels = _compiled()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the engine, the doctor says it
        todo = "set NUMBA_CACHE_DIR to a folder that you may write to" if "locator" in str(error) else "install again"
        return Found("engine", "broken", f"cannot be loaded: {type(error).__name__}: {error}", todo)
    there = sum(_is_kept(kernel, path) for path, some in kernels.items() for kernel in some)
    count = sum(map(len, kernels.values()))
    where = _common(list(kernels))
    if there:
        return Found("kernels", "ok", f"{there} of {count} are there, compiled, in {where}")
    return Found("kernels", "ok", f"none is there yet; the first run compiles them (half a minute) into {where}")


def _compiled() -> dict[Path, list[Any]]:
    """The kernels of modules that are loaded, by the folder where their compiled code is kept."""
    from numba.core.dispatcher import Dispatcher

    found: dict[Path, dict[int, Any]] = defaultdict(dict)
    for name, module in list(sys.modules.items()):
        if name.startswith("zopa."):
            for one in vars(module).values():
                if isinstance(one, Dispatcher) and one.stats.cache_path:
                    found[Path(one.stats.cache_path)][id(one)] = one
    return {path: list(some.values()) for path, some in found.items()}


def _is_kept(kernel: Any, path: Path) -> bool:
    """Whether code of a kernel is kept; numba names its index after module and function."""
    function = kernel.py_func
    stem = Path(function.__code__.co_filename).stem
    return any(path.glob(f"{stem}.{function.__qualname__}-*.nbi"))


def _common(paths: list[Path]) -> str:
    if not paths:
        return "no folder"
    first = paths[0]
    shared = next(up for up in (first, *first.parents) if all(up in (one, *one.parents) for one in paths))
    return str(shared) if len(paths) == 1 else f"{len(paths)} folders under {shared}"


def _fonts() -> Iterator[Found]:
    """Whether charts can show letters, and Japanese: some are drawn and looked at."""
    try:
        nothing, latin, sun, book = (_drawn(text) for text in ("", "A", "日", "本"))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with charts, the doctor says it
        yield Found("charts", "broken", f"cannot be drawn: {error}", "pip install --force-reinstall vl-convert-python")
        return
    if latin == nothing:
        yield Found("fonts", "warning", "charts have no letters", "install a font, for example fonts-liberation")
    else:
        yield Found("fonts", "ok", "charts have letters")
    if sun in (nothing, book):  # nothing, or the same box for both
        todo = "install a font that has them, for example fonts-noto-cjk; charts without Japanese need none"
        yield Found("fonts, Japanese", "missing", "charts have boxes for Japanese characters", todo)
    else:
        yield Found("fonts, Japanese", "ok", "charts have Japanese characters")


def _drawn(text: str) -> bytes:
    import vl_convert

    from zopa.report.figure import FONT

    letters = f'<text x="2" y="15" font-size="14" font-family="{FONT}">{text}</text>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{letters}</svg>'
    return bytes(vl_convert.svg_to_png(drawing))

"""The machine: processors, memory, disk, clock, and whether files can be written."""

import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import zopa
from zopa.cli.doctoring.found import Found

GIGABYTE = 10**9
_ENOUGH_MEMORY, _ENOUGH_DISK = 2 * GIGABYTE, GIGABYTE
_VECTORS = ("AVX512F", "AVX2", "ASIMD", "VX", "VSX", "LSX")
_CLOCKS_APART = 60.0


def machine() -> Iterator[Found]:
    """Processors, memory, disk, clock, terminal, and where files are written."""
    yield _processors()
    yield _features()
    yield _memory()
    runs = Path("runs")
    yield from _disk(runs)
    yield _writing("write runs", _nearest(runs), "go to a folder that you may write to, or give one after -o")
    yield _writing("write temporary", Path(tempfile.gettempdir()), "set TMPDIR to a folder that you may write to")
    yield _clock()
    yield _terminal()


def _processors() -> Found:
    from zopa.experiments.execute import processors

    here, all_ = processors(), os.cpu_count() or 1
    said = f"{here}" if here == all_ else f"{here} of {all_}: this process may not use the others"
    todo = f"zopa run -j 0 uses all {here}" if here > 1 else ""
    return Found("processors", "ok", f"{said} ({platform.machine()}, {sys.platform})", todo)


def _features() -> Found:
    from zopa.experiments.store import processor_features

    there = processor_features()
    widest = next((name for name in _VECTORS if name in there), "none known here")
    return Found("processor features", "ok", f"widest vectors {widest}; {len(there)} features, kept with every run")


def _memory() -> Found:
    size = memory_bytes()
    if size is None:
        return Found("memory", "ok", "this system does not tell")
    said = f"{size / GIGABYTE:.1f} GB"
    if size < _ENOUGH_MEMORY:
        return Found("memory", "warning", said, "use few processes (-j 1)")
    return Found("memory", "ok", said)


def memory_bytes() -> int | None:
    """Memory that this process may use: the machine's, or less where it is told so; None where it can't be told."""
    try:
        size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        limit = "max"
    return min(size, int(limit)) if limit.isdigit() else size


def _disk(runs: Path) -> Iterator[Found]:
    try:
        free = shutil.disk_usage(_nearest(runs)).free
    except OSError as error:
        yield Found("disk", "warning", f"cannot be told: {error.strerror}")
        return
    said = f"{free / GIGABYTE:.1f} GB free for {runs.resolve()}"
    little = free < _ENOUGH_DISK
    todo = "make room, or keep runs elsewhere (-o); zopa run --dry-run says how much a run needs"
    yield Found("disk", "warning" if little else "ok", said, todo if little else "")


def _nearest(path: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    path = path.resolve()
    while not path.exists():
        path = path.parent
    return path


def _writing(name: str, folder: Path, todo: str) -> Found:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"zopa")
    except OSError as error:
        return Found(name, "broken", f"cannot write to {folder}: {error.strerror}", todo)
    return Found(name, "ok", str(folder))


def _clock() -> Found:
    """Whether the clock can be right: after zopa was installed, and as the disk has it."""
    now, installed = time.time(), Path(zopa.__file__).stat().st_mtime
    said = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(now))
    todo = "set the clock: the times in manifests go by it, results do not"
    if now < installed - _CLOCKS_APART:
        return Found("clock", "warning", f"{said}, which is before zopa was installed", todo)
    try:
        with tempfile.NamedTemporaryFile(dir=_nearest(Path("runs"))) as file:
            apart = Path(file.name).stat().st_mtime - time.time()
    except OSError:
        return Found("clock", "ok", said)
    if abs(apart) > _CLOCKS_APART:
        return Found("clock", "warning", f"{said}; the disk's is {apart:+.0f} s from it", todo)
    return Found("clock", "ok", said)


def _terminal() -> Found:
    encoding = (getattr(sys.stdout, "encoding", None) or "none").lower()
    if encoding.replace("-", "") in ("utf8", "cp65001"):
        return Found("terminal", "ok", encoding)
    return Found("terminal", "warning", f"{encoding}: × and – may not be shown", "set PYTHONUTF8=1")

"""zopa itself, Python, and the libraries that are needed and that might be."""

import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

import zopa
from zopa.cli.doctoring.found import Found

ENABLES = {
    "cluster": "zopa run --cluster: many machines, by Dask",
    "sensitivity": "zopa sensitivity and designs of Sobol and Morris, by SALib",
    "xlsx": "zopa export to Excel, by openpyxl",
    "negmas": "NegMAS agents at the table, and ours in NegMAS",
    "openspiel": "the thousand instances of zopa deals",
    "pettingzoo": "talks as a PettingZoo environment",
}
"""What each extra is for."""

_REQUIREMENT = re.compile(r"([\w.-]+)(?:\[[^]]*\])?\s*([^;]*?)\s*(?:;.*extra\s*==\s*['\"]([\w-]+)['\"].*)?$")
_CLAUSE = re.compile(r"(>=|<=|==|!=|~=|<|>)\s*([\w.]+)")


@dataclass(frozen=True)
class Needed:
    """A requirement: a library, the versions that will do, and the extra that asks for it (empty for zopa itself)."""

    name: str
    versions: str
    extra: str


def packages() -> Iterator[Found]:
    """zopa, its checkout, Python, and every library."""
    yield Found("zopa", "ok", f"{zopa.__version__}, in {Path(zopa.__file__).parent}")
    yield from _checkout()
    wanted = _wanted()
    python, supported = platform.python_version(), _python_wanted()
    if not supported or allowed(python, supported):
        yield Found("Python", "ok", f"{python}, {sys.executable}")
    else:
        yield Found("Python", "broken", f"{python}; needed: {supported}", "install zopa with another Python")
    for one in wanted:
        if not one.extra:
            yield _library(one)
    yield from _extras(wanted)


def allowed(found: str, wanted: str) -> bool:
    """Whether a version satisfies a requirement, by its numbers alone.

    Args:
        found: A version.
        wanted: Clauses with commas between them; only bounds are looked at.

    >>> allowed("3.13.1", ">=3.11,<3.14"), allowed("2.0rc1", ">=2"), allowed("1.9", ">=1.10")
    (True, True, False)
    """
    number = _numbers(found)
    for relation, bound in _CLAUSE.findall(wanted):
        limit = _numbers(bound)
        size = max(len(number), len(limit))
        left, right = (one + (0,) * (size - len(one)) for one in (number, limit))
        if (relation == ">=" and left < right) or (relation == "<" and left >= right):
            return False
    return True


def requirement(text: str) -> Needed | None:
    """A line of a package's requirements; None for one that cannot be read.

    Args:
        text: As the package's metadata has it.

    >>> requirement("mesa<4,>=3.3"), requirement("SALib>=1.5; extra == 'sensitivity'")
    (Needed(name='mesa', versions='<4,>=3.3', extra=''), Needed(name='SALib', versions='>=1.5', extra='sensitivity'))
    """
    found = _REQUIREMENT.match(text)
    return Needed(found[1], found[2], found[3] or "") if found else None


def _numbers(text: str) -> tuple[int, ...]:
    found = re.match(r"\d+(\.\d+)*", text)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def _wanted() -> list[Needed]:
    try:
        return [one for text in requires("zopa") or () if (one := requirement(text))]
    except PackageNotFoundError:
        return []


def _python_wanted() -> str:
    try:
        return str(metadata("zopa")["Requires-Python"] or "")
    except PackageNotFoundError:
        return ""


def _checkout() -> Iterator[Found]:
    """The commit, where zopa runs from a checkout."""
    root = Path(zopa.__file__).parents[2]
    if not (root / ".git").exists():
        return
    commit, changed = _git(root, "rev-parse", "--short", "HEAD"), _git(root, "status", "--porcelain")
    if commit is None:
        yield Found("git", "warning", f"{root} is a checkout, but git does not answer", "install git, or mend it")
    else:
        yield Found("git", "ok", f"commit {commit}{', with changes' if changed else ''}, in {root}")


def _git(root: Path, *words: str) -> str | None:
    try:
        command = ["git", "-C", str(root), *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)  # noqa: S603 - fixed words
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _library(one: Needed) -> Found:
    todo = f"pip install '{one.name}{one.versions}'"
    there = _version(one.name)
    if there is None:
        return Found(one.name, "broken", f"not installed; needed: {one.versions or 'any version'}", todo)
    if not allowed(there, one.versions):
        return Found(one.name, "broken", f"{there}; needed: {one.versions}", todo)
    return Found(one.name, "ok", f"{there} ({one.versions})" if one.versions else there)


def _extras(wanted: Sequence[Needed]) -> Iterator[Found]:
    said = {one.extra for one in wanted}
    for extra, what in ENABLES.items():
        if extra not in said:
            continue
        parts = [one for one in wanted if one.extra == extra and one.name != "zopa"]
        there = {one.name: _version(one.name) for one in parts}
        lacking = [one for one in parts if not (found := there[one.name]) or not allowed(found, one.versions)]
        have = ", ".join(f"{name} {number or 'not installed'}" for name, number in there.items())
        todo = f"pip install 'zopa[{extra}]'" if lacking else ""
        yield Found(f"extra {extra}", "missing" if lacking else "ok", f"{what} ({have})", todo)
    unknown = [extra for extra in ENABLES if extra not in said]
    if unknown:
        yield Found(
            "installation", "warning", f"older than the code: it does not know of {', '.join(unknown)}",
            "install zopa again, as it was installed (pip install -e . in a checkout)",
        )  # fmt: skip


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None

"""`zopa doctor`: whether everything is there that zopa needs, and what to do where it is not."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict

from zopa.cli.doctoring.found import Found
from zopa.report.words import wrapped

_MARKS = {"ok": "ok", "missing": "missing", "warning": "warning", "broken": "BROKEN"}


def doctor_command(as_json: bool) -> None:
    """Look at everything and say what was found; exit code 1 if something that is needed does not work.

    Args:
        as_json: Whether to print JSON.
    """
    found = list(looked_at())
    if as_json:
        print(json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False))
    else:
        for one in found:
            print("\n".join(_lines(one)))
        print(f"\n{_verdict(found)}")
    if any(one.state == "broken" for one in found):
        sys.exit(1)


def looked_at() -> Iterator[Found]:
    """Everything, one after the other: what is imported for one thing may be what another finds missing."""
    from zopa.cli.doctoring.packages import packages

    found = list(packages())
    yield from found
    if any(one.state == "broken" and one.said.startswith("not installed") for one in found):
        return  # the rest needs the libraries
    from zopa.cli.doctoring.engine import engine
    from zopa.cli.doctoring.machine import machine

    yield from machine()
    yield from engine()


def _lines(one: Found) -> Iterator[str]:
    first = f"{_MARKS[one.state]:<8} {one.name}: "
    yield from wrapped(one.said, " " * 11, first)
    if one.todo:
        yield from wrapped(one.todo, " " * 14, " " * 11 + "-> ")


def _verdict(found: list[Found]) -> str:
    count = {state: sum(one.state == state for one in found) for state in _MARKS}
    if count["broken"]:
        return f"{count['broken']} broken: zopa will not work well before that is mended"
    told = (("warning", "to mind"), ("missing", "not there"))
    more = ", ".join(f"{count[state]} {words}" for state, words in told if count[state])
    return f"all that is needed is there ({more})" if more else "everything is there"

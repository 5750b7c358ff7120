"""`zopa bench`: the engine measured on this machine, in one run on one core."""

import json
import sys
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zopa.cli.benching.measure import Effort, Measured

NAME, VALUE, UNIT, WIDTH = 45, 8, 9, 100
"""Widths of the table's columns."""


def bench(as_json: bool = False, quick: bool = False, only: str = "") -> None:
    """Measure, and print a table or JSON.

    Args:
        as_json: Print a list of `{name, value, unit, n, note}`; else a table that grows while it measures.
        quick: Tiny blocks and single repetitions: that everything runs, not how fast.
        only: `serve` measures the server, and nothing else; empty for all but the server.

    Raises:
        ValueError: There is no such part.
    """
    from zopa.cli.benching.measure import FULL, QUICK, machine, one_core

    effort = QUICK if quick else FULL
    about = ", ".join(f"{name} {said}" for name, said in machine().items())
    if not as_json:
        print(textwrap.fill(f"{about}. {_conditions(effort)}.", WIDTH), end="\n\n")
    found: list[Measured] = []
    with one_core():
        for title, measurements in _chosen(only, effort, found):
            if not as_json:
                print(title)
            for measured in measurements:
                found.append(measured)
                if as_json:
                    print(f"{measured.name}: {_number(measured.value)} {measured.unit}", file=sys.stderr)
                else:
                    print(_line(measured), flush=True)
    if as_json:
        rows = [{"name": "machine", "value": 1.0, "unit": "core", "n": 1, "note": f"{about}. {_conditions(effort)}"}]
        rows += [vars(measured) for measured in found]
        print(json.dumps(rows, indent=2))


def _chosen(only: str, effort: "Effort", found: "list[Measured]") -> "Iterator[tuple[str, Iterator[Measured]]]":
    if not only:
        return _sections(effort, found)
    if only != "serve":
        raise ValueError(f"there is nothing to measure under the name {only!r}: serve")
    from zopa.cli.benching.serve import serve

    return iter([("the server, on the clock", serve(effort))])


def _sections(effort: "Effort", found: "list[Measured]") -> "Iterator[tuple[str, Iterator[Measured]]]":
    from zopa.cli.benching.games import flagship, games
    from zopa.cli.benching.memory import first_result, memory
    from zopa.cli.benching.peer import installed, peer
    from zopa.cli.benching.theory import theory

    yield "games on random additive domains (issues x levels), 100 rounds, both move in each", games(effort)
    yield "the flagship", flagship(effort)
    yield "theory, one world, no deal worth 0", theory(effort)
    yield "a run from start to end", first_result(effort)
    yield "memory", memory(effort)
    if installed():
        ours = {measured.name: measured.value for measured in found}
        yield "NegMAS, the same domains, 100 steps", peer(effort, ours)
    else:
        yield "NegMAS is not installed: pip install 'zopa[negmas]' compares with it", iter(())


def _conditions(effort: "Effort") -> str:
    return (
        f"one core, processor time unless said; blocks of {effort.block:,} worlds; "
        "kernels warmed up; medians of n repetitions"
    )


def _line(measured: "Measured") -> str:
    value = f"{_number(measured.value):>{VALUE}} {measured.unit:<{UNIT}}"
    return f"  {measured.name:<{NAME}}{value}{f'n={measured.n}':<5}{measured.note}".rstrip()


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3g}"

"""The slider: how soon a thousand worlds are there after it has been moved, asked over HTTP as the page asks."""

import http.client
import json
import time
from collections.abc import Iterator, Sequence
from typing import Any

from zopa.cli.benching.measure import Effort, Measured

FLAGSHIP = ("us_japan_2025", "time.threats.letter.belief={low: $, central: $, high: $}", (0.4, 0.95))
SMALL = ("three_parties", "parties.alder.disagreement=$", (1.0, 9.0))
"""A scenario, a change with `$` for the number, and the ends of a slider."""

WORLDS, FIRST = 1_000, 128


def slider(port: int, effort: Effort) -> Iterator[Measured]:
    """Move sliders of a server that is warm.

    Args:
        port: The server's.
        effort: With a single repetition, two positions of each slider.
    """
    count = 2 if effort.most == 1 else 12
    for said, name in ((FLAGSHIP, "the flagship"), (SMALL, "a small scenario")):
        scenario, change, (low, high) = said
        numbers = [round(low + (high - low) * at / (2 * count), 6) for at in range(2 * count)]
        _ask(port, _body(scenario, ()))  # the baseline
        first, whole = [], []
        for number in numbers[:count]:
            body = _body(scenario, (change.replace("$", str(number)),))
            first.append(_ask(port, {**body, "enough": FIRST}))
            whole.append(first[-1] + _ask(port, body))
        yield from _told(f"a slider of {name}, first {FIRST} worlds", first)
        yield from _told(f"a slider of {name}, all {WORLDS:,}", whole)
        coming = [(change.replace("$", str(number)),) for number in numbers[count:]]
        for at in range(0, len(coming), 12):
            settings = [{"changes": changes} for changes in coming[at : at + 12]]
            _ask(port, {"scenario": scenario, "worlds": WORLDS, "settings": settings}, "/api/explore/ahead")
        for changes in coming:  # wait until all are there
            _ask(port, _body(scenario, changes))
        ahead = [_ask(port, {**_body(scenario, changes), "enough": FIRST}) for changes in coming]
        yield from _told(f"a slider of {name}, played ahead, all {WORLDS:,}", ahead)


def _body(scenario: str, changes: Sequence[str]) -> dict[str, Any]:
    return {"scenario": scenario, "changes": list(changes), "worlds": WORLDS, "baseline": {}}


def _ask(port: int, body: dict[str, Any], path: str = "/api/explore") -> float:
    """Seconds until an answer is there.

    Raises:
        RuntimeError: It is no answer.
    """
    begun = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        headers = {"Content-Type": "application/json", "X-Seat": "bench"}
        line.request("POST", path, json.dumps(body), headers)
        answer = line.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{path} answered {answer.status}: {text[:200]!r}")
    finally:
        line.close()
    return time.perf_counter() - begun


def _told(name: str, seconds: Sequence[float]) -> Iterator[Measured]:
    told = sorted(1000.0 * one for one in seconds)
    for word, at in (("median", 0.5), ("95 %", 0.95)):
        yield Measured(f"{name}, {word}", told[min(len(told) - 1, int(at * len(told)))], "ms", len(told))

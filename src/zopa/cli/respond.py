"""`zopa respond`: the parameters of a party's strategy that pay it most against a field of others."""

import dataclasses
import json
import re
from typing import Any

from zopa.analysis.intervals import Mean
from zopa.build.load import load
from zopa.experiments.best_response import Response, best_response
from zopa.report.words import decimals_for, plain, signed, table, width_of

SHOWN = 8
"""Settings shown in words."""


def respond_command(
    config: str, party: str, ranges: tuple[str, ...], against: tuple[str, ...], worlds: int, seed: int, budget: int,
    overrides: tuple[str, ...], as_json: bool,
) -> None:  # fmt: skip
    """Search and print what was found.

    Args:
        config: The scenario.
        party: Whose strategy.
        ranges: Texts `parameter=low:high`.
        against: What the others play: names or mappings (JSON) of strategies; as in the file if empty.
        worlds: Worlds of the search and of the comparison.
        seed: Root seed.
        budget: Settings tried at most.
        overrides: Texts `dotted.path=value`.
        as_json: Whether to print JSON.

    Raises:
        ValueError: Something makes no sense.
    """
    field = [_opponents(text) for text in against]
    searched = [_range(text) for text in ranges]
    if len(dict(searched)) < len(searched):
        raise ValueError("a parameter has one range: --range names one of them twice")
    found = best_response(config, party, dict(searched), field, worlds, seed, budget, overrides)
    print(
        json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2)
        if as_json
        else _text(config, overrides, found)
    )


def _range(text: str) -> tuple[str, tuple[float, float]]:
    number = r"\s*([-+]?[0-9.]+(?:e[-+]?[0-9]+)?)\s*"
    found = re.fullmatch(rf"\s*(\w+)\s*={number}:{number}", text, re.IGNORECASE)
    if not found:
        raise ValueError(f"a range is written parameter=low:high, for example beta=0.05:10, not {text!r}")
    return found[1], (float(found[2]), float(found[3]))


def _opponents(text: str) -> Any:
    """A strategy's name, or its mapping in JSON."""
    if not text.lstrip().startswith(("{", "[", '"')):
        return text
    try:
        said = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"--against takes a strategy's name or a mapping in JSON, not {text!r}: {error}") from None
    return said


def _text(config: str, overrides: tuple[str, ...], found: Response) -> str:
    scenario = load(config, overrides).scenario
    who, unit = scenario.parties[found.party].name or found.party, scenario.unit or "payoff"
    decimals = decimals_for(found.payoff.mean, found.incumbent.mean)
    worlds = f"{found.payoff.n:,} fresh worlds" if found.payoff.n > 1 else "a fresh world"
    lines = [f"{scenario.title or scenario.name}: best response of {who}, {unit}", ""]
    if found.parameters:
        lines += [", ".join(f"{name} = {value:.4g}" for name, value in found.parameters.items())]
    else:
        lines += ["Nothing that was tried pays more than what the file says."]
    lines += [
        f"In {worlds}: {_interval(found.payoff, decimals)}; as the file has it: {_interval(found.incumbent, decimals)}",
        f"Gain in the same worlds: {signed(found.gain.mean, decimals)}{_ends(found.gain, decimals)}",
        "", f"Best of {len(found.tried):,} settings tried, in the worlds of the search:",
    ]  # fmt: skip
    names = list(found.tried[0].parameters)
    rows = [[*names, "worlds", "payoff"]]
    for one in found.tried[:SHOWN]:
        values = [f"{one.parameters[name]:.4g}" for name in names]
        rows.append([*values, f"{one.worlds:,}", plain(one.payoff, decimals)])
    widths = [width_of([row[c] for row in rows], 24) for c in range(len(rows[0]))]
    lines += [f"  {line}" for line in table(rows, widths, right=range(len(widths)))]
    return "\n".join(lines)


def _interval(mean: Mean, decimals: int) -> str:
    return plain(mean.mean, decimals) + _ends(mean, decimals)


def _ends(mean: Mean, decimals: int) -> str:
    if mean.low is None or mean.high is None:
        return ""
    return f" [{plain(mean.low, decimals)}, {plain(mean.high, decimals)}]"

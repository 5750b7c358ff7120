"""`zopa compare`: two runs, or several with the first, world by world."""

import json
import sys
from collections.abc import Sequence

from zopa.analysis.compare import Gate
from zopa.experiments.compare import Comparison, compare, gated
from zopa.experiments.results import Results
from zopa.report.compare_text import compare_dict, compare_text


def compare_command(folders: Sequence[str], by: Sequence[str], gates: Sequence[str], as_json: bool) -> None:
    """Compare runs with the first of them and print what was found; exit code 1 if a gate is not passed.

    Args:
        folders: Folders of runs; the first is the base.
        by: Factors, for each of whose levels a table is printed too.
        gates: Texts such as `joint>=-0.01`: the whole 95 % interval of the difference must keep to the bound.
        as_json: Whether to print JSON.

    Raises:
        ValueError: A folder is no run, runs cannot be compared, or a gate or a factor makes no sense.
    """
    if len(folders) < 2:
        raise ValueError("compare takes two folders of runs, or more: the first is the base")
    if len(folders) > 26:
        raise ValueError(f"compare takes at most 26 runs, not {len(folders)}")
    asked = [Gate.read(text) for text in gates]
    base, *others = (Results.open(folder) for folder in folders)
    found = [compare(base, other, by) for other in others]
    results = [[(gate, *_tried(one, gate)) for gate in asked] for one in found]
    passed = all(ok for some in results for _, ok, _ in some)
    if as_json:
        told = [
            compare_dict(one)
            | {"gates": [{"gate": gate.text, "passed": ok, "bound_of_interval": end} for gate, ok, end in some]}
            for one, some in zip(found, results, strict=True)
        ]
        print(json.dumps({"base": folders[0], "passed": passed, "comparisons": told}, ensure_ascii=False, indent=2))
    else:
        print("\n\n\n".join(compare_text(one, f"A{chr(ord('B') + at)}") for at, one in enumerate(found)))
        for at, some in enumerate(results):
            for gate, ok, end in some:
                side = "lower" if gate.least else "upper"
                which = f" ({chr(ord('B') + at)})" if len(found) > 1 else ""
                shown = "none" if end is None else f"{end:.4g}"
                print(
                    f"gate {gate.text}{which}: {'passed' if ok else 'FAILED'}: "
                    f"the {side} end of the interval of the difference is {shown}",
                    file=sys.stderr,
                )
    if not passed:
        sys.exit(1)


def _tried(comparison: Comparison, gate: Gate) -> tuple[bool, float | None]:
    """Whether a gate is passed, and the end of the interval that it goes by; None where that is infinite."""
    row = gated(comparison, gate)
    end = row.low if gate.least else row.high
    return gate.passes(row), end if abs(end) < float("inf") else None

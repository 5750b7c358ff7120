"""What a check found, in words: each clause with its verdict and the numbers behind it."""

import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from zopa.analysis.columns import EPOCH
from zopa.analysis.estimates import Exact
from zopa.analysis.expectations import LEVEL, Judged, Placed
from zopa.experiments.judging import Checked, Evidence
from zopa.report.words import GLUE, MINUS, decimals_for, finished, listed, percent, plain, signed, wrapped

_KINDS = {"built_in": "built in", "emergent": "emergent", "historical": "historical", "predicted": "predicted"}
_INDENT = "      "


def clauses_text(found: Sequence[Checked]) -> list[str]:
    """Clauses with their verdicts and the numbers behind them; what differs from a recorded verdict says so.

    Args:
        found: The clauses, in order.
    """
    return [finished(line) for one in found for line in _clause(one, recording=False)]


def evidence_text(one: Checked) -> list[str]:
    """The numbers behind a clause: a line for each pair of settings that it was tried on.

    Args:
        one: The clause with its verdict.
    """
    return [finished(_evidence(one, evidence)) for evidence in one.evidence]


def check_text(found: Sequence[Checked]) -> str:
    """All clauses, file by file, and a closing count.

    Args:
        found: The clauses with their verdicts, in the order of the files.

    Returns:
        Several lines, without a line break at the end.
    """
    lines: list[str] = []
    for _, group in groupby(found, key=lambda one: one.file.path):
        clauses = list(group)
        said = clauses[0].file.experiment
        lines += [*wrapped(f"{said.id}  {said.title}"), *wrapped(" ".join(said.question.split())), ""]
        for one in clauses:
            lines += _clause(one)
        lines.append("")
    return finished("\n".join([*lines, *_closing(found)]))


def _clause(one: Checked, recording: bool = True) -> Iterator[str]:
    clause = one.clause
    head = f"{clause.id}  {one.verdict} ({_KINDS[clause.kind]}): {' '.join(clause.clause.split())}"
    yield from wrapped(head, "    ", "  ")
    for evidence in one.evidence:
        yield from wrapped(_evidence(one, evidence), _INDENT + "  ", _INDENT)
    if one.reason:
        yield from wrapped(f"{one.verdict}: {one.reason}", _INDENT + "  ", _INDENT)
    if not one.as_recorded and recording:
        yield f"{_INDENT}DIFFERS: recorded is {clause.verdict or 'nothing'}"
    elif not one.as_recorded and clause.verdict:
        yield f"{_INDENT}recorded in the file, for its own number of worlds: {clause.verdict}"
    elif clause.because:
        yield from wrapped(f"because: {' '.join(clause.because.split())}", _INDENT + "  ", _INDENT)


def _evidence(one: Checked, evidence: Evidence) -> str:
    trial = evidence.trial
    pair = f"{trial.pair}{', without' if trial.off else ''}: " if trial.pair else ""
    if evidence.placed is not None:
        return pair + _placed(one, evidence.placed)
    return pair + "; ".join(_judged(one, trial.labels, judged) for judged in evidence.judged)


def _judged(one: Checked, labels: Sequence[str], judged: Judged) -> str:
    compared = judged.comparison
    ends = (judged.low, judged.high)
    said = _Numbers(one.sort, *compared.values, *(ends if len(compared.values) == 1 else ()))
    unbound = " (too few worlds for an interval)" if not any(map(math.isfinite, ends)) else ""
    values = [f"{labels[at]} {said.value(v)}" for at, v in zip(compared.settings, compared.values, strict=True)]
    if len(values) == 1 and unbound:
        return values[0] + unbound
    if len(values) == 1:
        return f"{values[0]} [{said.value(ends[0])}, {said.value(ends[1])}]".replace(", ", f",{GLUE}")
    change = f"{' -> '.join(values)}: {said.change(compared.estimate.value)}"
    if isinstance(compared.estimate, Exact):
        return f"{change} ({compared.estimate.method})"
    if unbound:
        return change + unbound
    return f"{change} [{said.change(ends[0])},{GLUE}{said.change(ends[1])}]"


def _placed(one: Checked, placed: Placed) -> str:
    observed = one.clause.observed
    if not placed.worlds:
        return "no world counts"
    numbers = _Numbers(one.sort, placed.typical or 0.0)
    said = numbers.value(float(observed)) if isinstance(observed, int | float) else str(observed)
    if placed.typical is None:
        return f"{said} in {percent(placed.same)} of {placed.worlds:,} worlds"
    where = f"at percentile {placed.percentile:.0f} of {placed.worlds:,} worlds"
    return f"observed {said}, {where}, {percent(placed.same)} of which have it; median {numbers.value(placed.typical)}"


class _Numbers:
    """Writes values and changes of one sort, with as many decimals as the values compared ask for."""

    def __init__(self, sort: str, *values: float) -> None:
        self.sort = sort
        self.decimals = decimals_for(*(value for value in values if math.isfinite(value)))

    def value(self, value: float) -> str:
        if math.isnan(value):
            return "none"
        if math.isinf(value):
            return "never" if value > 0 else f"{MINUS}∞"
        if self.sort == "date":
            return (EPOCH + dt.timedelta(days=round(value))).isoformat()
        return percent(value) if self.sort == "share" else plain(value, self.decimals)

    def change(self, change: float) -> str:
        if math.isnan(change):
            return "none"
        if math.isinf(change):
            return "+∞" if change > 0 else f"{MINUS}∞"
        if self.sort == "share":
            return signed(100.0 * change, 1)
        return signed(change, 1) + f"{GLUE}days" if self.sort == "date" else signed(change, self.decimals)


def _closing(found: Sequence[Checked]) -> Iterator[str]:
    tally = Counter(one.verdict for one in found)
    verbs = ((tally["holds"], "hold"), (tally["fails"], "fail"))
    counts = [f"{n} {verb}{'s' if n == 1 else ''}" for n, verb in verbs] + [f"{tally['undecided']} undecided"]
    every = sum(len(evidence.judged) for one in found for evidence in one.evidence)
    yield f"{len(found)} clause{'' if len(found) == 1 else 's'}: {', '.join(counts)}."
    plural = "comparison" if every == 1 else "comparisons together"
    note = "Shares change in points. " if any(one.sort == "share" for one in found) else ""
    note += f"Intervals are adjusted for {every:,} {plural} (Holm, {100 * LEVEL:.0f}{GLUE}% in all)."
    yield from wrapped(note)
    differing = [one for one in found if not one.as_recorded]
    if differing:
        said = [
            f"{one.clause.id} (recorded {one.clause.verdict or 'nothing'}, found {one.verdict})" for one in differing
        ]
        yield from wrapped(f"Not as recorded: {listed(said)}.")
    else:
        yield "All verdicts are as recorded."


def check_json(found: Sequence[Checked]) -> str:
    """The same as a JSON list; numbers that are not finite are null.

    Args:
        found: The clauses with their verdicts.
    """
    return json.dumps([_as_dict(one) for one in found], ensure_ascii=False, indent=2)


def _as_dict(one: Checked) -> dict[str, Any]:
    return {
        "id": one.clause.id,
        "mechanism": one.file.experiment.id,
        "kind": one.clause.kind,
        "verdict": one.verdict,
        "recorded": one.clause.verdict,
        "clause": " ".join(one.clause.clause.split()),
        "evidence": [_said(one, evidence) for evidence in one.evidence],
        "reason": one.reason,
    }


def _said(one: Checked, evidence: Evidence) -> dict[str, Any]:
    trial, placed = evidence.trial, evidence.placed
    said: dict[str, Any] = {"pair": trial.pair or None, "without": trial.off, "verdict": evidence.verdict}
    if placed is not None:
        return said | {
            "observed": one.clause.observed, "worlds": placed.worlds, "percentile": placed.percentile,
            "below": placed.below, "same": placed.same,
        }  # fmt: skip
    return said | {"comparisons": [_compared(trial.labels, judged) for judged in evidence.judged]}


def _compared(labels: Sequence[str], judged: Judged) -> dict[str, Any]:
    compared = judged.comparison
    numbers = {
        "estimate": compared.estimate.value, "se": compared.estimate.se, "low": judged.low, "high": judged.high,
        "p_right": compared.right, "p_wrong": compared.wrong,
        "p_right_adjusted": judged.right, "p_wrong_adjusted": judged.wrong,
    }  # fmt: skip
    return {
        "settings": [labels[at] for at in compared.settings],
        "values": [_finite(value) for value in compared.values],
        **{key: _finite(number) for key, number in numbers.items()},
        "method": compared.estimate.method,
        "verdict": judged.verdict,
    }


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None

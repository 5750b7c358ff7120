"""Two runs compared, in words and tables: what was told differently, what came out differently, and how to read it."""

import datetime as dt
import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

from zopa.analysis.columns import EPOCH
from zopa.analysis.compare import LEVEL, Outcome, Row
from zopa.analysis.estimates import Exact
from zopa.experiments.compare import Comparison
from zopa.experiments.differences import ABSENT, WORDING
from zopa.report.compare_reading import reading
from zopa.report.words import (
    GLUE,
    MINUS,
    WIDTH,
    decimals_for,
    finished,
    percent,
    plain,
    signed,
    table,
    width_of,
    with_unit,
    wrapped,
)

SHOWN = 40
"""Settings that differ, shown at most; JSON has all."""

PATH, VALUE, CUT = 48, 22, 300
"""Widths up to which a setting stands in one line, and the length at which a value is cut."""


def compare_text(found: Comparison, letters: str = "AB") -> str:
    """A comparison in plain English, up to 100 columns wide.

    Args:
        found: The comparison.
        letters: What the two runs are called.

    Returns:
        Several lines, without a line break at the end.
    """
    runs = zip(letters, found.names, found.folders, strict=True)
    blocks = [
        [f"{letter}  {name}  ({folder})" for letter, name, folder in runs],
        [*_settings(found, letters), *_same(found, letters)],
        _outcomes(found.outcomes, letters),
    ]  # fmt: skip
    for factor, levels in found.by.items():
        for level, outcomes in levels.items():
            count = len(found.matching.at(factor, level))
            points = f"{count:,} point{'' if count == 1 else 's'}"
            blocks.append([f"{factor} = {_value(level)}  ({points})", *_outcomes(outcomes, letters)])
    blocks.append(wrapped(reading(found, letters)))
    return finished("\n\n".join("\n".join(block) for block in blocks if block))


def _settings(found: Comparison, letters: str) -> Iterator[str]:
    played = found.differences.played
    told = [(f"  {one.path}", _value(one.first), _value(one.second)) for one in played[:SHOWN]]
    short = [row for row in told if len(row[0]) <= PATH and max(map(len, row[1:])) <= VALUE]
    head = f"Settings that differ ({len(played):,})" if played else "No setting differs"
    rows = [(head, *letters) if short else (head, "", ""), *short]
    yield from table(rows, [width_of([row[at] for row in rows], PATH) or 1 for at in range(3)])
    for path, *values in (row for row in told if row not in short):
        yield path
        for letter, value in zip(letters, values, strict=True):
            yield from wrapped(f"{letter}: {value}", "       ", "    ")
    if len(played) > SHOWN:
        yield f"  … and {len(played) - SHOWN:,} more (--json shows all)"
    if found.differences.worded:
        count = len(found.differences.worded)
        yield from wrapped(
            f"and {count:,} that change{'s' if count == 1 else ''} no world: "
            f"{', '.join(found.differences.worded[:4])}{' …' if count > 4 else ''}"
        )
    for name, (one, other) in found.versions.items():
        yield f"Version of {name}: {one} in {letters[0]}, {other} in {letters[1]}"


def _value(value: Any) -> str:
    """Plain data in one line, cut where it is long."""
    if value is ABSENT:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return f"{value:.6g}"
    text = json.dumps(_bare(value), ensure_ascii=False).replace('"', "")
    return text if len(text) <= CUT else f"{text[: CUT - 1]}…"


def _bare(value: Any) -> Any:
    """Plain data without the words that go with its numbers."""
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if key not in WORDING}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def _same(found: Comparison, letters: str) -> Iterator[str]:
    same = [f"{found.differences.same:,} other settings"] if found.differences.same else []
    if found.seeds[0] == found.seeds[1]:
        same.append(f"seed {found.seeds[0]}")
    if found.paired:
        how = "common luck: yes → paired by world"
    else:
        how = f"not paired: {found.why}; worlds are taken as drawn for each run by itself"
    yield from wrapped(f"Same: {', '.join([*same, how])}")
    pairs, unmatched = found.matching.pairs, found.matching.unmatched
    if len(pairs) > 1 or any(unmatched):
        lonely = [
            f"{len(some):,} of {letter} {'has' if len(some) == 1 else 'have'} no partner"
            for letter, some in zip(letters, unmatched, strict=True) if some
        ]  # fmt: skip
        how = f"{len(pairs):,} pair{'' if len(pairs) == 1 else 's'}: {_lettered(found.matching.how, letters)}"
        yield from wrapped(f"Points: {'; '.join([how, *lonely])}")
    one, other = found.worlds
    worlds = f"{one:,}" if one == other else f"{one:,} of {letters[0]}, {other:,} of {letters[1]}"
    left = [f"{n:,} of {letter}" for letter, n in zip(letters, found.left_out, strict=True) if n]
    out = f"; left out: {' and '.join(left)}, which the other has not, or which failed in one" if left else ""
    yield from wrapped(f"Worlds: {worlds}{' over all points' if len(pairs) > 1 else ''}{out}")
    for note in found.notes:
        yield from wrapped(f"Note: {note}")


def _lettered(text: str, letters: str) -> str:
    """A sentence about A and B with other letters."""
    return text.replace("of B", f"of {letters[1]}").replace("B's", f"{letters[1]}'s")


def _outcomes(outcomes: Sequence[Outcome], letters: str) -> list[str]:
    head = ("Outcome", letters[0], letters[1], f"{letters[1]} {MINUS} {letters[0]}  [95{GLUE}% interval]")
    rows = [(*head, "better", "worse")]
    for one in outcomes:
        title = with_unit(one.title, one.unit)
        if len(one.rows) == 1:
            rows.append((title, *_cells(one, one.rows[0])))
            continue
        rows.append((title, "", "", "", "", ""))
        rows += [(f"  {_over(one, row, letters)}", *_cells(one, row)) for row in one.rows]
    columns = list(zip(*rows, strict=True))
    widths = [0, *(width_of(column, 34) for column in columns[1:])]
    widths[0] = min(width_of(columns[0], 60), WIDTH - sum(widths) - 10)
    return _headed(rows, widths)


def _headed(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """The table; the title of an outcome with several rows runs over the columns of numbers, which are empty."""
    lines: list[str] = []
    for row in rows:
        if any(row[1:]):
            lines += table([row], widths, right=(1, 2, 4, 5))
        else:
            lines += wrapped(row[0])
    return lines


def _over(one: Outcome, row: Row, letters: str) -> str:
    counted = [f"{n:,}" for n in row.counted]
    what = {"all": "median" if one.sort == "day" else "", "deals": "mean", "both": "mean"}[row.over]
    start = f"{what}, " if one.sort == "day" else ""
    if row.over == "all":
        return f"{start}all worlds{' (no deal: never)' if one.sort == 'day' else ''}"
    if row.over == "both":
        return f"{start}where both agree ({counted[0]})"
    return f"{start}deals of each ({letters[0]} {counted[0]}, {letters[1]} {counted[1]})"


def _cells(one: Outcome, row: Row) -> tuple[str, str, str, str, str]:
    sort = "number" if row.over != "all" and one.sort == "day" else one.sort
    decimals = decimals_for(*(value for value in row.values if math.isfinite(value)))
    first, second = (_said(value, sort, decimals) for value in row.values)
    shares = tuple("" if share is None else percent(share, 0) for share in (row.better, row.worse))
    return first, second, _change(row, sort), shares[0], shares[1]


def _said(value: float, sort: str, decimals: int) -> str:
    if math.isnan(value):
        return "none"
    if math.isinf(value):
        return "never" if value > 0 else f"{MINUS}∞"
    if sort == "date":
        return (EPOCH + dt.timedelta(days=round(value))).isoformat()
    if sort == "share":
        return percent(value)
    return plain(value, 0 if sort == "day" else decimals)


def _change(row: Row, sort: str) -> str:
    value, ends = row.difference.value, (row.low, row.high)
    if math.isnan(value):
        return "–"
    factor, unit = (100.0, f"{GLUE}pp") if sort == "share" else (1.0, f"{GLUE}days" if sort == "date" else "")
    sizes = [factor * number for number in (value, *ends) if math.isfinite(number)]
    decimals = 1 if sort in ("share", "date") else 0 if sort == "day" else decimals_for(*sizes)

    def write(number: float) -> str:
        if math.isinf(number):
            return "+∞" if number > 0 else f"{MINUS}∞"
        return signed(factor * number, decimals)

    if isinstance(row.difference, Exact):
        return f"{write(value)}{unit} (in every world)"
    if ends == (-math.inf, math.inf):
        return f"{write(value)}{unit} (no interval)"
    return f"{write(value)}{unit} [{write(ends[0])},{GLUE}{write(ends[1])}]"


def compare_dict(found: Comparison) -> dict[str, Any]:
    """The same as plain data; numbers that are not finite are null.

    Args:
        found: The comparison.
    """
    told, matching = found.differences, found.matching
    return {
        "first": _run(found, 0),
        "second": _run(found, 1),
        "settings": [
            {"path": one.path, "first": _json(one.first), "second": _json(one.second)} for one in told.played
        ],
        "wording": list(told.worded), "same_settings": told.same,
        "versions": {name: list(pair) for name, pair in found.versions.items()},
        "paired": found.paired, "why_not_paired": found.why or None,
        "points": {"pairs": [list(pair) for pair in matching.pairs], "matched": matching.how,
                   "unmatched": [list(some) for some in matching.unmatched]},
        "worlds": list(found.worlds), "left_out": list(found.left_out), "notes": list(found.notes),
        "level": LEVEL,
        "outcomes": [_outcome(one) for one in found.outcomes],
        "by": {factor: [{"level": level, "outcomes": [_outcome(one) for one in outcomes]}
                        for level, outcomes in levels.items()] for factor, levels in found.by.items()},
        "reading": finished(reading(found)),
    }  # fmt: skip


def _run(found: Comparison, side: int) -> dict[str, Any]:
    return {
        "folder": str(found.folders[side]), "name": found.names[side], "seed": found.seeds[side],
        "luck": found.luck[side],
    }  # fmt: skip


def _json(value: Any) -> Any:
    return None if value is ABSENT else value


def _outcome(one: Outcome) -> dict[str, Any]:
    said = {"name": one.name, "title": one.title, "unit": one.unit, "statistic": one.statistic}
    return said | {"rows": [_row(row) for row in one.rows]}


def _row(row: Row) -> dict[str, Any]:
    numbers = {
        "first": row.values[0], "second": row.values[1], "difference": row.difference.value,
        "se": row.difference.se, "low": row.low, "high": row.high, "better": row.better, "worse": row.worse,
    }  # fmt: skip
    finite = {key: n if n is not None and math.isfinite(n) else None for key, n in numbers.items()}
    return {"over": row.over, "counted": list(row.counted), **finite, "method": row.difference.method}

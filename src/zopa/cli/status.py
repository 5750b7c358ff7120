"""`zopa status`: how far runs are, and what they were played with."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zopa.experiments.status import Status, doubtful, status_of, statuses, verified
from zopa.report.words import WIDTH, finished, table, width_of, wrapped

_HEADS = ("run", "points × worlds", "rows", "status", "age", "disk")


def status_command(folder: str | None, verify: bool, as_json: bool) -> None:
    """Say how far a run is, or all runs in a folder.

    Args:
        folder: A run's folder, or one that holds such; None for `runs`.
        verify: Whether to read every part and hold it against its digest.
        as_json: Whether to print JSON.

    Raises:
        ValueError: There is no such folder.
    """
    path = Path(folder or "runs")
    if not path.is_dir():
        if folder is not None:
            raise ValueError(f"{path} is no folder: zopa run FILE makes one and prints its name")
        print("[]" if as_json else "no runs here: zopa run FILE makes one, in the folder runs")
        return
    one = status_of(path) if folder is not None else None
    if one is not None and (one.is_run or not _holds_runs(path)):
        told = _told(one, verify)
        print(json.dumps(told, indent=2, ensure_ascii=False) if as_json else "\n".join(_page(one, told)))
        return
    if verify:
        raise ValueError("--verify reads one run: name its folder")
    found = statuses(path)
    if as_json:
        print(json.dumps([each.as_dict() for each in found], indent=2, ensure_ascii=False))
    else:
        print("\n".join(_listed(found)) or f"no runs in {path}: zopa run FILE makes one")


def _holds_runs(path: Path) -> bool:
    return any(path.glob("*/manifest.json"))


def _listed(found: list[Status]) -> Iterator[str]:
    """A line for each run, and its question below."""
    runs = [one for one in found if one.is_run]
    rows = [
        (one.folder.name, _size(one), _rows(one), _state(one), _ago(one), _disk(one.bytes)) for one in runs
    ]  # fmt: skip
    most = (34, 20, 22, 24, 9, 8)
    widths = [width_of(cells, top) for cells, top in zip(zip(_HEADS, *rows, strict=True), most, strict=True)]
    widths[0] = max(widths[0] - max(0, sum(widths) + 10 - WIDTH), 12)
    for number, row in enumerate([_HEADS, *rows] if rows else []):
        yield from table([row], widths, right=[5])
        if number and (line := _second(runs[number - 1])):
            yield line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"
    others = [one for one in found if not one.is_run]
    if others:
        yield from ["", "other folders:"] if rows else ["no runs; other folders:"]
    for one in others:
        yield from wrapped(f"{one.folder.name}: {one.note} ({_disk(one.bytes)})", "    ", "  ")


def _second(one: Status) -> str:
    """What a run asks; its name and address first where the folder's name does not have them."""
    name = f"{one.id}-{one.address[:7]}"
    said = [text for text in (name if one.folder.name != name else "", _flat(one.question)) if text]
    return f"  {': '.join(said)}" if said else ""


def _told(one: Status, verify: bool) -> dict[str, Any]:
    """Everything about a folder, for JSON."""
    told: dict[str, Any] = one.as_dict()
    if one.manifest is None:
        return told
    from zopa.experiments.environment import differences  # imports the engine, which a list of runs can do without

    told["sessions"] = [said for said in one.manifest.get("sessions", []) if isinstance(said, dict)]
    told["differs_now"] = differences(one.manifest)
    told["doubtful"] = doubtful(one.folder)
    if verify:
        whole, wrong = verified(one)
        told |= {"parts_whole": whole, "parts_wrong": wrong}
    return told


def _page(one: Status, told: Mapping[str, Any]) -> Iterator[str]:
    if one.manifest is None:
        yield from wrapped(f"{one.folder} is no run: {one.note} ({_disk(one.bytes)}).")
        return
    yield from wrapped(f"{one.id}: {_flat(one.question)}" if one.question else one.id, "  ", "")
    yield ""
    said = one.manifest
    kept = f"seed {said.get('seed')}, {said.get('luck')} luck, kept: {said.get('record')}"
    facts = [
        ("status", _when(one)),
        ("asked", f"{_asked(one)}, of {said.get('scenario')}; {kept}"),
        ("rows", _counts(one)),
        ("folder", f"{one.folder} ({_disk(one.bytes)})"),
        ("address", one.address),
    ]
    for name, text in facts:
        yield from wrapped(text, " " * 11, f"{name:<11}")
    yield from _sessions(told["sessions"])
    yield from _environment(told)
    yield from _parts(told)
    following = _following(one)
    if following:
        yield ""
        yield following


def _when(one: Status) -> str:
    if one.state == "running":
        return f"{one.state}{_shard(one)} for {_ago(one)}, by {one.note}"
    return f"{_state(one)}, {_ago(one)} ago" + (f" ({one.note})" if one.note else "")


def _sessions(sessions: list[Mapping[str, Any]]) -> Iterator[str]:
    """A line for each session; one that is at work or was killed has told no numbers."""
    rows = [("session", "host", "process", "rows", "seconds", "rows/s")]
    for one in sessions:
        known = bool(one.get("rows_played"))
        rate, took, count = (one.get(key) if known else None for key in ("rows_a_second", "seconds", "rows_played"))
        rows.append((
            str(one.get("started", "?")).replace("T", " ").replace("+00:00", " UTC"), str(one.get("host", "?")),
            str(one.get("pid", "?")), "–" if count is None else f"{count:,}", "–" if took is None else f"{took:,.1f}",
            "–" if rate is None else f"{rate:,.0f}",
        ))  # fmt: skip
    if sessions:
        yield ""
        yield from table(rows, [width_of(cells, 30) for cells in zip(*rows, strict=True)], right=[2, 3, 4, 5])


def _environment(told: Mapping[str, Any]) -> Iterator[str]:
    last = told["sessions"][-1] if told["sessions"] else {}
    versions = last.get("versions", {})
    if isinstance(versions, Mapping) and versions:
        with_ = ", ".join(f"{name} {version}" for name, version in versions.items())
        python = f"Python {last['python']}, " if "python" in last else ""
        yield ""
        yield from wrapped(f"played with {python}{with_}, on {last.get('system', 'a system not told')}", "  ", "")
    if told["differs_now"]:
        yield from wrapped("different here and now, so that equal bits are not promised:")
        for text in told["differs_now"]:
            yield from wrapped(text, "    ", "  ")
    else:
        yield "the same here and now: played again, the rows are the same bits (zopa reproduce)"


def _parts(told: Mapping[str, Any]) -> Iterator[str]:
    wrong = [*told["doubtful"], *told.get("parts_wrong", [])]
    if wrong:
        yield ""
        yield "parts that are not whole; zopa resume plays what is missing:"
        for text in wrong[:20]:
            yield from wrapped(text, "    ", "  ")
        if len(wrong) > 20:
            yield f"  and {len(wrong) - 20:,} more"
    if "parts_whole" in told:
        yield f"parts whose digest is right: {told['parts_whole']:,}"


def _following(one: Status) -> str:
    """What to type next."""
    if one.state == "running":
        return ""
    if one.left or one.left is None or one.failed:
        why = "plays what failed again" if one.failed and not one.left else "goes on with it"
        return f"zopa resume {one.folder}   {why}"
    if one.shard is not None:
        return f"zopa merge {one.folder} …   when all shards are there"
    return ""


def _asked(one: Status) -> str:
    points = f"{one.points:,} {'point' if one.points == 1 else 'points'}"
    design = f" ({one.manifest.get('design')})" if one.manifest and one.points > 1 else ""
    return f"{points}{design} × {'at most ' if one.at_most else ''}{one.worlds:,} worlds"


def _size(one: Status) -> str:
    return f"{one.points:,} × {'≤ ' if one.at_most else ''}{one.worlds:,}"


def _rows(one: Status) -> str:
    left = "" if not one.left else f" of {one.there + one.left:,}"
    return f"{one.there:,}{left}" + (f", {one.failed:,} failed" if one.failed else "")


def _counts(one: Status) -> str:
    left = f"{one.left:,} left" if one.left is not None else "left: what other shards do not play"
    return f"{one.there:,} there, of which {one.failed:,} failed; {'at most ' if one.at_most else ''}{left}"


def _state(one: Status) -> str:
    who = f" ({one.note.replace('process ', '')})" if one.state == "running" else ""
    return f"{one.state}{_shard(one)}{who}"


def _shard(one: Status) -> str:
    return f", shard {one.shard[0]} of {one.shard[1]}" if one.shard else ""


def _ago(one: Status) -> str:
    """Time since a run was last worked on."""
    if one.since is None:
        return "?"
    seconds = max(0.0, (dt.datetime.now(dt.UTC) - one.since).total_seconds())
    for unit, length in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def _disk(size: int) -> str:
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 999.5:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 99.5 else f"{amount:.1f} {unit}"
        amount /= 1000.0
    return f"{amount:.1f} TB"


def _flat(text: str) -> str:
    return " ".join(finished(text).split())

"""`zopa merge`: bring the shards of a run together."""

import json
import sys
from collections.abc import Sequence


def merge_command(folders: Sequence[str], out: str | None, as_json: bool) -> None:
    """Bring shards together; prints the folder (or JSON) on standard output.

    Args:
        folders: Folders that `zopa run FILE --shard I/N` made.
        out: Folder for the whole; beside the first shard where left out.
        as_json: Whether to print JSON.

    Raises:
        ValueError: The folders do not belong together, or results cannot be written.
        SystemExit: With 1: worlds are missing or failed.
    """
    from zopa.experiments.shards import MissingError, gather, merge_shards
    from zopa.report.run import report_run

    gathered = gather(folders, out)
    path = gathered.folder.path
    try:
        ran = merge_shards(gathered, _say)
    except MissingError as error:
        for text in error.why:
            _say(text)
        _say(f"{error}: what is there is in {path}; zopa resume {path}, or zopa run FILE -o {path}, plays the rest")
        print(json.dumps({"folder": str(path), "missing": error.rows}) if as_json else path)
        sys.exit(1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ValueError(f"cannot write the results to {path}: {reason}\nThe shards are as they were.") from None
    told, text = report_run(gathered.plan, ran.folder)
    failed = f"; {ran.failed:,} failed: they stand in the table with their messages" if ran.failed else ""
    _say(f"{len(gathered.shards)} shards, {ran.rows:,} worlds{failed}\n\n{text}\n")
    print(json.dumps(told, ensure_ascii=False, indent=2) if as_json else ran.folder)
    if ran.failed:
        sys.exit(1)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

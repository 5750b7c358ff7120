"""`zopa deals`: strategies on OpenSpiel's bargaining instances, in words or as JSON."""

import json
import math
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zopa.interop.deal_table import Division

HEAD = f"{'':<28}{'with':<10}{'deals':>8}{'joint':>8}{'share':>9}{'own':>8}{'lesser':>8}{'Pareto':>9}"


def deals_command(path: str | None, as_json: bool) -> None:
    """Play all strategies on the instances of a file, or on those that come with OpenSpiel, and print the table.

    Args:
        path: A file of instances (`1,2,3 8,1,0 4,0,2` a line), or None for OpenSpiel's own list.
        as_json: Print `{instances, efficient, theory, played}` as JSON; else a table that grows while it plays.
    """
    from zopa.interop.deal_table import table, theory
    from zopa.interop.openspiel import game_of, installed, read

    if path is not None and not Path(path).is_file():
        raise ValueError(f"{path}: no such file of instances")
    game = game_of(installed()) if path is None else read(path)
    whole, solutions = theory(game)
    efficient = float(whole.largest.mean())
    if as_json:
        rows = [_plain(row) for row in table(whole)]
        found = {"instances": game.worlds, "efficient": efficient, "theory": list(map(_plain, solutions))}
        print(json.dumps({**found, "played": rows}, ensure_ascii=False))
        return
    print(f"{game.worlds:,} instances, efficient joint value {efficient:.3f} (mean of the largest sums)")
    _print(solutions)
    _print(table(whole))


def _print(rows: Iterable["Division"]) -> None:
    title = ""
    for row in rows:
        if row.knowledge != title:
            title = row.knowledge
            print(f"\n{title}\n{HEAD}")
        pareto = "" if math.isnan(row.pareto) else f"{row.pareto:.1%}"
        print(
            f"{row.strategy:<28}{row.partner:<10}{row.agreed:>8.1%}{row.joint:>8.3f}{row.efficient:>9.2%}"
            f"{row.own:>8.3f}{row.least:>8.3f}{pareto:>9}"
        )
        sys.stdout.flush()


def _plain(row: "Division") -> dict[str, object]:
    return {name: None if isinstance(x, float) and math.isnan(x) else x for name, x in asdict(row).items()}

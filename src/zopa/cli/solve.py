"""`zopa solve`: the efficient packages and the solutions, in words, as JSON or as a chart."""

import json
import sys

from zopa.build.solve import solve
from zopa.interop.draft import ROUNDS
from zopa.interop.formats import load


def solve_command(
    files: list[str], overrides: tuple[str, ...], as_json: bool, chart: str | None = None, rounds: int = ROUNDS,
    steps: int | None = None,
) -> None:  # fmt: skip
    """Print the solutions of one scenario: a file, folder or name, or several files of another format.

    Args:
        files: The scenario.
        overrides: Texts `dotted.path=value`.
        as_json: Whether to print JSON.
        chart: File to draw into, `.png`, `.svg` or `.html`; None for no chart.
        rounds: Rounds, where the files do not say.
        steps: Levels that a real issue is cut into.
    """
    document = load(files, overrides, rounds, steps)
    solved = solve(document)
    if as_json:
        print(json.dumps(solved, ensure_ascii=False))
    else:
        from zopa.report.solve_text import solve_text

        print(solve_text(document.scenario, solved))
    if chart is not None:
        from zopa.report.solve_chart import solve_chart

        print(f"drawn: {solve_chart(document, solved, chart)}", file=sys.stderr)

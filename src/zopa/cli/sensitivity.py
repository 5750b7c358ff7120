"""`zopa sensitivity`: which factors of a finished run matter for its outcomes."""

import sys
from pathlib import Path

from zopa.experiments.results import Results


def sensitivity_command(folder: str, outcome: str | None, chart: str | None, as_json: bool) -> None:
    """Print a table for each outcome (or JSON) and draw the tornado chart.

    Args:
        folder: The run's folder.
        outcome: One of its outcomes; all of them where left out.
        chart: File to draw into, `.png`, `.svg` or `.html`; `tornado.png` and `tornado.svg` in the folder if left out.
        as_json: Whether to print JSON.
    """
    from zopa.report.sensitivity_run import sensitivity
    from zopa.report.sensitivity_text import sensitivity_json, sensitivity_text
    from zopa.report.tornado import tornado

    results = Results.open(folder)
    found = sensitivity(results, outcome)
    print(sensitivity_json(found, str(results.folder)) if as_json else sensitivity_text(found))
    files = [Path(chart)] if chart is not None else [results.folder / f"tornado.{kind}" for kind in ("png", "svg")]
    title = results.experiment.title or results.about.title
    drawn = tornado(found, title, files)
    print(f"drawn: {', '.join(str(file) for file in drawn)}", file=sys.stderr)

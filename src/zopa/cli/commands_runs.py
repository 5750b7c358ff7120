"""Runs: design, run, resume, and ask what came out."""

from typing import Annotated, Optional

import typer

from zopa.cli.app import AsJson, Cluster, Folder, Override, Processes, app

PANEL = "Runs"


@app.command(rich_help_panel=PANEL)
def run(
    config: Annotated[str, typer.Argument(help="An experiment; or a scenario: a file, a folder or a shipped name.")],
    worlds: Annotated[Optional[int], typer.Option(help="Worlds in each point; as the file says, else 1,000.")] = None,  # noqa: UP045
    seed: Annotated[Optional[int], typer.Option(help="Root seed of all luck; as the file says, else 0.")] = None,  # noqa: UP045
    processes: Processes = 1,
    out: Annotated[Optional[str], typer.Option("-o", "--out", help="Folder for the results.")] = None,  # noqa: UP045
    override: Override = None,
    record: Annotated[Optional[str], typer.Option(metavar="none|deals|rounds", help="What is kept of a world.")] = None,  # noqa: UP045
    shard: Annotated[Optional[str], typer.Option(metavar="I/N", help="Play one of N shards.")] = None,  # noqa: UP045
    cluster: Cluster = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say points, worlds, time, disk; run nothing.")] = False,
    stop: Annotated[bool, typer.Option("--stop", help="End at the first world that fails.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run an experiment, or a scenario many times: what is there already is not played again.

    Typed again it goes on where it was: after Ctrl-C, after a crash, or with more worlds. Exit code 1 says that worlds
    failed, 130 that it was interrupted.
    """
    from zopa.cli.run import Asked, run_command

    run_command(
        Asked(
            config, tuple(override or ()), worlds, seed, record, processes, cluster, out, shard, dry_run, stop, as_json
        )
    )


@app.command(rich_help_panel=PANEL)
def tournament(
    config: Annotated[str, typer.Argument(metavar="FILE", help="A tournament's file, or the folder of one.")],
    worlds: Annotated[Optional[int], typer.Option(help="Worlds in each cell (at first); as the file says.")] = None,  # noqa: UP045
    seed: Annotated[Optional[int], typer.Option(help="Root seed of all luck; as the file says.")] = None,  # noqa: UP045
    processes: Processes = 1,
    out: Annotated[Optional[str], typer.Option("-o", "--out", help="Folder for the results.")] = None,  # noqa: UP045
    override: Override = None,
    cluster: Cluster = None,
    language: Annotated[str, typer.Option("--lang", metavar="en|ja", help="Language of the report.")] = "en",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how much would be played; run nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Play every strategy against every other: who gets what, how sure is it, and what would a rational field play.

    Typed again it goes on where it was. Exit code 1 says that worlds failed, 130 that it was interrupted.
    """
    from zopa.cli.tournament import Asked, tournament_command

    tournament_command(
        Asked(config, tuple(override or ()), worlds, seed, processes, cluster, out, language, dry_run, as_json)
    )


@app.command(rich_help_panel=PANEL)
def resume(
    config: Annotated[str, typer.Argument(help="What was run: its file, or its folder.")],
    processes: Processes = 1,
    cluster: Cluster = None,
    as_json: AsJson = False,
) -> None:
    """Go on with a run that was stopped: the same as typing its command again."""
    from zopa.cli.resume import resume_command

    resume_command(config, processes, cluster, as_json)


@app.command(rich_help_panel=PANEL)
def status(
    folder: Annotated[Optional[str], typer.Argument(metavar="DIR", help="A run's folder, or one of runs.")] = None,  # noqa: UP045
    verify: Annotated[bool, typer.Option("--verify", help="Hold every part against its digest.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say how far a run is, or all of them."""
    from zopa.cli.status import status_command

    status_command(folder, verify, as_json)


@app.command(rich_help_panel=PANEL)
def merge(
    folders: Annotated[list[str], typer.Argument(metavar="DIR…", help="Folders of all shards.")],
    out: Annotated[Optional[str], typer.Option("-o", "--out", help="Folder for the whole.")] = None,  # noqa: UP045
    as_json: AsJson = False,
) -> None:
    """Bring shards of a run together (`zopa run FILE --shard I/N`): the same table as if it had been run in one."""
    from zopa.cli.merge import merge_command

    merge_command(folders, out, as_json)


@app.command(rich_help_panel=PANEL)
def compare(
    folders: Annotated[list[str], typer.Argument(metavar="A B …", help="Folders of runs; the first is the base.")],
    by: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--by", metavar="FACTOR", help="A table for each of its levels too; may be given again."),
    ] = None,
    gate: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            metavar="OUTCOME>=NUMBER",
            help="The whole 95 % interval of the difference must keep to it: joint>=-0.01; annual_us|deals>=0 for the "
            "deals of each, |both where both agree; shares as shares. May be given again.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare runs: settings that differ, then every outcome world by world; exit code 1 if a gate is not passed."""
    from zopa.cli.compare import compare_command

    compare_command(folders, by or (), gate or (), as_json)


@app.command(rich_help_panel=PANEL)
def sensitivity(
    folder: Folder,
    outcome: Annotated[Optional[str], typer.Option(help="One of its outcomes; all of them where left out.")] = None,  # noqa: UP045
    chart: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="FILE", help="Draw into .png, .svg or .html; tornado.png and .svg in DIR if left out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which factors of a run matter for its outcomes, and draw the tornado chart."""
    from zopa.cli.sensitivity import sensitivity_command

    sensitivity_command(folder, outcome, chart, as_json)


@app.command(rich_help_panel=PANEL)
def discover(
    folder: Folder,
    when: Annotated[str, typer.Option(metavar="CONDITION", help="What happens: `agreed == false and offers > 60`.")],
    boxes: Annotated[int, typer.Option(help="How many boxes at most.")] = 1,
    threshold: Annotated[float, typer.Option(metavar="COVERAGE", help="Share of the cases a box should cover.")] = 0.5,
    chart: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="FILE", help="Draw into .png, .svg or .html; discover.png and .svg in DIR if left out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say in which worlds of a run something happens: limits on what differs between them (scenario discovery)."""
    from zopa.cli.discover import discover_command

    discover_command(folder, when, boxes, threshold, chart, as_json)


@app.command(rich_help_panel=PANEL)
def reproduce(
    folder: Folder,
    sample: Annotated[int, typer.Option(help="Rows that are played again.")] = 20,
    whole: Annotated[bool, typer.Option("--all", help="All rows.")] = False,
    as_json: AsJson = False,
) -> None:
    """Play rows of a run again, each world alone, and compare every bit; exit code 1 on any difference."""
    from zopa.cli.reproduce import reproduce_command

    reproduce_command(folder, sample, whole, as_json)


@app.command(rich_help_panel=PANEL)
def export(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder of a run.")],
    kind: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--format", metavar="csv|parquet|xlsx", help="By the ending of FILE where left out, or csv."),
    ] = None,
    out: Annotated[Optional[str], typer.Option("-o", "--out", metavar="FILE", help="The file.")] = None,  # noqa: UP045
    what: Annotated[str, typer.Option(metavar="outcomes|design|rounds", help="Which table.")] = "outcomes",
    bom: Annotated[bool, typer.Option("--bom", help="Mark CSV as UTF-8, for Excel.")] = False,
) -> None:
    """Write a run's table as CSV, Parquet or a spreadsheet; text that could run as a formula stays text."""
    from zopa.cli.export import export_command

    export_command(folder, kind, out, what, bom)


@app.command(rich_help_panel=PANEL)
def check(
    files: Annotated[list[str], typer.Argument(help="Experiment files, or folders of them.")],
    worlds: Annotated[Optional[int], typer.Option(help="Worlds in each setting, instead of the files'.")] = None,  # noqa: UP045
    processes: Processes = 1,
    as_json: AsJson = False,
) -> None:
    """Play experiments and say whether what they expect holds; exit code 1 if a verdict is not as recorded."""
    from zopa.cli.check import check_command

    check_command(files, worlds, processes, as_json)


@app.command(rich_help_panel=PANEL)
def report(
    folders: Annotated[list[str], typer.Argument(metavar="DIR…", help="Folders of runs or tournaments.")],
    out: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("-o", "--out", metavar="FILE.html", help="The page; report.html in the first folder if left out."),
    ] = None,
    language: Annotated[str, typer.Option("--lang", metavar="en|ja", help="Language of the page.")] = "en",
    figures: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="svg,png", help="Write the charts as pictures too."),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write one offline page about runs or tournaments: answer, tables, charts, how it was made; and Markdown."""
    from zopa.cli.report import report_command

    report_command(folders, out, language, figures, open_browser, as_json)

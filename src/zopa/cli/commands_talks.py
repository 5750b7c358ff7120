"""Talks and theory: one world told or played, and what theory says of a scenario."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from zopa.cli.app import AsJson, Config, Files, Override, Seed, app

PANEL = "Talks and theory"

lesson_app = typer.Typer(no_args_is_help=True, help="Lessons: one file for each, to take along.")
app.add_typer(lesson_app, name="lesson", rich_help_panel=PANEL)


@lesson_app.command("export")
def lesson_export(
    name: Annotated[str, typer.Argument(help="The lesson: see zopa list lessons.")],
    out: Annotated[Optional[Path], typer.Option("-o", "--out", help="The file; NAME.html if left out.")] = None,  # noqa: UP045
    lang: Annotated[str, typer.Option(help="Language that it begins with: en or ja.")] = "en",
    lessons: Annotated[Optional[list[Path]], typer.Option(help="Folder with lessons of your own.")] = None,  # noqa: UP045
) -> None:
    """Write a lesson as one HTML file that works from disk, with recorded worlds."""
    from zopa.cli.lesson import export_command

    export_command(name, out, lang, tuple(lessons or ()))


@lesson_app.callback()
def lesson() -> None:
    """Lessons: one file for each, to take along."""


@app.command(rich_help_panel=PANEL)
def play(
    config: Annotated[str, typer.Argument(help="Scenario.")] = "shrinking_pie",
    seat: Annotated[Optional[str], typer.Option("--as", metavar="PARTY", help="Your side.")] = None,  # noqa: UP045
    against: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--vs", metavar="STRATEGY", help="Who plays against you; `hidden` draws one by the seed."),
    ] = None,
    seed: Seed = 0,
    override: Override = None,
) -> None:
    """Take a seat at the table, in the terminal."""
    from zopa.cli.play import play as sit_down

    sit_down(config, seat, against, seed, list(override or ()))


@app.command(rich_help_panel=PANEL)
def serve(
    scenario: Annotated[str, typer.Argument(help="Scenario or lesson that the page begins with.")] = "us_japan_2025",
    host: Annotated[str, typer.Option(help="Address to listen on; others can reach any but this machine's.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port; the next free one where it is in use.")] = 8765,
    store: Annotated[Optional[Path], typer.Option(help="File in which games are kept.")] = None,  # noqa: UP045
    runs: Annotated[Path, typer.Option(help="Folder with stored runs.")] = Path("runs"),
    lang: Annotated[str, typer.Option(help="Language that the page begins with: en or ja.")] = "en",
    lessons: Annotated[Optional[list[Path]], typer.Option(help="Folder with lessons of your own.")] = None,  # noqa: UP045
    room: Annotated[str, typer.Option("--class", metavar="CODE", help="Open a class room with this code.")] = "",
    show: Annotated[bool, typer.Option("--open/--no-open", help="Whether to open a browser.")] = False,
) -> None:
    """Serve the page: play, watch, explore, learn and teach, in a browser on this machine."""
    from zopa.cli.serve import serve_command

    serve_command(scenario, host, port, store, runs, lang, show, room, tuple(lessons or ()))


@app.command(rich_help_panel=PANEL)
def transcript(
    config: Config,
    world: Annotated[int, typer.Option(help="Number of the world, as in the table's column.")] = 0,
    seed: Seed = 0,
    override: Override = None,
) -> None:
    """Tell one world in plain English: who offered what, when, and how it ended."""
    from zopa.build.load import load
    from zopa.report.transcript import transcript as tell

    if world < 0:
        raise ValueError(f"worlds are numbered from 0, not {world}")
    typer.echo(tell(load(config, tuple(override or ())), seed, world))


@app.command(rich_help_panel=PANEL)
def explain(
    result: Annotated[str, typer.Argument(metavar="RESULT", help="Folder of a run; or a scenario.")],
    world: Annotated[int, typer.Option(help="Number of the world, as in the table's column.")] = 0,
    seed: Annotated[Optional[int], typer.Option(help="Root seed, where a scenario is named.")] = None,  # noqa: UP045
    override: Override = None,
    point: Annotated[Optional[int], typer.Option(help="Number of the point of a run; the first if left out.")] = None,  # noqa: UP045
    as_json: AsJson = False,
) -> None:
    """Explain one world: who said what, why offers failed, who blocked, what each payoff is made of."""
    from zopa.cli.explain import explain_command

    explain_command(result, world, seed, tuple(override or ()), as_json, point)


@app.command(rich_help_panel=PANEL)
def value(
    config: Config,
    package: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            help="Name of a package; or issue=level,… changed from the first named one; or NAME,issue=level,…"
        ),
    ] = None,
    override: Override = None,
    as_json: AsJson = False,
) -> None:
    """Print what packages are worth to each party, issue by issue, at central values."""
    from zopa.cli.value import value_command

    value_command(config, package, tuple(override or ()), as_json)


@app.command(rich_help_panel=PANEL)
def solve(
    files: Files,
    override: Override = None,
    as_json: AsJson = False,
    chart: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--chart", metavar="FILE", help="Draw them: a file that ends in .png, .svg or .html."),
    ] = None,
    rounds: Annotated[int, typer.Option(help="Rounds, where the format does not say.")] = 100,
    steps: Annotated[Optional[int], typer.Option(help="Levels that a real issue is cut into.")] = None,  # noqa: UP045
) -> None:
    """Print the efficient packages and where theory says the talks should end."""
    from zopa.cli.solve import solve_command

    solve_command(files, tuple(override or ()), as_json, chart, rounds, steps)


@app.command(rich_help_panel=PANEL)
def convert(
    files: Files,
    out: Annotated[str, typer.Option("-o", "--out", help="File or folder to write.")],
    to: Annotated[Optional[str], typer.Option(help="Format; by the ending of OUT where left out.")] = None,  # noqa: UP045
    rounds: Annotated[int, typer.Option(help="Rounds, where the format does not say.")] = 100,
    steps: Annotated[Optional[int], typer.Option(help="Levels that a real issue is cut into.")] = None,  # noqa: UP045
    override: Override = None,
) -> None:
    """Turn GENIUS, GeniusWeb or NegoLog files into a scenario, or a scenario into files of other platforms."""
    from zopa.cli.convert import convert_command

    convert_command(files, out, to, rounds, steps, tuple(override or ()))


@app.command(rich_help_panel=PANEL)
def repeat(
    config: Config,
    times: Annotated[int, typer.Option(help="Talks in a row.")] = 200,
    worlds: Annotated[int, typer.Option(help="Histories, each of as many talks.")] = 100,
    seed: Seed = 0,
    override: Override = None,
    as_json: AsJson = False,
) -> None:
    """Play the same talks again and again; strategies that learn (exp3, regret_matching) learn from one to the next."""
    from zopa.cli.repeat import repeat_command

    repeat_command(config, times, worlds, seed, tuple(override or ()), as_json)


@app.command(rich_help_panel=PANEL)
def respond(
    config: Config,
    party: Annotated[str, typer.Argument(help="Whose strategy.")],
    range_: Annotated[list[str], typer.Option("--range", metavar="PARAMETER=LOW:HIGH", help="What to search.")],
    against: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--against", metavar="STRATEGY", help="What the others play, a name or JSON; may be given again."),
    ] = None,
    worlds: Annotated[int, typer.Option(help="Worlds of the search, and fresh ones to compare.")] = 1000,
    seed: Seed = 0,
    budget: Annotated[int, typer.Option(help="Settings tried at most.")] = 48,
    override: Override = None,
    as_json: AsJson = False,
) -> None:
    """Search the parameters of a party's strategy that pay it most against a field of others."""
    from zopa.cli.respond import respond_command

    field, more = tuple(against or ()), tuple(override or ())
    respond_command(config, party, tuple(range_), field, worlds, seed, budget, more, as_json)


@app.command(rich_help_panel=PANEL)
def deals(
    file: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(help="Instances, one a line: `1,2,3 8,1,0 4,0,2`; OpenSpiel's thousand where left out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Play every strategy on "Deal or No Deal" instances (Lewis et al. 2017), with payoffs known and unknown."""
    from zopa.cli.deals import deals_command

    deals_command(file, as_json)

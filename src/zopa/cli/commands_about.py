"""About: what there is, whether it is right, how fast it is."""

from typing import Annotated

import typer

from zopa.cli.app import AsJson, Override, app

PANEL = "About"


@app.command(rich_help_panel=PANEL)
def validate(
    files: Annotated[list[str], typer.Argument(help="Scenario or experiment files, lessons, or folders of them.")],
    override: Override = None,
) -> None:
    """Check scenarios, experiments and lessons; every problem is said with file, line and column."""
    from zopa.cli.about import validate_command

    validate_command(files, tuple(override or ()))


@app.command(rich_help_panel=PANEL)
def show(
    name: Annotated[str, typer.Argument(help="A scenario, strategy, mechanism or protocol.")], as_json: AsJson = False
) -> None:
    """Describe a scenario, or a strategy or protocol with its parameters and its source."""
    from zopa.cli.about import show_command

    show_command(name, as_json)


@app.command("check-strategy", rich_help_panel=PANEL)
def check_strategy(
    names: Annotated[list[str], typer.Argument(metavar="STRATEGY", help="Registered names.")], as_json: AsJson = False
) -> None:
    """Try strategies against the contract that all strategies keep; exit code 1 if one does not."""
    from zopa.cli.contract import contract_command

    contract_command(names, as_json)


@app.command("list", rich_help_panel=PANEL)
def list_(
    what: Annotated[str, typer.Argument(metavar="strategies|mechanisms|protocols|scenarios|lessons")],
    as_json: AsJson = False,
) -> None:
    """List the strategies, mechanisms, protocols, scenarios or lessons that come with zopa."""
    from zopa.cli.about import list_command

    list_command(what, as_json)


@app.command(rich_help_panel=PANEL)
def schema(
    experiment: Annotated[bool, typer.Option("--experiment", help="Of experiments.")] = False,
    tournament: Annotated[bool, typer.Option("--tournament", help="Of tournaments.")] = False,
    lesson: Annotated[bool, typer.Option("--lesson", help="Of lessons.")] = False,
) -> None:
    """Print the JSON Schema of scenario files, or of experiments, tournaments or lessons, for editors."""
    from zopa.cli.about import schema_command

    schema_command(experiment, tournament, lesson)


@app.command(rich_help_panel=PANEL)
def bench(
    quick: Annotated[bool, typer.Option(help="A few seconds, for a first look.")] = False,
    only: Annotated[str, typer.Option(metavar="PART", help="Measure one part alone: serve.")] = "",
    as_json: AsJson = False,
) -> None:
    """Measure the engine on this machine."""
    from zopa.cli.bench import bench as measure

    measure(as_json, quick, only)


@app.command(rich_help_panel=PANEL)
def doctor(as_json: AsJson = False) -> None:
    """Look whether everything is there that zopa needs, and what each missing extra would add."""
    from zopa.cli.doctor import doctor_command

    doctor_command(as_json)

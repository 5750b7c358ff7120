"""The command's frame: its name, what counts for every command, and the options that several share."""

from typing import Annotated, Optional

import typer

app = typer.Typer(
    name="zopa",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(asked: bool) -> None:
    if asked:
        from zopa import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def zopa(
    _version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
    plugin: Annotated[
        Optional[list[str]],  # noqa: UP045 - typer reads this form
        typer.Option(metavar="FILE", help="Python file with strategies of your own; with any command, again for more."),
    ] = None,
) -> None:
    """Simulate negotiations as games. Start with: zopa run configs/us_japan_2025."""
    if plugin:
        from zopa.build.registry import add_plugin

        for file in plugin:
            add_plugin(file)


Config = Annotated[str, typer.Argument(help="A YAML file, a folder with scenario.yaml, or a shipped scenario's name.")]
Files = Annotated[
    list[str],
    typer.Argument(
        help="A scenario; or a GENIUS domain and its profiles (.xml); or GeniusWeb or NegoLog profiles (.json)."
    ),
]
Override = Annotated[
    Optional[list[str]],  # noqa: UP045 - typer reads this form
    typer.Option("-s", "--set", metavar="PATH=VALUE", help="Override a setting; may be given again."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Processes = Annotated[int, typer.Option("-j", "--processes", help="Processes; 0 takes every processor.")]
Folder = Annotated[str, typer.Argument(metavar="DIR", help="The folder of a finished run.")]
Cluster = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(metavar="ADDRESS", help="Play on a Dask cluster: its scheduler, as tcp://host:8786."),
]
Seed = Annotated[int, typer.Option(help="Root seed of all luck.")]

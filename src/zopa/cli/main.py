"""The command `zopa`: results on standard output, everything for people on standard error."""

import sys
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
Seed = Annotated[int, typer.Option(help="Root seed of all luck.")]


@app.command()
def run(
    config: Config,
    worlds: Annotated[int, typer.Option(help="Replications.")] = 1000,
    seed: Seed = 0,
    processes: Annotated[int, typer.Option("-j", "--processes", help="Processes; 0 takes every processor.")] = 1,
    out: Annotated[Optional[str], typer.Option("-o", "--out", help="Folder for the results.")] = None,  # noqa: UP045
    override: Override = None,
    as_json: AsJson = False,
) -> None:
    """Play a scenario many times; write the table, a summary, transcripts and a chart."""
    from zopa.cli.run import run_command

    run_command(config, worlds, seed, processes, out, tuple(override or ()), as_json)


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
def explain(
    result: Annotated[str, typer.Argument(metavar="RESULT", help="Folder of a run; or a scenario.")],
    world: Annotated[int, typer.Option(help="Number of the world, as in the table's column.")] = 0,
    seed: Annotated[Optional[int], typer.Option(help="Root seed, where a scenario is named.")] = None,  # noqa: UP045
    override: Override = None,
    as_json: AsJson = False,
) -> None:
    """Explain one world: who said what, why offers failed, who blocked, what each payoff is made of."""
    from zopa.cli.explain import explain_command

    explain_command(result, world, seed, tuple(override or ()), as_json)


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
def validate(
    files: Annotated[list[str], typer.Argument(help="Scenario files or folders.")], override: Override = None
) -> None:
    """Check scenario files; every problem is said with file, line and column."""
    from zopa.cli.about import validate_command

    validate_command(files, tuple(override or ()))


@app.command()
def check(
    files: Annotated[list[str], typer.Argument(help="Experiment files, or folders of them.")],
    worlds: Annotated[Optional[int], typer.Option(help="Worlds in each setting, instead of the files'.")] = None,  # noqa: UP045
    processes: Annotated[int, typer.Option("-j", "--processes", help="Processes; 0 takes every processor.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Play experiments and say whether what they expect holds; exit code 1 if a verdict is not as recorded."""
    from zopa.cli.check import check_command

    check_command(files, worlds, processes, as_json)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A scenario, strategy, mechanism or protocol.")], as_json: AsJson = False
) -> None:
    """Describe a scenario, or a strategy or protocol with its parameters and its source."""
    from zopa.cli.about import show_command

    show_command(name, as_json)


@app.command("check-strategy")
def check_strategy(
    names: Annotated[list[str], typer.Argument(metavar="STRATEGY", help="Registered names.")], as_json: AsJson = False
) -> None:
    """Try strategies against the contract that all strategies keep; exit code 1 if one does not."""
    from zopa.cli.contract import contract_command

    contract_command(names, as_json)


@app.command("list")
def list_(
    what: Annotated[str, typer.Argument(metavar="strategies|mechanisms|protocols|scenarios")], as_json: AsJson = False
) -> None:
    """List the strategies, mechanisms, protocols or scenarios that come with zopa."""
    from zopa.cli.about import list_command

    list_command(what, as_json)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from zopa.cli.about import schema_command

    schema_command()


@app.command()
def bench(
    quick: Annotated[bool, typer.Option(help="A few seconds, for a first look.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure the engine on this machine."""
    from zopa.cli.bench import bench as measure

    measure(as_json, quick)


def _plugins_first(words: list[str]) -> list[str]:
    """The command line with `--plugin FILE` at its front, wherever it stood: it counts for every command."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word == "--":
            rest += [word, *waiting]
        elif word == "--plugin":
            front += [word, *([file] if (file := next(waiting, None)) is not None else [])]
        elif word.startswith("--plugin="):
            front.append(word)
        else:
            rest.append(word)
    return front + rest


def main() -> None:
    """Run the command; problems in a scenario are printed and end with exit code 2, an interruption with 130."""
    try:
        app(args=_plugins_first(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except ValueError as error:
        if type(error).__name__ != "ScenarioError" and type(error) is not ValueError:
            raise
        print(error, file=sys.stderr)
        sys.exit(2)

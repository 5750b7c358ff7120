"""`zopa play`: take a seat at the table, in the terminal, against any strategy."""

import contextlib
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zopa.cli.playing.seat import Seat
    from zopa.scenario.read import Document


def play(
    scenario: str, as_party: str | None = None, against: str | None = None, seed: int = 0, overrides: Sequence[str] = ()
) -> None:
    """Play one party of a scenario in the terminal; everything is printed on standard output.

    Args:
        scenario: A YAML file, a folder, or the name of a shipped scenario.
        as_party: The person's party; the first one where left out.
        against: Strategy of all others; `hidden` for one drawn by the seed; None for those of the scenario.
        seed: Root seed: the world's luck, and who is hidden.
        overrides: Texts `dotted.path=value`.

    Raises:
        ScenarioError: The scenario is not right.
        ValueError: There is no such party or strategy.
        SystemExit: With 130, after Ctrl-C.
    """
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - gives `input` a history and an editable line
    command = " ".join(["zopa play", scenario, *(f"-s {text}" for text in overrides)])
    try:
        converse(scenario, as_party, against, seed, overrides, _ask, print, command)
    except KeyboardInterrupt:
        print("\n\nInterrupted: you leave, and the talks stay unfinished.")
        sys.exit(130)


def converse(
    scenario: str,
    as_party: str | None,
    against: str | None,
    seed: int,
    overrides: Sequence[str],
    ask: Callable[[str], str],
    say: Callable[[str], None],
    command: str = "",
) -> "Seat":
    """Play one party by asking and saying.

    Args:
        scenario: The scenario.
        as_party: The person's party.
        against: Strategy of all others.
        seed: Root seed.
        overrides: Texts `dotted.path=value`.
        ask: Shows a prompt and returns what was typed; EOFError ends the game.
        say: Shows text.
        command: How the program was called, to say how to play again.

    Returns:
        The seat, with the talks as they ended.
    """
    from zopa.cli.playing.dialogue import Dialogue, QuitError, WalkedAwayError
    from zopa.cli.playing.ending import ending

    seat, opponents = sit_down(scenario, as_party, against, seed, overrides)
    say(_opening(seat, opponents, against))
    dialogue = Dialogue(seat, ask, say)
    turns = seat.turns()
    try:
        facing = next(turns)
        while True:
            _tell(seat, say)
            facing = turns.send(dialogue.decide(facing))
    except StopIteration:
        pass
    except WalkedAwayError:
        turns.close()
        seat.walk_away()
        say(" You walk away.")
    except (QuitError, EOFError):
        say("\n You leave, and the talks stay unfinished.")
        return seat
    _tell(seat, say)
    say(f"{'─' * 78}\n{ending(seat)}")
    say(_closing(seat, opponents, against, f"{command} --as {seat.talks.play.game.parties[seat.me]}", seed))
    return seat


def sit_down(
    scenario: str, as_party: str | None, against: str | None, seed: int, overrides: Sequence[str]
) -> "tuple[Seat, dict[str, str]]":
    """The person's seat, and the strategy of each of the others.

    Raises:
        ValueError: There is no such party or strategy.
    """
    from zopa.build.compile import compile_play
    from zopa.build.load import load
    from zopa.cli.playing.seat import Seat
    from zopa.game.luck import Luck
    from zopa.scenario.problems import did_you_mean
    from zopa.talks import Talks

    document = load(scenario, overrides)
    parties = list(document.scenario.parties)
    if as_party is not None and as_party not in parties:
        hint = did_you_mean(as_party, parties) or f"parties: {', '.join(parties)}"
        raise ValueError(f"there is no party {as_party!r} in {document.scenario.name} ({hint})")
    me = 0 if as_party is None else parties.index(as_party)
    opponents = _opponents(document, me, against, seed)
    if against is not None:
        chosen = [f"parties.{party}.strategy.kind={kind}" for party, kind in opponents.items()]
        document = load(scenario, [*chosen, *overrides])
    return Seat(Talks(compile_play(document.scenario, Luck(seed, 0, 1)), collect=False), me), opponents


def _opponents(document: "Document", me: int, against: str | None, seed: int) -> dict[str, str]:
    from zopa.build.registry import named_strategies
    from zopa.scenario.problems import did_you_mean
    from zopa.seat.opponents import HIDDEN, hidden_opponents

    others = [party for number, party in enumerate(document.scenario.parties) if number != me]
    if against is None:
        return {party: document.scenario.parties[party].strategy.kind for party in others}
    if against == HIDDEN:
        return dict(zip(others, hidden_opponents(seed, len(others)), strict=True))
    if against not in named_strategies():
        hint = did_you_mean(against, [*named_strategies(), HIDDEN]) or "see: zopa list strategies"
        raise ValueError(f"there is no strategy {against!r} ({hint})")
    return dict.fromkeys(others, against)


def _opening(seat: "Seat", opponents: dict[str, str], against: str | None) -> str:
    from zopa.cli.playing.screen import wrapped
    from zopa.seat.opponents import HIDDEN

    game, words = seat.talks.play.game, seat.words
    names = [words.party(game.parties.index(party)) for party in opponents]
    who = "somebody unknown" if against == HIDDEN else ", ".join(dict.fromkeys(opponents.values()))
    told = {
        "complete": "Each side knows what the other wants.",
        "prior": "What the other side wants is known roughly.",
        "none": "Nobody knows what the other side wants.",
    }
    issues = [f" {name:<18}{words.issue_line(name)}" for name in game.space.issues]
    lines = [
        f"You are {words.party(seat.me)}, and face {' and '.join(names)} ({who}).",
        f"You talk about {'this issue' if len(issues) == 1 else f'these {len(issues)} issues'}:",
        *issues,
        wrapped(f"{told[game.information]} Your payoffs are in {game.unit or 'points'}. Type ? for help."),
    ]
    return "\n".join(lines)


def _closing(seat: "Seat", opponents: dict[str, str], against: str | None, command: str, seed: int) -> str:
    from zopa.build.registry import named_strategies
    from zopa.cli.playing.screen import wrapped
    from zopa.seat.opponents import HIDDEN

    lines = [""]
    if against == HIDDEN:
        for party, kind in opponents.items():
            name = seat.words.party(seat.talks.play.game.parties.index(party))
            lines.append(wrapped(f"Behind {name} was {kind}: {named_strategies()[kind].about}."))
    vs = f" --vs {against}" if against else ""
    again = f"{command}{vs} --seed {seed + (against == HIDDEN)}"
    lines.append(f"{'Against another unknown' if against == HIDDEN else 'Again'}: {again}")
    return "\n".join(lines)


def _tell(seat: "Seat", say: Callable[[str], None]) -> None:
    """Read out what has happened since the last time."""
    from zopa.cli.playing.screen import wrapped

    for line in seat.story:
        say(wrapped(line, " * "))
    seat.story.clear()


def _ask(prompt: str) -> str:
    """Ask on the terminal; where the input is no terminal, it is repeated so that the printout can be read."""
    typed = input(prompt)
    if not sys.stdin.isatty():
        print(typed)
    return typed

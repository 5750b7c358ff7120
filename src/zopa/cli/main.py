"""The command `zopa`: results on standard output, everything for people on standard error."""

import os
import sys

from zopa.cli import commands_runs  # isort: skip  # the order is that of zopa --help
from zopa.cli import commands_talks  # isort: skip
from zopa.cli import commands_about  # isort: skip
from zopa.cli.app import app

__all__ = ["app", "commands_about", "commands_runs", "commands_talks", "main"]


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
    except BrokenPipeError:  # who read the output has closed it, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except ValueError as error:
        if type(error).__name__ != "ScenarioError" and type(error) is not ValueError:
            raise
        print(error, file=sys.stderr)
        sys.exit(2)

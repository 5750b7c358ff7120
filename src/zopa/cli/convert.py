"""`zopa convert`: a scenario of another format in, or out."""

from zopa.interop.formats import load, write


def convert_command(
    files: list[str], out: str, to: str | None, rounds: int, steps: int | None, overrides: tuple[str, ...]
) -> None:
    """Write the scenario and print the files written."""
    for path in write(load(files, overrides, rounds, steps), out, to):
        print(path)

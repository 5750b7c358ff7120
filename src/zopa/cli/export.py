"""`zopa export`: a run's table as a file for other programs."""

from zopa.experiments.export import export


def export_command(folder: str, kind: str | None, out: str | None, what: str, bom: bool) -> None:
    """Write the file and print its name.

    Args:
        folder: The run's folder.
        kind: `csv`, `parquet` or `xlsx`.
        out: The file.
        what: `outcomes`, `design` or `rounds`.
        bom: Whether CSV starts with a byte order mark.
    """
    print(export(folder, kind, out, what, bom))

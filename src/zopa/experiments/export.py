"""Tables of a run for other programs: CSV, Parquet or a spreadsheet, a piece at a time."""

import math
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zopa.analysis.outcomes import PIECE
from zopa.experiments.results import Results

FORMATS = ("csv", "parquet", "xlsx")

TABLES = {"outcomes": "outcomes.parquet", "design": "design.parquet", "rounds": "rounds.parquet"}
"""What can be exported, and the file of a run that has it."""

SHEET_ROWS = 1_048_575
"""Rows that a sheet holds below its head (Microsoft, Excel specifications and limits)."""

CELL = 32_767
"""Characters that a cell of a sheet holds (the same source)."""

FORMULA = r"^[=+\-@\t\r]"
"""How text starts that a spreadsheet may run as a formula (OWASP, CSV injection)."""

NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
"""Text that is a plain number, and may start with a sign."""

BOM = b"\xef\xbb\xbf"


def export(
    folder: str | os.PathLike[str],
    kind: str | None = None,
    out: str | os.PathLike[str] | None = None,
    what: str = "outcomes",
    bom: bool = False,
) -> Path:
    """Write a table of a run to a file of its own.

    Dates are dates, true and false are such, what is missing is empty. In CSV, text that a spreadsheet could run as a
    formula gets an apostrophe in front; in a sheet it is a cell of text.

    Args:
        folder: The run's folder.
        kind: `csv`, `parquet` or `xlsx`; by the ending of `out` where left out, or `csv`.
        out: The file; `FOLDER-WHAT.KIND` here where left out.
        what: `outcomes`, `design` or `rounds`.
        bom: Whether CSV starts with a byte order mark, by which Excel knows UTF-8.

    Returns:
        The file.

    Raises:
        ValueError: The folder is no run, or has no such table; the file is there already; a sheet would be too long; or
            openpyxl is not installed.
    """
    kind = kind or (Path(out).suffix.removeprefix(".").lower() if out is not None else "csv")
    if kind not in FORMATS:
        raise ValueError(f"zopa exports csv, parquet or xlsx, not '{kind}': say which with --format")
    if what not in TABLES:
        raise ValueError(f"a run has outcomes, design and rounds, not '{what}'")
    if bom and kind != "csv":
        raise ValueError(f"--bom is for csv: {kind} says its encoding itself")
    run = Results.open(folder)
    source = run.folder / TABLES[what]
    if not source.is_file():
        raise ValueError(f"{run.folder} has no {what}: only runs with record: rounds keep them")
    target = Path(out) if out is not None else Path(f"{run.folder.resolve().name}-{what}.{kind}")
    if target.exists():
        raise ValueError(f"{target} is there already: give another name with -o, or remove it first")
    write: dict[str, Callable[[Path, Path], None]] = {
        "csv": lambda one, other: _csv(one, other, bom), "parquet": _parquet, "xlsx": _xlsx,
    }  # fmt: skip
    try:
        with _whole(target) as part:
            write[kind](source, part)
    except OSError as error:
        raise ValueError(f"cannot write {target}: {error.strerror or error}") from None
    return target


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A file that appears under its name only when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _parquet(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _csv(source: Path, target: Path, bom: bool) -> None:
    from pyarrow import csv

    with pq.ParquetFile(source) as file, target.open("wb") as sink:
        if bom:
            sink.write(BOM)
        columns = file.schema_arrow.remove_metadata()
        with csv.CSVWriter(sink, columns) as writer:
            for batch in file.iter_batches(batch_size=PIECE):
                arrays = [_as_text(array) for array in batch.columns]
                writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=columns))


def _as_text(array: pa.Array) -> pa.Array:
    """Text with an apostrophe before what could be run as a formula; other columns as they are."""
    if not pa.types.is_string(array.type):
        return array
    runs = pc.and_(pc.match_substring_regex(array, FORMULA), pc.invert(pc.match_substring_regex(array, NUMBER)))
    return pc.if_else(runs, pc.binary_join_element_wise("'", array, ""), array)


def _xlsx(source: Path, target: Path) -> None:
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
    except ImportError:
        raise ValueError('spreadsheets need openpyxl: pip install "zopa[xlsx]"; or --format csv') from None
    with pq.ParquetFile(source) as file:
        if file.metadata.num_rows > SHEET_ROWS:
            raise ValueError(f"a sheet holds {SHEET_ROWS:,} rows, not {file.metadata.num_rows:,}: take --format csv")
        book = Workbook(write_only=True)
        sheet = book.create_sheet(source.stem)
        sheet.freeze_panes = "A2"
        head = [WriteOnlyCell(sheet, name) for name in file.schema_arrow.names]
        for cell in head:
            cell.data_type, cell.font = "s", Font(bold=True)
        sheet.append(head)
        for batch in file.iter_batches(batch_size=PIECE):
            for row in zip(*(_cells(array, sheet) for array in batch.columns), strict=True):
                sheet.append(row)
        book.save(target)


def _cells(array: pa.Array, sheet: Any) -> list[Any]:
    """The cells of a column: what a sheet cannot hold is empty (no number) or text (infinity)."""
    if pa.types.is_string(array.type):
        return [None if text is None else _text_cell(text, sheet) for text in array.to_pylist()]
    if pa.types.is_floating(array.type):
        return [_number(value) for value in array.to_pylist()]
    return [_dated(value, sheet) for value in array.to_pylist()] if pa.types.is_date(array.type) else array.to_pylist()


def _number(value: float | None) -> float | str | None:
    if value is None or math.isnan(value):
        return None
    return value if math.isfinite(value) else ("inf" if value > 0 else "-inf")


def _text_cell(text: str, sheet: Any) -> Any:
    """A cell of text, whatever the text begins with; characters that XML does not allow are replaced."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)[:CELL])
    cell.data_type = "s"
    return cell


def _dated(value: Any, sheet: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None:
        return None
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = "yyyy-mm-dd"
    return cell

"""`zopa export`: tables that come back as they were, and text that no spreadsheet runs."""

import datetime as dt
import io
import math
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from unit.run_folders import deals, write_run
from zopa.cli.main import main
from zopa.experiments import export as exporting
from zopa.experiments.export import export

openpyxl = pytest.importorskip("openpyxl")

WORDS = ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\tx", "-5", "+3.5e2", 'says "no", twice', "日本", "a\nb", "", None]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run with text that looks like formulas in its messages, and numbers that are hard to write."""
    n = len(WORDS)
    money = [0.1, 1 / 3, -1e-17, 1e300, math.inf, 5.0, 2.5, -0.0, 123456789.123456789, 1.0, 2.0, 3.0]
    dates = [dt.date(2025, 7, 22), None] * (n // 2)
    point = deals([True, False] * (n // 2), money, message=WORDS, date=dates, rate=[10.0, None] * (n // 2))
    return write_run(tmp_path / "run", [point, point], {"delay": [0.03, 0.05], "us": ["=soft", "tough"]})


class Done(NamedTuple):
    returncode: int | str
    stdout: str
    stderr: str


def zopa(*words: str | Path) -> Done:
    """Run the command in this process, as the shell would: exit code, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["zopa", "export", *map(str, words)])
        try:
            code = main()
        except SystemExit as end:
            code = end.code
    return Done(code or 0, out.getvalue(), err.getvalue())


def test_csv_comes_back_as_it_was(run: Path, tmp_path: Path) -> None:
    table = pq.read_table(run / "outcomes.parquet").to_pandas()
    back = pd.read_csv(export(run, "csv", tmp_path / "o.csv"), keep_default_na=False, na_values={"round": [""]})
    assert list(back.columns) == list(table.columns)
    assert len(back) == len(table)
    assert list(back.annual_us.astype(float)) == list(table.annual_us)
    assert list(back.agreed) == list(table.agreed)
    assert list(back.date)[:2] == ["2025-07-22", ""]
    assert back["us"].iloc[0] == "'=soft"
    said = ["'=1+1", "'+cmd|x", "'-2+3", "'@SUM(A1)", "'\tx", "-5", "+3.5e2", *WORDS[7:11], ""]
    assert list(back.message)[: len(WORDS)] == said


def test_csv_is_utf8_and_marked_if_asked(run: Path, tmp_path: Path) -> None:
    plain, marked = export(run, out=tmp_path / "o.csv"), export(run, out=tmp_path / "m.csv", bom=True)
    assert marked.read_bytes() == b"\xef\xbb\xbf" + plain.read_bytes()
    assert "日本" in plain.read_text(encoding="utf-8")


def test_csv_does_not_depend_on_the_pieces_read(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = export(run, out=tmp_path / "whole.csv").read_bytes()
    monkeypatch.setattr(exporting, "PIECE", 5)
    assert export(run, out=tmp_path / "pieces.csv").read_bytes() == whole


def test_parquet_is_the_table(run: Path, tmp_path: Path) -> None:
    out = export(run, out=tmp_path / "o.parquet")
    assert pq.read_table(out).equals(pq.read_table(run / "outcomes.parquet"))
    assert pq.read_schema(out).metadata.keys() >= {b"zopa"}


def test_a_sheet_has_dates_as_dates_and_text_as_text(run: Path, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(export(run, out=tmp_path / "o.xlsx")).active
    head = {cell.value: cell.column for cell in sheet[1]}
    table = pq.read_table(run / "outcomes.parquet").to_pylist()
    assert sheet.max_row == len(table) + 1

    def column(name: str) -> list:
        return [sheet.cell(at + 2, head[name]) for at in range(len(table))]

    assert {cell.data_type for cell in column("message")} <= {"s", "n", "inlineStr"}
    assert [cell.value or None for cell in column("message")] == [row["message"] or None for row in table]
    assert [cell.value and cell.value.date() for cell in column("date")] == [row["date"] for row in table]
    assert all(cell.is_date for cell in column("date") if cell.value)
    assert [cell.value for cell in column("agreed")] == [row["agreed"] for row in table]
    money = [row["annual_us"] for row in table]
    assert [float(cell.value) for cell in column("annual_us")] == pytest.approx(money)
    assert column("us")[0].value == "=soft"
    assert [cell.value for cell in column("world")] == [row["world"] for row in table]


def test_what_xml_cannot_hold_is_replaced(tmp_path: Path) -> None:
    point = deals([True], [1.0], message=["bell\x07" + "x" * 40_000])
    sheet = openpyxl.load_workbook(export(write_run(tmp_path / "run", [point]), out=tmp_path / "o.xlsx")).active
    text = sheet.cell(2, sheet.max_column).value
    assert text.startswith("bell�x")
    assert len(text) == 32_767


def test_a_sheet_that_would_be_too_long_is_refused(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert exporting.SHEET_ROWS == 2**20 - 1
    monkeypatch.setattr(exporting, "SHEET_ROWS", 23)
    with pytest.raises(ValueError, match="a sheet holds 23 rows, not 24: take --format csv"):
        export(run, out=tmp_path / "o.xlsx")
    assert not list(tmp_path.glob("*o.xlsx*"))


def test_design_and_rounds(run: Path, tmp_path: Path) -> None:
    design = pd.read_csv(export(run, out=tmp_path / "d.csv", what="design"))
    assert design.to_dict("list") == {"point": [0, 1], "delay": [0.03, 0.05], "us": ["'=soft", "tough"]}
    with pytest.raises(ValueError, match="has no rounds: only runs with record: rounds keep them"):
        export(run, out=tmp_path / "r.csv", what="rounds")
    pq.write_table(pa.table({"world": [0, 0], "move": ["offer", "accept"]}), run / "rounds.parquet")
    assert pd.read_csv(export(run, out=tmp_path / "r.csv", what="rounds")).move.tolist() == ["offer", "accept"]


def test_nothing_is_overwritten_and_nothing_half_is_left(run: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match=r"o\.csv is there already: give another name with -o, or remove it first"):
        export(run, out=out)
    assert out.read_text(encoding="utf-8") == "mine"
    for told in ({"kind": "xls"}, {"out": tmp_path / "o.txt"}, {"what": "all"}, {"kind": "parquet", "bom": True}):
        with pytest.raises(ValueError, match=r"zopa exports|a run has|--bom is for csv"):
            export(run, **{"out": tmp_path / "new.file", **({"kind": "csv"} if "what" in told else {}), **told})
    (run / "outcomes.parquet").write_bytes((run / "outcomes.parquet").read_bytes()[:-2000])
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises((ValueError, pa.ArrowException)):
        export(run, out=tmp_path / "torn.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_the_command_prints_the_file(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = zopa(run, "--format", "csv", "--bom")
    assert (done.returncode, done.stdout, done.stderr) == (0, "run-outcomes.csv\n", "")
    assert len(pd.read_csv(tmp_path / "run-outcomes.csv")) == 24
    again = zopa(run, "--format", "csv")
    assert again.returncode == 2
    assert "is there already" in again.stderr
    done = zopa(run, "-o", "design.xlsx", "--what", "design")
    assert (done.returncode, done.stdout) == (0, "design.xlsx\n")
    wrong = zopa(tmp_path / "none")
    assert wrong.returncode == 2
    assert "is no folder of results" in wrong.stderr

"""CSV for people."""

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from coach.audit import exports
from coach.audit.tables import CONVERSATIONS


@pytest.fixture(scope="module")
def written(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("csv")
    exports.write(tables, out)
    return out


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_spreadsheet_knows_the_encoding(written):
    for name in exports.EXPORTS:
        assert (written / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_every_conversation_and_agent_has_its_line(written, tables):
    assert len(lines(written / "conversations.csv")) == pq.read_metadata(tables / "conversations.parquet").num_rows
    agents = {row["agent"] for row in pq.read_table(tables / "replies.parquet").to_pylist()} - {None}
    assert [row["agent"] for row in lines(written / "agents.csv")] == sorted(agents)


def test_findings_add_up(written, tables):
    assert sum(int(row["findings"]) for row in lines(written / "faults.csv")) == pq.read_metadata(tables / "findings.parquet").num_rows


def test_no_cell_of_text_is_a_formula(written):
    openings = {row["opening"] for row in lines(written / "conversations.csv")}
    assert "'=SUM(A1) the refund never came" in openings
    for name in exports.EXPORTS:
        for row in lines(written / f"{name}.csv"):
            assert not any(value.startswith(("=", "+", "@")) for value in row.values())


@pytest.mark.parametrize("begun", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", " \n=1", "＝1"])
def test_whatever_begins_a_formula_is_a_text(begun, tmp_path):
    pq.write_table(
        pa.Table.from_pylist([{"conversation": "c", "opening": begun}], schema=CONVERSATIONS), tmp_path / "conversations.parquet"
    )
    exports.write(tmp_path, tmp_path / "csv")
    assert lines(tmp_path / "csv" / "conversations.csv")[0]["opening"].startswith("'")


def test_a_negative_number_stays_a_number(tmp_path):
    pq.write_table(pa.Table.from_pylist([{"conversation": "c", "theme": -1}], schema=CONVERSATIONS), tmp_path / "conversations.parquet")
    exports.write(tmp_path, tmp_path / "csv")
    assert lines(tmp_path / "csv" / "conversations.csv")[0]["theme"] == "-1"


def test_no_text_but_the_beginning_of_the_opening_leaves_the_tables(written, tables):
    sheets = set(exports.EXPORTS) - {"promises"}  # which quotes what was promised
    everything = "".join((written / f"{name}.csv").read_text(encoding="utf-8-sig") for name in sheets)
    for row in pq.read_table(tables / "replies.parquet", columns=["text"]).slice(0, 50).to_pylist():
        assert row["text"] not in everything

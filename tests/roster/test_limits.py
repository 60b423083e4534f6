"""A table within the limits is read, whatever a spreadsheet leaves behind; what is too large is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from tests.hostile.files import book, cell

from reallocate.kernel.errors import InputError
from reallocate.roster.file.limits import MOST_COLUMNS
from reallocate.roster.file.sheet import read_sheet


def test_what_a_spreadsheet_leaves_behind_is_no_far_cell(tmp_path: Path) -> None:
    rows = '<row r="1">' + cell("A1", "id") + cell("B1", "title") + '<c r="XFD1" s="1"/></row>'
    rows += '<row r="2">' + cell("A2", "7") + cell("B2", "Clerk") + '</row><row r="1048576" s="1"/>'
    (tmp_path / "a.xlsx").write_bytes(book("", rows))
    sheet = read_sheet(tmp_path / "a.xlsx")
    assert sheet.headers == ("id", "title") and sheet.cells.loc[2].tolist() == ["7", "Clerk"]


def test_a_wide_and_long_table_within_the_limits_is_read(tmp_path: Path) -> None:
    table = pd.DataFrame("x", index=range(3), columns=[f"c{number}" for number in range(MOST_COLUMNS)])
    table.to_csv(tmp_path / "a.csv", index=False)
    table.to_excel(tmp_path / "a.xlsx", index=False, engine="xlsxwriter")
    table.to_parquet(tmp_path / "a.parquet", index=False)
    for kind in ("csv", "xlsx", "parquet"):
        assert read_sheet(tmp_path / f"a.{kind}").cells.shape == (3, MOST_COLUMNS)


@pytest.mark.parametrize("member", ["content.xml", "xl/workbook.bin", "xl/Workbook.BIN"])
def test_other_formats_that_call_themselves_xlsx_are_refused(member: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(book('<row r="1">' + cell("A1", "id") + "</row>"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(member, "x")
    with pytest.raises(InputError, match=r"not a workbook in \.xlsx format"):
        read_sheet(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(InputError, match=r"old format \.xls"):
        read_sheet(path)

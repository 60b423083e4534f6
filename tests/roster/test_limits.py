"""A file that asks for more than any roster needs is refused at once, before it fills the memory."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
import pytest

from reallocate.errors import InputError
from reallocate.roster.limits import MOST_COLUMNS, MOST_ROWS
from reallocate.roster.sheet import read_sheet

MEGABYTE = 1024**2
MOST_MEMORY, MOST_SECONDS = 500 * MEGABYTE, 2.0
MEASURE = """
import json, sys, time
from pathlib import Path
from reallocate.errors import InputError
from reallocate.roster.sheet import read_sheet
import python_calamine, pyarrow.parquet
for name in sys.argv[1:]:
    start = time.process_time()
    try:
        said = f"read: {read_sheet(Path(name)).cells.shape}"
    except InputError as error:
        said = str(error)
    print(json.dumps([said, time.process_time() - start]))
# What the process that started this one took counts as this one's elsewhere.
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
print(json.dumps([int(line.split()[1]) for line in lines if line.startswith("VmHWM")]))
"""
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK = {
    "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Target="xl/workbook.xml" '
    f'Type="{OFFICE}/officeDocument"/></Relationships>',
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
    f'Target="worksheets/sheet1.xml" Type="{OFFICE}/worksheet"/></Relationships>',
}
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>{{}}</sheetData></worksheet>'


def cell(place: str, text: str = "a") -> str:
    at = f' r="{place}"' if place else ""
    return f'<c{at} t="inlineStr"><is><t>{text}</t></is></c>'


def book(*rows: str, strings: str = "") -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in BOOK.items():
            made.writestr(name, text)
        if rows:
            made.writestr("xl/worksheets/sheet1.xml", SHEET.format("".join(rows)))
        if strings:
            made.writestr("xl/sharedStrings.xml", strings)
    return raw.getvalue()


def bomb(size: int, lying: bool) -> bytes:
    """A workbook with one cell of `size` bytes; its directory may give another size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    begin, end = SHEET.format('<row r="1">' + cell("A1", "|") + "</row>").split("|")
    packed = packer.compress(begin.encode()) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush nothing depends on what came before, so a block can be repeated as it is.
    packed += (packer.compress(b"a" * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)) * (size // MEGABYTE)
    packed += packer.compress(end.encode()) + packer.flush()
    raw = io.BytesIO(book())
    with zipfile.ZipFile(raw, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", packed)
    whole = raw.getvalue()
    stored, real = struct.pack("<II", len(packed), len(packed)), len(begin) + size + len(end)
    sizes = struct.pack("<II", len(packed), 1000 if lying else real)
    assert whole.count(stored) == 2
    name = b"xl/worksheets/sheet1.xml"
    at, entry = (
        whole.index(b"PK\x03\x04" + whole[whole.index(name) - 26 : whole.index(name)]),
        whole.rindex(name) - 46,
    )
    whole = whole.replace(stored, sizes)
    for place in (at + 8, entry + 10):
        whole = whole[:place] + struct.pack("<H", zipfile.ZIP_DEFLATED) + whole[place + 2 :]
    return whole


def parquet(table: pyarrow.Table) -> bytes:
    raw = io.BytesIO()
    pyarrow.parquet.write_table(table, raw, compression="zstd")
    return raw.getvalue()


def columns_without_end() -> str:
    return "<row>" + '<c t="b"><v>1</v></c>' * 1_000_000 + "</row>"


def hostile(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file, by name, and what must be said of it."""
    far = '<row r="1">' + cell("A1") + '</row><row r="1048576">' + cell("XFD1048576") + "</row>"
    long = "<sst>" + f"<si><t>{'x' * 30_000}</t></si>" * 2 + "</sst>"
    many = "".join(
        f'<row r="{row}">' + f'<c r="A{row}" t="s"><v>1</v></c>' * 1 + "</row>" for row in range(1, 60_000)
    )
    wide = ",".join(["a"] * 1_000_000)
    repeated = pyarrow.DictionaryArray.from_arrays(np.zeros(20_000, dtype=np.int32), ["x" * 100_000])
    files: dict[str, tuple[bytes, str]] = {
        "far.xlsx": (book(far), "a sheet has more than 1,000 columns"),
        "far.xlsm": (book(far), "a sheet has more than 1,000 columns"),
        "far_row.xlsx": (book(far.replace("XFD", "AB")), "a sheet of 28 columns reaches to row 1,048,576"),
        "quoted.xlsx": (book(far.replace('<c r="XFD', '<c s=">" r="XFD')), "a sheet has more than 1,000 columns"),
        "implied.xlsx": (book('<row r="1048575">' + cell("AB7") + "</row><row>" + cell("") + "</row>"), "28 columns reaches"),
        "wide.xlsx": (book(columns_without_end()), "a sheet has more than 1,000 columns"),
        "bomb.xlsx": (bomb(700 * MEGABYTE, lying=False), "unpacked, the file has more than 512 MB"),
        "lying_bomb.xlsx": (bomb(700 * MEGABYTE, lying=True), "a cell has more than 32,767 characters"),
        "shared.xlsx": (book(many, strings=long), "more than 1 GB of text"),
        "entities.xlsx": (book('<row r="1">' + cell("A1", "&b;") + "</row>", strings='<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><sst/>'), "cannot be read"),
        "quote.csv": (b'id,title\n1,"x\n' + b"2,Clerk\n" * 300_000, "row 2"),
        "wide.csv": (wide.encode(), "row 1: the line has more than 1,048,576 characters"),
        "wide_row.csv": (f"id,title\n1,Clerk\n{wide}\n".encode(), "row 3: the line has more than 1,048,576 characters"),
        "wider.csv": (b"id,title\n1,Clerk\n" + b"," * 2_000, "row 3: there are 2,001 columns"),
        "long.csv": (b"id,title\n" + b"1,Clerk\n" * (MOST_ROWS + 1), "more than 1,000,000 rows"),
        "many.csv": (b"id,title\n" + (b"," * 990 + b"x\n") * 10_200, "more than 10,000,000 cells"),
        "wide.parquet": (parquet(pyarrow.table({f"c{n}": [1] for n in range(2_000)})), "2,000 columns"),
        "many.parquet": (parquet(pyarrow.table({"a": pyarrow.array(np.zeros(MOST_ROWS + 1, dtype=np.int8))})), "1,000,000 rows"),
        "many_columns.parquet": (parquet(pyarrow.table({f"c{n}": pyarrow.nulls(11_000, pyarrow.int8()) for n in range(1_000)})), "10,000,000 cells"),
        "text.parquet": (parquet(pyarrow.table({"a": repeated})), "1 GB of text"),
        "cell.parquet": (parquet(pyarrow.table({"a": ["x" * 20 * MEGABYTE]})), "a cell has more than"),
    }  # fmt: skip
    for name, (raw, said) in files.items():
        (folder / name).write_bytes(raw)
        yield name, said
    with (folder / "sparse.csv").open("wb") as file:
        file.truncate(700 * MEGABYTE)
    yield "sparse.csv", "the file has 700 MB"
    (folder / "footer.parquet").write_bytes(
        b"PAR1" + bytes(90 * MEGABYTE) + struct.pack("<I", 80 * MEGABYTE) + b"PAR1"
    )
    yield "footer.parquet", "the list of columns takes more than 16 MB"


def test_hostile_files_are_refused_in_two_seconds_and_half_a_gigabyte(tmp_path: Path) -> None:
    expected = dict(hostile(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *(str(tmp_path / name) for name in expected)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    *lines, memory = map(json.loads, done.stdout.splitlines())
    found = dict(zip(expected, lines, strict=True))
    assert not {name: said for name, (said, _) in found.items() if expected[name] not in said}
    assert not {name: seconds for name, (_, seconds) in found.items() if seconds > MOST_SECONDS}
    assert not memory or memory[0] * 1024 < MOST_MEMORY


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

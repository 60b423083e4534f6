"""Files made to fill the memory, to last, or to be read as what they are not: each with what must be said of it."""

from __future__ import annotations

import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet

MEGABYTE = 1024**2
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
SCENARIO = 'name = "x"\nindustries = ["524100"]\nheadcount = 1000\n'
HEAD = "id,title,department,fte,salary,hire date\n"
ENDED = "was ended"
"""Of a file that a limit stopped."""


@dataclass(frozen=True)
class Hostile:
    """A file that nobody honest writes.

    name : of the file; its reader is the folder it is listed under
    make : writes it
    said : what must be said of it
    quick : whether it is made and read in a moment, for `make test`
    code : how the program ends: 2, or 1 where rows of a roster are at fault
    """

    name: str
    make: Callable[[Path], None]
    said: str
    quick: bool = True
    code: int = 2


def text(content: str | bytes) -> Callable[[Path], None]:
    raw = content.encode() if isinstance(content, str) else content
    return lambda path: void(path.write_bytes(raw))


def made(content: Callable[[], bytes]) -> Callable[[Path], None]:
    """A file whose content is made when it is written."""
    return lambda path: void(path.write_bytes(content()))


def void(_: object) -> None:
    return None


def repeated(begin: str, piece: str, times: int, end: str = "") -> Callable[[Path], None]:
    """A file too large to keep here: a piece many times."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.write(begin.encode())
            block = (piece * 1000).encode()
            for _ in range(times // 1000):
                file.write(block)
            file.write(end.encode())

    return make


def sparse(size: int, begin: bytes = b"") -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(begin)
        os.truncate(path, size)

    return make


def cell(place: str, content: str = "a") -> str:
    at = f' r="{place}"' if place else ""
    return f'<c{at} t="inlineStr"><is><t>{content}</t></is></c>'


def book(*rows: str, strings: str = "", parts: dict[str, str] | None = None) -> bytes:
    """A workbook with rows of its first sheet, shared texts, and further or other parts."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {**BOOK, **(parts or {})}.items():
            made.writestr(name, content)
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


def parquet(table: pyarrow.Table | Callable[[], pyarrow.Table], **options: object) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        written = table() if callable(table) else table
        pyarrow.parquet.write_table(written, path, **{"compression": "zstd", **options})

    return make


def nested(kind: pyarrow.DataType, value: object) -> Callable[[Path], None]:
    return parquet(pyarrow.table({"title": ["Clerk"], "a": pyarrow.array([value], kind)}))


def deep(depth: int) -> Callable[[Path], None]:
    kind, value = pyarrow.int64(), 1
    for _ in range(depth):
        kind, value = pyarrow.struct([("a", kind)]), {"a": value}  # type: ignore[assignment]
    return nested(kind, value)


def runs(rows: int, columns: int = 1) -> Callable[[Path], None]:
    """Parquet in which one value is written once and stands in every row."""

    def make(path: Path) -> None:
        column = pyarrow.array(np.zeros(rows))
        table = pyarrow.table({f"c{n}": column for n in range(columns)})
        pyarrow.parquet.write_table(table, path, compression="zstd", row_group_size=rows)

    return make




def tables() -> Iterator[Hostile]:
    """Tables as text that no reader of a table may take."""
    wide, title = ",".join(["a"] * 1_000_000), "chief " * 5_000
    yield Hostile("line.csv", repeated(HEAD, "a" * 1000, 190_000), "row 2: the line has more than", quick=False)
    yield Hostile("head.csv", text(wide), "row 1: the line has more than 1,048,576 characters")
    yield Hostile("wide_row.csv", text(f"{HEAD}1,Clerk\n{wide}\n"), "row 3: the line has more than")
    yield Hostile("wide.csv", text(HEAD + "1,Clerk\n" + "," * 2_000), "row 3: there are 2,001 columns")
    yield Hostile("quote.csv", repeated(f'{HEAD}1,"x\n', "2,Clerk\n", 300_000), "row 2")
    yield Hostile("quotes.csv", repeated(HEAD, '"' * 101 + "\n", 100_000), "row 2")
    yield Hostile("many.csv", repeated(HEAD, "," * 5 + "x" + "," * 900 + "\n", 17_000), "more than 15,000,000 cells")
    yield Hostile("long.csv", repeated(HEAD, "1,Clerk\n", 1_100_000), "more than 1,000,000 rows")
    yield Hostile("blank.csv", repeated(HEAD, "\n", 150_000_000), "more than 1,000,000 rows", quick=False)
    yield Hostile("cell.csv", text(f"{HEAD}1,{'x' * 100_000}\n"), "row 2: a cell has more than 32,767 characters")
    yield Hostile("quoted_cell.csv", text(f'{HEAD}1,"{"x" * 200_000}"\n'), "row 2: a cell has more than 32,767")
    yield Hostile("latin.csv", text(f"{HEAD}1,Café\n".encode("cp1252")), "row 2: the file is not UTF-8")
    yield Hostile("utf16.csv", text(b"\xff\xfe" + "title\nClerk\n".encode("utf-16-le")[:-1] + b"\x00\xd8"), "UTF-16")
    yield Hostile("zero.csv", text(f"{HEAD}1,Cl\x00erk\n"), "row 2: the file is not text: it contains zero bytes")
    yield Hostile("zeros.csv", sparse(100 * MEGABYTE), "row 1", quick=False)
    yield Hostile("sparse.csv", sparse(700 * MEGABYTE), "the file has 700 MB; the limit is 200 MB")
    yield Hostile("noise.csv", lambda path: void(path.write_bytes(np.random.default_rng(1).bytes(3 * MEGABYTE))), "row 1")
    yield Hostile("emoji.csv", repeated(HEAD + "1,\U0001f600\n", "a" * 1000, 150_000), "row 3: the line", quick=False)
    yield Hostile("none.csv", text(""), "the file is empty")
    yield Hostile("words.csv", text(f"{HEAD}1,{title}\n"), "more than 200 characters, 1 row", code=1)


def rosters() -> Iterator[Hostile]:
    """Rosters whose cells are the trouble."""
    row = "{},Clerk,x,1,52000,2020-01-01\n"
    people = "".join(row.format(number) for number in range(40))
    long = "1" * 400
    yield from tables()
    yield Hostile("pay.csv", text(f"{HEAD}{people}90,Clerk,x,1,{long},2020-01-01\n"), "more than 200 characters", code=1)
    yield Hostile("grouped.csv", text(f"{HEAD}{people}90,Clerk,x,1,\"{','.join(['999'] * 49)}\",2020-01-01\n"), "not a number", code=1)
    yield Hostile("fte.csv", text(f"{HEAD}{people}90,Clerk,x,NaN,1,2020-01-01\n91,Clerk,x,inf,1,\n92,Clerk,x,1e-7,1,\n"), "FTE below 0.01", code=1)
    yield Hostile("far.csv", text(f"{HEAD}{people}90,Clerk,x,1,1,2199-01-01\n91,Clerk,x,1,1,9999-12-31\n92,Clerk,x,1,1,0001-01-01\n"), "hired after the file's day, 2 rows", code=1)
    yield Hostile("titles.csv", text(HEAD + "".join(f"{n},Clerk {'abcdefghij'[n % 10]}{chr(97 + n // 1000)}{n // 10 % 100 * 'x'} of things,x\n" for n in range(25_000))), "25,000 different texts for title", quick=False)
    yield Hostile("places.csv", repeated_rows(500_000, lambda n: f"{n},Clerk,{n:x} {n * 7919:x},1,,\n"), "500,000 different texts", quick=False)
    yield Hostile("names.csv", repeated_rows(100_000, lambda n: f"{n},Clerk,Jo{n:x}an Ro{n * 31:x}e,1,,\n", "id,title,full name,department,x,y\n"), "", quick=False, code=-1)
    yield Hostile("chain.csv", repeated_rows(200_000, lambda n: f"{n},Clerk,{n - 1}\n", "id,title,manager id\n"), "", quick=False, code=-1)
    yield Hostile("circle.csv", repeated_rows(200_000, lambda n: f"{n},Clerk,{(n + 1) % 200_000}\n", "id,title,manager id\n"), "cycle", quick=False, code=1)
    yield Hostile("faults.csv", repeated_rows(300_000, lambda n: "x,,,9,USD 1 EUR,2199-13-13\n"), "rows are faulty", quick=False, code=1)
    yield Hostile("signs.csv", text("id,title,notes\n" + "".join(f"{n},Clerk,{'-' * 30_000}\n" for n in range(200))), "", code=-1)
    yield Hostile("plus.csv", text("id,title,notes\n" + "".join(f"{n},Clerk,{'+1 ' * 10_000}\n" for n in range(200))), "", code=-1)
    yield Hostile("mail.csv", text("id,title,notes\n" + "".join(f"{n},Clerk,{'a' * 32_000}\n" for n in range(200))), "", code=-1)
    yield Hostile("header.csv", text(f"id,title,{'x' * 30_000}\n1,Clerk,2\n"), "", code=-1)


def repeated_rows(count: int, row: Callable[[int], str], head: str = HEAD) -> Callable[[Path], None]:
    return lambda path: void(path.write_text(head + "".join(map(row, range(count))), encoding="utf-8"))


def workbooks() -> Iterator[Hostile]:
    far = '<row r="1">' + cell("A1") + '</row><row r="1048576">' + cell("XFD1048576") + "</row>"
    long = "<sst>" + f"<si><t>{'x' * 30_000}</t></si>" * 2 + "</sst>"
    many = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>1</v></c></row>' for row in range(1, 60_000))
    laughs = "<!DOCTYPE a [" + '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
    head = '<row r="1">' + cell("A1", "id") + cell("B1", "title") + cell("C1", "fte") + "</row>"
    errors = "".join(f'<row r="{n}">' + cell(f"A{n}", str(n)) + cell(f"B{n}", "Clerk") + f'<c r="C{n}" t="e"><v>#REF!</v></c></row>' for n in range(2, 55))
    yield Hostile("far.xlsx", text(book(far)), "a sheet has more than 1,000 columns")
    yield Hostile("far_row.xlsx", text(book(far.replace("XFD", "AB"))), "a sheet of 28 columns reaches to row 1,048,576")
    yield Hostile("quoted.xlsx", text(book(far.replace('<c r="XFD', '<c s=">" r="XFD'))), "a sheet has more than 1,000 columns")
    yield Hostile("implied.xlsx", text(book('<row r="1048575">' + cell("AB7") + "</row><row>" + cell("") + "</row>")), "28 columns reaches")
    yield Hostile("wide.xlsx", text(book("<row>" + '<c t="b"><v>1</v></c>' * 1_000_000 + "</row>")), "a sheet has more than 1,000 columns")
    yield Hostile("bomb.xlsx", lambda path: void(path.write_bytes(bomb(700 * MEGABYTE, lying=False))), "unpacked, the file has more than 512 MB", quick=False)
    yield Hostile("lying_bomb.xlsx", lambda path: void(path.write_bytes(bomb(700 * MEGABYTE, lying=True))), "a cell has more than 32,767 characters", quick=False)
    yield Hostile("shared.xlsx", text(book(many, strings=long)), "more than 1 GB of text")
    yield Hostile("strings.xlsx", made(lambda: book(head, strings="<sst>" + "<si/>" * 12_000_000 + "</sst>")), "", quick=False, code=-1)
    yield Hostile("laughs.xlsx", text(book(head, strings=f"{laughs}<sst><si><t>&l11;</t></si></sst>")), "cannot be read")
    yield Hostile("laughs_sheet.xlsx", text(book(parts={"xl/worksheets/sheet1.xml": laughs + SHEET.format('<row r="1">' + cell("A1", "&l11;") + "</row>")})), "cannot be read")
    yield Hostile("outside.xlsx", text(book(parts={"xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + SHEET.format('<row r="1">' + cell("A1", "&b;") + "</row>")})), "cannot be read")
    yield Hostile("parts.xlsx", text(book(head, parts={f"xl/media/{n}": "" for n in range(6_000)})), "too many parts")
    yield Hostile("styles.xlsx", made(lambda: book(head, parts={"xl/styles.xml": "<styleSheet><cellXfs>" + '<xf numFmtId="14"/>' * 5_000_000 + "</cellXfs></styleSheet>"})), "", quick=False, code=-1)
    yield Hostile("deep.xlsx", made(lambda: book(parts={"xl/worksheets/sheet1.xml": "<worksheet>" + "<a>" * 3_000_000})), "", quick=False, code=-1)
    yield Hostile("sheets.xlsx", made(lambda: book(head, parts={"xl/workbook.xml": BOOK["xl/workbook.xml"].replace('<sheet name="a" sheetId="1" r:id="rId1"/>', '<sheet name="a" sheetId="1" r:id="rId1"/>' * 1_000_000)})), "", quick=False, code=-1)
    yield Hostile("merged.xlsx", text(book(parts={"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{head}</sheetData><mergeCells>' + '<mergeCell ref="A1:XFD1048576"/>' * 200_000 + "</mergeCells></worksheet>"})), "", code=-1)
    yield Hostile("no_sheet.xlsx", text(book()), "cannot be read")
    yield Hostile("text.xlsx", text("id,title\n1,Clerk\n"), "this is no Excel workbook")
    yield Hostile("zip.xlsx", text(b"PK\x03\x04rest"), "cannot be read")
    yield Hostile("old.xlsx", text(b"\xd0\xcf\x11\xe0" + bytes(600)), "old format .xls")
    yield Hostile("open.xlsx", text(book(head, parts={"content.xml": "x"})), "not a workbook in .xlsx format")
    yield Hostile("errors.xlsx", text(book(head, errors)), "error of the spreadsheet, 53 rows ('#REF!' 53)", code=1)


def parquets() -> Iterator[Hostile]:
    one, shown = pyarrow.int64(), "holds nested values"
    repeated_text = pyarrow.DictionaryArray.from_arrays(np.zeros(20_000, dtype=np.int32), ["x" * 100_000])
    wide_text = pyarrow.DictionaryArray.from_arrays(np.zeros(900_000, dtype=np.int32), ["x" * 30_000])
    yield Hostile("list.parquet", nested(pyarrow.list_(one), [1]), shown)
    yield Hostile("many_list.parquet", parquet(lambda: pyarrow.table({"a": pyarrow.array([[0] * 10_000_000])})), shown, quick=False)
    yield Hostile("struct.parquet", nested(pyarrow.struct([("b", one)]), {"b": 1}), shown)
    yield Hostile("map.parquet", nested(pyarrow.map_(pyarrow.string(), one), [("a", 1)]), shown)
    yield Hostile("fixed_list.parquet", nested(pyarrow.list_(one, 3), [1, 2, 3]), shown)
    yield Hostile("list_of_list.parquet", nested(pyarrow.list_(pyarrow.list_(pyarrow.struct([("b", pyarrow.list_(one))]))), [[{"b": [1]}]]), shown)
    yield Hostile("deep.parquet", deep(90), shown)
    yield Hostile("bytes.parquet", nested(pyarrow.binary(1_000_000), b"x" * 1_000_000), "values of the type fixed_size_binary")
    yield Hostile("binary.parquet", nested(pyarrow.binary(), b"x"), "values of the type binary")
    yield Hostile("runs.parquet", runs(10_000_000), "more than 1,000,000 rows")
    yield Hostile("run_cells.parquet", runs(900_000, 11), "no column of job titles", quick=False)
    yield Hostile("wide_runs.parquet", runs(26_000, 600), "more than 15,000,000 cells")
    yield Hostile("wide.parquet", parquet(pyarrow.table({f"c{n}": [1] for n in range(2_000)})), "2,000 columns")
    yield Hostile("nulls.parquet", parquet(pyarrow.table({"a": pyarrow.nulls(5_000_000, pyarrow.string())})), "1,000,000 rows")
    yield Hostile("text.parquet", parquet(pyarrow.table({"a": repeated_text})), "1 GB of text")
    yield Hostile("repeated.parquet", parquet(pyarrow.table({"a": wide_text})), "1 GB of text", quick=False)
    yield Hostile("cell.parquet", parquet(pyarrow.table({"a": ["x" * 20 * MEGABYTE]})), "a cell has more than")
    yield Hostile("packed.parquet", parquet(lambda: pyarrow.table({"a": pyarrow.array(["x" * 30_000] * 20_000)}), use_dictionary=False), "unpacked, the file has more than 512 MB", quick=False)
    yield Hostile("footer.parquet", sparse_footer, "the list of columns takes more than 16 MB", quick=False)
    yield Hostile("cut.parquet", text(b"PAR1restPAR1"), "cannot be read")
    yield Hostile("names.parquet", parquet(pyarrow.table({"x" * 5 * MEGABYTE: [1]})), "", code=-1)
    yield Hostile("times.parquet", parquet(pyarrow.table({"title": ["Clerk"], "hire date": pyarrow.array([2**62], pyarrow.timestamp("us"))})), "", code=-1)
    yield Hostile("decimal.parquet", parquet(pyarrow.table({"title": ["Clerk"], "salary": pyarrow.array([Decimal("9" * 70)])})), "", code=-1)


def sparse_footer(path: Path) -> None:
    path.write_bytes(b"PAR1" + bytes(90 * MEGABYTE) + struct.pack("<I", 80 * MEGABYTE) + b"PAR1")


def no_files() -> Iterator[Hostile]:
    """What has a name and is no file that ends."""
    yield Hostile("pipe.csv", lambda path: os.mkfifo(path), "this is a pipe, not a file")
    yield Hostile("endless.csv", lambda path: path.symlink_to("/dev/zero"), "this is a device, not a file")
    yield Hostile("nothing.csv", lambda path: path.symlink_to("/dev/null"), "this is a device, not a file")
    yield Hostile("folder.csv", lambda path: path.mkdir(), "this is a folder, not a file")
    yield Hostile("loop.csv", lambda path: path.symlink_to(path), "cannot be read")


def scenarios() -> Iterator[Hostile]:
    deep, digits = "nested too deeply", "a number has thousands of digits"
    endings = {
        "dotted": ("a." * 20_000 + "a = 1", deep), "brackets": ("a = " + "[" * 50_000, deep),
        "inline": ("a = " + "{a = " * 3_000 + "1" + "}" * 3_000, deep), "sections": ("[" + "a ." * 12_000 + "a]\nb = 1", deep),
        "quoted": ('"' + 'a"."' * 16_000 + '" = 1', deep), "digits": ("a = " + "9" * 900_000, digits),
        "hex": ("a = 0x" + "f" * 900_000, digits), "keys": ("\n".join(f"k{n} = 1" for n in range(60_000)), "more than 20,000 lines"),
        "some_keys": ("\n".join(f"k{n} = 1" for n in range(19_000)), "unknown key 'k0'"),
        "assumptions": ("[parameters]\n" + "\n".join(f"k{n} = 1" for n in range(19_000)), "there is no parameter 'k0'"),
        "arrays": ("[[outlooks]]\n" * 15_000, "key 'name' is missing"),
        "text": ('title = "' + "x" * 900_000 + '"', ""), "large": ("# " + "x" * 5 * MEGABYTE, "the limit is 1 MB"),
        "spaces": ('[ "a' + " " * 60_000 + '" ]', "unknown key"), "row": ("a = [" + "1," * 450_000 + "]", "unknown key"),
        "infinite": ("pay_per_head = inf", "finite"), "huge": ("open_positions = 1e999", "finite"), "nan": ("open_positions = nan", "finite"),
        "date": ('start = "99999999999999999999-01"', "first month"), "far": ('start = "9999-12"', ""),
        "zero": ("title = '\x00'", "not TOML"), "roster": ('roster = "/dev/zero"', "conflicts with the roster"),
    }  # fmt: skip
    for name, (ending, said) in endings.items():
        code = 2 if said else -1
        yield Hostile(f"{name}.toml", text(f"{SCENARIO}{ending}\n"), said, code=code)
    yield Hostile("latin.toml", text(f'{SCENARIO}title = "Café"\n'.encode("cp1252")), "not UTF-8")
    yield Hostile("utf16.toml", text(SCENARIO.encode("utf-16")), "UTF-16")
    yield Hostile("pipe.toml", lambda path: os.mkfifo(path), "")


def forecasts() -> Iterator[Hostile]:
    said = "cannot be read as a saved forecast"
    yield Hostile("deep.json", text("[" * 500_000), said)
    yield Hostile("digits.json", text("9" * 1_000_000), said)
    yield Hostile("large.json", sparse(17 * MEGABYTE), "the limit is 16 MB")
    yield Hostile("bare.json", text('{"forecast": "tech-workforce", "format": 1}'), "lacks a part")
    yield Hostile("rows.json", text('{"forecast": "tech-workforce", "format": 1, "employment": [{"a": 1}]}'), "")
    yield Hostile("pipe.json", lambda path: os.mkfifo(path), "this is a pipe")


def results() -> Iterator[Hostile]:
    """Saved results: folders whose list was written anew, so that every hash is right."""
    table = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"a": pyarrow.array([[1]])}), table)
    repeated_text = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({f"a{n}": pyarrow.DictionaryArray.from_arrays(np.zeros(100_000, np.int32), ["x" * 100_000]) for n in range(3)}), repeated_text)
    record = {"facts": {"title": "a"}, "text": {}, "status": {}}
    yield Hostile("nested", saved({"tables/roles.parquet": table.getvalue()}), "holds nested values")
    yield Hostile("rle", rle, ENDED, quick=False)
    yield Hostile("text", saved({"tables/roles.parquet": repeated_text.getvalue()}), "", quick=False)
    yield Hostile("deep", saved({"result.json": b"[" * 300_000}), "cannot be read as JSON")
    yield Hostile("bare", saved({"result.json": json.dumps(record).encode()}), "", quick=False)
    yield Hostile("nan", saved({"result.json": b'{"facts": NaN}'}), "cannot be read as JSON")
    yield Hostile("list", lambda path: (path.mkdir(), sparse(17 * MEGABYTE)(path / "files.json"))[1], "the list has more than")
    yield Hostile("pipe", lambda path: (path.mkdir(), os.mkfifo(path / "files.json"))[1], "holds no saved result")
    yield Hostile("hole", hole, "the limit is 2 GB")


def rle(path: Path) -> None:
    """A result with ten tables of one value in 20 million rows."""
    runs(20_000_000)(path.with_suffix(".parquet"))
    content = path.with_suffix(".parquet").read_bytes()
    saved({f"tables/{n}.parquet": content for n in range(10)})(path)


def saved(files: dict[str, bytes]) -> Callable[[Path], None]:
    from reallocate.kernel.manifest import list_of

    def make(path: Path) -> None:
        contents = {"result.json": b'{"facts": {"title": "a"}, "text": {}, "status": {}}', **files}
        for name, content in {**contents, "files.json": list_of("plan", contents)}.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(content)

    return make


def hole(path: Path) -> None:
    """A result whose list names 100 GB, in a file without a block."""
    from reallocate.kernel.manifest import _LIST_HASH, _hash_of

    path.mkdir()
    sparse(100 * 1024**3)(path / "result.json")
    whole = {"kind": "plan", "format": 3, "version": "0", "files": {"result.json": {"bytes": 100 * 1024**3, "sha256": "0" * 64}}}
    (path / "files.json").write_text(json.dumps({**whole, _LIST_HASH: _hash_of(whole)}), encoding="utf-8")

"""Opens a plan's workbook and slides in LibreOffice and compares the totals: `make office`.

LibreOffice computes every formula again and writes the sheets as CSV; the sums must be those of the tables.
"""

from __future__ import annotations

import csv
import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import reallocate
from reallocate.kernel.errors import InputError

EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Sheets as text files: comma, quotes, UTF-8, numbers as they are, each sheet a file."""
WITHIN = 1e-6


def main() -> None:
    """Say where there is no LibreOffice; stop where a file does not open or a total differs."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("LibreOffice is not installed, so workbook and slides were not opened.")
        return
    result = reallocate.open(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plan.xlsx").write_bytes(result.workbook())
        (folder / "more.xlsx").write_bytes(result.workbook_more())
        for book in ("plan", "more"):
            convert(office, EVERY_SHEET, folder / f"{book}.xlsx", folder)
        checked = compared(result, folder)
        try:
            (folder / "plan.pptx").write_bytes(result.slides())
        except InputError as error:
            print(f"No slides: {error}")
        else:
            convert(office, "pdf", folder / "plan.pptx", folder)
            if not (folder / "plan.pdf").is_file():
                sys.exit("LibreOffice did not open the slides")
            print("LibreOffice opened the slides.")
    print(f"LibreOffice opened both workbooks; {checked} totals equal the tables.")


def convert(office: str, to: str, file: Path, folder: Path) -> None:
    """Convert a file, with a profile of its own so that an open LibreOffice does not matter."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        sys.exit(f"LibreOffice did not open {file.name}: {done.stderr[-400:]}")


def compared(result: reallocate.Result, folder: Path) -> int:
    """Compare the totals that LibreOffice computed with the tables; the number of them."""
    walk, cash = result.table("headcount"), result.table("cash")
    ends = walk[walk["case"] == "plan"].groupby("period")["end"].sum().tolist()
    expected = [
        ("People by quarter", "Positions at the end", 1, ends),
        ("Positions by role and quarter", "Total of the rows shown", 3, ends),
        *(
            ("Money by quarter", f"Total,{case}", 2, rows["total"].tolist())
            for case, rows in cash.groupby("case")
        ),
    ]
    count = 0
    for sheet, label, first, amounts in expected:
        rows = list(csv.reader((folder / f"plan-{sheet}.csv").open(encoding="utf-8")))
        row = next(one for one in rows if ",".join(one).startswith(label))
        found = [float(cell) for cell in row[first : first + len(amounts)]]
        for one, amount in zip(found, amounts, strict=True):
            if not math.isclose(one, amount, rel_tol=WITHIN, abs_tol=WITHIN):
                sys.exit(f"{sheet}, {label}: {one} in LibreOffice, {amount} in the table")
            count += 1
    return count


if __name__ == "__main__":
    main()

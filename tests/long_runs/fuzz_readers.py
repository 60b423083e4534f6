"""Hostile bytes to every reader of a user's file: `make fuzz`. SECONDS=60 is a shorter form of ten minutes each.

By random changes of files that can be read. A reader may give a result or an error of the tree; anything else ends the run with the bytes.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

SECONDS = int(os.environ.get("SECONDS", "600"))
LARGEST = 4096
"""Bytes of an input."""
ROSTER = (
    b"Employee ID,Job Title,Department,Annual Salary,Hire Date\n1,Payroll Clerk,Finance,52000,2019-03-01\n"
)
SCENARIO = (
    b'name = "x"\nroles = "roles.csv"\nquarters = 4\n[levers]\nai = true\n[promises]\nkeep_at_least = 0.9\n'
)
ROLES = b"code,title,headcount,loaded_cost\n43-4051,Help desk,400,70000\n"
TASKS = b"task,hours\nAnswer calls,10\nWrite reports,5\n"
MARKET = {
    "m.csv": b"occupation,employment\na,1000\nb,500\nc,2500\n",
    "e.csv": b"source,target,weight\na,b,3\na,c,1\nb,a,1\nc,b,2\n",
    "p.csv": b"occupation,probability\na,0.9\nb,0\nc,0.2\n",
}
OF_TABLES = b'[market]\noccupations = "m.csv"\nmobility = "e.csv"\n[time]\nsteps = 3\n[shock]\nfile = "p.csv"\n'
LIST = b'{"files": {}, "format": 3, "kind": "plan", "version": "0", "sha256": "0"}'
Reader = Callable[[Path], object]


def readers() -> dict[str, tuple[str, Sequence[bytes], Reader]]:
    import reallocate as ra
    from reallocate.data.bundle import load_tables, load_world
    from reallocate.firm.request.read import load_scenario
    from reallocate.firm.request.studies import studies_folder
    from reallocate.market.published.files import load_market_scenario
    from reallocate.market.published.run import market_study
    from reallocate.render.saving import open_saved
    from reallocate.roster.roles import read_roles

    world, tables = load_world(), load_tables()
    shipped = [file.read_bytes() for file in sorted(studies_folder().glob("*/scenario.toml"))]

    def ran(file: Path) -> object:
        """A market of which one table is the file."""
        for name, whole in {**MARKET, "scenario.toml": OF_TABLES}.items():
            if name != file.name:
                file.with_name(name).write_bytes(whole)
        return market_study(load_market_scenario(file.parent), tables)

    market = b'[market]\noccupations = "m.csv"\nmobility = "complete"\n[time]\nsteps = 3\n'
    return {
        "scenario": ("scenario.toml", (SCENARIO, *shipped), load_scenario),
        "market": ("scenario.toml", (market,), load_market_scenario),
        **{name: (name, (whole,), ran) for name, whole in MARKET.items()},
        "roles": ("roles.csv", (ROLES,), lambda file: read_roles(file, world)),
        "roster": ("people.csv", (ROSTER,), lambda file: ra.Roster.read(file).check()),
        "workbook": ("people.xlsx", (_workbook(),), lambda file: ra.Roster.read(file).check()),
        "parquet": ("people.parquet", (_parquet(),), lambda file: ra.Roster.read(file).check()),
        "tasks": ("tasks.csv", (TASKS,), lambda file: ra.job("payroll clerk", tasks=file)),
        "result": ("files.json", (LIST,), lambda file: open_saved(file.parent)),
    }


def _workbook() -> bytes:
    import io

    import xlsxwriter

    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate(ROSTER.decode().splitlines()):
            sheet.write_row(at, 0, line.split(","))
    return whole.getvalue()


def _parquet() -> bytes:
    import pandas as pd

    made: bytes = pd.DataFrame({"Job Title": ["Clerk"], "Annual Salary": [52000.0]}).to_parquet(None)
    return made


def tried(read: Reader, file: Path, content: bytes) -> None:
    """Let a reader read; an error of the tree is an answer."""
    from reallocate.kernel.errors import ReallocateError

    file.write_bytes(content)
    try:
        read(file)
    except ReallocateError as error:
        assert error.problems and all(str(problem).strip() for problem in error.problems)


def changed(chance: random.Random, content: bytes) -> bytes:
    """The bytes after a few slips."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(made))
        slip = chance.randrange(4)
        if slip == 0:
            made[at : at + chance.randint(1, 8)] = b""
        elif slip == 1:
            made[at:at] = chance.choice(
                (b'"', b",", b";", b"\n", b"\0", b"[", b"=", b"-1", b"1e999", chance.randbytes(3))
            )
        elif slip == 2 and at < len(made):
            made[at] = chance.randrange(256)
        else:
            start = chance.randint(0, len(made))
            made[at:at] = made[start : start + chance.randint(1, 40)]
    return bytes(made[: max(LARGEST, len(content))])


def by_changes(read: Reader, file: Path, seeds: Sequence[bytes]) -> int:
    """Random changes until the time is over; how many were tried."""
    chance, until, count = random.Random(17), time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        content = chance.choice(seeds)
        for _ in range(chance.randint(1, 3)):
            content = changed(chance, content)
        try:
            tried(read, file, content)
        except BaseException:
            print(f"broken by {content!r}", file=sys.stderr)
            raise
        count += 1
    return count


def main(names: Sequence[str]) -> None:
    """Every reader, or those that are named, one after the other."""
    for name, (file, seeds, read) in readers().items():
        if not names or name in names:
            with tempfile.TemporaryDirectory() as folder:
                count = by_changes(read, Path(folder, file), seeds)
            print(f"{name}: {count:,} inputs in {SECONDS} seconds", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

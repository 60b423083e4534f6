"""Rows just within and just beyond each limit of a roster and of a role table, and small files worked by hand."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pandas as pd
import pytest
from tests.golden_pages import Goldens, cases, tables_text
from tests.roster.tables import SMALL, TITLES, written

from reallocate.roster.clean_copy import _cell, clean_copy
from reallocate.roster.faults import REMEDIES
from reallocate.roster.file.cells import Findings
from reallocate.roster.file.limits import ReadOptions
from reallocate.roster.people import read_people
from reallocate.roster.reporting import check_ids, manager_rows, spans
from reallocate.roster.roles import _amount_problems
from reallocate.roster.roster import certainty_text, not_used_text, read_roster, roles_of, unpaid_text
from reallocate.roster.walk import open_titles, walk_of

ROWS = {name: lines for name, lines, _ in cases(Path(__file__).with_name("edges.txt"))}
"""At the limits of what a cell may hold and beyond them; names and addresses, which no fault, note or row repeats; and of
lines of reporting, where a second top passes, a lost manager does not, and the next above stands for one who left."""


@pytest.mark.parametrize("name", ROWS)
def test_what_is_read_of_rows_at_the_limits_is_kept(name: str, tmp_path: Path, golden: Goldens) -> None:
    file = written(tmp_path, *ROWS[name])
    options = ReadOptions(date=dt.date(2026, 7, 1))
    found = read_people(file, TITLES, {}, options)
    told = [f"{one.row} {one.column} {one.fault} {one.value}{'' if one in found.removing else ' (stays in)'}" for one in found.faults]
    assert all(one.fault in REMEDIES for one in found.faults)
    told.append(f"managers {found.rows['manager'].dropna().astype(int).to_dict()}")
    told += [*found.notes, f"dropped {found.dropped}", f"not used {found.not_used}", f"tree {spans(found.rows['manager'])}"]
    if not found.faults:
        made = read_roster(file, SMALL)
        told += [certainty_text(made), not_used_text(made), unpaid_text(made), f"{made.groups}"]
        told += [f"{key}: {value}" for key, value in vars(walk_of(made)).items()]
        told += map(str, open_titles(made))
        told.append(tables_text({"roles": roles_of(made, 1.42, ("department",)).roles}))
    copy, changed = clean_copy(file, {}, options, found)
    page = "\n".join([tables_text({"people": found.rows}), *told, *changed, tables_text({"copy": pd.read_csv(io.StringIO(copy), dtype=str, keep_default_na=False)})])
    golden(f"roster/edges_{name}", page)
    own = ("Ann", "Bob", "Cy Poe", "Di Fox", "Eve", "firm.example", "bob.ray")
    assert name != "personal" or not [word for word in own if word in page], "names and addresses are repeated nowhere"


def test_a_repeated_id_is_found_once_and_a_clean_copy_holds_no_formula() -> None:
    found = Findings()
    ids, positions = pd.Series(["a", "", "a", "", "b", ""]), pd.Series(["", "p", "", "p", "p", ""])
    check_ids(ids, positions, ("id", "position_id"), found)
    assert [(kind, at.tolist()) for _, kind, at, _ in found.rows] == [
        ("missing id", [5]), ("duplicate id", [2]), ("duplicate id", [3]),
    ]  # fmt: skip
    assert manager_rows(ids, positions, pd.Series(["p", "a", "x", "b"])).fillna(-1).tolist() == [1, 0, -1, 4]
    cells = ("-5", "-5000.5", "=1+1", "+4", "@x", "-x", "a\n b", "x=1")
    assert [_cell(one) for one in cells] == ["-5", "-5000.5", "'=1+1", "'+4", "'@x", "'-x", "a b", "x=1"]


@pytest.mark.parametrize(
    ("name", "fine", "wrong"),
    [
        ("fte", (1e-6, 1.0), (0.0, 1.001, -1.0)), ("own_pay", (0.0, 1.0), (1.001, -0.1)),
        ("loaded_cost", (1_000.0, 2e7), (999.0, 20_000_001.0, 0.0)), ("headcount", (0.0, 1e6), (-1.0,)),
    ],
)  # fmt: skip
def test_an_amount_may_be_at_its_limit(name: str, fine: tuple[float, ...], wrong: tuple[float, ...]) -> None:
    assert not any(_amount_problems(name, value, 5.0, "row 2") for value in fine)
    assert all(len(_amount_problems(name, value, 5.0, "row 2")) == 1 for value in wrong)

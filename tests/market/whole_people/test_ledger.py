"""The ledger of the displaced: worked by hand on six workers, whole on a run, and inside `simulate`."""

from __future__ import annotations

import json
from pathlib import Path as FilePath

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from reallocate.cli.main import app
from reallocate.kernel.errors import InvariantError
from reallocate.market.laws.tenure import Tenure
from reallocate.market.whole_people.ledger import COLUMNS, PayTable, _months_without, ledger
from reallocate.market.whole_people.records import (
    _AT_WORK_FIRST,
    _CUT,
    _NEVER,
    BEFORE,
    RANKS,
    WITHOUT,
    WORKER,
    WORKING,
    Workers,
)
from reallocate.work.panel import quintiles

PAY = PayTable(np.array([0.25, 0.75]), np.array([[40_000.0, 60_000.0], [80_000.0, 80_000.0]]))
LAW = Tenure(premium=0.3, years=4.0)
MIDDLE = RANKS // 2


def worker(now: int, spell: int, displaced: int, steps: int, status: int, marks: int) -> tuple[int, ...]:
    return (now, spell, spell, 3 if displaced else _NEVER, steps, displaced, status | marks | _AT_WORK_FIRST)


@pytest.fixture
def six() -> Workers:
    """52 steps of a week: settled in each job, displaced and back, displaced and not, moved, never at work."""
    rows = [
        worker(0, -156, 0, 0, WORKING, 0),
        worker(1, -156, 0, 0, WORKING, 0),
        worker(0, 26, 1, 13, WORKING, _CUT),
        worker(0, 38, 2, 0, WITHOUT, 0),
        worker(1, -156, 0, 0, WORKING, 0),
        (0, -1, -1, _NEVER, 0, 0, WITHOUT),
    ]
    before = [(first, -156, MIDDLE) for first in (0, 1, 1, 0, 0)] + [(0, -1, MIDDLE)]
    return Workers(np.array(rows, WORKER), np.array(before, BEFORE), np.array([0, 6]), 52, 1.0)


def test_six_workers_by_hand(six: Workers) -> None:
    assert _months_without(six) == pytest.approx(np.array([0, 0, 13, 13, 0, 52]) * 12 / 52)
    table = ledger(six, np.zeros(6, dtype=int), pd.Index(["all"]), PAY, LAW, np.array([False, True]))
    row = table.loc["all"]
    assert tuple(table.columns) == tuple(COLUMNS)
    assert row["people"] == 5
    assert row["displaced"] == pytest.approx(2 / 5)
    assert row["cut"] == pytest.approx(1 / 5)
    assert row["augmented"] == pytest.approx(2 / 5)
    assert row["untouched"] == pytest.approx(1 / 5)
    assert row["without_now"] == pytest.approx(1 / 5)
    assert row["months_without"] == pytest.approx(3.0)
    # All had three years at the start; one is back for half a year, the others have four.
    half, three, four = (np.exp(0.3 * (1 - np.exp(-years / 4))) for years in (0.5, 3, 4))
    after = 50_000 * half / three
    assert row["pay_before"] == pytest.approx(80_000, rel=1e-4)
    assert row["pay_after"] == pytest.approx(after, rel=1e-4)
    assert row["pay_loss"] == pytest.approx(1 - after / 80_000, rel=1e-4)
    assert row["earnings_loss"] == pytest.approx(1 - after / 130_000, rel=1e-4)
    others = (50 + 80 + 80) / (50 + 80 + 50) * four / three - 1
    assert row["pay_change_others"] == pytest.approx(others, rel=1e-4)


def test_fifths_hold_a_fifth_each_and_pay_that_is_missing_is_refused() -> None:
    score, people = np.array([0.9, 0.1, 0.5, 0.2, 0.3, 0.7]), np.array([200.0, 100, 200, 100, 200, 200])
    assert quintiles(score, people).tolist() == [4, 0, 2, 0, 1, 3]
    rank = (np.array([0.0, 0.25, 0.5, 0.75, 0.999]) * RANKS).astype(np.uint16)
    assert PAY.at(np.zeros(5, dtype=int), rank) == pytest.approx([40e3, 40e3, 50e3, 60e3, 60e3], rel=1e-4)
    with pytest.raises(InvariantError, match="1 occupations have no score"):
        quintiles(np.array([0.1, np.nan]), np.ones(2))
    with pytest.raises(InvariantError, match="missing or not above 0 in 1 occupations"):
        PayTable(np.array([0.5]), np.array([[1.0], [np.nan]]))
    with pytest.raises(InvariantError, match="for 2 points"):
        PayTable(np.array([0.7, 0.5]), np.ones((1, 2)))


def test_it_answers_as_the_other_engines_do_and_the_exposed_lose_more(tmp_path: FilePath) -> None:
    (tmp_path / "m.csv").write_text("occupation,employment,wage\nclerks,5000,40000\ncarers,4000,35000\n")
    (tmp_path / "p.csv").write_text("occupation,probability\nclerks,0.6\ncarers,0.0\n")
    words = ["simulate", "market", str(tmp_path / "m.csv"), "--mobility", "complete", "--engine", "agents"]
    words += ["--steps", "60", "--shock", str(tmp_path / "p.csv"), "--shock-start", "5", "--shock-years", "3"]
    result = CliRunner().invoke(app, [*words, "--json"])
    assert result.exit_code == 0, result.output
    run = json.loads(result.stdout)
    people = sum(row["employment"] + row["unemployment"] for row in run["tables"]["occupations"])
    assert people == run["facts"]["labour_force"] and len(run["tables"]["path"]) == 60
    least, most = (row for row in run["tables"]["people"] if row["people"])
    assert most["cut"] > least["cut"] and most["earnings_loss"] > least["earnings_loss"]
    assert sum(row["people"] for row in run["tables"]["people"]) == 9000

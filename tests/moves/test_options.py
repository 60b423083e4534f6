"""Three options for every job: value, steps and labels by hand, and what all cards are held to."""

from __future__ import annotations

from ast import literal_eval
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import Goldens

from reallocate.kernel.parameters import Parameters
from reallocate.moves.options import (
    SIDEWAYS,
    STUDY,
    _likelihood,
    _payback,
    _sideways_steps,
    _study_steps,
    _value_of,
    _waiting,
    _worth,
    label_of,
    room_of,
    standing,
    with_options,
    years_counted,
)

P = Parameters.default()

PLAIN: dict[str, Any] = {
    "origin": 0, "place": 1, "years": 0.0, "tuition": 0.0, "apprenticeship": False, "experience": 0.0,
    "required_experience": 0.0, "own_pay": 50_000.0, "entry_pay": 50_000.0, "median_pay": 54_000.0,
    "pay_change": 0.08, "entry_change": 0.0, "automatable": 0.3, "automatable_change": -0.1,
    "seen": 12.0, "tier": 1, "leads": False, "named": False, "lift": 2.0, "lift_low": 1.2,
    "expected_lift": 2.0, "room": 1.0,
}  # fmt: skip
"""Twelve people were seen to go to a related job that pays 8% more and that AI reaches 10 points less."""


def move(*rows: dict[str, Any], **columns: Any) -> pd.DataFrame:
    return pd.DataFrame([{**PLAIN, **columns, **row} for row in rows or ({},)])


def test_years_likelihood_and_room_by_hand() -> None:
    """At 47 there are 20 years to 67, at 61 six; at 70 one is looked at."""
    assert [years_counted(age, P) for age in (None, 25, 47, 61, 70)] == [20, 20, 20, 6, 1]
    # √(4 · 1) = 2; both ends are held: √(30 · 0.1) = 1.73.
    found = _likelihood(np.array([4.0, 500.0]), np.array([1.0, 0.001]), P)
    np.testing.assert_allclose(found, [2.0, np.sqrt(3.0)])
    # 953 openings for 204 who look are enough; 348 for 2,406 are 0.145 for each.
    np.testing.assert_allclose(room_of(np.array([953.0, 348.0]), np.array([204.0, 2406.0])), [1.0, 0.1446], atol=1e-4)


STEPS = pd.read_csv(Path(__file__).parent / "data" / "steps.csv", comment="#", keep_default_na=False)
LEARNS: dict[str, Any] = {"years": 1.0, "tuition": 4_000.0, "median_pay": 60_000.0, "pay_change": 0.2, "tier": 3}


@pytest.mark.parametrize(("option", "step", "differs"), list(STEPS.itertuples(index=False)))
def test_steps_by_hand(option: str, step: int, differs: str) -> None:
    """Of study: by what a move of the closest tier after a year of study differs in."""
    changed = read(differs)
    found = (
        _sideways_steps(move(changed), P) if option == SIDEWAYS else _study_steps(move({**LEARNS, **changed}), 20.0, P)
    )
    assert found.tolist() == [step]


def read(differs: str) -> dict[str, Any]:
    """What a move differs in from the plain one."""
    return {name: literal_eval(value) for name, _, value in (one.partition("=") for one in differs.split())}


def told(asked: str) -> str:
    changed = read(asked)
    age = changed.pop("age", None)
    row = move(changed)
    found, years = with_options(row, age, P), years_counted(age, P)
    worth = [_worth(row, years, P), _value_of(row, years, P), _value_of(row, years, P.replace(move_likelihood_weight=2.0))]
    waits = [_waiting(row, P), _payback(row, 1.0, P), _payback(row, 0.5, P)]
    steps = [_sideways_steps(row, P).item(), _study_steps(row, years, P).item()]
    figures = [f"{float(np.asarray(one).item()):.5g}" for one in (*worth, *waits)]
    return f"worth {figures[:3]} waits {figures[3:]} steps {steps} option {found['option'].item()!r} too late {bool(found['too_late'].item())}"


def test_worth_value_payback_and_options_are_those_that_are_kept(golden: Goldens) -> None:
    """Worth, value and value where likelihood weighs twice; years until pay rises, and until it is paid back with all pay kept or half.

    (52,000 · 0.85) / (50,000 · 0.8) = 1.105, times √(1.2 · 2) · 0.5 and less 0.4 it is of value 0.546; with two years of study at 10,000 USD
    and half of the pay (18 · 44,200 + 50,000 − 10,000) / (20 · 40,000) = 1.0445; four times the pay counts as 1.5 times. Four years at
    40,000 USD for 20,000 more a year are paid back in 2 years, or 7; an apprentice of four years loses 10,000 a year: 2 years. That is too
    late from 57 on. Below a fifth of hours reach tells no jobs apart: from 2% to 19% is no step further, to 21% is.
    """
    golden.answers("moves/options", told)


def test_the_first_step_stands_alone_by_value_and_what_is_worth_half() -> None:
    """Step 1 never fills up step 0; of step 0 the third is worth less than half of the first."""
    rows = [{"lift_low": 1.0}, {"lift_low": 2.0}, {"lift_low": 2.0, "room": 0.4}, {"pay_change": -0.2, "lift_low": 9.0}]
    found = standing(with_options(move(*({**row, "place": place} for place, row in enumerate(rows))), None, P), P)
    assert found[["place", "rank", "step"]].to_numpy().tolist() == [[1, 1, 0], [0, 2, 0]]


def test_what_more_than_doubles_pay_is_never_first() -> None:
    """Of study of the first step: behind the others, whatever its value; alone it does not stand at all."""
    rows = [{**LEARNS, "pay_change": 1.4, "median_pay": 120_000.0}, LEARNS, {**LEARNS, "pay_change": 1.0}]
    moves = with_options(move(*({**row, "place": place} for place, row in enumerate(rows))), None, P)
    assert moves["option"].eq(STUDY).all() and moves["place"].iloc[0] == 0
    assert standing(moves, P)["place"].iloc[0] != 0 and standing(moves, P)["place"].iloc[-1] == 0
    assert standing(moves[moves["place"] == 0], P).empty


def labelled(asked: str) -> str:
    """The label of an option by its moves, each by what it differs in; an age may stand before them."""
    option, age, *rows = (part.strip() for part in asked.split("|"))
    found = move(*map(read, rows)) if rows else move().iloc[:0]
    return label_of(found.assign(title=["Clerk", "Teller", "Guard"][: len(rows)]), option, float(age) if age else None, P)


def test_labels_are_those_that_are_kept(golden: Goldens) -> None:
    golden.answers("moves/labels", labelled)

"""Three options for every job: value, steps and labels by hand, and what all cards are held to."""

from __future__ import annotations

from ast import literal_eval
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

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
    "pay_change": 0.08, "entry_change": 0.0, "automatable": 0.3, "automatable_change": -0.1, "tied": True,
    "seen": 5.0, "tier": 1, "kin": False, "leads": False, "named": False, "lift": 2.0, "lift_low": 1.2,
    "expected_lift": 2.0, "room": 1.0,
}  # fmt: skip
"""Five people were seen to go to a related job that pays 8% more and that AI reaches 10 points less."""


def move(*rows: dict[str, Any], **columns: Any) -> pd.DataFrame:
    return pd.DataFrame([{**PLAIN, **columns, **row} for row in rows or ({},)])


def test_years_are_counted_to_retirement_and_twenty_at_most() -> None:
    """At 47 there are 20 years to 67, at 61 six; at 70 one is looked at."""
    assert [years_counted(age, P) for age in (None, 25, 47, 61, 70)] == [20, 20, 20, 6, 1]


def test_likelihood_weighs_what_was_seen_against_what_is_expected() -> None:
    """√(4 · 1) = 2; both ends are held: √(30 · 0.1) = 1.73."""
    found = _likelihood(np.array([4.0, 500.0]), np.array([1.0, 0.001]), P)
    np.testing.assert_allclose(found, [2.0, np.sqrt(3.0)])


def test_room_is_one_opening_for_each_who_looks_at_most() -> None:
    """953 openings for 204 who look are enough; 348 for 2,406 are 0.145 for each."""
    np.testing.assert_allclose(room_of(np.array([953.0, 348.0]), np.array([204.0, 2406.0])), [1.0, 0.1446], atol=1e-4)


def test_payback_counts_pay_lost_and_tuition_over_the_rise() -> None:
    """Four years at 40,000 USD for 20,000 more a year: 2 years with all pay kept, 7 with half.

    An apprentice of four years at 40,000 of 50,000 loses 10,000 a year: 2 years.
    """
    study = move(years=4.0, tuition=40_000.0, median_pay=70_000.0)
    assert _payback(study, 1.0, P) == pytest.approx(2.0) and _payback(study, 0.5, P) == pytest.approx(7.0)
    learns = move(apprenticeship=True, entry_pay=40_000.0, median_pay=70_000.0)
    assert _waiting(learns, P) == 4.0
    for kept in (0.5, 1.0):
        assert _payback(learns, kept, P) == pytest.approx(2.0)
    assert np.isinf(_payback(move(years=1.0, tuition=4_000.0, median_pay=50_000.0), 1.0, P)).all()


def test_worth_is_pay_a_year_over_staying_with_reach_set_against_both() -> None:
    """(52,000 · 0.85) / (50,000 · 0.8) = 1.105; with two years of study at 10,000 USD and half of the pay:
    (18 · 44,200 + 50,000 − 10,000) / (20 · 40,000) = 1.0445; four times the pay counts as 1.5 times."""
    assert _worth(move(), 20.0, P) == pytest.approx(1.105)
    assert _worth(move(years=2.0, tuition=10_000.0), 20.0, P) == pytest.approx(1.0445)
    rich = move(entry_pay=200_000.0, median_pay=200_000.0)
    assert _worth(rich, 20.0, P) == pytest.approx(1.5 * 0.85 / 0.8)


def test_value_is_likelihood_times_room_times_what_is_gained_over_benefit() -> None:
    """√(1.2 · 2) · 0.5 · (1.105 − 0.4) = 0.546."""
    assert _value_of(move(room=0.5), 20.0, P) == pytest.approx(np.sqrt(2.4) * 0.5 * 0.705)
    twice = P.replace(move_likelihood_weight=2.0)
    assert _value_of(move(room=0.5), 20.0, twice) == pytest.approx(2.4 * 0.5 * 0.705)


STEPS = pd.read_csv(Path(__file__).parent / "data" / "steps.csv", comment="#", keep_default_na=False)
LEARNS: dict[str, Any] = {"years": 1.0, "tuition": 4_000.0, "median_pay": 60_000.0, "pay_change": 0.2, "tier": 3}


@pytest.mark.parametrize(("option", "step", "differs"), list(STEPS.itertuples(index=False)))
def test_steps_by_hand(option: str, step: int, differs: str) -> None:
    """Of study: by what a move of the closest tier after a year of study differs in."""
    changed = {name: literal_eval(value) for name, _, value in (one.partition("=") for one in differs.split())}
    found = (
        _sideways_steps(move(changed), P) if option == SIDEWAYS else _study_steps(move({**LEARNS, **changed}), 20.0, P)
    )
    assert found.tolist() == [step]


def test_below_a_fifth_of_hours_reach_tells_no_jobs_apart() -> None:
    """From 2% to 19% of hours is no step further; from 2% to 21% is, and from 15% to 24% is within 10 points."""
    rows = [(0.19, 0.17), (0.21, 0.19), (0.24, 0.09)]
    found = _sideways_steps(move(*({"automatable": there, "automatable_change": more} for there, more in rows)), P)
    assert found.tolist() == [0, 3, 0]


def test_study_that_pays_back_too_late_is_none_and_is_said_to_be_late() -> None:
    """Four years and 40,000 USD for 20,000 more: paid back 11 years from now, at 54 for 43, at 69 for 58."""
    row = move({**LEARNS, "years": 4.0, "tuition": 40_000.0, "median_pay": 70_000.0, "pay_change": 0.4})
    for age, option, late in ((None, STUDY, False), (43, STUDY, False), (56, STUDY, False), (57, "", True)):
        found = with_options(row, age, P)
        assert (found["option"].item(), bool(found["too_late"].item())) == (option, late), age


def test_the_first_step_stands_alone_by_value_and_what_is_worth_half() -> None:
    """Step 1 never fills up step 0; of step 0 the third is worth less than half of the first."""
    rows = [{"lift_low": 1.0}, {"lift_low": 2.0}, {"lift_low": 2.0, "room": 0.4}, {"seen": 1.0, "lift_low": 9.0}]
    found = standing(with_options(move(*({**row, "place": place} for place, row in enumerate(rows))), None, P), P)
    assert found[["place", "rank", "step"]].to_numpy().tolist() == [[1, 1, 0], [0, 2, 0]]


def labelled(option: str, *rows: dict[str, Any], age: float | None = None) -> str:
    titles = ["Clerk", "Teller", "Guard"][: len(rows)]
    return label_of(move(*rows).assign(title=titles), option, age, P)


def test_labels_by_hand() -> None:
    assert labelled(SIDEWAYS, {"step": 0}) == "Keeps or raises your pay."
    assert labelled(SIDEWAYS, {"step": 0}, {"step": 0, "pay_change": -0.04}) == "Keeps at least 90% of your pay."
    assert "few people or none were seen" in labelled(SIDEWAYS, {"step": 1})
    less = [{"step": 2, "pay_change": change} for change in (-0.284, -0.19)]
    assert labelled(SIDEWAYS, *less) == "Every close move pays less; the least loss is Teller, −19%."
    assert labelled(SIDEWAYS, {"step": 2}).startswith("Every close move pays less at the start")
    assert labelled(SIDEWAYS, {"step": 3}).startswith("Every close move pays less, or AI reaches further")
    for step in (4, 5, 6):
        assert labelled(SIDEWAYS, {"step": step}).startswith("Few facts")
        assert labelled(SIDEWAYS, {"step": step, "pay_change": -0.2}).startswith("Every close move pays less. Few")
    assert "and it pays back" in labelled(STUDY, {"step": 0, "pay_change": 0.2})
    assert "pays back" not in labelled(STUDY, {"step": 0, "pay_change": 0.0})


def test_an_option_without_a_move_says_why() -> None:
    none = move().iloc[:0]
    assert "between half and twice your pay" in label_of(none, SIDEWAYS, None, P)
    assert label_of(none, STUDY, None, P).endswith("close to this job and pays back.")
    assert label_of(none, STUDY, 61, P).endswith("pays back before 67.")

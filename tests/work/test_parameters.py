"""A number that a parameter cannot have is refused wherever it comes from, and all of them at once."""

from __future__ import annotations

import math
import pickle
from typing import Any

import numpy as np
import pytest
from tests.firm.firms import CLERKS, PINNED, inputs_of

from reallocate.firm.model.options import Options
from reallocate.kernel.errors import InputError, UnknownName
from reallocate.kernel.parameters import Parameters, parameter_problems

DECLARED = Parameters.default()
EACH = 8
"""Firms among which the numbers at their ends are shared out."""

REFUSED: dict[str, tuple[str, Any, str]] = {
    "a share above 1": ("capture_augmented", 1.4, "capture_augmented = 1.4 is a share above 1"),
    "a share below 0": ("capture_augmented", -1, "capture_augmented = -1 is negative"),
    "not a number": ("capture_augmented", math.nan, "capture_augmented = nan is not a finite number"),
    "endless": ("hire_cost", math.inf, "hire_cost = inf is not a finite number"),
    "endless, below 0": ("demand_growth", -math.inf, "demand_growth = -inf is not a finite number"),
    "too large for a number": ("hire_cost", 10**400, "hire_cost = inf is not a finite number"),
    "a text": ("capture_augmented", "a", "capture_augmented = 'a' is not a number"),
    "a truth": ("capture_augmented", True, "capture_augmented = True is not a number"),
    "nothing": ("capture_augmented", None, "capture_augmented = None is not a number"),
    "a list": ("capture_augmented", [0.5], "capture_augmented = [0.5] is not a number"),
    "work shrinks by more than all of it": ("demand_growth", -1.5, "below -1 share/year"),
    "more hours than a year has": ("hours_per_fte", 9_000.0, "above 8766 productive hours/FTE/year"),
    "no time at all": ("doubling_days", 0.0, "below 1 days"),
    "a probability": ("good_deliverable", 2.0, "is a share above 1"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "value", "words"), REFUSED.values(), ids=list(REFUSED))
def test_what_a_parameter_cannot_be_is_refused(name: str, value: Any, words: str) -> None:
    about = DECLARED.about(name)
    for give in (lambda: Parameters({name: value}), lambda: DECLARED.replace(**{name: value})):
        with pytest.raises(InputError) as caught:
            give()
        (problem,) = caught.value.problems
        assert words in problem.what and problem.where
        assert f"Plausible is {about.low:g} to {about.high:g} {about.unit}" in problem.remedy


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Parameters({"captur": 0.5, "capture_augmented": 7, "hire_cost": -1, "good_project": "b", "review_hours": 0.3})
    assert not isinstance(caught.value, UnknownName)
    told = [problem.what for problem in caught.value.problems]
    assert len(told) == 4 and "captur" in told[0] and "'b'" in told[3]
    with pytest.raises(UnknownName, match="Nearest: capture"):
        Parameters({"captur": 0.5})


def test_an_unlikely_value_is_the_user_s_to_choose() -> None:
    own = {
        "capture_augmented": 1.0,
        "demand_growth": -0.5,
        "real_pay_growth": -0.02,
        "doubling_days": 20,
        "hire_cost": np.float64(0),
    }
    found = Parameters(own)
    for name, value in own.items():
        about = DECLARED.about(name)
        assert not about.low <= value <= about.high or name == "capture_augmented", name
        assert found[name] == value and isinstance(found[name], float)
    assert dict(pickle.loads(pickle.dumps(found))) == dict(found)


@pytest.mark.parametrize("end", [0, 1])
def test_at_the_end_of_what_is_valid_a_plan_s_figures_are_finite(end: int) -> None:
    limits = {name: DECLARED.about(name).valid[end] for name in PINNED}
    finite = {name: limit for name, limit in limits.items() if math.isfinite(limit)}
    assert len(finite) > 20 and parameter_problems(finite) == []
    for name, limit in finite.items():
        assert parameter_problems({name: np.nextafter(limit, [-math.inf, math.inf][end])}), name
    names = list(finite)
    for some in (names[start::EACH] for start in range(EACH)):
        own = DECLARED.replace(**{name: finite[name] for name in some})
        i = inputs_of(Options(own, quarters=2, reach_source="gpt4"), [CLERKS])
        for field, values in vars(i).items():
            if isinstance(values, np.ndarray) and values.dtype.kind == "f":
                assert np.isfinite(values).all(), (some, field)
        assert np.isfinite(i.hourly_worth).all() and np.isfinite(i.cells.good).all(), some
        assert math.isfinite(i.annuity + i.end_discount + i.prices.tokens_per_gpu), some

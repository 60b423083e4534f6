"""What a hire costs: by hand, and nothing where nobody has to be found or to learn."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.firm.model.people_costs import hiring_cost, ramp_up_pay
from reallocate.kernel.parameters import Parameters

QUARTERLY = np.array([0.02, 0.05])


def test_half_the_pay_of_the_ramp_up_is_lost() -> None:
    assert ramp_up_pay(0.5 * 80_000.0) == pytest.approx(20_000.0)


def test_a_hire_costs_finding_somebody_and_the_ramp_up() -> None:
    p = Parameters({"hire_cost": 6_000, "ramp_up_months": 6})
    assert hiring_cost(p, QUARTERLY) == pytest.approx([0.006 + 0.02, 0.006 + 0.05])


def test_without_search_and_ramp_up_a_hire_is_free() -> None:
    assert not hiring_cost(Parameters({"hire_cost": 0, "ramp_up_months": 0}), QUARTERLY).any()

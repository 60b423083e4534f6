"""What a hire costs: by hand, and nothing where nobody has to be found or to learn."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.firm.model.people_costs import hiring_cost, ramp_up_pay
from reallocate.kernel.parameters import Parameters

QUARTERLY = np.array([0.02, 0.05])


def test_a_hire_costs_finding_somebody_and_half_the_pay_of_the_ramp_up() -> None:
    assert ramp_up_pay(0.5 * 80_000.0) == pytest.approx(20_000.0)
    p = Parameters({"hire_cost": 6_000, "ramp_up_months": 6})
    assert hiring_cost(p, QUARTERLY) == pytest.approx([0.006 + 0.02, 0.006 + 0.05])
    assert not hiring_cost(Parameters({"hire_cost": 0, "ramp_up_months": 0}), QUARTERLY).any()

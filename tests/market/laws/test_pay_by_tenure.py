"""Pay rises and jobs grow surer with years in them; off, neither."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.separations import separation_by_tenure
from reallocate.market.laws.tenure import Tenure, tenure_pay

YEARS = np.array([0.0, 1.0, 5.0, 10.0, 30.0])


def test_pay_and_safety_by_tenure_by_hand_as_published_and_off() -> None:
    law = Tenure(0.2, 4.0, 3.0, 0.5, 2.0)
    assert tenure_pay(np.array(4.0), law) == pytest.approx(np.exp(0.2 * (1 - np.exp(-1))))
    assert separation_by_tenure(np.array(2.0), law) == pytest.approx(0.5 + 2.5 * np.exp(-1))
    # Topel 1991: log pay is .18 higher after five years and .25 after ten.
    log_pay = np.log(tenure_pay(YEARS, Tenure.of(Parameters.default())))
    assert log_pay[0] == 0.0
    assert log_pay[2] == pytest.approx(0.179, abs=0.005)
    assert log_pay[3] == pytest.approx(0.246, abs=0.005)
    np.testing.assert_array_equal(tenure_pay(YEARS, Tenure()), 1.0)
    np.testing.assert_array_equal(separation_by_tenure(YEARS, Tenure()), 1.0)
    ratio = separation_by_tenure(YEARS, Tenure.of(Parameters.default()))
    assert (np.diff(ratio) < 0).all()
    assert ratio[0] > 1 > ratio[-1]

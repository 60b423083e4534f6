"""The pay of people grouped by how exposed their work was before."""

from __future__ import annotations

import numpy as np
import pytest
from tests.economy.nation import NORMAL, PEOPLE, RATES, SAVED, WAGE, assumed, market, runs, undisturbed

from reallocate.market.laws.tenure import Tenure
from reallocate.market.nation.cohorts import demanded, follow_cohorts
from reallocate.market.nation.pay import QUINTILES, pay_by_quintile, pay_gap, quintile_cohorts
from reallocate.work.panel import quintiles

QUARTERS = 20
TENURE = Tenure(0.286, 5.1)
STILL = np.ones((QUARTERS + 1, 6))


def test_everybody_stays_in_one_fifth_and_without_ai_there_is_no_gap_to_itself() -> None:
    demand = undisturbed(market(), NORMAL, RATES, QUARTERS)
    groups = quintile_cohorts(quintiles(SAVED, PEOPLE), QUARTERS)
    people = follow_cohorts(market(), demand, groups)
    fifths = people[..., :-1].reshape(*people.shape[:3], QUINTILES, -1).sum(axis=(1, 2, 4))
    np.testing.assert_allclose(fifths, np.broadcast_to(fifths[0], fifths.shape), rtol=1e-9)
    np.testing.assert_allclose(people[0].sum(axis=2), demand.start[[0, 1, 3]], rtol=1e-12)
    still = pay_by_quintile(market(), undisturbed(market(), NORMAL, RATES, QUARTERS), STILL, SAVED, TENURE, 4.0)
    assert pay_gap(still, still) == 0.0
    assert ((still["displaced"] > 0.2) & (still["displaced"] < 0.8)).all()
    assert still["pay_with_job"].between(WAGE.min() * 0.8, WAGE.max()).all()
    assert (still["pay"] < still["pay_with_job"]).all()


@pytest.fixture(scope="module")
def both() -> dict[str, float]:
    """The gap with pay by tenure, and without."""
    found = runs(assumed(), quarters=QUARTERS)
    with_ai, without = (
        demanded(market(), NORMAL, RATES, found, 0),
        undisturbed(market(), NORMAL, RATES, QUARTERS),
    )
    gaps = {}
    for name, law in (("on", TENURE), ("off", Tenure())):
        tables = (
            pay_by_quintile(market(), with_ai, found.wages[:, :, 0], SAVED, law, 4.0),
            pay_by_quintile(market(), without, STILL, SAVED, law, 4.0),
        )
        gaps[name] = pay_gap(*tables)
        assert tables[0]["displaced"].iloc[-1] > tables[1]["displaced"].iloc[-1]
    return gaps


def test_the_exposed_fall_behind_and_further_with_pay_by_tenure(both: dict[str, float]) -> None:
    assert both["off"] < 0
    assert both["on"] < both["off"]

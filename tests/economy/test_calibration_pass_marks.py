"""The gate passes what looks like the nation and names what does not."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.market.nation.fit import CORRELATION, FITTED, MEAN, MOBILITY, Check, Fit, gate
from reallocate.market.state.market import SERIES

RNG = np.random.default_rng(5)
OBSERVED = 0.04 + 0.01 * RNG.standard_normal((120, 4))


def fitted(modelled: np.ndarray) -> Fit:
    months = tuple(str(place) for place in range(len(modelled)))
    nothing = np.zeros(len(FITTED))
    return Fit(nothing, nothing, 0.0, modelled, OBSERVED, months)


def failing(checks: tuple[Check, ...]) -> list[str]:
    return [one.name for one in checks if not one.holds]


def test_what_was_observed_passes_by_thresholds_fixed_beforehand_and_another_path_fails() -> None:
    checks = gate(fitted(OBSERVED), 0.09)
    assert len(checks) == 3 * len(SERIES) + 1
    assert failing(checks) == []
    assert (MEAN, CORRELATION, MOBILITY) == (0.05, 0.6, (0.06, 0.19))
    modelled = OBSERVED.copy()
    modelled[:, 1] = OBSERVED[::-1, 1]
    assert failing(gate(fitted(modelled), 0.09)) == ["openings, correlation by month", "openings, error"]


@pytest.mark.parametrize(("factor", "holds"), [(1.049, True), (1.051, False), (0.951, True), (0.949, False)])
def test_a_mean_may_be_off_by_a_twentieth(factor: float, holds: bool) -> None:
    modelled = OBSERVED.copy()
    modelled[:, 0] += (factor - 1.0) * OBSERVED[:, 0].mean()
    assert ("unemployment, mean" not in failing(gate(fitted(modelled), 0.09))) is holds


@pytest.mark.parametrize(("mobility", "holds"), [(0.059, False), (0.06, True), (0.19, True), (0.191, False)])
def test_mobility_lies_within_what_is_published(mobility: float, holds: bool) -> None:
    assert (failing(gate(fitted(OBSERVED), mobility)) == []) is holds

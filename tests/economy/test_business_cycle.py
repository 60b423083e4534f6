"""How far output is from what its past told, looking backward only."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.kernel.errors import InputError
from reallocate.market.nation.observed import AHEAD, by_step, left_after, output_cycle

QUARTERS = 80


def output(seed: int = 1) -> np.ndarray:
    steps = 0.006 + 0.01 * np.random.default_rng(seed).standard_normal(QUARTERS)
    return 100.0 * np.exp(np.cumsum(steps))


def test_steady_growth_has_no_cycle_and_a_cycle_is_what_least_squares_leave_over() -> None:
    found = output_cycle(100.0 * 1.006 ** np.arange(QUARTERS), 60)
    assert np.isnan(found[: AHEAD + 3]).all()
    assert np.abs(found[AHEAD + 3 :]).max() < 1e-9
    longer = output()
    changed = np.concatenate([longer[:60], 2.0 * longer[60:]])
    assert output_cycle(changed, 60)[:60] == pytest.approx(output_cycle(longer, 60)[:60], nan_ok=True)
    first, second = (output_cycle(scale * output(), 60)[20:] for scale in (1.0, 1000.0))
    assert first == pytest.approx(second, abs=1e-9)
    path, first = np.log(output()), AHEAD + 3
    rows = [[1.0, *(path[t - AHEAD - k] for k in range(4))] for t in range(first, 60)]
    rule = np.linalg.lstsq(np.array(rows), path[first:60], rcond=None)[0]
    later = path[70] - rule @ [1.0, *(path[70 - AHEAD - k] for k in range(4))]
    assert output_cycle(output(), 60)[70] == pytest.approx(later, abs=1e-10)
    with pytest.raises(InputError, match="24 quarters of output are known and 25 are needed"):
        output_cycle(output(), 24)


def test_how_fast_a_cycle_fades_is_learnt_and_between_quarters_lines_are_straight() -> None:
    fading = 0.9 ** np.arange(40.0)
    assert left_after(fading, 40) == pytest.approx(0.9)
    assert left_after(np.concatenate([fading, 5.0 * np.ones(8)]), 40) == pytest.approx(0.9)
    assert left_after((-1.0) ** (np.arange(40) // 4), 40) == 0.0
    cycle = np.array([np.nan, 0.0, 0.04])
    found = by_step(cycle, 2000.0, np.array([2000.0, 2000.375, 2000.5, 2000.625, 2009.0]))
    assert found == pytest.approx([0.0, 0.0, 0.02, 0.04, 0.04])

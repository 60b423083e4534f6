"""One-score sources on the scale of the label sources: same distribution, same pattern, their order."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reallocate.work.reach import by_quantile, spread_over_activities


def test_the_order_is_the_scores_and_the_scale_is_the_totals() -> None:
    scores = pd.Series({"o": 9.0, "p": 1.0, "q": 5.0})
    totals = pd.Series({"o": 0.1, "p": 0.2, "q": 0.6})
    jobs = pd.Series({"o": 10.0, "p": 10.0, "q": 10.0})
    assert by_quantile(scores, totals, jobs).to_dict() == pytest.approx({"o": 0.6, "p": 0.1, "q": 0.2})


def test_quantiles_count_jobs_not_occupations() -> None:
    scores = pd.Series({"o": 9.0, "p": 1.0, "q": 5.0})
    totals = pd.Series({"o": 0.9, "p": 0.2, "q": 0.6})
    jobs = pd.Series({"o": 10.0, "p": 980.0, "q": 10.0})
    landed = by_quantile(scores, totals, jobs)
    assert landed.to_dict() == pytest.approx({"o": 0.9, "p": 0.2, "q": 0.6})


def test_ties_land_together() -> None:
    scores = pd.Series({"o": 0.0, "p": 0.0, "q": 5.0})
    totals = pd.Series({"o": 0.1, "p": 0.3, "q": 0.6})
    landed = by_quantile(scores, totals, pd.Series(1.0, index=scores.index))
    assert landed["o"] == landed["p"] == pytest.approx(0.2)


@given(
    st.lists(st.tuples(st.floats(0.05, 1.0), st.floats(0.0, 1.0)), min_size=1, max_size=6),
    st.floats(0.01, 0.99),
)
def test_cells_add_up_to_the_total_and_keep_the_pattern(
    cells: list[tuple[float, float]], total: float
) -> None:
    hours = np.array([share for share, _ in cells])
    content = pd.DataFrame({"occupation": "o", "share": hours / hours.sum()})
    pattern = pd.Series([reached for _, reached in cells])
    out = spread_over_activities(content, pattern, pd.Series({"o": total}))
    assert out.between(0.0, 1.0).all()
    assert (out * content["share"]).sum() == pytest.approx(total, abs=1e-9)
    below = (out < 1.0) & (pattern > 1e-6)
    if below.sum() > 1:
        scale = out[below] / pattern[below]
        assert scale.max() == pytest.approx(scale.min(), rel=1e-9)


def test_a_total_of_nothing_leaves_nothing() -> None:
    content = pd.DataFrame({"occupation": ["o", "o"], "share": [0.5, 0.5]})
    out = spread_over_activities(content, pd.Series([0.8, 0.2]), pd.Series({"o": 0.0}))
    assert out.max() < 1e-5

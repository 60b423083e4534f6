"""The direction index by its two definitions."""

from __future__ import annotations

import pandas as pd
import pytest

from reallocate.work.content import occupation_content, task_hours
from reallocate.work.direction import direction_index, set_share


def test_shares_by_hand() -> None:
    content = pd.DataFrame(
        [("o", "4.A.4.b.4", 0.4), ("o", "4.A.1.b.2", 0.1), ("o", "4.A.3.a.1", 0.5), ("p", "4.A.3.a.2", 1.0)],
        columns=["occupation", "activity", "share"],
    )
    index = direction_index(content)
    assert index.loc["o"].to_dict() == pytest.approx({"narrow": 0.4, "wide": 0.5})
    assert index.loc["p"].to_dict() == {"narrow": 0.0, "wide": 0.0}
    assert set_share(content, pd.Index(["4.A.3.a.1"]))["o"] == 0.5


def test_on_real_content(onet: dict[str, pd.DataFrame]) -> None:
    index = direction_index(occupation_content(task_hours(onet["tasks"], onet["task_activities"])))
    assert (index["narrow"] <= index["wide"] + 1e-12).all()
    # Any two definitions in use rank-correlate between .55 and .91.
    assert index["narrow"].rank().corr(index["wide"].rank()) == pytest.approx(0.66, abs=0.02)
    managers = index.index.str.startswith("11-")
    assert (index[managers].mean() > 1.8 * index[~managers].mean()).all()

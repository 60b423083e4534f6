"""What returns in a market after a reversal: counted by hand, and in the nation's run."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reallocate.kernel.parameters import Parameters
from reallocate.market.nation.outcomes import PEOPLE, WORK, counted_at, least_years, returned, returned_frame
from reallocate.market.nation.run import Laws
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.result import economy_study
from reallocate.market.simulate.text import reversal_text
from reallocate.render.result import Result

SOON = 1.0
ASKED = EconomyRun(
    years=2,
    draws=2,
    sources=("gpt4",),
    capability="reversal",
    parameters=Parameters({"reversal_quarter": SOON, "doubling_days": 30.0}),
)


@pytest.fixture(scope="module")
def study() -> Result:
    """Two draws of two years; capability grows fast and falls back in the second quarter."""
    return economy_study(ASKED)


def _path(*ends: float) -> np.ndarray:
    """(quarter, run) nothing but at the quarter before, and eight quarters later."""
    path = np.zeros((11, 1))
    path[2], path[10] = ends
    return path


@pytest.mark.long
def test_what_returns_by_hand() -> None:
    assert counted_at(6.0) == (5, 13)
    assert counted_at(5.2) == (5, 13)
    assert counted_at(0.0) == (0, 8)
    assert (least_years(6.0), least_years(5.0), least_years(8.0)) == (4, 3, 4)
    turned, unbroken = (_path(100.0, 60.0), _path(10.0, 12.0)), (_path(100.0, 240.0), _path(10.0, 16.0))
    found = returned(turned, unbroken, 3.0)
    work, people = ({name: float(value[0]) for name, value in found[part].items()} for part in (WORK, PEOPLE))
    assert work["share_back"] == pytest.approx(0.4)
    assert work["share_of_unbroken"] == pytest.approx(0.75)
    assert people["back"] == -2.0
    assert people["share_back"] == pytest.approx(-0.2)
    table = returned_frame(turned, unbroken, 3.0).set_index("jobs")
    assert table.loc[WORK, "further"] == 0.0
    assert table.loc[PEOPLE, "further"] == 1.0
    assert table.loc[WORK, "share_back_low"] == table.loc[WORK, "share_back_high"] == pytest.approx(0.4)
    none = (_path(0.0, 0.0), _path(0.0, 0.0))
    assert returned_frame(none, none, 3.0)["share_back"].isna().all()


@pytest.mark.long
def test_the_nations_run_says_what_returned(study: Result) -> None:
    table = study.table("reversal").set_index("jobs")
    work = table.loc[WORK]
    assert 0.0 < work["share_of_unbroken"] < 1.0
    assert work["after"] < work["unbroken"]
    assert work["share_of_unbroken_low"] <= work["share_of_unbroken"] <= work["share_of_unbroken_high"]
    jobs = study.table("jobs").set_index(["year", "part"])["jobs"]
    # Eight quarters after the last one before it: the end of the second year. Two draws: middle is mean.
    assert work["after"] == pytest.approx(-float(jobs.xs("ended", level="part").iloc[-1]), rel=1e-9)
    assert "eight quarters later" in study.explain()["reversal"][0]
    assert "What returns after the reversal" in study.page()


@pytest.mark.long
def test_a_run_that_ends_too_soon_says_how_long_it_must_be() -> None:
    assumptions = pd.DataFrame({"name": ["reversal_quarter"], "value": [6.0]})
    meta = {"capability": "reversal", "laws": {"adoption": True}}
    assert "--years 4" in reversal_text({"assumptions": assumptions}, meta)[0]
    assert reversal_text({"assumptions": assumptions}, {**meta, "capability": "trend"}) == []
    still = {**meta, "laws": {"adoption": Laws(adoption=False).adoption}}
    assert reversal_text({"assumptions": assumptions}, still) == []

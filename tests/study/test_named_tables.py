"""A name that a result does not have: every kind of study names the nearest, for tables and for charts."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from reallocate.errors import UnknownName
from reallocate.study.calibration.run import Calibration
from reallocate.study.ensemble.run import Ensemble
from reallocate.study.forecast.run import Forecast

ONE = pd.DataFrame({"year": [2026], "value": [1.0]})
HAS: dict[str, Any] = {"meta": {"title": "one"}, "tables": {"path": ONE, "jobs": ONE}, "said": {"headline": ["-0.0"]}}
STUDIES: dict[str, Any] = {
    "ensemble": Ensemble(**HAS),
    "calibration": Calibration(**HAS, fitted=""),
    "forecast": Forecast({}, ONE, ONE, ONE),
}
WITHOUT_CHARTS = ("forecast",)


@pytest.mark.parametrize("kind", STUDIES)
def test_an_unknown_table_names_the_nearest(kind: str) -> None:
    near = "employment" if kind == "forecast" else "path"
    with pytest.raises(UnknownName, match=f"there is no table '{near}s'; nearest: {near}"):
        STUDIES[kind].table(f"{near}s")
    with pytest.raises(UnknownName, match="there is no table 'nope'; nearest: "):
        STUDIES[kind].table("nope")
    assert STUDIES[kind].table(near).equals(ONE)


@pytest.mark.parametrize("kind", STUDIES)
def test_an_unknown_chart_names_the_nearest_or_says_that_there_are_none(kind: str) -> None:
    what = "this result has tables only: " if kind in WITHOUT_CHARTS else "nearest: "
    with pytest.raises(UnknownName, match=f"there is no chart 'nope'; {what}[a-z_]+"):
        STUDIES[kind].chart("nope")


@pytest.mark.parametrize("kind", [kind for kind in STUDIES if kind != "forecast"])
def test_no_study_says_a_zero_with_a_minus(kind: str) -> None:
    assert STUDIES[kind].explain() == {"headline": ["0.0"]}

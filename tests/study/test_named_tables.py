"""A name that a result does not have: every kind of study names the nearest, for tables and for charts."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from reallocate.errors import UnknownName
from reallocate.study.compare.run import Comparison
from reallocate.study.couple.run import CoupledStudy

ONE = pd.DataFrame({"year": [2026], "value": [1.0]})
HAS: dict[str, Any] = {"meta": {"title": "one"}, "tables": {"path": ONE, "jobs": ONE}, "said": {"headline": ["-0.0"]}}
STUDIES: dict[str, Any] = {
    "comparison": Comparison(**HAS, same=0, notes=()),
    "round trip": CoupledStudy(**HAS),
}


@pytest.mark.parametrize("kind", STUDIES)
def test_an_unknown_table_names_the_nearest(kind: str) -> None:
    with pytest.raises(UnknownName, match="there is no table 'paths'; nearest: path"):
        STUDIES[kind].table("paths")
    with pytest.raises(UnknownName, match="there is no table 'nope'; nearest: "):
        STUDIES[kind].table("nope")
    assert STUDIES[kind].table("path").equals(ONE)


@pytest.mark.parametrize("kind", STUDIES)
def test_an_unknown_chart_is_answered_with_the_tables(kind: str) -> None:
    with pytest.raises(UnknownName, match="there is no chart 'nope'; this result has tables only: [a-z_]+"):
        STUDIES[kind].chart("nope")


@pytest.mark.parametrize("kind", STUDIES)
def test_no_study_says_a_zero_with_a_minus(kind: str) -> None:
    assert STUDIES[kind].explain() == {"headline": ["0.0"]}

"""The script that plans a saved plan again with a limit moved."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from scripts.confirm import moved_scenario

from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.promises import _quarters_before
from reallocate.firm.request.saved import kept_scenario

ASSUMED = pd.DataFrame({"parameter": ["discount_rate"], "value": [0.08]})


@pytest.mark.parametrize(
    ("until", "by", "quarters"),
    [("2026-10", -1.0, 0), ("2026-08", -1.0, 0), ("2026-10", 1.0, 2), ("2027-01", -1.0, 1)],
)
def test_a_promise_of_one_quarter_is_moved_to_none(until: str, by: float, quarters: int, tmp_path: Path) -> None:
    promised = {"no_layoffs_before": until}
    scenario = Scenario(name="x", industries=("524100",), headcount=500, start="2026-07", promises=promised)  # type: ignore[arg-type]
    saved: Any = SimpleNamespace(facts={"scenario": kept_scenario(scenario)}, table=lambda name: ASSUMED)
    moved = moved_scenario(saved, {("promises", "no_layoffs_before"): by}, None, tmp_path)
    assert _quarters_before(moved) == quarters

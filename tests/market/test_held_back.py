"""Months held back: nothing after the cut is seen, and the page shows what the program scores."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scripts.pages.held_back import CUTS, ETS, METHODS, THETA, as_of, scores, summary

from reallocate.market.forecast.monthly import NATIONAL, monthly_panel
from reallocate.market.forecast.rules import FARTHEST, NO_CHANGE
from reallocate.work.world import World


def test_a_cut_leaves_no_later_figure_and_hires_in_their_earlier_vintage(world: World) -> None:
    known = as_of(world, CUTS[0])
    for name in NATIONAL:
        late = name in ("openings", "quits")
        assert monthly_panel(known, name).months[-1] == str(pd.Period(CUTS[0], "M") - int(late))
    hires = monthly_panel(known, "hires")
    earlier = world.table("market_series").set_index("month")["hires"].reindex(hires.months)
    np.testing.assert_allclose(hires.level(hires.values[:, 0]), earlier)


@pytest.mark.long
def test_the_scores_of_a_cut_are_those_that_the_page_is_made_of(world: World, root: Path) -> None:
    rows = scores(world, CUTS)
    kept = json.loads((root / "docs" / "reference" / "held-back.json").read_text("utf-8"))
    assert tuple(kept["cuts"]) == CUTS
    shown = pd.DataFrame(kept["scores"])
    pd.testing.assert_frame_equal(summary(rows), shown, rtol=1e-3, check_dtype=False)
    assert rows["forecaster"].isin(METHODS).any() and {ETS, THETA} < set(rows["forecaster"])
    per_cut = rows[rows["forecaster"].eq(NO_CHANGE)].groupby(["cut", "series"]).size()
    assert per_cut.max() == FARTHEST


def test_where_one_vintage_ships_both_scores_are_the_same(root: Path) -> None:
    shown = pd.DataFrame(json.loads((root / "docs" / "reference" / "held-back.json").read_text("utf-8"))["scores"])
    alike = shown[shown["series"].ne("hires")]
    np.testing.assert_allclose(alike["crps"], alike["crps_rebased"], rtol=1e-4)
    assert (alike["inside"] == alike["inside_rebased"]).all()
    assert (shown.loc[shown["method"].eq(NO_CHANGE), "crps"] == 1.0).all()

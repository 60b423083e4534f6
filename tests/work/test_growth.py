"""Growth by exposure fifth as it ships is what is computed."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest

from reallocate.work import growth
from reallocate.work.growth import as_shipped, basis, usual_growth
from reallocate.work.history import quintile_growth
from reallocate.work.world import World


def test_what_ships_is_what_is_computed(world: World) -> None:
    assert growth._shipped()["basis"] == basis(world), "run python -m scripts.growth"
    pd.testing.assert_frame_equal(usual_growth(world), quintile_growth(world), rtol=1e-12, atol=0.0)
    assert json.loads(as_shipped(world))["basis"] == basis(world)


def test_other_tables_are_computed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = list[World]()
    monkeypatch.setattr(growth, "quintile_growth", lambda one: made.append(one) or pd.DataFrame())
    other = replace(world, tables=dict(world.tables))
    assert usual_growth(other).empty and made == [other]
    assert not usual_growth(world).empty and len(made) == 1

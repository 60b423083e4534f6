"""What ways out rest on as it ships is what is computed, and only of the figures that it rests on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reallocate.data.bundle import load_world
from reallocate.kernel.parameters import Parameters
from reallocate.moves import beforehand
from reallocate.moves.beforehand import TABLES, Beforehand, ways_beforehand
from reallocate.moves.ways import NUMBERS, all_pairs, moves_of, ways_context
from reallocate.work.world import World


@pytest.fixture(scope="module")
def computed(world: World) -> tuple[Beforehand, set[str]]:
    """All pairs, and the tables that they read."""
    names = set[str]()
    tables = world.tables
    with pytest.MonkeyPatch.context() as patch:
        read = type(tables).__getitem__
        patch.setattr(type(tables), "__getitem__", lambda self, name: names.add(name) or read(self, name))
        return all_pairs(ways_context(replace(world))), names


def flat(found: Beforehand) -> dict[str, np.ndarray]:
    return {
        name: np.asarray(one) for name, one in (vars(found) | vars(found.stars)).items() if name != "stars"
    }


def test_what_ships_is_what_is_computed_and_rests_on_the_figures_in_force(
    world: World, computed: tuple[Beforehand, set[str]]
) -> None:
    """And it names every table that it rests on; content, reach and activities are in the World itself."""
    found, read = computed
    shipped = ways_beforehand(world, Parameters.default(), NUMBERS)
    assert shipped is not None, "run python -m scripts.ways"
    for name, one in flat(found).items():
        # Another machine's logarithm may move the last digits; places among the occupations are whole numbers.
        np.testing.assert_allclose(flat(shipped)[name], one, rtol=1e-6, err_msg=name)
    assert found.usual_lift > 0
    assert {*read, "activities", "content", "occupations", "reach"} == set(TABLES)


def test_moves_are_the_same_with_it_and_without(world: World) -> None:
    for code in ("43-4051", "29-1141", "11-1011"):
        with_it, without = (moves_of(ways_context(one), code) for one in (world, replace(world)))
        pd.testing.assert_frame_equal(with_it, without, rtol=1e-12, atol=0.0)


@pytest.mark.parametrize(
    "name", ["move_odds_ceiling", "move_searching_share", "move_by_content", "move_prior"]
)
def test_a_number_of_ones_own_is_computed(world: World, name: str) -> None:
    p = Parameters.default()
    changed = p.replace(**{name: p[name] * 0.9})
    assert ways_beforehand(world, changed, NUMBERS) is None
    assert not {"odds_levels", "stars", "usual_lift"} & set(vars(ways_context(world, changed)))
    assert ways_beforehand(world, p.replace(**{name: p[name]}), NUMBERS) is None, (
        "its range is no longer held"
    )


def test_a_changed_world_and_another_country_are_computed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    p = Parameters.default()
    for other in (
        replace(world, automatable={one: cells * 0.5 for one, cells in world.automatable.items()}),
        replace(world, tables=dict(world.tables)),
        load_world(country="GB"),
    ):
        assert ways_beforehand(other, p, NUMBERS) is None
    assert not {"odds_levels", "stars"} & set(vars(replace(ways_context(world), parameters=p)))
    monkeypatch.setattr(type(world.tables), "content_sha256", lambda tables, name: f"changed {name}")
    assert ways_beforehand(world, p, NUMBERS) is None


def test_without_the_file_all_is_computed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    beforehand._shipped.cache_clear()
    monkeypatch.setattr(beforehand, "FILE", "nosuch.npz")
    assert ways_beforehand(world, Parameters.default(), NUMBERS) is None
    beforehand._shipped.cache_clear()

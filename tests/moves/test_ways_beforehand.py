"""What ways out rest on as it ships is what is computed, and only of the figures that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


class _Read(Mapping[str, pd.DataFrame]):
    """Tables that record which of them are read."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._tables, self.names = tables, set[str]()

    def __getitem__(self, name: str) -> pd.DataFrame:
        self.names.add(name)
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


@pytest.fixture(scope="module")
def read(world: World) -> _Read:
    return _Read(world.tables)


@pytest.fixture(scope="module")
def computed(world: World, read: _Read) -> Beforehand:
    return all_pairs(ways_context(replace(world, tables=read)))


def flat(found: Beforehand) -> dict[str, np.ndarray]:
    return {
        name: np.asarray(one) for name, one in (vars(found) | vars(found.stars)).items() if name != "stars"
    }


def test_what_ships_is_what_is_computed_and_rests_on_the_figures_in_force(
    world: World, computed: Beforehand
) -> None:
    shipped = ways_beforehand(world, Parameters.default(), NUMBERS)
    assert shipped is not None, "run python -m scripts.ways"
    for name, one in flat(computed).items():
        # Another machine's logarithm may move the last digits; places among the occupations are whole numbers.
        np.testing.assert_allclose(flat(shipped)[name], one, rtol=1e-6, err_msg=name)


def test_it_names_every_table_that_it_rests_on(read: _Read, computed: Beforehand) -> None:
    """Content, reach and activities are in the World itself."""
    assert computed.usual_lift > 0
    assert {*read.names, "activities", "content", "occupations", "reach"} == set(TABLES)


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
        replace(world, automatable=world.automatable * 0.5),
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

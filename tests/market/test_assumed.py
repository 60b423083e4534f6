"""What the extended market assumes comes from the parameters and the tables, industry by industry."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

from reallocate.kernel.parameters import Parameters, Reuse
from reallocate.market.laws.closures import Closure
from reallocate.market.nation.assumptions import (
    _DECIDES,
    DRAWN,
    assumed,
    assumed_draws,
    firms_with_ai,
    market_accounts,
)
from reallocate.market.nation.demand import demand_at
from reallocate.market.nation.run import Laws
from reallocate.market.state.market import Rates
from reallocate.work.time_saved import HoursFreed, hours_freed
from reallocate.work.world import World

P = Parameters.default()


def test_use_today_is_that_of_the_sector_and_of_the_hours_that_ai_assists(world: World) -> None:
    codes = pd.Index(["5415", "23", "333", "452", "493", "111CA", "HS", "GSLG", "22"])
    work = np.arange(1.0, 10.0)
    found = firms_with_ai(world, codes, work)
    table = world.table("ai_use")
    asked = table[table["segment"].str.startswith("sectors") & (table["measure"] == "current")]
    share = asked.set_index("place")["share"]
    ranked = share[["54", "23", "31", "44", "48", "11", "53"]].to_numpy()
    np.testing.assert_allclose(found[:7] / found[0], ranked / ranked[0])
    np.testing.assert_allclose(found[7:] / found[0], share.mean() / ranked[0])
    states = table[table["segment"].str.startswith("states") & (table["measure"] == "current")]
    last = states.dropna(subset="share")
    level = last.loc[last["date"] == "2025-08-25", "share"].mean()
    assert float(work @ found / work.sum()) == pytest.approx(level)
    accounts = market_accounts(world, P)
    run = assumed(world, P, accounts, Rates(), 1, "gpt4", "trend")
    people = run.use_now[:, None] * accounts.jobs_by_industry_and_occupation
    assisted = float((people @ hours(world).assisted).sum() / accounts.jobs.sum())
    assert assisted == pytest.approx(P["assisted_today"], rel=1e-9)


def hours(world: World, **own: float) -> HoursFreed:
    p = P.replace(**own)
    hourly = (
        world.occupations["wage_mean"].to_numpy(dtype=float) * p["loaded_multiplier"] / p["hours_per_fte"]
    )
    return hours_freed(world, p, "gpt4", "trend", 2, hourly)


def test_capture_does_not_switch_use_off_and_the_worth_of_a_freed_hour_does(world: World) -> None:
    usual, none = hours(world), {"capture_augmented": 0.0, "capture_automated": 0.0}
    for name in ("freed", "automated", "augmented", "compute", "assisted"):
        np.testing.assert_array_equal(getattr(hours(world, **none), name), getattr(usual, name))
    assert not usual.saved(P.replace(**none)).any()
    assert not hours(world, freed_hour_value=0.0).automated.any()
    beside, alone = (usual.saved(P.replace(**{name: 0.0})) for name in none)
    np.testing.assert_allclose(beside + alone, usual.saved(P), rtol=1e-12)


def test_hours_saved_today_are_near_what_was_measured_and_are_not_set_by_it(world: World) -> None:
    """1.4% of all hours, Bick, Blandin, Deming, November 2024, within half a point under every source."""
    accounts = market_accounts(world, P)
    wage = world.occupations["wage_mean"].to_numpy(dtype=float)
    hourly = wage * P["loaded_multiplier"] / P["hours_per_fte"]
    for source in world.sources:
        run = assumed(world, P, accounts, Rates(), 1, source, "trend")
        freed = hours_freed(world, P, source, "trend", 1, hourly).freed_assisted
        people = run.use_now[:, None] * accounts.jobs_by_industry_and_occupation
        assert 0.009 < float((people @ freed).sum() / accounts.jobs.sum()) < 0.019, source


def test_parameters_reach_what_is_assumed_and_split_compute(world: World) -> None:
    accounts = market_accounts(world, P)
    own = P.replace(economy_pass_through=0.9, industry_adoption_ceiling=0.3, economy_hours_renewed=0.2)
    found = assumed(world, own, accounts, Rates(), 4, "gpt4", "trend", Laws(wages=False))
    assert found.spending.pass_through == 0.9
    assert found.diffusion.ceiling == 0.3
    assert found.renewed == 0.2
    assert not found.laws.wages
    assert found.saved.shape == (len(world.occupations), 5)
    assert found.new_tasks.sum() == pytest.approx(1.0)
    power = market_accounts(world, P.replace(industry_compute_capital=0.0, industry_compute_power=1.0))
    assert power.build[power.industries.get_loc("22")] == pytest.approx(power.build.sum())


@pytest.mark.long
def test_what_moves_the_number_of_jobs_is_drawn(world: World) -> None:
    """Every parameter that a run reads, at the ends of its range; those that are drawn need not be looked at."""
    quarters, accounts = 40, market_accounts(world, P)

    class Read(Parameters):
        names_read: ClassVar[set[str]] = set()

        def __getitem__(self, name: str) -> float:
            self.names_read.add(name)
            return super().__getitem__(name)

    def net(values: Parameters) -> list[float]:
        run = assumed(world, values, accounts, Rates(), quarters, "gpt4", "trend")
        each = [demand_at(replace(run, closure=one), accounts, quarters, 0.058) for one in Closure]
        return [float(one.parts.sum() / accounts.jobs.sum()) for one in each]

    net(Read())
    assert {"tokens_per_automated_hour", "api_price", *DRAWN} <= Read.names_read
    for name in sorted(Read.names_read - set(DRAWN)):
        low, high = (net(P.replace(**{name: end})) for end in (P.about(name).low, P.about(name).high))
        assert np.abs(np.subtract(high, low)).max() < _DECIDES, name


def test_draws_fill_the_ranges_and_with_one_parameter_fixed_all_else_is_drawn_as_before(world: World) -> None:
    """Draws keep their places, so that what a fixed parameter does is not mixed with other draws."""
    accounts, given = market_accounts(world, P), (Rates(), 2, 4)
    name = DRAWN[0]
    every, drawn = assumed_draws(world, P, accounts, *given)
    assert list(drawn["source"].iloc[:2]) == list(world.sources[:2]) and set(DRAWN) < set(drawn.columns)
    for run, row in zip(every, drawn.to_dict("records"), strict=True):
        assert run.spending.price_elasticity == row["economy_price_elasticity"]
        assert all(P.about(one).low <= row[one] <= P.about(one).high for one in DRAWN)
    kept = tuple(Reuse() for _ in range(4))
    for reuse in ((), kept, kept):
        rest = [one for one in DRAWN if one != name]
        runs, fewer = assumed_draws(world, P.replace(**{name: 0.9}), accounts, *given, rest, kept=reuse)
        pd.testing.assert_frame_equal(fewer, drawn.drop(columns=name))
        for run, before in zip(runs, every, strict=True):
            np.testing.assert_array_equal(run.saved, before.saved)
            assert run.diffusion.ceiling == 0.9 != before.diffusion.ceiling
    slower, anew = (
        assumed_draws(world, P.replace(review_hours=0.5), accounts, *given, kept=one)[0] for one in (kept, ())
    )
    for one, fresh in zip(slower, anew, strict=True):
        np.testing.assert_array_equal(one.saved, fresh.saved)
    assert any((one.saved != before.saved).any() for one, before in zip(slower, every, strict=True))

"""The extended market as a study: what it assumes, parts that add up, laws and policy, what returns, and strips."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import Goldens, tables_text
from tests.market import nation
from tests.market.nation import NORMAL, RATES, SAVED, accounts, market
from tests.market.test_closures import RESPONSES

import reallocate as ra
from reallocate.data.bundle import load_world
from reallocate.kernel.errors import InvariantError
from reallocate.kernel.parameters import Parameters, Reuse
from reallocate.kernel.table import computed
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.diffusion import Diffusion
from reallocate.market.laws.policy import Policy
from reallocate.market.nation import lost_jobs
from reallocate.market.nation.assumptions import (
    _DECIDES,
    BRIEF,
    DRAWN,
    assumed,
    assumed_draws,
    market_accounts,
)
from reallocate.market.nation.demand import demand_at
from reallocate.market.nation.economy import National
from reallocate.market.nation.effects import Areas, Effects
from reallocate.market.nation.jobs_law import OF_LAW
from reallocate.market.nation.outcomes import (
    PEOPLE,
    WORK,
    counted_at,
    least_years,
    returned,
    returned_frame,
)
from reallocate.market.nation.run import Laws
from reallocate.market.nation.trajectory import Trajectory, simulate
from reallocate.market.published.files import market_scenario
from reallocate.market.simulate import tables as simulated
from reallocate.market.simulate.ensemble import EconomyEnsemble, must_conserve
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.result import economy_study
from reallocate.market.simulate.runs import SERIES, CentralMarket, EconomyContext, _nearest_middle
from reallocate.market.simulate.strip import (
    _CAPABILITY,
    KEYS,
    SLIDERS,
    Slider,
    _shipped_strips,
    central_market,
    make_strip,
    shipped_band,
    shipped_strip,
)
from reallocate.market.simulate.text import policy as policy_text
from reallocate.market.simulate.text import reversal_text
from reallocate.market.state.market import Rates
from reallocate.work.capability import SCENARIOS
from reallocate.work.time_saved import HoursFreed, hours_freed
from reallocate.work.world import World

P = Parameters.default()
TABLES = ("path", "jobs", "occupations", "quintiles", "industries", "money", "draws")
ASKED = EconomyRun(years=1, draws=2, sources=("gpt4",))


def freed_hours(world: World, **own: float) -> HoursFreed:
    p = P.replace(**own)
    hourly = (
        world.occupations["wage_mean"].to_numpy(dtype=float) * p["loaded_multiplier"] / p["hours_per_fte"]
    )
    return hours_freed(world, p, "gpt4", "trend", 2, hourly)


def test_capture_does_not_switch_use_off_and_the_worth_of_a_freed_hour_does(world: World) -> None:
    usual, none = freed_hours(world), {"capture_augmented": 0.0, "capture_automated": 0.0}
    for name in ("freed", "automated", "augmented", "compute", "assisted"):
        np.testing.assert_array_equal(getattr(freed_hours(world, **none), name), getattr(usual, name))
    assert not usual.saved(P.replace(**none)).any()
    assert not freed_hours(world, freed_hour_value=0.0).automated.any()
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
        each = [demand_at(replace(run, closure=one), accounts, quarters) for one in Closure]
        return [float(one.parts.sum() / accounts.jobs.sum()) for one in each]

    net(Read())
    assert {"tokens_per_automated_hour", "api_price", *BRIEF} <= Read.names_read
    # Doublings of task length enter as a product with what each makes automatable, which is drawn.
    for name in sorted(Read.names_read - {*DRAWN, "doubling_days"}):
        low, high = (net(P.replace(**{name: end})) for end in (P.about(name).low, P.about(name).high))
        assert np.abs(np.subtract(high, low)).max() < _DECIDES, name


def test_draws_fill_the_ranges_and_with_one_parameter_fixed_all_else_is_drawn_as_before(world: World) -> None:
    """Draws keep their places, so that what a fixed parameter does is not mixed with other draws."""
    accounts, given = market_accounts(world, P), (Rates(), 2, 4)
    name = DRAWN[0]
    runs, drawn = assumed_draws(world, P, accounts, *given)
    every = list(runs)
    assert list(drawn["source"].iloc[:2]) == list(world.sources[:2]) and set(DRAWN) < set(drawn.columns)
    for run, row in zip(every, drawn.to_dict("records"), strict=True):
        assert run.spending.price_elasticity == row["economy_price_elasticity"]
        assert all(P.about(one).low <= row[one] <= P.about(one).high for one in set(DRAWN) - set(OF_LAW))
    kept = tuple(Reuse() for _ in range(4))
    for reuse in ((), kept, kept):
        rest = [one for one in DRAWN if one != name]
        runs, fewer = assumed_draws(world, P.replace(**{name: 0.9}), accounts, *given, rest, kept=reuse)
        pd.testing.assert_frame_equal(fewer, drawn.drop(columns=name))
        for run, before in zip(runs, every, strict=True):
            np.testing.assert_array_equal(run.saved, before.saved)
            assert run.diffusion.ceiling == 0.9 != before.diffusion.ceiling
    slower, anew = (
        list(assumed_draws(world, P.replace(review_hours=0.5), accounts, *given, kept=one)[0])
        for one in (kept, ())
    )
    for one, fresh in zip(slower, anew, strict=True):
        np.testing.assert_array_equal(one.saved, fresh.saved)
    assert any((one.saved != before.saved).any() for one, before in zip(slower, every, strict=True))


def effects_of(table: pd.DataFrame) -> pd.DataFrame:
    """The columns of a table that are against no further AI."""
    named = ("change", "share", "net", "swing")
    columns = [name for name in table if name.startswith(named) or "_change" in name]
    return table[
        [name for name in columns if not name.startswith("occupation_changes") or "_change_" in name]
    ]


def test_where_nobody_adopts_nothing_happens() -> None:
    still = economy_study(replace(ASKED, laws=Laws(adoption=False)))
    for name in TABLES:
        assert (effects_of(still.table(name)) == 0).all(axis=None), name
    assert {"surface", "swings", "ages", "divide", "lost_by_age", "lost_by_area"}.isdisjoint(still.tables)
    assert "Adoption is off" in still.explain()["decides"][0]
    assert "Adoption of AI is off" in still.explain()["headline"][0]


def test_people_who_are_lost_end_the_run() -> None:
    people = np.ones((3, 4, 5, 2))
    found = Trajectory(*[np.zeros(1)] * 1, people, *[np.zeros(1)] * 10)
    must_conserve(found)
    people[2, 1, 3, 1] += 1e-3
    with pytest.raises(InvariantError, match="people do not add up"):
        must_conserve(found)
    people[-1, 0, :, 0], people[-1, 0, :, 1] = 1.0, 5.0
    assert _nearest_middle(found, np.array([1, 2, 3, 4, 5])) == 0


def _path(*ends: float) -> np.ndarray:
    """(quarter, run) nothing but at the quarter before, and eight quarters later."""
    path = np.zeros((11, 1))
    path[2], path[10] = ends
    return path


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
    # A run that ends too soon says how long it must be.
    assumptions = pd.DataFrame({"name": ["reversal_quarter"], "value": [6.0]})
    meta = {"capability": "reversal", "laws": {"adoption": True}}
    assert "--years 4" in reversal_text({"assumptions": assumptions}, meta)[0]
    assert reversal_text({"assumptions": assumptions}, {**meta, "capability": "trend"}) == []


def test_every_effect_in_the_small_nation_is_the_kept_one(
    world: World, golden: Goldens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lost job by age and in two areas, ages, pay, levers of policy, each law off, and the surface of what is assumed
    of spending."""
    names = pd.DataFrame({"area": ["1", "2"], "title": ["Offices", "Farms"], "state": ["X", "Y"]})
    part = np.array([[0.2, 0.8], [0.2, 0.8], [0.5, 0.5], [0.5, 0.5], [0.8, 0.2], [0.8, 0.2]])
    monkeypatch.setattr(lost_jobs, "read_areas", lambda *given: Areas(names, nation.PEOPLE[:, None] * part, np.zeros(2)))
    monkeypatch.setattr(lost_jobs, "relative_pay", lambda *given: 0.8 + part)
    small = National(market(), NORMAL, 0.09, 0.036)
    effects = Effects(world, P, small, RATES, small.economy(accounts()), nation.assumed(), SAVED, 24)
    (pay, gaps), lost = effects.pay(), lost_jobs.LostJobs(effects)
    tables = {
        "lost by age": lost.by_age, "lost by area": lost.by_area,
        "lost_job": effects.lost_job(), "ages": effects.ages(), "pay": pay, "gaps": pd.DataFrame([gaps]),
        "policies": effects.policies(), "without": effects.without_each_law(), "surface": effects.surface(),
    }  # fmt: skip
    golden("market/effects", tables_text(tables))


def test_every_table_of_a_run_of_the_small_nation_is_the_kept_one(world: World, golden: Goldens) -> None:
    """Two draws under a policy that turn at a reversal, beside themselves without AI, without the policy and unbroken."""
    asked = EconomyRun(years=6, capability="reversal", closure=Closure.MONEY_HELD, policy=Policy(0.1, 13.0, 0.5, 0.5, hiring_subsidy=0.3))
    small, quick = National(market(), NORMAL, 0.09, 0.036), Diffusion(0.8, 0.03, 0.5, 0.5)
    plain = [nation.assumed(), nation.assumed(diffusion=quick)]
    draws = [replace(one, policy=asked.policy, responses=RESPONSES) for one in plain]
    still = [replace(one, diffusion=Diffusion(0.8, 0.0, 0.0)) for one in draws]
    unbroken = [replace(one, diffusion=quick) for one in draws]
    made, *others = (simulate(small.economy(accounts()), each, 24) for each in (draws, still, plain, unbroken))
    sample = pd.DataFrame({"source": ["gpt4", "people"], "price_elasticity": [0.5, 1.0]})
    ensemble = EconomyEnsemble(tuple(plain), tuple(draws), sample, made, others[0])
    ends = ensemble.outcomes(small.market.employment)
    context = EconomyContext(asked, world, small, RATES, accounts(), print)
    context.__dict__.update(
        ensemble=ensemble, exposure=SAVED, jobs=None, without_policy=others[1],
        outcomes={one: {name: value + place for name, value in ends.items()} for place, one in enumerate(Closure)},
        without_reversal=lambda years: replace(ensemble, extended=others[2]),
    )  # fmt: skip
    assert context.corners.quarters == 24
    apart = ("swings", "surface", "lost_by_age")
    tables = computed([one for one in simulated.TABLES if one not in simulated.BY_PEOPLE and one.name not in apart], context)
    facts = {"capability": "reversal", "laws": {"adoption": True}}
    told = [line for say in (policy_text, reversal_text) for line in say(tables, facts)]
    golden("market/small_tables", "\n".join([tables_text({name: one for name, one in tables.items() if name != "assumptions"}), *told]))


SCENARIO = market_scenario(None)
UNEMPLOYMENT, JOBS = 0.01, 0.03
"""How far reading between positions may be off [points of unemployment, % of jobs]."""


@pytest.fixture(scope="module")
def central() -> CentralMarket:
    return central_market(load_world())


def test_a_strip_that_ships_is_the_one_made_anew(central: CentralMarket) -> None:
    """The others are made by `make docs`, from the same function."""
    key = "ai.ceiling"
    np.testing.assert_allclose(
        shipped_strip(key).series, make_strip(central, SCENARIO, key).series, atol=1e-5
    )


@pytest.mark.parametrize(
    "slider",
    [pytest.param(one, marks=[pytest.mark.long] * (one.key != "economy_displaced_gap")) for one in SLIDERS],
    ids=lambda one: one.key,
)
def test_reading_between_positions_is_near_an_exact_run(central: CentralMarket, slider: Slider) -> None:
    # At eight places between positions.
    strip = shipped_strip(slider.key)
    gaps = list(pairwise(float(one) for one in strip.positions))[::2]
    places = [low + (high - low) * (0.3 + 0.05 * at) for at, (low, high) in enumerate(gaps)]
    places = [slider.low + slider.step * round((one - slider.low) / slider.step) for one in places]
    exact = make_strip(central, SCENARIO, slider.key, sorted(set(places)))
    read = [strip.at(one) for one in exact.positions]
    unemployment, jobs = (
        max(
            float(np.abs(table[name] - exact.at(one)[name]).max())
            for one, table in zip(exact.positions, read, strict=True)
        )
        for name in ("unemployment", "jobs")
    )
    assert unemployment <= UNEMPLOYMENT and 0.0 <= jobs <= JOBS


def test_strips_are_exact_at_capability_and_meet_at_the_shipped_value() -> None:
    strip = shipped_strip(_CAPABILITY)
    assert strip.positions == SCENARIOS
    with pytest.raises(ra.InputError, match="trend, plateau"):
        strip.at("slow")
    # Same scenario, another input: where each stands as shipped, all strips hold the same run.
    trend = shipped_strip(_CAPABILITY).at("trend")
    for slider in SLIDERS:
        here = shipped_strip(slider.key).at(slider.shipped)
        assert np.abs(here["jobs"] - trend["jobs"]).max() < JOBS, slider.key
        assert np.abs(here["unemployment"] - trend["unemployment"]).max() < UNEMPLOYMENT, slider.key
    assert tuple(_shipped_strips()) == KEYS


def test_the_band_as_shipped_is_the_figure_of_the_claim() -> None:
    claim = ra.shipped("claims").table("claims").set_index("id").loc["more-jobs-destroyed"]
    band = shipped_band()
    end = band[band["series"] == "jobs"].iloc[-1]
    found = end[["p50", "p10", "p90"]].to_list()
    assert found == pytest.approx([claim["result"], claim["low"], claim["high"]], abs=1e-4)
    assert sorted(set(band["series"])) == sorted(SERIES)


def test_beyond_the_ends_and_without_positions_nothing_is_guessed(central: CentralMarket) -> None:
    with pytest.raises(ra.InputError, match="lies outside"):
        shipped_strip("ai.ceiling").at(0.01)
    with pytest.raises(ra.InputError, match="no positions"):
        make_strip(central, SCENARIO, "economy_wage_speed")
    with pytest.raises(ra.InputError, match="do not rise"):
        make_strip(central, SCENARIO, "ai.ceiling", (0.9, 0.2))
    with pytest.raises(ra.InputError):
        make_strip(central, SCENARIO, "ai.ceiling", (0.5, 1.5))


def test_a_position_of_a_strip_is_the_run_alone() -> None:
    ours = ra.Market(set={"ai.ceiling": 0.7}, policy={"wage_insurance": 0.5})
    path = ours.path()
    strip = ours.strip("ai.ceiling", [0.4, 0.7])
    np.testing.assert_allclose(strip.at(0.7), path, rtol=1e-12, atol=1e-11)
    assert list(strip.table()) == ["position", "year", *SERIES] and len(strip.table()) == 2 * len(path)
    assert ra.Market.shipped("ai.ceiling").key == "ai.ceiling"
    assert set(ra.Market.band()["series"]) == set(SERIES)
    with pytest.raises(ra.InputError, match="retraning|nearest"):
        ra.Market(policy={"retraning": 1.0})

"""What was observed, the fit that finds the values that made a series, forecasts of months unseen, and what ships."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from tests.kept_calibration import kept_calibration
from tests.market.nation import (
    NORMAL,
    TRUE,
    made,
    market,
    series,
    with_noise,
)

from reallocate.data.bundle import load_tables, load_world
from reallocate.kernel.errors import DataError, InputError
from reallocate.kernel.parameters import Parameters
from reallocate.market.calibration.model import (
    MARKET,
    MARKET_WITH_OUTPUT,
    Window,
    _no_change,
    begun_at,
    hindcast,
    profiles,
    speeds,
    stays_free,
)
from reallocate.market.calibration.page import CALIBRATION, _status_of
from reallocate.market.flow.engine import survey_series
from reallocate.market.nation.assumptions import market_accounts
from reallocate.market.nation.economy import (
    SYMBOLS,
    Fitted,
    _last_observed,
    current,
    current_text,
    fitted,
    fitted_national,
    fitted_text,
    observed_months,
)
from reallocate.market.nation.fit import (
    _CORRELATION,
    _MEAN,
    _MOBILITY,
    FITTED,
    HELD,
    Check,
    Fit,
    Search,
    fit,
    gate,
    modelled,
    rates_of,
    together,
)
from reallocate.market.nation.observed import (
    AHEAD,
    Observed,
    decades,
    observe,
    output_cycle,
)
from reallocate.market.nation.rest import follow, steady_state
from reallocate.market.published.prepare import occupation_moves
from reallocate.market.simulate.runs import current_market, inputs_hash, market_of_months, shipped_market
from reallocate.market.state.market import (
    _LEAST_STAYING,
    PUBLISHED_WEEKS,
    SERIES,
    STEPS_PER_MONTH,
    balanced_network,
)
from reallocate.moves.observed import national_moves
from reallocate.render.terminal import summary_text
from reallocate.work.world import World

TABLES = load_tables()
GROWTH_QUARTERS = 80
RNG = np.random.default_rng(5)
OBSERVED = 0.04 + 0.01 * RNG.standard_normal((120, 4))
WINDOW = Window("the last two years", "2005-01", "2006-12")
KNOWN = 48


def test_the_months_are_those_of_the_tables_and_a_forecast_made_in_2014_uses_no_later_output() -> None:
    seen = observe(TABLES["market_series"], TABLES["output_series"], "2001-01", "2019-12", "2019-12")
    assert len(seen.months) == 228 and seen.until("2014-12") == 168
    rows = TABLES["market_series"].set_index("month").loc["2009-10"]
    october = seen.values[seen.months.index("2009-10")]
    assert october == pytest.approx(rows[["unemployment", "openings_rate", "hires", "quits"]].to_numpy(float))
    assert len(seen.cycle) == 228 * STEPS_PER_MONTH
    assert 0.0 < seen.left < 1.0
    with pytest.raises(DataError, match="months lack a series, the first 2024-05"):
        observe(TABLES["market_series"], TABLES["output_series"], "2001-01", "2025-06", "2019-12")
    output = TABLES["output_series"].copy()
    changed = output.copy()
    changed.loc[changed["quarter"] > "2014-Q4", "output"] *= 1.5
    first, second = (
        observe(TABLES["market_series"], one, "2001-01", "2015-12", "2014-12") for one in (output, changed)
    )
    # Straight lines between the middles of quarters reach half a quarter into the next one.
    known = first.until("2014-11") * STEPS_PER_MONTH
    assert first.cycle[: known - 1] == pytest.approx(second.cycle[: known - 1])
    assert first.left == second.left
    assert np.abs(first.cycle[known + 12 :] - second.cycle[known + 12 :]).min() > 0.1


def test_what_ships_is_the_last_month_of_each_shipped_series(world: World) -> None:
    months, observed, participation = _last_observed(world.table("market_series"))
    assert len(set(months.values())) > 1, "they end in different months"
    with pytest.raises(DataError, match="hires has no figure"):
        _last_observed(world.table("market_series").assign(hires=np.nan))
    ships = current()
    assert (dict(ships.months), dict(ships.observed), ships.participation) == (
        months,
        observed,
        participation,
    )
    nation, rates = current_market(world)
    flows, _ = follow(nation.market, nation.normal, [rates], np.ones((2, 1)))
    found = survey_series(flows)[0, :, 0]
    np.testing.assert_allclose(found, [observed[name] for name in SERIES], rtol=1e-6)
    assert 'unemployment = "2025-11"' in current_text(ships)


def test_steady_growth_has_no_cycle_and_a_short_series_none_that_is_known() -> None:
    found = output_cycle(100.0 * 1.006 ** np.arange(GROWTH_QUARTERS), 60)
    assert np.isnan(found[: AHEAD + 3]).all()
    assert np.abs(found[AHEAD + 3 :]).max() < 1e-9
    with pytest.raises(InputError, match="24 quarters of output are known and 25 are needed"):
        output_cycle(1.006 ** np.arange(30.0), 24)


def test_jobs_that_decades_ended_by_hand() -> None:
    """A tenth more output of each job ends 1 − 1/1.1 of them."""
    rows = [("2000-Q1", 100.0, 10.0, 0.6), ("2000-Q2", 121.0, 11.0, 0.59), ("2000-Q3", np.nan, 12.0, 0.58)]
    found = decades(pd.DataFrame(rows, columns=["quarter", "output", "employment", "in_work"]), 1)
    assert found.ended == pytest.approx([1 - 1 / 1.1]) and found.in_work == pytest.approx([-0.01])


def test_the_shipped_accounts_close(world: World) -> None:
    found = market_accounts(world, Parameters.default())
    people = world.occupations["employment"]
    assert len(found.industries) == 71
    assert 0.98 < found.jobs.sum() / people.sum() < 1.0
    assert found.build.sum() + found.build_imports == pytest.approx(1.0, abs=1e-9)
    assert (found.household >= 0).all()
    income = (found.labour + found.taxes + found.profits) @ found.output
    assert 26e6 < income < 29e6, "gross domestic product of 2023 [USD million]"


def test_the_values_that_made_a_series_are_found_with_noise_within_a_few_standard_errors() -> None:
    found = fit(series(), made())
    assert found.values == pytest.approx(TRUE, rel=1e-3)
    assert found.error < 1e-8
    assert found.summary()["correlation"].min() > 0.999999
    assert np.isnan(found.standard_errors[FITTED.index("adjustment")]), "it is held"
    found = fit(series(), made(), held={})
    assert found.values == pytest.approx(TRUE, rel=2e-2)
    assert np.isfinite(found.standard_errors).all()
    # With noise they lie within a few standard errors, and at an end of the range there is none.
    found = fit(series(), with_noise(0.3))
    free = [place for place, name in enumerate(FITTED) if name not in HELD]
    away = np.abs(found.values - TRUE)[free] / found.standard_errors[free]
    assert away.max() < 4.0
    assert found.error == pytest.approx(0.09, rel=0.25), "the noise is what is left"
    seen = made()
    wanted = TRUE.copy()
    wanted[FITTED.index("replaced")] = 1.0
    found = fit(series(), type(seen)(seen.months, series()(wanted[None, :])[:, :, 0], seen.cycle, seen.left))
    assert found.values[FITTED.index("replaced")] == pytest.approx(1.0, abs=1e-2)


@pytest.mark.long
def test_searches_together_find_what_each_finds_alone_and_one_that_fails_ends_all() -> None:
    seen = with_noise(0.3)
    ways = ({"adjustment": 0.1}, {"adjustment": 0.2}, {"adjustment": 0.16, "amplitude": 1.0})
    alone = [fit(series(), seen, way) for way in ways]
    both = together(series(), [lambda ask, way=way: fit(ask, seen, way) for way in ways])
    for one, other in zip(alone, both, strict=True):
        assert (one.values == other.values).all()
        assert one.error == other.error

    def broken(values: np.ndarray) -> np.ndarray:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        together(broken, [lambda ask: fit(ask, made())] * 3)


def test_what_changes_nothing_is_free_and_other_speeds_go_with_other_amplitudes() -> None:
    profile = pd.DataFrame(
        {
            "parameter": ["a", "a", "b", "b", "c"],
            "ratio": [0.8, 1.25, 0.8, 1.25, 1.05],
            "worse": [0.3, 0.009, 0.02, 0.5, 0.0],
        }
    )
    assert stays_free(profile) == ("a",)
    seen = with_noise(0.3)
    best = fit(series(), seen)
    at_the_end = replace(best, values=np.where(np.array(FITTED) == "replaced", 1.0, best.values))
    held = profiles(series(), seen, at_the_end, names=("replaced", "separation"))
    assert held["ratio"].tolist() == pytest.approx([0.8, 0.8, 1.25]), "nothing lies above all of them"
    assert (held["worse"].iloc[1:] > 0.01).all()
    table, free = speeds(series(), seen, best, at=(0.08, 0.16))
    assert table["amplitude"].is_monotonic_decreasing
    assert table["error"].idxmin() == 1
    assert free.error <= best.error + 1e-9
    assert table.loc[1, "worse"] == pytest.approx(0.0, abs=1e-4)


def test_a_published_speed_is_brought_to_half_a_month() -> None:
    rates = rates_of(TRUE, outside=0.5)
    weeks = 52.0 / 24.0
    assert (1.0 - rates.close_surplus) ** (PUBLISHED_WEEKS / weeks) == pytest.approx(1.0 - 0.16)
    assert rates.close_shortage == rates.close_surplus
    assert (rates.leaving, rates.outside, rates.separation) == (1.0, 0.5, 0.006)


def fit_of(modelled: np.ndarray) -> Fit:
    months = tuple(str(place) for place in range(len(modelled)))
    nothing = np.zeros(len(FITTED))
    return Fit(nothing, nothing, 0.0, modelled, OBSERVED, months)


def failing(checks: tuple[Check, ...]) -> list[str]:
    return [one.name for one in checks if not one.holds]


def test_what_was_observed_passes_by_thresholds_fixed_beforehand_and_another_path_fails() -> None:
    checks = gate(fit_of(OBSERVED), 0.09)
    assert len(checks) == 3 * len(SERIES) + 1
    assert failing(checks) == []
    assert (_MEAN, _CORRELATION, _MOBILITY) == (0.05, 0.6, (0.06, 0.19))
    modelled = OBSERVED.copy()
    modelled[:, 1] = OBSERVED[::-1, 1]
    assert failing(gate(fit_of(modelled), 0.09)) == ["openings, correlation by month", "openings, error"]


@cache
def forecasts(told: str = "as made") -> tuple[dict[tuple[str, str], float], dict[str, np.ndarray]]:
    """A forecast of what the market made, or of the same where what came later, or the fading of the cycle, is another."""
    seen = made()
    if told == "later figures":
        cycle, values = seen.cycle.copy(), seen.values.copy()
        cycle[KNOWN * STEPS_PER_MONTH :] = -0.05
        values[KNOWN:] *= 2.0
        seen = Observed(seen.months, values, cycle, seen.left)
    elif told == "no fading":
        seen = Observed(seen.months, seen.values, seen.cycle, 1.0)
    best = fit(series(), made())
    table, paths = hindcast(market(5), NORMAL, best, seen, WINDOW, {"no change": _no_change})
    errors = table.set_index(["forecast", "series"])["error"]
    return {(str(one), str(other)): float(value) for (one, other), value in errors.items()}, paths


def test_told_output_a_market_foretells_what_it_made_and_nothing_is_told_what_comes_later() -> None:
    errors, paths = forecasts()
    for name in SERIES:
        assert errors[MARKET_WITH_OUTPUT, name] < 0.05 * errors["no change", name]
    assert paths["observed"] == pytest.approx(made().values[KNOWN:])
    off = paths["no change"] - made().values[KNOWN:]
    assert (paths["no change"] == made().values[KNOWN - 1]).all()
    for place, name in enumerate(SERIES):
        assert errors["no change", name] == pytest.approx(np.sqrt((off[:, place] ** 2).mean()))
    first, second = forecasts()[1], forecasts("later figures")[1]
    for name in (MARKET, "no change"):
        assert (first[name] == second[name]).all()
    assert not np.allclose(first[MARKET_WITH_OUTPUT], second[MARKET_WITH_OUTPUT])


def test_a_forecast_begins_where_the_market_was_seen_and_without_news_the_cycle_fades() -> None:
    rates = [rates_of(TRUE, NORMAL.outside)]
    state = steady_state(market(5), NORMAL, rates, np.ones(1)).state
    found = begun_at(state, 0.08, 0.02)
    employed, without, vacant, outside = found.people.sum(axis=(1, 2))
    assert without / (employed + without) == pytest.approx(0.08)
    assert vacant / (vacant + employed) == pytest.approx(0.02)
    assert employed + without == pytest.approx(float(state.labour_force[0]))
    assert outside == pytest.approx(state.people[3].sum())
    assert found.spells.sum() == pytest.approx(without)
    quiet, stuck = (forecasts(told)[1][MARKET] for told in ("as made", "no fading"))
    cycle = made().cycle[KNOWN * STEPS_PER_MONTH - 1]
    assert np.sign(stuck[-1, 0] - quiet[-1, 0]) == -np.sign(cycle), "more demand, less unemployment"


FOUR_PEOPLE = pd.Series([100.0, 300.0, 50.0, 200.0], index=["a", "b", "c", "d"])
MOVES = np.array([[0.0, 0.2, 0.02, 0.0], [0.01, 0.0, 0.0, 0.05], [0.0, 0.0, 0.0, 0.1], [0.0, 0.0, 0.0, 0.0]])
HIRES = 0.035


def flows(moves: np.ndarray = MOVES) -> np.ndarray:
    """Applications where openings are alike in proportion to employment; (origin, target) [persons/month]."""
    weights = balanced_network(moves, FOUR_PEOPLE, HIRES).dense()
    people = FOUR_PEOPLE.to_numpy()
    chosen = weights * people[None, :]
    chosen /= chosen.sum(axis=1, keepdims=True)
    return HIRES * people[:, None] * chosen


def test_flows_are_the_mean_of_both_ways_and_an_occupation_without_is_said() -> None:
    found = flows()
    assert found == pytest.approx(found.T)
    assert 12.0 * found[0, 1] == pytest.approx(0.5 * (100.0 * 0.2 + 300.0 * 0.01))
    found = flows(20.0 * MOVES)
    assert (np.diag(found) / found.sum(axis=1)).min() >= _LEAST_STAYING - 1e-12
    alone = pd.concat([FOUR_PEOPLE, pd.Series([10.0], index=["e"])])
    with pytest.raises(DataError, match="1 occupations have no move in or out: e"):
        balanced_network(np.pad(MOVES, (0, 1)), alone, HIRES)


WORLD = load_world()
NEAR = 0.05
"""Of a standard error: a fit that goes no further is at its minimum."""


@pytest.fixture(scope="module")
def search() -> Search:
    seen = observed_months(TABLES)
    nation = market_of_months(WORLD, seen)
    return Search(modelled(nation.market, nation.normal, seen), seen, HELD, fitted().array)


def test_the_values_that_ship_have_the_error_that_is_said(search: Search) -> None:
    distance = search.distance(fitted().array[search.free])
    assert float(np.mean(distance**2)) == pytest.approx(fitted().error, rel=1e-4)


@pytest.mark.long
def test_the_values_that_ship_are_where_the_fit_ends(search: Search) -> None:
    """One more step of the fit goes nowhere from them, in standard errors."""
    part = fitted().array[search.free]
    away = np.linalg.lstsq(search.slope(part), -search.distance(part), rcond=None)[0]
    errors = np.array([fitted().standard_errors[name] for name in FITTED if name not in HELD])
    assert np.abs(away / errors).max() < NEAR


def test_the_values_that_ship_were_fitted_to_what_ships_now_and_another_figure_gives_another_hash() -> None:
    assert fitted().inputs == inputs_hash(TABLES), (
        "the figures changed: run python -m scripts.pages.market_fit"
    )
    seen = observed_months(TABLES)
    assert (fitted().first, fitted().last) == (seen.months[0], seen.months[-1])
    nation, normal = market_of_months(WORLD, seen), fitted().normal
    assert (nation.normal.unemployment, nation.normal.openings) == pytest.approx(
        (normal.unemployment, normal.openings)
    )
    assert nation.normal.outside == pytest.approx(normal.outside)
    assert nation.hires == pytest.approx(fitted().hires)
    series = TABLES["market_series"].copy()
    series.loc[series["month"] == "2009-10", "hires"] += 0.001
    later = TABLES["market_series"].copy()
    later.loc[later["month"] == "2021-01", "hires"] += 0.001
    assert inputs_hash({**TABLES, "market_series": series}) != fitted().inputs
    assert inputs_hash({**TABLES, "market_series": later}) == fitted().inputs


def test_the_market_is_the_nation_whole_and_people_move_as_the_survey_sees_them() -> None:
    nation, values = shipped_market(WORLD)
    people = TABLES["occupations"]
    assert nation.market.employment.sum() == people["employment"].sum()
    assert list(nation.market.occupations) == list(people["occupation"])
    assert nation.market.exit_rate.min() > 0.0
    assert values.rates.outside == nation.normal.outside > 0.5
    assert shipped_market(WORLD)[0].mobility == pytest.approx(0.0757, abs=5e-5)
    projections = TABLES["projections"].copy()
    projections.loc[projections["occupation"] == "11-1011", "exit_rate"] = np.nan
    with pytest.raises(DataError, match="1 occupations lack a rate of labour-force exits: 11-1011"):
        fitted_national({**TABLES, "projections": projections}, national_moves(WORLD).rates)


def test_moves_of_a_few_occupations_are_all_of_theirs_and_no_others() -> None:
    few, made = pd.Index(["43-4051", "13-2011", "43-3031"]), national_moves(WORLD)
    labels = made.facts.occupations
    theirs = pd.DataFrame(made.flow, index=labels, columns=labels).loc[few].stack()
    found = occupation_moves(WORLD, few).set_index(["source", "target"])["weight"]
    assert dict(found) == dict(theirs[theirs > 0])


def test_values_are_written_as_they_are_read() -> None:
    one = fitted()
    nothing = np.zeros((2, 4))
    errors = np.array([one.standard_errors.get(name, np.nan) for name in FITTED])
    best = Fit(one.array, errors, one.error, nothing, nothing, (one.first, one.last))
    text = fitted_text(best, one.normal, one.hires, one.inputs)
    assert Fitted.model_validate(tomllib.loads(text)) == one
    assert set(SYMBOLS) == set(FITTED)


def test_the_kept_figures_meet_the_criteria_and_the_summary_tells_them(root: Path) -> None:
    # The calibration that docs/reference/market-fit.md shows.
    kept = kept_calibration(root)
    assert kept.facts["inputs"] == fitted().inputs
    gate = kept.table("gate")
    assert len(gate) == 13 and gate["holds"].all() and str(kept.status) == "run"
    assert kept.facts["error"] == pytest.approx(fitted().error, rel=1e-4)
    missed = _status_of(gate.assign(holds=gate["check"] != "hires, mean"))
    assert str(missed) == "criteria missed" and "hires, mean" in missed.text and "Do not rely" in missed.text
    words = summary_text(kept.title, CALIBRATION.card(kept))
    for part in ("13 of 13 criteria are met", "5.98%", "fixed", "κ", "−0.2%", "no change was nearest"):
        assert part in words


def test_the_gate_by_hand_at_its_edges() -> None:
    """Means within 5%, correlation of 0.6, errors below the deviation, 6 to 19% who change occupation."""
    row = {"series": "hires", "mean_observed": 0.04, "mean_modelled": 0.0419, "correlation": 0.61,
           "error": 0.0099, "deviation_observed": 0.01}  # fmt: skip

    def held(mobility: float = 0.061, **changed: float) -> list[bool]:
        fit = SimpleNamespace(summary=lambda: pd.DataFrame([{**row, **changed}]))
        return [check.holds for check in gate(fit, mobility)]  # type: ignore[arg-type]

    assert held() == held(mean_modelled=0.0381, mobility=0.189) == [True] * 4
    failing = ({"mean_modelled": 0.0421}, {"correlation": 0.59}, {"error": 0.0101}, {"mobility": 0.191})
    assert [held(**one).index(False) for one in failing] == [0, 1, 2, 3]
    assert not held(mean_modelled=0.0379)[0] and not held(mobility=0.059)[3]

"""The law of missing jobs: estimated numbers drawn jointly, placebo, doubling, limits; and the worst by search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import Goldens
from tests.market.kept_nation import kept_nation

import reallocate as ra
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.income_on_path import Adjustment
from reallocate.market.laws.missing_jobs import Gap, gaps_at_end, jobs_to_output, left_after_decade
from reallocate.market.nation.assumptions import BRIEF, assumed, market_accounts
from reallocate.market.nation.batches import without_ai
from reallocate.market.nation.demand import adoption_path, net_ended, net_jobs
from reallocate.market.nation.gate import history_test
from reallocate.market.nation.jobs_law import DISPLACING, GAP, HALF_LIFE, LAW_DRAWS, JobsLaw, jobs_law
from reallocate.market.nation.trajectory import simulate
from reallocate.market.simulate.beforehand import shipped_answer
from reallocate.market.simulate.jobs_drawn import (
    FEWER,
    JobsDrawn,
    _searched,
    hardest_law,
    jobs_drawn,
    law_readings,
    share_fewer,
    with_supply,
    worst_ends,
)
from reallocate.market.simulate.jobs_text import JobsAnswer, jobs_sentences
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.runs import current_market
from reallocate.market.simulate.strip import SLIDERS, shipped_strip
from reallocate.market.simulate.tables import figures
from reallocate.market.simulate.text import TEXT
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import Rates
from reallocate.work.time_saved import HoursFreed, hours_freed
from reallocate.work.world import World

P = Parameters.default()
EVEN = np.linspace(0.0, 0.02, 41)[None]
"""A twentieth of a percent of jobs ended each quarter, for ten years."""


@pytest.fixture(scope="module")
def series(world: World) -> pd.DataFrame:
    return world.table("output_series")


@pytest.fixture(scope="module")
def law(series: pd.DataFrame) -> JobsLaw:
    return jobs_law(series, P)


@pytest.fixture(scope="module")
def market(world: World) -> tuple[Accounts, Rates]:
    return market_accounts(world, P), current_market(world)[1]


def drawn(world: World, market: tuple[Accounts, Rates], capability: str = "trend", **own: float) -> JobsDrawn:
    request = EconomyRun(draws=4, capability=capability, parameters=Parameters(own))
    return jobs_drawn(world, *market, request, 2)


def test_many_laws_at_once_are_the_gap_quarter_by_quarter_and_what_is_left_undoes_what_healed(
    law: JobsLaw
) -> None:
    falling = np.concatenate([np.linspace(0.0, 0.03, 20), np.linspace(0.03, -0.01, 21)])
    for ended in (EVEN[0], falling):
        together = np.concatenate(
            [gaps_at_end(ended[None, :upto], law.gap[:8], law.half_life[:8]) for upto in range(1, 42)]
        )
        for at in range(8):
            gap, own = Gap(), law.adjustment(at, Adjustment())
            for quarter, one in enumerate(ended):
                gap = gap.after(float(one), own)
                assert together[quarter, at] == pytest.approx(gap.missing, abs=1e-15)
                assert gap.missing >= 0.0 and gap.jobs == 1.0 - gap.missing
    # ψ = λ·φ ÷ a(H): after ten years of even losses λ·φ of them are missing, whatever the half-life.
    half = np.array([0.5, 2.0, 7.8, 30.0])
    last = gaps_at_end(EVEN, 0.5 / left_after_decade(half), half)
    # Quarters are steps: a gap that halves within two of them is a little off.
    assert (np.abs(last[0] / 0.02 / 0.5 - 1.0) < np.array([0.2, 0.05, 0.02, 0.005])).all()
    assert left_after_decade(np.array([1e9]))[0] == pytest.approx(1.0)


def test_the_draws_are_those_of_the_record_and_a_number_that_is_given_is_the_same_in_each(
    law: JobsLaw, series: pd.DataFrame
) -> None:
    assert [len(one) for one in (law.gap, law.half_life, law.slope)] == [LAW_DRAWS] * 3
    quantiles = np.quantile(law.gap, [0.1, 0.5, 0.9])
    np.testing.assert_allclose(quantiles, [P.about(GAP).low, P[GAP], P.about(GAP).high], atol=0.01)
    np.testing.assert_allclose(np.quantile(law.half_life, [0.1, 0.5, 0.9]), [2.7, P[HALF_LIFE], 23.0], rtol=0.06)
    assert np.median(law.displacing) == pytest.approx(P[DISPLACING], abs=0.01)
    np.testing.assert_allclose(law.gap, law.nation * law.area / left_after_decade(law.half_life))
    # Weighed: the slopes lie near the record's, those of all proposals far below it.
    flat = jobs_law(series, P, weighed=False)
    assert -0.13 < np.median(law.slope) < -0.07 and np.median(flat.slope) < -0.2
    assert np.median(jobs_law(series, P, healed=1.0).gap) == pytest.approx(0.38, abs=0.02)
    again, other = jobs_law(series, P), jobs_law(series, P, seed=1)
    np.testing.assert_array_equal(again.gap, law.gap)
    assert np.median(other.gap) == pytest.approx(np.median(law.gap), rel=0.05)
    none = jobs_law(series, P.replace(**{GAP: 0.0}))
    assert (none.gap == 0.0).all() and np.ptp(none.half_life) > 10.0
    slow = jobs_law(series, P.replace(**{HALF_LIFE: 30.0}))
    assert (slow.half_life == 30.0).all()
    np.testing.assert_allclose(slow.gap, slow.nation * slow.area / left_after_decade(np.array(30.0)))


@pytest.mark.parametrize(
    ("gap", "half_life", "displacing", "passes"),
    [(0.49, 7.8, 0.33, True), (0.49, 7.8, 1.0, False), (0.38, 5.2, 1.0, True), (0.86, 1e6, 1.0, False)],
)
def test_past_decades_and_the_share_of_growth_that_displaces(
    world: World, market: tuple[Accounts, Rates], gap: float, half_life: float, displacing: float, passes: bool
) -> None:
    own = P.replace(**{GAP: gap, HALF_LIFE: half_life})
    run = assumed(world, own, *market, 1, "gpt4", "trend")
    test = history_test(world.table("output_series"), market[0], run, Closure.PAY_CLEARS, displacing)
    assert test.passes is passes
    arrays = (np.array([one]) for one in (gap, half_life, displacing))
    assert test.slope == pytest.approx(jobs_to_output(*arrays, test.rise, 40)[0], abs=1e-9)
    # A limit: where nobody is displaced, no job is missing.
    nobody = history_test(world.table("output_series"), market[0], run, Closure.PAY_CLEARS, 0.0)
    assert nobody.slope == pytest.approx(0.0, abs=1e-12)


def test_where_ai_ends_no_job_none_is_missing_and_twice_as_many_are_twice(
    world: World, market: tuple[Accounts, Rates]
) -> None:
    nothing = drawn(world, market, capture_automated=0.0, capture_augmented=0.0)
    assert (nothing.at_end == 0.0).all()
    assert (drawn(world, market).at_end <= 0.0).all()
    # Twice the hours saved at twice the compute, in the whole market with its flows of people.
    accounts, rates = market
    one = assumed(world, P, accounts, rates, 24, "gpt4-second-rubric", "trend")
    runs = [one, replace(one, saved=2.0 * one.saved, compute=2.0 * one.compute)]
    made = simulate(current_market(world)[0].economy(accounts), [*runs, without_ai(one)], 24)
    jobs = made.parts[-1].sum(axis=(0, 1))
    assert 1.9 < (jobs[1] - jobs[2]) / (jobs[0] - jobs[2]) < 2.1
    single = ra.Market(set={"capture_automated": 0.0, "capture_augmented": 0.0}).path()
    assert (single["jobs"] == 0.0).all() and (single["ended"] == 0.0).all() and single["pay"].iloc[-1] < 0.0


def test_faster_capability_ends_more_jobs_and_reach_that_stays_makes_it_the_same(
    world: World, market: tuple[Accounts, Rates]
) -> None:
    fast, trend, plateau = (drawn(world, market, one).at_end.mean(axis=1) for one in ("fast", "trend", "plateau"))
    assert fast.mean() < trend.mean() < plateau.mean()
    assert np.mean((fast < trend) & (trend < plateau)) >= 0.9
    still = [drawn(world, market, one, reach_per_doubling=0.0).at_end.mean() for one in ("fast", "trend")]
    assert still[0] == pytest.approx(still[1], rel=0.05)


def test_the_run_of_a_draw_has_the_jobs_of_its_law(world: World, market: tuple[Accounts, Rates]) -> None:
    """No run has to be made for the number of jobs: it reads the jobs that AI ends and nothing else."""
    accounts, rates = market
    run = assumed(world, P, accounts, rates, 12, "gpt4", "trend")
    economy = current_market(world)[0].economy(accounts)
    made, without = (simulate(economy, [one], 12) for one in (run, without_ai(run)))
    ended = net_ended(run, accounts, adoption_path(run, accounts, 12))
    one = JobsDrawn(ended[None], JobsLaw.known(P[GAP], P[HALF_LIFE]))
    for quarter in (4, 12):
        assert 100.0 * net_jobs(made, without)[quarter, 0] == pytest.approx(one.change(quarter)[0, 0], abs=1e-9)


def test_pay_gives_way_where_jobs_are_missing_and_owners_have_it(
    world: World, market: tuple[Accounts, Rates]
) -> None:
    ends = [ra.Market(set={"economy_pay_of_gap": one}).path().iloc[-1] for one in (0.0, 0.33, 0.66)]
    assert ends[0]["jobs"] == ends[1]["jobs"] == ends[2]["jobs"] < -0.1
    for name in ("pay", "labour_share"):
        steps = np.diff([one[name] for one in ends])
        assert (steps < 0.0).all() and steps[0] == pytest.approx(steps[1], rel=0.02)
    assert ends[1]["pay"] - ends[0]["pay"] == pytest.approx(0.33 * ends[0]["jobs"], rel=0.05)


@pytest.mark.parametrize(
    ("key", "values", "sign"),
    [
        (GAP, (0.1, 0.9), -1), (HALF_LIFE, (2.0, 30.0), -1), ("ai.ceiling", (0.3, 0.9), -1),
        ("reach_per_doubling", (0.0, 0.05), -1), ("economy_hours_renewed", (0.1, 0.9), 1),
    ],
)  # fmt: skip
def test_each_slider_moves_jobs_as_theory_says(key: str, values: tuple[float, float], sign: int) -> None:
    low, high = (shipped_strip(key).at(one)["jobs"].iloc[-1] for one in values)
    assert np.sign(high - low) == sign


def test_where_ai_takes_over_all_assisted_work_new_tasks_go_where_they_went() -> None:
    """Nobody is left whom AI assists: who does new tasks must not hang on a rest of rounding."""
    ends = [ra.Market(set={"reach_per_doubling": one}).path() for one in (0.3, 1.0)]
    for name in ("unemployment", "jobs"):
        assert np.abs(ends[0][name] - ends[1][name]).max() < 0.05


@pytest.mark.parametrize(
    ("key", "value"), [(HALF_LIFE, 0.0), (GAP, 50.0), ("economy_pay_of_gap", 2.0), ("reach_per_doubling", 1.5)]
)
def test_a_value_that_the_law_cannot_have_is_refused(key: str, value: float) -> None:
    with pytest.raises(ra.InputError, match=key):
        ra.Market(set={key: value})


def test_extreme_values_that_it_can_have_leave_a_number(series: pd.DataFrame) -> None:
    for own in ({GAP: 5.0}, {"economy_nation_share": 0.0}, {"economy_area_gap": 20.0}, {HALF_LIFE: 0.1}):
        law = jobs_law(series, P.replace(**own))
        change = JobsDrawn(20.0 * EVEN, law).at_end
        assert np.isfinite(change).all() and -100.0 < change.min() <= change.max() <= 0.0, own
    assert len(jobs_sentences(replace(shipped_answer(), gap=5.0))) == 5


def test_readings_of_the_law_move_as_their_numbers_do(law: JobsLaw, series: pd.DataFrame) -> None:
    one = JobsDrawn(np.vstack([EVEN, 0.5 * EVEN]), law)
    found = {reading.name: share_fewer(reading.change) for reading in law_readings(one, series, EconomyRun())}
    assert found["low_area"] < share_fewer(one.at_end) < found["high_area"]
    assert found["twice"] < share_fewer(one.at_end) and found["low_nation"] < found["high_nation"]
    pay = np.array([4.0, 0.0])
    supply = with_supply(one.at_end, pay)
    np.testing.assert_allclose(supply[1], one.at_end[1])
    assert (supply[0] > one.at_end[0]).all() and (supply[0] > 0.0).any()


ONE_RUN = ((-0.7, 2031.25, -0.2, 3.8), (-1.9, 2036.25, -1.9, -0.3), (-0.7, 2031.25, -0.01, 0.01), (0.0, 2026.25, 0.0, 1.0))
"""Jobs at worst, when, jobs at the end, real pay."""


def test_the_answer_and_one_run_have_each_verdict(law: JobsLaw, golden: Goldens) -> None:
    told = []
    for ended in (0.0, 0.016, 0.3):
        change = JobsDrawn(ended / 0.02 * EVEN, law).at_end
        low, middle, high = np.quantile(change, [0.1, 0.5, 0.9])
        here = replace(shipped_answer(), fewer=share_fewer(change), jobs=middle, jobs_low=low, jobs_high=high)
        told += [f"# {ended:g} of jobs end", *(line for line in jobs_sentences(here) if line not in told)]
    for worst, when, end, pay in ONE_RUN:
        ends = {"jobs_worst": worst, "jobs_worst_year": when, "jobs": end, "real_pay": pay, "year": 2036.25}
        told.append(ra.Market.sentence(ends))
    golden("market/jobs_sentences", "\n".join(told))
    assert isinstance(here, JobsAnswer) and FEWER == -0.5


def test_every_sentence_of_a_run_reads_its_own_cells(golden: Goldens) -> None:
    """The kept nation with other figures in each row and column, so that none stands for its neighbour."""
    result, told = kept_nation(), {}
    for name, table in result.tables.items():
        own = [column for column in table.select_dtypes("floating") if column != "year"]
        more = 0.013 * np.arange(len(table))[:, None] + 0.011 * np.arange(len(own))
        told[name] = table.assign(**dict(zip(own, (table[own].to_numpy() + more).T, strict=True)))
    before, after = (TEXT.said(tables, result.facts) for tables in (result.tables, told))
    said = [" ".join(lines) for part in after for name, lines in after[part].items() if lines != before[part][name]]
    answer = figures(told, result.facts)["jobs_answer"]
    golden("market/nation_apart", "\n".join([*said, *(f"{name} {value:.6g}" for name, value in answer.items())]))


@pytest.mark.long
def test_nothing_within_the_ranges_is_worse_than_the_worst_that_is_printed(
    world: World, market: tuple[Accounts, Rates], law: JobsLaw
) -> None:
    """From other beginnings the search finds nothing worse, to a tenth of a point of jobs ended."""
    worst = worst_ends(world, *market, EconomyRun(), "gpt4")
    table = worst.table(law, hardest_law(P))
    assert list(table["ended"]) == sorted(table["ended"]) and table["jobs_worst"].min() > -100.0
    rng = np.random.default_rng(0)
    names = [name for name in BRIEF if not name.startswith("economy_") or name == "economy_hours_renewed"]

    def ended(own: Mapping[str, float]) -> float:
        run = assumed(world, P.replace(**{**start, **own}), *market, 40, "claude-usage", "trend")
        return float(net_ended(run, market[0], adoption_path(run, market[0], 40))[-1])

    for _ in range(2):
        start = {one: float(rng.choice([P.about(one).low, P.about(one).high])) for one in names}
        assert 100.0 * ended(_searched(names, P, ended)) <= table["ended"].iloc[-2] + 0.1


def test_an_adopter_assists_where_checking_makes_automating_dear(world: World) -> None:
    """Hours that a system could do are not left alone: people do them with AI where that pays more."""
    hourly = world.occupations["wage_mean"].to_numpy(dtype=float) * P["loaded_multiplier"] / P["hours_per_fte"]

    def freed(**own: float) -> HoursFreed:
        return hours_freed(world, P.replace(**own), "gpt4", "trend", 5, hourly)

    here, dear, never = freed(), freed(review_hours=0.45), freed(review_hours=1.0)
    assert here.by_systems.sum() > dear.by_systems.sum() > never.by_systems.sum() == 0.0
    np.testing.assert_allclose(never.by_people, np.repeat(never.freed_assisted[:, None], 5, axis=1))
    # No choice frees less than what people with AI alone would.
    for one in (here, dear, never):
        assert (one.freed.sum(axis=0) >= never.freed.sum(axis=0) - 1e-12).all()
    assert freed(reach_per_doubling=0.0).automated.sum() < here.automated.sum()


def test_every_value_as_shipped_lies_on_a_step_of_its_slider() -> None:
    """A browser moves a value between two steps, and the page would take it for moved by the reader."""
    for one in SLIDERS:
        steps = (one.shipped - one.low) / one.step
        assert steps == pytest.approx(round(steps), abs=1e-6), one.key

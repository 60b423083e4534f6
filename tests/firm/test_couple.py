"""A small insurer's plan becomes its industry's: everything adds up, and what is asked wrongly is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from reallocate.cli.main import app
from reallocate.jobs.page import job_study
from reallocate.kernel.errors import InputError, InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.loop import tables as couple_frames
from reallocate.loop.draws import SAMPLED
from reallocate.loop.ledger import (
    _BORNE,
    _MONEY,
    _PAID_TO_PEOPLE,
    _PERSONS,
    _must_match,
    _must_reconcile,
    _years_of_pay,
)
from reallocate.loop.page import ADOPTERS, coupled_study
from reallocate.loop.shock import shock_of
from reallocate.market.nation.batches import PATH_TABLE, market_path
from reallocate.market.nation.run import Laws
from reallocate.market.simulate.request import EconomyRun
from reallocate.render.result import Result
from reallocate.render.saving import open_saved
from reallocate.work.world import World

SHARE = 0.3


@pytest.fixture(scope="module")
def insurer(study: Result) -> Result:
    """The small study, in an industry."""
    scenario = {**study.facts["scenario"], "industries": ["524100"]}
    return replace(study, facts={**study.facts, "scenario": scenario})


@pytest.fixture(scope="module")
def coupled(insurer: Result) -> Result:
    return coupled_study(insurer, SHARE, EconomyRun(years=4, capability="reversal"), draws=2)


def test_the_shock_is_the_plans_change_of_positions(insurer: Result, world: World) -> None:
    shock = shock_of(insurer, world)
    roles = insurer.table("roles").set_index("occupation")
    dropped = insurer.facts["totals"]["plan"]["work_dropped"]
    clerks = roles.loc["43-4051"]
    expected = clerks["plan_end"] / clerks["baseline_end"] / (1.0 - dropped) - 1.0
    assert float(shock.change.sel(occupation="43-4051")) == pytest.approx(expected)
    assert float(shock.change.sel(occupation="35-3023")) == 0.0
    assert shock.quarters == 6 and shock.industries == ("524100",) and 0 <= shock.compute < 0.2


@pytest.mark.long
def test_jobs_from_plan_to_market_add_up_nobody_is_lost_and_rounds_converge(coupled: Result) -> None:
    steps = coupled.table("reconciled")["persons"].to_numpy()
    assert steps[:-1].sum() == pytest.approx(steps[-1])
    assert steps[0] > 0 > steps[1]
    people = coupled.table("occupations")
    assert steps[-1] == pytest.approx(float(-SHARE * people["people"] @ people["change"]))
    jobs = coupled.table("jobs").set_index("part")
    assert jobs.loc["ended", "plan_end"] == pytest.approx(-steps[-1])
    assert jobs.drop(index="net")["run_end"].sum() == pytest.approx(jobs.loc["net", "run_end"])
    path = coupled.table("path")
    whole = path[["employed", "unemployed", "outside"]].sum(axis=1)
    without = path[["employed_without", "unemployed_without", "outside_without"]].sum(axis=1)
    np.testing.assert_allclose(whole, without)
    np.testing.assert_allclose(whole, whole.iloc[0])
    assert path["employed"].iloc[-1] < path["employed_without"].iloc[-1]
    rounds = coupled.table("rounds")
    assert coupled.facts["converged"] == (rounds["residual"].iloc[-1] < coupled.facts["residual_wanted"])
    assert (rounds[["pay", "hiring", "quits"]].iloc[1:] < 1).all().all()
    response = coupled.table("response").set_index("comes_back")["hires"]
    assert response["half as many quit"] < response["no response"]


@pytest.mark.long
def test_who_bears_the_loss_adds_up(coupled: Result, insurer: Result) -> None:
    table = coupled.table("ledger").set_index("group")
    total = table.loc["all"]
    assert sum(total[name] for name in _BORNE) == pytest.approx(total["lost"])
    assert total["laid_off"] > 0 and total["severance"] > 0 and total["benefits"] > 0
    paid = insurer.table("statistics").set_index("statistic")["value"]
    years = (paid.loc["severance"].sum() + paid.loc["notice pay"].sum()) / insurer.facts["totals"]["plan"]["layoffs"]
    pay = 108_700.0  # of 2,000 people, by the role table
    assert _years_of_pay(insurer, _PAID_TO_PEOPLE, insurer.facts["totals"]["plan"]["layoffs"]) == pytest.approx(
        years * 1e6 / pay, rel=0.02
    )
    assert 2 < total["months"] < 8 and 0.5 < total["lost_years"] < 3
    assert total["pay_found"] < total["pay_after_5"] < 1
    broken = coupled.table("ledger")
    broken.loc[broken["group"] == "all", "person"] += 1.0
    with pytest.raises(InvariantError, match="who bears it"):
        _must_reconcile(broken)


@pytest.mark.parametrize(("name", "rows"), [("ledger_by_age", 4), ("ledger_by_area", 51)])
@pytest.mark.long
def test_ages_and_states_add_up_to_the_ledger(coupled: Result, name: str, rows: int) -> None:
    whole, table = coupled.table("ledger"), coupled.table(name)
    label = table.columns[0]
    assert (len(table) == rows + 1) or "other" in set(table[label])
    assert table[label].iloc[-1] == "all" and table["laid_off"].iloc[-1] > 0
    parts, total = table.iloc[:-1], whole.iloc[-1]
    for column in (*_PERSONS, *_MONEY):
        assert parts[column].sum() == pytest.approx(total[column], abs=1e-6), column
    for row in (parts, whole.iloc[:-1]):
        np.testing.assert_allclose(row[list(_BORNE)].sum(axis=1), row["lost"], rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(row["laid_off"] + row["not_replaced"], row["jobs_ended"], atol=1e-6)
    path = coupled.table("path")
    assert total["more_unemployed"] > 0 and path["unemployed"].iloc[-1] > path["unemployed_without"].iloc[-1]
    assert table["lost_years"].iloc[-1] == pytest.approx(total["lost_years"], rel=1e-9)
    broken = table.copy()
    broken.loc[0, "benefits"] += 0.01
    with pytest.raises(InvariantError, match="states, benefits"):
        _must_match(broken, whole, "states")


@pytest.mark.long
def test_ages_lose_by_their_tenure_and_the_young_stand_at_the_door(coupled: Result) -> None:
    table = coupled.table("ledger_by_age").set_index("age")
    lost, gone = table["lost_years"], table["out_of_labour_force"]
    assert lost["16–21"] < lost["22–25"] < lost["26–54"]
    assert lost["55+"] == pytest.approx(lost["26–54"], rel=0.15), "published: slightly with age"
    assert gone["55+"] > 2 * gone["26–54"] and table["with_job"]["55+"] < table["with_job"]["26–54"]
    share = table["more_unemployed"] / table.loc["all", "more_unemployed"]
    assert share["16–21"] > coupled.table("assumptions").set_index("name").loc["employed_16_to_21", "value"]
    states = coupled.table("ledger_by_area")
    assert states["months"].max() - states["months"].min() < 0.5
    assert states["pay"].max() > 1.2 * states["pay"].min()
    near = states["lost_years_in_area"] - states["lost_years"]
    better = states["pay_found_in_area"] - states["pay_found"]
    assert near.abs().max() < 0.4 and np.corrcoef(near, better)[0, 1] < -0.9


@pytest.mark.long
def test_some_jobs_return_after_a_reversal(coupled: Result) -> None:
    table = coupled.table("reversal")
    assert (table["back"] == table["at_reversal"] - table["after"]).all()
    assert table["share_back"].between(-0.5, 1.0).all() and (table["at_reversal"] > 0).all()
    assert (table["unbroken"] > table["after"]).all()
    there = (table["unbroken"] - table["after"]) / table["unbroken"]
    np.testing.assert_allclose(table["share_of_unbroken"], there)
    assert coupled.text["reversal"]


@pytest.mark.long
def test_draws_stand_beside_the_one_run(coupled: Result) -> None:
    table, draws = coupled.table("interval").set_index("outcome"), coupled.table("draws_made")
    assert len(draws) == coupled.facts["draws"] == 2 and draws["possible"].all()
    assert table.at["jobs_ended", "one_run"] == pytest.approx(coupled.table("reconciled")["persons"].iloc[-1])
    last, path = coupled.table("rounds").iloc[-1], coupled.table("path").iloc[-1]
    assert table.at["positions_after", "one_run"] == pytest.approx(last["positions"])
    assert table.at["unemployed", "one_run"] == pytest.approx(path["unemployed"] - path["unemployed_without"])
    assert table.at["pay", "one_run"] == pytest.approx(last["pay"] - 1.0)
    assert draws["jobs_ended"].nunique() == 2 and coupled.facts["fixed"] == []
    assert coupled.table("assumptions")["drawn"].sum() == len(coupled.facts["sampled"])
    record = json.loads(json.dumps(coupled.to_dict(), allow_nan=False))
    assert record["facts"]["draws"] == 2 and record["units"]["draws_made"]["jobs_ended"] == "persons"
    assert record["facts"]["sampled"]["capture_augmented"] == "share of freed hours"


@pytest.mark.long
def test_where_all_is_held_a_draw_is_the_one_run(insurer: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(couple_frames, "_RESPONSES", {})
    own = Parameters({name: Parameters()[name] for name in SAMPLED})
    source = str(insurer.facts["headline_source"])
    found = coupled_study(insurer, SHARE, EconomyRun(years=2, parameters=own, sources=(source,)), draws=1)
    table = found.table("interval").set_index("outcome")
    np.testing.assert_allclose(table["p50"], table["one_run"], rtol=1e-9)
    assert found.facts["sampled"] == {} and found.facts["fixed"] == list(SAMPLED)


@pytest.mark.long
def test_a_saved_trip_opens_again_and_tells_a_worker_where_pay_goes(
    coupled: Result, world: World, tmp_path: Path
) -> None:
    folder = coupled.save(tmp_path / "trip")
    again = Result.opened(ADOPTERS, open_saved(folder))
    summary = (folder / "output.txt").read_text(encoding="utf-8")
    assert all(len(line) <= 80 for line in summary.splitlines())
    assert again.text == coupled.text and again.facts["share"] == SHARE
    path = market_path(again.table(PATH_TABLE))
    assert path.years == 5
    moved = job_study(world, "43-9041", horizon=5, market=path)
    assert 0 < moved.facts["market_ends"]["pay"] < 1


def test_what_cannot_be_is_refused_in_words(insurer: Result, study: Result) -> None:
    with pytest.raises(InputError, match="names no industry"):
        coupled_study(study, SHARE, EconomyRun(years=4))
    with pytest.raises(InputError, match="Give at least 2 years"):
        coupled_study(insurer, SHARE, EconomyRun(years=1))
    with pytest.raises(InputError, match="the share is 1.5"):
        coupled_study(insurer, 1.5, EconomyRun(years=2))
    with pytest.raises(InputError, match="the law of adoption is off"):
        coupled_study(insurer, SHARE, EconomyRun(years=2, laws=Laws(adoption=False)))


def test_the_command_says_all_that_is_missing() -> None:
    done = CliRunner().invoke(app, ["simulate", "adopters", "nowhere"])
    said = " ".join(done.output.split())
    assert done.exit_code == 2 and "there is no share" in said and "--share 0.4" in said

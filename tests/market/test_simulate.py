"""The extended market as a study: parts add up, laws and policy do what they say, and what returns after a reversal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.market.nation import NORMAL, RATES, SAVED, accounts, assumed, market

from reallocate.kernel.errors import InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.money_held import PARTS
from reallocate.market.laws.policy import Policy
from reallocate.market.nation.assumptions import DRAWN
from reallocate.market.nation.economy import National
from reallocate.market.nation.effects import _POLICIES, Effects
from reallocate.market.nation.lost_jobs import _must_be_borne
from reallocate.market.nation.outcomes import (
    MEASURES,
    PEOPLE,
    WORK,
    counted_at,
    least_years,
    returned,
    returned_frame,
)
from reallocate.market.nation.run import Laws
from reallocate.market.nation.trajectory import Trajectory
from reallocate.market.simulate.ensemble import must_conserve
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.result import economy_study
from reallocate.market.simulate.runs import _nearest_middle
from reallocate.market.simulate.text import reversal_text
from reallocate.render.result import Result
from reallocate.work.world import World

ASKED = EconomyRun(years=1, draws=2, sources=("gpt4",))


@pytest.fixture(scope="module")
def study() -> Result:
    """Two draws of a year by one source."""
    return economy_study(ASKED)


@pytest.fixture(scope="module")
def held() -> Result:
    """The same where spending and real pay are held."""
    return economy_study(replace(ASKED, closure=Closure.MONEY_HELD))


@pytest.fixture(scope="module")
def helped() -> Result:
    """The same with a subsidy, half of the work adopting in the end, and no new tasks."""
    return economy_study(
        replace(
            ASKED,
            policy=Policy(hiring_subsidy=0.25),
            laws=Laws(new_work=False),
            parameters=Parameters({"industry_adoption_ceiling": 0.9}),
        )
    )


@pytest.fixture(scope="module")
def zero() -> Result:
    """A costly policy, and AI that nobody may adopt; what AI saves is as in force, all else is drawn."""
    held = {name: Parameters()[name] for name in DRAWN if not name.startswith("economy_")}
    return economy_study(
        replace(
            ASKED,
            policy=Policy(hiring_subsidy=0.9, subsidised_months=24.0, benefit_level=0.3, retraining=1.0),
            parameters=Parameters({**held, "industry_adoption_ceiling": 0.0}),
        )
    )


def effects_of(table: pd.DataFrame) -> pd.DataFrame:
    """The columns of a table that are against no further AI."""
    named = ("change", "share", "net", "swing")
    columns = [name for name in table if name.startswith(named) or "_change" in name]
    return table[
        [name for name in columns if not name.startswith("occupation_changes") or "_change_" in name]
    ]


@pytest.fixture(scope="module")
def still() -> Result:
    """Nobody adopts."""
    return economy_study(replace(ASKED, laws=Laws(adoption=False)))


@pytest.mark.long
def test_parts_add_up_ranges_hold_their_middle_and_the_gate_is_said(study: Result) -> None:
    jobs = study.table("jobs").set_index("part")
    assert list(jobs.index) == [*PARTS, "net"]
    assert jobs.loc["ended", "share"] < 0 < jobs.loc["built", "share"]
    # With two draws the middle is their mean, which adds up.
    assert jobs.loc[list(PARTS), "share"].sum() == pytest.approx(jobs.loc["net", "share"], abs=1e-12)
    drawn = study.table("draws")
    assert 100 * drawn["net"].mean() == pytest.approx(jobs.loc["net", "share"], abs=1e-12)
    people = study.table("occupations")
    quintiles = study.table("quintiles")
    assert quintiles["employment_start"].sum() == pytest.approx(people["employment_start"].sum(), rel=1e-12)
    assert (people.groupby("quintile")["exposure"].max().diff().dropna() > 0).all()
    path = study.table("path")
    assert len(path) == 12 and path["year"].iloc[-1] == pytest.approx(2027.25)
    for name in ("unemployment", "openings", "hires"):
        assert (path[f"{name}_low"] <= path[name]).all() and (path[name] <= path[f"{name}_high"]).all()
    assert study.table("gate")["holds"].all()
    assert "13 of 13 checks hold" in study.explain()["gate"][0]


def test_where_nobody_adopts_nothing_happens(still: Result) -> None:
    for name in ("path", "jobs", "occupations", "quintiles", "industries", "money", "draws"):
        assert (effects_of(still.table(name)) == 0).all(axis=None), name
    assert {"surface", "swings", "ages", "divide", "lost_by_age", "lost_by_area"}.isdisjoint(still.tables)
    assert "Adoption is off" in still.explain()["decides"][0]
    assert "Adoption of AI is off" in still.explain()["headline"][0]


@pytest.mark.long
def test_without_ai_nothing_changes_and_nobody_gains_or_loses_whatever_the_policy(zero: Result) -> None:
    for name in (
        "path",
        "jobs",
        "occupations",
        "quintiles",
        "industries",
        "money",
        "draws",
        "swings",
        "ages",
    ):
        assert (effects_of(zero.table(name)) == 0.0).all(axis=None), name
    closures = zero.table("closures").set_index("measure").drop(columns="unit")
    assert set(closures.index) == set(MEASURES) and (closures.abs() < 1e-9).all(axis=None)
    assert (zero.table("policy").set_index("measure")["difference"] != 0).all()
    followed = zero.table("divide")
    for column in ("pay", "employed", "displaced"):
        assert followed[column].tolist() == followed[f"{column}_without"].tolist()
    for name in ("lost_by_age", "lost_by_area"):
        counted = zero.table(name)[["jobs_ended", "employed", "more_unemployed"]]
        assert (counted == 0).all(axis=None)
    assert "AI changes nothing in any draw" in zero.explain()["headline"][0]


@pytest.mark.long
def test_jobs_under_each_closure_are_one_number_everywhere(study: Result, held: Result) -> None:
    """Table, draws, JSON and sentences; a run under another closure shows the same three."""
    made = study.to_dict()
    rows = study.table("closures").set_index("measure")
    assert made["closure"] == "C" and set(made["jobs"]) == {"A", "B", "C"}
    assert "% of jobs after 1 year," in made["jobs_unit"] and "median of 2 draws" in made["jobs_unit"]
    for closure, ends in made["jobs"].items():
        assert ends["low"] <= ends["median"] <= ends["high"]
        assert ends["median"] == rows.loc["jobs", closure]
    net = study.table("jobs").set_index("part").loc["net"]
    assert made["jobs"]["C"]["median"] == pytest.approx(net["share"], abs=1e-12)
    assert 100 * study.table("draws")["net"].mean() == pytest.approx(made["jobs"]["C"]["median"], abs=1e-12)
    assert "Other assumptions" in " ".join(study.explain()["headline"])
    assert held.to_dict()["closure"] == "A" and held.to_dict()["jobs"] == made["jobs"]
    by_held = held.table("jobs").set_index("part").loc["net", "share"]
    assert by_held == pytest.approx(made["jobs"]["A"]["median"], abs=1e-12)


@pytest.mark.long
@pytest.mark.parametrize(("name", "rows"), [("lost_by_age", 4), ("lost_by_area", 51)])
def test_a_lost_job_by_age_and_by_state_adds_up(study: Result, name: str, rows: int) -> None:
    table = study.table(name)
    parts, total = table.iloc[:-1], table.iloc[-1]
    assert len(parts) == rows
    for column in ("jobs_ended", "employed", "more_unemployed"):
        assert parts[column].sum() == pytest.approx(total[column])
    assert total["jobs_ended"] > 0 > total["employed"] and total["more_unemployed"] > 0
    np.testing.assert_allclose(table["benefits_years"] + table["person_years"], table["lost_years"])
    assert study.to_dict()["tables"][name][0]["months"] == pytest.approx(table["months"].iloc[0])
    table.loc[0, "person_years"] += 0.01
    with pytest.raises(InvariantError, match="borne by nobody"):
        _must_be_borne(table, name)


@pytest.mark.long
def test_a_subsidy_takes_people_out_of_unemployment_and_costs_and_what_somebody_names_is_held(
    helped: Result,
) -> None:
    rows = helped.table("policy").set_index("measure")
    assert rows.loc["unemployment", "difference"] < 0 < rows.loc["employment", "difference"]
    cost = rows[rows.index.str.startswith("cost")]
    assert len(cost) == 1 and (cost["with"] > 0).all()
    assert "industry_adoption_ceiling" not in helped.table("draws")
    assumed = helped.table("assumptions").set_index("name")
    assert assumed.loc["industry_adoption_ceiling", "value"] == 0.9
    assert not assumed.loc["industry_adoption_ceiling", "drawn"]
    assert helped.table("jobs").set_index("part").loc["renewed", "share"] == 0


@pytest.mark.long
def test_jobs_over_corners_go_with_spending(study: Result, held: Result) -> None:
    assert "surface" not in study.tables, "under another closure two of its axes decide nothing"
    surface = held.table("surface")
    assert len(surface) == 45
    same = surface[(surface["elasticity"] == 1.0) & (surface["pass_through"] == 0.2)]
    assert same.sort_values("spent_of_profits")["net"].is_monotonic_increasing
    swings = study.table("swings")
    assert set(swings["parameter"]) == set(DRAWN)
    assert swings["swing"].is_monotonic_decreasing


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


@pytest.fixture(scope="module")
def effects(world: World) -> Effects:
    nation = National(market(), NORMAL, 0.09, 0.036)
    return Effects(world, Parameters.default(), nation, RATES, accounts(), assumed(), SAVED, 24)


def test_a_lost_job_levers_laws_and_the_surface(effects: Effects) -> None:
    table = effects.lost_job()
    whole = table[table["part"] == "all"].set_index(["who", "market"])["lost"]
    for who in ("everybody", "people whose hours AI saves"):
        assert 0.5 < whole[who, "calm"] < whole[who, "slack"] < 3
    np.testing.assert_allclose(sorted(table["unemployment"].unique()), [0.05, 0.09], atol=2e-4)
    table = effects.ages().set_index(["age", "quintile"])["change"]
    assert table["22–25", 5] < table["26–54", 5] < 0
    table, gaps = effects.pay()
    assert len(table) == 5
    assert (table["displaced"] >= table["displaced_without"] - 1e-3).all()
    assert gaps["pay"] < 0
    table = effects.policies()
    assert list(table["policy"]) == ["none", *_POLICIES]
    assert (table["cost"].iloc[1:] > 0).all()
    table = effects.without_each_law().set_index("off")
    assert table.loc["adoption", "net_share"] == pytest.approx(0.0, abs=1e-4)
    assert table.loc["new_work", "net_share"] <= table.loc["none", "net_share"] < 0
    table = effects.surface()
    assert [table[name].nunique() for name in ("elasticity", "pass_through", "spent_of_profits")] == [5, 3, 3]

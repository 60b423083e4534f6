"""What a works council reads: routes, hours, dates, groups, the record of layoffs; and a firm's plan as its industry's."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import Goldens

from reallocate.firm.alternatives.model import Alternative
from reallocate.firm.council.layoffs import _REASONS, _mean_pay, _reversal, layoff_record
from reallocate.firm.council.model import _group_counts, _loss_by_occupation, group_sentences
from reallocate.firm.council.page import _calendar_sentences, refused
from reallocate.firm.plan.calendar import calendar, laws_of
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.firm.report.questions import WholePlan
from reallocate.firm.request.plan_keys import Promises
from reallocate.kernel.errors import InputError, InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.loop.ledger import (
    _BORNE,
    _PAID_TO_PEOPLE,
    _must_reconcile,
    _years_of_pay,
)
from reallocate.loop.page import coupled_study
from reallocate.loop.shock import shock_of
from reallocate.market.nation.run import Laws
from reallocate.market.simulate.request import EconomyRun
from reallocate.render.result import Result
from reallocate.roster.file.limits import ReadOptions
from reallocate.roster.roster import Given, read_roster
from reallocate.roster.staff import _staff_groups
from reallocate.work.world import World


def test_the_calendar_counts_notice_back_from_the_exits_as_kept(solved: SolvedPlan, golden: Goldens) -> None:
    """As planned; with half of the exits, below every number of the laws; with none, and a promise."""
    half = replace(solved, plan=replace(solved.plan, layoffs=solved.plan.layoffs * 0.5))
    promised = solved.problem.scenario.model_copy(
        update={"promises": Promises(jurisdiction="US-NJ", no_layoffs_before="2027-01")}
    )
    none = replace(
        solved,
        problem=replace(solved.problem, scenario=promised),
        plan=replace(solved.plan, layoffs=solved.plan.layoffs * 0.0),
    )
    told = []
    for name, one in (("as planned", solved), ("half of the exits", half), ("none, and a promise", none)):
        table = calendar(one)
        told += [f"# {name}", table.to_csv(index=False, float_format="%.9g"), *_calendar_sentences(table)]
    golden("firm/calendar", "\n".join(told))
    assert [law.label for law in laws_of(none.problem)] == ["US, New Jersey"]


def test_what_was_refused_names_its_price_and_what_it_kept(whole: WholePlan, golden: Goldens) -> None:
    best = whole.alternatives.plans[0].plan
    assert best is not None
    more = replace(best, headcount=best.headcount + 1.0, layoffs=best.layoffs * 0.5)
    told = [
        whole.alternatives.plans[0],
        Alternative("fewest layoffs", 2.5, more),
        Alternative("most jobs kept", 0.0, best),
        Alternative("no layoffs", float("nan"), None, "the exits are decided beforehand"),
    ]
    table = refused(replace(whole.alternatives, plans=told))
    golden("firm/refused", table.to_csv(index=False, float_format="%.6g"))


DAY = datetime.date(2026, 7, 1)
# Customer service loses more than the firm, developers as much.
LOSS = pd.Series({"": 0.10, "43-4051": 0.20, "15-1252": 0.10, "43-0000": 0.2, "15-0000": 0.10})


def counted(tmp_path: Path, world: World, old: int, young: int, few: int = 0) -> pd.DataFrame:
    """The old serve customers, the young develop; a few are 30 to 39."""
    rows = [
        *[("43-4051", "Customer Service Representative", 1966, "2001-01-01")] * old,
        *[("15-1252", "Software Developer", 2001, "2025-09-01")] * young,
        *[("15-1252", "Software Developer", 1991, "2020-01-01")] * few,
    ]
    table = pd.DataFrame(rows, columns=["SOC code", "Job Title", "Birth year", "Hire Date"])
    table.insert(0, "Employee ID", [f"E{number}" for number in range(len(table))])
    table["FTE"] = ["0.5" if number % 4 == 0 else "1" for number in range(len(table))]
    file = tmp_path / "people.csv"
    table.to_csv(file, index=False)
    roster = read_roster(file, world, None, Given(reading=ReadOptions(date=DAY)))
    return _group_counts(_staff_groups(roster, (), DAY), LOSS)


def test_sizes_and_shares_are_those_of_the_people_and_fewer_than_five_are_left_out(
    tmp_path: Path, world: World
) -> None:
    counts = counted(tmp_path, world, 240, 160, few=4)
    table = counts.set_index(["about", "band"])
    assert table.loc[("age", "60 and over"), ["size", "share_losing"]].tolist() == [240, 1.0]
    assert table.loc[("age", "under 30"), ["size", "share_losing"]].tolist() == [160, 0.0]
    assert "30 to 39" not in counts["band"].tolist() and "5 to 10 years" not in counts["band"].tolist()
    assert "30 to 39" in counted(tmp_path, world, 40, 30, few=5)["band"].tolist()
    said = " ".join(group_sentences(counts))
    assert "By age: 100% of those “60 and over” work in the roles hit hardest, 0% of those “under 30”" in said
    assert "Who leaves is not in a plan." in said
    assert group_sentences(counts[counts["band"].eq("under 30")]) == [], "one group alone says nothing"
    assert table.loc[("length of service", "20 years and more"), "size"] == 240


def test_losses_are_those_of_the_plan(solved: SolvedPlan) -> None:
    loss, plan = _loss_by_occupation(solved.plan), solved.plan
    i = plan.inputs
    at = list(i.occupation).index("43-4051")
    assert loss["43-4051"] == pytest.approx(1 - plan.headcount[at, -1] / i.headcount[at])
    assert loss[""] == pytest.approx(1 - plan.headcount[:-1, -1].sum() / i.headcount.sum())
    assert loss["43-0000"] == pytest.approx(
        1 - plan.headcount[i.family == "43-0000", -1].sum() / i.headcount[i.family == "43-0000"].sum()
    )


def test_the_record_adds_up_and_moves_with_an_announcement(world: World) -> None:
    tables = layoff_record(world, Parameters.default()).tables
    record, by_reason, timeline = tables["record"], tables["by_reason"], tables["timeline"]
    assert len(record) == len(world.table("announcements")) == by_reason["announcements"].sum()
    assert set(record["reason"]) <= set(_REASONS)
    assert record["jobs_cut"].sum() == by_reason["jobs_cut"].sum() == timeline["jobs_cut"].sum()
    assert record["date"].is_monotonic_increasing
    assert not record["later"].eq("see above").any()
    record = layoff_record(world, Parameters.default()).tables["record"]
    assert record["jobs_cut"].isna().any() and not record["jobs_cut"].eq(0).any()
    table = world.table("announcements")
    fewer = replace(world, tables={**world.tables, "announcements": table[table["company"] != "Meta"]})
    before, after = (layoff_record(one, Parameters.default()) for one in (world, fewer))
    assert after.tables["record"]["jobs_cut"].sum() < before.tables["record"]["jobs_cut"].sum()
    assert after.explain()["headline"][0] != before.explain()["headline"][0]


def test_the_price_of_a_reversal_is_what_a_plan_pays(world: World) -> None:
    found = _reversal(world, Parameters.default().replace(severance_per_exit=100_000.0), 360_000.0)
    p = Parameters.default()
    assert found.price == pytest.approx(100_000 + p["hire_cost"] + 0.5 * p["ramp_up_months"] / 12 * 360_000)
    assert found.months == pytest.approx(found.price / 30_000)
    assert found.person_rate == pytest.approx(0.053)
    assert "5.3%" in " ".join(layoff_record(world, p).explain()["taken_back"])
    assert 300_000 < _mean_pay(world) < 500_000


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


def test_what_cannot_be_is_refused_in_words(insurer: Result, study: Result) -> None:
    with pytest.raises(InputError, match="names no industry"):
        coupled_study(study, SHARE, EconomyRun(years=4))
    with pytest.raises(InputError, match="Give at least 2 years"):
        coupled_study(insurer, SHARE, EconomyRun(years=1))
    with pytest.raises(InputError, match="the share is 1.5"):
        coupled_study(insurer, 1.5, EconomyRun(years=2))
    with pytest.raises(InputError, match="the law of adoption is off"):
        coupled_study(insurer, SHARE, EconomyRun(years=2, laws=Laws(adoption=False)))

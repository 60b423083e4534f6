"""The tables and sentences of a whole study: what they show, sum to, and say of cases and groups; what a works council reads."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.firm.firms import rows_of
from tests.golden_pages import Goldens, figures_text, tables_text

from reallocate.firm.alternatives.assumptions import NOT_MOVED, replace_first
from reallocate.firm.alternatives.model import Alternative
from reallocate.firm.alternatives.tipping_points import TippingPoint
from reallocate.firm.council.layoffs import _mean_pay, _reversal, layoff_record
from reallocate.firm.council.model import _group_counts, _loss_by_occupation, group_sentences
from reallocate.firm.council.page import _calendar_sentences, refused
from reallocate.firm.model.cases import Setting
from reallocate.firm.own_plan.model import price_own_plan
from reallocate.firm.own_plan.page import OWN_PLAN_TABLES, PricedOwnPlan
from reallocate.firm.own_plan.page import TEXT as OWN_PLAN_TEXT
from reallocate.firm.plan.calendar import calendar, laws_of
from reallocate.firm.plan.groups import _group_of
from reallocate.firm.plan.people import groups, roles
from reallocate.firm.plan.response import product_sentences, value_that_competes
from reallocate.firm.plan.roles import informative_ranges
from reallocate.firm.plan.solved import Cases, RangedPlan, Ranges, SolvedPlan, Spread
from reallocate.firm.report.questions import WholePlan
from reallocate.firm.report.result import _whole_result
from reallocate.firm.report.tables import moved_inputs
from reallocate.firm.report.text import _quits_and_ramp
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.plan_keys import Promises
from reallocate.firm.request.prepare import prepare
from reallocate.kernel.errors import InputError, InvariantError
from reallocate.kernel.grade import Grade
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import computed
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


@pytest.fixture(scope="module")
def setting(world: World, scenario: Scenario) -> Setting:
    return prepare(world, scenario).setting


def test_every_figure_and_sentence_is_the_kept_one(study: Result, golden: Goldens) -> None:
    golden("firm/study", figures_text(study))
    assert "cut_ruled_out" not in study.facts


def within(table: pd.DataFrame, low: str, value: pd.Series, high: str) -> int:
    told = table[[low, high]].notna().all(axis=1)
    assert (table.loc[told, low] <= value[told] + 1e-5).all(), (low, value.name)
    assert (table.loc[told, high] >= value[told] - 1e-5).all(), (high, value.name)
    return int(told.sum())


REASON = "no plan keeps cash of at most USD 205 million a year"
PRO_RATA = "60 exits, pro rata"


def lacking(whole: WholePlan) -> WholePlan:
    """The small study without one case, one source, the last point of the grid and a proof that its cases cost least."""
    plans = {
        name: replace(plan, bound=0.98 * plan.objective)
        for name, plan in whole.cases.plans.items()
        if name != PRO_RATA
    }
    points = {speed: row[:-1] for speed, row in whole.grid.plans.items()}
    return replace(
        whole,
        cases=Cases(plans, {PRO_RATA: REASON}),
        sources=replace(whole.sources, others=Cases({}, {"gpt4": REASON})),
        grid=replace(whole.grid, plans=points, impossible={"medium 20%": REASON}),
    )


def test_what_is_impossible_is_a_row_without_figures_and_with_its_reason(
    study: Result, whole: WholePlan, golden: Goldens
) -> None:
    less = _whole_result(lacking(whole))
    golden.change("firm/study_lacking", figures_text(study), figures_text(less))
    for name, key, row in (("cases", "case", PRO_RATA), ("sources", "source", "gpt4")):
        found = less.table(name).set_index(key).loc[row]
        assert found["note"] == f"no plan is possible: {REASON}" and found.drop("note").isna().all()


JOINED = ["43-4051", "43-9041"]


def tables_of(whole: WholePlan, ranges: Ranges | None = None) -> dict[str, pd.DataFrame]:
    spread = Spread(ranges or whole.ranges, whole.sources.others.plans)
    return computed((roles, groups), RangedPlan(whole.first.solved, spread))


def test_a_range_wider_than_its_role_is_not_told() -> None:
    """Two positions that could be a thousand say nothing of the two; a new role has none before the plan."""
    roles = pd.DataFrame(
        {
            "role": ["large", "small", "new"],
            "baseline_end": [500.0, 2.0, 0.0],
            "delta_low": [-20.0, -0.1, 0.0],
            "delta_high": [450.0, 990.0, 70.0],
        }
    ).set_index("role")
    told = informative_ranges(roles)
    assert told.loc["small", ["delta_low", "delta_high"]].isna().all()
    assert told.drop("small").equals(roles.drop("small"))
    assert informative_ranges(roles[["delta_low"]]).equals(roles[["delta_low"]]), "nothing to judge it by"


def test_a_group_adds_up_its_roles_and_has_their_range(whole: WholePlan, golden: Goldens) -> None:
    """The small study as if its two office roles had been planned together; ranges of layoffs where they are known."""
    ends = {role: (10.0, 2_000.0) for role in whole.ranges.roles if role not in JOINED}
    joined = replace(whole.ranges, roles={**ends, "43-0000": (900.0, 950.0)})
    known = replace(whole.ranges, role_layoffs={"43-4051": (30.0, 40.0), "11-3021": (0.0, 9.0)})
    grouped, told = tables_of(whole, joined), tables_of(whole, known)
    golden("firm/grouped", "\n".join(map(tables_text, (grouped, told))))
    roles, groups = grouped["roles"].set_index("role"), grouped["groups"].set_index("role")
    office = groups.loc["43-0000"]
    for figure in ("headcount", "baseline_end", "plan_end", "delta", "layoffs", "quits", "hires"):
        assert office[figure] == pytest.approx(roles.loc[JOINED, figure].sum()), figure
        assert groups[figure].sum() == pytest.approx(roles[figure].sum()), figure


def test_a_role_with_its_group_s_name_is_only_a_part_of_it(whole: WholePlan) -> None:
    """15-0000 of small roles lies within 15-0000 of the coarser grouping."""
    roles = pd.DataFrame(
        {"role": ["15-0000", "15-1252", "11-3021"], "occupation": ["15-0000", "15-1252", "11-3021"]}
    )
    ranges = replace(whole.ranges, roles={"15-0000": (1.0, 2.0), "11-3021": (3.0, 4.0)})
    found = _group_of(whole.first.setup.problem, ranges, roles)
    assert list(found) == ["15-0000", "15-0000", "11-3021"]


def test_the_register_says_what_each_assumption_moves(study: Result, solved: SolvedPlan, whole: WholePlan) -> None:
    table = study.table("assumptions").set_index("parameter")
    assert not table.index.has_duplicates and table["moves"].ne("").all()
    one = whole.tipping_points[0]
    ends = sorted(end - solved.base_totals.positions for end in (one.low_positions, one.high_positions))
    assert table.loc[one.name, "moves"].startswith(f"positions {ends[0]:+,.0f} to {ends[1]:+,.0f}")
    assert table.loc["gpu_life", "moves"].startswith("tokens by ")
    assert table.loc["hire_cost", "moves"] == NOT_MOVED
    severance = table.loc["funding.severance_range"]
    assert (severance["low"], severance["high"], severance["unit"]) == (20_000, 30_000, "USD/exit")
    assert np.isnan(severance["value"]) and severance["grade"] == "own"
    assert table.loc["funding.pay_settings", "value"] == 120_000


def moved(name: str, **changed: float | None) -> TippingPoint:
    figures: dict[str, float | None] = {
        "now": 0.011, "low": 0.007, "high": 0.025, "flips_at": None, "tenth_at": None,
        "low_positions": 900.0, "high_positions": 950.0, "low_layoffs": 0.0, "high_layoffs": 0.0,
    }  # fmt: skip
    return TippingPoint(name=name, **{**figures, **changed})  # type: ignore[arg-type]


def test_quits_and_ramp_say_only_what_was_solved_as_kept(golden: Goldens) -> None:
    quits, slow = moved("quits_per_month", flips_at=0.0014), moved("adoption_width", now=2.0, low=1.0, high=4.0)
    with_layoffs = [replace(quits, flips_at=0.009, low_layoffs=512.0), replace(slow, low_layoffs=321.0)]
    golden("firm/quits_and_ramp", "\n".join([*_quits_and_ramp([slow, quits]), *_quits_and_ramp(with_layoffs)]))
    assert _quits_and_ramp([moved("capture_automated")]) == []


def test_figures_to_replace_are_those_whose_effect_was_tested(whole: WholePlan) -> None:
    tested = moved_inputs(whole)
    p = tested.parameters
    flips = [
        moved("review_hours", low_positions=100.0),  # a primary source
        moved("capture_automated", low_positions=300.0),
        moved("demand_growth", low_positions=500.0),
        moved("rehire_pause", low_positions=0.0),  # the scenario's own
    ]
    assert p.about("review_hours").grade is Grade.A and p.about("rehire_pause").is_own
    assert replace_first(replace(tested, points=flips)) == ["capture_automated", "demand_growth"]
    assert replace_first(replace(tested, points=[])) == []


def test_what_gpus_for_products_compete_with_is_said_where_the_budget_is_priced(solved: SolvedPlan) -> None:
    """Of a budget that is unknown or not among the limits nothing is said; one whose dollar costs nothing does not bind."""
    rows = [pd.DataFrame({"limit": ["cash budget"], "down": [price]}) for price in (np.nan, 0.0, 2.0)]
    unknown, none, two = (product_sentences(solved, [], one) for one in rows)
    assert unknown == product_sentences(solved, [], rows[0].assign(limit="power")) == []
    hour, more = (f"{value_that_competes(solved.plan.inputs, price):.2f}" for price in (0.0, 2.0))
    assert "does not bind" in none[0] and hour in none[0] and hour in two[0] and more in two[0] and hour != more


def test_an_own_plan_is_priced_and_told_as_kept(whole: WholePlan, golden: Goldens) -> None:
    """Sixty clerks leave in the second quarter and nobody is hired in their place."""
    clerks = whole.first.solved.plan.inputs.roles[0]
    stay = [{"role": clerks, "period": period, "hires": 0.0} for period in range(6)]
    stay[1]["exits"] = 60.0
    rows, first = rows_of(*stay), whole.first
    own = PricedOwnPlan(first.solved, price_own_plan(first.setup.full, rows, first.solved.base))
    said = [line for lines in OWN_PLAN_TEXT.said(own)["own_plan"].values() for line in lines]
    golden("firm/own_plan", "\n".join([tables_text(computed(OWN_PLAN_TABLES, own)), *said]))


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
    assert record["jobs_cut"].sum() == by_reason["jobs_cut"].sum() == timeline["jobs_cut"].sum()
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
    assert float(shock.change["43-4051"]) == pytest.approx(expected)
    assert float(shock.change["35-3023"]) == 0.0
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

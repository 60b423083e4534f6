"""A scenario becomes a firm: from an industry's mix or the firm's own table, small roles together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden_pages import Goldens
from tests.worlds import small_world

from reallocate.data.country import begins, country
from reallocate.data.packs import gpts_are_gpts, onet
from reallocate.firm.model.grouping import group_small
from reallocate.firm.request.faults import contradictions
from reallocate.firm.request.firm import build_firm, own_share
from reallocate.firm.request.keys import Scenario, _Compute
from reallocate.firm.request.plan_keys import Adoption
from reallocate.firm.request.prepare import parameters_of, prepare
from reallocate.firm.request.read import _read_scenario, _with_flags, load_scenario, scenario_from_flags
from reallocate.firm.request.roles import _spread
from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.work.hours import direction_index, task_hours
from reallocate.work.reach import _AUTOMATED, _EXPOSED
from reallocate.work.world import World, by_source

SMALL = small_world()


def own(folder: Path, rows: str, more: str = "") -> Scenario:
    (folder / "roles.csv").write_text(
        "code,title,headcount,open positions,loaded cost,location,level\n" + rows, encoding="utf-8"
    )
    return _read_scenario(f'name = "own"\nroles = "roles.csv"\n{more}', folder / "scenario.toml")


OWN = "15-1252,Backend,600,5,200000,,\n,Claims handler,400,,,,\n43-9061,,100,,,,\n"
APART = "15-1252,Dev,5,,,NY,\n15-1252,Dev,6,,,SF,L5\n13-2011,,9,,,NY,\n15-2051,Data,3,,,SF,\n15-2051,ML,3,,,SF,\n"


def test_firms_of_an_industry_and_of_own_tables_are_those_kept(tmp_path: Path, golden: Goldens) -> None:
    """An own table wins; what it lacks is filled and listed. Roles of one code are told apart by what differs."""
    made = {
        name: scenario_from_flags(["524100"], 1_000, **given)
        for name, given in {
            "as it is": {}, "a dearer multiplier": {"set": {"loaded_multiplier": 1.6}}, "in an area": {"area": "California"},
            "paid alike": {"pay_per_head": 396_000.0}, "with open positions": {"open_positions": 98.0},
        }.items()
    }  # fmt: skip
    for name, rows, more in (("own", OWN, 'industries = ["524100"]'), ("apart", APART, "")):
        (tmp_path / name).mkdir()
        made[name] = own(tmp_path / name, rows, more)
    told = []
    for name, scenario in made.items():
        firm, notes, _ = build_firm(SMALL, scenario)
        told += [f"# {name}", firm.roles.to_csv(float_format="%.9g"), f"filled {firm.filled_share:.9g}", *map(str, notes)]
    golden("firm/firms", "\n".join(told))


def test_contradictions_between_scenario_and_table_are_errors_as_kept(tmp_path: Path, golden: Goldens) -> None:
    def refused(more: str) -> str:
        with pytest.raises(InputError) as caught:
            build_firm(SMALL, own(tmp_path, "15-1252,,1000,7,,,\n", more))
        return str(caught.value)

    golden.answers("firm/contradictions", refused)


SCENARIO = scenario_from_flags(["513200", "524100"], 1_000, open_positions=40.0)
ALONE = build_firm(SMALL, _with_flags(SCENARIO).model_copy(update={"group_below": 0.0}))[0]
JOINED = build_firm(SMALL, SCENARIO.model_copy(update={"group_below": 0.05}))[0]


def reached(firm, kind: str) -> np.ndarray:  # type: ignore[no-untyped-def]
    """People's hours that each source reaches, by activity."""
    people = firm.roles["headcount"].to_numpy()
    return np.einsum("r,ra,sra->sa", people, firm.content, by_source(getattr(firm, kind)))


def test_small_roles_of_a_major_group_become_one() -> None:
    assert list(JOINED.roles.index) == ["11-0000", "13-1031", "13-2011", "13-2053", "15-0000", "15-1252", "43-0000", "43-4051"]
    other, members = JOINED.roles.loc["15-0000"], ALONE.roles.loc[["15-1253", "15-2051"]]
    assert (other["title"], other["family"]) == ("Other Computer and Mathematical Occupations", "15-0000")
    pay = (members["headcount"] * members["loaded_cost"]).sum() / members["headcount"].sum()
    assert other["loaded_cost"] == pytest.approx(pay) and 4.0 < other["job_zone"] < 5.0


def test_the_own_pay_of_a_group_is_that_of_its_payroll(tmp_path: Path) -> None:
    """Two small roles are joined: of one the table gives the cost, of the other half of the people's own."""
    rows = "15-1252,900,100000,\n15-1253,10,300000,0.5\n15-2051,10,100000,\n"
    (tmp_path / "roles.csv").write_text(f"code,headcount,loaded cost,own pay\n{rows}", encoding="utf-8")
    text = 'name = "x"\nroles = "roles.csv"\ngroup_below = 0.05\n'
    firm = build_firm(SMALL, _read_scenario(text, tmp_path / "scenario.toml"))[0]
    assert firm.roles["own_pay"].to_dict() == pytest.approx({"15-0000": 2.5 / 4, "15-1252": 1.0})
    assert own_share(firm.roles) == pytest.approx((900 + 15 + 10) / (900 + 30 + 10))


def test_no_person_pay_hour_or_reach_is_lost_and_a_lone_role_stays_as_it_is() -> None:
    assert JOINED.headcount == pytest.approx(ALONE.headcount, rel=1e-12)
    assert JOINED.payroll == pytest.approx(ALONE.payroll, rel=1e-12)
    assert JOINED.roles["open_positions"].sum() == pytest.approx(40.0)
    assert JOINED.filled_share == ALONE.filled_share > 0
    hours = [firm.roles["headcount"].to_numpy() @ firm.content.to_numpy() for firm in (ALONE, JOINED)]
    np.testing.assert_allclose(hours[0], hours[1], rtol=1e-12)
    for kind in ("augmentable", "automatable"):
        np.testing.assert_allclose(reached(ALONE, kind), reached(JOINED, kind), rtol=1e-12)
    firm = build_firm(SMALL, SCENARIO.model_copy(update={"group_below": 0.04}))[0]
    assert "15-2051" in firm.roles.index
    assert "15-0000" not in firm.roles.index
    for role, job in (
        (ALONE.content, SMALL.content),
        (ALONE.automatable["people"], SMALL.automatable["people"]),
    ):
        np.testing.assert_allclose(role.loc["13-1031"], job.loc["13-1031"], rtol=1e-12)


@given(
    st.floats(min_value=0.5, max_value=2e6),
    st.lists(st.floats(min_value=1e-4, max_value=1.0), min_size=1, max_size=60),
)
def test_a_spread_adds_up_and_leaves_no_part_at_zero(total: float, weights: list[float]) -> None:
    share = np.array(weights) / np.sum(weights)
    total = round(total, 2)
    parts = _spread(total, share)
    assert parts.sum() == pytest.approx(total, abs=1e-6)
    assert (parts > 0).all()
    assert np.abs(parts - total * share).max() <= 0.010001


def test_small_rows_of_a_large_occupation_stay_with_it(world: World) -> None:
    def rows(*given: tuple[str, str, float]) -> pd.DataFrame:
        roles = pd.DataFrame(given, columns=["role", "occupation", "headcount"]).set_index("role")
        return roles.assign(
            title="t", family=roles["occupation"].str[:2] + "-0000", open_positions=0.0, loaded_cost=1e5, own_pay=1.0,
            location=["x", "y", "z", "w", "v", "u"][: len(roles)], level="", job_zone=4.0,
        )  # fmt: skip

    clerks = [(f"43-4051@{place}", "43-4051", 15.0) for place in "abc"]
    roles, members = group_small(rows(("15-1252", "15-1252", 55.0), *clerks), world, 0.2)
    assert dict(roles["headcount"]) == {"15-1252": 55.0, "43-4051@several": 45.0}
    assert roles.loc["43-4051@several", "occupation"] == "43-4051"
    assert members.set_index("role").loc["43-4051@several", "weight"] == pytest.approx(1.0)
    small = [("43-9041", "43-9041", 5.0), ("43-9061", "43-9061", 0.0)]
    alone, _ = group_small(rows(("15-1252", "15-1252", 95.0), *small), world, 0.2)
    assert list(alone.index) == ["15-1252", "43-9041", "43-9061"], "nobody makes no group"


def test_a_fifth_of_the_nation_s_jobs_direct_enough_to_direct_systems(world: World) -> None:
    about = Parameters.default().about("directing_role_from")
    index = direction_index(world.content)["narrow"].to_numpy()
    people = world.occupations["employment"].to_numpy(float)
    shares = [
        float(people[index >= least].sum() / people.sum()) for least in (about.high, about.value, about.low)
    ]
    np.testing.assert_allclose(shares, [0.1, 0.2, 0.3], atol=0.015)


QUARTER = 8760 / 4 / 24 / 30


def test_tokens_of_an_hour_follow_from_those_observed(world: World) -> None:
    def parameters(**own: float) -> dict[str, float]:
        scenario = Scenario(
            name="x", industries=("522000",), headcount=2_000.0, parameters=own, compute=_Compute(tokens_in_30_days=1e11)
        )
        return dict(prepare(world, scenario).setting.options.parameters)

    # 2,000 people work 450 hours a quarter each, 5.4% of them with AI: 48,600 hours.
    by_hand = 1e11 * QUARTER / 48_600 / 1e6
    assert parameters(assisted_today=0.054)["tokens_per_augmented_hour"] == pytest.approx(by_hand)
    own = parameters(assisted_today=0.054, tokens_per_automated_hour=3.0)
    assert own["tokens_per_automated_hour"] == 3.0
    assert own["tokens_per_augmented_hour"] == pytest.approx(by_hand)
    assert parameters()["tokens_per_augmented_hour"] == pytest.approx(by_hand)
    with pytest.raises(InputError, match="assisted_today"):
        parameters(assisted_today=0.0)


def test_speed_is_the_width_where_adoption_begins_at_todays_use(world: World) -> None:
    for speed, half, width in (("slow", 10.0, 4.0), ("fast", 4.0, 1.0)):
        scenario = Scenario(name="x", industries=("522000",), headcount=2_000.0, adoption=Adoption(speed=speed))
        used = parameters_of(world, scenario)
        assert (used["adoption_width"], used["adoption_midpoint"]) == (width, 6.0)
        without = parameters_of(world, scenario.model_copy(update={"parameters": {"assisted_today": 0.0}}))
        assert (without["adoption_width"], without["adoption_midpoint"]) == (2.0, half)


@pytest.mark.parametrize(("code", "quits", "assisted"), [
    ("524100", 0.0147, 0.054), ("519200", 0.011, 0.14), ("722500", 0.0463, 0.023), ("11--12", 0.0232, 0.054),
])  # fmt: skip
def test_quits_and_use_of_today_are_those_of_the_sector(world: World, code: str, quits: float, assisted: float) -> None:
    scenario = Scenario(name="x", industries=(code,), headcount=2_000.0)
    p = parameters_of(world, scenario)
    assert (p["quits_per_month"], p["assisted_today"]) == (quits, assisted)
    own = parameters_of(world, scenario.model_copy(update={"parameters": {"quits_per_month": 0.02}}))
    assert own["quits_per_month"] == 0.02


def test_where_adoption_begins_is_no_fault_where_nothing_is_used_today() -> None:
    given = {"adoption_midpoint": 5.0, "assisted_today": 0.0}
    begun = Scenario(name="x", industries=("522000",), headcount=2_000.0, parameters=given)
    assert contradictions(begun, lambda place: "") == []


STUDY = load_scenario("hyperscaler-2026")
METRICS = {
    "headcount": ("headcount", 1.0),
    "revenue": ("revenue", 1e6),
    "capex": ("capex", 1e6),
    "compensation": ("employee_compensation_total", 1e6),
    "total_cost": ("total_costs_and_expenses", 1e6),
}


@pytest.fixture(scope="module")
def series(source_data: Path) -> pd.DataFrame:
    table = pd.read_csv(source_data / "open" / "restructuring" / "meta_timeseries.csv", dtype={"value": str})
    return table.assign(amount=pd.to_numeric(table["value"], errors="coerce"))


def figure(series: pd.DataFrame, metric: str, period: str) -> tuple[float, str]:
    row = series[(series["metric"] == metric) & (series["period"] == period)].iloc[0]
    return float(row["amount"]), str(row["evidence"])


def test_every_past_figure_is_the_source_s_and_pay_and_growth_follow(series: pd.DataFrame) -> None:
    assert [past.year for past in STUDY.past] == [2021, 2022, 2023, 2024, 2025]
    seen = 0
    for past in STUDY.past:
        for key, (metric, unit) in METRICS.items():
            period = f"{past.year}-12-31" if key == "headcount" else str(past.year)
            known = series[
                (series["metric"] == metric) & (series["period"] == period) & (series["evidence"] != "D")
            ]
            value = getattr(past, key)
            assert (value is None) == known.empty, (past.year, key)
            if value is None:
                continue
            amount, grade = figure(series, metric, period)
            assert value == pytest.approx(amount * unit, rel=1e-9)
            stated = past.evidence[key].grade if key in past.evidence else past.grade
            assert stated == grade, (past.year, key)
            seen += 1
    assert seen == 22
    pay, _ = figure(series, "employee_compensation_total", "2025")
    equity, _ = figure(series, "share_based_compensation", "2025")
    heads = (74_067 + 78_865) / 2
    assert STUDY.pay_per_head == pytest.approx((pay - equity) * 1e6 / heads, rel=1e-3)
    assert STUDY.funding is not None
    assert STUDY.funding.pay_settings[2] == pytest.approx(pay * 1e6 / heads, rel=1e-3)
    growth = (78_865 / 71_970) ** (1 / 4) - 1
    assert STUDY.parameters["demand_growth"] == pytest.approx(growth, abs=5e-4)
    assert STUDY.parameters["severance_per_exit"] == sum(STUDY.funding.severance_range) / 2


def test_the_announcement_is_coded_as_funding() -> None:
    announced = STUDY.announced
    assert announced is not None
    assert (announced.exits, announced.open_positions_closed, announced.moved) == (8000, 6000, 7000)
    assert (announced.reason, announced.date, announced.grade) == ("funding", "2026-05-20", "B")
    assert STUDY.compute.megawatts is None, "no sourced figure is about the firm's own work"


def test_the_firm_is_the_size_and_pay_that_the_study_says(world: World) -> None:
    firm, *_ = build_firm(world, STUDY)
    assert firm.headcount == pytest.approx(78_000)
    assert firm.payroll / firm.headcount == pytest.approx(396_000)
    assert firm.roles["open_positions"].sum() == pytest.approx(6_000)
    assert firm.roles["headcount"].idxmax() == "15-1252"


INSURER = "524100"
MOSTLY = 2 / 3


@pytest.fixture(scope="module")
def tasks(source_data: Path, world: World) -> pd.DataFrame:
    """Hands-on hours of each labelled task and intermediate activity, in the nation and at an insurer."""
    known = onet.tidy(source_data / "open" / "onet-30.1")
    labels = gpts_are_gpts.tidy(source_data / "open" / "gpts-are-gpts")["labels"]
    keys = ["onet_code", "task_id"]
    detail = known["task_activities"].assign(
        activity=known["task_activities"]["detailed"].str.split(".").str[:5].str.join("."),
        intermediate=known["task_activities"]["detailed"].str.split(".").str[:6].str.join("."),
    )
    split = detail.groupby([*keys, "activity", "intermediate"]).size().rename("count").reset_index()
    split["within"] = split["count"] / split.groupby([*keys, "activity"])["count"].transform("sum")
    hours = task_hours(known["tasks"], known["task_activities"])
    table = hours.merge(labels, on=keys).merge(split, on=[*keys, "activity"])
    table["several"] = table.groupby(keys)["activity"].transform("nunique") > 1
    table = table[table["activity"].map(world.activities["kind"]) == "hands-on"]
    staff = world.table("staffing").query(f"industry == '{INSURER}'").set_index("occupation")["employment"]
    for place, employed in (("nation", world.occupations["employment"]), ("insurer", staff)):
        people = table["occupation"].map(employed).fillna(0.0)
        table[place] = table["hours"] * table["within"] * people
    alone = table["gpt4_automation"].isin(_AUTOMATED)
    for name in ("people", "gpt4"):
        table[f"by_{name}"] = alone & table[f"{name}_exposure"].isin(_EXPOSED)
    return table.assign(desk=begins(pd.Index(table["occupation"]), country().desk))


def share(table: pd.DataFrame, place: str, of: str) -> float:
    return float((table[place] * table[of]).sum() / table[place].sum())


@pytest.mark.long
def test_an_insurer_s_hands_on_work_is_done_at_desks(tasks: pd.DataFrame) -> None:
    assert share(tasks, "nation", "by_gpt4") == pytest.approx(0.039, abs=5e-4)
    assert share(tasks, "insurer", "by_gpt4") == pytest.approx(0.327, abs=5e-4)
    assert share(tasks, "insurer", "by_people") == pytest.approx(0.222, abs=5e-4)
    assert share(tasks[~tasks["desk"]], "insurer", "by_gpt4") < 0.05
    reached = tasks[tasks["by_gpt4"]]
    assert share(reached, "insurer", "desk") > 0.95
    assert share(reached, "insurer", "several") < 0.2, "it is not made by splitting tasks over activities"
    # What a finer partition of kinds would move out of hands-on.
    hours = tasks["nation"].groupby(tasks["intermediate"]).sum()
    at_desk = tasks["nation"].where(tasks["desk"], 0.0).groupby(tasks["intermediate"]).sum() / hours[hours > 0]
    moved = tasks["intermediate"].map(at_desk > MOSTLY)
    assert sorted(at_desk[at_desk > MOSTLY].index) == [
        "4.A.1.a.2.I03", "4.A.1.a.2.I08", "4.A.1.a.2.I10", "4.A.1.a.2.I11", "4.A.1.b.1.I02", "4.A.1.b.2.I08",
        "4.A.3.a.3.I01",
    ]  # fmt: skip
    left = tasks[~moved]
    assert left["nation"].sum() / tasks["nation"].sum() == pytest.approx(0.947, abs=1e-3)
    assert left["insurer"].sum() / tasks["insurer"].sum() == pytest.approx(0.493, abs=1e-3)
    assert share(left, "insurer", "by_gpt4") == pytest.approx(0.080, abs=1e-3)
    assert share(left, "insurer", "by_people") == pytest.approx(0.057, abs=1e-3)
    assert share(left, "nation", "by_gpt4") == pytest.approx(0.015, abs=1e-3)

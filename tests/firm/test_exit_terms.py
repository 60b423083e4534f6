"""Notice and severance of a firm's roles by the law of its country, when its exits begin, and their calendar."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from tests.firm.firms import make_moves
from tests.golden_pages import Goldens

from reallocate.data.bundle import shipped_world
from reallocate.data.country import countries, country_money
from reallocate.firm.council.page import consultation
from reallocate.firm.cut.result import _page, cut_study
from reallocate.firm.cut.sheet import _calendar
from reallocate.firm.law import consultation as asked_by_law
from reallocate.firm.law import law_of, laws, notice, severance, threshold
from reallocate.firm.model.firm import NOTICE, SEVERANCE
from reallocate.firm.model.inputs import make_inputs, mean_notice
from reallocate.firm.plan.calendar import (
    EXITS,
    FIRST_STOP,
    NOTICES,
    NOTIFIED,
    OPENS,
    START,
    Laid,
    calendar,
    calendar_rows,
)
from reallocate.firm.report.solve import set_up, solve_plan
from reallocate.firm.request import exit_terms
from reallocate.firm.request import prepare as ready
from reallocate.firm.request.exit_terms import Tenures, exit_start, middle_of_band
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.plan_keys import ExitsSection, Levers, Promises
from reallocate.firm.request.prepare import PlanProblem
from reallocate.firm.request.read import _read_scenario, scenario_from_flags
from reallocate.kernel.blocks import Grid
from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MILLION
from reallocate.render.result import Result
from reallocate.work.world import World

STAFF, CUT = 5_000.0, 0.10
PREPARED: dict[tuple[str, Path, str], PlanProblem] = {}


def a_cut(**changes: object) -> Scenario:
    firm = scenario_from_flags(["524100"], STAFF)
    return firm.model_copy(update={"exits": ExitsSection(share=CUT), **changes})


def made(code: str, scenario: Scenario | None = None) -> PlanProblem:
    """The problem of a firm in a country, prepared once; nobody moves, which no law here asks for."""
    asked = scenario or a_cut()
    key = code, asked.folder, asked.model_dump_json()
    if key not in PREPARED:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ready, "firm_moves", lambda *_: make_moves())
            PREPARED[key] = ready.prepare(replace(shipped_world(), country=code), asked)
    return PREPARED[key]


def costs(problem: PlanProblem) -> tuple[np.ndarray, np.ndarray]:
    """Severance [USD/exit] and notice [days] of each role."""
    one = problem.setting
    i = make_inputs(one.firm, one.moves, one.activities, one.options)
    return i.severance * MILLION, i.notice_days


def test_people_of_the_nation_have_its_ages_and_about_its_tenure() -> None:
    p = Parameters.default()
    people = Tenures.of(p)
    assert people.weight.sum() == pytest.approx(1.0)
    assert (people.service <= people.age - 16).all()
    old, young = people.at(60.0), people.at(18.0)
    assert old.weight @ old.service == pytest.approx(p["tenure_at_55_and_over"], rel=0.06)
    assert young.weight @ young.service == pytest.approx(p["tenure_at_16_to_21"], rel=0.15)
    assert people.weight[people.age > 55].sum() == pytest.approx(p["employed_55_and_over"])


def test_without_service_nobody_has_severance_and_twice_the_service_is_twice_as_much() -> None:
    law, names = law_of("NL"), [f"tenure_at_{one}" for one in ("16_to_21", "22_to_25", "26_to_54", "55_and_over")]
    p = Parameters.default()
    short, once, twice = (
        Tenures.of({**p, **{name: factor * p[name] for name in names}}) for factor in (1e-9, 0.1, 0.2)
    )
    assert short.severance(law, 36_000, STAFF) == pytest.approx(0.0, abs=1e-3)
    assert twice.severance(law, 36_000, STAFF) == pytest.approx(2 * once.severance(law, 36_000, STAFF), rel=1e-6)


def test_each_role_of_an_industry_has_the_mean_of_the_law(world: World) -> None:
    problem = made("GB")
    roles, money, law = problem.setting.firm.roles, country_money("GB"), law_of("GB")
    p, people = problem.setting.options.parameters, Tenures.of(problem.setting.options.parameters)
    role = roles.loc["43-9041"]
    pay = role["loaded_cost"] / exit_terms._parameters(problem.world, problem.scenario)["loaded_multiplier"]
    each = [
        severance(law, age, service, pay / money.dollars, STAFF)
        for age, service in zip(people.age, people.service, strict=True)
    ]
    assert role[SEVERANCE] == pytest.approx(money.dollars * float(people.weight @ each), rel=1e-9)
    paid, days = costs(problem)
    assert p["severance_over_law"] == 1.0 and np.ptp(days) == pytest.approx(0.0, abs=1e-9)
    assert mean_notice(problem.setting.inputs(replace(problem.setting.options, exits=None))) == pytest.approx(days[0])
    assert np.sort(paid[:-1]) == pytest.approx(np.sort(roles[SEVERANCE].to_numpy()))


PEOPLE = [
    # title, hired, age band, base pay in pounds; five clerks and five adjusters.
    ("Data Entry Clerk", "2016-07-01", "40 to 49", 30_000), ("Data Entry Clerk", "2026-01-01", "under 30", 24_000),
    ("Data Entry Clerk", "1996-07-01", "60 and over", 60_000), ("Data Entry Clerk", "2020-07-01", "30 to 39", 28_000),
    ("Data Entry Clerk", "2012-07-01", "50 to 59", 35_000), ("Claims Adjuster", "2022-07-01", "30 to 39", 50_000),
    ("Claims Adjuster", "2019-07-01", "30 to 39", 52_000), ("Claims Adjuster", "2021-07-01", "30 to 39", 48_000),
    ("Claims Adjuster", "2018-07-01", "30 to 39", 52_000), ("Claims Adjuster", "2017-07-01", "30 to 39", 55_000),
]  # fmt: skip


def roster_of(folder: Path) -> Scenario:
    rows = pd.DataFrame(PEOPLE, columns=["Job Title", "Hire Date", "Age", "Base Salary (GBP)"])
    rows.to_csv(folder / "people.csv", index=False)
    keys = 'name = "ten"\nroster = "people.csv"\nstart = "2026-07"\n[reading]\ndate = "2026-07-01"\n'
    return _read_scenario(keys, folder / "scenario.toml")


def test_a_roster_gives_each_persons_notice_and_severance(tmp_path: Path) -> None:
    problem = made("GB", roster_of(tmp_path))
    law, day, money = law_of("GB"), datetime.date(2026, 7, 1), country_money("GB")
    for code, title in (("43-9021", "Data Entry Clerk"), ("13-1031", "Claims Adjuster")):
        asked = []
        for name, hired, band, pay in PEOPLE:
            service = (day - datetime.date.fromisoformat(hired)).days / 365.25
            if name == title:
                person = middle_of_band(band), service
                asked.append((notice(law, *person, 10), severance(law, *person, pay, 10)))
        days, pounds = np.mean(asked, axis=0)
        role = problem.setting.firm.roles.loc[code]
        assert role[NOTICE] == pytest.approx(days) and role[SEVERANCE] == pytest.approx(money.dollars * pounds, rel=1e-4)
    assert "by each person's hire date and age" in " ".join(map(str, problem.notes))


@pytest.mark.parametrize(
    ("band", "age"),
    [("30 to 39", 35), ("under 30", 25), ("60 and over", 65), ("45-54", 50), (">60", 65), ("41", 41), ("", None)],
)
def test_an_age_is_the_middle_of_its_band(band: str, age: float | None) -> None:
    found = middle_of_band(band)
    assert np.isnan(found) if age is None else found == age


def test_what_the_user_gives_wins() -> None:
    by_law, days = costs(made("GB"))
    promised = a_cut(promises=Promises(notice_days=90.0))
    assert costs(made("GB", promised))[1].tolist() == [90.0] * len(days)
    assert costs(made("GB", promised))[0].tolist() == by_law.tolist()
    amount = a_cut(parameters={"severance_per_exit": 20_000.0})
    assert costs(made("GB", amount))[0] == pytest.approx(20_000.0)
    assert costs(made("GB", amount))[1].tolist() == days.tolist()
    share = a_cut(parameters={"severance_share": 0.5})
    assert costs(made("GB", share))[0].mean() > 2 * by_law.mean()
    twice = a_cut(parameters={"severance_over_law": 2.0})
    assert costs(made("GB", twice))[0] == pytest.approx(2 * by_law)


def test_the_united_states_are_as_they_were() -> None:
    problem = made("US")
    i = problem.setting.inputs()
    assert NOTICE not in problem.setting.firm.roles and problem.exit_start is None
    assert (i.severance == 0.32 * i.loaded_cost * 4).all()
    assert (i.notice == 60.0 / 365.25 * i.loaded_cost * 4).all()
    assert problem.setting.options.exits_from == 0 and not [one for one in problem.notes if one.about == "law"]
    jersey = made("US", a_cut(promises=Promises(jurisdiction="US-NJ"))).setting.options.parameters
    assert jersey["notice_days"] == 90.0
    assert jersey.about("notice_days").source == (
        "US, New Jersey: Millville Dallas Airmotive Plant Job Loss Notification Act, N.J.S.A. 34:21-1 to "
        "34:21-7, as amended, in force since 2023-04-10"
    )


@pytest.mark.long
def test_notice_that_is_worked_costs_nothing_more() -> None:
    i = made("IE").setting.inputs(None)
    all_worked = made("IE", a_cut(parameters={"notice_worked": 1.0})).setting.inputs(None)
    half = made("IE", a_cut(parameters={"notice_worked": 0.5})).setting.inputs(None)
    none = made("IE", a_cut(parameters={"notice_worked": 0.0})).setting.inputs(None)
    assert (all_worked.notice == 0).all() and half.notice == pytest.approx(none.notice / 2)
    assert i.notice_days.tolist() == none.notice_days.tolist()


@pytest.mark.parametrize("page", ["exit_starts", pytest.param("exit_starts_more", marks=pytest.mark.long)])
def test_a_cut_begins_when_consultation_and_notice_allow_as_worked_by_hand(page: str, golden: Goldens) -> None:
    """Each question has its arithmetic: days of consultation, of the authority's wait, and of notice."""

    def begins(asked: str) -> str:
        code, size, _, worked, *since = asked.partition(":")[0].split()
        exits = {"10%": {"share": 0.1}, "free": None}
        keys = a_cut().model_dump(mode="json", by_alias=True) | {"exits": exits[size] if size in exits else {"count": float(size)}}
        keys["headcount"] = 100 if size == "free" else STAFF
        if since:
            keys["announced"] = {"date": since[1]}
        scenario = Scenario.model_validate_json(json.dumps(keys)).model_copy(update={"parameters": {"notice_worked": float(worked)}})
        problem = made(code, scenario)
        start, options = problem.exit_start, problem.setting.options
        assert start is not None and start.quarter == options.exits_from
        assert options.exits is None or start.quarter == options.exits.quarter == problem.scenario.exits_quarter
        told = [str(note) for note in problem.notes if note.about == "law"]
        return "\n".join([f"opens {start.opens}, stops {start.stops}, in quarter {start.quarter}, asked {start.asked}", *told])

    golden.answers(f"firm/{page}", begins)


def test_a_date_that_is_too_early_is_refused_and_a_later_one_kept() -> None:
    with pytest.raises(InputError) as error:
        made("IE", a_cut(exits=ExitsSection(share=CUT, date="2026-07"), parameters={"notice_worked": 0.0}))
    assert "nobody may have stopped work before 2026-08-30" in str(error.value) and "2026 Q4 or later" in str(error.value)
    later = made("IE", a_cut(exits=ExitsSection(share=CUT, date="2027-04")))
    assert later.setting.options.exits is not None and later.setting.options.exits.quarter == 3
    with pytest.raises(InputError, match="Plan 3 quarters or more"):
        made("FR", a_cut(quarters=2, parameters={"notice_worked": 0.0}))


def test_a_country_without_law_is_refused_unless_both_are_given() -> None:
    with pytest.raises(InputError) as error:
        made("AT")
    assert "no law on notice and severance is known of Austria" in str(error.value)
    assert "notice_days" in str(error.value) and "severance_per_exit" in str(error.value)
    with pytest.raises(InputError):
        made("AT", a_cut(promises=Promises(notice_days=30.0)))
    given = a_cut(promises=Promises(notice_days=30.0), parameters={"severance_per_exit": 9_000.0})
    paid, days = costs(made("AT", given))
    assert paid == pytest.approx(9_000.0) and days.tolist() == [30.0] * len(days)
    nobody = scenario_from_flags(["524100"], STAFF).model_copy(update={"levers": Levers(layoffs=False)})
    assert made("AT", nobody).exit_start is None


def test_no_jurisdiction_of_another_country_holds() -> None:
    with pytest.raises(InputError, match="jurisdiction = US-NJ is no law of Germany"):
        made("DE", a_cut(promises=Promises(jurisdiction="US-NJ")))


SIZES = (5.0, 20.0, 200.0, 4_000.0)
CLOCKED = [code for code in countries() if laws(code) and code != "US"]


def ordered(code: str, staff: float, share: float, worked: float) -> None:
    """Each day of a calendar, worked out here from the figures of the law, and their order."""
    law, cut = law_of(code), share * staff
    p = {"notice_worked": worked}
    scenario = a_cut(headcount=staff, exits=ExitsSection(share=share), parameters=p, quarters=8, start="2027-01")
    one = exit_start(scenario, law, staff, cut, 40.0, worked)
    inputs = SimpleNamespace(
        headcount=np.array([staff]), options=SimpleNamespace(parameters=p), roles=[""], places={}
    )
    layoffs = np.zeros((1, 8))
    layoffs[0, one.quarter] = cut
    laid = Laid(SimpleNamespace(scenario=scenario, exit_start=one, world=SimpleNamespace(country=code)),
                SimpleNamespace(layoffs=layoffs, inputs=inputs))  # fmt: skip
    rows = steps(pd.DataFrame(calendar_rows(laid)))
    day = rows["day"].map(datetime.date.fromisoformat, na_action="ignore")
    begins = datetime.date(2027, 1, 1)
    assert begins <= day[NOTICES] <= day[FIRST_STOP]
    asked = asked_by_law(law, staff, cut)
    assert (OPENS in rows.index) == (asked is not None) == (cut >= threshold(law, staff))
    if asked is not None:
        until = rows["until"].map(datetime.date.fromisoformat, na_action="ignore")
        assert day[OPENS] == begins and until[OPENS] == begins + datetime.timedelta(days=asked.most)
        assert day[OPENS] <= until[OPENS] <= day[NOTIFIED] <= day[NOTICES], "no notice before consultation ends"
        assert day[NOTICES] == day[NOTIFIED] + datetime.timedelta(days=asked.permit)
        assert until[NOTIFIED] == day[NOTIFIED] + datetime.timedelta(days=asked.wait) <= day[FIRST_STOP]
    told = datetime.date.fromisoformat(rows.loc[EXITS, "tell_for_first_day"])
    assert day[NOTICES] <= told <= day[EXITS] and day[FIRST_STOP] <= day[EXITS]


@pytest.mark.parametrize("code", CLOCKED)
def test_consultation_then_the_authority_then_notice_then_exit(code: str) -> None:
    """Court of Justice, C-188/03 Junk: in each country and size, small and large cuts, notice worked or paid."""
    for staff in SIZES:
        for share in (0.1, 0.3, 0.9):
            for worked in (0.0, 0.5, 1.0):
                ordered(code, staff, share, worked)
    if code != "AU":
        asked = asked_by_law(law_of(code), 4_000.0, 2_000.0)
        assert asked is not None and asked.wait >= 30 or asked.permit > 0, "Directive 98/59/EC art. 4; a permit"


def planned_cut(staff: float = 400.0, **parameters: float) -> Scenario:
    firm = scenario_from_flags(["524100"], staff)
    firm = firm.model_copy(update={"exits": ExitsSection(share=0.1), "parameters": parameters, "group_below": 0.05})
    return firm.model_copy(update={"group_across": True})


@pytest.fixture(scope="module")
def irish(world: World) -> Result:
    return cut_study(planned_cut(notice_worked=1.0), replace(world, country="IE"), quick=True)


def steps(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.set_index("step")


def test_irish_notice_follows_the_consultation_and_exits_follow_notice(irish: Result, golden: Goldens) -> None:
    """40 of 400 reach 30 of 300 and more: 30 days from the plan's first day, then 25 days of notice, all worked."""
    rows = irish.table("calendar")
    assert rows["step"].to_list() == [START, OPENS, NOTIFIED, NOTICES, FIRST_STOP, EXITS]
    golden("firm/calendar_ie", "\n".join([rows.to_csv(index=False, float_format="%.9g"), *irish.explain()["calendar"]]))


def test_the_page_and_the_councils_sheet_show_it(irish: Result) -> None:
    quarters = next(one for one in _page(irish) if one.name == "quarters")
    grids = [block for block in quarters.blocks if isinstance(block, Grid)]
    assert any("Calendar of the cut" in grid.caption for grid in grids)
    shown = _calendar(irish)
    assert [one.title for one in shown] == ["Calendar"] and isinstance(shown[0].blocks[0], Grid)
    assert "no legal advice" in shown[0].blocks[0].note


def test_a_plan_waits_for_the_consultation_too(world: World) -> None:
    scenario = scenario_from_flags(["524100"], 400.0).model_copy(
        update={
            "group_below": 0.05, "group_across": True, "quarters": 4,
            "parameters": {"slack_at_start": 0.3, "notice_worked": 1.0, "quits_per_month": 0.0},
        }
    )  # fmt: skip
    solved = solve_plan(set_up(scenario, replace(world, country="GB"), 0.02), print)
    # 30 days of consultation and 30 of waiting from 1 July: nobody is laid off in the first quarter, whatever it would save.
    assert solved.plan.layoffs[:, 0].sum() < 1e-6 < 1 < solved.plan.layoffs.sum()
    rows = calendar(solved)
    # A plan that decides itself is consulted on for a tenth of its people, or the fewest that the law names.
    assert steps(rows).loc[OPENS, "until"] == "2026-07-31"
    told = " ".join(consultation(solved, {"calendar": rows}))
    assert "a recognised union" in told and "US law" not in told

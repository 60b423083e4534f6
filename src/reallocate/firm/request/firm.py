"""A scenario and the figures make a firm: roles with people, pay, work, and what AI reaches of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.data.industry_names import find_industries
from reallocate.data.national import national_parameters
from reallocate.firm.model.grouping import group_small, is_group, role_work
from reallocate.firm.request.exit_terms import with_exit_terms
from reallocate.firm.request.faults import kept_apart
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.own_plan import RoleNames, names_given
from reallocate.firm.request.promises import names_in
from reallocate.firm.request.read import scenario_from_flags
from reallocate.firm.request.roles import (
    FILLED,
    Note,
    OwnTable,
    industry_mix,
    own_rows,
    own_table,
    pattern_rows,
    with_open_positions,
    within_industry,
)
from reallocate.kernel.errors import InputError, Problem, ReallocateError, nearest
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import priced
from reallocate.work.firm import MARKS, ROLE_COLUMNS, UNRECOGNISED, UNRECOGNISED_GROUP, Firm
from reallocate.work.own_reach import measured_sentence, must_be_measured
from reallocate.work.reach_names import USAGE_2026
from reallocate.work.world import World

_ALL_SOURCES = "all"


def build_firm(world: World, scenario: Scenario) -> tuple[Firm, tuple[Note, ...], OwnTable | None]:
    """The firm that a scenario describes, what a reader must know of how it was put together, its own table.

    world : occupations, staffing patterns, content and reach
    scenario : industries and headcount, or a role table, or a roster
    Besides `Firm.roles`' own columns there are level, headcount_from (own, pattern) and cost_from
    (own, pattern, filled). Sorted by role id: the occupation's code; with title, `/department`, `@location`,
    `~country` or `#level` where a code occurs several times; `15-0000` for the small roles of major group 15.
    Raises `InputError` with everything in scenario and role table that is wrong.
    """
    problems, own = _source_problems(world, scenario), None
    try:
        mix = industry_mix(world, scenario)
        notes = mix.notes
        if scenario.roles or scenario.roster:
            own = own_table(world, scenario, mix)
            rows, more = own_rows(own, scenario, mix)
            notes += more
        else:
            people, more = within_industry(mix, scenario.headcount or 0.0)
            rows, notes = pattern_rows(mix, people), notes + more
        # Sums and ties must not depend on the order of a file's rows.
        rows = rows.set_axis(pd.Index(_role_ids(rows), name="role")).sort_index()
        rows, more = with_open_positions(rows, scenario)
        notes += more
        problems += _exit_problems(rows, scenario)
    except ReallocateError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    rows, more = _at_pay_level(rows, scenario)
    rows = with_exit_terms(world, scenario, rows)
    known = world.occupations.reindex(rows["occupation"])
    rows = rows.assign(
        # A system serves a whole major group: minor groups double the systems and move positions by ≤ 0.1%.
        family=known["major_group"].fillna(UNRECOGNISED_GROUP).to_numpy(),
        # Nobody counts as senior whose occupation is not known.
        job_zone=known["job_zone"].fillna(1.0).to_numpy(),
        leaving=_leaving(world, rows),
        content_filled=known["content_status"].eq(FILLED).to_numpy(),
    )
    roles, members = group_small(
        rows.drop(columns="content_filled"), world, scenario.group_below, _alone(rows, scenario),
        kept_apart(scenario, rows),
    )
    notes += _measured_notes(world, members, roles["headcount"])
    content, augmentable, automatable = role_work(members, world)
    filled = float(rows.loc[rows["content_filled"], "headcount"].sum() / rows["headcount"].sum())
    notes += [
        *more,
        *_filled_notes(rows, filled),
        *_group_notes(rows, roles, scenario),
        *odd_parameters(scenario),
    ]
    columns = [*ROLE_COLUMNS, *(column for column in roles.columns if column not in ROLE_COLUMNS)]
    return Firm(roles[columns], content, augmentable, automatable, filled, world.country), tuple(notes), own


def leaving_rates(world: World) -> pd.Series:
    """Share of an occupation's people who leave it in a year; (occupation) [share/year].

    exits from the labour force + transfers to other occupations
    Source: BLS Employment Projections 2024–34, table 1.10 (annual averages).
    """
    projected = world.table("projections").set_index("occupation")
    rates: pd.Series = projected["exit_rate"] + projected["transfer_rate"]
    return rates


def _leaving(world: World, rows: pd.DataFrame) -> pd.Series:
    """Share of the people in its occupation who leave it; (role) [share/year].

    rows : (role) occupation, headcount [FTE]
    People who are not recognised leave as the firm's others do on average, and as the nation's where there
    are none.
    """
    rates = leaving_rates(world)
    of_role = rows["occupation"].map(rates).astype(float)
    jobs = world.occupations["employment"].reindex(rates.index).fillna(0.0)
    people = rows["headcount"].where(of_role.notna(), 0.0)
    some, weights = (of_role.fillna(0.0), people) if people.sum() > 0 else (rates, jobs)
    return of_role.where(rows["occupation"].ne(UNRECOGNISED), float(np.average(some, weights=weights)))


def _alone(rows: pd.DataFrame, scenario: Scenario) -> list[str]:
    """Names in promises and in an own plan, and roles at a level that directs AI: they stay by themselves."""
    levels = {level.casefold() for level in scenario.levers.directing_levels}
    directing = rows.index[rows["level"].str.casefold().isin(levels)]
    path, decided = scenario.given_path, RoleNames.of(rows, {})
    given = [role for name in (names_given(path) if path else ()) for role in decided.meant(name)]
    return [*names_in(scenario), *directing.astype(str), *sorted(given)]


def _role_ids(rows: pd.DataFrame) -> list[str]:
    """An id for each role: its code, and only what tells it from others of the same code.

    rows : (role) occupation, title, department, location, country, level; no two alike in all of them
    """
    ids = rows["occupation"].astype(str)
    marks = (("title", ":"), *MARKS.items(), ("level", "#"))
    plain = {column: rows[column].str.casefold().str.split().str.join(" ") for column, _ in marks}
    for column, mark in marks:
        varies = plain[column].groupby(rows["occupation"]).transform("nunique") > 1
        ids = ids + (mark + plain[column]).where(varies & plain[column].ne(""), "")
    return ids.to_list()


def _source_problems(world: World, scenario: Scenario) -> list[Problem]:
    wanted = {"reach": scenario.reach, "headline_reach": scenario.headline_reach}
    known = (*world.sources, USAGE_2026)
    chosen = () if world.measured is None else (world.measured.name, scenario.reach)
    return [
        Problem(f"there is no reach source {name!r}", key, nearest=nearest(name, known) or known)
        for key, name in wanted.items()
        if name not in (*world.sources, *chosen) and not (key == "reach" and name == _ALL_SOURCES)
    ]


def _measured_notes(world: World, members: pd.DataFrame, people: pd.Series) -> list[Note]:
    """A measurement beside the sources: whose it is, and what it says of this firm's hours.

    members : (member) role, occupation, weight
    people : (role) [FTE]
    Raises `InputError` where it lacks occupations of the firm.
    """
    known = members[members["occupation"].ne(UNRECOGNISED)]
    if world.measured is None or known.empty:
        return []
    must_be_measured(world, list(known["occupation"]), "--reach")
    weights = (known["weight"] * known["role"].map(people)).groupby(known["occupation"]).sum()
    whose = "this firm's hours" if len(known) == len(members) else "the hours of people who are recognised"
    sentence = measured_sentence(world, weights, whose)
    return [Note("reach", sentence), *(Note("reach", one) for one in world.measured.said)]


def _exit_problems(rows: pd.DataFrame, scenario: Scenario) -> list[Problem]:
    headcount = float(rows["headcount"].sum())
    if scenario.exits is None or scenario.exits.positions(headcount) < headcount:
        return []
    what = f"{scenario.exits.positions(headcount):g} exits from {headcount:g} people leave nobody"
    return [Problem(what, "[exits]", "Write fewer exits, or a share such as 0.10.")]


def _at_pay_level(rows: pd.DataFrame, scenario: Scenario) -> tuple[pd.DataFrame, list[Note]]:
    if scenario.pay_per_head is None:
        return rows, []
    average = float((rows["headcount"] * rows["loaded_cost"]).sum() / rows["headcount"].sum())
    factor = scenario.pay_per_head / average
    sentence = (
        f"Every role's loaded cost is multiplied by {factor:.3g}. The average position then costs "
        f"{priced(scenario.pay_per_head)} a year, as given, instead of {shown_money().of(average):,.0f}."
    )
    return rows.assign(loaded_cost=rows["loaded_cost"] * factor), [Note("pay", sentence)]


def _filled_notes(rows: pd.DataFrame, filled: float) -> list[Note]:
    some = rows[rows["content_filled"]].sort_values("headcount", ascending=False)
    if some.empty:
        return []
    names = "; ".join(dict.fromkeys(some["title"].head(4)))
    source = "O*NET" if shown_money().is_home else "The source of tasks"
    sentence = (
        f"{source} describes no tasks for {filled:.1%} of the headcount. Tasks of related occupations are "
        f"used instead, most of them for: {names}."
    )
    return [Note("filled", sentence)]


def _group_notes(rows: pd.DataFrame, roles: pd.DataFrame, scenario: Scenario) -> list[Note]:
    others = roles[roles.index.map(is_group)]
    if others.empty:
        return []
    joined = len(rows) - (len(roles) - len(others))
    share = others["headcount"].sum() / roles["headcount"].sum()
    sentence = (
        f"{joined} small roles, each below {scenario.group_below:.2%} of the headcount and {share:.1%} of it "
        f"together, are merged into {len(others)}, by major group or occupation."
    )
    return [Note("grouped", sentence)]


def odd_parameters(scenario: Scenario) -> list[Note]:
    """Assumptions beyond their range, in words."""
    declared = national_parameters(scenario.country)
    return [
        Note("assumption", f"{name} = {shown:g} is outside of {about.low:g} to {about.high:g} {about.unit}.")
        for name, value in scenario.parameters.items()
        for about in [declared.about(name).in_money()]
        for shown in [value * shown_money().factor(declared.about(name).unit)]
        if not about.low <= shown <= about.high
    ]


def own_share(roles: pd.DataFrame) -> float:
    """The share of payroll that rests on the own pay of the people it is paid to.

    roles : (role) headcount [FTE], loaded_cost [USD/FTE/year] and, where known, own_pay [share of headcount]
    share = Σ_r headcount·loaded_cost·own_pay / Σ_r headcount·loaded_cost
    """
    pay = roles["headcount"] * roles["loaded_cost"]
    own = roles.get("own_pay", pd.Series(0.0, index=roles.index))
    return float((pay * own).sum() / pay.sum())


def named_industries(world: World, scenario: Scenario) -> list[tuple[str, str]]:
    """The industries meant, as (code, official title)."""
    named = find_industries(scenario.industries, world.table("industries"))
    return [(industry.code, industry.title) for industry in named]


def title(world: World, scenario: Scenario, headcount: float) -> str:
    """The title or the name given; where the name only repeats the flags, industries and headcount."""
    if scenario.title or not scenario.industries:
        return scenario.title or scenario.name
    if scenario.name != scenario_from_flags(scenario.industries, headcount).name:
        return scenario.name
    names = ", ".join(name for _, name in named_industries(world, scenario))
    return f"{names} with {headcount:,.0f} FTE"

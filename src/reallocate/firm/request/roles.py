"""The rows of a firm's role table, from its industries' mix or from its own file, every amount in place."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from reallocate.data.country import country
from reallocate.data.industry_names import Industry, find_industries
from reallocate.data.national import national_figures
from reallocate.data.staffing import AreaPay, StaffingPattern, area_pay, staffing_pattern
from reallocate.firm.model.firm import NOTICE, SEVERANCE
from reallocate.firm.request.exit_terms import terms_of_people
from reallocate.firm.request.faults import dimensions_of, scenario_reading
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.promises import names_in
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.faults import dotted
from reallocate.kernel.parameters import Parameters
from reallocate.roster.roles import OWN, PATTERN, RoleTable, read_roles
from reallocate.roster.staff import Staff, staff_of
from reallocate.work.firm import OF_COLUMN, OTHER, UNRECOGNISED, named_dimension, plain
from reallocate.work.world import World

if TYPE_CHECKING:
    from reallocate.roster.roster import Roster

FILLED = "filled"
_FEWEST_DECIMALS = 2
_MOST_DECIMALS = 6
_ROUNDING = 0.5
_LEAST = 1e-9
"""[FTE] As which nobody counts in a mean."""
_AMOUNTS = ("headcount", "open_positions", "contractors", "protected", "sure")
_ROW_COLUMNS = [
    "occupation", "title", "headcount", "open_positions", "loaded_cost", *OF_COLUMN, "level",
]  # fmt: skip


@dataclass(frozen=True)
class Note:
    """Something a reader must know of how a firm was put together.

    sentence : in full
    """

    about: Literal[
        "industry", "title", "titles of people", "pay", "own pay", "filled", "grouped", "open positions",
        "contractors", "assumption", "promise", "law", "reach",
    ]  # fmt: skip
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, eq=False)
class _Mix:
    """What the scenario's industries say of roles and pay.

    area : the area's pay level, where one is named
    loaded_cost : (occupation) [USD/FTE/year] of every occupation known, whole dollars
    in_pattern : (occupation) whether the figure is the industries' own
    nation : the country, in a sentence
    """

    industries: tuple[Industry, ...]
    pattern: StaffingPattern | None
    area: AreaPay | None
    loaded_cost: pd.Series
    in_pattern: pd.Series
    nation: str

    @property
    def notes(self) -> list[Note]:
        """How names were read and what was not released."""
        notes = [
            Note("industry", f"Industry {industry.asked!r} is read as {industry.code} {industry.title}.")
            for industry in self.industries
            if not industry.asked[:1].isdigit()
        ]
        notes += [
            Note("industry", f"{one.asked} of NAICS 2017 is {one.code} {one.title} of NAICS 2022.")
            for one in self.industries
            if one.is_renamed
        ]
        notes += [Note("filled", sentence) for sentence in self.pattern.notes] if self.pattern else []
        if self.area is not None:
            sentence = f"Pay is at the level of {self.area.title}, relative to the nation by occupation."
            notes.append(Note("pay", sentence))
        return notes


def loaded_multiplier(world: World, scenario: Scenario) -> float:
    """Loaded cost per unit of pay, as the scenario says or as is usual in its country [ratio]."""
    return Parameters(scenario.parameters, national=national_figures(world.country))["loaded_multiplier"]


def industry_mix(world: World, scenario: Scenario) -> _Mix:
    """Roles and loaded cost by occupation, in the scenario's industries and area.

    world : staffing patterns and pay
    scenario : industries, area, and the assumption loaded_multiplier
    loaded_cost[o] = wage_mean[o]·(area's wage/nation's)[o]·loaded_multiplier, the industries' wage
    where they employ the occupation, else the nation's; of people not recognised the mean over the
    industries' people, else the nation's.
    Source: BLS OEWS May 2025; BLS Employer Costs for Employee Compensation, June 2025.
    """
    industries = find_industries(scenario.industries, world.table("industries"))
    pattern = staffing_pattern(world, industries) if industries else None
    area = area_pay(world, scenario.area) if scenario.area else None
    wage = world.occupations["wage_mean"].astype(float)
    inside, nation = pd.Series(False, index=wage.index), country(world.country).name
    if pattern is not None:
        wage = pattern.occupations["wage_mean"].reindex(wage.index).fillna(wage)
        inside = pattern.occupations["wage_filled"].reindex(wage.index).lt(_ROUNDING)
    if area is not None:
        wage = wage * area.ratio.reindex(wage.index)
    people = (world if pattern is None else pattern).occupations["employment"].reindex(wage.index)
    counted = (people > 0) & wage.notna()
    wage[UNRECOGNISED] = float(np.average(wage[counted], weights=people[counted]))
    inside[UNRECOGNISED] = pattern is not None
    multiplier = loaded_multiplier(world, scenario)
    return _Mix(industries, pattern, area, (wage * multiplier).round(), inside, nation)


def pattern_rows(mix: _Mix, headcount: float) -> pd.DataFrame:
    """The industries' mix of roles, spread over a firm of a given size.

    mix : as from `industry_mix`
    headcount : [FTE]
    Headcounts are rounded so that they add up exactly and no role falls to 0.
    """
    if mix.pattern is None:
        raise InputError(Problem("the scenario names no industry", "industries", "Name an industry."))
    occupations = mix.pattern.occupations
    filled = ~mix.in_pattern.reindex(occupations.index)
    rows = occupations[["title"]].rename_axis("occupation").assign(
        headcount=_spread(headcount, occupations["share"].to_numpy()),
        open_positions=np.nan,
        loaded_cost=mix.loaded_cost.reindex(occupations.index),
        **dict.fromkeys(OF_COLUMN, ""),
        level="",
        own_pay=0.0,
        headcount_from=PATTERN,
        cost_from=np.where(filled, FILLED, PATTERN),
    )  # fmt: skip
    return rows.reset_index()


def within_industry(mix: _Mix, headcount: float) -> tuple[float, list[Note]]:
    """A firm's people, at most those whom its industries employ, and the note that says so [FTE].

    mix : as from `industry_mix`
    headcount : as stated [FTE]
    """
    if mix.pattern is None:
        return headcount, []
    released = float(mix.pattern.occupations["employment"].sum())
    everybody = round(released / (1 - float(mix.pattern.suppressed_share.mean())))
    if headcount <= everybody:
        return headcount, []
    names = " and ".join(f"{one.code} {one.title}" for one in mix.industries)
    sentence = (
        f"{headcount:,.0f} people are more than the {everybody:,.0f} whom {names} employs in "
        f"{mix.nation}: the firm is planned with {everybody:,.0f}."
    )
    return float(everybody), [Note("industry", sentence)]


@dataclass(frozen=True, eq=False)
class OwnTable:
    """The role table that a scenario names or that its roster makes.

    name : of the file
    staff : exact counts of a roster's people; none where the table is a file of its own
    """

    roles: RoleTable
    name: str
    staff: Staff | None = None


def own_rows(own: OwnTable, scenario: Scenario, mix: _Mix) -> tuple[pd.DataFrame, list[Note]]:
    """The roles of the scenario's own table or roster, with the industries' cost where it gives none.

    own : as from `own_table`
    mix : as from `industry_mix`
    Returns the rows and notes; own_pay is the share of a role's people whose own pay is in its loaded cost.
    """
    table, name = own.roles, own.name
    rows = table.roles.reset_index(drop=True)
    notes = [Note("own pay", f"{sentence}.") for sentence in table.pay_notes]
    notes += [Note("titles of people", f"{sentence}.") for sentence in table.title_notes]
    notes += [Note("title", f"{sentence}.") for sentence in table.notes]
    notes += [Note("promise", sentence) for sentence in _under_other(scenario, table)]
    mine = rows["basis"].ne(PATTERN)
    missing = rows["loaded_cost"].isna()
    source = np.where(rows["occupation"].map(mix.in_pattern), PATTERN, FILLED)
    rows = rows.assign(
        loaded_cost=rows["loaded_cost"].fillna(rows["occupation"].map(mix.loaded_cost)),
        headcount_from=np.where(mine, OWN, PATTERN),
        cost_from=np.where(missing, FILLED, np.where(mine, OWN, source)),
        own_pay=rows["own_pay"].where(~missing & mine, 0.0),
    )
    if missing.any():
        names = ", ".join(rows.loc[missing, "title"].head(5)) + (" …" if missing.sum() > 5 else "")
        where = mix.industries[0].title if len(mix.industries) == 1 else "the scenario's industries"
        origin = f"that of {where}" if mix.pattern is not None else "the nation's"
        sentence = f"{missing.sum()} roles give no loaded cost and use {origin}: {names}."
        notes.append(Note("filled", sentence))
    if scenario.reading.unrecognised == "industry":
        rows = _spread_over_industry(rows, mix)
    total = float(rows["headcount"].sum())
    if scenario.headcount is not None and abs(total - scenario.headcount) > _ROUNDING:
        what = f"headcount = {scenario.headcount:g} and the roles add up to {total:g}"
        remedy = "Leave headcount out of the scenario, or correct the table."
        raise InputError(Problem(what, name, remedy, "Either figure may be wrong."))
    columns = [*_ROW_COLUMNS, "own_pay", "headcount_from", "cost_from"]
    outside = float(rows["contractors"].sum()) if "contractors" in rows else 0.0
    if outside:
        sentence = f"{outside:,.0f} FTE of contractors work in addition to the headcount."
        notes.append(Note("contractors", sentence))
        columns.insert(-2, "contractors")
        rows["contractors"] = rows["contractors"].fillna(0.0)
    if "protected" in rows and rows["protected"].any():
        columns.insert(-2, "protected")
        rows["protected"] = rows["protected"].fillna(0.0)
    for name in (NOTICE, SEVERANCE):
        if name in rows and rows[name].notna().any():
            columns.insert(-2, name)
    if "sure" in rows and rows["sure"].notna().any():
        columns.insert(-2, "sure")
        rows["sure"] = rows["sure"].fillna(rows["headcount"])
    return rows[columns], notes


def _spread_over_industry(rows: pd.DataFrame, mix: _Mix) -> pd.DataFrame:
    """The rows with the people who are not recognised spread over the industries' mix of occupations.

    rows : (row) of the table, every amount in place
    mix : as from `industry_mix`
    Of a row r of them and an occupation o with share s[o] of the industries' people: headcount[r]·s[o] at
    loaded_cost[o]·loaded_cost[r] / Σ_o s[o]·loaded_cost[o], so that their pay in all is their own. They join
    the row of the same title and place, where there is one.
    """
    apart = rows["occupation"].eq(UNRECOGNISED)
    assert mix.pattern is not None, "checked with the scenario: an industry is named"
    pattern = mix.pattern.occupations
    share, cost = pattern["share"], mix.loaded_cost.reindex(pattern.index)
    named = pattern[["title"]].rename_axis("occupation").reset_index()
    parts = [rows[~apart]]
    for _, row in rows[apart].iterrows():
        spread = named.assign(**row.drop(["occupation", "title"]).to_dict())
        amounts = [name for name in _AMOUNTS if name in rows]
        spread[amounts] = np.outer(share, row[amounts].to_numpy(float))
        spread["loaded_cost"] = (cost * row["loaded_cost"] / float(share @ cost)).to_numpy()
        parts.append(spread.assign(sure=0.0) if "sure" in rows else spread)
    every = pd.concat(parts, ignore_index=True)
    keys = ["occupation", "title", *OF_COLUMN, "level"]
    means = [name for name in ("loaded_cost", "own_pay", NOTICE, SEVERANCE) if name in rows]
    weight = every["headcount"].clip(lower=_LEAST)
    every[means] = every[means].mul(weight, axis=0)
    how: dict[str, Any] = dict.fromkeys(every.columns.difference(keys), "first")
    how |= dict.fromkeys((name for name in _AMOUNTS if name in rows), lambda one: one.sum(min_count=1))
    joined = every.assign(weight=weight).groupby(keys, as_index=False, sort=False)
    made = joined.agg(how | dict.fromkeys([*means, "weight"], "sum"))
    made[means] = made[means].div(made.pop("weight"), axis=0)
    return made


def _under_other(scenario: Scenario, table: RoleTable) -> list[str]:
    """For each promise to a place, how many of its people are planned as "other", and what holds for them."""
    sentences = []
    for name in dict.fromkeys(names_in(scenario)):
        column, place = named_dimension(name) or ("", "")
        if (column, plain(place)) not in table.elsewhere:
            continue
        word, people = OF_COLUMN[column], table.elsewhere[column, plain(place)]
        are = "person of {} {} is" if people == 1 else "people of {} {} are"
        said = f"{people:,.0f} {are.format(word, place)} in small groups that are planned as {OTHER!r}."
        if name in scenario.promises.protect:
            said += " The plan lays off so few of each such role that they can be spared."
        if name in {**(scenario.promises.keep_at_least or {}), **(scenario.promises.minimum_cover or {})}:
            said += (
                f" What is kept of {name} is kept in its own roles alone. Promise the same to "
                f"{word}={OTHER}, or keep it for these people yourself."
            )
        sentences.append(said)
    return sentences


def own_table(world: World, scenario: Scenario, mix: _Mix) -> OwnTable:
    """The role table that the scenario names or that its roster makes.

    world : occupations and titles
    scenario : with a role table or a roster
    mix : as from `industry_mix`
    """
    people = mix.pattern.occupations["employment"] if mix.pattern is not None else None
    if scenario.roles_path is not None:
        reading = scenario_reading(scenario, dotted)
        multiplier = loaded_multiplier(world, scenario)
        roles = read_roles(scenario.roles_path, world, people, reading, multiplier)
        return OwnTable(roles, scenario.roles_path.name)
    # Loaded only here: most firms are no file of people.
    from reallocate.roster.roster import roles_of

    roster = _given_roster(world, scenario, people)
    multiplier = loaded_multiplier(world, scenario)
    promised: dict[str, set[str]] = {}
    for name in scenario.promises.protect:
        if (place := named_dimension(name)) is not None and plain(place[1]) != OTHER:
            promised.setdefault(place[0], set()).add(plain(place[1]))
    by, day = dimensions_of(scenario), datetime.date.fromisoformat(f"{scenario.start}-01")
    roles = roles_of(roster, multiplier, by, promised)
    if (terms := terms_of_people(world, scenario, roster, by, day)) is not None:
        places = roles.roles[["occupation", *by]]
        mine = terms.reindex(pd.MultiIndex.from_frame(places) if by else places["occupation"])
        terms_of_roles = {name: mine[name].to_numpy(float) for name in (NOTICE, SEVERANCE)}
        roles = replace(roles, roles=roles.roles.assign(**terms_of_roles))
    return OwnTable(roles, roster.people.name, staff_of(roster, multiplier, by, mix.loaded_cost, day))


def places_of_firm(world: World, scenario: Scenario, roles: pd.DataFrame) -> dict[str, list[str]]:
    """(department, site, country) their names, of the firm's file or else of its roles.

    roles : (role) with the columns of the dimensions by which it is planned
    """
    if scenario.roster_path is not None:
        groups: Mapping[str, pd.Series] = _given_roster(world, scenario, None).groups
        found = {column: sizes.index for column, sizes in groups.items()}
    else:
        found = {column: pd.Index(roles[column].unique()) for column in OF_COLUMN if column in roles}
    return {
        OF_COLUMN[column]: [str(name) for name in names if str(name) not in ("", OTHER)]
        for column, names in found.items()
        if column in OF_COLUMN
    }


def _given_roster(world: World, scenario: Scenario, people: pd.Series | None) -> Roster:
    """The roster that the scenario names, with its columns and the review of its titles.

    world : occupations and titles
    people : (occupation) [persons] in the scenario's industries, for titles that name several
    Raises `InputError` where it names none or the file cannot be read.
    """
    from reallocate.roster.file.people_columns import mapping_of
    from reallocate.roster.matching import read_abbreviations, read_review
    from reallocate.roster.roster import Given, read_roster

    if scenario.roster_path is None:
        raise InputError(Problem("the scenario names no role table and no roster", "roles"))
    titles = {str(code): str(title) for code, title in world.occupations["title"].items()}
    review = scenario.review_path
    choices = read_review(review, titles)[0] if review is not None else {}
    own = scenario.abbreviations_path
    short = None if own is None else read_abbreviations(own)
    given = Given(mapping_of(scenario.roster_columns), choices, scenario_reading(scenario, dotted), short)
    roster = read_roster(scenario.roster_path, world, people, given)
    return roster.without_faulty() if scenario.reading.without_faulty else roster


def industry_people(world: World, names: Sequence[str]) -> pd.Series | None:
    """Employment by occupation in some industries together, none where none is named.

    world : staffing patterns
    names : NAICS codes or words of official titles
    Returns (occupation) [persons].
    """
    industries = find_industries(names, world.table("industries"))
    return staffing_pattern(world, industries).occupations["employment"] if industries else None


def with_open_positions(rows: pd.DataFrame, scenario: Scenario) -> tuple[pd.DataFrame, list[Note]]:
    """The rows with open positions: the table's own, or the scenario's spread by headcount.

    rows : open_positions may be missing
    scenario : its key open_positions
    """
    given, total = float(rows["open_positions"].sum()), scenario.open_positions
    if total is None or given > 0:
        if total is not None and abs(given - total) > _ROUNDING:
            what = f"open_positions = {total:g} and the role table's add up to {given:g}"
            raise InputError(Problem(what, "open_positions", "Leave one of them out."))
        notes = [Note("open positions", "No open positions are given; the plan assumes none.")]
        is_silent = total is None and rows["open_positions"].isna().all()
        return rows.assign(open_positions=rows["open_positions"].fillna(0.0)), notes if is_silent else []
    share = rows["headcount"] / rows["headcount"].sum()
    note = Note("open positions", f"{total:g} open positions are spread over the roles by headcount.")
    return rows.assign(open_positions=_spread(total, share.to_numpy())), [note] if total > 0 else []


def _spread(total: float, share: np.ndarray) -> np.ndarray:
    """An amount in parts that are round, add up to it, and are not 0 where the share is not.

    share : (part) summing to 1
    Rounded by largest remainder to two decimals, or to as many (up to six) as the smallest needs.
    """
    exact = total * share
    smallest = float(exact[exact > 0].min()) if (exact > 0).any() else 1.0
    decimals = min(max(_FEWEST_DECIMALS, math.ceil(-math.log10(smallest))), _MOST_DECIMALS)
    unit = 10.0**decimals
    floor = np.floor(exact * unit + 1e-9)
    short = round(total * unit - floor.sum())
    order = np.lexsort((np.arange(len(exact)), -(exact * unit - floor)))
    floor[order[:short]] += 1
    return np.asarray(np.round(floor / unit, decimals))

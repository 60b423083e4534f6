"""A scenario becomes a firm about to be planned: options, limits, moves; also with fewer roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import ceil, floor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reallocate.data.country import HOME
from reallocate.data.national import national_figures, national_parameters
from reallocate.data.seeds import us_industries
from reallocate.firm.model.cases import Setting
from reallocate.firm.model.firm import NOTICE
from reallocate.firm.model.inputs import DIRECTING_ROLE, DIRECTING_TITLE, Inputs, make_inputs
from reallocate.firm.model.options import Exits, Levers, Limits, Options, Products
from reallocate.firm.model.own_plan import Stated, quarters_after_exits, stated
from reallocate.firm.request.exit_terms import (
    ExitStart,
    assumed_by_law,
    exit_start,
    exits_expected,
    law_in_force,
    law_in_words,
    lawless_problems,
)
from reallocate.firm.request.firm import build_firm, named_industries, odd_parameters, title
from reallocate.firm.request.kept import Kept
from reallocate.firm.request.keys import Scenario, Strategic
from reallocate.firm.request.names import with_meant_names
from reallocate.firm.request.own_plan import RoleNames, decisions_of
from reallocate.firm.request.plan_keys import ExitsSection
from reallocate.firm.request.promises import (
    fields_of_part,
    in_positions,
    name_problems,
    notice_of,
    promises_of,
)
from reallocate.firm.request.roles import Note, OwnTable
from reallocate.kernel.arrays import Array, Flags
from reallocate.kernel.errors import InputError, Problem, nearest
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MILLION, QUARTERS_A_YEAR
from reallocate.moves.firm_moves import firm_moves
from reallocate.render.result import EXACT_RESULT
from reallocate.roster.reach_file import world_with_reach
from reallocate.roster.roles import ROSTER
from reallocate.work.capability import Sector, figures_of_sectors, sectors_of
from reallocate.work.compute import ACCELERATORS, HOURS_PER_QUARTER
from reallocate.work.firm import Firm
from reallocate.work.world import World

_DEFAULT_SHARE = 0.10
"""[share of headcount]"""
_DECIMALS = 6
"""Of positions; what is smaller is what adding up roles leaves."""


def default_exits(scenario: Scenario) -> float | str:
    """The exits that were announced [FTE], or a tenth of all positions, as a user writes them."""
    announced = scenario.announced
    return announced.exits if announced is not None and announced.exits else f"{_DEFAULT_SHARE:.0%}"


def exits_by_default(scenario: Scenario, headcount: float) -> float:
    """The same as a number [FTE].

    headcount : [FTE] at the start
    """
    exits = default_exits(scenario)
    return _to_whole(_DEFAULT_SHARE * headcount) if isinstance(exits, str) else exits


def _to_whole(positions: float) -> float:
    """The nearest whole number of positions, so that the cut that is told is the cut that is priced."""
    return float(floor(round(positions, _DECIMALS) + 0.5))


def _whole_exits(exits: ExitsSection, headcount: float) -> float:
    """How many leave in a cut that is decided [FTE]; a share is a whole number of positions.

    headcount : [FTE] at the start
    Raises `InputError` where it is less than one person: the firm is too small for a statement on this cut.
    """
    count = exits.positions(headcount)
    if count >= 1:
        return count if exits.share is None else _to_whole(count)
    share = count / headcount if headcount else 0.0
    what = f"a cut of {100 * share:.3g}% of {headcount:,.4g} positions is {count:.2g}, less than one person"
    least = f", or plan {ceil(1 / share - 1e-9):,} positions or more" if share else ""
    why = "Nothing can be said of a part of a person: the firm is too small for this cut."
    raise InputError(Problem(what, "--exits", f"Cut more{least}.", why))


def not_requested(scenario: Scenario) -> str:
    """The sentence that says which cut is compared where none was requested."""
    announced = scenario.announced
    if announced is not None and announced.exits:
        return f"The cut compared here was announced on {announced.date}."
    return "No cut was requested. For comparison, a tenth of all positions is cut."


_NOBODY = 1e-6


def _of_many(people: Array, share: Array) -> Array:
    """A share of people, of whom there may be any number: none of them where the share is 0."""
    result: Array = np.where(share > 0, people, 0.0) * share
    return result


def _most_come(own: Stated, i: Inputs, paused: Flags) -> Array:
    """The most people who can come into each role; (role, period) [FTE], no limit where that is left open.

    paused : (role, period) where what is left open may only replace quits, which are not counted here
    """
    come = np.where(np.isnan(own.hires), np.where(paused, 0.0, np.inf), own.hires)
    within = np.asarray(i.occupation[i.origins] == i.occupation[i.targets])[:, None]
    open_moves = np.where(paused[i.targets] & ~within, 0.0, np.inf)
    np.add.at(come, i.targets, np.where(np.isnan(own.moves), open_moves, own.moves))
    come[-1] = np.inf
    return come


def _leaving(own: Stated, i: Inputs) -> Array:
    """People who leave each role by decision; (role, period) [FTE]."""
    out = np.nan_to_num(own.exits) + np.nan_to_num(own.offers) + np.nan_to_num(own.to_directing)
    np.add.at(out, i.origins, np.nan_to_num(own.moves))
    return out


def _unknown_moves(rows: pd.DataFrame, i: Inputs, titles: pd.Series, path: Path) -> Iterator[Problem]:
    """Moves between roles that the plan knows no training and cost for."""
    pairs = set(zip(i.move_table["origin"], i.move_table["target"], strict=True))
    directs = dict(zip(i.roles, i.may_direct_after_move, strict=True))
    for _, row in rows[rows["moves"].gt(0)].iterrows():
        origin, target = str(row["role"]), str(row["to"])
        if (origin, target) in pairs or (target == DIRECTING_ROLE and directs[origin]):
            continue
        possible = sorted(end for start, end in pairs if start == origin)
        possible += [DIRECTING_ROLE] if directs[origin] else []
        named = [f"{code} {titles.get(code, DIRECTING_TITLE)}" for code in possible]
        yield Problem(
            f"no move from {origin} to {target} is known",
            f"{path.name} row {row['row']}",
            "Write one of them, or hires and exits." if named else "Write hires and exits instead.",
            "Training and its cost are not known for it.",
            nearest=nearest(f"{target} {titles.get(target, '')}", named) or tuple(named[:4]),
        )


def _too_many_leave(rows: pd.DataFrame, i: Inputs, periods: tuple[str, ...], path: Path) -> Iterator[Problem]:
    """Quarters in which more people leave a role than it can have, as far as that is decided."""
    own = stated(i, rows)
    paused = quarters_after_exits(i, own)
    come = _most_come(own, i, paused)
    family = pd.factorize(i.occupation)[0]
    leaving, roles = _leaving(own, i), list(map(str, i.roles))
    most = i.headcount.astype(float)
    for period, quarter in enumerate(periods):
        stayed = most * (1 - i.quits)
        for place in np.flatnonzero(leaving[:, period] > stayed + _NOBODY):
            here = rows[rows["role"].eq(roles[place]) & rows["period"].eq(period)]
            yield Problem(
                f"{leaving[place, period]:,.6g} people leave {roles[place]} in {quarter}, and it has "
                f"at most {stayed[place]:,.6g} after quits",
                f"{path.name} row{'s' * (len(here) > 1)} {', '.join(map(str, here['row']))}",
                "Write fewer exits, offers and moves, or hires before.",
            )
        quits = np.bincount(family, _of_many(most, i.quits))[family]
        replaced = np.where(paused[:, period], quits, 0.0)
        most = np.maximum(stayed - leaving[:, period], 0.0) + come[:, period] + replaced
        most = np.where(np.isnan(own.headcount[:, period]), most, own.headcount[:, period])


def _decisions_for(scenario: Scenario, setting: Setting) -> pd.DataFrame | None:
    """The decisions of the scenario's own plan, by role and quarter; none where it names no file.

    setting : the firm, its moves and options
    Raises `InputError` with every row that cannot be read or carried out.
    """
    path = scenario.given_path
    if path is None:
        return None
    names = RoleNames.of(setting.firm.roles, {DIRECTING_ROLE: DIRECTING_TITLE})
    rows = decisions_of(path, names, scenario.periods)
    inputs = make_inputs(setting.firm, setting.moves, setting.activities, setting.options)
    if problems := list(_unknown_moves(rows, inputs, setting.firm.roles["title"], path)):
        raise InputError(problems)
    if problems := list(_too_many_leave(rows, inputs, scenario.periods, path)):
        raise InputError(problems)
    return rows


MIDPOINTS = {"slow": 10.0, "medium": 6.0, "fast": 4.0}
"""Quarters until half of the ceiling of adoption is installed, by speed."""
_WIDTHS = {"slow": 4.0, "medium": 2.0, "fast": 1.0}
"""The same where adoption begins at today's use: width of its S-curve [quarters]."""
_DAYS_OBSERVED, _HOURS_A_DAY = 30.0, 24.0
_ASSUMED = {"parameters", "evidence", "adoption"}
"""Fields of a scenario that say nothing of the firm's people."""
_TOKENS = ("tokens_per_augmented_hour", "tokens_per_automated_hour")
_USE_UNKNOWN = "tokens of 30 days make tokens for an hour only where it is known how many hours AI assists"


@dataclass(frozen=True, eq=False)
class PlanProblem:
    """A scenario ready to be planned.

    world : what is known about work
    setting : firm, moves and options
    notes : what a reader must know of both
    own : decisions of the planner's own plan, by role and quarter; none where none is given
    table : the firm's own role table; none where it has only an industry's
    kept : what a result keeps of the firm's people
    exit_start : when the law lets exits begin; none where no law decides
    """

    world: World
    scenario: Scenario
    setting: Setting
    notes: tuple[Note, ...]
    own: pd.DataFrame | None = None
    table: OwnTable | None = None
    kept: Kept = field(default_factory=Kept)
    exit_start: ExitStart | None = None

    @property
    def privacy(self) -> str:
        """How private a result is, in words; "" where no roster is behind it."""
        basis = set() if self.table is None else {*self.table.roles.roles["basis"]}
        return EXACT_RESULT if ROSTER in basis else ""

    @property
    def head(self) -> dict[str, Any]:
        """Title of the result, how private it is, and who is not recognised, for its facts."""
        found = {"title": title(self.world, self.scenario, self.setting.firm.headcount), **self._unrecognised}
        return {**found, "privacy": self.privacy} if self.privacy else found

    @property
    def _unrecognised(self) -> dict[str, Any]:
        """How many people are not recognised, and what to do, as a fact; {} where all are."""
        staff = self.kept.staff
        if self.table is None:
            return {}
        left = self.table.roles.unrecognised if staff is None else staff.unrecognised
        told = left.text(self.scenario.reading.unrecognised == "industry", staff is not None)
        said = {"people": left.people, "titles": left.titles, "sentence": told}
        return {"unrecognised": said} if left.people else {}


def prepare(
    world: World, scenario: Scenario, near: PlanProblem | None = None, kept: Kept | None = None
) -> PlanProblem:
    """A scenario's firm, moves and options.

    world : what is known about work
    near : another scenario made ready, whose firm this one has if it differs in assumptions alone
    kept : what a saved result keeps of the firm's people, where the scenario is its
    Raises `InputError` with everything that is wrong in scenario and role table.
    """
    world = world_with_reach(world, scenario.reach, scenario.reach_path, scenario.reach_gaps, "--reach")
    scenario = scenario.in_dollars()
    built = _same_firm(world, scenario, near) or build_firm(world, scenario)
    return _prepared(world, scenario, built, near, kept)


_Built = tuple[Firm, tuple[Note, ...], OwnTable | None]
"""A firm, notes and its own table."""


def _prepared(
    world: World, scenario: Scenario, built: _Built, near: PlanProblem | None, kept: Kept | None
) -> PlanProblem:
    firm, notes, table = built
    if (named := with_meant_names(world, scenario, firm.roles)) is not None:
        return prepare(world, named.placed_in(scenario.folder), near, kept)
    problems = [*name_problems(scenario, firm), *_level_problems(scenario, firm.roles)]
    if problems := [*problems, *lawless_problems(world, scenario)]:
        raise InputError(problems)
    options = with_observed_tokens(scenario, firm, _options_of(world, scenario, firm.headcount))
    options = replace(options, promises=in_positions(options.promises, firm.roles))
    start = _start_of_exits(world, scenario, firm, options.parameters)
    if start is not None:
        if (dated := _dated(scenario, start)) is not None:
            return _prepared(world, dated, built, near, kept)
        options = replace(options, exits_from=start.quarter)
        notes = (*notes, *(Note("law", one) for one in law_in_words(world, scenario, start, firm.roles)))
    moves = firm_moves(world, firm.roles, options.parameters)
    setting = Setting(firm, moves, world.activities, options)
    if kept is None:
        known = near is not None and table is near.table
        kept = near.kept if near is not None and known else Kept(None if table is None else table.staff)
    kept = kept.with_reach(scenario.reach_path)
    own = _decisions_for(scenario, setting)
    return PlanProblem(world, scenario, setting, notes, own, table, kept, start)


def _start_of_exits(
    world: World, scenario: Scenario, firm: Firm, parameters: Parameters
) -> ExitStart | None:
    """When the law of the firm's country lets exits begin; none where none decides or nobody is laid off."""
    law = law_in_force(world)
    if law is None or not scenario.levers.layoffs:
        return None
    people = firm.roles["headcount"]
    days = float(np.average(firm.roles[NOTICE], weights=people))
    if parameters.about("notice_days").is_own:
        days = parameters["notice_days"]
    decided = None if scenario.exits is None else scenario.exits.positions(firm.headcount)
    exits = exits_expected(law, firm.headcount, decided, _DEFAULT_SHARE)
    return exit_start(scenario, law, firm.headcount, exits, days, parameters["notice_worked"])


def _dated(scenario: Scenario, start: ExitStart) -> Scenario | None:
    """The scenario with its cut in the first quarter that the law allows, where it names none; else none.

    Raises `InputError` where it names an earlier one, or where the plan ends before.
    """
    exits = scenario.exits
    if exits is None or scenario.exits_quarter >= start.quarter:
        return None
    if start.quarter >= scenario.quarters:
        what = f"the plan ends in {scenario.periods[-1]}, before anybody may be laid off ({start.stops})"
        raise InputError(Problem(what, "quarters", f"Plan {start.quarter + 1} quarters or more.", start.why))
    first = scenario.periods[start.quarter]
    if exits.date is not None:
        what = f"the cut is dated {exits.date}, and nobody may have stopped work before {start.stops}"
        remedy = (
            f"Write {first} or later, leave the date out, or give the day on which consultation opened, if "
            "it was before the plan, as [announced] date."
        )
        raise InputError(Problem(what, "[exits] date", remedy, start.why))
    dated = scenario.model_copy(update={"exits": exits.model_copy(update={"date": first})})
    return dated.placed_in(scenario.folder)


def _same_firm(world: World, scenario: Scenario, near: PlanProblem | None) -> _Built | None:
    """The firm of a problem that differs in assumptions alone, notes and table; none where it may differ."""
    if near is None or near.world is not world or near.scenario.folder != scenario.folder:
        return None
    mine, other = (one.model_dump(exclude=_ASSUMED) for one in (scenario, near.scenario))
    if mine != other:
        return None
    before = [one for one in near.notes if one not in odd_parameters(near.scenario)]
    return near.setting.firm, (*before, *odd_parameters(scenario)), near.table


def _level_problems(scenario: Scenario, roles: pd.DataFrame) -> list[Problem]:
    """Levels that are said to direct AI and that no role has."""
    known = sorted({str(level) for level in roles["level"] if str(level)})
    have = {level.casefold() for level in known}
    return [
        Problem(
            f"no role has the level {level!r}",
            "[levers] directing_levels",
            "Write levels as the role table does." if known else "Give the roles a level first.",
            nearest=nearest(level, known) or tuple(known[:4]),
        )
        for level in scenario.levers.directing_levels
        if level.casefold() not in have
    ]


def parameters_of(world: World, scenario: Scenario) -> Parameters:
    """The numbers in force: the scenario's own, then what speed, accelerator and sector say, then defaults.

    world : what is known about work
    """
    evidence = {
        name: f"{about.source} ({about.grade.value})"
        for name, about in scenario.evidence.items()
        if about.source
    }
    scenario, declared = scenario.in_dollars(), national_parameters(world.country)
    of_sector = figures_of_sectors(firm_sectors(world, scenario), declared)
    sector = {name: value for name, (value, _) in of_sector.items()}
    used = {"assisted_today": declared["assisted_today"], **sector, **scenario.parameters}["assisted_today"]
    chosen = {**ACCELERATORS[scenario.compute.accelerator], **adoption_at(scenario.adoption.speed, used)}
    implied = {name: value for name, value in chosen.items() if value != declared.about(name).value}
    why = dict.fromkeys(implied, "follows from the accelerator or the speed that was chosen")
    if (notice := notice_of(scenario)) is not None:
        implied["notice_days"], why["notice_days"] = notice
    typical, figures = {**of_sector, **assumed_by_law(world, scenario)}, national_figures(world.country)
    return Parameters({**implied, **scenario.parameters}, {**why, **evidence}, typical, figures)


def firm_sectors(world: World, scenario: Scenario) -> dict[Sector, float]:
    """Sectors of the United States that the industries of a firm are of, with their weight.

    world : what is known about work
    Abroad a code is one of NACE: it counts as the US industries that stand for it, by their people.
    """
    codes = [code for code, _ in named_industries(world, scenario)]
    if world.country == HOME:
        return sectors_of(codes)
    people = dict[str, float]()
    for code in codes:
        for naics, share in us_industries(code).items():
            people[naics] = people.get(naics, 0.0) + share
    return sectors_of(people, people)


def adoption_at(speed: str, assisted_today: float) -> dict[str, float]:
    """Parameters of a speed of adoption; (name) [quarters].

    assisted_today : a₀ [share of hours]; above 0 the curve begins at today's use, and its width is the speed
    """
    if assisted_today > 0:
        return {"adoption_width": _WIDTHS[speed]}
    return {"adoption_midpoint": MIDPOINTS[speed]}


def with_observed_tokens(scenario: Scenario, firm: Firm, options: Options) -> Options:
    """Options with tokens for an hour with AI from those that all staff are seen to use (W6).

    tokens in a quarter ÷ (a₀ · hours worked in it); tokens for an hour that the scenario gives stay
    Raises `InputError` where today's use is not given.
    """
    observed, p = scenario.compute.tokens_in_30_days, options.parameters
    if observed is None:
        return options
    if p["assisted_today"] <= 0:
        remedy = "Write assisted_today under [parameters], such as 0.054, or leave the tokens out."
        raise InputError(Problem(_USE_UNKNOWN, "[compute] tokens_in_30_days", remedy))
    outside = firm.roles["contractors"].sum() if "contractors" in firm.roles else 0.0
    worked = (firm.headcount * (1 - p["slack_at_start"]) + outside) * p["hours_per_fte"] / QUARTERS_A_YEAR
    quarter = observed * HOURS_PER_QUARTER / (_HOURS_A_DAY * _DAYS_OBSERVED)
    tokens = float(quarter / (p["assisted_today"] * worked) / MILLION)
    named = {name: tokens for name in _TOKENS if name not in scenario.parameters}
    return replace(options, parameters=p.replace(**named))


def _options_of(world: World, scenario: Scenario, headcount: float) -> Options:
    """What is required of the plan.

    world : what is known about work
    headcount : [FTE] at the start
    """
    levers, exits, parameters = scenario.levers, scenario.exits, parameters_of(world, scenario)
    return Options(
        parameters=parameters,
        quarters=scenario.quarters,
        reach_source=scenario.headline_source,
        capability=scenario.capability.scenario,
        reading=scenario.capability.reading,
        levers=Levers(
            voluntary=levers.voluntary,
            cancel_open=levers.open_positions == "cancel",
            **fields_of_part(scenario, "levers"),
        ),
        exits=None if exits is None else _exits(scenario, exits, headcount, parameters),
        limits=Limits(**fields_of_part(scenario, "limits")),
        promises=promises_of(scenario),
        review_by=scenario.quality.review_by,
        directing_levels=levers.directing_levels,
    )


def _exits(scenario: Scenario, exits: ExitsSection, headcount: float, parameters: Parameters) -> Exits:
    """The cut that is decided.

    Raises `InputError` for positions that are refilled at once, which no cut closes.
    """
    pause = round(parameters["rehire_pause"])
    if exits.after != "closed" and pause == 0:
        what = "the positions of the cut are refilled after a pause of no quarters, so none is closed"
        remedy = "Set rehire_pause to 1 quarter or more, or let them stay closed."
        raise InputError(Problem(what, "[exits] after", remedy))
    return Exits(
        _whole_exits(exits, headcount),
        exits.from_ == "pro rata",
        size=exits.size,
        kept=None if exits.after == "closed" else pause,
        quarter=scenario.exits_quarter,
    )


def wanted_products(strategic: Strategic) -> Products:
    """GPUs for products, as the plan counts them."""
    return Products(strategic.capex / MILLION, strategic.elasticity)


COARSE_SHARE, ENOUGH_ROLES = 0.05, 20
"""Share of headcount below which roles are grouped for questions that take many plans, and roles with which
nothing is grouped. Measured on the worked example: 20 roles instead of 84 move positions by 0.2%."""
RANGE_SHARE, RANGE_ROLES = 0.02, 30
"""The same where the question is how far the headcount of each role can move."""
_SMALLEST_SYSTEM = 1e-3
"""Of headcount, whose work a system with a fixed cost must reach where many plans are asked for."""


def with_fewer_roles(
    world: World, scenario: Scenario, setting: Setting, share: float, enough: int
) -> Setting:
    """The firm with its small roles grouped, under the same options.

    world : what is known about work
    setting : the firm, in full
    share : [share of headcount] below which roles are grouped
    enough : roles with which nothing is grouped
    """
    if len(setting.firm.roles) <= enough:
        return setting
    return replace(prepare(world, grouped(scenario, share)).setting, options=setting.options)


def grouped(scenario: Scenario, share: float) -> Scenario:
    """The scenario with its small roles grouped.

    share : [share of headcount] below which roles are grouped
    """
    coarse = scenario.model_copy(
        update={"group_below": max(scenario.group_below, share), "group_across": True, "given": ""}
    )
    return coarse.placed_in(scenario.folder)


def with_fewer_systems(setting: Setting) -> Setting:
    """The firm without its smallest systems, where each activity has its own because it costs something."""
    p = setting.options.parameters
    if p["system_cost"] == 0:
        return setting
    least = max(p["smallest_system"], _SMALLEST_SYSTEM * setting.firm.headcount)
    return replace(setting, options=replace(setting.options, parameters=p.replace(smallest_system=least)))

"""A scenario becomes a firm about to be planned: options, limits, moves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from reallocate.errors import InputError, Problem, nearest
from reallocate.plan.cases import Setting
from reallocate.plan.inputs import MILLION
from reallocate.plan.options import Exits, Levers, Limits, Options, Products
from reallocate.problem.firm.exits import whole_exits
from reallocate.problem.firm.firm import build_firm, odd_parameters
from reallocate.problem.firm.firm_title import named_industries, title
from reallocate.problem.firm.own_plan import decisions_for
from reallocate.result.privacy import ABOUT, EXACT_RESULT
from reallocate.roster.roles import COPY, ROSTER
from reallocate.scenario.firm.kept import Kept
from reallocate.scenario.firm.promises import (
    fields_of_part,
    in_positions,
    name_problems,
    notice_of,
    promises_of,
)
from reallocate.scenario.firm.rows import Note, OwnTable
from reallocate.scenario.firm.schema import Scenario, Strategic
from reallocate.transition.moves import firm_moves
from reallocate.work.compounding import QUARTERS
from reallocate.work.compute import ACCELERATORS, HOURS_PER_QUARTER
from reallocate.work.firm import Firm
from reallocate.work.parameters import Parameters
from reallocate.work.sectors import figures_of_sectors, sectors_of
from reallocate.work.world import World

MIDPOINTS = {"slow": 10.0, "medium": 6.0, "fast": 4.0}
"""Quarters until half of the ceiling of adoption is installed, by speed."""
WIDTHS = {"slow": 4.0, "medium": 2.0, "fast": 1.0}
"""The same where adoption begins at today's use: width of its S-curve [quarters]."""
DAYS_OBSERVED, HOURS_A_DAY = 30.0, 24.0
ASSUMED = {"parameters", "evidence", "adoption"}
"""Fields of a scenario that say nothing of the firm's people."""
TOKENS = ("tokens_per_augmented_hour", "tokens_per_automated_hour")
USE_UNKNOWN = "tokens of 30 days make tokens for an hour only where it is known how many hours AI assists"


@dataclass(frozen=True, eq=False)
class PlanProblem:
    """A scenario ready to be planned.

    world : what is known about work
    setting : firm, moves and options
    notes : what a reader must know of both
    own : decisions of the planner's own plan, by role and quarter; none where none is given
    table : the firm's own role table; none where it has only an industry's
    kept : what a result keeps of the firm's people
    """

    world: World
    scenario: Scenario
    setting: Setting
    notes: tuple[Note, ...]
    own: pd.DataFrame | None = None
    table: OwnTable | None = None
    kept: Kept = field(default_factory=Kept)

    @property
    def privacy(self) -> str:
        """How private a result is, in words; "" where no roster is behind it."""
        basis = set() if self.table is None else {*self.table.roles.roles["basis"]}
        return EXACT_RESULT if ROSTER in basis else ABOUT if COPY in basis else ""

    @property
    def head(self) -> dict[str, str]:
        """Title of the result, and how private it is where a roster is behind it, for its facts."""
        about, privacy = "about " if self.privacy == ABOUT else "", self.privacy
        found = {"title": title(self.world, self.scenario, self.setting.firm.headcount, about)}
        return {**found, "privacy": privacy} if privacy else found

    @property
    def hashes(self) -> dict[str, str]:
        """Which key moved the figures of a copy to hand on, for the facts of a result."""
        return {"key": self.kept.mark} if self.kept.mark else {}


def prepare(
    world: World, scenario: Scenario, near: PlanProblem | None = None, kept: Kept | None = None
) -> PlanProblem:
    """A scenario's firm, moves and options.

    world : what is known about work
    near : another scenario made ready, whose firm this one has if it differs in assumptions alone
    kept : what a saved result keeps of the firm's people, where the scenario is its
    Raises `InputError` with everything that is wrong in scenario and role table.
    """
    firm, notes, table = _same_firm(world, scenario, near) or build_firm(world, scenario)
    if problems := [*name_problems(scenario, firm.roles), *_level_problems(scenario, firm.roles)]:
        raise InputError(problems)
    options = with_observed_tokens(scenario, firm, options_of(world, scenario, firm.headcount))
    options = replace(options, promises=in_positions(options.promises, firm.roles))
    moves = firm_moves(world, firm.roles, options.parameters)
    setting = Setting(firm, moves, world.activities, options)
    if kept is None:
        known = near is not None and table is near.table
        kept = near.kept if near is not None and known else Kept(None if table is None else table.staff)
    notes = (*notes, *(Note("promise", sentence) for sentence in kept.left_out))
    return PlanProblem(world, scenario, setting, notes, decisions_for(scenario, setting), table, kept)


def _same_firm(
    world: World, scenario: Scenario, near: PlanProblem | None
) -> tuple[Firm, tuple[Note, ...], OwnTable | None] | None:
    """The firm of a problem that differs in assumptions alone, notes and table; none where it may differ."""
    if near is None or near.world is not world or near.scenario.folder != scenario.folder:
        return None
    mine, other = (one.model_dump(exclude=ASSUMED) for one in (scenario, near.scenario))
    if mine != other:
        return None
    said = {str(sentence) for sentence in near.kept.left_out}
    before = [one for one in near.notes if one not in odd_parameters(near.scenario) and str(one) not in said]
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
    declared = Parameters.default()
    of_sector = figures_of_sectors(sectors_of(industry_codes(world, scenario)), declared)
    sector = {name: value for name, (value, _) in of_sector.items()}
    used = {"assisted_today": declared["assisted_today"], **sector, **scenario.parameters}["assisted_today"]
    chosen = {**ACCELERATORS[scenario.compute.accelerator], **adoption_at(scenario.adoption.speed, used)}
    implied = {name: value for name, value in chosen.items() if value != declared.about(name).value}
    why = dict.fromkeys(implied, "follows from the accelerator or the speed that was chosen")
    if (notice := notice_of(scenario)) is not None:
        implied["notice_days"], why["notice_days"] = notice
    return Parameters({**implied, **scenario.parameters}, {**why, **evidence}, of_sector)


def industry_codes(world: World, scenario: Scenario) -> list[str]:
    """NAICS codes of the industries that a scenario names.

    world : what is known about work
    """
    return [code for code, _ in named_industries(world, scenario)]


def adoption_at(speed: str, assisted_today: float) -> dict[str, float]:
    """Parameters of a speed of adoption; (name) [quarters].

    assisted_today : a₀ [share of hours]; above 0 the curve begins at today's use, and its width is the speed
    """
    if assisted_today > 0:
        return {"adoption_width": WIDTHS[speed]}
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
        raise InputError(Problem(USE_UNKNOWN, "[compute] tokens_in_30_days", remedy))
    outside = firm.roles["contractors"].sum() if "contractors" in firm.roles else 0.0
    worked = (firm.headcount * (1 - p["slack_at_start"]) + outside) * p["hours_per_fte"] / QUARTERS
    quarter = observed * HOURS_PER_QUARTER / (HOURS_A_DAY * DAYS_OBSERVED)
    tokens = float(quarter / (p["assisted_today"] * worked) / MILLION)
    named = {name: tokens for name in TOKENS if name not in scenario.parameters}
    return replace(options, parameters=p.replace(**named))


def options_of(world: World, scenario: Scenario, headcount: float) -> Options:
    """What is required of the plan.

    world : what is known about work
    headcount : [FTE] at the start
    """
    levers, exits = scenario.levers, scenario.exits
    return Options(
        parameters=parameters_of(world, scenario),
        quarters=scenario.quarters,
        reach_source=scenario.headline_source,
        capability=scenario.capability.scenario,
        reading=scenario.capability.reading,
        levers=Levers(
            voluntary=levers.voluntary,
            cancel_open=levers.open_positions == "cancel",
            **fields_of_part(scenario, "levers"),
        ),
        exits=None
        if exits is None
        else Exits(
            whole_exits(exits, headcount),
            exits.from_ == "pro rata",
            exits.closed,
            quarter=scenario.exits_quarter,
        ),
        limits=Limits(**fields_of_part(scenario, "limits")),
        promises=promises_of(scenario),
        review_by=scenario.quality.review_by,
        directing_levels=levers.directing_levels,
    )


def wanted_products(strategic: Strategic) -> Products:
    """GPUs for products, as the plan counts them."""
    return Products(strategic.capex / MILLION, strategic.elasticity)

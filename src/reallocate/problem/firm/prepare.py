"""A scenario becomes a firm about to be planned: options, limits, moves."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from reallocate.data.industry import find_industries
from reallocate.errors import InputError, Problem, nearest
from reallocate.plan.cases import Setting
from reallocate.plan.inputs import MILLION
from reallocate.plan.options import Exits, Levers, Limits, Options, Products
from reallocate.problem.firm.firm import build_firm
from reallocate.scenario.firm.promises import fields_of_part, name_problems, notice_of, promises_of
from reallocate.scenario.firm.rows import Note
from reallocate.scenario.firm.schema import Scenario, Strategic
from reallocate.transition.moves import firm_moves
from reallocate.work.compounding import QUARTERS
from reallocate.work.compute import ACCELERATORS, HOURS_PER_QUARTER
from reallocate.work.firm import Firm
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

WIDTHS = {"slow": 4.0, "medium": 2.0, "fast": 1.0}
"""Width of the S-curve of adoption by speed [quarters]."""
INFORMATION = "51"
"""How codes of industries of the sector Information begin."""
ASSISTED_IN_INFORMATION = 0.14
"""[share of hours] assisted by AI in information services, as against `assisted_today` in all work."""
SURVEYED = (
    "information services: Bick, Blandin, Deming 2025, Federal Reserve Bank of St. Louis, November 2024 "
    "(second hand, B)"
)
DAYS_OBSERVED, HOURS_A_DAY = 30.0, 24.0
ONE_CAPTURE = "capture is a number of the economy; a plan tells hours with AI and automated hours apart"
TWO_CAPTURES = "Write capture_augmented, capture_automated or both: neither follows from one figure."
OBSERVED = "tokens that all staff use today over the hours that AI assists"
TOKENS = ("tokens_per_augmented_hour", "tokens_per_automated_hour")


@dataclass(frozen=True, eq=False)
class PlanProblem:
    """A scenario ready to be planned.

    world : what is known about work
    setting : firm, moves and options
    notes : what a reader must know of both
    """

    world: World
    scenario: Scenario
    setting: Setting
    notes: tuple[Note, ...]


def prepare(world: World, scenario: Scenario) -> PlanProblem:
    """A scenario's firm, moves and options.

    world : what is known about work
    Raises `InputError` with everything that is wrong in scenario and role table.
    """
    firm, notes = build_firm(world, scenario)
    if problems := [*name_problems(scenario, firm.roles), *_level_problems(scenario, firm.roles)]:
        raise InputError(problems)
    options = options_of(world, scenario, firm)
    moves = firm_moves(world, firm.roles, options.parameters)
    setting = Setting(firm, moves, world.activities, options)
    return PlanProblem(world, scenario, setting, tuple(notes))


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


def parameters_of(world: World, scenario: Scenario, firm: Firm) -> Parameters:
    """The numbers in force: the scenario's own, then what speed, accelerator and use say, then defaults."""
    if "capture" in scenario.parameters:
        raise InputError(Problem(ONE_CAPTURE, "[parameters] capture", TWO_CAPTURES))
    evidence = {
        name: f"{about.source} ({about.grade.value})"
        for name, about in scenario.evidence.items()
        if about.source
    }
    chosen = dict(ACCELERATORS[scenario.compute.accelerator])
    chosen["adoption_width"] = WIDTHS[scenario.adoption.speed]
    declared = Parameters.default()
    implied = {name: value for name, value in chosen.items() if value != declared[name]}
    why = dict.fromkeys(implied, "follows from the accelerator or the speed that was chosen")
    if (notice := notice_of(scenario)) is not None:
        implied["notice_days"], why["notice_days"] = notice
    industries = find_industries(scenario.industries, world.table("industries"))
    if industries and all(industry.code.startswith(INFORMATION) for industry in industries):
        implied["assisted_today"], why["assisted_today"] = ASSISTED_IN_INFORMATION, SURVEYED
    if scenario.compute.tokens_in_30_days is not None:
        given = Parameters({**implied, **scenario.parameters})
        tokens = tokens_of_an_hour(given, firm, scenario.compute.tokens_in_30_days)
        implied, why = implied | dict.fromkeys(TOKENS, tokens), why | dict.fromkeys(TOKENS, OBSERVED)
    return Parameters({**implied, **scenario.parameters}, {**why, **evidence})


def tokens_of_an_hour(p: Parameters, firm: Firm, observed: float) -> float:
    """Tokens for an hour with AI, where it is known how many all staff use (W6) [million tokens/hour].

    p : assisted_today [share of hours], hours_per_fte, slack_at_start
    observed : [tokens] in 30 days
    tokens in a quarter ÷ (a₀ · hours worked in it)
    """
    outside = firm.roles["contractors"].sum() if "contractors" in firm.roles else 0.0
    worked = (firm.headcount * (1 - p["slack_at_start"]) + outside) * p["hours_per_fte"] / QUARTERS
    quarter = observed * HOURS_PER_QUARTER / (HOURS_A_DAY * DAYS_OBSERVED)
    return float(quarter / (p["assisted_today"] * worked) / MILLION)


def options_of(world: World, scenario: Scenario, firm: Firm) -> Options:
    """What is required of the plan.

    world : for the industries
    firm : that is planned
    """
    levers, exits = scenario.levers, scenario.exits
    return Options(
        parameters=parameters_of(world, scenario, firm),
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
        else Exits(exits.positions(firm.headcount), exits.from_ == "pro rata", exits.closed),
        limits=Limits(**fields_of_part(scenario, "limits")),
        promises=promises_of(scenario),
        review_by=scenario.quality.review_by,
        directing_levels=levers.directing_levels,
    )


def wanted_products(strategic: Strategic) -> Products:
    """GPUs for products, as the plan counts them."""
    return Products(strategic.capex / MILLION, strategic.elasticity)

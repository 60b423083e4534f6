"""The same firm with fewer roles and systems, for questions that take many plans."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from reallocate.plan.cases import Setting
from reallocate.plan.cells import SYSTEM
from reallocate.problem.firm.prepare import prepare
from reallocate.scenario.firm.schema import Scenario
from reallocate.work.world import World

COARSE_SHARE, ENOUGH_ROLES = 0.05, 20
"""Share of headcount below which roles are grouped for questions that take many plans, and roles with which
nothing is grouped. Measured on the worked example: 20 roles instead of 84 move positions by 0.2%."""
RANGE_SHARE, RANGE_ROLES = 0.02, 30
"""The same where the question is how far the headcount of each role can move."""
SMALLEST_SYSTEM = 1e-3
"""Of headcount, whose work a system must reach to be planned where many plans are asked for and activities
cannot be merged. Measured on the worked example: systems from 0.1% on move positions by 0.4%."""
TENTHS = 1
"""Decimals to which savings of time with AI are alike."""


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
    coarse = scenario.model_copy(update={"group_below": max(scenario.group_below, share), "given": ""})
    return coarse.placed_in(scenario.folder)


def with_fewer_systems(setting: Setting) -> Setting:
    """The firm with one system for all activities of a family of roles that AI serves alike.

    setting : the firm
    Alike are those whose saving of time rounds to the same tenth, inside or outside of the coordination set.
    Which of them is served first hardly matters to a plan: measured on the worked example, 119 instead of
    410 parts of work move neither positions nor the gain by 0.02%. Where a system has a fixed cost each
    activity counts, and the smallest are left out instead.
    """
    p, known = setting.options.parameters, setting.activities
    if p["system_cost"] > 0:
        return with_larger_systems(setting, SMALLEST_SYSTEM)
    saving = [f"{p[f'saving_{family}']:.{TENTHS}f}" for family in known["family"]]
    system = pd.Series(saving, index=known.index) + known["coordination"].map({True: "+", False: ""})
    return replace(setting, activities=known.assign(**{SYSTEM: system}))


def with_larger_systems(setting: Setting, share: float) -> Setting:
    """The firm without its smallest systems.

    share : [share of headcount] whose work a system must reach
    """
    p = setting.options.parameters
    least = max(p["smallest_system"], share * setting.firm.headcount)
    return replace(setting, options=replace(setting.options, parameters=p.replace(smallest_system=least)))

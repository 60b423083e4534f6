"""The same firm with fewer roles and systems, for questions that take many plans."""

from __future__ import annotations

from dataclasses import replace

from reallocate.plan.cases import Setting
from reallocate.problem.firm.prepare import prepare
from reallocate.scenario.firm.schema import Scenario
from reallocate.work.world import World

COARSE_SHARE, ENOUGH_ROLES = 0.05, 20
"""Share of headcount below which roles are grouped for questions that take many plans, and roles with which
nothing is grouped. Measured on the worked example: 20 roles instead of 84 move positions by 0.2%."""
RANGE_SHARE, RANGE_ROLES = 0.02, 30
"""The same where the question is how far the headcount of each role can move."""
SMALLEST_SYSTEM = 1e-3
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
    least = max(p["smallest_system"], SMALLEST_SYSTEM * setting.firm.headcount)
    return replace(setting, options=replace(setting.options, parameters=p.replace(smallest_system=least)))

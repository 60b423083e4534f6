"""The same firm with fewer roles and systems, for questions that take many plans."""

from __future__ import annotations

from dataclasses import replace

from reallocate.plan.cases import Setting
from reallocate.problem.firm.prepare import prepare
from reallocate.scenario.firm.schema import Scenario
from reallocate.work.world import World

COARSE_SHARE = 0.02
"""Of headcount, below which roles are grouped for questions that take many plans. Measured on the worked
example: 28 roles instead of 84 move positions by 0.02%."""
SMALLEST_SYSTEM, LARGE_SYSTEM = 1e-3, 4e-3
"""Of headcount, whose work a system must reach to be planned where many plans are asked for, and under
several outlooks. Measured on the worked example: systems from 0.1% on move positions by 0.4%, those from 0.4%
on by 1.4%."""
SMALLEST_FOR_CURVES = 2e-3
"""The same for curves over capture and price response, which take many plans."""
ENOUGH_ROLES = 30
"""With which nothing is grouped."""


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


def with_larger_systems(setting: Setting, share: float) -> Setting:
    """The firm without its smallest systems.

    share : [share of headcount] whose work a system must reach
    """
    p = setting.options.parameters
    least = max(p["smallest_system"], share * setting.firm.headcount)
    return replace(setting, options=replace(setting.options, parameters=p.replace(smallest_system=least)))

"""How a firm is named, and how much of its pay is its own."""

from __future__ import annotations

import pandas as pd

from reallocate.data.industry import find_industries
from reallocate.scenario.firm.read import scenario_from_flags
from reallocate.scenario.firm.schema import Scenario
from reallocate.work.world import World


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


def title(world: World, scenario: Scenario, headcount: float, about: str = "") -> str:
    """The title or the name given; where the name only repeats the flags, industries and headcount.

    about : before the headcount
    """
    if scenario.title or not scenario.industries:
        return scenario.title or scenario.name
    if scenario.name != scenario_from_flags(scenario.industries, headcount).name:
        return scenario.name
    names = ", ".join(name for _, name in named_industries(world, scenario))
    return f"{names} with {about}{headcount:,.0f} FTE"

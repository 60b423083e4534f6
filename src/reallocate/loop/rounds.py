"""Plan and market solved in turn, until neither changes what the other does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from reallocate.firm.model.cases import Setting, free_options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.quits import quits_by_role
from reallocate.firm.model.solve import baseline, solve
from reallocate.firm.model.totals import totals
from reallocate.firm.plan.money import profit_and_loss
from reallocate.firm.request.prepare import COARSE_SHARE, ENOUGH_ROLES, prepare, with_fewer_roles
from reallocate.firm.request.saved import ROLE_TABLE, scenario_again
from reallocate.kernel.arrays import Array
from reallocate.kernel.executor import Say
from reallocate.kernel.units import MILLION, MONTHS_A_YEAR
from reallocate.loop.shock import MAJOR, CoupledMarket, changes, positions_by_occupation, progress_of
from reallocate.market.nation.batches import Returned, returned
from reallocate.render.result import Result
from reallocate.work.world import World

FEEDBACK = (
    "The market acts on the plan in three ways. Each role's loaded cost follows the real pay of its "
    "occupation. Hiring costs, without the ramp-up, follow the time to fill an opening. The firm's quit rate "
    "follows the mean chance of its people to find another job. Each is the mean over the plan's quarters, "
    "against the market without adopters; baseline and plan face the same market."
)
"""How the market's response acts on a plan, in words."""


@dataclass(frozen=True, eq=False)
class Replan:
    """A plan solved again at the market's response.

    positions : (row) occupation, baseline, plan [positions] at the end
    dropped : work left undone less work added at the end [share]
    layoffs, quits, hires : over the plan [FTE]
    present_value : least cost [USD million]
    path : (quarter) of the change of positions that is there [share], 0 at the start, 1 at the end
    compute : running cost and wear of GPUs in the last quarter, for a dollar of the baseline's payroll
        [USD/USD]
    """

    positions: pd.DataFrame
    dropped: float
    layoffs: float
    hires: float
    quits: float
    present_value: float
    path: Array
    compute: float


def grouped_setting(study: Result, world: World) -> Setting:
    """The firm of a saved plan with its small roles grouped, ready to be planned again.

    study : saved, with its role table where it was made from one
    world : what is known about work
    """
    with TemporaryDirectory() as folder:
        name = str(study.facts["name"])
        roles = study.tables.get(ROLE_TABLE)
        scenario = scenario_again(study.facts["scenario"], roles, Path(folder), name, files=study.inputs)
        setting = prepare(world, scenario).setting
        options = setting.options
        chosen = options if options.exits is not None else free_options(options)
        return with_fewer_roles(world, scenario, replace(setting, options=chosen), COARSE_SHARE, ENOUGH_ROLES)


def replan(setting: Setting, back: Returned | None, people: pd.Series) -> Replan:
    """The plan solved again at the market's response.

    setting : the firm, grouped
    back : of the market; nothing in the first round
    people : (occupation) employment, by which occupations of a major group are averaged [persons]
    Each role's loaded cost, and all that follows from it, is multiplied by its pay; the part of a hire's cost
    that is not ramp-up by its time to hire; the firm's rate of quits by the mean chance to find another job
    over its people, and where quits differ by role, each role's by its own. Baseline and plan face the same
    market.
    """
    firm, options = setting.firm, setting.options
    hiring = np.ones(len(firm.roles))
    if back is not None:
        occupation = firm.roles["occupation"].astype(str)
        pay, hiring, quits = (
            _by_role(values, occupation, people) for values in (back.pay, back.hiring, back.quits)
        )
        p, before = options.parameters, firm.roles["leaving"].to_numpy(float)
        heads = firm.roles["headcount"].to_numpy(float)
        each = quits_by_role(p["quits_per_month"], before, heads, p["quits_by_occupation"])
        mean = float(np.average(quits, weights=heads * each if p["quits_by_occupation"] > 0 else heads))
        yearly = 1.0 - (1.0 - p["quits_per_month"]) ** MONTHS_A_YEAR
        monthly = 1.0 - (1.0 - min(0.999, mean * yearly)) ** (1.0 / MONTHS_A_YEAR)
        options = replace(options, parameters=p.replace(quits_per_month=monthly))
        dearer = firm.roles["loaded_cost"] * pay
        firm = replace(firm, roles=firm.roles.assign(loaded_cost=dearer, leaving=before * quits))
    inputs = replace(setting, firm=firm, options=options).inputs()
    ratio = pd.Series(hiring, index=firm.roles.index.astype(str)).reindex(inputs.roles).fillna(1.0).to_numpy()
    cost = inputs.hire_cost + options.parameters["hire_cost"] / MILLION * (ratio - 1.0)
    inputs = replace(inputs, hire_cost=cost)
    base = baseline(inputs)
    if inputs.baseline_headcount is not None:
        inputs = replace(inputs, baseline_headcount=base.headcount, baseline_hires=base.hires)
    plan = solve(inputs).outcome
    return _replanned(plan, base)


def _by_role(values: pd.Series, occupation: pd.Series, people: pd.Series) -> Array:
    """Values of occupations by role; (role), the same unit.

    values : (occupation)
    occupation : (role) a code, or that of a major group for several of its occupations
    people : (occupation) weight in a major group
    1 where neither is known to the market.
    """
    known = people.reindex(values.index).fillna(0.0)
    major = pd.Series(values.index.str[:2] + MAJOR, index=values.index)
    group = (values * known).groupby(major).sum() / known.groupby(major).sum()
    by_occupation = occupation.map(values).fillna(occupation.map(group)).fillna(1.0)
    return by_occupation.to_numpy(dtype=float)


def _replanned(plan: Outcome, base: Outcome) -> Replan:
    ends = pd.DataFrame(
        {
            "occupation": [str(code) for code in plan.inputs.occupation],
            "baseline": base.headcount[:, -1],
            "plan": plan.headcount[:, -1],
        }
    )
    figures = totals(plan)
    spent = profit_and_loss(plan).iloc[-1][["compute_opex", "depreciation"]].sum()
    return Replan(
        positions=ends,
        dropped=figures.work_dropped - figures.work_added,
        layoffs=float(plan.layoffs.sum()),
        hires=float(plan.hires.sum()),
        quits=float(plan.quits.sum()),
        present_value=plan.objective,
        path=progress_of(plan.positions / base.positions - 1.0),
        compute=max(float(spent / profit_and_loss(base).iloc[-1]["payroll"]), 0.0),
    )


RESIDUAL = 1e-3
"""Relative change of the shock below which the rounds end."""
_MOST_ROUNDS = 10
_FULL_STEPS = 4
"""Rounds after which only half of a change is taken over, so that two plans do not alternate."""


@dataclass(frozen=True, eq=False)
class _Round:
    """One round: the market at a change of positions, and the plan at the market's response.

    change : (occupation) positions per unit of work at which the market was run [share]
    back : its response
    plan : solved again at that response
    residual : Σ n·|new − old| / Σ n·|old|, n people of the industries by occupation [share]
    """

    change: Array
    back: Returned
    plan: Replan
    residual: float


@dataclass(frozen=True, eq=False)
class Rounds:
    """All rounds.

    first : the plan on grouped roles at today's market
    each : in turn
    last : (occupation) the change that came out [share]
    """

    first: Replan
    each: list[_Round]
    last: Array

    @property
    def converged(self) -> bool:
        """Whether the last round changed the shock by less than the residual."""
        return self.each[-1].residual < RESIDUAL


def iterate(
    market: CoupledMarket, setting: Setting, say: Say, most: int = _MOST_ROUNDS, first: Replan | None = None
) -> Rounds:
    """Solve market and plan in turn until the shock stays.

    market : the market that the plan meets
    setting : the firm, with its small roles grouped
    say : receives each round
    first : the plan at today's market, where it was solved already
    The shock is the saved plan's change, plus what the plan on grouped roles changes at the market's pay,
    time to hire and quits: new = saved + (grouped, at the response − grouped, at today's market).
    """
    people = pd.Series(market.staff, index=market.shock.occupations)
    saved = market.shock.change.to_numpy()
    if first is None:
        say("The plan on grouped roles")
        first = replan(setting, None, people)
    start = change_of(first, market)
    change, each = saved, list[_Round]()
    quarters = market.shock.quarters
    for number in range(1, most + 1):
        say(f"Round {number}: the market, then the plan at its response")
        back = returned(market.run([change, None], quarters), market.national.market, market.rates, quarters)
        plan = replan(setting, back, people)
        new = np.maximum(saved + change_of(plan, market) - start, -1.0)
        size = float(market.staff @ np.abs(change))
        residual = float(market.staff @ np.abs(new - change)) / size if size > 0 else 0.0
        each.append(_Round(change, back, plan, residual))
        if residual < RESIDUAL:
            break
        change = new if number < _FULL_STEPS else (change + new) / 2.0
    return Rounds(first, each, change)


def change_of(plan: Replan, market: CoupledMarket) -> Array:
    """Positions per unit of work that a plan changes; (occupation) [share].

    plan : on grouped roles
    market : the market that it meets
    """
    table = positions_by_occupation(plan.positions)
    return changes(table, plan.dropped, market.shock.occupations).to_numpy()

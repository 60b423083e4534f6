"""A scenario becomes a study: every plan it needs, computed and put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reallocate import executor
from reallocate.data.bundle import load_world
from reallocate.errors import InfeasiblePlan
from reallocate.plan.alternatives import alternatives
from reallocate.plan.cases import (
    Case,
    Setting,
    closed_options,
    forced_options,
    free_options,
    solve_case,
)
from reallocate.plan.conflicts import explain_conflict, promises
from reallocate.plan.implied import Cut
from reallocate.plan.options import Options
from reallocate.plan.outcome import Outcome
from reallocate.plan.product_cases import product_plans
from reallocate.plan.tipping_points import INPUTS
from reallocate.plan.uncertain import Uncertain, under_uncertainty
from reallocate.scenario.firm.outlooks import decided_quarters, outlooks_of
from reallocate.scenario.firm.schema import Scenario
from reallocate.study.plan.problem import tasks
from reallocate.study.plan.problem.beliefs import Asked, implied_count, the_cut
from reallocate.study.plan.problem.coarse import with_fewer_roles, with_larger_systems
from reallocate.study.plan.problem.finance_runs import collect, submit_finance
from reallocate.study.plan.problem.near_optimal import plan_ranges
from reallocate.study.plan.problem.prepare import MIDPOINTS, Prepared, prepare, wanted_products
from reallocate.study.plan.problem.solved_cases import FREE, FundingRun, Parts
from reallocate.study.plan.result import PlanStudy
from reallocate.work.world import World

Progress = Callable[[str], None]

ALL = "all"
DEFAULT_SHARE = 0.10
COARSE_SHARE = 0.02
"""Of headcount, below which roles are grouped for questions that take many plans. Measured on the worked
example: 28 roles instead of 84 move positions by 0.02%."""
SMALLEST_SYSTEM = 4e-4
"""Of headcount, whose work a system must reach to be planned under several outlooks. Measured on the worked
example: 247 instead of 410 places for one move what knowing is worth from USD 433 to 431 million, in half
the time."""
WITHIN = 0.02
ENOUGH_ROLES = 30


def plan_study(
    scenario: Scenario,
    world: World | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    command: str = "",
    within: float = WITHIN,
    implied: str | None = None,
) -> PlanStudy:
    """One firm's plan with everything a reader needs to judge it.

    scenario : as written
    world : the shipped one where none is given
    workers : processes to share the work among; the result does not depend on it
    progress : told what is under way
    command : that made it, for the record
    within : [share of the least cost] that an alternative may cost more
    implied : `8000` or `10%`: a cut of which is asked what one must believe for it
    Raises `InputError` for a scenario that cannot be read, `InfeasiblePlan` for one that cannot be kept.
    """
    world = world or load_world()
    say = progress or (lambda text: None)
    say("Reading the firm")
    prepared = prepare(world, scenario)
    setting = prepared.setting
    asked = setting.options if setting.options.exits is not None else free_options(setting.options)
    say("Baseline")
    base = setting.baseline()
    asked_setting = replace(setting, options=asked)
    say("The plan, its alternatives, sources, limits and what would change it")
    coarse = with_fewer_roles(world, scenario, asked_setting, COARSE_SHARE, ENOUGH_ROLES)
    _must_be_possible(coarse, asked)
    cut = None
    if implied is not None:
        count = implied_count(implied, setting.firm.headcount)
        cut = the_cut(world, scenario, setting, count)
        say("The plan, and what one must believe for the cut: this takes minutes")
    with executor.workers(workers) as pool:
        counted = executor.Counted(pool, say, "Plans made")
        parts = _gather(prepared, asked_setting, coarse, base, counted, within, cut)
    return PlanStudy.of(parts, world, command)


def _must_be_possible(setting: Setting, asked: Options) -> None:
    """Say which promises conflict before anything else is computed.

    Only plans with limits or exits can be impossible; they are tried on the grouped roles first.
    """
    if not promises(asked):
        return
    base = setting.baseline()
    try:
        solve_case(setting, Case("plan", asked), base, choose=False)
    except InfeasiblePlan:
        raise explain_conflict(setting, asked, base) from None


def _gather(
    prepared: Prepared,
    setting: Setting,
    coarse: Setting,
    base: Outcome,
    pool: Any,
    within: float = WITHIN,
    cut: Cut | None = None,
) -> Parts:
    """Submit every task, the long ones first, and collect what they found.

    A plan that was not asked for, only set beside it, may be impossible: then its reason is kept.
    """
    options = setting.options
    apart = pool.submit(plan_ranges, coarse, Case("plan", options), setting.firm.roles)
    others = pool.submit(alternatives, coarse, Case("plan", options), within)
    main = pool.submit(tasks.plan_case, setting, Case("plan", options), base)
    freely = replace(coarse, options=free_options(options))
    cuts = [pool.submit(tasks.plan_flips, freely, INPUTS[place::2]) for place in (0, 1)]
    grid = {speed: pool.submit(tasks.plan_grid, coarse, midpoint) for speed, midpoint in MIDPOINTS.items()}
    sources = {
        name: pool.submit(tasks.plan_case, setting, Case(name, replace(options, reach_source=name)), base)
        for name in _sources(prepared, setting)
    }
    worths = pool.submit(tasks.plan_limits, setting, Case("plan", options), base)
    cases = {
        name: pool.submit(tasks.plan_case, setting, Case(name, chosen), base)
        for name, chosen in _cases(prepared, options).items()
    }
    funding = _submit_funding(prepared, coarse, pool)
    strategic = prepared.scenario.strategic
    products = (
        pool.submit(product_plans, coarse, free_options(options), wanted_products(strategic))
        if strategic is not None
        else None
    )
    unsure = _submit_outlooks(prepared.scenario, coarse, pool)
    lives_and_pay = submit_finance(prepared.scenario, coarse, pool)
    believed = Asked(cut, sorted([*_sources(prepared, setting), options.reach_source]), pool) if cut else None
    plan = main.result()
    impossible: dict[tuple[str, str], str] = {}
    solved = _possible(cases, "case", impossible)
    forced = options.exits is not None
    return Parts(
        prepared=prepared,
        base=base,
        plan=plan,
        free=solved.get(FREE, plan) if forced else plan,
        by_source=_possible(sources, "source", impossible),
        cases=solved if forced else {FREE: plan, **solved},
        grid={speed: _possible_shares(speed, job.result(), impossible) for speed, job in grid.items()},
        ranges=apart.result(),
        worths=worths.result(),
        flips=[one for job in cuts for one in job.result()],
        funding=[
            run for name, pay, job in funding for run in _funding_runs(prepared, name, pay, job.result())
        ],
        alternatives=others.result()[0],
        frontier=others.result()[1],
        within=within,
        uncertain=_uncertain(unsure, impossible),
        finance=collect(lives_and_pay),
        products=[] if products is None else products.result(),
        impossible=impossible,
        implied=believed.collect() if believed else None,
    )


def _submit_outlooks(scenario: Scenario, setting: Setting, pool: Any) -> Any:
    asked = scenario.uncertainty
    if not asked.several_outlooks:
        return None
    cautions = (0.0, asked.caution) if asked.caution > 0 else (0.0,)
    large = with_larger_systems(setting, SMALLEST_SYSTEM)
    outlooks = outlooks_of(scenario, large.options)
    return pool.submit(
        under_uncertainty, large, outlooks, decided_quarters(scenario), asked.worst_share, cautions
    )


def _uncertain(job: Any, impossible: dict[tuple[str, str], str]) -> Uncertain | None:
    try:
        found: Uncertain | None = None if job is None else job.result()
    except InfeasiblePlan as no:
        impossible["outlook", "several outlooks"] = str(no)
        return None
    return found


def _possible(jobs: dict[str, Any], kind: str, impossible: dict[tuple[str, str], str]) -> dict[str, Outcome]:
    """The plans that are possible; why the others are not is added to `impossible`."""
    found = {}
    for name, job in jobs.items():
        try:
            found[name] = job.result()
        except InfeasiblePlan as no:
            impossible[kind, name] = str(no)
    return found


def _possible_shares(
    speed: str, found: list[tuple[float, Outcome | str]], impossible: dict[tuple[str, str], str]
) -> list[tuple[float, Outcome]]:
    for share, plan in found:
        if isinstance(plan, str):
            impossible["grid", f"{speed} {share:.0%}"] = plan
    return [(share, plan) for share, plan in found if not isinstance(plan, str)]


WORK_LED = "free plan, coordination follows the work"


def _sources(prepared: Prepared, setting: Setting) -> list[str]:
    wanted = prepared.scenario.reach
    every = [str(name) for name in setting.firm.augmentable.coords["source"].values]
    chosen = every if wanted == ALL else [wanted]
    return [name for name in chosen if name != setting.options.reach_source]


def _cases(prepared: Prepared, options: Options) -> dict[str, Options]:
    """The plans to set beside the one that was asked for."""
    free = free_options(options)
    fixed = free.parameters.replace(coordination_elasticity=0.0)
    count = _exits(prepared, options)
    cases = {
        WORK_LED: replace(free, parameters=fixed),
        f"{count:,.0f} exits, pro rata": forced_options(options, count, pro_rata=True),
        f"{count:,.0f} exits, chosen by the plan": forced_options(options, count, pro_rata=False),
        f"{count:,.0f} exits, positions stay closed, nothing else changes": closed_options(options, count),
    }
    return {FREE: free, **cases} if options.exits is not None else cases


def _exits(prepared: Prepared, options: Options) -> float:
    if options.exits is not None:
        return options.exits.count
    announced = prepared.scenario.announced
    if announced is not None and announced.exits:
        return announced.exits
    return float(round(DEFAULT_SHARE * prepared.setting.firm.headcount))


def _submit_funding(prepared: Prepared, setting: Setting, pool: Any) -> list[tuple[str, float, Any]]:
    """(name of the pay setting, pay, job that finds baseline and plans)"""
    asked = prepared.scenario.funding
    if asked is None:
        return []
    count = _exits(prepared, setting.options)
    average = setting.firm.payroll / setting.firm.headcount
    names = asked.pay_names or tuple(f"USD {pay:,.0f}" for pay in asked.pay_settings)
    return [
        (name, pay, pool.submit(tasks.funding_cases, setting, count, pay / average, asked.severance_range))
        for name, pay in zip(names, asked.pay_settings, strict=True)
    ]


def _funding_runs(
    prepared: Prepared, name: str, pay: float, found: tuple[Outcome, list[Outcome]]
) -> list[FundingRun]:
    asked = prepared.scenario.funding
    assert asked is not None
    base, plans = found
    count = _exits(prepared, prepared.setting.options)
    return [
        FundingRun(name, pay, severance, count, plan, base)
        for severance, plan in zip(asked.severance_range, plans, strict=True)
    ]

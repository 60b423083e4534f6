"""Every plan that a firm's study needs, solved: the long ones first, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from reallocate import executor
from reallocate.errors import InfeasiblePlan
from reallocate.plan import tasks
from reallocate.plan.alternatives import alternatives
from reallocate.plan.cases import Setting, closed_options, forced_options, free_options, solve_case
from reallocate.plan.conflicts import as_error, conflicts, promises
from reallocate.plan.implied import Cut
from reallocate.plan.options import Options
from reallocate.plan.outcome import Outcome
from reallocate.plan.plan_ranges import plan_ranges
from reallocate.plan.product_cases import product_plans
from reallocate.plan.scale_effect import capture_curves, scale_effect
from reallocate.plan.tipping_points import INPUTS, tipping_points
from reallocate.plan.uncertain import under_uncertainty
from reallocate.problem.firm.beliefs import BeliefJobs, implied_count, the_cut
from reallocate.problem.firm.coarse import with_fewer_roles, with_larger_systems
from reallocate.problem.firm.finance_runs import collect, named_pay, submit_finance
from reallocate.problem.firm.prepare import WIDTHS, PlanProblem, prepare, wanted_products
from reallocate.problem.firm.solved_cases import FREE, WORK_LED, FundingRun, SolvedCases
from reallocate.scenario.firm.outlooks import decided_quarters, outlooks_of
from reallocate.scenario.firm.schema import Scenario
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

SMALLEST_FOR_CURVES = 2e-3
"""The same for curves over capture and price response, which take many plans."""
ENOUGH_ROLES = 30
SEVERAL = "several outlooks"


def solve_plans(
    scenario: Scenario, world: World, workers: int, report: Progress, within: float, implied: str | None
) -> SolvedCases:
    """Baseline, plan, and every plan that is set beside them.

    workers, within, implied : as in `study.plan.run.plan_study`
    report : receives what is under way
    Raises `InputError` for a scenario that cannot be read, `InfeasiblePlan` for one that cannot be kept.
    """
    report("Reading the firm")
    problem = prepare(world, scenario)
    report("Baseline")
    base = problem.setting.baseline()
    options = problem.setting.options
    if options.exits is None:
        options = free_options(options)
    setting = replace(problem.setting, options=options)
    report("The plan, its alternatives, sources, limits and what would change it")
    coarse = with_fewer_roles(world, scenario, setting, COARSE_SHARE, ENOUGH_ROLES)
    _must_be_possible(coarse)
    cut = None
    if implied is not None:
        count = implied_count(implied, setting.firm.headcount)
        cut = the_cut(world, scenario, problem.setting, count)
        report("The plan, and the assumptions under which the cut is optimal: this takes minutes")
    with executor.workers(workers) as pool:
        counted = executor.Counted(pool, report, "Plans made")
        return _gather(problem, setting, coarse, base, counted, within, cut)


def _must_be_possible(setting: Setting) -> None:
    """Say which promises conflict before anything else is computed.

    Only plans with limits or exits can be impossible; they are tried on the grouped roles first.
    """
    options = setting.options
    if not promises(options):
        return
    base = setting.baseline()
    try:
        solve_case(setting, options, base, choose=False)
    except InfeasiblePlan:
        raise as_error(conflicts(setting, options, base)) from None


def _gather(
    problem: PlanProblem,
    setting: Setting,
    coarse: Setting,
    base: Outcome,
    pool: Any,
    within: float,
    cut: Cut | None,
) -> SolvedCases:
    """Submit every task, the long ones first, and collect what they solved.

    A plan that was not requested, only set beside it, may be impossible: then its reason is stated.
    """
    options = setting.options
    ranges = pool.submit(plan_ranges, coarse)
    near = pool.submit(alternatives, coarse, within)
    main = pool.submit(tasks.plan_case, setting, options, base)
    freely = replace(coarse, options=free_options(options))
    turns = [pool.submit(tipping_points, freely, INPUTS[place::2]) for place in (0, 1)]
    grid = {speed: pool.submit(tasks.plan_grid, coarse, width) for speed, width in WIDTHS.items()}
    names = _sources(problem, setting)
    sources = {
        name: pool.submit(tasks.plan_case, setting, replace(options, reach_source=name), base)
        for name in names
    }
    small = with_larger_systems(freely, SMALLEST_FOR_CURVES)
    response = pool.submit(scale_effect, small)
    curves = pool.submit(capture_curves, small, _responses(small))
    shadow_prices = pool.submit(tasks.plan_limits, setting, base)
    count = _exits(problem, options)
    cases = {
        name: pool.submit(tasks.plan_case, setting, chosen, base)
        for name, chosen in _cases(options, count).items()
    }
    funding = _submit_funding(problem.scenario, coarse, count, pool)
    strategic = problem.scenario.strategic
    products = strategic and pool.submit(
        product_plans, coarse, free_options(options), wanted_products(strategic)
    )
    unsure = _submit_outlooks(problem.scenario, coarse, pool)
    lives_and_pay = submit_finance(problem.scenario, coarse, pool)
    beliefs = BeliefJobs(cut, sorted([*names, options.reach_source]), pool) if cut else None
    plan = main.result()
    impossible: dict[tuple[str, str], str] = {}
    solved = _possible(cases, "case", impossible)
    forced = options.exits is not None
    return SolvedCases(
        problem=problem,
        base=base,
        plan=plan,
        free=solved.get(FREE, plan) if forced else plan,
        by_source=_possible(sources, "source", impossible),
        cases=solved if forced else {FREE: plan, **solved},
        grid={speed: _possible_shares(speed, job.result(), impossible) for speed, job in grid.items()},
        ranges=ranges.result(),
        shadow_prices=shadow_prices.result(),
        tipping_points=[one for job in turns for one in job.result()],
        funding=[run for runs, job in funding for run in _funding_runs(runs, *job.result())],
        alternatives=near.result()[0],
        frontier=near.result()[1],
        within=within,
        uncertain=_possible(unsure, "outlook", impossible).get(SEVERAL),
        finance=collect(lives_and_pay),
        products=products.result() if products else [],
        response=response.result(),
        capture=curves.result(),
        impossible=impossible,
        implied=beliefs.collect() if beliefs else None,
    )


def _responses(setting: Setting) -> tuple[float, ...]:
    """Elasticities of the curves over capture: work given, as assumed, and the high end of the range."""
    about = setting.options.parameters.about("work_elasticity")
    return tuple(sorted({0.0, about.value, about.high}))


def _submit_outlooks(scenario: Scenario, setting: Setting, pool: Any) -> dict[str, Any]:
    wanted = scenario.uncertainty
    if not wanted.several_outlooks:
        return {}
    cautions = (0.0, wanted.caution) if wanted.caution > 0 else (0.0,)
    large = with_larger_systems(setting, SMALLEST_SYSTEM)
    outlooks, quarters = outlooks_of(scenario, large.options), decided_quarters(scenario)
    job = pool.submit(under_uncertainty, large, outlooks, quarters, wanted.worst_share, cautions)
    return {SEVERAL: job}


def _possible(jobs: dict[str, Any], kind: str, impossible: dict[tuple[str, str], str]) -> dict[str, Any]:
    """The plans that are possible; why the others are not is added to `impossible`."""
    plans = {}
    for name, job in jobs.items():
        try:
            plans[name] = job.result()
        except InfeasiblePlan as no:
            impossible[kind, name] = str(no)
    return plans


def _possible_shares(
    speed: str, plans: list[tuple[float, Outcome | str]], impossible: dict[tuple[str, str], str]
) -> list[tuple[float, Outcome]]:
    for share, plan in plans:
        if isinstance(plan, str):
            impossible["grid", f"{speed} {share:.0%}"] = plan
    return [(share, plan) for share, plan in plans if not isinstance(plan, str)]


def _sources(problem: PlanProblem, setting: Setting) -> list[str]:
    wanted = problem.scenario.reach
    every = [str(name) for name in setting.firm.augmentable.coords["source"].values]
    chosen = every if wanted == ALL else [wanted]
    return [name for name in chosen if name != setting.options.reach_source]


def _cases(options: Options, count: float) -> dict[str, Options]:
    """The plans to set beside the one that was requested."""
    free = free_options(options)
    fixed = free.parameters.replace(coordination_elasticity=0.0)
    cases = {
        WORK_LED: replace(free, parameters=fixed),
        f"{count:,.0f} exits, pro rata": forced_options(options, count, pro_rata=True),
        f"{count:,.0f} exits, chosen by the plan": forced_options(options, count, pro_rata=False),
        f"{count:,.0f} exits, positions stay closed, nothing else changes": closed_options(options, count),
    }
    return {FREE: free, **cases} if options.exits is not None else cases


def _exits(problem: PlanProblem, options: Options) -> float:
    if options.exits is not None:
        return options.exits.count
    announced = problem.scenario.announced
    if announced is not None and announced.exits:
        return announced.exits
    return float(round(DEFAULT_SHARE * problem.setting.firm.headcount))


def _submit_funding(
    scenario: Scenario, setting: Setting, count: float, pool: Any
) -> list[tuple[list[partial[FundingRun]], Any]]:
    """For each pay setting its runs, one a severance, still without plans, and the job that solves them."""
    given = scenario.funding
    if given is None:
        return []
    average = setting.firm.payroll / setting.firm.headcount
    return [
        (
            [partial(FundingRun, name, pay, severance, count) for severance in given.severance_range],
            pool.submit(tasks.funding_cases, setting, count, pay / average, given.severance_range),
        )
        for name, pay in named_pay(given)
    ]


def _funding_runs(
    runs: list[partial[FundingRun]], base: Outcome, plans: list[Outcome]
) -> list[FundingRun]:
    return [run(plan, base) for run, plan in zip(runs, plans, strict=True)]

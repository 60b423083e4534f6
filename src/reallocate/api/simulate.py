"""Run a labour market through time: the nation's while firms adopt AI, or any by the published laws."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypedDict, Unpack

from reallocate.api.command_line import command_line, recorded
from reallocate.api.interruption import kept_in
from reallocate.api.out import finished, free_folder
from reallocate.api.progress import Progress, shown
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import load_world
from reallocate.firm.report.result import PLAN, open_plan
from reallocate.kernel.assignments import Assignments, keys
from reallocate.kernel.errors import InputError, Problem
from reallocate.loop.page import ADOPTERS, coupled_study
from reallocate.market.published.files import market_scenario, with_market_flags
from reallocate.market.published.keys import BUILT_IN, MarketScenario
from reallocate.market.published.page import MARKET
from reallocate.market.published.run import market_study
from reallocate.market.simulate.page import KIND as NATION
from reallocate.market.simulate.request import ADOPTERS as ADOPTERS_RUN
from reallocate.market.simulate.request import NATION as NATION_RUN
from reallocate.market.simulate.request import economy_run
from reallocate.market.simulate.result import economy_study, shard_folder, simulated_in
from reallocate.render.result import Result

Market = MarketScenario | str | Path | None
SUB_VERB = {"published": "market", "extended": "nation"}


class MarketOptions(TypedDict, total=False):
    """Options of a market by the published laws; docs/reference/keys.md says what each is."""

    mobility: str | Path | None
    fill: bool | None
    shock: str | Path | None
    shock_start: float | None
    shock_years: float | None
    steps: int | None
    step_weeks: float | None
    amplitude: float | None
    period: float | None
    engine: str | None
    runs: int | None


class NationOptions(TypedDict, total=False):
    """Options of the nation's market; `simulate` says what each is."""

    years: int | None
    draws: int | None
    capability: str | None
    reach: str | None
    closure: str | None
    policy: Assignments
    set: Assignments
    seed: int | None


@python_errors
def simulate(
    scenario: Market = None,
    *,
    adopters: Result | str | Path | None = None,
    share: float | None = None,
    market: Market = None,
    years: int | None = None,
    draws: int | None = None,
    capability: str | None = None,
    reach: str | None = None,
    closure: str | None = None,
    policy: Assignments = None,
    set: Assignments = None,
    seed: int | None = None,
    executor: str | None = None,
    out: str | Path | None = None,
    progress: Progress = True,
    **published: Unpack[MarketOptions],
) -> Result:
    """Run a labour market through time: unemployment, openings, who gains and who loses.

    Without `adopters` and `market` it is the market of the United States while firms adopt AI.

    scenario : a folder or .toml file; every option below changes it
    adopters : a plan, or the folder of a saved one, that its industry follows; needs `share`
    share : of the industry's work that adopters do in the end [share]
    market : "us", "us-groups" or a CSV file of occupations, by the published laws alone
    years : length of the run [years]
    draws : runs with assumptions drawn from their ranges
    capability : "trend", "plateau", "fast" or "reversal"
    reach : source of AI's reach, or "all" in turn
    closure : what closes the accounts: "A" holds spending and real pay, "B" leaves money income on its path
        and money pay fixed, "C" lets pay clear
    policy : what the state does beyond today, such as {"retraining": 1.0}
    set : assumptions or keys by name, such as {"ai.ceiling": 0.9}
    seed : of the draws
    executor : where the nation's runs are made: "serial", "processes:4" or "dask:ADDRESS"; the same figures
    out : folder to save the result in; checked before the work
    progress : `False` for none, or a function that is called with each stage
    published : options of a market by the published laws (`MarketOptions`)
    Raises `InputError` with every problem of the input, and with options that do not go together.
    """
    shared: Any = {"out": out, "progress": progress}
    given: dict[str, Any] = {name: value for name, value in published.items() if value is not None}
    nation: Any = {
        "years": years, "capability": capability, "reach": reach, "closure": closure, "policy": policy,
        "set": set, "seed": seed, "draws": draws,
    }  # fmt: skip
    if adopters is not None or share is not None:
        _refuse({**given, "market": market, "executor": executor}, "adopters")
        return simulate_adopters(adopters, share, scenario, **nation, **shared)
    published_alone = market is not None or bool(given)
    if published_alone or (scenario is not None and market_scenario(scenario).mode == "published"):
        if draws is not None:
            remedy = "Use reallocate.ensemble, or in a shell: reallocate simulate ensemble."
            raise InputError(Problem("one run by the published laws has no draws", "--draws", remedy))
        extended = ("years", "capability", "reach", "closure", "policy")
        _refuse({name: nation[name] for name in extended} | {"executor": executor}, "market")
        if scenario is None:
            return simulate_market(market, set=set, seed=seed, **given, **shared)
        return simulate_market(scenario, market=market, set=set, seed=seed, **given, **shared)
    return simulate_nation(scenario, executor=executor, **nation, **shared)


@python_errors
@recorded("simulate nation", "scenario")
def simulate_nation(
    scenario: Market = None,
    *,
    executor: str | None = None,
    out: str | Path | None = None,
    progress: Progress = True,
    **options: Unpack[NationOptions],
) -> Result:
    """The labour market of the United States while firms adopt AI; arguments as in `simulate`."""
    request = nation_scenario(scenario, **options)
    folder = free_folder(out, NATION)
    sources = load_world().sources
    run = economy_run(request, sources, NATION_RUN)
    shards = shard_folder(run, folder, executor)
    with (
        shown(progress) as say, kept_in(shards),
        simulated_in(run, list(sources), shards, executor) as simulated,
    ):  # fmt: skip
        return finished(economy_study(run, say, command_line(), request, simulated), folder)


@python_errors
@recorded("simulate adopters", "plan")
def simulate_adopters(
    plan: Result | str | Path | None,
    share: float | None = None,
    scenario: Market = None,
    *,
    out: str | Path | None = None,
    progress: Progress = True,
    **options: Unpack[NationOptions],
) -> Result:
    """The market of the United States where an industry follows a plan; arguments as in `simulate`."""
    problems = []
    if share is None:
        why = "How many follow a firm is not known, and not guessed."
        problems.append(Problem("there is no share", "--share", "Add a share, such as --share 0.4.", why))
    if plan is None:
        remedy = "Name a saved plan, the folder of reallocate plan … --out."
        problems.append(Problem("there is no plan to follow", "adopters", remedy))
    if plan is None or share is None:
        raise InputError(problems)
    request = nation_scenario(scenario, **options)
    folder = free_folder(out, ADOPTERS)
    run = economy_run(request, load_world().sources, ADOPTERS_RUN)
    count = request.draws if "draws" in request.model_fields_set else 0
    followed = plan_of(plan)
    with shown(progress) as say:
        study = coupled_study(followed, share, run, progress=say, command=command_line(), draws=count)
        return finished(study, folder)


@python_errors
@recorded("simulate market", "scenario")
def simulate_market(
    scenario: Market = None,
    *,
    out: str | Path | None = None,
    progress: Progress = True,
    **options: Any,
) -> Result:
    """A labour market by the published laws alone; arguments as in `simulate`.

    scenario : or a CSV file of occupations, or a market that ships
    """
    request = published_scenario(scenario, **options)
    folder = free_folder(out, MARKET)
    with shown(progress) as say:
        return finished(market_study(request, progress=say, command=command_line()), folder)


def nation_scenario(
    scenario: Market, *, policy: Assignments = None, set: Assignments = None, **flags: Any
) -> MarketScenario:
    """The scenario of the nation's market; `InputError` where it is one for the published laws."""
    sets = {**{f"policy.{name}": value for name, value in keys(policy, "--policy").items()}, **keys(set)}
    return in_mode(market_scenario(scenario, sets, **flags), "extended")


def published_scenario(scenario: Market, set: Assignments = None, **flags: Any) -> MarketScenario:
    """The scenario of a market by the published laws, from a scenario, a CSV file or a market that ships."""
    flags["fill"] = flags.get("fill") or None
    if isinstance(scenario, str | Path):
        is_scenario = os.path.isdir(scenario) or Path(scenario).suffix.casefold() == ".toml"
        if str(scenario) in BUILT_IN or not is_scenario:
            scenario, flags["market"] = None, str(scenario)
    return in_mode(market_scenario(scenario, keys(set), **flags), "published")


def in_mode(scenario: MarketScenario, mode: Literal["published", "extended"]) -> MarketScenario:
    """The scenario under the laws of a sub-verb; `InputError` where it names the others."""
    written = scenario.laws.mode
    if written not in (None, mode):
        what = f"the scenario is one for the {written} laws"
        remedy = f"Run it with reallocate simulate {SUB_VERB[str(written)]}."
        raise InputError(Problem(what, "[laws] mode", remedy))
    return scenario if scenario.mode == mode else with_market_flags(scenario, mode=mode)


def plan_of(plan: Result | str | Path) -> Result:
    """A plan, as made or saved; `InputError` where it is a result of another kind."""
    if not isinstance(plan, Result):
        return open_plan(Path(plan))
    if plan.kind is not PLAN:
        what = f"this is {plan.kind.phrase}, not a plan"
        raise InputError(Problem(what, "adopters", "Give what reallocate.plan(…) returns."))
    return plan


def _refuse(given: Mapping[str, object], where: str) -> None:
    """Refuse options that do not go together."""
    problems = [
        Problem(f"--{name.replace('_', '-')} does not go with {where}", where, "Leave it out.")
        for name, value in given.items()
        if value is not None
    ]
    if problems:
        raise InputError(problems)

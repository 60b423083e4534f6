"""Run a labour market through time: the nation's while firms adopt AI, or any by the published laws."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from reallocate.api.command_line import command_line, recorded
from reallocate.api.interruption import kept_in
from reallocate.api.market_requests import (
    AdoptersRequest,
    CentralRequest,
    EnsembleRequest,
    NationRequest,
    PublishedRequest,
    SimulateRequest,
)
from reallocate.api.out import finished, free_folder
from reallocate.api.progress import shown
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import load_world
from reallocate.data.national import NO_ACCOUNTS, code_of, must_carry
from reallocate.firm.report.result import PLAN, open_plan
from reallocate.firm.request.amounts import requested_country
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.options import File, Request, given, keys, options, takes
from reallocate.loop.page import ADOPTERS, coupled_study
from reallocate.market.forecast.started_page import STARTED, started_study
from reallocate.market.published.files import market_scenario, with_market_flags
from reallocate.market.published.keys import BUILT_IN, MarketScenario
from reallocate.market.published.options import (
    Draws,
    KeysByName,
    NationOptions,
    PublishedOptions,
    Runs,
    Seed,
    Start,
)
from reallocate.market.published.page import MARKET
from reallocate.market.published.run import market_study
from reallocate.market.simulate.beforehand import study_at_hand
from reallocate.market.simulate.page import KIND as NATION
from reallocate.market.simulate.request import ADOPTERS as ADOPTERS_RUN
from reallocate.market.simulate.request import NATION as NATION_RUN
from reallocate.market.simulate.request import economy_run
from reallocate.market.simulate.result import economy_study, shard_folder, simulated_in
from reallocate.render.result import Result

_SUB_VERB = {"published": "market", "extended": "nation"}


@python_errors
@takes(SimulateRequest)
def simulate(asked: SimulateRequest) -> Result:
    """Run a labour market through time: unemployment, openings, who gains and who loses.

    Without `adopters` and `market` it is the market of the United States while firms adopt AI.
    Raises `InputError` with every problem of the input, and with options that do not go together.
    """
    must_carry(requested_country(asked.country), "simulate", NO_ACCOUNTS)
    shared: dict[str, Any] = {"out": asked.out, "progress": asked.progress}
    published = {**given(asked, PublishedOptions), **given(asked, Runs)}
    nation = {
        **given(asked, Start),
        **given(asked, NationOptions),
        **given(asked, KeysByName),
        **given(asked, Draws),
        **given(asked, Seed),
    }
    if asked.adopters is not None or asked.share is not None:
        _refuse({**published, "market": asked.market, "executor": asked.executor}, "adopters")
        return simulate_adopters(
            asked.adopters, share=asked.share, scenario=asked.scenario, **nation, **shared
        )
    alone = asked.market is not None or bool(published)
    if alone or (asked.scenario is not None and market_scenario(asked.scenario).mode == "published"):
        if asked.draws is not None:
            remedy = "Use reallocate.ensemble, or in a shell: reallocate simulate ensemble."
            raise InputError(Problem("one run by the published laws has no draws", "--draws", remedy))
        _refuse({**given(asked, NationOptions), "executor": asked.executor}, "market")
        scenario, market = asked.scenario, asked.market
        if scenario is None:
            # The command line names the market first.
            scenario, market = market, None
        return simulate_market(scenario, market=market, set=asked.set, seed=asked.seed, **published, **shared)
    return simulate_nation(asked.scenario, executor=asked.executor, **nation, **shared)


@python_errors
@recorded("simulate nation", "scenario", spelt={"start": "--from"})
@takes(NationRequest)
def simulate_nation(asked: NationRequest) -> Result:
    """The labour market of the United States while firms adopt AI."""
    must_carry(requested_country(asked.country), "simulate nation", NO_ACCOUNTS)
    request = nation_scenario(asked)
    if request.time.start:
        _refuse({"executor": asked.executor}, "--from")
        place = free_folder(asked.out, STARTED)
        with shown(asked.progress) as say:
            return finished(started_study(request, say, command_line()), place)
    folder = free_folder(asked.out, NATION)
    sources = load_world().sources
    run = economy_run(request, sources, NATION_RUN)
    shards = shard_folder(run, folder, asked.executor)
    if asked.executor is None and (kept := study_at_hand(run, command_line(), request)):
        return finished(kept, folder)
    with (
        shown(asked.progress) as say, kept_in(shards),
        simulated_in(run, list(sources), shards, asked.executor) as simulated,
    ):  # fmt: skip
        return finished(economy_study(run, say, command_line(), request, simulated), folder)


@python_errors
@recorded("simulate adopters", "plan")
@takes(AdoptersRequest)
def simulate_adopters(asked: AdoptersRequest) -> Result:
    """The market of the United States where an industry follows a plan."""
    must_carry(requested_country(asked.country), "simulate adopters", NO_ACCOUNTS)
    problems = []
    if asked.share is None:
        why = "How many follow a firm is not known, and not guessed."
        problems.append(Problem("there is no share", "--share", "Add a share, such as --share 0.4.", why))
    if asked.plan is None:
        remedy = "Name a saved plan, the folder of reallocate plan … --out."
        problems.append(Problem("there is no plan to follow", "adopters", remedy))
    if asked.plan is None or asked.share is None:
        raise InputError(problems)
    request = nation_scenario(asked)
    folder = free_folder(asked.out, ADOPTERS)
    run = economy_run(request, load_world().sources, ADOPTERS_RUN)
    count = request.draws if "draws" in request.model_fields_set else 0
    followed = _plan_of(asked.plan)
    must_carry(code_of(followed.facts), "simulate adopters", NO_ACCOUNTS)
    with shown(asked.progress) as say:
        study = coupled_study(followed, asked.share, run, progress=say, command=command_line(), draws=count)
        return finished(study, folder)


@python_errors
@recorded("simulate market", "scenario")
@takes(PublishedRequest)
def simulate_market(asked: PublishedRequest) -> Result:
    """A labour market by the published laws alone."""
    request = published_scenario(asked, asked.scenario)
    folder = free_folder(asked.out, MARKET)
    with shown(asked.progress) as say:
        return finished(market_study(request, progress=say, command=command_line()), folder)


def nation_scenario(asked: NationRequest | AdoptersRequest | CentralRequest) -> MarketScenario:
    """The scenario of the nation's market; `InputError` where it is one for the published laws."""
    policy = {f"policy.{name}": value for name, value in keys(asked.policy, "--policy").items()}
    return _in_mode(
        market_scenario(asked.scenario, {**policy, **keys(asked.set)}, **_flags(asked)), "extended"
    )


def published_scenario(
    asked: PublishedRequest | EnsembleRequest, scenario: MarketScenario | File | None
) -> MarketScenario:
    """The scenario of a market by the published laws, from a scenario, a CSV file or a market that ships."""
    flags = _flags(asked)
    flags["fill"] = flags.get("fill") or None
    if isinstance(scenario, str | Path):
        is_scenario = os.path.isdir(scenario) or Path(scenario).suffix.casefold() == ".toml"
        if str(scenario) in BUILT_IN or not is_scenario:
            scenario, flags["market"] = None, str(scenario)
    return _in_mode(market_scenario(scenario, keys(asked.set), **flags), "published")


def _flags(asked: Request) -> dict[str, Any]:
    """What a request says of keys of a scenario."""
    placed = [one.name for one in options(type(asked)) if one.place]
    return {name: value for name, value in given(asked).items() if name in placed}


def _in_mode(scenario: MarketScenario, mode: Literal["published", "extended"]) -> MarketScenario:
    """The scenario under the laws of a sub-verb; `InputError` where it names the others."""
    written = scenario.laws.mode
    if written not in (None, mode):
        what = f"the scenario is one for the {written} laws"
        remedy = f"Run it with reallocate simulate {_SUB_VERB[str(written)]}."
        raise InputError(Problem(what, "[laws] mode", remedy))
    return scenario if scenario.mode == mode else with_market_flags(scenario, mode=mode)


def _plan_of(plan: Result | str | Path) -> Result:
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

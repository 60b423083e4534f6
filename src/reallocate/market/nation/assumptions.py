"""What the extended market assumes of AI: the parameters in force, brought to occupations and industries."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from itertools import starmap
from typing import Any

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import DataError, Problem
from reallocate.kernel.parameters import Parameters, Reuse, draw
from reallocate.market.laws.closures import HEADLINE, Closure
from reallocate.market.laws.diffusion import Diffusion
from reallocate.market.laws.income_on_path import Adjustment
from reallocate.market.laws.money_held import Spending
from reallocate.market.laws.new_tasks import who_does_new_tasks
from reallocate.market.nation.jobs_law import LAW_DRAWS, OF_LAW, jobs_law
from reallocate.market.nation.run import Laws, RunAssumptions, use_today
from reallocate.market.state.accounts import Accounts, read_accounts
from reallocate.market.state.market import Rates
from reallocate.work.time_saved import HoursFreed, good_results, hours_freed
from reallocate.work.world import World

_ACCOUNTS = ("industries_io", "input_requirements", "final_demand", "industry_staffing", "computing_demand")
_SURVEYED = {"32": "31", "33": "31", "45": "44", "49": "48", "4A": "44", "HS": "53", "OR": "53"}
"""Beginnings of industry codes that the survey of firms counts under another."""
_NOT_SURVEYED = ("G", "11", "22")
"""Beginnings of industry codes of which the survey asks nobody, or says nothing: government, and where no
figure was released."""
BRIEF = {
    "industry_adoption_ceiling": ("adoption in the end", 100.0, "%"),
    "industry_adoption_innovation": ("first adopters", 100.0, "% a year"),
    "industry_adoption_imitation": ("pull of adopters", 100.0, "% a year"),
    "industry_adoption_peers": ("weight of the own industry", 100.0, "%"),
    "assisted_today": ("work done with AI today", 100.0, "%"),
    "economy_price_elasticity": ("buyers and prices", 1.0, "%"),
    "economy_pass_through": ("savings into prices", 100.0, "%"),
    "economy_spent_of_pay": ("pay that is spent", 100.0, "%"),
    "economy_spent_of_profits": ("profits that are spent", 100.0, "%"),
    "economy_demand_made_good": ("demand made good", 100.0, "%"),
    "economy_pay_follows_prices": ("pay follows prices", 100.0, "%"),
    "economy_hours_renewed": ("hours for new tasks", 100.0, "%"),
    "economy_renewal_lag": ("wait for new tasks", 0.25, " years"),
    "economy_wage_elasticity": ("pay and unemployment", 1.0, "%"),
    "economy_saving_kept": ("savings that owners keep", 100.0, "%"),
    "economy_substitution": ("labour against capital", 1.0, ""),
    "economy_gap_half_life": ("half of a gap closed", 1.0, " years"),
    "economy_displaced_gap": ("jobs missing for each displaced", 1.0, ""),
    "economy_pay_of_gap": ("pay and missing jobs", 1.0, "%"),
    "reach_per_doubling": ("assisted work that AI takes over", 100.0, "% a doubling"),
    "freed_hour_value": ("worth of a freed hour", 100.0, "%"),
    "capture_augmented": ("time freed beside people that is put to use", 100.0, "%"),
    "capture_automated": ("time freed by systems that is put to use", 100.0, "%"),
    "review_hours": ("time to review", 100.0, "% of the hours"),
    "directing_hours": ("time to direct", 100.0, "% of the hours"),
    "redo_share": ("bad results done again", 100.0, "%"),
    "capability_ceiling": ("good results in the end", 100.0, "%"),
    "saving_analysis": ("time saved in analysis", 100.0, "%"),
    "saving_other": ("time saved elsewhere", 100.0, "%"),
    "saving_support": ("time saved in support", 100.0, "%"),
    "saving_writing": ("time saved in writing", 100.0, "%"),
    "tokens_per_automated_hour": ("tokens for an hour", 1.0, " million"),
    "tokens_per_augmented_hour": ("tokens beside a person", 1.0, " million an hour"),
    "api_price": ("price of tokens", 1.0, " USD a million"),
    "api_share": ("tokens in the cost of AI", 100.0, "%"),
    "hours_per_fte": ("hours of a full job", 1.0, " a year"),
    "loaded_multiplier": ("cost of a job beside pay", 1.0, " times pay"),
    "tokens_per_second": ("speed of an accelerator", 1.0, " tokens a second"),
    "utilisation": ("use of accelerators", 100.0, "% of peak"),
}
"""Parameters that an ensemble of the nation's market draws, beside the source of reach: each that moves jobs
wanted in ten years by `_DECIDES` or more over its range, and those that decide how far industries adopt. With
each, a few words for a chart, and the scale and unit that its range is written in."""
DRAWN = tuple(dict.fromkeys((*BRIEF, *OF_LAW)))
_DECIDES = 5e-4
"""Of all jobs: what a parameter must move, over its range and all else as in force, to be drawn."""


def market_accounts(world: World, parameters: Parameters) -> Accounts:
    """The nation's accounts, with a dollar of compute spent as the parameters say.

    world : tables that ship
    parameters : industry_compute_capital, industry_compute_power; services are the rest
    """
    capital, power = parameters["industry_compute_capital"], parameters["industry_compute_power"]
    spending = {"capital": capital, "power": power, "services": 1.0 - capital - power}
    tables = {name: world.table(name) for name in _ACCOUNTS}
    return read_accounts(tables, pd.Index(world.occupations.index), spending)


def firms_with_ai(world: World, industries: pd.Index, work: Array) -> Array:
    """Firms that use AI today, by industry of the accounts; (industry) [share].

    world : the table ai_use, use in the two weeks before
    industries : labels of the accounts, which begin with those of NAICS
    work : (industry) to average over industries [persons]
    How sectors compare is that of the supplement, which is for this alone;
    the level, over all work, is the mean of the states at the last date with a figure. Firms are counted, not
    their work, so that only how sectors compare enters `use_today`. Government and sectors without a figure
    take the mean of the others.
    Raises `DataError` where a sector that the survey asks has no figure.
    Source: Census BTOS, states to August 2025, supplement by sector.
    """
    table = world.table("ai_use")
    now = table[table["measure"] == "current"].dropna(subset="share")
    sectors = now[now["segment"].str.startswith("sectors")].set_index("place")["share"]
    states = now[now["segment"].str.startswith("states")]
    level = float(states.loc[states["date"] == states["date"].max(), "share"].mean())
    sector = pd.Series([str(code)[:2] for code in industries]).replace(_SURVEYED)
    none = sector.str.startswith(_NOT_SURVEYED).to_numpy() & ~sector.isin(sectors.index).to_numpy()
    result = sector.map(sectors).to_numpy(dtype=float)
    lost = [str(code) for code in industries[np.isnan(result) & ~none]]
    if lost:
        raise DataError(Problem(f"no figure on the use of AI in {', '.join(lost[:5])}", "ai_use"))
    beside = np.where(np.isnan(result), float(sectors.mean()), result)
    share: Array = beside * (level * float(work.sum()) / float(work @ beside))
    return np.minimum(share, 1.0)


def assumed(
    world: World,
    parameters: Parameters,
    accounts: Accounts,
    rates: Rates,
    quarters: int,
    source: str,
    capability: str,
    laws: Laws | None = None,
    reuse: Reuse | None = None,
    closure: Closure = HEADLINE,
    kept: Reuse | None = None,
    first: int = 0,
) -> RunAssumptions:
    """What one run assumes, by the parameters in force.

    world : content, reach, pay and use of AI
    accounts : of the nation, for its industries
    rates : of flows, as fitted
    quarters : of the run
    source : of reach
    capability : trend, plateau, fast or reversal
    laws : which are on; all where nothing is said
    reuse : what the run before computed, taken where it read the same parameters
    closure : what closes the accounts
    kept : hours freed under a draw's values, where ensembles share draws
    first : quarter from which on hours saved are wanted; where it is not 0, the run tells its last quarter
        alone, and new tasks go where AI assists in the first that is wanted
    Work that adopters do today follows from the hours that AI assists (`use_today`). New tasks go where
    people can work with AI at the start, or to everybody alike where none can.
    """
    p = parameters
    people = world.occupations["employment"].to_numpy(dtype=float)
    wage = world.occupations["wage_mean"].to_numpy(dtype=float)
    reuse, what = reuse or Reuse(), (source, capability, quarters + 1)
    kept = kept or reuse

    def freed(read: Mapping[str, float]) -> HoursFreed:
        good = reuse.of(("good", what, first), read, lambda all_: good_results(world, all_, *what, first))
        hourly = wage * read["loaded_multiplier"] / read["hours_per_fte"]
        return hours_freed(world, read, *what, hourly, good, first)

    def hours_of(read: Mapping[str, float]) -> HoursFreed:
        return kept.of(("freed", what, first), read, freed)

    hours, saved = hours_of(p), kept.of(("saved", what, first), p, lambda read: hours_of(read).saved(read))
    jobs = accounts.jobs_by_industry
    using = reuse.of(("using", accounts), p, lambda _: firms_with_ai(world, accounts.industries, jobs))
    with_ai = hours.augmented[:, 0]
    return RunAssumptions(
        rates,
        Diffusion(*(p[f"industry_adoption_{one.name}"] for one in fields(Diffusion))),
        use_today(p, using, accounts.jobs_by_industry_and_occupation @ hours.assisted, jobs),
        saved,
        hours.compute,
        who_does_new_tasks(people, with_ai if with_ai.any() else np.ones_like(people)),
        Spending(*(p[f"economy_{one.name}"] for one in fields(Spending))),
        Adjustment(*(p[f"economy_{one.name}"] for one in fields(Adjustment))),
        closure,
        p["economy_hours_renewed"],
        round(p["economy_renewal_lag"]),
        p["economy_wage_elasticity"],
        p["economy_wage_speed"],
        p["economy_cuts_prevented"],
        laws or Laws(),
    )


def assumed_draws(
    world: World,
    parameters: Parameters,
    accounts: Accounts,
    rates: Rates,
    quarters: int,
    count: int,
    names: Sequence[str] = DRAWN,
    sources: Sequence[str] = (),
    capability: str = "trend",
    seed: int = 0,
    laws: Laws | None = None,
    closure: Closure = HEADLINE,
    kept: Sequence[Reuse] = (),
) -> tuple[Iterator[RunAssumptions], pd.DataFrame]:
    """What the runs of an ensemble assume, one after the other, and what was drawn.

    world, parameters, accounts, rates, quarters, capability : as for one run
    count : how many draws; a power of 2 fills the ranges evenly
    names : parameters that are drawn
    sources : of reach, in turn; all that ship where nothing is said
    seed : of the draws
    laws : which are on; all where nothing is said
    closure : what closes the accounts
    kept : (draw) hours freed under the draws of another ensemble
    Each parameter of `DRAWN` keeps its place among the draws: with one fixed, all else is drawn as before.
    The law of missing jobs is drawn apart, jointly: the first draws of AI meet draws of the law evenly spread
    over all of them.
    Returns the runs, and (draw) each parameter's value and the source of reach.
    """
    every = [name for name in dict.fromkeys((*DRAWN, *names)) if name not in OF_LAW]
    drawn = [name for name in names if name in every]
    values = draw(parameters, every, count, seed)[drawn]
    law = jobs_law(world.table("output_series"), parameters, seed)
    apart = max(1, LAW_DRAWS // count)
    met = [place * apart % LAW_DRAWS for place in range(count)]
    of_law = law.values()
    values[of_law.columns] = of_law.iloc[met].to_numpy()
    turn = list(sources or world.sources)
    values["source"] = [turn[place % len(turn)] for place in range(count)]
    reuse = Reuse()

    def assumed_by(place: int, row: Mapping[Hashable, Any]) -> RunAssumptions:
        own = parameters.replace(**{name: float(row[name]) for name in drawn})
        given = (laws, reuse, closure, kept[place] if kept else None)
        run = assumed(world, own, accounts, rates, quarters, str(row["source"]), capability, *given)
        return replace(run, adjustment=law.adjustment(met[place], run.adjustment))

    return starmap(assumed_by, enumerate(values.to_dict("records"))), values

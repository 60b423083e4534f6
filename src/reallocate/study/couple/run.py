"""The round trip: a saved plan becomes its industry's, the market answers, and the plan is made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

import pandas as pd

from reallocate.data.bundle import bundle_folder, load_world, read_manifest
from reallocate.economy.assumptions import market_accounts
from reallocate.economy.batches import select_runs
from reallocate.economy.nation import fitted_national
from reallocate.errors import InputError, Problem
from reallocate.measure.number import spoken
from reallocate.plan.cases import Setting
from reallocate.result.named import chart_named, table_named
from reallocate.result.plain import plain, records
from reallocate.result.result import Result
from reallocate.scenario.market.request import EconomyRun
from reallocate.study.couple.draws import draws_over
from reallocate.study.couple.feedback import grouped_setting, plan_again
from reallocate.study.couple.interval import MADE, OUTCOMES, facts_of_draws, interval_tables, outcomes
from reallocate.study.couple.ledger import ledgers
from reallocate.study.couple.reversal import must_reach_past_reversal, reversal_table
from reallocate.study.couple.rounds import RESIDUAL, Meeting, Rounds, Say, go_round, meeting
from reallocate.study.couple.shock import followers, shock_of
from reallocate.study.couple.tables import (
    COUPLE_UNITS,
    WITH,
    ended_jobs,
    job_table,
    money_rows,
    occupation_rows,
    path_by_year,
    reconciled_table,
    round_table,
)
from reallocate.study.couple.text import sentences
from reallocate.study.economy.assumptions import assumption_frame
from reallocate.study.economy.path import PATH_TABLE, Returned, worker_path
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

TOTALS = (
    "positions", "work_dropped", "automated", "augmented", "layoffs", "voluntary", "quits", "moves", "hires"
)  # fmt: skip
"""What is told of the saved plan and of its baseline."""
ANSWERS = {
    "pay a tenth lower": (0.9, 1.0, 1.0),
    "hiring takes half as long again": (1.0, 1.5, 1.0),
    "half as many quit": (1.0, 1.0, 0.5),
}
"""What a market would have to give back for its like to be seen in the plan: pay, time to hire, quits."""


@dataclass(frozen=True, eq=False)
class CoupledStudy:
    """A round trip from a firm to the market and back.

    meta : facts: title, version, hashes, command, share, residual
    tables : by name
    said : sentences by part
    """

    meta: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    said: Mapping[str, list[str]]

    @property
    def status(self) -> str:
        """How it ended."""
        return "run"

    def table(self, name: str) -> pd.DataFrame:
        """One table.

        name : such as `rounds`; raises `UnknownName` where there is none
        """
        return table_named(self.tables, name)

    def chart(self, name: str) -> dict[str, Any]:
        """Raises `UnknownName`: there are tables only.

        name : of any chart
        """
        return chart_named({}, name, self.tables)

    def explain(self) -> dict[str, list[str]]:
        """The study in sentences, by part."""
        return spoken(self.said)

    def as_json(self) -> dict[str, Any]:
        """The study as one object for machines."""
        tables = {name: records(table) for name, table in self.tables.items()}
        facts = {str(key): plain(value) for key, value in self.meta.items()}
        units = {f"{table}.{column}": unit for (table, column), unit in COUPLE_UNITS.items()}
        if self.meta["draws"]:
            drawn = {name: Parameters.default().about(name).unit for name in self.meta["drawn"]}
            told = {name: unit for name, (_, unit) in OUTCOMES.items()}
            units |= {f"{MADE}.{name}": unit for name, unit in {**drawn, **told}.items()}
        return {"status": self.status, **facts, **tables, "notes": self.explain(), "units": units}

    def __repr__(self) -> str:
        return "\n".join([str(self.meta["title"]), *self.said["headline"]])


def coupled_study(
    plan: Result,
    share: float,
    asked: EconomyRun,
    progress: Say | None = None,
    command: str = "",
    draws: int = 0,
) -> CoupledStudy:
    """The round trip of one plan.

    plan : saved
    share : of the work of the plan's industries that adopters do in the end [share]
    asked : years, laws, policy, parameters of the market
    progress : is told what is under way
    command : that made it
    draws : of what is not known, for an interval beside the one run; none where it is 0
    Raises `InputError` where the plan names no industry, or the share or the years do not fit.
    """
    say = progress or (lambda _: None)
    say("Reading the plan and the market")
    world = load_world()
    shock = shock_of(plan, world)
    if 4 * asked.years < shock.quarters:
        least = -(-shock.quarters // 4)
        what = f"the market is run for {4 * asked.years} quarters and the plan for {shock.quarters}"
        raise InputError(Problem(what, "--years", f"Give at least {least} years."))
    must_reach_past_reversal(asked)
    national, values = fitted_national(world.tables)
    accounts = market_accounts(world, asked.parameters)
    follow = followers(shock, accounts, world)
    met = meeting(world, national, accounts, values.rates, shock, follow, share, asked)
    setting = grouped_setting(plan, world)
    rounds = go_round(met, setting, say)
    tables = _tables(met, plan, setting, rounds, world, say, draws)
    meta = _meta(met, plan, rounds, command) | facts_of_draws(tables, setting, asked)
    said = sentences(tables, meta, met)
    return CoupledStudy(MappingProxyType(meta), MappingProxyType(tables), MappingProxyType(said))


def _tables(
    met: Meeting, plan: Result, setting: Setting, rounds: Rounds, world: World, say: Say, draws: int
) -> dict[str, pd.DataFrame]:
    say(f"The market for {met.asked.years} years")
    extended = met.run([rounds.last, None, met.shock.change.to_numpy()], 4 * met.asked.years)
    ended = ended_jobs(met, rounds.last)
    only = select_runs(extended, [WITH])
    say("What the plan would do if more came back")
    tables = {
        "rounds": round_table(rounds, met),
        "response": _responses(met, setting, rounds),
        "jobs": job_table(extended, met),
        "reconciled": reconciled_table(extended, met, rounds, plan),
        "path": path_by_year(extended),
        "occupations": occupation_rows(extended, met, rounds),
        "money": money_rows(extended),
        **ledgers(met, plan, ended, extended, world),
        PATH_TABLE: worker_path(only, met.national.market, met.rates),
        "assumptions": assumption_frame(met.asked).assign(drawn=False),
    }
    if met.asked.capability == "reversal":
        say("What returns after the reversal")
        tables["reversal"] = reversal_table(met, world, rounds.last, plan)
    if draws:
        one = outcomes(met, rounds, extended, tables["ledger"])
        tables |= interval_tables(one, met, plan, setting, rounds.first, world, draws, say)
        here = tables["assumptions"]["name"].isin(
            draws_over(setting.options.parameters, met.asked.parameters)
        )
        tables["assumptions"]["drawn"] = here
    return tables


def _responses(met: Meeting, setting: Setting, rounds: Rounds) -> pd.DataFrame:
    """The plan at larger answers of the market than the one it gave."""
    codes = met.shock.occupations
    people = pd.Series(met.staff, index=codes)
    found = [("nothing", rounds.first), ("what the market gave back", rounds.each[-1].again)]
    for name, values in ANSWERS.items():
        back = Returned(*(pd.Series(value, index=codes) for value in values))
        found.append((name, plan_again(setting, back, people)))
    return pd.DataFrame(
        {
            "comes_back": [name for name, _ in found],
            "positions": [float(one.positions["plan"].sum()) for _, one in found],
            "layoffs": [one.layoffs for _, one in found],
            "hires": [one.hires for _, one in found],
        }
    )


def _meta(met: Meeting, plan: Result, rounds: Rounds, command: str) -> dict[str, Any]:
    asked = met.asked
    own = {name: asked.parameters[name] for name in asked.parameters if asked.parameters.about(name).is_own}
    written = {
        "plan": plan.facts["hashes"]["request"],
        "share": met.share,
        "years": asked.years,
        "capability": asked.capability,
        "laws": dict(vars(asked.laws)),
        "policy": dict(vars(asked.policy)),
        "own": own,
        "seed": asked.seed,
    }
    return {
        "kind": "adopters",
        "title": f"{plan.facts['title'] or plan.facts['name']}: {100 * met.share:g}% of its industry follows",
        "plan_name": plan.facts["name"],
        "version": version("reallocate"),
        **written,
        "firm": {
            case: {name: plan.facts["totals"][case][name] for name in TOTALS} for case in ("plan", "baseline")
        },
        "industries": list(met.shock.industries),
        "industry_titles": list(met.follow.titles),
        "industry_people": met.follow.people,
        "plan_quarters": met.shock.quarters,
        "compute_per_payroll": met.shock.compute,
        "residual": rounds.each[-1].residual,
        "residual_wanted": RESIDUAL,
        "rounds_made": len(rounds.each),
        "converged": rounds.converged,
        "hashes": {
            "asked": _hash(json.dumps(written, sort_keys=True).encode()),
            "bundle": _hash(json.dumps(read_manifest(bundle_folder()), sort_keys=True).encode()),
        },
        "command": command or "reallocate simulate adopters",
    }


def _hash(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()

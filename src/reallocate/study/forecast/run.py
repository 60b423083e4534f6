"""A dated forecast of the tech workforce, kept so that it can be held against what came."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.data.bundle import bundle_folder, load_world, read_manifest
from reallocate.economy.assumptions import DRAWN, assumed_draws, market_accounts
from reallocate.economy.batches import simulate_in_batches, simulate_without_ai
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.nation import fitted_national
from reallocate.errors import InputError, Problem
from reallocate.measure.quantiles import INTERVAL
from reallocate.result.named import chart_named, table_named
from reallocate.study.economy.context import START
from reallocate.study.economy.run import DECIDING
from reallocate.study.forecast.paths import LEVELS, OPENINGS, Made, Paths, paths, position
from reallocate.study.forecast.staffing import Staffing, staffing
from reallocate.work.compounding import yearly_growth
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

Array = npt.NDArray[np.float64]
Say = Callable[[str], None]

NAME = "tech-workforce"
FORMAT = 1
LAST = 2030
DRAWS = 64
ALL = "all"
UNITS = {"entry_share": "share of openings", "within_reach": "openings per person", "pay_spread": "ratio"}


@dataclass(frozen=True, eq=False)
class Forecast:
    """A forecast with what it was made from.

    meta : facts: name, date, version, seed, draws, hashes, basis
    employment : industry and year: low, middle, high [persons], without further AI [persons], effect_low,
        effect, effect_high [ratio to without]
    exclusive : measure and year: low, middle, high, without [unit of the row]
    mapping : industry: title, industry of the accounts, what else is in that, jobs, trend, and past growth
        of the same occupations in the whole nation
    """

    meta: Mapping[str, Any]
    employment: pd.DataFrame
    exclusive: pd.DataFrame
    mapping: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Its tables by name."""
        return {"employment": self.employment, "exclusive": self.exclusive, "mapping": self.mapping}

    def table(self, name: str) -> pd.DataFrame:
        """One table.

        name : such as `employment`; raises `UnknownName` where there is none
        """
        return table_named(self.tables, name)

    def chart(self, name: str) -> dict[str, Any]:
        """Raises `UnknownName`: there are tables only.

        name : of any chart
        """
        return chart_named({}, name, self.tables)

    def as_json(self) -> dict[str, Any]:
        """The forecast as one object, as it is saved."""
        tables = {name: json.loads(table.to_json(orient="records")) for name, table in self.tables.items()}
        return {**self.meta, **tables}


def tech_workforce(
    date: str,
    draws: int = DRAWS,
    seed: int = 0,
    parameters: Parameters | None = None,
    world: World | None = None,
    say: Say | None = None,
) -> Forecast:
    """Employment of the tech industries to May 2030, with how open their market is.

    date : on which it is made [YYYY-MM-DD]
    draws : of what is not known about AI, and of how growth strays
    seed : of the draws
    parameters : in force; those that somebody named are held, the others are drawn
    world : the shipped figures, read where none are given
    say : told what is under way
    Employment = trend (each occupation as projected, times the industry's staff) × adoption's effect on the
    industry (output, prices, spending, new tasks) × a deviation of growth as in 2017 to 2025; the middle and
    the middle 80% of draws.
    Raises `InputError` where there are fewer than two draws, or what is assumed gives no number.
    """
    if draws < 2:
        raise InputError(Problem(f"an interval needs two draws or more, not {draws}", "--draws"))
    parameters, world = parameters or Parameters(), world or load_world()
    tell = say or (lambda _: None)
    tell("Reading the market (the first run after an install compiles once, about 10 seconds)")
    nation, values = fitted_national(world.tables)
    accounts = market_accounts(world, parameters)
    people = staffing(world.tables, nation.market.occupations, accounts)
    quarters = position(LAST, START)[0] + 1
    drawn = tuple(name for name in DRAWN if not parameters.about(name).is_own)
    runs, _ = assumed_draws(world, parameters, accounts, values.rates, quarters, draws, drawn, seed=seed)
    experience = world.table("projections").set_index("occupation")["experience"]
    made = Made(
        people,
        accounts,
        nation.market,
        experience.reindex(nation.market.occupations).eq("None").to_numpy().astype(np.float64),
        runs,
        simulate_in_batches(nation.economy(accounts), runs, quarters, tell),
        simulate_without_ai(nation.economy(accounts), runs, quarters, tell),
        START,
    )
    tell("Paths of the industries, and what the displaced can reach")
    found = paths(made, LAST, seed)
    if not np.isfinite(found.effect).all():
        what = "what is assumed leaves employment without a value"
        why = "A share of 0 by which something is divided, such as industry_adoption_ceiling, does that."
        raise InputError(Problem(what, "--set", "Set a small number instead of 0.", why))
    return Forecast(
        _meta(date, draws, seed, parameters, drawn, world),
        _employment(people, found),
        _exclusive_table(found),
        _mapping(people, accounts),
    )


def _employment(people: Staffing, found: Paths) -> pd.DataFrame:
    """Employment by industry and year, and of all together."""
    moved = found.grown[:, :, None] * found.effect
    rows = []
    for code in (*people.naics, ALL):
        inside = [place for place, one in enumerate(people.naics) if code in (one, ALL)]
        level, still = float(people.jobs[inside].sum()), found.grown[inside].sum(axis=0)
        effect = moved[inside].sum(axis=0) / still[:, None]
        rows.append({"industry": code, "year": LEVELS, **dict.fromkeys((*INTERVAL, "without"), level)})
        for at, year in enumerate(found.years):
            # Every run meets every path of growth: few draws of both together would leave the middle to luck.
            over = np.einsum("kr,ks->rs", moved[inside, at], found.strayed[inside, at])
            ends = {name: float(np.quantile(over, share)) for name, share in INTERVAL.items()}
            ratios = {
                f"effect_{name}".removesuffix("_middle"): float(np.quantile(effect[at], share))
                for name, share in INTERVAL.items()
            }
            rows.append({"industry": code, "year": year, **ends, "without": float(still[at]), **ratios})
    table = pd.DataFrame(rows)
    people_columns = [*INTERVAL, "without"]
    table[people_columns] = table[people_columns].round(0)
    return table.fillna(dict.fromkeys(("effect_low", "effect", "effect_high"), 1.0))


def _exclusive_table(found: Paths) -> pd.DataFrame:
    """Each measure by year."""
    rows = []
    for place, name in enumerate(OPENINGS):
        for at, year in enumerate(found.years):
            ends = {
                end: float(np.quantile(found.exclusive[place, at], share)) for end, share in INTERVAL.items()
            }
            without = float(np.quantile(found.without[place, at], INTERVAL["middle"]))
            rows.append({"measure": name, "unit": UNITS[name], "year": year, **ends, "without": without})
    return pd.DataFrame(rows)


def _mapping(people: Staffing, accounts: Accounts) -> pd.DataFrame:
    """Which industry of the accounts stands for each, and how each would grow."""
    decade = people.grown(10.0).sum(axis=1) / people.jobs.sum(axis=1)
    spread = people.deviations.std(axis=0)
    return pd.DataFrame(
        {
            "industry": people.naics,
            "title": people.titles,
            "accounts": [str(accounts.industries[place]) for place in people.accounts],
            "with": people.others,
            "jobs": people.jobs.sum(axis=1).round(0),
            "trend": yearly_growth(decade, 10),
            "past": np.exp(people.past) - 1.0,
            "strays": spread,
        }
    )


def _meta(
    date: str, draws: int, seed: int, parameters: Parameters, drawn: tuple[str, ...], world: World
) -> dict[str, Any]:
    return {
        "forecast": NAME,
        "format": FORMAT,
        "date": date,
        "version": version("reallocate"),
        "seed": seed,
        "draws": draws,
        "sources": list(world.sources),
        "drawn": list(drawn),
        "own": {name: parameters[name] for name in parameters if parameters.about(name).is_own},
        "interval": [INTERVAL["low"], INTERVAL["high"]],
        "counted": "jobs in May as OEWS counts them, without the self-employed",
        "past": "growth a year from 2017 to 2025 of the industries' occupations in the whole nation, not of "
        "the industries, whose own growth is not available",
        "hashes": {
            "bundle": _hash(read_manifest(bundle_folder())),
            "parameters": _hash(
                {name: parameters.about(name).model_dump(mode="json") for name in parameters.names}
            ),
            "libraries": ", ".join(f"{name} {version(name)}" for name in DECIDING),
        },
    }


def _hash(content: object) -> str:
    return "sha256:" + hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

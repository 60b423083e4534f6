"""The labour market of the nation under the extended laws: people, balanced moves, exits, normal slack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.economy.business_cycle import AHEAD
from reallocate.economy.fitted import Fitted, fitted
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.market import Market
from reallocate.economy.observed import SERIES, Observed, observe
from reallocate.economy.run_assumptions import Economy
from reallocate.economy.steady_state import NormalSlack
from reallocate.economy.symmetric_moves import balanced_network
from reallocate.errors import DataError, Problem
from reallocate.measure.arrays import Array

Tables = Mapping[str, pd.DataFrame]

FIRST, LAST = "2001-01", "2019-12"
"""Months that the shipped values are fitted to: from the first whole year of the survey of openings to the
last before the pandemic."""


@dataclass(frozen=True, eq=False)
class National:
    """The nation's market, ready for the laws.

    market : occupations of SOC 2018, employment of OEWS, balanced moves, exits
    normal : slack that demand is counted from
    mobility : people who change occupation in a year, by the moves [share/year]
    hires : of employment a month, as the moves are scaled by [share/month]
    """

    market: Market
    normal: NormalSlack
    mobility: float
    hires: float

    def economy(self, accounts: Accounts) -> Economy:
        """What runs of the extended market start from.

        accounts : of the nation, on the same occupations
        """
        return Economy(self.market, accounts, self.normal)


def observed_months(
    tables: Tables, first: str = FIRST, last: str = LAST, known: str = LAST, ahead: int = AHEAD
) -> Observed:
    """The nation's labour market month by month, and what moved demand.

    tables : that ship
    known : the month until which the rule that tells output is learnt
    ahead : between what is told of output and what it is told from [quarters]
    """
    return observe(tables["market_series"], tables["output_series"], first, last, known, ahead)


def national(tables: Tables, moves: Array, seen: Observed) -> National:
    """The nation's market at the slack that was normal in some months.

    tables : that ship
    moves : (origin, target) [share of the origin's people/year]
    seen : the months
    """
    means = seen.values.mean(axis=0)
    rows = tables["market_series"].set_index("month")["participation"].reindex(pd.Index(seen.months))
    taking_part = float(rows.mean())
    normal = NormalSlack(
        float(means[SERIES.index("unemployment")]),
        float(means[SERIES.index("openings")]),
        (1.0 - taking_part) / taking_part,
    )
    return _national(tables, moves, normal, float(means[SERIES.index("hires")]))


def fitted_national(tables: Tables, moves: Array) -> tuple[National, Fitted]:
    """The nation's market as it was fitted, with the values that ship.

    tables : that ship
    moves : (origin, target) [share of the origin's people/year]
    """
    result = fitted()
    return _national(tables, moves, result.normal, result.hires), result


def _national(tables: Tables, moves: Array, normal: NormalSlack, hires: float) -> National:
    people = tables["occupations"].set_index("occupation")
    employment = people["employment"].to_numpy(dtype=float)
    market = Market(
        pd.Index(people.index),
        employment,
        balanced_network(moves, people["employment"], hires),
        titles=tuple(people["title"]),
        wage=people["wage_mean"].to_numpy(dtype=float),
        exit_rate=_exits(tables, people.index),
        place="the labour market of the United States",
    )
    mobility = float(employment @ moves.sum(axis=1) / employment.sum())
    return National(market, normal, mobility, hires)


def _exits(tables: Tables, occupations: pd.Index) -> np.ndarray:
    """Labour-force exits; (occupation) [share/year]. None is filled."""
    rates = tables["projections"].set_index("occupation")["exit_rate"].reindex(occupations)
    missing = [str(code) for code in rates.index[rates.isna()]]
    if missing:
        raise DataError(
            Problem(
                f"{len(missing)} occupations lack a rate of labour-force exits: {', '.join(missing[:5])}",
                "projections",
                why="A missing rate is not 0: nobody there would ever retire.",
            )
        )
    return rates.to_numpy(dtype=float)

"""Industries, money and pay of the extended market, as tables over draws."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.market import Market
from reallocate.economy.trajectory import MONEY, Trajectory
from reallocate.measure.quantiles import MIDDLE, SUFFIXES, quantile
from reallocate.study.economy.tables import PERCENTILES
from reallocate.work.ranks import weighted_quantiles

Array = npt.NDArray[np.float64]


def industry_table(
    extended: Trajectory, without: Trajectory, accounts: Accounts, titles: Mapping[str, str]
) -> pd.DataFrame:
    """Adoption and jobs by industry at the end, over draws, against the market without AI.

    extended : runs with adoption
    without : the same runs without it
    accounts : labels and jobs
    titles : (industry) in words
    Returns industry, title, jobs_start, without, jobs with _low and _high [persons], change with _low and
    _high [share of those without AI], adopted_start and adopted with _low and _high [% of the industry's
    work].
    """
    jobs = accounts.jobs_by_industry
    wanted, rest = extended.by_industry[-1], without.by_industry[-1]
    columns: dict[str, object] = {
        "industry": accounts.industries,
        "title": [titles.get(str(code), str(code)) for code in accounts.industries],
        "jobs_start": jobs,
        "without": jobs * quantile(rest, MIDDLE),
        "adopted_start": 100.0 * extended.adopted[0].mean(axis=1),
    }
    for end, share in SUFFIXES.items():
        columns |= {
            f"jobs{end}": jobs * quantile(wanted, share),
            f"change{end}": quantile(wanted / rest - 1.0, share),
            f"adopted{end}": 100.0 * quantile(extended.adopted[-1], share),
        }
    return pd.DataFrame(columns)


def money_table(extended: Trajectory, without: Trajectory, start: float) -> pd.DataFrame:
    """Incomes and spending by year, the middle of the draws [USD billion/year]; prices [ratio to the start].

    extended : runs with adoption
    without : the same runs without it
    start : when the first quarter begins [year]
    Each has a _change, the middle of the differences draw by draw: in USD billion/year, of prices a share.
    """
    quarters = np.arange(0, len(extended.money), 4)
    table: dict[str, Array] = {"year": start + quarters / 4.0}
    for place, name in enumerate(MONEY):
        values, rest = (runs.money[quarters, place] / 1e3 for runs in (extended, without))
        table |= {name: quantile(values, MIDDLE), f"{name}_change": quantile(values - rest, MIDDLE)}
    prices, rest = extended.prices[quarters], without.prices[quarters]
    table |= {"prices": quantile(prices, MIDDLE), "prices_change": quantile(prices / rest - 1.0, MIDDLE)}
    return pd.DataFrame(table)


def pay_table(extended: Trajectory, market: Market, start: float) -> pd.DataFrame:
    """Spread of pay over people with a job, each paid the mean of the occupation, by year.

    extended : runs with adoption
    market : pay at the start
    start : when the first quarter begins [year]
    Returns year, p10, p50, p90 [USD/year, real], ratio p90/p10, gini: the middle of the draws. Spread within
    occupations is not in it.
    """
    rows = []
    for quarter in range(0, len(extended.wages), 4):
        each = [
            _spread(
                market.wage * extended.real_pay(quarter)[:, run],
                extended.people[quarter, 0, :, run],
            )
            for run in range(extended.wages.shape[2])
        ]
        rows.append([start + quarter / 4.0, *np.median(np.array(each), axis=0)])
    return pd.DataFrame(rows, columns=["year", "p10", "p50", "p90", "ratio", "gini"])


def _spread(wage: Array, people: Array) -> tuple[float, float, float, float, float]:
    """Percentiles, ratio and Gini coefficient of pay over people."""
    order = np.argsort(wage, kind="stable")
    pay, weight = wage[order], people[order]
    share = np.cumsum(weight) / weight.sum()
    low, middle, high = weighted_quantiles(wage, people, [at / 100.0 for at in PERCENTILES])
    lorenz = np.concatenate([[0.0], np.cumsum(pay * weight) / float(pay @ weight)])
    gini = 1.0 - float(np.sum(np.diff(np.concatenate([[0.0], share])) * (lorenz[1:] + lorenz[:-1])))
    return low, middle, high, high / low, gini

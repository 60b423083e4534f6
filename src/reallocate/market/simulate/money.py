"""Industries, money and pay of the nation's market, as tables over draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array, by_quantile, median
from reallocate.kernel.table import Column, Range, of_unit, table, with_quantiles
from reallocate.market.laws.input_output import build_out as jobs_of_build_out
from reallocate.market.nation.assumptions import market_accounts
from reallocate.market.nation.pay import pay_spread, shared_gains
from reallocate.market.nation.trajectory import MONEY
from reallocate.market.simulate.runs import START, EconomyContext

_LABELS = ("Pay", "Profits", "Taxes on production", "Spending at home", "Earned, not spent", "Compute")
_FLOWS = {
    name: Column(name, label, "USD billion/year", digits=0)
    for name, label in zip(MONEY, _LABELS, strict=True)
}
CHANGE = Column("change", "Change", "share", signed=True, digits=1, about="Against no further AI.")
QUINTILES = {1: "Least exposed quintile", 2: "Second", 3: "Third", 4: "Fourth", 5: "Most exposed quintile"}
DRAWS = "10th–90th percentile"
_NEW_MONEY, _DIVERTED = "New money", "Money diverted from households"
_PRICES = Column("prices", "Prices", "ratio to the start", digits=3)


def _change(column: Column, unit: str) -> Column:
    label = f"{column.label}, change"
    return Column(f"{column.name}_change", label, unit, signed=True, about="Against no further AI.")


def _losses_first(rows: pd.DataFrame, facts: Mapping[str, Any]) -> pd.DataFrame:
    """Industries by their change, which is not known where there were no jobs."""
    ordered = rows.sort_values("change", kind="stable")
    ordered.loc[ordered["jobs_start"] == 0, ["change", "change_low", "change_high"]] = float("nan")
    return ordered


@table(
    "industries", "Industries",
    Column("industry", "Code"),
    Column("title", "Industry"),
    of_unit("jobs", jobs_start="Jobs at start", without="Without further AI"),
    with_quantiles(Column("jobs", "Jobs at end", "jobs")),
    with_quantiles(CHANGE),
    Column("adopted_start", "Done by adopters now", "% of an industry's work", digits=1),
    with_quantiles(Column("adopted", "At the end", "% of an industry's work", digits=0)),
    source="Jobs wanted and work done by adopters at the end; each draw against itself without further AI.",
    section="people/industries", rows=_losses_first,
    caption="Industries, those that lose most first", fold="Every industry",
    show=("title", "adopted_start", "adopted", Range(DRAWS, "adopted_low", "adopted_high"), "jobs_start",
          "change", Range(DRAWS, "change_low", "change_high")),
)  # fmt: skip
def industries(context: EconomyContext) -> pd.DataFrame:
    """Adoption and jobs by industry at the end."""
    accounts, extended = context.accounts, context.extended
    titles = context.world.table("industries_io").set_index("industry")["title"].to_dict()
    jobs = accounts.jobs_by_industry
    wanted, without = extended.by_industry[-1], context.without.by_industry[-1]
    return pd.DataFrame(
        {
            "industry": accounts.industries,
            "title": [str(titles.get(code, code)) for code in accounts.industries],
            "jobs_start": jobs,
            "without": jobs * median(without),
            "adopted_start": 100.0 * extended.adopted[0].mean(axis=1),
            **{name: jobs * values for name, values in by_quantile("jobs", wanted).items()},
            **by_quantile("change", wanted / without - 1.0),
            **{name: 100.0 * values for name, values in by_quantile("adopted", extended.adopted[-1]).items()},
        }
    )


@table(
    "money", "Incomes and spending",
    Column("year", "Year", "year"),
    *((column, _change(column, column.unit)) for column in _FLOWS.values()),
    _PRICES, _change(_PRICES, "share"),
    source="The median of the draws; changes: the median of the differences draw by draw.",
    section="money", caption="Where the money comes from and goes", fold="Year by year",
    show=("year", *_FLOWS, replace(_PRICES, unit="share of the start", digits=1)),
    note="Earned and not spent is against the start; it is negative where budgets spend more than comes in. "
    "Each figure is the median of its own runs, so that a row need not add up; in each run it does.",
)  # fmt: skip
def money(context: EconomyContext) -> pd.DataFrame:
    """Incomes and spending by year, and prices."""
    extended, others = context.extended, context.without
    quarters = np.arange(0, len(extended.money), 4)
    columns: dict[str, Array] = {"year": START + quarters / 4.0}
    for place, name in enumerate(MONEY):
        values, without = (runs.money[quarters, place] / 1e3 for runs in (extended, others))
        columns |= {name: median(values), f"{name}_change": median(values - without)}
    prices, without = extended.prices[quarters], others.prices[quarters]
    columns |= {"prices": median(prices), "prices_change": median(prices / without - 1.0)}
    return pd.DataFrame(columns)


@table(
    "pay", "Spread of pay",
    Column("year", "Year", "year"),
    of_unit("USD/year", digits=0, p10="10th percentile", p50="Median", p90="90th percentile"),
    Column("ratio", "90th to 10th percentile", "ratio", digits=3),
    Column("gini", "Gini coefficient", digits=4),
    source="People with a job, each paid the mean of the occupation, at prices of the start.",
    section="pay", fold="Year by year",
)  # fmt: skip
def pay(context: EconomyContext) -> pd.DataFrame:
    """Spread of pay over people with a job, by year: the median of the draws."""
    extended, wage = context.extended, context.nation.market.wage
    rows = []
    for quarter in range(0, len(extended.wages), 4):
        paid, people = wage[:, None] * extended.real_pay(quarter), extended.people[quarter, 0]
        each = [pay_spread(paid[:, run], people[:, run]) for run in range(paid.shape[1])]
        rows.append([START + quarter / 4.0, *np.median(np.array(each), axis=0)])
    return pd.DataFrame(rows, columns=pay.names)


@table(
    "build_out", "Jobs while compute is built",
    Column("reading", "Paid with"),
    Column("spending", "Spending", "USD billion/year", digits=0),
    Column("imported", "Imported", "share of spending", digits=0),
    Column("per_billion", "Jobs per billion", "jobs per USD billion/year", digits=0, signed=True),
    Column("jobs", "Jobs", "jobs", digits=0, signed=True),
    source="Machines and buildings, all rounds of suppliers at home (BEA accounts 2023). Not in the run.",
    section="money", show=("reading", "spending", "imported", "per_billion", "jobs"),
    note="They end with the spending and are not in the run. Who pays for it is not known, so that both "
    "readings stand. Spending is guidance from the press.",
)  # fmt: skip
def build_out(context: EconomyContext) -> pd.DataFrame:
    """Jobs that spending on building compute makes while it lasts, with new and with diverted money."""
    p = context.request.parameters
    accounts = market_accounts(
        context.world, p.replace(industry_compute_capital=1.0, industry_compute_power=0.0)
    )
    spending = p["build_out_spending"]
    made = jobs_of_build_out(accounts, accounts.build, 1e3 * spending)
    jobs = np.array([made.new_money.sum(), made.diverted.sum()])
    per_billion = jobs / spending if spending else np.zeros(2)
    return pd.DataFrame(
        {
            "reading": [_NEW_MONEY, _DIVERTED],
            "spending": spending,
            "imported": accounts.build_imports,
            "per_billion": per_billion,
            "jobs": jobs,
        }
    )


@table(
    "rents", "Gains that employers share",
    Column("quintile", "Exposure before", words=QUINTILES),
    with_quantiles(Column("shared", "Pay", "log points", signed=True, digits=4)),
    with_quantiles(Column("all_kept", "If nothing reaches prices", "log points", signed=True, digits=4)),
    source="At the end of the run, at the elasticity of pay to surplus in force. Not in the run's own pay.",
    section="pay", caption="Pay gained where people work with AI",
    show=("quintile", "shared", Range(DRAWS, "shared_low", "shared_high"), "all_kept",
          Range(DRAWS, "all_kept_low", "all_kept_high")),
    note="Employers share a tenth of the surplus per worker that they keep (.05 to .15, Card and others "
    "2018). The first figure keeps what the run keeps, the second all: an upper bound.",
)  # fmt: skip
def rents(context: EconomyContext) -> pd.DataFrame:
    """Rise of pay where people work with AI, by exposure before: part of what employers keep of the gain."""
    elasticity, extended = context.request.parameters["economy_rent_shared"], context.extended
    weight, fifth = context.nation.market.employment * context.nation.market.wage, context.quintile
    last = len(extended.adopted) - 1
    gains = shared_gains(context.accounts, context.ensemble.runs, extended.adopted[-1], last, elasticity)
    by_fifth = np.array(
        [
            [float(np.average(gain[fifth == one], weights=weight[fifth == one])) for gain in gains]
            for one in QUINTILES
        ]
    )
    kept = np.array([run.adjustment.saving_kept for run in context.ensemble.runs])
    return pd.DataFrame(
        {
            "quintile": list(QUINTILES),
            **by_quantile("shared", kept * by_fifth),
            **by_quantile("all_kept", by_fifth),
        }
    )

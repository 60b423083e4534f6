"""The tables of an ensemble: medians with percentiles, and how much of the variance each number makes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.economy.result import RATES
from reallocate.measure.quantiles import QUANTILES, SUFFIXES
from reallocate.output.table import BY_ROW, Column, table, with_quantiles
from reallocate.problem.market.ensemble import OUTCOMES, EnsembleRun
from reallocate.problem.market.sobol import variance_shares
from reallocate.study.market.tables import FORCE, POSITIONS

VARIANCE = "share of the variance"
LABELS = {
    "unemployment_rate": ("Unemployed", FORCE),
    "vacancy_rate": ("Open", POSITIONS),
    "long_term_unemployment_rate": ("Long-term unemployed", FORCE),
}


@table("path", "The labour market by step", Column("step", "Step"),
       Column("years", "Years", "years", digits=1),
       *(with_quantiles(Column(name, *LABELS[name], digits=2)) for name in RATES))  # fmt: skip
def path(context: EnsembleRun) -> pd.DataFrame:
    """Rates after each step: median of the draws, with 10th and 90th percentile."""
    columns: dict[str, object] = {"step": np.arange(len(context.years)), "years": context.years}
    for name in RATES:
        ends = np.quantile(context.paths[name], list(SUFFIXES.values()), axis=1)
        columns |= {f"{name}{end}": values for end, values in zip(SUFFIXES, ends, strict=True)}
    return pd.DataFrame(columns)


@table("outcomes", "Outcomes over all draws", Column("outcome", "Code"), Column("says", "Outcome"),
       Column("p10", "10th percentile", BY_ROW, digits=2), Column("p50", "Median", BY_ROW, digits=2),
       Column("p90", "90th percentile", BY_ROW, digits=2), Column("unit", "Unit"))  # fmt: skip
def outcomes(context: EnsembleRun) -> pd.DataFrame:
    """One row an outcome."""
    rows = [
        {"outcome": name, "says": OUTCOMES[name][0], "unit": OUTCOMES[name][1]}
        | {end: float(np.quantile(values, share)) for end, share in QUANTILES.items()}
        for name, values in context.outcomes.items()
    ]
    return pd.DataFrame(rows)


@table("importance", "Variance by number drawn",
       Column("outcome", "Outcome", words={name: words for name, (words, _) in OUTCOMES.items()}),
       Column("name", "Key of the scenario"), Column("says", "Number drawn"),
       Column("alone", "Alone", VARIANCE), Column("alone_error", "Alone, standard error", VARIANCE),
       Column("all", "With interactions", VARIANCE),
       Column("all_error", "With interactions, standard error", VARIANCE),
       source="Sobol' 2001, Math. Comput. Simul. 55:271; estimators of Saltelli et al. 2010, Comput. Phys. "
              "Commun. 181:259, DOI 10.1016/j.cpc.2009.09.018.")  # fmt: skip
def importance(context: EnsembleRun) -> pd.DataFrame:
    """One row an outcome and a number; none with too few draws."""
    return variance_shares(context.outcomes, context.drawn, context.design)


@table("draws", "Numbers drawn", Column("name", "Key of the scenario"), Column("says", "Number drawn"),
       Column("unit", "Unit"), Column("low", "Lowest", BY_ROW), Column("peak", "Most likely", BY_ROW),
       Column("high", "Highest", BY_ROW), source="Triangular distributions; ranges are assumptions.",
       )  # fmt: skip
def draws(context: EnsembleRun) -> pd.DataFrame:
    """One row a number."""
    return pd.DataFrame([vars(one) for one in context.drawn])


TABLES = (path, outcomes, importance, draws)
